"""Each rule through the admin's own pages: what staff type and press, and what they then read."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from persona.models import (
    CrisisLine,
    Flower,
    JejuPhrase,
    Persona,
    PersonaRevision,
    VoiceModel,
)
from tests.persona.factories import make_live_revision
from tests.persona.filled_forms import press

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


class Staff:
    """Everybody who works on a persona, each in a browser of their own."""

    def __init__(
        self, writer: Client, guardian: Client, reviewer: Client, keeper: Client, persona: Persona
    ) -> None:
        self.writer, self.guardian = writer, guardian
        self.reviewer, self.keeper = reviewer, keeper
        self.persona = persona

    def page(self, row: object) -> str:
        kind = type(row).__name__.lower()
        return reverse(f"admin:persona_{kind}_change", args=[row.pk])  # type: ignore[attr-defined]

    def section(self, title_or_role: str, body: str) -> dict[str, str]:
        rows = list(self.persona.sections.order_by("position").values_list("title", "role"))
        index = next(at for at, names in enumerate(rows) if title_or_role in names)
        return {f"sections-{index}-body": body}

    def write(self, **typed: object) -> None:
        """As a content editor, on the persona's page."""
        press(self.writer, self.page(self.persona), "저장", **typed)

    def guard(self, **typed: object) -> None:
        """As the safety lead, on the persona's page."""
        press(self.guardian, self.page(self.persona), "저장", **typed)


@pytest.fixture
def staff(writer: Client, guardian: Client, reviewer: Client, keeper: Client) -> Staff:
    revision = make_live_revision()
    CrisisLine.objects.update(verified_on=TODAY)
    return Staff(writer, guardian, reviewer, keeper, revision.persona)


def no_prohibitions(staff: Staff) -> None:
    roles = list(staff.persona.sections.order_by("position").values_list("role", flat=True))
    staff.guard(**{f"sections-{roles.index('prohibitions')}-DELETE": "on"})


def hide_the_line(staff: Staff) -> None:
    press(staff.guardian, staff.page(CrisisLine.objects.get()), "저장", is_shown=None)


def verify_long_ago(staff: Staff) -> None:
    day = str(TODAY - timedelta(days=93))
    press(staff.guardian, staff.page(CrisisLine.objects.get()), "저장", verified_on=day)


def model(**typed: object) -> Callable[[Staff], None]:
    return lambda staff: press(staff.keeper, staff.page(VoiceModel.objects.get()), "저장", **typed)


def transcriber(days: int) -> Callable[[Staff], None]:
    """As the operator, who enters the day on which it ends."""
    typed = {"provider_id": "gpt-4o-mini-transcribe", "ends_on": str(TODAY + timedelta(days=days))}
    page = reverse("admin:persona_transcriber_add")
    return lambda staff: press(staff.keeper, page, "저장", **typed)


def word(phrase: str, **typed: object) -> Callable[[Staff], None]:
    """As a reviewer, who may say that a word is right."""

    def change(staff: Staff) -> None:
        row = JejuPhrase.objects.get()
        press(staff.reviewer, staff.page(row), "저장", phrase=phrase, **typed)

    return change


def unreviewed_word(staff: Staff) -> None:
    press(staff.writer, staff.page(JejuPhrase.objects.get()), "저장", standard_korean="아주")


def withheld_word_in_a_text(staff: Staff) -> None:
    row = JejuPhrase.objects.get()
    press(staff.reviewer, staff.page(row), "저장", phrase="와리지 맙서", in_instructions=None)
    press(staff.reviewer, staff.page(row), "쓰지 않음")
    staff.write(greeting="와리지 맙서. 저는 AI예요.")


def flower(**typed: object) -> Callable[[Staff], None]:
    return lambda staff: press(staff.writer, staff.page(Flower.objects.get()), "저장", **typed)


def write(**typed: object) -> Callable[[Staff], None]:
    return lambda staff: staff.write(**typed)


def section(name: str, body: str) -> Callable[[Staff], None]:
    return lambda staff: staff.write(**staff.section(name, body))


