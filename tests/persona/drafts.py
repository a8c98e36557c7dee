"""Makers of drafts: plain values, no database."""

from dataclasses import replace
from datetime import date
from typing import Any

from persona.draft import (
    CrisisLineDraft,
    FlowerDraft,
    PersonaDraft,
    PhraseDraft,
    SectionDraft,
    TurnsDraft,
    VoiceDraft,
)


def make_phrase_draft(phrase: str = "하영", **overrides: Any) -> PhraseDraft:
    return replace(
        PhraseDraft(
            phrase=phrase,
            old_spelling="",
            standard_korean="많이",
            english="many",
            usage_note="",
            pronunciation_hint="",
            is_reviewed=True,
            in_instructions=True,
            instruction_order=10,
        ),
        **overrides,
    )


def make_flower_draft(name: str = "번성꽃", **overrides: Any) -> FlowerDraft:
    return replace(
        FlowerDraft(
            name=name,
            meaning="조금씩 벋어 감",
            purpose="막막할 때",
            colour="#c48bd6",
            shape="spray",
            may_be_given=True,
            note="",
        ),
        **overrides,
    )


def make_crisis_line_draft(number: str = "109", **overrides: Any) -> CrisisLineDraft:
    return replace(
        CrisisLineDraft(
            number,
            "자살예방 상담전화",
            "죽고 싶은 생각이 들거나 누군가가 걱정될 때",
            "24시간",
            is_shown=True,
            verified_on=date(2026, 11, 23),
        ),
        **overrides,
    )


def make_voice_draft(**overrides: Any) -> VoiceDraft:
    return replace(
        VoiceDraft(
            model="gpt-realtime-2.1-mini",
            model_max_output=32_000,
            voice="cedar",
            speed=1.0,
            max_output_tokens=1024,
            transcription_model="gpt-4o-mini-transcribe",
            noise_reduction="near_field",
        ),
        **overrides,
    )


def make_turns_draft(**overrides: Any) -> TurnsDraft:
    return replace(
        TurnsDraft(
            detection="server_vad",
            threshold=0.5,
            prefix_padding_ms=300,
            silence_duration_ms=700,
            eagerness="auto",
            create_response=True,
            interrupt_response=True,
            taking="half-duplex",
            echo_tail_ms=200,
        ),
        **overrides,
    )


def make_sections() -> tuple[SectionDraft, ...]:
    """The least a persona may go out with: each safety role, and each placeholder once."""
    return (
        SectionDraft("0. 우선순위", "사람의 안전이 먼저다.", "priorities", is_protected=True),
        SectionDraft(
            "1. 정체성", "사람이냐고 물으면 AI라고 답한다.", "identity", is_protected=True
        ),
        SectionDraft("3. 제주어", "[용어집]\n{{GLOSSARY}}", "", is_protected=False),
        SectionDraft("4. 발음", "{{PRONUNCIATION}}", "", is_protected=False),
        SectionDraft("8. 금지", "- 점을 치지 않는다.", "prohibitions", is_protected=True),
        SectionDraft("9. 위기", "안내할 번호: {{CRISIS_LINES}}", "crisis", is_protected=True),
        SectionDraft("10. 도구", "[꽃 목록]\n{{FLOWERS}}", "", is_protected=False),
        SectionDraft("13. 개인정보", "이름을 묻지 않는다.", "privacy", is_protected=True),
    )


def make_draft(**overrides: Any) -> PersonaDraft:
    return replace(
        PersonaDraft(
            name="사라도령",
            greeting="혼저옵서예. 저는 AI예요.",
            replay_instructions="인사 없이 하던 말을 잇는다.",
            voice=make_voice_draft(),
            turns=make_turns_draft(),
            sections=make_sections(),
            phrases=(
                make_phrase_draft(
                    "속앗수다",
                    standard_korean="수고하셨습니다",
                    english="well done",
                    usage_note="하루를 버틴 이에게",
                    pronunciation_hint="소갇쑤다",
                    instruction_order=2,
                ),
                make_phrase_draft("하영", pronunciation_hint="하영", instruction_order=1),
                make_phrase_draft(
                    "모심",
                    old_spelling="ᄆᆞ심",
                    standard_korean="마음",
                    english="heart",
                    in_instructions=False,
                ),
                make_phrase_draft("와리지 맙서", is_reviewed=False),
            ),
            flowers=(
                make_flower_draft(),
                make_flower_draft("웃음웃을꽃", note="슬픔이 큰 자리에서는 나중에"),
                make_flower_draft("싸움싸울꽃", may_be_given=False),
            ),
            crisis_lines=(
                make_crisis_line_draft(),
                make_crisis_line_draft(
                    "119",
                    name="응급",
                    for_whom="이미 다쳤거나 약을 먹었거나, 숨이나 의식이 이상할 때",
                ),
                make_crisis_line_draft("1588-9191", name="생명의전화", is_shown=False),
            ),
        ),
        **overrides,
    )
