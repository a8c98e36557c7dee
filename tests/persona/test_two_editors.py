"""Two editors on one draft: the second is told, both texts are shown, nothing is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from persona.draft_source import Source
from persona.merging import Clash, merge
from persona.models import Persona
from tests.persona.admin_pages import persona_form
from tests.persona.factories import make_live_revision, make_staff


def source(greeting: str = "첫인사", **bodies: str) -> Source:
    """A source with sections by title; their keys are given in the order of the alphabet."""
    return Source(
        fields={"greeting": greeting, "voice": "cedar"},
        sections=[
            {"id": ord(title), "values": {"title": title, "body": body}}
            for title, body in bodies.items()
        ],
    )


class TestMerge:
    def test_takes_what_only_the_other_changed_and_keeps_what_only_i_did(self) -> None:
        base = source(a="하나", b="둘")

        merged = merge(base, source(a="내 글", b="둘"), source("새 인사", a="하나", b="둘"))

        assert merged.clashes == ()
        assert merged.taken == (("", "greeting"),)
        assert merged.source == source("새 인사", a="내 글", b="둘")

    def test_shows_what_both_changed_and_keeps_mine_in_the_form(self) -> None:
        merged = merge(source(a="하나"), source(a="내 글"), source(a="그 글"))

        assert merged.clashes == (Clash("a", "body", mine="내 글", theirs="그 글"),)
        assert merged.source == source(a="내 글")

    def test_the_same_change_by_both_is_none(self) -> None:
        merged = merge(source(a="하나"), source(a="새 글"), source(a="새 글"))

        assert (merged.clashes, merged.taken) == ((), ())

    def test_without_a_base_every_difference_is_shown(self) -> None:
        merged = merge(None, source(a="내 글"), source(a="그 글"))

        assert [clash.mine for clash in merged.clashes] == ["내 글"]

    def test_a_section_the_other_added_stays(self) -> None:
        merged = merge(source(a="하나"), source(a="내 글"), source(a="하나", b="더한 절"))

        assert merged.source == source(a="내 글", b="더한 절")

    def test_a_section_i_deleted_and_nobody_touched_goes(self) -> None:
        assert merge(
            source(a="하나", b="둘"), source(a="하나"), source(a="하나", b="둘")
        ).source == (source(a="하나"))

    def test_a_section_i_deleted_and_the_other_changed_comes_back_and_is_shown(self) -> None:
        merged = merge(source(a="하나"), source(), source(a="그 글"))

        assert merged.clashes == (Clash("a", "body", mine="", theirs="그 글"),)
        assert merged.source == source(a="그 글")

    def test_a_section_the_other_deleted_goes_unless_i_changed_it(self) -> None:
        untouched = merge(source(a="하나"), source(a="하나"), source())
        changed = merge(source(a="하나"), source(a="내 글"), source())

        assert untouched.source == source()
        assert changed.clashes == (Clash("a", "body", mine="내 글", theirs=""),)
        assert [row["id"] for row in changed.source["sections"]] == [None]

    def test_a_section_i_added_stays(self) -> None:
        mine = source(a="하나")
        mine["sections"].append({"id": None, "values": {"title": "새", "body": "내 절"}})

        assert merge(source(a="하나"), mine, source(a="그 글")).source["sections"][-1]["id"] is None


@pytest.mark.django_db
class TestSaving:
    @pytest.fixture
    def persona(self) -> Persona:
        return make_live_revision().persona

    @pytest.fixture
    def other(self) -> Client:
        client = Client()
        names = ("view_persona", "change_persona", "change_instructionsection",
                 "add_instructionsection", "delete_instructionsection")  # fmt: skip
        client.force_login(make_staff("먼저", *names))
        return client

    def page(self, persona: Persona) -> str:
        return reverse("admin:persona_persona_change", args=[persona.pk])

    def index(self, persona: Persona, title: str) -> int:
        return list(persona.sections.order_by("position").values_list("title", flat=True)).index(
            title
        )

    def forms(self, persona: Persona, mine: dict[str, str], theirs: dict[str, str]) -> Any:
        """Both open the same page, then each types."""
        return persona_form(persona, **mine), persona_form(persona, **theirs)

    def test_the_second_gets_both_texts_and_nothing_is_lost(
        self, writer: Client, other: Client, persona: Persona
    ) -> None:
        body = f"sections-{self.index(persona, '3. 제주어')}-body"
        mine, theirs = self.forms(
            persona,
            {body: "둘째가 쓴 절\n{{GLOSSARY}}", "greeting": "둘째의 인사. AI예요."},
            {body: "첫째가 쓴 절\n{{GLOSSARY}}", "replay_instructions": "첫째의 지시."},
        )
        assert other.post(self.page(persona), theirs).status_code == 302

        response = writer.post(self.page(persona), mine)

        text = response.content.decode()
        assert response.status_code == 200
        assert "그사이 먼저 님이 같은 초안을 저장했어요" in text
        clash = response.context["meeting"].clashes[0]
        assert clash.name == "3. 제주어 · 내용"
        assert clash.theirs == "첫째가 쓴 절\n{{GLOSSARY}}"
        assert clash.mine == "둘째가 쓴 절\n{{GLOSSARY}}"
        assert clash.widget == f"id_{body}"
        assert "다시 이은 뒤의 한 마디 지시" in text  # taken as it was saved
        # Saved is the first's alone; the form holds the second's.
        assert persona.sections.get(title="3. 제주어").body == "첫째가 쓴 절\n{{GLOSSARY}}"
        form = response.context["adminform"].form
        assert form["greeting"].value() == "둘째의 인사. AI예요."
        assert form["replay_instructions"].value() == "첫째의 지시."

        # She looks, and saves again: now it is hers, and the first's is in the history.
        again = dict(mine) | {
            "draft_number": form["draft_number"].value(),
            "replay_instructions": "첫째의 지시.",
        }
        assert writer.post(self.page(persona), again).status_code == 302

        persona.refresh_from_db()
        assert persona.sections.get(title="3. 제주어").body == "둘째가 쓴 절\n{{GLOSSARY}}"
        assert (persona.greeting, persona.replay_instructions) == (
            "둘째의 인사. AI예요.",
            "첫째의 지시.",
        )
        kept = {
            row["values"]["body"]
            for version in persona.draft_versions.all()
            for row in version.source["sections"]
        }
        assert {"첫째가 쓴 절\n{{GLOSSARY}}", "둘째가 쓴 절\n{{GLOSSARY}}"} <= kept

    def test_a_section_the_first_added_is_in_the_second_s_form(
        self, writer: Client, other: Client, persona: Persona
    ) -> None:
        count = persona.sections.count()
        new = {
            "sections-TOTAL_FORMS": str(count + 1),
            f"sections-{count}-position": "900",
            f"sections-{count}-title": "덧붙임",
            f"sections-{count}-body": "첫째가 더한 절",
        }
        mine, theirs = self.forms(persona, {"greeting": "둘째의 인사. AI예요."}, new)
        other.post(self.page(persona), theirs)

        response = writer.post(self.page(persona), mine)

        formset = response.context["inline_admin_formsets"][0].formset
        assert [form["title"].value() for form in formset.forms][-1] == "덧붙임"
        again = {
            form[name].html_name: form[name].value() or ""
            for form in formset.forms
            for name in ("id", "position", "title", "body")
        }
        saved = writer.post(
            self.page(persona),
            dict(mine)
            | again
            | {
                "draft_number": response.context["adminform"].form["draft_number"].value(),
                "sections-TOTAL_FORMS": count + 1,
                "sections-INITIAL_FORMS": count + 1,
            },
        )
        assert saved.status_code == 302
        assert persona.sections.filter(title="덧붙임").exists()
        assert Persona.objects.get().greeting == "둘째의 인사. AI예요."

    def test_a_second_press_of_the_same_button_changes_nothing(
        self, writer: Client, persona: Persona
    ) -> None:
        form = persona_form(persona, greeting="새 인사. AI예요.")
        writer.post(self.page(persona), form)

        assert writer.post(self.page(persona), form).status_code == 302
        assert persona.draft_versions.count() == 2

    def test_a_forged_old_page_changes_no_protected_section(
        self, writer: Client, other: Client, persona: Persona
    ) -> None:
        crisis = f"sections-{self.index(persona, '9. 위기')}-body"
        mine, theirs = self.forms(persona, {crisis: "x"}, {"greeting": "첫째의 인사. AI예요."})
        other.post(self.page(persona), theirs)

        response = writer.post(self.page(persona), mine)

        assert response.context["meeting"].clashes == []
        assert persona.sections.get(role="crisis").body == "안내할 번호: {{CRISIS_LINES}}"

    def test_alone_nobody_is_asked_twice(self, writer: Client, persona: Persona) -> None:
        for greeting in ("하나. AI예요.", "둘. AI예요.", "셋. AI예요."):
            form = persona_form(persona, greeting=greeting)
            assert writer.post(self.page(persona), form).status_code == 302

        assert [one.number for one in persona.draft_versions.order_by("number")] == [0, 1, 2, 3]
