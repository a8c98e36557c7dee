"""Each fault does what it says, as often as it says."""

import asyncio
import time
from typing import Any

import pytest

from tests.rehearsal.peer import Peer
from tests.rehearsal.visitor import SESSION, Visitor, live, visiting


async def fault(peer: Peer, name: str, /, **fields: Any) -> Any:
    return await asyncio.to_thread(peer.fault, name, **fields)


async def ended_by(peer: Peer, visitor: Visitor) -> str:
    call = await asyncio.to_thread(peer.call, visitor.call_id)
    return str(call["ended_by"])


@pytest.mark.parametrize("body", [
    {}, {"fault": "earthquake"}, {"fault": "slow", "ms": 3},
    {"fault": "slow", "where": "x", "ms": 3},
    {"fault": "mute_audio", "loud": True}, {"fault": "mute_audio", "times": 0},
    {"fault": "mint_error", "status": "500"},
])  # fmt: skip
def test_a_fault_nobody_knows_is_refused(peer: Peer, body: dict[str, Any]) -> None:
    assert peer.http.post(f"{peer.url}/rehearsal/faults", json=body).status_code == 400


def test_faults_come_as_often_as_asked_and_can_be_cleared(peer: Peer) -> None:
    peer.fault("mint_error", status=503, code="overloaded", times=2)
    peer.fault("slow", where="models", ms=1, times="every")
    assert [peer.mint({}).status_code for _ in range(3)] == [503, 503, 200]
    assert peer.get("/rehearsal/faults") == [
        {"fault": "slow", "where": "models", "ms": 1, "times": "every"}
    ]
    peer.clear_faults()
    assert peer.get("/rehearsal/faults") == []


def test_slow_waits_there_and_nowhere_else(peer: Peer) -> None:
    peer.fault("slow", where="client_secrets", ms=400)
    begun = time.monotonic()
    peer.hang_up("rtc_x")
    assert time.monotonic() - begun < 0.3
    peer.mint({})
    assert time.monotonic() - begun > 0.4


def test_a_call_can_fail_and_can_lack_its_location(peer: Peer) -> None:
    async def scenario() -> None:
        secret = (await asyncio.to_thread(peer.mint, {"session": SESSION})).json()["value"]
        await fault(peer, "calls_error", status=503, code="overloaded")
        await fault(peer, "no_location_header")
        visitor = Visitor(peer)
        failed, nameless, named = [await visitor.offer(secret) for _ in range(3)]
        await visitor.leave()
        assert failed.status_code == 503
        assert failed.json()["error"]["code"] == "overloaded"
        assert (nameless.status_code, "location" in nameless.headers) == (201, False)
        assert (named.status_code, "location" in named.headers) == (201, True)

    live(scenario)


def test_an_outage_swallows_both_ways_and_the_call_comes_back(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await asyncio.sleep(0.5)
            befallen = await fault(peer, "drop_call", for_ms=1500)
            assert visitor.call_id in befallen["befallen"]
            begun = time.time()
            await asyncio.sleep(0.2)
            visitor.send("input_audio_buffer.clear")
            await visitor.expect("input_audio_buffer.cleared")
            assert time.time() - begun > 1.4  # sent in the outage, obeyed after it
            call = await asyncio.to_thread(peer.call, visitor.call_id)
            assert call["ended_by"] is None
            inside = [at for at, _ in call["energy"] if begun + 0.2 < at < begun + 1.3]
            assert inside == []
            assert [at for at, _ in call["energy"] if at > begun + 1.55]

    live(scenario)


def test_a_dropped_call_says_no_goodbye(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await fault(peer, "drop_call")
            await asyncio.sleep(0.6)
            assert not visitor.channel_closed.is_set()
            assert await ended_by(peer, visitor) == "fault"

    live(scenario)


def test_a_closed_call_closes_the_channel(peer: Peer) -> None:
    async def scenario() -> None:
        await fault(peer, "close_call", after_ms=300)  # nobody is live: it waits for the next
        async with visiting(peer) as visitor:
            await asyncio.wait_for(visitor.channel_closed.wait(), 2)
            assert await ended_by(peer, visitor) == "fault"

    live(scenario)


def test_a_visitor_who_leaves_is_noticed(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            pass
        for _ in range(20):
            if await ended_by(peer, visitor) == "peer left":
                return
            await asyncio.sleep(0.1)
        raise AssertionError("nobody noticed")

    live(scenario)


def test_the_session_limit_is_announced_and_closes(peer: Peer) -> None:
    async def scenario() -> None:
        await fault(peer, "session_expires_in", seconds=0.5)
        async with visiting(peer) as visitor:
            assert visitor.events[0]["session"]["expires_at"] - visitor.times[0] < 2
            error = await visitor.expect_error("session_expired")
            assert "60 minutes" in error["message"]
            await asyncio.wait_for(visitor.channel_closed.wait(), 2)
            assert await ended_by(peer, visitor) == "session limit"

    live(scenario)


def test_muted_sound_is_announced_and_silent(peer: Peer) -> None:
    async def scenario() -> None:
        await fault(peer, "mute_audio")
        async with visiting(peer) as visitor:
            visitor.send("response.create")
            await visitor.expect("output_audio_buffer.started")
            await asyncio.sleep(0.8)
            assert max(rms for _, rms in visitor.heard) < 20

    live(scenario)


def test_a_reply_can_come_in_text_only_or_fail(peer: Peer) -> None:
    async def scenario() -> None:
        await fault(peer, "text_only_reply")
        async with visiting(peer) as visitor:
            visitor.send("response.create")
            response = (await visitor.expect("response.done"))["response"]
            assert response["output"][0]["content"][0]["type"] == "output_text"
            await fault(peer, "failed_response", code="rate_limit_exceeded")
            visitor.send("response.create")
            response = (await visitor.expect("response.done"))["response"]
            assert response["status"] == "failed"
            assert response["status_details"]["error"]["code"] == "rate_limit_exceeded"
            assert (response["output"], response["usage"]["total_tokens"]) == ([], 0)
            visitor.send("response.create")
            assert (await visitor.expect("response.done"))["response"]["status"] == "completed"

    live(scenario)


def test_any_function_can_be_called(peer: Peer) -> None:
    async def scenario() -> None:
        await fault(peer, "function_call", name="give_flower", arguments={"name": "검은꽃"})
        await fault(peer, "unknown_event")
        async with visiting(peer) as visitor:
            visitor.send("response.create")
            done = await visitor.expect("response.function_call_arguments.done")
            assert (done["name"], done["arguments"]) == ("give_flower", '{"name": "검은꽃"}')
            assert "rehearsal.never_heard_of" in visitor.types()

    live(scenario)


def test_a_transcript_can_be_given(peer: Peer) -> None:
    async def scenario() -> None:
        await fault(peer, "transcript", text="")
        async with visiting(peer) as visitor:
            await visitor.say("들리나요")
            kind = "conversation.item.input_audio_transcription.completed"
            assert (await visitor.expect(kind))["transcript"] == ""

    live(scenario)
