"""What the rules look at, read from real tables; and the seed, which must pass them all."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from persona import actions
from persona.models import CrisisLine, JejuPhrase, Persona, VoiceModel
from persona.preflight.gathering import avoided_forms, gather, never_given_flowers
from persona.preflight.inspection import inspect
from tests.persona.factories import make_live_revision, make_staff

pytestmark = pytest.mark.django_db


def codes(persona: Persona) -> list[str]:
    editor = make_staff("editor", "publish_persona")
    return [one.code for one in inspect(gather(persona, by=editor, now=timezone.now()))[1]]


class TestTheSeed:
    @pytest.fixture
    def persona(self) -> Persona:
        call_command("seed", verbosity=0)
        CrisisLine.objects.update(verified_on=timezone.localdate())
        return Persona.objects.get()

    def test_passes_every_rule(self, persona: Persona) -> None:
        assert codes(persona) == []

    def test_a_word_of_the_list_to_avoid_is_found_in_it(self, persona: Persona) -> None:
        JejuPhrase.objects.filter(phrase="혼저옵서예").update(standard_korean="혼자 오세요")

        assert codes(persona) == ["phrase_avoided"]

    def test_a_model_with_no_time_left_is_found(self, persona: Persona) -> None:
        VoiceModel.objects.filter(pk=persona.voice_model_id).update(ends_on=timezone.localdate())
        persona.refresh_from_db()

        assert codes(persona) == ["model_ended"]

    def test_a_chosen_word_that_lost_its_review_is_told(self, persona: Persona) -> None:
        JejuPhrase.objects.filter(phrase="하영").update(review_state="unreviewed")

        assert codes(persona) == ["phrase_left_out"]

    def test_an_unreviewed_word_in_a_section_is_told(self, persona: Persona) -> None:
        section = persona.sections.get(position=110)
        section.body += '\n- "펜안허우꽈?"라고 묻는다.'
        section.save()

        assert JejuPhrase.objects.get(phrase="펜안허우꽈?").review_state == "unreviewed"
        assert codes(persona) == ["phrase_unreviewed"]


class TestTheLists:
    def test_flowers_of_death_and_ruin(self) -> None:
        assert {"싸움싸울꽃", "수레멜망악심꽃", "검은 꽃"} <= never_given_flowers()
        assert "번성꽃" not in never_given_flowers()

    def test_every_avoided_form_says_why_and_what_instead(self) -> None:
        forms = avoided_forms()

        assert len(forms) >= 35
        assert all(one.form and one.why and one.use_instead for one in forms)


class TestTheHouseItself:
    def test_opens_with_a_seed_whose_numbers_were_verified_long_ago(self) -> None:
        persona = make_live_revision().persona
        CrisisLine.objects.update(verified_on=timezone.localdate().replace(year=2020))
        persona.voice = "ash"
        persona.save()

        actions.publish(persona=persona, by=None, note="", now=timezone.now())
        persona.voice = "echo"
        persona.save()
        with pytest.raises(actions.PreflightRefused, match="다시 확인해 주세요"):
            actions.publish(
                persona=persona,
                by=make_staff("writer", "publish_persona"),
                note="",
                now=timezone.now(),
                why_anyway="바빠서",
            )
