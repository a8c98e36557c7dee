"""From an edit to what the next conversation is told, through the admin's own pages."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from persona import actions
from persona.models import (
    CrisisLine,
    Flower,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
)
from persona.published import live_revision
from tests.persona.admin_pages import persona_form
from tests.persona.factories import make_live_revision, make_phrase, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def persona() -> Persona:
    return make_live_revision().persona


@pytest.fixture(autouse=True)
def _lines_are_verified_today(persona: Persona) -> None:
    """The pages look at the real clock."""
    CrisisLine.objects.update(verified_on=timezone.localdate())


def publish_page(persona: Persona) -> str:
    return reverse("admin:persona_persona_publish", args=[persona.pk])


def revert_page(revision: PersonaRevision) -> str:
    return reverse("admin:persona_personarevision_revert", args=[revision.pk])


def copy_page(revision: PersonaRevision) -> str:
    return reverse("admin:persona_personarevision_copy", args=[revision.pk])


def rewrite(body: str = "고친 절 {{GLOSSARY}}") -> None:
    InstructionSection.objects.filter(title="3. 제주어").update(body=body)


class TestPublishing:
    def test_an_edited_section_and_word_are_live_after_one_button(
        self, writer: Client, reviewer: Client, persona: Persona
    ) -> None:
        sections = list(persona.sections.order_by("position").values_list("title", flat=True))
        body = {f"sections-{sections.index('3. 제주어')}-body": "고친 절\n{{GLOSSARY}}"}
        change = reverse("admin:persona_persona_change", args=[persona.pk])
        assert writer.post(change, persona_form(persona, **body)).status_code == 302
        JejuPhrase.objects.filter(phrase="하영").update(
            phrase="하영하영", standard_korean="많이많이"
        )

        response = writer.post(publish_page(persona), {"note": "더 다정하게"}, follow=True)

        assert "2판을 게시했어요" in response.content.decode()
        live = live_revision()
        assert live is not None
        assert (live.number, live.note) == (2, "더 다정하게")
        assert live.published_by is not None
        assert "고친 절\n하영하영 = 많이많이" in live.session["instructions"]
        assert "하영하영" in live.session["audio"]["input"]["transcription"]["prompt"]
        assert "하영하영" in {one["phrase"] for one in live.visitor["glossary"]}
        assert LogEntry.objects.filter(change_message__contains="2판").exists()

    def test_the_page_shows_text_and_settings_that_would_change(
        self, writer: Client, persona: Persona
    ) -> None:
        rewrite("[용어집] 고친 절\n{{GLOSSARY}}")
        Persona.objects.update(voice="ash", silence_duration_ms=900)

        text = writer.get(publish_page(persona)).content.decode()

        assert "<ins> 고친 절</ins>" in text.replace("<ins> </ins><ins>", "<ins> ")
        for name, before, after in (("목소리", "cedar", "ash"), ("조용함(밀리초)", "700", "900")):
            assert (
                f'<th scope="row">{name}</th><td><del>{before}</del></td>'
                f"<td><ins>{after}</ins></td>"
            ) in text

    def test_looking_publishes_nothing(self, writer: Client, persona: Persona) -> None:
        rewrite()

        writer.get(publish_page(persona))

        assert PersonaRevision.objects.count() == 1

    def test_nothing_new_is_said(self, writer: Client, persona: Persona) -> None:
        response = writer.post(publish_page(persona), {"note": "다시"})

        assert response.status_code == 200
        assert "게시된 판과 다른 것이 없어요." in response.content.decode()

    def test_a_draft_that_may_not_go_out_is_said_with_the_way_to_mend_it(
        self, guardian: Client, persona: Persona
    ) -> None:
        CrisisLine.objects.all().delete()
        rewrite("{{GLOSARY}}")
        page = reverse("admin:persona_persona_change", args=[persona.pk])
        index = list(persona.sections.order_by("position").values_list("title", flat=True)).index(
            "3. 제주어"
        )

        for response in (
            guardian.get(publish_page(persona)),
            guardian.post(publish_page(persona), {"note": "해 봄"}),
        ):
            text = response.content.decode()
            assert response.status_code == 200
            assert "보이는 위기 전화가 하나도 없어요" in text
            assert f'href="{reverse("admin:persona_crisisline_changelist")}"' in text
            assert "모르는 자리표 {{GLOSARY}}" in text
            assert f'href="{page}#id_sections-{index}-body"' in text
            assert 'value="게시하기"' not in text
        assert PersonaRevision.objects.count() == 1

    def test_a_flower_of_ruin_is_refused_by_its_name(
        self, writer: Client, persona: Persona
    ) -> None:
        flower = Flower.objects.create(
            name="싸움싸울꽃", meaning="다툼", purpose="-", colour="#000000", may_be_given=True
        )

        text = writer.post(publish_page(persona), {"note": "꽃"}).content.decode()

        assert "&#x27;싸움싸울꽃&#x27;은(는) 이야기로만 전하는 꽃이라 건넬 수 없어요." in text
        assert reverse("admin:persona_flower_change", args=[flower.pk]) in text
        assert PersonaRevision.objects.count() == 1

    def test_a_protected_change_needs_the_safety_permission(
        self, writer: Client, guardian: Client, persona: Persona
    ) -> None:
        InstructionSection.objects.filter(role="identity").update(body="먼저 AI라고 밝힌다.")

        refused = writer.post(publish_page(persona), {"note": "정체성"})
        assert "안전 담당이 게시해야 해요" in refused.content.decode()
        assert PersonaRevision.objects.count() == 1

        guardian.post(publish_page(persona), {"note": "정체성"})
        assert PersonaRevision.objects.count() == 2

    def test_a_note_is_asked_for(self, writer: Client, persona: Persona) -> None:
        rewrite()

        assert writer.post(publish_page(persona), {"note": ""}).status_code == 200
        assert writer.post(publish_page(persona), {"note": "가" * 301}).status_code == 200
        assert PersonaRevision.objects.count() == 1

    def test_staff_without_the_permission_are_refused(self, persona: Persona) -> None:
        editor = Client()
        editor.force_login(make_staff("editor", "change_persona", "view_persona"))
        rewrite()

        assert editor.get(publish_page(persona)).status_code == 403
        assert editor.post(publish_page(persona), {"note": "x"}).status_code == 403
        change = reverse("admin:persona_persona_change", args=[persona.pk])
        assert publish_page(persona) not in editor.get(change).content.decode()
        assert PersonaRevision.objects.count() == 1

    def test_strangers_are_sent_to_the_door(self, persona: Persona) -> None:
        assert Client().post(publish_page(persona)).status_code == 302
        assert PersonaRevision.objects.count() == 1

    def test_a_forged_post_from_another_site_is_refused(self, persona: Persona) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(make_staff("strict", "publish_persona"))
        rewrite()

        assert strict.post(publish_page(persona), {"note": "x"}).status_code == 403
        assert PersonaRevision.objects.count() == 1

    def test_a_persona_that_is_not_there_is_not_found(self, writer: Client) -> None:
        assert writer.get("/admin/persona/persona/999/publish/").status_code == 404
        assert writer.get("/admin/persona/personarevision/999/revert/").status_code == 404
        assert writer.get("/admin/persona/draftversion/999/copy/").status_code == 404


class TestWarnings:
    def test_need_a_reason_that_the_revision_keeps(self, writer: Client, persona: Persona) -> None:
        for number in range(40):
            make_phrase(f"말{number}", in_instructions=True)
        sentence = "지시문에 넣기로 고른 제주어가 41개예요. 앞의 40개만 들어가요."

        unanswered = writer.post(publish_page(persona), {"note": "말을 더함"})
        assert sentence in unanswered.content.decode()
        assert PersonaRevision.objects.count() == 1

        writer.post(publish_page(persona), {"note": "말을 더함", "why_anyway": "곧 줄일 거예요"})

        live = live_revision()
        assert live is not None
        assert (live.overridden, live.override_reason) == ([sentence], "곧 줄일 거예요")

    def test_no_reason_goes_past_an_error(self, writer: Client, persona: Persona) -> None:
        Persona.objects.update(greeting="반갑수다.")

        writer.post(publish_page(persona), {"note": "x", "why_anyway": "바빠서"})

        assert PersonaRevision.objects.count() == 1

    def test_a_provider_that_is_away_is_a_warning(
        self, writer: Client, persona: Persona, settings: Settings
    ) -> None:
        settings.PERSONA_SESSION_TRIAL = "tests.persona.trials.be_away"
        rewrite()

        assert "대답하지 않아" in writer.get(publish_page(persona)).content.decode()
        writer.post(publish_page(persona), {"note": "x", "why_anyway": "내일까지 기다릴 수 없음"})

        assert PersonaRevision.objects.count() == 2

    def test_a_provider_that_refuses_is_an_error(
        self, writer: Client, persona: Persona, settings: Settings
    ) -> None:
        settings.PERSONA_SESSION_TRIAL = "tests.persona.trials.refuse"
        rewrite()

        text = writer.post(
            publish_page(persona), {"note": "x", "why_anyway": "그래도"}
        ).content.decode()

        assert "제공사가 이 설정을 받지 않아요 (invalid_value)" in text
        assert PersonaRevision.objects.count() == 1


class TestWhatWasSeenIsWhatGoesOut:
    def test_a_draft_that_changed_meanwhile_is_looked_at_again(
        self, writer: Client, persona: Persona
    ) -> None:
        rewrite()
        seen = writer.get(publish_page(persona)).context["proposal"].seen
        rewrite("또 고친 절 {{GLOSSARY}}")

        response = writer.post(publish_page(persona), {"note": "x", "seen": seen})

        assert "그사이 초안이 바뀌었어요" in response.content.decode()
        assert PersonaRevision.objects.count() == 1

    def test_the_same_draft_goes_out(self, writer: Client, persona: Persona) -> None:
        rewrite()
        seen = writer.get(publish_page(persona)).context["proposal"].seen

        writer.post(publish_page(persona), {"note": "x", "seen": seen})

        live = live_revision()
        assert live is not None
        assert live.sha256 == seen

    def test_what_the_provider_was_asked_about_is_what_goes_out(self, persona: Persona) -> None:
        rewrite()

        with pytest.raises(actions.DraftChanged):
            actions.publish(
                persona=persona, by=None, note="", now=timezone.now(), tried_sha256="0" * 64
            )


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


class TestAuthors:
    def test_every_saving_has_one_readable_on_the_persona(
        self, writer: Client, persona: Persona
    ) -> None:
        page = reverse("admin:persona_persona_change", args=[persona.pk])
        writer.post(page, persona_form(persona, greeting="반갑수다. 저는 AI예요."))
        name = User.objects.get(groups__name="글쓴이").username

        assert persona.draft_versions.get(number=1).saved_by == User.objects.get(username=name)
        assert name in writer.get(page).content.decode()
        history = writer.get(reverse("admin:persona_persona_history", args=[persona.pk]))
        assert name in history.content.decode()
