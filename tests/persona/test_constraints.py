"""Rules the database holds, tried past every form and action."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from persona.models import (
    CrisisLine,
    Flower,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
    SeedRecord,
    VoiceModel,
    VoiceModelPrice,
    VoiceModelWarning,
)
from tests.persona.factories import (
    NOON,
    make_crisis_line,
    make_flower,
    make_live_revision,
    make_persona,
    make_phrase,
    make_transcriber,
    make_voice_model,
)

pytestmark = pytest.mark.django_db


def assert_refused(constraint: str, row: models.Model, **values: Any) -> None:
    rows = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**values)


class TestPhrase:
    def test_a_withheld_one_is_not_taught(self) -> None:
        assert_refused(
            "withheld_is_not_taught", make_phrase(), in_instructions=True, review_state="withheld"
        )

    def test_review_state_is_a_known_one(self) -> None:
        assert_refused("review_state_is_known", make_phrase(), review_state="perhaps")

    def test_has_a_meaning(self) -> None:
        assert_refused("has_word_and_meaning", make_phrase(), standard_korean="")

    def test_stands_once_per_meaning(self) -> None:
        make_phrase("보름", standard_korean="바람")
        make_phrase("보름", standard_korean="보름날")

        with pytest.raises(IntegrityError, match="one_per_meaning"), transaction.atomic():
            make_phrase("보름", standard_korean="바람")

    def test_tells_the_editor_why(self) -> None:
        phrase = make_phrase(review_state="withheld")
        phrase.in_instructions = True

        with pytest.raises(ValidationError, match="쓰지 않기로 한 말은"):
            phrase.full_clean()


class TestSection:
    def make(self, persona: Persona, **overrides: Any) -> InstructionSection:
        values = {"persona": persona, "position": 10, "title": "제목", "body": "내용"} | overrides
        return InstructionSection.objects.create(**values)

    def test_positions_are_taken_once_per_persona(self) -> None:
        persona, other = make_persona(), make_persona(slug="other")
        self.make(persona)
        self.make(other)

        with pytest.raises(IntegrityError, match="one_per_position"), transaction.atomic():
            self.make(persona)

    def test_one_section_per_safety_role(self) -> None:
        persona = make_persona()
        self.make(persona, role="crisis", is_protected=True)
        self.make(persona, position=20)
        self.make(persona, position=30)

        with pytest.raises(IntegrityError, match="one_per_role"), transaction.atomic():
            self.make(persona, position=40, role="crisis", is_protected=True)

    def test_a_safety_role_is_protected(self) -> None:
        section = self.make(make_persona(), role="identity", is_protected=True)

        assert_refused("role_is_protected", section, is_protected=False)

    @pytest.mark.parametrize("empty", ["title", "body"])
    def test_is_never_empty(self, empty: str) -> None:
        assert_refused("has_title_and_body", self.make(make_persona()), **{empty: ""})


class TestPersona:
    @pytest.mark.parametrize(
        ("constraint", "values"),
        [
            ("speed_in_range", {"speed": "0.24"}),
            ("speed_in_range", {"speed": "1.51"}),
            ("threshold_in_range", {"threshold": "1.01"}),
            ("output_in_range", {"max_output_tokens": 0}),
            ("output_in_range", {"max_output_tokens": 4097}),
            ("times_in_range", {"echo_tail_ms": 2001}),
            ("times_in_range", {"silence_duration_ms": 99}),
            ("choices_are_known", {"turn_taking": "both"}),
            ("choices_are_known", {"turn_detection": "none"}),
            ("choices_are_known", {"eagerness": "very"}),
            ("choices_are_known", {"noise_reduction": "mid_field"}),
            ("has_its_words", {"greeting": ""}),
            ("has_its_words", {"replay_instructions": ""}),
        ],
    )
    def test_what_the_provider_would_refuse(self, constraint: str, values: dict[str, Any]) -> None:
        assert_refused(constraint, make_persona(), **values)

    @pytest.mark.parametrize(
        "values",
        [
            {"speed": "0.25", "threshold": "0", "max_output_tokens": 1},
            {"speed": "1.50", "threshold": "1", "max_output_tokens": 4096},
            {"echo_tail_ms": 2000, "silence_duration_ms": 100, "noise_reduction": ""},
        ],
    )
    def test_takes_the_limits_themselves(self, values: dict[str, Any]) -> None:
        persona = make_persona(**values)

        persona.full_clean()


class TestVoiceModel:
    def test_there_is_one_default(self) -> None:
        make_voice_model(is_default=True)

        with pytest.raises(IntegrityError, match="one_default"), transaction.atomic():
            make_voice_model(provider_id="another", is_default=True)

    def test_limits_are_positive(self) -> None:
        assert_refused("limits_are_positive", make_voice_model(), max_output=0)

    @pytest.mark.parametrize(("day", "ended"), [(22, False), (23, True), (24, True)])
    def test_ends_on_its_last_day(self, day: int, ended: bool) -> None:
        model = make_voice_model(ends_on=date(2026, 7, 23))

        assert model.has_ended(date(2026, 7, day)) is ended

    def test_a_model_does_not_follow_itself(self) -> None:
        model = make_voice_model()

        assert_refused("is_not_its_own_successor", model, successor=model)

    def test_a_transcriber_does_not_follow_itself(self) -> None:
        transcriber = make_transcriber()

        assert_refused("is_not_its_own_successor", transcriber, successor=transcriber)

    def test_of_what_end_staff_were_told_and_when_go_together(self) -> None:
        assert_refused("telling_is_whole", make_transcriber(), told_days=90)

    def test_a_warning_is_given_once(self) -> None:
        warning = {"model": make_voice_model(), "ends_on": date(2027, 1, 20), "days_before": 90}
        at = datetime(2026, 11, 1, tzinfo=UTC)
        VoiceModelWarning.objects.create(**warning, warned_at=at)

        with pytest.raises(IntegrityError, match="once_each"), transaction.atomic():
            VoiceModelWarning.objects.create(**warning, warned_at=at)

    def test_one_price_at_a_time_and_none_negative(self) -> None:
        prices = dict.fromkeys(
            ("text_in", "text_cached", "text_out", "audio_in", "audio_cached", "audio_out"), 1
        )
        price = VoiceModelPrice.objects.create(
            model=make_voice_model(), effective_on=date(2026, 1, 1), **prices
        )

        assert_refused("never_negative", price, audio_out=-1)
        with pytest.raises(IntegrityError, match="one_per_instant"), transaction.atomic():
            VoiceModelPrice.objects.create(
                model=price.model, effective_on=price.effective_on, **prices
            )


class TestCrisisLine:
    def test_a_shown_number_was_verified(self) -> None:
        assert_refused("shown_is_verified", make_crisis_line(), verified_on=None, verified_by="")

    def test_verification_has_a_day_and_a_person(self) -> None:
        assert_refused("verification_is_whole", make_crisis_line(), verified_by="")

    def test_has_a_name(self) -> None:
        assert_refused("has_number_and_name", make_crisis_line(), name="")

    @pytest.mark.parametrize("number", ["109", "1588-9191"])
    def test_takes_a_number_to_dial(self, number: str) -> None:
        make_crisis_line(number).full_clean()

    @pytest.mark.parametrize("number", ["백구", "109;ext=1", "-109", "10 9"])
    def test_refuses_what_cannot_be_dialled(self, number: str) -> None:
        with pytest.raises(ValidationError, match="숫자"):
            make_crisis_line(number).full_clean()


class TestFlower:
    def test_one_to_give_has_a_meaning(self) -> None:
        assert_refused("given_has_name_and_meaning", make_flower(), meaning="")

    @pytest.mark.parametrize("colour", ["red", "#FFF", "#gggggg", "#f2b8c6;"])
    def test_colour_is_one_the_picture_can_use(self, colour: str) -> None:
        flower = Flower(name="꽃", meaning="뜻", purpose="때", colour=colour)

        with pytest.raises(ValidationError, match="빛깔은"):
            flower.full_clean()


class TestRevision:
    def test_numbers_are_taken_once_and_start_at_one(self) -> None:
        live = make_live_revision()
        copied = {
            "persona": live.persona,
            "session": {},
            "visitor": {},
            "sha256": "",
            "protected_sha256": "",
            "published_at": NOON,
        }

        for constraint, number in (("one_per_number", 1), ("numbers_from_one", 0)):
            with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
                PersonaRevision.objects.create(number=number, **copied)

    def test_a_live_one_cannot_be_deleted(self) -> None:
        live = make_live_revision()

        with pytest.raises(models.ProtectedError):
            live.delete()


class TestAdminNames:
    def test_every_table_and_column_has_a_korean_name(self) -> None:
        for model in (
            CrisisLine,
            Flower,
            InstructionSection,
            JejuPhrase,
            Persona,
            PersonaRevision,
            SeedRecord,
            VoiceModel,
            VoiceModelPrice,
        ):
            names = [model._meta.verbose_name, model._meta.verbose_name_plural]
            names += [
                field.verbose_name
                for field in model._meta.fields
                if not isinstance(field, models.AutoField)
            ]
            assert [name for name in names if str(name).isascii()] == []