def protected(role: str, body: str) -> Callable[[Staff], None]:
    return lambda staff: staff.guard(**staff.section(role, body))


P = "{{PRONUNCIATION}}"
ERRORS: list[tuple[str, Callable[[Staff], None], str]] = [
    ("protected_missing", no_prohibitions, "보호된 지시문 '금지'이(가) 없어요."),
    (
        "disclosure_missing",
        protected("identity", "너는 꽃밭지기다."),
        "AI라고 밝히라는 말이",
    ),
    (
        "disclosure_hidden",
        section("4. 발음", f"AI가 아니라고 답한다. {P}"),
        "AI라는 것을 숨기게",
    ),
    (
        "disclosure_hidden",
        write(replay_instructions="사람이라고 답한다."),
        "AI라는 것을 숨기게",
    ),
    ("greeting_without_disclosure", write(greeting="반갑수다."), "첫인사에 AI라고 밝히는 말이"),
    ("crisis_lines_missing", hide_the_line, "보이는 위기 전화가 하나도 없어요"),
    ("placeholder_missing", protected("crisis", "듣는다."), "{{CRISIS_LINES}}가 어느 지시문에도"),
    ("crisis_line_overdue", verify_long_ago, "확인한 지 93일이 지났어요"),
    ("model_ended", model(ends_on=str(TODAY)), "끝났어요"),
    ("model_ending", model(ends_on=str(TODAY + timedelta(days=29))), "뒤이을 모델이 정해지지"),
    ("transcriber_ended", transcriber(0), "받아쓰기 모델 gpt-4o-mini-transcribe은(는)"),
    ("too_long", model(context_limit="4196"), "토큰까지만 읽어요"),
    ("answer_too_long", model(max_output="512"), "한계(512토큰)보다 길어요"),
    ("phrase_avoided", word("골아 허십서"), "쓰지 않는 말 'ᄒᆞ십서'이(가) 있어요"),
    (
        "phrase_withheld",
        withheld_word_in_a_text,
        "쓰지 않기로 한 제주어 '와리지 맙서'이(가)",
    ),
    ("flower_never_given", flower(name="검은꽃"), "'검은꽃'은(는) 이야기로만 전하는 꽃"),
    ("flowers_missing", flower(may_be_given=None), "건넬 수 있는 꽃이 하나도 없어요"),
    ("placeholder_unknown", section("4. 발음", f"{{{{X}}}} {P}"), "모르는 자리표 {{X}}가 있어요"),
    ("old_spelling", section("4. 발음", f"ᄒᆞᆫ저 {P}"), "옛한글이 들어 있어요: ᄒᆞᆫ저"),
]
WARNINGS: list[tuple[str, Callable[[Staff], None], str]] = [
    ("phrase_left_out", unreviewed_word, "'하영'은(는) 지시문에 넣기로 골랐지만 감수 전이라"),
    ("avoided_form_in_text", section("4. 발음", f"겁나게 반갑다. {P}"), "쓰지 않는 말 '겁나게'"),
    ("transcriber_ending", transcriber(30), "뒤이을 모델이 정해지지 않았어요"),
    ("little_memory", model(context_limit="5096"), "긴 이야기를 일찍 잊어요"),
    ("number_not_shown", protected("crisis", "1393 {{CRISIS_LINES}}"), "적힌 1393은(는)"),
    ("untranslated", flower(meaning="한 뼘 더 벋음"), "'한 뼘 더 벋음'은(는) 번역이 없어서"),
    ("protected_shrunk", protected("privacy", "음."), "줄었어요. 게시된 판은 11자예요."),
]


@pytest.mark.parametrize(("code", "break_it", "sentence"), ERRORS)
def test_an_error_is_told_and_nothing_goes_past_it(
    staff: Staff, code: str, break_it: Callable[[Staff], None], sentence: str
) -> None:
    break_it(staff)
    publish = reverse("admin:persona_persona_publish", args=[staff.persona.pk])

    page = unescape(staff.guardian.get(publish).content.decode())
    assert f'data-code="{code}"' in page
    assert sentence in page
    assert 'value="게시하기"' not in page

    # Pressed all the same, by whoever knows the address.
    staff.guardian.post(publish, {"note": "그래도", "why_anyway": "바빠서"})
    assert PersonaRevision.objects.count() == 1


