from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from persona import actions
from persona.compile import fingerprint
from persona.models import CrisisLine, InstructionSection, JejuPhrase, Persona, PersonaRevision
from tests.persona.factories import (
    NOON,
    make_crisis_line,
    make_live_revision,
    make_phrase,
    make_publishable_persona,
    make_staff,
    make_voice_model,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def writer() -> User:
    return make_staff("writer", "publish_persona")


def guardian() -> User:
    return make_staff("guardian", "publish_persona", "edit_protected_sections")


def change(persona: Persona, role: str = "", text: str = "새 말") -> None:
    section = persona.sections.filter(role=role).first()
    assert section is not None
    section.body += f"\n{text}"
    section.save()


class TestPublish:
    def test_makes_the_next_number_and_puts_it_live(self) -> None:
        first = make_live_revision()
        change(first.persona)
        editor = writer()

        second = actions.publish(persona=first.persona, by=editor, note="더 다정하게", now=LATER)

        second.refresh_from_db()
        assert (first.number, second.number) == (1, 2)
        assert (second.note, second.published_by, second.published_at) == (
            "더 다정하게",
            editor,
            LATER,
        )
        assert "새 말" in second.session["instructions"]
        assert Persona.objects.get().live_revision == second

    def test_fingerprint_is_that_of_the_stored_row(self) -> None:
        revision = PersonaRevision.objects.get(pk=make_live_revision().pk)

        assert revision.sha256 == fingerprint(
            {"session": revision.session, "visitor": revision.visitor}
        )
        assert revision.model == "gpt-realtime-2.1-mini"

    def test_refuses_what_is_live_already(self) -> None:
        live = make_live_revision()

        with pytest.raises(actions.NothingToPublish, match="다른 것이 없어요"):
            actions.publish(persona=live.persona, by=None, note="", now=LATER)

        assert PersonaRevision.objects.count() == 1

    def test_a_word_that_is_not_taught_is_still_a_change_for_the_visitor(self) -> None:
        live = make_live_revision()
        make_phrase("모심", standard_korean="마음")

        second = actions.publish(persona=live.persona, by=None, note="", now=LATER)

        assert second.session == live.session
        assert "모심" in {one["phrase"] for one in second.visitor["glossary"]}

    def test_refuses_a_draft_that_does_not_compile_and_keeps_the_live_one(self) -> None:
        live = make_live_revision()
        CrisisLine.objects.update(is_shown=False)

        with pytest.raises(actions.PreflightRefused, match="위기 전화"):
            actions.publish(persona=live.persona, by=None, note="", now=LATER)

        assert Persona.objects.get().live_revision == live

    @pytest.mark.parametrize(("ends_on", "refused"), [(23, True), (24, False)])
    def test_refuses_a_model_that_has_ended(self, ends_on: int, refused: bool) -> None:
        persona = make_publishable_persona()
        persona.voice_model.ends_on = date(2026, 11, ends_on)
        persona.voice_model.successor = make_voice_model(provider_id="gpt-realtime-3")
        persona.voice_model.save()

        if refused:
            with pytest.raises(actions.PreflightRefused, match="끝났어요"):
                actions.publish(persona=persona, by=None, note="", now=NOON)
            assert not PersonaRevision.objects.exists()
        else:
            actions.publish(persona=persona, by=None, note="", now=NOON)

    def test_the_day_a_model_ends_is_seoul_s(self) -> None:
        persona = make_publishable_persona()
        persona.voice_model.ends_on = date(2026, 11, 24)
        persona.voice_model.save()
        midnight_in_seoul = NOON.replace(hour=15)

        with pytest.raises(actions.PreflightRefused):
            actions.publish(persona=persona, by=None, note="", now=midnight_in_seoul)

    @pytest.mark.parametrize(
        "role", ["priorities", "identity", "prohibitions", "crisis", "privacy"]
    )
    def test_a_changed_protected_section_needs_the_safety_permission(self, role: str) -> None:
        live = make_live_revision()
        change(live.persona, role)

        with pytest.raises(actions.PreflightRefused, match="안전 담당"):
            actions.publish(persona=live.persona, by=writer(), note="", now=LATER)
        second = actions.publish(persona=live.persona, by=guardian(), note="", now=LATER)

        assert second.number == 2

    def test_so_does_a_changed_crisis_line(self) -> None:
        live = make_live_revision()
        make_crisis_line("112", name="긴급신고")

        with pytest.raises(actions.PreflightRefused):
            actions.publish(persona=live.persona, by=writer(), note="", now=LATER)

    def test_so_does_the_first_publishing(self) -> None:
        persona = make_publishable_persona()

        with pytest.raises(actions.PreflightRefused):
            actions.publish(persona=persona, by=writer(), note="", now=NOON)

        assert actions.publish(persona=persona, by=guardian(), note="", now=NOON).number == 1

    def test_a_new_protected_section_needs_it_too(self) -> None:
        live = make_live_revision()
        InstructionSection.objects.create(
            persona=live.persona, position=5, title="덧붙임", body="글", is_protected=True
        )

        with pytest.raises(actions.PreflightRefused):
            actions.publish(persona=live.persona, by=writer(), note="", now=LATER)

    def test_numbers_are_counted_for_each_persona(self) -> None:
        make_live_revision()
        other = make_publishable_persona(slug="other")

        assert actions.publish(persona=other, by=None, note="", now=NOON).number == 1


class TestRevert:
    def test_puts_the_earlier_text_live_under_a_new_number(self) -> None:
        first = make_live_revision()
        change(first.persona)
        actions.publish(persona=first.persona, by=None, note="", now=LATER)
        editor = writer()

        third = actions.revert(
            persona=first.persona, to_number=1, by=editor, note="되돌림", now=LATER
        )

        assert third.number == 3
        assert (third.session, third.visitor, third.sha256) == (
            first.session,
            first.visitor,
            first.sha256,
        )
        assert Persona.objects.get().live_revision == third

    def test_leaves_the_draft_so_that_it_can_be_published_again(self) -> None:
        first = make_live_revision()
        change(first.persona)
        actions.publish(persona=first.persona, by=None, note="", now=LATER)
        actions.revert(persona=first.persona, to_number=1, by=None, note="", now=LATER)

        fourth = actions.publish(persona=first.persona, by=None, note="", now=LATER)

        assert "새 말" in fourth.session["instructions"]

    def test_refuses_the_live_one(self) -> None:
        live = make_live_revision()

        with pytest.raises(actions.NothingToPublish):
            actions.revert(persona=live.persona, to_number=1, by=None, note="", now=LATER)

    def test_refuses_a_number_that_is_not_this_persona_s(self) -> None:
        live = make_live_revision()
        other = make_publishable_persona(slug="other")

        with pytest.raises(actions.NoSuchRevision, match="2판은 없어요"):
            actions.revert(persona=live.persona, to_number=2, by=None, note="", now=LATER)
        with pytest.raises(actions.NoSuchRevision):
            actions.revert(persona=other, to_number=1, by=None, note="", now=LATER)

    def test_other_protected_sections_need_the_safety_permission(self) -> None:
        first = make_live_revision()
        change(first.persona, "crisis")
        actions.publish(persona=first.persona, by=None, note="", now=LATER)

        with pytest.raises(actions.PreflightRefused):
            actions.revert(persona=first.persona, to_number=1, by=writer(), note="", now=LATER)

    def test_refuses_a_model_that_has_ended_since(self) -> None:
        first = make_live_revision()
        change(first.persona)
        actions.publish(persona=first.persona, by=None, note="", now=NOON)
        model = first.persona.voice_model
        model.ends_on = LATER.date()
        model.save()

        with pytest.raises(actions.PreflightRefused, match="끝났어요"):
            actions.revert(persona=first.persona, to_number=1, by=None, note="", now=LATER)


class TestAudit:
    def test_words_not_reviewed_never_go_out_whatever_the_table_says(self) -> None:
        persona = make_publishable_persona()
        for number in range(60):
            make_phrase(f"고른말{number:02}", in_instructions=True, instruction_order=number)
        make_phrase("감수전말", review_state="unreviewed", instruction_order=0)
        make_phrase("숨긴말", review_state="withheld", instruction_order=0)

        revision = actions.publish(persona=persona, by=None, note="", now=NOON)

        whole = f"{revision.session}{revision.visitor}"
        lines = revision.session["instructions"].splitlines()
        assert "감수전말" not in whole
        assert "숨긴말" not in whole
        assert sum(line.endswith(" = 많이") for line in lines) == 40
        assert JejuPhrase.objects.chosen().count() == 61


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_two_editors_publish_one_after_the_other(self) -> None:
        live = make_live_revision()
        change(live.persona)
        together = Barrier(2)

        def publish(note: str) -> str:
            try:
                together.wait()
                actions.publish(persona=live.persona, by=None, note=note, now=LATER)
            except actions.NothingToPublish:
                return "nothing"
            else:
                return "published"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as editors:
            ends = sorted(editors.map(publish, ["하나", "둘"]))

        assert ends == ["nothing", "published"]
        assert list(PersonaRevision.objects.order_by("pk").values_list("number", flat=True)) == [
            1,
            2,
        ]
