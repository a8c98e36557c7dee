"""What a client may send, what comes of it, and what is refused."""

import asyncio
from typing import Any

import pytest

from tests.rehearsal.peer import Peer
from tests.rehearsal.visitor import SESSION, Visitor, live, manual_session, visiting

USER = {"type": "message", "role": "user"}
ASSISTANT = {"type": "message", "role": "assistant"}


def test_a_written_turn_is_answered_aloud(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            visitor.write("안녕하세요")
            visitor.send("response.create")
            await visitor.expect("response.done")
            types = visitor.types(since=1)
            assert types[:3] == [
                "conversation.item.added",
                "conversation.item.done",
                "response.created",
            ]
            assert "output_audio_buffer.started" in types
            call = await asyncio.to_thread(peer.get, "/rehearsal/calls")
            (mine,) = [one for one in call if one["id"] == visitor.call_id]
            assert mine["items_received"][0]["text"] == "안녕하세요"

    live(scenario)


def test_an_answer_in_text_has_no_sound(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer, {**SESSION, "output_modalities": ["text"]}) as visitor:
            visitor.send("response.create", response={"metadata": {"why": "greeting"}})
            done = await visitor.expect("response.done")
            await visitor.expect("rate_limits.updated")
            assert done["response"]["metadata"] == {"why": "greeting"}
            assert done["response"]["output"][0]["content"][0]["type"] == "output_text"
            assert done["response"]["usage"]["output_token_details"]["audio_tokens"] == 0
            assert not [kind for kind in visitor.types() if "audio" in kind]

    live(scenario)


def test_only_one_response_at_a_time(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            visitor.send("response.create")
            visitor.send("response.create", event_id="second")
            error = await visitor.expect_error("conversation_already_has_active_response")
            assert error["event_id"] == "second"
            created = [event for event in visitor.events if event["type"] == "response.created"]
            assert created[0]["response"]["id"] in error["message"]
            visitor.send(
                "response.create",
                response={"conversation": "none", "output_modalities": ["text"], "input": []},
            )
            aside = await visitor.expect("response.done")
            assert len([k for k in visitor.types() if k == "response.created"]) == 2
            assert aside["response"]["status"] == "completed"

    live(scenario)


def test_an_aside_leaves_no_trace_in_the_conversation(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            aside = {"conversation": "none", "output_modalities": ["text"], "metadata": {"a": "b"}}
            visitor.send("response.create", response=aside)
            done = await visitor.expect("response.done")
            assert done["response"]["conversation_id"] is None
            assert "conversation.item.added" not in visitor.types()
            item_id = done["response"]["output"][0]["id"]
            visitor.send("conversation.item.retrieve", item_id=item_id)
            await visitor.expect_error("item_not_found")

    live(scenario)


def test_a_session_is_updated_in_parts_or_not_at_all(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            change = {"type": "realtime", "audio": {"input": {"turn_detection": None}}}
            visitor.send("session.update", session=change)
            session = (await visitor.expect("session.updated"))["session"]
            assert session["audio"]["input"]["turn_detection"] is None
            assert session["audio"]["input"]["transcription"]["language"] == "ko"
            assert session["instructions"] == SESSION["instructions"]
            both = {"type": "realtime", "instructions": "다른 글", "temperature": 0.8}
            visitor.send("session.update", session=both)
            error = await visitor.expect_error("unknown_parameter")
            assert error["param"] == "session.temperature"
            visitor.send("session.update", session={"type": "realtime"})
            session = (await visitor.expect("session.updated"))["session"]
            assert session["instructions"] == SESSION["instructions"]

    live(scenario)


def test_the_voice_is_fixed_once_it_was_heard(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            voice = {"type": "realtime", "audio": {"output": {"voice": "cedar"}}}
            visitor.send("session.update", session=voice)
            assert (await visitor.expect("session.updated"))["session"]["audio"]["output"][
                "voice"
            ] == "cedar"
            visitor.send("response.create")
            await visitor.expect("output_audio_buffer.started")
            voice["audio"] = {"output": {"voice": "marin"}}
            visitor.send("session.update", session=voice)
            await visitor.expect_error("cannot_update_voice")

    live(scenario)


def test_items_are_placed_retrieved_and_deleted(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await place(visitor, "second", after=None, before_it=None)
            await place(visitor, "first", after="root", before_it=None)
            await place(visitor, "third", after="second", before_it="second")
            visitor.send("conversation.item.delete", item_id="second")
            assert (await visitor.expect("conversation.item.deleted"))["item_id"] == "second"
            await place(visitor, "last", after=None, before_it="third")
            visitor.send("conversation.item.retrieve", item_id="second")
            await visitor.expect_error("item_not_found")

    live(scenario)


async def place(visitor: Visitor, item_id: str, after: str | None, before_it: str | None) -> None:
    item = USER | {"id": item_id, "content": [{"type": "input_text", "text": item_id}]}
    visitor.send("conversation.item.create", item=item, previous_item_id=after)
    added = await visitor.expect("conversation.item.added")
    assert (added["item"]["id"], added["previous_item_id"]) == (item_id, before_it)


def test_push_to_talk_commits_what_the_client_says(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer, manual_session()) as visitor:
            visitor.send("input_audio_buffer.clear")
            visitor.send("input_audio_buffer.commit")
            await visitor.expect_error("input_audio_buffer_commit_empty")
            await visitor.say("이제 말해요")
            visitor.send("input_audio_buffer.commit")
            await visitor.expect("input_audio_buffer.committed")
            item = (await visitor.expect("conversation.item.done"))["item"]
            assert item["content"] == [{"type": "input_audio", "transcript": None}]
            await asyncio.sleep(0.2)
            assert "response.created" not in visitor.types()

    live(scenario)


def test_a_spoken_item_can_be_truncated_and_a_written_one_not(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            visitor.write("글", role="user")
            item_id = (await visitor.expect("conversation.item.done"))["item"]["id"]
            cut = {"content_index": 0, "audio_end_ms": 500}
            visitor.send("conversation.item.truncate", item_id=item_id, **cut)
            await visitor.expect_error("unsupported_content_type")
            visitor.send("response.create")
            spoken = (await visitor.expect("response.done"))["response"]["output"][0]
            visitor.send("conversation.item.truncate", item_id=spoken["id"], **cut)
            truncated = await visitor.expect("conversation.item.truncated")
            assert truncated["audio_end_ms"] == 500

    live(scenario)


REFUSED: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("no.such.event", {}, "invalid_value", "type"),
    ("response.create", {"modalities": ["audio"]}, "unknown_parameter", "modalities"),
    ("response.create", {"response": {"modalities": ["audio"]}}, "unknown_parameter",
     "response.modalities"),
    ("response.create", {"response": {"output_modalities": ["text", "audio"]}}, "invalid_value",
     "response.output_modalities"),
    ("response.create", {"response": {"max_output_tokens": 5000}}, "invalid_value",
     "response.max_output_tokens"),
    ("session.update", {"session": {"instructions": "x"}}, "missing_required_parameter",
     "session.type"),
    ("session.update", {"session": {"type": "realtime", "model": "gpt-realtime-2"}},
     "invalid_value", "session.model"),
    ("conversation.item.create", {}, "missing_required_parameter", "item"),
    ("conversation.item.create",
     {"item": ASSISTANT | {"content": [{"type": "input_text", "text": "x"}]}}, "invalid_value",
     "item.content[0].type"),
    ("conversation.item.create",
     {"item": ASSISTANT | {"content": [{"type": "text", "text": "x"}]}}, "invalid_value",
     "item.content[0].type"),
    ("conversation.item.create",
     {"item": ASSISTANT | {"content": [{"type": "output_audio", "audio": "AAAA"}]}},
     "missing_required_parameter", "item.content[0].text"),
    ("conversation.item.create",
     {"item": USER | {"content": [{"type": "output_text", "text": "x"}]}}, "invalid_value",
     "item.content[0].type"),
    ("conversation.item.create",
     {"item": {"type": "function_call_output", "call_id": "call_x", "output": "{}"}},
     "invalid_tool_call_id", "item.call_id"),
    ("conversation.item.create",
     {"item": USER | {"content": [{"type": "input_text", "text": "x"}]},
      "previous_item_id": "nowhere"}, "item_not_found", "previous_item_id"),
    ("conversation.item.truncate", {"item_id": "x", "content_index": 0},
     "missing_required_parameter", "audio_end_ms"),
    ("conversation.item.delete", {"item_id": "x"}, "item_not_found", "item_id"),
    ("input_audio_buffer.append", {"audio": "AAAA"}, "invalid_event", "type"),
    ("response.cancel", {}, "response_cancel_not_active", None),
]  # fmt: skip


def test_what_the_real_one_refuses_is_refused(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            for number, (kind, fields, code, param) in enumerate(REFUSED):
                visitor.send(kind, **fields, event_id=f"number_{number}")
                error = await visitor.expect_error(code)
                assert error["param"] == param, (kind, error)
                assert error["event_id"] == f"number_{number}"
            visitor.send_raw("{not json")
            await visitor.expect_error("invalid_json")
            visitor.send_raw("[]")
            await visitor.expect_error("invalid_event")
            visitor.send("input_audio_buffer.clear")  # after all that the session is alive
            await visitor.expect("input_audio_buffer.cleared")

    live(scenario)


@pytest.mark.parametrize("limit", [12, 40])
def test_a_token_limit_leaves_the_answer_incomplete(peer: Peer, limit: int) -> None:
    async def scenario() -> None:
        async with visiting(peer, {**SESSION, "output_modalities": ["audio"]}) as visitor:
            visitor.send("response.create", response={"max_output_tokens": limit})
            response = (await visitor.expect("response.done"))["response"]
            reason = {"type": "incomplete", "reason": "max_output_tokens"}
            assert (response["status"], response["status_details"]) == ("incomplete", reason)
            assert response["output"][0]["status"] == "incomplete"
            spent = response["usage"]["output_token_details"]
            assert spent["text_tokens"] - spent["reasoning_tokens"] + spent["audio_tokens"] <= limit

    live(scenario)
