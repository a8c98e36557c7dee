"""From an edit to what the next conversation is told, through the admin's own pages."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from persona.models import CrisisLine, InstructionSection, JejuPhrase, Persona, PersonaRevision
from persona.published import live_revision
from tests.persona.admin_pages import persona_form
from tests.persona.factories import make_live_revision, make_phrase, make_staff

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def persona() -> Persona:
    return make_live_revision().persona


@pytest.fixture
def writer(staff_groups: "dict[str, Group]") -> Client:
    user = User.objects.create_user("writer", is_staff=True)
    user.groups.add(staff_groups["글쓴이"])
    client = Client()
    client.force_login(user)
    return client


def publish_page(persona: Persona) -> str:
    return reverse("admin:persona_persona_publish", args=[persona.pk])


def revert_page(revision: PersonaRevision) -> str:
    return reverse("admin:persona_personarevision_revert", args=[revision.pk])


class TestPublishing:
    def test_an_edited_section_and_word_are_live_after_one_button(
        self, writer: Client, persona: Persona
    ) -> None:
        sections = list(persona.sections.order_by("position").values_list("title", flat=True))
        body = {f"sections-{sections.index('3. 제주어')}-body": "고친 절\n{{GLOSSARY}}"}
        change = reverse("admin:persona_persona_change", args=[persona.pk])
        assert writer.post(change, persona_form(persona, **body)).status_code == 302
        word = JejuPhrase.objects.get(phrase="하영")
        form = {
            "phrase": "하영하영",
            "standard_korean": "많이많이",
            "category": "adverb",
            "review_state": "reviewed",
            "in_instructions": "on",
            "instruction_order": 1,
        }
        changed = writer.post(reverse("admin:persona_jejuphrase_change", args=[word.pk]), form)
        assert changed.status_code == 302

        response = writer.post(publish_page(persona), {"note": "더 다정하게"}, follow=True)

        assert "2판을 게시했어요" in response.content.decode()
        live = live_revision()
        assert live is not None
        assert (live.number, live.note) == (2, "더 다정하게")
        assert live.published_by == User.objects.get(username="writer")
        assert "고친 절\n하영하영 = 많이많이" in live.session["instructions"]
        assert "하영하영" in live.session["audio"]["input"]["transcription"]["prompt"]
        assert "하영하영" in {one["phrase"] for one in live.visitor["glossary"]}
        assert LogEntry.objects.filter(change_message__contains="2판").exists()

    def test_the_page_shows_what_would_change(self, writer: Client, persona: Persona) -> None:
        InstructionSection.objects.filter(title="3. 제주어").update(body="고친 절 {{GLOSSARY}}")

        text = writer.get(publish_page(persona)).content.decode()

        assert "+고친 절 하영 = 많이" in text
        assert "-[용어집]" in text

    def test_looking_publishes_nothing(self, writer: Client, persona: Persona) -> None:
        InstructionSection.objects.filter(title="3. 제주어").update(body="고친 절 {{GLOSSARY}}")

        writer.get(publish_page(persona))

        assert PersonaRevision.objects.count() == 1

    def test_nothing_new_is_said(self, writer: Client, persona: Persona) -> None:
        response = writer.post(publish_page(persona), {"note": ""})

        assert response.status_code == 200
        assert "게시된 판과 다른 것이 없어요." in response.content.decode()

    def test_a_draft_that_may_not_go_out_is_said(self, writer: Client, persona: Persona) -> None:
        CrisisLine.objects.all().delete()
        InstructionSection.objects.filter(title="3. 제주어").update(body="{{GLOSARY}}")

        for response in (
            writer.get(publish_page(persona)),
            writer.post(publish_page(persona), {"note": ""}),
        ):
            text = response.content.decode()
            assert response.status_code == 200
            assert "보이는 위기 전화가 하나도 없어요" in text
            assert "모르는 자리표 {{GLOSARY}}" in text
        assert PersonaRevision.objects.count() == 1

    def test_a_protected_change_needs_the_safety_permission(
        self, writer: Client, persona: Persona
    ) -> None:
        InstructionSection.objects.filter(role="identity").update(body="너는 사람이다.")

        response = writer.post(publish_page(persona), {"note": ""})

        assert "안전 담당이 게시해야 해요" in response.content.decode()
        live = live_revision()
        assert live is not None
        assert live.number == 1

    def test_too_many_chosen_words_are_said(self, writer: Client, persona: Persona) -> None:
        for number in range(40):
            make_phrase(f"말{number}", in_instructions=True)

        text = writer.get(publish_page(persona)).content.decode()

        assert "고른 제주어가 41개예요. 앞의 40개만 들어가요." in text

    def test_a_note_too_long_is_refused(self, writer: Client, persona: Persona) -> None:
        make_phrase("모심", standard_korean="마음")

        response = writer.post(publish_page(persona), {"note": "가" * 301})

        assert response.status_code == 200
        assert PersonaRevision.objects.count() == 1

    def test_staff_without_the_permission_are_refused(self, persona: Persona) -> None:
        editor = Client()
        editor.force_login(make_staff("editor", "change_persona", "view_persona"))
        make_phrase("모심", standard_korean="마음")

        assert editor.get(publish_page(persona)).status_code == 403
        assert editor.post(publish_page(persona), {"note": ""}).status_code == 403
        change = reverse("admin:persona_persona_change", args=[persona.pk])
        assert publish_page(persona) not in editor.get(change).content.decode()
        assert PersonaRevision.objects.count() == 1

    def test_the_button_is_on_the_page(self, writer: Client, persona: Persona) -> None:
        change = reverse("admin:persona_persona_change", args=[persona.pk])

        assert publish_page(persona) in writer.get(change).content.decode()

    def test_strangers_are_sent_to_the_door(self, persona: Persona) -> None:
        assert Client().post(publish_page(persona)).status_code == 302
        assert PersonaRevision.objects.count() == 1

    def test_a_forged_post_from_another_site_is_refused(self, persona: Persona) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(make_staff("strict", "publish_persona"))
        make_phrase("모심", standard_korean="마음")

        assert strict.post(publish_page(persona), {"note": ""}).status_code == 403
        assert PersonaRevision.objects.count() == 1

    def test_a_persona_that_is_not_there_is_not_found(self, writer: Client) -> None:
        assert writer.get("/admin/persona/persona/999/publish/").status_code == 404
        assert writer.get("/admin/persona/personarevision/999/revert/").status_code == 404


class TestRevisions:
    list_url = "/admin/persona/personarevision/"

    @pytest.fixture
    def first(self, writer: Client, persona: Persona) -> PersonaRevision:
        InstructionSection.objects.filter(title="3. 제주어").update(body="고친 절 {{GLOSSARY}}")
        writer.post(publish_page(persona), {"note": ""})
        return PersonaRevision.objects.get(number=1)

    def test_going_back_is_an_action_with_a_page(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        chosen = writer.post(self.list_url, {"action": "go_back_to", "_selected_action": first.pk})
        assert chosen.headers["Location"] == revert_page(first)
        assert "-고친 절" in writer.get(revert_page(first)).content.decode()

        writer.post(revert_page(first), {"note": "되돌림"})

        live = live_revision()
        assert live is not None
        assert (live.number, live.sha256, live.note) == (3, first.sha256, "되돌림")

    def test_two_at_once_are_refused(self, writer: Client, first: PersonaRevision) -> None:
        everything = list(PersonaRevision.objects.values_list("pk", flat=True))

        response = writer.post(
            self.list_url, {"action": "go_back_to", "_selected_action": everything}, follow=True
        )

        assert "하나만 골라 주세요" in response.content.decode()
        assert PersonaRevision.objects.count() == 2

    def test_staff_without_the_permission_may_only_read(self, first: PersonaRevision) -> None:
        reader = Client()
        reader.force_login(make_staff("reader", "view_personarevision"))

        assert reader.get(f"{self.list_url}{first.pk}/change/").status_code == 200
        assert reader.post(revert_page(first), {"note": ""}).status_code == 403
        reader.post(self.list_url, {"action": "go_back_to", "_selected_action": first.pk})
        assert PersonaRevision.objects.count() == 2

    def test_nobody_edits_or_deletes_one_by_hand(
        self, admin_client: Client, first: PersonaRevision
    ) -> None:
        page = f"{self.list_url}{first.pk}/"

        assert admin_client.post(f"{page}change/", {"note": "x"}).status_code == 403
        assert admin_client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
        assert admin_client.get(f"{self.list_url}add/").status_code == 403
        assert PersonaRevision.objects.count() == 2
