import json
from dataclasses import replace
from typing import Any

import pytest
from openai.types.realtime import RealtimeSessionCreateRequest
from pydantic import BaseModel

from persona.compile import CompileRefused, canonical_json, compile_persona
from persona.draft import PersonaDraft, SectionDraft
from tests.persona.drafts import (
    make_crisis_line_draft,
    make_draft,
    make_flower_draft,
    make_phrase_draft,
    make_sections,
    make_turns_draft,
    make_voice_draft,
)
from tests.persona.regenerate_golden import GOLDEN, compiled_for_golden


def unknown_keys(value: Any, path: str = "session") -> list[str]:
    """Every key the provider's own types do not know, at any level."""
    if isinstance(value, BaseModel):
        found = [f"{path}.{key}" for key in value.model_extra or {}]
        for name in type(value).model_fields:
            found += unknown_keys(getattr(value, name), f"{path}.{name}")
        return found
    if isinstance(value, list):
        return [key for one in value for key in unknown_keys(one, f"{path}[]")]
    return []


def refusal(draft: PersonaDraft) -> str:
    with pytest.raises(CompileRefused) as caught:
        compile_persona(draft)
    return " ".join(one.sentence for one in caught.value.findings)


def instructions(draft: PersonaDraft) -> str:
    text = compile_persona(draft).session["instructions"]
    assert isinstance(text, str)
    return text


class TestCompiledPersona:
    def test_is_the_golden_one(self) -> None:
        assert compiled_for_golden() == json.loads(GOLDEN.read_text(encoding="utf-8"))

    @pytest.mark.parametrize(
        "draft",
        [
            make_draft(),
            make_draft(turns=make_turns_draft(detection="semantic_vad")),
            make_draft(voice=make_voice_draft(noise_reduction="")),
            make_draft(voice=make_voice_draft(transcription_model="gpt-live-transcribe")),
            make_draft(voice=make_voice_draft(transcription_model="gpt-realtime-whisper")),
        ],
    )
    def test_session_is_what_the_provider_knows_and_no_more(self, draft: PersonaDraft) -> None:
        session = compile_persona(draft).session

        parsed = RealtimeSessionCreateRequest.model_validate(session)

        assert unknown_keys(parsed) == []
        assert parsed.model_dump(exclude_unset=True) == session

    def test_every_number_of_turn_taking_is_said(self) -> None:
        turns = make_turns_draft(
            threshold=0.7,
            prefix_padding_ms=250,
            silence_duration_ms=900,
            create_response=False,
            interrupt_response=False,
        )

        session = compile_persona(make_draft(turns=turns)).session

        assert session["audio"]["input"]["turn_detection"] == {
            "type": "server_vad",
            "threshold": 0.7,
            "prefix_padding_ms": 250,
            "silence_duration_ms": 900,
            "create_response": False,
            "interrupt_response": False,
        }

    def test_semantic_turn_taking_has_eagerness_and_no_threshold(self) -> None:
        turns = make_turns_draft(detection="semantic_vad", eagerness="low")

        session = compile_persona(make_draft(turns=turns)).session

        assert session["audio"]["input"]["turn_detection"] == {
            "type": "semantic_vad",
            "eagerness": "low",
            "create_response": True,
            "interrupt_response": True,
        }

    def test_noise_reduction_off_is_said_as_null(self) -> None:
        session = compile_persona(make_draft(voice=make_voice_draft(noise_reduction=""))).session

        assert session["audio"]["input"]["noise_reduction"] is None

    def test_tools_name_only_flowers_that_may_be_given(self) -> None:
        compiled = compile_persona(make_draft())

        give_flower, open_crisis_help = compiled.session["tools"]
        names = give_flower["parameters"]["properties"]["name"]["enum"]
        assert names == ["번성꽃", "웃음웃을꽃"]
        assert names == [flower["name"] for flower in compiled.visitor["flowers"]]
        assert (give_flower["name"], open_crisis_help["name"]) == (
            "give_flower",
            "open_crisis_help",
        )
        assert "싸움싸울꽃" not in canonical_json([compiled.session, compiled.visitor])

    def test_crisis_lines_that_are_not_shown_go_nowhere(self) -> None:
        compiled = compile_persona(make_draft())

        assert "1588-9191" not in canonical_json([compiled.session, compiled.visitor])
        said = "109 자살예방 상담전화(죽고 싶은 생각이 들거나 누군가가 걱정될 때), 24시간 / 119"
        assert said in instructions(make_draft())

    def test_a_value_with_braces_is_not_filled_in_again(self) -> None:
        flowers = (make_flower_draft(note="{{CRISIS_LINES}}라고 적힌 꽃"),)

        assert "{{CRISIS_LINES}}라고 적힌 꽃" in instructions(make_draft(flowers=flowers))

    def test_text_typed_letter_by_letter_is_sent_whole(self) -> None:
        # As macOS hands over text: the same words in NFD, and not old Hangul.
        decomposed = "\u1112\u1161\u110b\u1167\u11bc"
        draft = make_draft(phrases=(make_phrase_draft(decomposed),))

        assert "하영 = 많이" in instructions(draft)


