"""Interruptions: by voice while he speaks or thinks, and by the client."""

import asyncio

from conversations.rehearsal.voice import spoken_samples
from tests.rehearsal.peer import Peer
from tests.rehearsal.visitor import SESSION, Visitor, live, visiting


async def greeted(visitor: Visitor) -> str:
    """Let him begin the greeting; return the id of its response."""
    visitor.send("response.create")
    started = await visitor.expect("output_audio_buffer.started")
    response_id: str = started["response_id"]
    return response_id


def test_speaking_while_he_sounds_cuts_him_short(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            response_id = await greeted(visitor)
            done = await visitor.expect("response.done")
            assert done["response"]["status"] == "completed"
            item_id = done["response"]["output"][0]["id"]
            await visitor.say("잠깐만요")
            cleared = await visitor.expect("output_audio_buffer.cleared")
            assert cleared["response_id"] == response_id
            truncated = await visitor.expect("conversation.item.truncated")
            assert truncated["item_id"] == item_id
            call = await asyncio.to_thread(peer.call, visitor.call_id)
            heard_ms = (call["voice"][0]["ended_at"] - call["voice"][0]["started_at"]) * 1000
            assert abs(truncated["audio_end_ms"] - heard_ms) < 100
            await visitor.expect("input_audio_buffer.speech_stopped")
            again = await visitor.expect("response.created")
            assert again["response"]["id"] != response_id
            finished = [event for event in visitor.events if event["type"] == "response.done"]
            assert len(finished) == 1  # the interrupted one had already ended
            visitor.send("conversation.item.retrieve", item_id=item_id)
            item = (await visitor.expect("conversation.item.retrieved"))["item"]
            assert item["content"] == [{"type": "output_audio"}]  # its words are forgotten

    live(scenario)


def test_speaking_while_he_thinks_cancels_before_any_output(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await asyncio.to_thread(peer.fault, "slow", where="response", ms=3000)
            visitor.send("response.create")
            await visitor.expect("response.created")
            since = len(visitor.events)
            await visitor.say("아니에요")
            response = (await visitor.expect("response.done"))["response"]
            assert response["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
            assert response["output"] == []
            assert response["usage"]["total_tokens"] == 0
            await visitor.expect("input_audio_buffer.committed")
            assert not [t for t in visitor.types(since) if t.startswith("output_audio_buffer")]

    live(scenario)


def test_speaking_while_he_generates_leaves_an_incomplete_item(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            more = spoken_samples("아아아아 그런데 말이에요")
            visitor.send("response.create")
            await visitor.expect("output_audio_buffer.started")
            visitor.microphone.say(more)
            response = (await visitor.expect("response.done"))["response"]
            assert response["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
            assert response["output"][0]["status"] == "incomplete"
            await visitor.expect("input_audio_buffer.committed")
            types = visitor.types()  # in any order: the real one's is not documented
            assert types.count("output_audio_buffer.cleared") == 1
            assert types.count("conversation.item.truncated") == 1

    live(scenario)


def test_interrupt_response_off_lets_him_finish(peer: Peer) -> None:
    async def scenario() -> None:
        turns = {"type": "server_vad", "silence_duration_ms": 200, "interrupt_response": False}
        session = {**SESSION, "audio": {"input": {"turn_detection": turns}}}
        async with visiting(peer, session) as visitor:
            await greeted(visitor)
            await visitor.expect("response.done")
            await visitor.say("네")
            await visitor.expect("input_audio_buffer.committed")
            await visitor.expect("response.created")
            assert "output_audio_buffer.cleared" not in visitor.types()

    live(scenario)


def test_create_response_off_commits_and_says_nothing(peer: Peer) -> None:
    async def scenario() -> None:
        turns = {"type": "server_vad", "silence_duration_ms": 200, "create_response": False}
        async with visiting(
            peer, {**SESSION, "audio": {"input": {"turn_detection": turns}}}
        ) as visitor:
            await visitor.say("네")
            await visitor.expect("conversation.item.done")
            await asyncio.sleep(0.3)
            assert "response.created" not in visitor.types()

    live(scenario)


def test_cancel_stops_the_words_and_not_the_sound(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            response_id = await greeted(visitor)
            visitor.send("response.cancel")
            response = (await visitor.expect("response.done"))["response"]
            assert response["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
            assert response["output"][0]["status"] == "incomplete"
            stopped = await visitor.expect("output_audio_buffer.stopped")
            assert stopped["response_id"] == response_id
            visitor.send("response.cancel", event_id="late")
            error = await visitor.expect_error("response_cancel_not_active")
            assert error["event_id"] == "late"

    live(scenario)


def test_clearing_the_output_makes_silence_at_once(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await greeted(visitor)
            await asyncio.sleep(0.5)
            visitor.send("response.cancel")
            visitor.send("output_audio_buffer.clear")
            await visitor.expect("output_audio_buffer.cleared")
            await visitor.expect("conversation.item.truncated")
            silent_from = visitor.times[-1] + 0.3
            await asyncio.sleep(0.8)
            late = [rms for at, rms in visitor.heard if at > silent_from]
            assert len(late) > 10
            assert max(late) < 50
            assert "output_audio_buffer.stopped" not in visitor.types()

    live(scenario)


def test_clearing_the_input_makes_half_a_turn_no_turn(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            visitor.microphone.say(spoken_samples("가나다라마바사아자차카타파하"))
            await visitor.expect("input_audio_buffer.speech_started")
            visitor.microphone.hush()  # as a page does that closes the microphone
            visitor.send("input_audio_buffer.clear")
            await visitor.expect("input_audio_buffer.cleared")
            await asyncio.sleep(0.7)  # longer than the silence that would end a turn
            assert "input_audio_buffer.committed" not in visitor.types()

    live(scenario)
