"""The script over the wire: greeting, flower, crisis, going on after a reconnect."""

import json
from typing import Any

from conversations.rehearsal import script
from tests.rehearsal.peer import Peer
from tests.rehearsal.visitor import (
    FLOWER_TOOL,
    HELP_TOOL,
    Visitor,
    live,
    session_with,
    visiting,
)


async def answer(visitor: Visitor, text: str | None = None, **response: Any) -> Any:
    """Write something, ask for an answer in text and return its one item."""
    if text is not None:
        visitor.write(text)
    visitor.send("response.create", response=response)
    done = (await visitor.expect("response.done"))["response"]
    assert done["status"] == "completed"
    (item,) = done["output"]
    return item


def words(item: Any) -> str:
    (part,) = item["content"]
    return str(part["text"])


def in_text(*tools: dict[str, Any]) -> dict[str, Any]:
    return session_with(*tools, output_modalities=["text"])


def test_he_greets_as_an_ai_and_listens_in_other_words_each_time(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer, in_text()) as visitor:
            assert words(await answer(visitor)) == script.GREETING
            said = [words(await answer(visitor, "그랬어요")) for _ in range(2)]
            assert len(set(said)) == 2
            assert set(said) <= set(script.LISTENING)
            assert words(await answer(visitor, "이제 그만 갈게요")) == script.FAREWELL

    live(scenario)


def test_a_flower_is_called_given_and_spoken_of(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer, in_text(FLOWER_TOOL, HELP_TOOL)) as visitor:
            call = await answer(visitor, "꽃을 보고 싶어요")
            assert (call["type"], call["name"]) == ("function_call", "give_flower")
            name = json.loads(call["arguments"])["name"]
            assert name in FLOWER_TOOL["parameters"]["properties"]["name"]["enum"]  # type: ignore[index]
            types = visitor.types()
            deltas = "response.function_call_arguments.delta"
            assert types[types.index(deltas) - 1] == "conversation.item.added"
            assert types[types.index("response.done") - 3 :][:4] == [
                "response.function_call_arguments.done",
                "conversation.item.done",
                "response.output_item.done",
                "response.done",
            ]
            output = {"type": "function_call_output", "call_id": call["call_id"], "output": "{}"}
            visitor.send("conversation.item.create", item=output)
            assert name in words(await answer(visitor))

    live(scenario)


def test_a_crisis_opens_help_speaks_plainly_and_ends_the_flowers(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer, in_text(FLOWER_TOOL, HELP_TOOL)) as visitor:
            call = await answer(visitor, "그냥 죽고 싶어요")
            assert (call["name"], call["arguments"]) == ("open_crisis_help", "{}")
            output = {"type": "function_call_output", "call_id": call["call_id"], "output": "{}"}
            visitor.send("conversation.item.create", item=output)
            spoken = words(await answer(visitor))
            assert "109" in spoken
            assert not [phrase for phrase in script.JEJU_PHRASES if phrase in spoken]
            assert (await answer(visitor, "꽃을 주세요"))["type"] == "message"

    live(scenario)


def test_after_a_reconnect_he_goes_on_and_does_not_greet_again(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer, in_text()) as visitor:
            visitor.write("시험이 끝났어요")
            visitor.write("그러셨군요", role="assistant")
            visitor.write("그런데 마음이 무거워요")
            visitor.write("인사하지 말고 끊긴 데서부터 한국어로 이어서 말하세요.", role="system")
            assert words(await answer(visitor)) == script.GOING_ON
            assert words(await answer(visitor, "네")) in script.LISTENING

    live(scenario)
