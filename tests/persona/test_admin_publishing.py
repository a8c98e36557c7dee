"""From an edit to what the next conversation is told, through the admin's own pages."""

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
from tests.persona.admin_pages import persona_form, publish_page
from tests.persona.factories import make_phrase, make_staff, rewrite

pytestmark = pytest.mark.django_db


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
