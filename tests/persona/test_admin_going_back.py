"""Back to what was live before, for visitors or for the draft, through the admin's own pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from persona.models import (
    CrisisLine,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
)
from persona.published import live_revision
from tests.persona.admin_pages import copy_page, publish_page, revert_page
from tests.persona.factories import make_staff, make_transcriber, rewrite

pytestmark = pytest.mark.django_db


class TestRevisions:
    list_url = "/admin/persona/personarevision/"

    @pytest.fixture
    def first(self, writer: Client, persona: Persona) -> PersonaRevision:
        rewrite()
        writer.post(publish_page(persona), {"note": "고침"})
        return PersonaRevision.objects.get(number=1)

    def test_going_back_is_one_page_and_the_new_revision_says_so(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        assert revert_page(first) in writer.get(self.list_url).content.decode()
        page = writer.get(revert_page(first)).content.decode()
        assert "<del>고친" in page
        assert "1판으로 되돌림" in page

        writer.post(revert_page(first), {"note": "1판으로 되돌림"})

        live = live_revision()
        assert live is not None
        assert (live.number, live.sha256, live.note, live.reverted_to) == (
            3,
            first.sha256,
            "1판으로 되돌림",
            first,
        )
        change = reverse("admin:persona_persona_change", args=[first.persona_id])
        assert "1판으로 되돌린 판이에요" in writer.get(change).content.decode()

    def test_going_back_needs_no_provider(
        self, writer: Client, first: PersonaRevision, settings: Settings
    ) -> None:
        settings.PERSONA_SESSION_TRIAL = "tests.persona.trials.refuse"

        writer.post(revert_page(first), {"note": "급함"})

        assert PersonaRevision.objects.count() == 3

    def test_going_back_to_other_crisis_lines_is_warned_of(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        CrisisLine.objects.update(number="1393")

        page = writer.post(revert_page(first), {"note": "x"}).content.decode()

        assert "지금 보이지 않는 위기 전화 109" in page
        assert "지금 보이는 위기 전화 1393" in page
        assert PersonaRevision.objects.count() == 2
        writer.post(revert_page(first), {"note": "x", "why_anyway": "곧 고침"})
        assert PersonaRevision.objects.count() == 3

    def test_going_back_to_a_word_withheld_since_is_warned_of(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        JejuPhrase.objects.update(review_state="withheld", in_instructions=False)

        page = writer.post(revert_page(first), {"note": "x"}).content.decode()

        assert "그 판은 이제 쓰지 않기로 한 제주어 &#x27;하영&#x27;을(를) 써요." in page
        assert PersonaRevision.objects.count() == 2

    def test_going_back_past_a_protected_change_needs_the_safety_permission(
        self, writer: Client, guardian: Client, first: PersonaRevision
    ) -> None:
        InstructionSection.objects.filter(role="identity").update(body="먼저 AI라고 밝힌다.")
        guardian.post(publish_page(first.persona), {"note": "정체성"})

        assert "안전 담당" in writer.post(revert_page(first), {"note": "x"}).content.decode()
        assert PersonaRevision.objects.count() == 3

    def test_going_back_to_a_transcriber_that_has_ended_is_refused(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        ended = make_transcriber(ends_on=timezone.localdate())

        page = writer.post(revert_page(first), {"note": "x", "why_anyway": "x"}).content.decode()

        assert "받아쓰기 모델 gpt-4o-mini-transcribe은(는) 끝났어요." in page
        assert reverse("admin:persona_transcriber_change", args=[ended.pk]) in page
        assert PersonaRevision.objects.count() == 2

    def test_staff_without_the_permission_may_only_read(self, first: PersonaRevision) -> None:
        reader = Client()
        reader.force_login(make_staff("reader", "view_personarevision"))

        assert reader.get(f"{self.list_url}{first.pk}/change/").status_code == 200
        assert revert_page(first) not in reader.get(self.list_url).content.decode()
        assert reader.post(revert_page(first), {"note": "x"}).status_code == 403
        assert reader.post(copy_page(first)).status_code == 403
        assert PersonaRevision.objects.count() == 2

    def test_nobody_edits_or_deletes_one_by_hand(
        self, admin_client: Client, first: PersonaRevision
    ) -> None:
        page = f"{self.list_url}{first.pk}/"

        assert admin_client.post(f"{page}change/", {"note": "x"}).status_code == 403
        assert admin_client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
        assert admin_client.get(f"{self.list_url}add/").status_code == 403
        assert PersonaRevision.objects.count() == 2


class TestCopyingToTheDraft:
    @pytest.fixture
    def first(self, writer: Client, persona: Persona) -> PersonaRevision:
        rewrite()
        Persona.objects.update(voice="ash")
        InstructionSection.objects.create(
            persona=persona, position=900, title="덧붙임", body="새로 쓴 절"
        )
        writer.post(publish_page(persona), {"note": "고침"})
        return PersonaRevision.objects.get(number=1)

    def test_brings_sections_and_settings_back_and_changes_nothing_for_visitors(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        assert "초안에서 달라지는 것" in writer.get(copy_page(first)).content.decode()

        writer.post(copy_page(first))

        persona = Persona.objects.get()
        assert persona.voice == "cedar"
        assert not persona.sections.filter(title="덧붙임").exists()
        assert "[용어집]" in persona.sections.get(title="3. 제주어").body
        live = live_revision()
        assert live is not None
        assert live.number == 2

    def test_what_the_draft_was_before_can_be_fetched_again(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        writer.post(copy_page(first))
        persona = Persona.objects.get()
        before = persona.draft_versions.get(number=0)

        writer.post(reverse("admin:persona_draftversion_copy", args=[before.pk]))

        assert Persona.objects.get().voice == "ash"
        assert persona.sections.get(title="덧붙임").body == "새로 쓴 절"

    def test_a_writer_leaves_protected_sections_as_they_are(
        self, writer: Client, first: PersonaRevision
    ) -> None:
        InstructionSection.objects.filter(role="crisis").update(body="새 위기 {{CRISIS_LINES}}")

        writer.post(copy_page(first))

        assert InstructionSection.objects.get(role="crisis").body == "새 위기 {{CRISIS_LINES}}"
        assert InstructionSection.objects.filter(is_protected=True).count() == 5

    def test_the_safety_permission_brings_them_along(
        self, guardian: Client, first: PersonaRevision
    ) -> None:
        InstructionSection.objects.filter(role="crisis").update(body="새 위기 {{CRISIS_LINES}}")

        guardian.post(copy_page(first))

        assert InstructionSection.objects.get(role="crisis").body == "안내할 번호: {{CRISIS_LINES}}"

    def test_a_revision_from_before_sources_were_kept_says_so(
        self, writer: Client, first: PersonaRevision, persona: Persona
    ) -> None:
        old = PersonaRevision.objects.create(
            persona=persona,
            number=9,
            session=first.session,
            visitor=first.visitor,
            sha256="0" * 64,
            protected_sha256="0" * 64,
            published_at=first.published_at - timedelta(days=9),
        )

        response = writer.post(copy_page(old), follow=True)

        assert "9판에는 원고가 남아 있지 않아" in response.content.decode()
        assert Persona.objects.get().voice == "ash"