class TestGlossary:
    def test_unreviewed_words_reach_neither_model_nor_visitor(self) -> None:
        hidden = make_phrase_draft("감춘말", is_reviewed=False, in_instructions=True)
        compiled = compile_persona(make_draft(phrases=(hidden, make_phrase_draft())))

        assert "감춘말" not in canonical_json([compiled.session, compiled.visitor])

    def test_reviewed_words_that_are_not_chosen_are_glossed_only(self) -> None:
        compiled = compile_persona(make_draft())

        assert "모심" not in canonical_json(compiled.session)
        assert {
            "phrase": "모심",
            "old_spelling": "ᄆᆞ심",
            "standard_korean": "마음",
            "english": "heart",
        } in compiled.visitor["glossary"]

    @pytest.mark.parametrize(("chosen", "taught"), [(39, 39), (40, 40), (41, 40), (200, 40)])
    def test_at_most_forty_are_taught_the_first_in_order(self, chosen: int, taught: int) -> None:
        phrases = tuple(
            make_phrase_draft(f"말{number:03}", instruction_order=number)
            for number in reversed(range(chosen))
        )
        draft = make_draft(phrases=phrases)

        text = instructions(draft)

        assert [line for line in text.splitlines() if line.endswith(" = 많이")] == [
            f"말{number:03} = 많이" for number in range(taught)
        ]
        assert len(draft.taught_phrases()) == taught

    def test_words_are_given_with_meaning_and_use(self) -> None:
        text = instructions(make_draft())

        assert "하영 = 많이\n속앗수다 = 수고하셨습니다 (하루를 버틴 이에게)" in text

    def test_only_words_that_sound_other_than_written_have_a_hint(self) -> None:
        text = instructions(make_draft())

        assert "- 속앗수다: 소갇쑤다" in text
        assert "- 하영" not in text

    def test_an_empty_list_is_said(self) -> None:
        assert "[용어집]\n(없음)" in instructions(make_draft(phrases=()))