@pytest.mark.parametrize(("code", "break_it", "sentence"), WARNINGS)
def test_a_warning_is_gone_past_with_a_reason(
    staff: Staff, code: str, break_it: Callable[[Staff], None], sentence: str
) -> None:
    break_it(staff)
    staff.write(greeting="반갑수다. 저는 AI예요.")  # so that there is something to publish
    publish = reverse("admin:persona_persona_publish", args=[staff.persona.pk])

    page = unescape(staff.guardian.get(publish).content.decode())
    assert f'data-code="{code}"' in page
    assert sentence in page
    assert 'data-level="error"' not in page

    press(staff.guardian, publish, "게시하기", note="말을 고침", why_anyway="  ")
    assert PersonaRevision.objects.count() == 1
    press(staff.guardian, publish, "게시하기", note="말을 고침", why_anyway="알고 있어요")
    revision = PersonaRevision.objects.get(number=2)
    assert revision.override_reason == "알고 있어요"
    assert [sentence in one for one in revision.overridden] == [True]


def test_a_protected_change_is_the_safety_lead_s_to_publish(staff: Staff) -> None:
    staff.guard(**staff.section("prohibitions", "- 점도 굿도 하지 않는다."))
    publish = reverse("admin:persona_persona_publish", args=[staff.persona.pk])

    assert "안전 담당이 게시해야 해요" in staff.writer.get(publish).content.decode()
    staff.writer.post(publish, {"note": "금지"})
    assert PersonaRevision.objects.count() == 1

    press(staff.guardian, publish, "게시하기", note="금지를 늘림")
    assert PersonaRevision.objects.count() == 2


@pytest.mark.parametrize(
    ("trial", "code"), [("refuse", "provider_refused"), ("be_away", "provider_unavailable")]
)
def test_the_provider_is_asked(staff: Staff, settings: Settings, trial: str, code: str) -> None:
    settings.PERSONA_SESSION_TRIAL = f"tests.persona.trials.{trial}"
    staff.write(greeting="반갑수다. 저는 AI예요.")
    publish = reverse("admin:persona_persona_publish", args=[staff.persona.pk])

    assert f'data-code="{code}"' in staff.writer.get(publish).content.decode()
    staff.writer.post(publish, {"note": "인사"})
    assert PersonaRevision.objects.count() == 1


def test_a_successor_that_somebody_chose_lets_a_model_be_used_to_its_end(staff: Staff) -> None:
    following = VoiceModel.objects.create(
        provider_id="gpt-next", label="다음", context_limit=128_000, max_output=32_000
    )
    row = VoiceModel.objects.exclude(pk=following.pk).get()
    press(
        staff.keeper,
        staff.page(row),
        "저장",
        ends_on=str(TODAY + timedelta(days=29)),
        successor=str(following.pk),
    )
    staff.write(greeting="반갑수다. 저는 AI예요.")
    publish = reverse("admin:persona_persona_publish", args=[staff.persona.pk])

    page = press(staff.writer, publish, "게시하기", note="인사")

    assert "2판을 게시했어요" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"verified_on": "", "verified_by": ""}, "확인한 적 없는 번호는 보일 수 없어요."),
        ({"verified_by": ""}, "확인한 날과 확인한 이를 함께 적어 주세요."),
        ({"verified_on": str(TODAY + timedelta(days=1))}, "앞날에는 아직 확인할 수 없어요."),
    ],
)
def test_a_line_nobody_verified_cannot_even_be_saved(
    staff: Staff, typed: dict[str, str], sentence: str
) -> None:
    page = press(staff.guardian, staff.page(CrisisLine.objects.get()), "저장", **typed)

    assert sentence in page.content.decode()


def test_a_voice_that_is_not_on_the_list_cannot_even_be_saved(staff: Staff) -> None:
    staff.write(voice="robot")

    assert Persona.objects.get().voice == "cedar"
