"""What the admin's front page says of numbers to check, models that end and words that wait."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from persona.models import CrisisLine
from persona.models.content import VERIFIED_FOR
from tests.persona.factories import (
    NOON,
    make_crisis_line,
    make_flower,
    make_persona,
    make_phrase,
    make_transcriber,
    make_voice_model,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate(NOON)


def notices(client: Client) -> list[tuple[str, str, str]]:
    """Those about words, numbers and models: the doors and the draft have notices of their own."""
    others = ("/admin/conversations/", "/admin/persona/persona/")
    with time_machine.travel(NOON):
        found = client.get("/admin/").context["notices"]
    return [
        (one.level, str(one.sentence), one.url) for one in found if not one.url.startswith(others)
    ]


class TestCrisisLines:
    def test_one_too_old_is_red_on_the_front_page_and_in_its_list(
        self, admin_client: Client
    ) -> None:
        make_crisis_line("119", verified_on=TODAY - VERIFIED_FOR)
        old = make_crisis_line("109", verified_on=TODAY - VERIFIED_FOR - timedelta(1))

        [(level, sentence, url)] = notices(admin_client)

        assert level == "error"
        assert "위기 전화 109 자살예방 상담전화을(를) 확인한 지 93일이 지났어요." in sentence
        assert url == reverse("admin:persona_crisisline_change", args=[old.pk])
        with time_machine.travel(NOON):
            text = admin_client.get(reverse("admin:persona_crisisline_changelist")).content.decode()
        assert text.count('class="overdue"') == 1

    def test_one_not_shown_needs_no_check(self, admin_client: Client) -> None:
        make_crisis_line(is_shown=False, verified_on=None, verified_by="")

        assert notices(admin_client) == []

    def test_checking_is_one_click_and_says_who(self, guardian: Client) -> None:
        line = make_crisis_line(verified_on=TODAY - timedelta(200))

        guardian.post(
            reverse("admin:persona_crisisline_changelist"),
            {"action": "verified_today", "_selected_action": [line.pk]},
        )

        line.refresh_from_db()
        assert line.verified_on == timezone.localdate()
        assert line.verified_by.startswith("member-of-")
        assert "확인함" in LogEntry.objects.get().get_change_message()

    def test_a_day_to_come_verifies_nothing(self, guardian: Client) -> None:
        line = make_crisis_line(verified_on=timezone.localdate())
        page = reverse("admin:persona_crisisline_change", args=[line.pk])
        tomorrow = timezone.localdate() + timedelta(days=1)
        values = {name: getattr(line, name) for name in ("number", "name", "for_whom", "hours")}
        posted = {**values, "verified_on": str(tomorrow), "verified_by": "나", "position": 1}

        refused = guardian.post(page, posted)

        assert "앞날에는 아직 확인할 수 없어요." in refused.content.decode()
        CrisisLine.objects.update(verified_on=tomorrow)  # as an import or a wrong clock might
        assert "확인해 주세요" in guardian.get(reverse("admin:index")).content.decode()
        assert (
            "아직 오지 않은 날"
            in guardian.get(reverse("admin:persona_crisisline_changelist")).content.decode()
        )

    def test_checking_is_not_for_those_who_only_look(self, keeper: Client) -> None:
        line = make_crisis_line(verified_on=TODAY - timedelta(200))

        keeper.post(
            reverse("admin:persona_crisisline_changelist"),
            {"action": "verified_today", "_selected_action": [line.pk]},
        )

        assert CrisisLine.objects.get().verified_on == TODAY - timedelta(200)


class TestModels:
    @pytest.mark.parametrize(
        ("days", "level", "words"),
        [
            (90, "warning", "90일 뒤(2027-02-21)에 끝나요."),
            (30, "error", "30일 뒤(2026-12-23)에 끝나요."),
            (7, "error", "7일 뒤(2026-11-30)에 끝나요."),
            (0, "error", "2026-11-23에 끝났어요."),
        ],
    )
    def test_one_in_use_is_told_with_its_successor(
        self, admin_client: Client, days: int, level: str, words: str
    ) -> None:
        make_persona(voice_model=make_voice_model(ends_on=TODAY + timedelta(days)))
        make_voice_model(provider_id="gpt-realtime-2.1")

        [(found, sentence, _url)] = notices(admin_client)

        assert found == level
        assert words in sentence
        assert "gpt-realtime-2.1을(를) 권해요." in sentence

    def test_a_successor_that_was_chosen_calms_it(self, admin_client: Client) -> None:
        chosen = make_voice_model(provider_id="gpt-realtime-2.1")
        ending = make_voice_model(ends_on=TODAY + timedelta(20), successor=chosen)
        make_persona(voice_model=ending)

        [(level, sentence, _url)] = notices(admin_client)

        assert level == "warning"
        assert "뒤이을 모델은 gpt-realtime-2.1예요." in sentence

    @pytest.mark.parametrize(
        ("days", "level", "words"),
        [
            (90, "warning", "90일 뒤(2027-02-21)에 끝나요."),
            (7, "error", "7일 뒤(2026-11-30)에 끝나요."),
            (0, "error", "2026-11-23에 끝났어요."),
        ],
    )
    def test_a_transcriber_in_use_is_told_too(
        self, admin_client: Client, days: int, level: str, words: str
    ) -> None:
        make_persona()
        ending = make_transcriber(ends_on=TODAY + timedelta(days))
        make_transcriber("gpt-transcribe")

        [(found, sentence, url)] = notices(admin_client)

        assert found == level
        assert sentence.startswith("지금 쓰는 받아쓰기 모델 gpt-4o-mini-transcribe이(가)")
        assert words in sentence
        assert "gpt-transcribe을(를) 권해요." in sentence
        assert url == reverse("admin:persona_transcriber_change", args=[ending.pk])

    def test_transcribers_not_in_use_share_a_line_of_their_own(self, admin_client: Client) -> None:
        make_persona(voice_model=make_voice_model())
        make_transcriber("whisper-1", ends_on=TODAY + timedelta(80))

        [(level, sentence, url)] = notices(admin_client)

        assert (level, url) == ("info", reverse("admin:persona_transcriber_changelist"))
        assert "지금 쓰지 않는 받아쓰기 모델이 곧 끝나요: whisper-1 (2027-02-11)" in sentence

    def test_a_transcribers_page_says_what_was_told(self, admin_client: Client) -> None:
        day = TODAY + timedelta(6)
        model = make_transcriber(ends_on=day, told_end=day, told_days=7)

        with time_machine.travel(NOON):
            listed = admin_client.get(reverse("admin:persona_transcriber_changelist"))
            shown = admin_client.get(reverse("admin:persona_transcriber_change", args=[model.pk]))

        assert 'class="end end--7">2026-11-29 (6일 남음)' in listed.content.decode()
        assert "2026-11-29에 끝난다고 7일 앞서 알림" in shown.content.decode()

    def test_those_not_in_use_share_one_line(self, admin_client: Client) -> None:
        make_persona(voice_model=make_voice_model())
        make_voice_model(provider_id="a", ends_on=TODAY + timedelta(80))
        make_voice_model(provider_id="b", ends_on=TODAY + timedelta(5))
        make_voice_model(provider_id="long-gone", ends_on=TODAY - timedelta(5))

        [(level, sentence, _url)] = notices(admin_client)

        assert level == "info"
        assert "b (2026-11-28), a (2027-02-11)" in sentence
        assert "long-gone" not in sentence

    def test_its_page_shows_the_end_and_its_list_too(self, admin_client: Client) -> None:
        model = make_voice_model(ends_on=TODAY + timedelta(6))

        with time_machine.travel(NOON):
            listed = admin_client.get(reverse("admin:persona_voicemodel_changelist"))
            shown = admin_client.get(reverse("admin:persona_voicemodel_change", args=[model.pk]))

        assert 'class="end end--7">2026-11-29 (6일 남음)' in listed.content.decode()
        assert "아직 알린 적이 없어요." in shown.content.decode()


class TestWords:
    def test_that_wait_are_told_to_reviewers_alone(self, reviewer: Client, writer: Client) -> None:
        make_phrase(review_state="unreviewed")

        [(level, sentence, url)] = notices(reviewer)

        assert (level, sentence) == ("info", "감수를 기다리는 제주어가 1개 있어요.")
        assert [row.phrase for row in reviewer.get(url).context["cl"].result_list] == ["하영"]
        assert notices(writer) == []


class TestFlowers:
    def test_their_pages_carry_what_the_drawing_needs(self, writer: Client) -> None:
        flower = make_flower()

        listed = writer.get(reverse("admin:persona_flower_changelist")).content.decode()
        page = writer.get(reverse("admin:persona_flower_change", args=[flower.pk])).content.decode()

        assert 'data-name="번성꽃" data-shape="spray" data-colour="#c48bd6"' in listed
        assert "data-flower-preview" in page
        assert '<input type="color" name="colour" value="#c48bd6"' in page
        for text in (listed, page):
            assert 'type="module"' in text
            assert "js/flower-preview/main.js" in text
