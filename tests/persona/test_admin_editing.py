"""Editing through the admin, as staff with exactly the permissions of their group."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from persona.models import InstructionSection, Persona
from tests.persona.admin_pages import persona_form, publish_page
from tests.persona.factories import (
    make_crisis_line,
    make_flower,
    make_publishable_persona,
    make_staff,
    make_transcriber,
    make_voice_model,
)

pytestmark = pytest.mark.django_db


def page(persona: Persona) -> str:
    return reverse("admin:persona_persona_change", args=[persona.pk])


def saved(response: Any) -> bool:
    if response.status_code == 200:
        raise AssertionError(response.context["errors"])
    return bool(response.status_code == 302)


class TestSections:
    def index_of(self, persona: Persona, role: str) -> int:
        roles = list(persona.sections.order_by("position", "pk").values_list("role", flat=True))
        return roles.index(role)

    def test_a_writer_edits_an_ordinary_one(self, writer: Client, persona: Persona) -> None:
        index = self.index_of(persona, "")
        body = {f"sections-{index}-body": "새 글 {{GLOSSARY}}", "greeting": "반갑수다. AI예요."}

        assert saved(writer.post(page(persona), persona_form(persona, **body)))

        persona.refresh_from_db()
        assert persona.greeting == "반갑수다. AI예요."
        assert persona.sections.filter(body="새 글 {{GLOSSARY}}").exists()

    @pytest.mark.parametrize("field", ["body", "title", "position", "role", "DELETE"])
    def test_a_forged_form_changes_no_protected_one(
        self, writer: Client, persona: Persona, field: str
    ) -> None:
        index = self.index_of(persona, "crisis")
        before = list(persona.sections.order_by("pk").values())
        forged = {"body": "x", "title": "x", "position": "7", "role": "", "DELETE": "on"}

        writer.post(
            page(persona), persona_form(persona, **{f"sections-{index}-{field}": forged[field]})
        )

        assert list(persona.sections.order_by("pk").values()) == before

    def test_a_forged_form_unprotects_nothing(self, writer: Client, persona: Persona) -> None:
        form = persona_form(persona)
        for key in [key for key in form if key.endswith("-is_protected")]:
            del form[key]

        assert saved(writer.post(page(persona), form))

        assert persona.sections.filter(is_protected=True).count() == 5

    def test_a_writer_protects_nothing(self, writer: Client, persona: Persona) -> None:
        index = self.index_of(persona, "")

        assert saved(
            writer.post(
                page(persona), persona_form(persona, **{f"sections-{index}-is_protected": "on"})
            )
        )

        assert persona.sections.filter(is_protected=True).count() == 5

    def test_the_safety_permission_edits_a_protected_one(
        self, guardian: Client, persona: Persona
    ) -> None:
        index = self.index_of(persona, "crisis")
        body = {f"sections-{index}-body": "다시 쓴 글 {{CRISIS_LINES}}"}

        assert saved(guardian.post(page(persona), persona_form(persona, **body)))

        assert persona.sections.get(role="crisis").body == "다시 쓴 글 {{CRISIS_LINES}}"

    def test_a_position_that_is_taken_is_said(self, writer: Client, persona: Persona) -> None:
        index = self.index_of(persona, "")

        response = writer.post(
            page(persona), persona_form(persona, **{f"sections-{index}-position": "0"})
        )

        assert response.status_code == 200
        assert "같은 순서나 같은 구실의 지시문이 둘이에요" in str(response.context["errors"])

    def test_two_sections_trade_places(self, guardian: Client, persona: Persona) -> None:
        first, second = persona.sections.order_by("position")[:2]
        turned = {
            "sections-0-position": str(second.position),
            "sections-1-position": str(first.position),
        }

        assert saved(guardian.post(page(persona), persona_form(persona, **turned)))

        assert list(persona.sections.order_by("position")[:2]) == [second, first]
        assert (first.role, persona.sections.get(pk=first.pk).role) == ("priorities",) * 2

    def test_one_takes_the_place_of_one_that_is_deleted(
        self, guardian: Client, persona: Persona
    ) -> None:
        index = self.index_of(persona, "crisis")
        before, gone = persona.sections.order_by("position")[index - 1 : index + 1]
        change = {
            f"sections-{index - 1}-position": str(gone.position),
            f"sections-{index - 1}-role": "crisis",
            f"sections-{index - 1}-is_protected": "on",
            f"sections-{index}-DELETE": "on",
        }

        assert saved(guardian.post(page(persona), persona_form(persona, **change)))

        assert persona.sections.get(role="crisis").pk == before.pk
        assert not persona.sections.filter(pk=gone.pk).exists()

    def test_no_position_above_the_room_to_reorder_in(
        self, guardian: Client, persona: Persona
    ) -> None:
        highest = persona_form(persona, **{"sections-0-position": "9999"})
        too_high = persona_form(persona, **{"sections-0-position": "10000"})

        assert guardian.post(page(persona), too_high).status_code == 200
        assert saved(guardian.post(page(persona), highest))

    def test_a_keeper_only_looks(self, keeper: Client, persona: Persona) -> None:
        before = list(persona.sections.order_by("pk").values())

        assert keeper.get(page(persona)).status_code == 200
        assert keeper.post(page(persona), persona_form(persona, name="x")).status_code == 403
        assert list(persona.sections.order_by("pk").values()) == before


class TestPreview:
    def test_shows_what_is_saved(self, writer: Client, persona: Persona) -> None:
        InstructionSection.objects.filter(title="3. 제주어").update(body="보이는 글 {{GLOSSARY}}")

        text = writer.get(page(persona)).content.decode()

        assert "보이는 글 하영 = 많이" in text
        assert 'data-live-revision="1"' in text
        assert "2026년 11월 23일 12:00" in text

    def test_says_why_it_may_not_go_out(self, writer: Client, persona: Persona) -> None:
        InstructionSection.objects.filter(role="").update(body="{{OOPS}} <script>")

        response = writer.get(page(persona))

        assert response.status_code == 200
        assert "모르는 자리표 {{OOPS}}" in response.content.decode()

    def test_escapes_what_editors_write(self, writer: Client, persona: Persona) -> None:
        InstructionSection.objects.filter(title="3. 제주어").update(
            body="<script>alert(1)</script>{{GLOSSARY}}"
        )

        assert "<script>alert(1)" not in writer.get(page(persona)).content.decode()

    def test_stands_on_the_page_of_a_new_persona(self, admin_client: Client) -> None:
        make_voice_model()

        assert admin_client.get(reverse("admin:persona_persona_add")).status_code == 200


class TestTheTranscribersEnd:
    def test_stands_beside_its_field(self, writer: Client, persona: Persona) -> None:
        day = timezone.localdate() + timedelta(days=20)
        make_transcriber(ends_on=day)

        text = writer.get(page(persona)).content.decode()

        assert "gpt-4o-mini-transcribe이(가) 끝나는 날: " in text
        assert f'<span class="end end--30">{day} (20일 남음)</span>' in text

    def test_of_one_that_nobody_knows_is_not_guessed(
        self, writer: Client, persona: Persona
    ) -> None:
        assert "끝나는 날: " not in writer.get(page(persona)).content.decode()


class TestEveryPage:
    def test_opens_for_those_who_may_only_look(self, keeper: Client, persona: Persona) -> None:
        make_transcriber()
        for model in ("persona", "jejuphrase", "flower", "crisisline", "voicemodel",
                      "transcriber", "personarevision"):  # fmt: skip
            url = reverse(f"admin:persona_{model}_changelist")
            response = keeper.get(url)
            assert response.status_code == 200, url
            row = response.context["cl"].result_list[0]
            row_url = reverse(f"admin:persona_{model}_change", args=[row.pk])
            assert keeper.get(row_url).status_code == 200, row_url

    def test_opens_for_the_one_who_may_all(self, admin_client: Client, persona: Persona) -> None:
        for model in ("jejuphrase", "flower", "crisisline", "voicemodel", "transcriber",
                      "persona"):  # fmt: skip
            url = reverse(f"admin:persona_{model}_add")
            assert admin_client.get(url).status_code == 200, url
        assert admin_client.get("/admin/persona/seedrecord/").status_code == 200

    def test_is_closed_to_strangers_and_to_staff_of_other_rooms(self, persona: Persona) -> None:
        stranger, other = Client(), Client()
        other.force_login(make_staff("other"))

        assert stranger.get(page(persona)).status_code == 302
        assert other.get(page(persona)).status_code == 403

    def test_has_no_inline_script_style_or_handler(
        self, admin_client: Client, persona: Persona
    ) -> None:
        make_flower("흰 꽃")
        make_crisis_line("112")
        pages = [
            page(persona),
            publish_page(persona),
            reverse("admin:persona_personarevision_changelist"),
        ]
        for url in pages:
            text = admin_client.get(url).content.decode()
            assert " style=" not in text, url
            assert " onclick=" not in text, url
            assert "<style" not in text, url
            assert "<script>" not in text, url

    def test_a_persona_without_sections_can_be_made_by_hand(self, admin_client: Client) -> None:
        persona = make_publishable_persona()
        form = persona_form(persona, slug="second", name="둘째")
        for key in [key for key in form if key.startswith("sections-")]:
            del form[key]
        form |= {"sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0}

        assert saved(admin_client.post(reverse("admin:persona_persona_add"), form))

        assert Persona.objects.filter(slug="second").exists()
