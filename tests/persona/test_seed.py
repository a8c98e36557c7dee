import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openai.types.realtime import RealtimeSessionCreateRequest

from persona.models import (
    CrisisLine,
    Flower,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
    SeedRecord,
    Transcriber,
    TranscriberPrice,
    VoiceModel,
    VoiceModelPrice,
)
from persona.published import live_revision, transcriber
from persona.seed_files import SEED_FOLDER
from persona.spelling import old_letters
from tests.persona.factories import make_voice_model
from tests.persona.test_compile import unknown_keys

pytestmark = pytest.mark.django_db

NEVER_GIVEN = {
    "도환생꽃",
    "생불꽃",
    "검뉴울꽃",
    "싸움싸울꽃",
    "수레멜망악심꽃",
    "검은 꽃",
}


def seed() -> str:
    out = StringIO()
    call_command("seed", stdout=out)
    return out.getvalue().strip()


class TestSeed:
    def test_fills_an_empty_house_and_says_so_in_one_line(self) -> None:
        assert seed() == (
            "Seeded 9 voice models, 8 transcribers, 9 prices, 7 transcriber prices, 228 phrases, "
            "17 flowers, 5 crisis lines, 1 personas, 14 sections, 1 revisions."
        )
        revision = live_revision()
        assert revision is not None
        assert (revision.number, revision.published_by) == (1, None)

    def test_knows_when_its_transcriber_ends(self) -> None:
        seed()

        used = Transcriber.objects.get(provider_id=Persona.objects.get().transcription_model)
        assert used.ends_on == date(2027, 2, 26)
        assert Transcriber.objects.filter(ends_on=None).count() == 3

    @time_machine.travel("2027-02-26 12:00 +0900")
    def test_an_old_release_opens_a_house_with_a_transcriber_that_lasts(self) -> None:
        seed()

        revision = live_revision()
        assert revision is not None
        heard = revision.session["audio"]["input"]["transcription"]
        assert heard["model"] == Persona.objects.get().transcription_model == "gpt-transcribe"

    def test_a_second_time_makes_nothing(self) -> None:
        seed()
        before = PersonaRevision.objects.get()

        assert seed() == "Nothing to seed: all of it was seeded before."
        assert PersonaRevision.objects.get() == before
        assert JejuPhrase.objects.count() == 228

    def test_leaves_alone_what_an_editor_changed(self) -> None:
        seed()
        JejuPhrase.objects.filter(phrase="하영").update(standard_korean="아주 많이")
        InstructionSection.objects.filter(position=20).update(body="내 글")
        Flower.objects.filter(name="번성꽃").update(may_be_given=False)
        CrisisLine.objects.filter(number="1366").update(is_shown=False)
        Persona.objects.update(voice="ash")

        seed()

        assert list(
            JejuPhrase.objects.filter(phrase="하영").values_list("standard_korean", flat=True)
        ) == ["아주 많이"]
        assert InstructionSection.objects.get(position=20).body == "내 글"
        assert not Flower.objects.get(name="번성꽃").may_be_given
        assert not CrisisLine.objects.get(number="1366").is_shown
        assert Persona.objects.get().voice == "ash"

    def test_never_brings_back_what_an_editor_deleted(self) -> None:
        seed()
        JejuPhrase.objects.filter(phrase="하영").delete()
        InstructionSection.objects.filter(position=70).delete()
        Flower.objects.filter(name="번성꽃").delete()
        CrisisLine.objects.filter(number="1366").delete()
        VoiceModelPrice.objects.all().delete()

        seed()

        assert JejuPhrase.objects.count() == 227
        assert InstructionSection.objects.count() == 13
        assert not Flower.objects.filter(name="번성꽃").exists()
        assert not CrisisLine.objects.filter(number="1366").exists()
        assert not VoiceModelPrice.objects.exists()

    def test_a_deleted_persona_stays_deleted(self) -> None:
        seed()
        Persona.objects.update(live_revision=None)
        PersonaRevision.objects.all().delete()
        Persona.objects.all().delete()

        assert seed() == "Nothing to seed: all of it was seeded before."
        assert not Persona.objects.exists()

    def test_what_an_editor_made_first_stands(self) -> None:
        make_voice_model(provider_id="ours", is_default=True)
        Flower.objects.create(name="번성꽃", meaning="내 뜻", purpose="내 때", colour="#000000")

        seed()

        assert Flower.objects.get(name="번성꽃").meaning == "내 뜻"
        assert VoiceModel.objects.get(is_default=True).provider_id == "ours"
        assert Persona.objects.get().voice_model.provider_id == "ours"

    def test_a_row_whose_record_is_removed_is_seeded_once_more(self) -> None:
        seed()
        Flower.objects.filter(name="번성꽃").delete()
        SeedRecord.objects.filter(key="flower:번성꽃").delete()

        assert seed() == "Seeded 1 flowers."

    def test_publishes_only_when_nothing_was_ever_published(self) -> None:
        seed()
        Persona.objects.update(live_revision=None)

        seed()

        assert live_revision() is None
        assert PersonaRevision.objects.count() == 1

    def test_seeds_nothing_when_the_first_revision_may_not_go_out(self) -> None:
        seed()
        Persona.objects.update(live_revision=None)
        PersonaRevision.objects.all().delete()
        CrisisLine.objects.all().delete()
        SeedRecord.objects.filter(key="flower:번성꽃").delete()
        Flower.objects.filter(name="번성꽃").delete()

        with pytest.raises(CommandError, match="Nothing was seeded"):
            seed()

        assert not Flower.objects.filter(name="번성꽃").exists()


