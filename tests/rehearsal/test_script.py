"""The lines themselves: Jeju words that are sure, sound that is short."""

import csv
from pathlib import Path

import pytest

from conversations.rehearsal import script
from conversations.rehearsal.items import Entry
from conversations.rehearsal.voice import SAMPLE_RATE, speakable, spoken_samples

_GLOSSARY = Path(__file__).resolve().parents[2] / "persona" / "seed" / "glossary.csv"
_IN_CHARACTER = (script.GREETING, *script.LISTENING, script.FAREWELL)
_ALL = (*_IN_CHARACTER, script.GOING_ON, script.FLOWER_GIVEN, script.FLOWER_UNSEEN)
_PLAIN = (script.GOING_ON, script.FLOWER_UNSEEN, script.CRISIS, script.CRISIS_FAREWELL)


def confidence() -> dict[str, str]:
    with _GLOSSARY.open(encoding="utf-8", newline="") as rows:
        return {row["phrase"]: row["confidence"] for row in csv.DictReader(rows)}


def test_every_jeju_phrase_is_a_sure_row_of_the_glossary() -> None:
    rows = confidence()
    assert {phrase: rows.get(phrase) for phrase in script.JEJU_PHRASES} == dict.fromkeys(
        script.JEJU_PHRASES, "high"
    )


@pytest.mark.parametrize("line", _IN_CHARACTER)
def test_a_line_in_character_has_one_or_two_jeju_phrases(line: str) -> None:
    assert 1 <= sum(phrase in line for phrase in script.JEJU_PHRASES) <= 2


@pytest.mark.parametrize("line", _PLAIN)
def test_a_plain_line_has_none(line: str) -> None:
    assert not [phrase for phrase in script.JEJU_PHRASES if phrase in line]


def test_no_line_borrows_an_unsure_phrase() -> None:
    unsure = [phrase for phrase, sure in confidence().items() if sure != "high" and len(phrase) > 2]
    assert unsure
    assert not [(phrase, line) for phrase in unsure for line in _ALL if phrase in line]


def test_the_greeting_says_what_he_is() -> None:
    assert "AI" in script.GREETING
    assert script.GREETING.startswith("혼저옵서예")


@pytest.mark.parametrize("line", [*_IN_CHARACTER, *_PLAIN])
def test_a_line_lasts_three_to_eight_seconds(line: str) -> None:
    assert 3.0 <= len(spoken_samples(line)) / SAMPLE_RATE <= 8.0


def test_numbers_are_read_digit_by_digit_and_latin_in_hangul() -> None:
    assert speakable("AI가 109를 알려요") == "에이아이가 일공구를 알려요"


def written(text: str, role: str = "user") -> Entry:
    return Entry({"type": "message", "role": role, "content": [{"text": text}]})


def said(*texts: str, tools: tuple[str, ...] = ()) -> script.Say | script.CallTool:
    """Return what comes after a visitor wrote these, the last one just now."""
    entries = [written(text) for text in texts]
    return script.next_reply(script.Scene(entries, [{"name": name} for name in tools]))


def test_without_the_tool_there_is_no_flower() -> None:
    assert said("꽃을 보고 싶어요") == script.Say(script.LISTENING[0])


@pytest.mark.parametrize(("output", "is_shown"), [
    ("{}", True), ('{"shown": true}', True), ("피었습니다", True),
    ('{"error": "no"}', False), ('{"shown": false}', False),
])  # fmt: skip
def test_a_flower_that_was_not_shown_is_not_claimed(output: str, is_shown: bool) -> None:
    call = {"type": "function_call", "name": "give_flower", "call_id": "c"}
    answer = {"type": "function_call_output", "call_id": "c", "output": output}
    entries = [
        written("꽃 주세요"),
        Entry(call | {"arguments": '{"name": "숨트일꽃"}'}),
        Entry(answer),
    ]
    reply = script.next_reply(script.Scene(entries))
    shown = script.FLOWER_GIVEN.format(name="숨트일꽃")
    assert reply == script.Say(shown if is_shown else script.FLOWER_UNSEEN)


def test_told_to_say_goodbye_he_does() -> None:
    order = "곧 꽃밭 문을 닫습니다. 두 문장으로 작별 인사를 하세요."
    entries = [written("안녕하세요"), written(script.LISTENING[0], "assistant")]
    by_response = script.Scene(entries, instructions=order)
    by_item = script.Scene([*entries, written(order, "system")])
    assert script.next_reply(by_response) == script.Say(script.FAREWELL)
    assert script.next_reply(by_item) == script.Say(script.FAREWELL)
    crisis = script.Scene([written("죽고 싶어요"), *entries], instructions=order)
    assert script.next_reply(crisis) == script.Say(script.CRISIS_FAREWELL)


def test_told_to_go_on_he_does_but_danger_comes_first() -> None:
    order = written("인사 없이 이어서 말한다.", "system")
    said_before = [written("안녕하세요"), written(script.LISTENING[0], "assistant")]
    for last in ([], [written("오늘 힘들었어요")]):
        scene = script.Scene([*said_before, *last, order])
        assert script.next_reply(scene) == script.Say(script.GOING_ON)
    in_danger = script.Scene([*said_before, written("죽고 싶어요"), order])
    assert script.next_reply(in_danger) == script.Say(script.CRISIS)


@pytest.mark.parametrize(
    "text", ["그냥 사라지고싶다", "저를 서천꽃밭에 데려가 주세요", "죽고 싶어"]
)
def test_every_crisis_sign_opens_help_before_any_flower(text: str) -> None:
    call = said(text, tools=("give_flower", "open_crisis_help"))
    assert call == script.CallTool("open_crisis_help", "{}")
    assert said(text) == script.Say(script.CRISIS)
    assert said(text, "꽃을 주세요", tools=("give_flower",)) == script.Say(script.CRISIS)


def test_the_honest_transcript_drives_nothing() -> None:
    """It stands for words nobody wrote down: it must not ask for a flower, for help, or to go."""
    squeezed = "".join(script.UNWRITTEN.split())
    signs = (*script._CRISIS_SIGNS, script._FLOWER_SIGN, *script._FAREWELL_SIGNS)
    assert not [sign for sign in signs if sign in squeezed]