class TestRefusal:
    @pytest.mark.parametrize(
        ("role", "name"),
        [
            ("priorities", "우선순위"),
            ("identity", "정체성"),
            ("prohibitions", "금지"),
            ("crisis", "위기 대응"),
            ("privacy", "개인정보"),
        ],
    )
    def test_without_a_protected_section(self, role: str, name: str) -> None:
        gone = tuple(one for one in make_sections() if one.role != role)
        unprotected = tuple(
            replace(one, is_protected=False) if one.role == role else one for one in make_sections()
        )
        blank = tuple(
            replace(one, body=" \n") if one.role == role else one for one in make_sections()
        )

        for sections in (gone, unprotected, blank):
            assert f"보호된 지시문 '{name}" in refusal(make_draft(sections=sections))

    @pytest.mark.parametrize("lines", [(), (make_crisis_line_draft(is_shown=False),)])
    def test_without_a_crisis_line(self, lines: tuple[Any, ...]) -> None:
        assert "위기 전화가 하나도 없어요" in refusal(make_draft(crisis_lines=lines))

    def test_without_a_flower_to_give(self) -> None:
        flowers = (make_flower_draft(may_be_given=False),)

        assert "건넬 수 있는 꽃이 하나도 없어요" in refusal(make_draft(flowers=flowers))

    @pytest.mark.parametrize("name", ["GLOSSARY", "PRONUNCIATION", "FLOWERS", "CRISIS_LINES"])
    def test_when_a_placeholder_is_nowhere(self, name: str) -> None:
        sections = tuple(
            replace(one, body=one.body.replace("{{%s}}" % name, "…"))  # noqa: UP031
            for one in make_sections()
        )

        assert f"{{{{{name}}}}}가 어느 지시문에도 없어요" in refusal(make_draft(sections=sections))

    @pytest.mark.parametrize("written", ["{{GLOSARY}}", "{{ glossary }}", "{{}}", "{{a b}}"])
    def test_of_an_unknown_placeholder_names_the_section(self, written: str) -> None:
        sections = (*make_sections(), SectionDraft("12. 소리", written, "", is_protected=False))

        assert "'12. 소리'에 모르는 자리표" in refusal(make_draft(sections=sections))

    @pytest.mark.parametrize(
        "draft",
        [
            make_draft(phrases=(make_phrase_draft("ᄒᆞᆫ저"),)),
            make_draft(phrases=(make_phrase_draft(usage_note="'ᄒᆞᆫ저'라고도"),)),
            make_draft(flowers=(make_flower_draft("ᄆᆞᆯ꽃"),)),
            make_draft(greeting="ᄒᆞᆫ저 옵서예"),
        ],
    )
    def test_of_letters_a_voice_cannot_read(self, draft: PersonaDraft) -> None:
        assert "옛한글이 들어 있어요" in refusal(draft)

    def test_of_an_answer_longer_than_the_model_can_give(self) -> None:
        at_limit = make_voice_draft(max_output_tokens=4096, model_max_output=4096)
        past_it = make_voice_draft(max_output_tokens=4096, model_max_output=4095)

        compile_persona(make_draft(voice=at_limit))
        assert "한계(4095토큰)" in refusal(make_draft(voice=past_it))

    def test_gives_every_reason_at_once(self) -> None:
        with pytest.raises(CompileRefused) as caught:
            compile_persona(make_draft(sections=(), crisis_lines=(), flowers=()))

        assert len(caught.value.findings) == 5 + 1 + 4 + 1


class TestFingerprint:
    def test_does_not_depend_on_the_order_of_phrases_and_keys(self) -> None:
        draft = make_draft()
        turned = replace(draft, phrases=tuple(reversed(draft.phrases)))

        assert compile_persona(draft).sha256 == compile_persona(turned).sha256
        assert canonical_json({"b": 1, "a": "꽃"}) == '{"a":"꽃","b":1}'

    def test_of_protected_sections_ignores_the_others(self) -> None:
        before = compile_persona(make_draft())
        sections = tuple(
            replace(one, body=one.body + "\n더.") if not one.is_protected else one
            for one in make_sections()
        )

        after = compile_persona(make_draft(sections=sections))

        assert after.sha256 != before.sha256
        assert after.protected_sha256 == before.protected_sha256

    def test_of_protected_sections_sees_a_changed_crisis_line(self) -> None:
        before = compile_persona(make_draft())
        after = compile_persona(make_draft(crisis_lines=(make_crisis_line_draft("112"),)))

        assert after.protected_sha256 != before.protected_sha256
