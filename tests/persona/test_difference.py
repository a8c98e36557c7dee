from typing import Any

from persona.compile import compile_persona
from persona.difference import Compiled, Piece, difference, text_difference, word_difference
from persona.draft import PersonaDraft
from tests.persona.drafts import (
    make_crisis_line_draft,
    make_draft,
    make_flower_draft,
    make_phrase_draft,
    make_turns_draft,
    make_voice_draft,
)


def compiled(draft: PersonaDraft) -> Compiled:
    made = compile_persona(draft)
    return made.session, made.visitor


def settings_of(**changes: Any) -> dict[str, tuple[str, str]]:
    found = difference(compiled(make_draft()), compiled(make_draft(**changes)))
    return {one.name: (one.before, one.after) for one in found.settings}


class TestText:
    def test_a_changed_word_is_shown_inside_its_paragraph(self) -> None:
        assert word_difference("낮고 부드럽게 말한다", "낮고 또렷하게 말한다") == (
            Piece("same", "낮고 "),
            Piece("del", "부드럽게"),
            Piece("ins", "또렷하게"),
            Piece("same", " 말한다"),
        )

    def test_what_is_far_from_a_change_is_left_out_and_counted(self) -> None:
        before = "\n".join(f"줄 {number}번째 이야기" for number in range(20))

        shown = text_difference(before, before.replace("줄 10번째", "줄 열째"))

        assert [one.gap for one in shown] == [9, 0, 0, 0, 8]
        assert [one.is_changed for one in shown] == [False, False, True, False, False]

    def test_paragraphs_with_little_in_common_are_one_gone_and_one_new(self) -> None:
        shown = text_difference("꽃을 건넨다", "전화번호를 말한다")

        assert [[piece.kind for piece in one.pieces] for one in shown] == [["del"], ["ins"]]

    def test_every_word_of_both_texts_is_there(self) -> None:
        before, after = "하나 둘\n셋\n넷 다섯", "하나 두울\n넷 다섯 여섯\n일곱"
        pieces = [piece for one in text_difference(before, after) for piece in one.pieces]

        old = "".join(one.text for one in pieces if one.kind != "ins")
        new = "".join(one.text for one in pieces if one.kind != "del")
        assert old.replace(" ", "") == before.replace("\n", "").replace(" ", "")
        assert new.replace(" ", "") == after.replace("\n", "").replace(" ", "")


class TestSettings:
    def test_the_same_persona_differs_in_nothing(self) -> None:
        assert difference(compiled(make_draft()), compiled(make_draft())).count == 0

    def test_voice_and_numbers_are_named_as_the_page_names_them(self) -> None:
        assert settings_of(
            voice=make_voice_draft(voice="ash", model="gpt-realtime-3", noise_reduction=""),
            turns=make_turns_draft(silence_duration_ms=900, create_response=False),
        ) == {
            "목소리 모델": ("gpt-realtime-2.1-mini", "gpt-realtime-3"),
            "목소리": ("cedar", "ash"),
            "잡음 줄이기": ("near_field", "없음"),
            "조용함(밀리초)": ("700", "900"),
            "말이 끝나면 스스로 대답": ("예", "아니요"),
        }

    def test_flowers_words_and_numbers_are_named_one_by_one(self) -> None:
        draft = make_draft()
        found = settings_of(
            phrases=(*draft.phrases, make_phrase_draft("모살", standard_korean="모래")),
            flowers=(make_flower_draft(meaning="새 뜻"), *draft.flowers[1:]),
            crisis_lines=(make_crisis_line_draft("112"), *draft.crisis_lines[:2]),
        )

        assert found["제주어 '모살'"][0] == ""
        assert found["꽃 '번성꽃'"][1].startswith("새 뜻")
        assert "위기 전화 112" in found

    def test_a_first_publishing_is_all_new(self) -> None:
        found = difference(None, compiled(make_draft()))

        assert all(one.before == "" for one in found.settings)
        assert all(
            piece.kind == "ins" for one in found.paragraphs for piece in one.pieces if piece.text
        )
