"""The keyboard that the Hangul measurements type on must itself be right."""

import random

import pytest

from persona.seed_files import read_rows
from tests.hangul.two_set import keys_of, strokes_of, text_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("혼", "ㅎ 호 혼"),
        ("하나", "ㅎ 하 한 하+나"),
        ("옵서예", "ㅇ 오 옵 옶 옵+서 성 서+예"),
        ("과", "ㄱ 고 과"),
        ("있다", "ㅇ 이 있 있+ㄷ 다"),
        ("넋이", "ㄴ 너 넉 넋 넋+ㅇ 이"),
        ("빨리", "ㅃ 빠 빨 빨+ㄹ 리"),
        ("꽃 밭", "ㄲ 꼬 꽃 꽃+[ ] ㅂ 바 밭"),
    ],
)
def test_what_each_key_commits_and_shows(text: str, shown: str) -> None:
    strokes = strokes_of(keys_of(text))

    seen = [
        (f"{stroke.commit}+" if stroke.commit else "") + (stroke.preedit or f"[{stroke.plain}]")
        for stroke in strokes
    ]
    assert " ".join(seen) == shown


def test_every_phrase_and_every_syllable_comes_out_as_meant() -> None:
    chance = random.Random(7)
    texts = [row["phrase"] for row in read_rows("glossary")]
    texts += [chr(syllable) for syllable in range(0xAC00, 0xD7A4)]
    texts += ["".join(chr(chance.randint(0xAC00, 0xD7A3)) for _ in range(6)) for _ in range(500)]

    assert [text for text in texts if text_of(strokes_of(keys_of(text))) != text] == []


def test_double_consonants_are_pressed_with_shift() -> None:
    pressed = [(stroke.letter, stroke.shift) for stroke in strokes_of(keys_of("꽤"))]

    assert pressed == [("R", True), ("H", False), ("O", False)]