class TestSeedContent:
    def test_review_states_follow_how_sure_the_sources_are(self) -> None:
        seed()

        states = list(JejuPhrase.objects.values_list("review_state", flat=True))
        assert {state: states.count(state) for state in set(states)} == {
            "reviewed": 166,
            "unreviewed": 58,
            "withheld": 4,
        }

    def test_a_word_of_every_kind_of_source_is_where_it_belongs(self) -> None:
        seed()

        word = JejuPhrase.objects.get(phrase="곱닥하다")
        assert word.old_spelling == "곱닥ᄒᆞ다"
        assert JejuPhrase.objects.get(phrase="혼저옵서예").old_spelling == "ᄒᆞᆫ저 옵서예"
        assert JejuPhrase.objects.get(phrase="펜안허우꽈?").review_state == "unreviewed"

    def test_nothing_a_voice_reads_is_in_old_spelling(self) -> None:
        seed()

        for phrase in JejuPhrase.objects.all():
            spoken = f"{phrase.phrase} {phrase.usage_note} {phrase.pronunciation_hint}"
            assert old_letters(spoken) == "", phrase
        revision = live_revision()
        assert revision is not None
        assert old_letters(str(revision.session)) == ""

    def test_between_thirty_and_forty_words_are_taught_his_greeting_first(self) -> None:
        seed()

        chosen = list(JejuPhrase.objects.chosen().values_list("phrase", flat=True))
        assert 30 <= len(chosen) <= 40
        assert chosen[:3] == ["혼저옵서예", "고맙수다", "속앗수다"]

    def test_flowers_that_could_hurt_are_never_given(self) -> None:
        seed()
        revision = live_revision()
        assert revision is not None

        assert set(Flower.objects.filter(may_be_given=False).values_list("name", flat=True)) == (
            NEVER_GIVEN
        )
        names = revision.session["tools"][0]["parameters"]["properties"]["name"]["enum"]
        assert len(names) == 11
        assert not NEVER_GIVEN & set(names)

    def test_crisis_lines_are_those_that_were_checked(self) -> None:
        seed()
        revision = live_revision()
        assert revision is not None

        numbers = [line["number"] for line in revision.visitor["crisis_lines"]]
        assert numbers == ["109", "119", "112", "1388", "1366"]
        assert all(f"{number} " in revision.session["instructions"] for number in numbers)

    def test_he_says_that_he_is_an_ai(self) -> None:
        seed()
        revision = live_revision()
        assert revision is not None

        assert "AI라고 한 번 밝힌다" in revision.session["instructions"]
        assert "AI라고 말하지" not in revision.session["instructions"]
        assert "AI" in revision.visitor["greeting"]

    def test_sections_are_fourteen_and_five_are_protected(self) -> None:
        seed()

        sections = InstructionSection.objects.order_by("position")
        assert [one.title.split(".")[0] for one in sections] == [str(n) for n in range(14)]
        assert [one.title.split(".")[0] for one in sections if one.is_protected] == [
            "0",
            "1",
            "8",
            "9",
            "13",
        ]

    def test_the_model_it_was_first_written_for_has_ended(self) -> None:
        seed()

        first = VoiceModel.objects.get(provider_id="gpt-realtime-mini-2025-10-06")
        assert first.has_ended(date(2026, 11, 23))
        assert VoiceModel.objects.get(is_default=True).provider_id == "gpt-realtime-2.1-mini"
        assert VoiceModel.objects.filter(prices=None).count() == 0

    def test_the_price_of_what_writes_words_down_is_known_with_its_source(self) -> None:
        seed()
        revision = live_revision()
        assert revision is not None

        price = TranscriberPrice.objects.get(provider_id=transcriber(revision))
        assert (str(price.per_minute), price.source != "") == ("0.003000", True)

    def test_the_session_is_what_the_provider_knows_and_no_more(self) -> None:
        seed()
        revision = live_revision()
        assert revision is not None

        parsed = RealtimeSessionCreateRequest.model_validate(revision.session)

        assert unknown_keys(parsed) == []

    def test_every_seeded_row_could_be_saved_in_the_admin(self) -> None:
        seed()

        for model in (
            JejuPhrase, Flower, CrisisLine, VoiceModel, VoiceModelPrice, TranscriberPrice,
            Transcriber, Persona,
        ):  # fmt: skip
            for row in model._default_manager.all():
                row.full_clean()
        for section in InstructionSection.objects.all():
            section.full_clean()

    def test_every_file_of_the_folder_is_plain_readable_text(self) -> None:
        for path in SEED_FOLDER.rglob("*.*"):
            path.read_text(encoding="utf-8")
        with Path(SEED_FOLDER / "glossary.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == 228
