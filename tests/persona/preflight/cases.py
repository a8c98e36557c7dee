"""Drafts that break one rule each, with what is to be said of it and where."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from persona.findings import Place
from persona.model_ends import ModelFacts
from persona.preflight.evidence import Evidence
from tests.persona.drafts import (
    make_crisis_line_draft,
    make_draft,
    make_flower_draft,
    make_phrase_draft,
    make_sections,
    make_voice_draft,
)
from tests.persona.preflight.evidence import TODAY, broken, make_evidence, rewritten, without

SAFETY: dict[str, Any] = {"may_change_protected": True}


@dataclass
class Case:
    code: str
    level: str
    sentence: str
    place: Place
    make: Callable[[], Evidence]


ENDING = ModelFacts("gpt-old", TODAY + timedelta(days=30))
SOON_ENDED = ModelFacts("gpt-old", TODAY)
CRISIS = Place("section", "5")

CASES = [
    *(
        Case(
            "protected_missing",
            "error",
            f"보호된 지시문 '{name}'이(가) 없어요.",
            Place("persona", "sections"),
            partial(make_evidence, make_draft(sections=without(role)), **SAFETY),
        )
        for role, name in (
            ("priorities", "우선순위"),
            ("prohibitions", "금지"),
            ("privacy", "개인정보와 나이"),
        )
    ),
    Case(
        "protected_changed",
        "error",
        "안전 담당이 게시해야 해요",
        Place("section", "4"),
        broken(sections=rewritten("prohibitions", "- 무엇이든 한다.")),
    ),
    Case(
        "disclosure_missing",
        "error",
        "'정체성'에 AI라고 밝히라는 말이 없어요",
        Place("section", "1"),
        lambda: make_evidence(
            make_draft(sections=rewritten("identity", "너는 꽃밭지기다.")), **SAFETY
        ),
    ),
    Case(
        "disclosure_hidden",
        "error",
        "AI라는 것을 숨기게 해요: “AI라고 말하지 않”",
        Place("section", "3"),
        broken(sections=rewritten("4. 발음", "AI라고 말하지 않는다.\n{{PRONUNCIATION}}")),
    ),
    Case(
        "greeting_without_disclosure",
        "error",
        "첫인사에 AI라고 밝히는 말이 없어요",
        Place("persona", "greeting"),
        broken(greeting="혼저옵서예. 저는 꽃밭지기예요."),
    ),
    Case(
        "disclosure_hidden",
        "error",
        "'다시 이은 뒤의 한 마디 지시'이(가) AI라는 것을 숨기게 해요: “사람이라고 답한다”",
        Place("persona", "replay_instructions"),
        broken(replay_instructions="묻거든 사람이라고 답한다."),
    ),
    Case(
        "protected_shrunk",
        "warning",
        "'8. 금지'이(가) 12자로 줄었어요. 게시된 판은 25자예요",
        Place("section", "4"),
        lambda: make_evidence(
            live=replace(make_evidence().live, protected_lengths={"prohibitions": 25}),  # type: ignore[type-var]
        ),
    ),
    Case(
        "number_not_shown",
        "warning",
        "'4. 발음'에 적힌 1393은(는) 지금 보이는 위기 전화가 아니에요",
        Place("section", "3"),
        broken(sections=rewritten("4. 발음", "1393에 전화하라고 한다. {{PRONUNCIATION}}")),
    ),
    Case(
        "crisis_line_not_yet_verified",
        "error",
        "위기 전화 109을(를) 확인한 날(2026-11-24)이 아직 오지 않았어요",
        Place("crisis_line", "109"),
        broken(
            crisis_lines=(
                make_crisis_line_draft(verified_on=TODAY + timedelta(days=1)),
                *make_draft().crisis_lines[1:],
            )
        ),
    ),
    Case(
        "crisis_lines_missing",
        "error",
        "보이는 위기 전화가 하나도 없어요",
        Place("crisis_line", ""),
        lambda: make_evidence(make_draft(crisis_lines=()), **SAFETY),
    ),
    Case(
        "crisis_section_without_line",
        "error",
        "'위기 대응'에 전화번호가 하나도 없어요",
        CRISIS,
        lambda: make_evidence(
            make_draft(
                sections=tuple(
                    replace(one, body="곁에서 듣는다.")
                    if one.role == "crisis"
                    else replace(one, body=one.body + " {{CRISIS_LINES}}")
                    if one.title == "4. 발음"
                    else one
                    for one in make_sections()
                )
            ),
            **SAFETY,
        ),
    ),
    Case(
        "number_not_shown",
        "warning",
        "적힌 1393은(는) 지금 보이는 위기 전화가 아니에요",
        CRISIS,
        lambda: make_evidence(
            make_draft(sections=rewritten("crisis", "1393에 전화한다. {{CRISIS_LINES}}")), **SAFETY
        ),
    ),
    Case(
        "crisis_line_unverified",
        "error",
        "위기 전화 112을(를) 확인한 적이 없어요",
        Place("crisis_line", "112"),
        lambda: make_evidence(
            make_draft(
                crisis_lines=(
                    make_crisis_line_draft(),
                    make_crisis_line_draft("112", verified_on=None),
                )
            ),
            **SAFETY,
        ),
    ),
    Case(
        "crisis_line_overdue",
        "error",
        "위기 전화 109을(를) 확인한 지 93일이 지났어요",
        Place("crisis_line", "109"),
        broken(
            crisis_lines=(
                make_crisis_line_draft(verified_on=TODAY - timedelta(days=93)),
                *make_draft().crisis_lines[1:],
            )
        ),
    ),
    Case(
        "model_ended",
        "error",
        "gpt-old은(는) 2026-11-23에 끝났어요",
        Place("persona", "voice_model"),
        lambda: make_evidence(model=SOON_ENDED, successor=ModelFacts("gpt-new", None)),
    ),
    Case(
        "model_ending",
        "error",
        "뒤이을 모델이 정해지지 않았어요",
        Place("voice_model", "gpt-old"),
        lambda: make_evidence(model=ENDING),
    ),
    Case(
        "voice_unknown",
        "error",
        "'robot'이라는 목소리를 몰라요",
        Place("persona", "voice"),
        broken(voice=make_voice_draft(voice="robot")),
    ),
    Case(
        "answer_too_long",
        "error",
        "한계(512토큰)보다 길어요",
        Place("persona", "max_output_tokens"),
        broken(voice=make_voice_draft(model_max_output=512)),
    ),
    Case(
        "too_long",
        "error",
        "토큰까지만 읽어요",
        Place("persona", "sections"),
        lambda: make_evidence(context_limit=4_096 + 100),
    ),
    Case(
        "little_memory",
        "warning",
        "긴 이야기를 일찍 잊어요",
        Place("persona", "sections"),
        lambda: make_evidence(context_limit=4_096 + 2_000),
    ),
    Case(
        "phrase_left_out",
        "warning",
        "'와리지 맙서'은(는) 지시문에 넣기로 골랐지만 감수 전이라 빠져요",
        Place("phrase", "와리지 맙서"),
        lambda: make_evidence(chosen_unreviewed=("와리지 맙서",)),
    ),
    Case(
        "phrase_withheld",
        "error",
        "'4. 발음'에 쓰지 않기로 한 제주어 '와리지 맙서'이(가) 있어요",
        Place("section", "3"),
        lambda: make_evidence(
            make_draft(sections=rewritten("4. 발음", "와리지 맙서! {{PRONUNCIATION}}")),
            withheld=("와리지 맙서",),
        ),
    ),
    Case(
        "phrase_withheld",
        "error",
        "'첫인사'에 쓰지 않기로 한 제주어 '와리지 맙서'이(가) 있어요",
        Place("persona", "greeting"),
        lambda: make_evidence(
            make_draft(greeting="와리지 맙서. 저는 AI예요."), withheld=("와리지 맙서",)
        ),
    ),
    Case(
        "phrase_unreviewed",
        "warning",
        "'4. 발음'에 감수하지 않은 제주어 '와리지 맙서'이(가) 있어요",
        Place("section", "3"),
        lambda: make_evidence(
            make_draft(sections=rewritten("4. 발음", '"와리지 맙서"라고 한다. {{PRONUNCIATION}}')),
            unreviewed=("와리지 맙서",),
        ),
    ),
    Case(
        "phrase_avoided",
        "error",
        "쓰지 않는 말 '혼저옵서예 = 혼자…'이(가) 있어요. '혼저'는 '어서'라는 뜻이에요",
        Place("phrase", "혼저옵서예"),
        broken(
            phrases=(
                *make_draft().phrases,
                make_phrase_draft("혼저옵서예", standard_korean="혼자 오세요"),
            )
        ),
    ),
    *(
        Case(
            "phrase_avoided",
            "error",
            f"쓰지 않는 말 '{form}'이(가) 있어요",
            Place("phrase", phrase),
            broken(phrases=(*make_draft().phrases, make_phrase_draft(phrase))),
        )
        for form, phrase in (
            ("ᄒᆞ십서", "골아 허십서"),
            ("안녕ᄒᆞ수꽈", "안녕허수꽈?"),
            ("보고 잡수다", "보고잡수다"),
            ("잘 이서예", "잘이서예"),
        )
    ),
    Case(
        "avoided_form_in_text",
        "warning",
        "쓰지 않는 말 '겁나게'이(가) 있어요. 다른 지역 말투예요",
        Place("section", "3"),
        broken(sections=rewritten("4. 발음", "겁나게 반갑다고 한다.\n{{PRONUNCIATION}}")),
    ),
    Case(
        "phrases_overflow",
        "warning",
        "고른 제주어가 41개예요. 앞의 40개만 들어가요",
        Place("phrase", ""),
        broken(phrases=tuple(make_phrase_draft(f"고른말{n:02}") for n in range(41))),
    ),
    Case(
        "flower_never_given",
        "error",
        "'수레멜망악심꽃'은(는) 이야기로만 전하는 꽃이라 건넬 수 없어요",
        Place("flower", "수레멜망악심꽃"),
        broken(flowers=(make_flower_draft(), make_flower_draft("수레멜망악심꽃"))),
    ),
    *(
        Case(
            "flower_never_given",
            "error",
            f"'{name}'은(는) 이야기로만 전하는 꽃이라 건넬 수 없어요",
            Place("flower", name),
            broken(flowers=(make_flower_draft(), make_flower_draft(name))),
        )
        for name in ("검은꽃", "수레멸망악심꽃", "환생꽃")
    ),
    Case(
        "flowers_missing",
        "error",
        "건넬 수 있는 꽃이 하나도 없어요",
        Place("flower", ""),
        broken(flowers=(make_flower_draft(may_be_given=False),)),
    ),
    Case(
        "placeholder_unknown",
        "error",
        "'4. 발음'에 모르는 자리표 {{GLOSARY}}가 있어요",
        Place("section", "3"),
        broken(sections=rewritten("4. 발음", "{{GLOSARY}} {{PRONUNCIATION}}")),
    ),
    Case(
        "placeholder_missing",
        "error",
        "자리표 {{PRONUNCIATION}}가 어느 지시문에도 없어요",
        Place("persona", ""),
        broken(sections=rewritten("4. 발음", "소리대로 읽는다.")),
    ),
    Case(
        "old_spelling",
        "error",
        "'4. 발음'에 옛한글이 들어 있어요: ᄒᆞᆫ저",
        Place("section", "3"),
        broken(sections=rewritten("4. 발음", "ᄒᆞᆫ저 {{PRONUNCIATION}}")),
    ),
]
