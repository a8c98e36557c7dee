"""The orders of events in a voice turn, as recorded from the real provider."""

import asyncio
import time
from typing import Any

from tests.rehearsal.peer import Peer
from tests.rehearsal.visitor import SESSION, Visitor, live, visiting

FLOATING = ("conversation.item.input_audio_transcription.delta",
            "conversation.item.input_audio_transcription.completed")  # fmt: skip


def in_order(visitor: Visitor, since: int = 0) -> list[str]:
    """Return the types in order, runs of deltas and floating transcripts folded away."""
    folded: list[str] = []
    for kind in visitor.types(since):
        if kind not in FLOATING and not (kind.endswith(".delta") and folded[-1:] == [kind]):
            folded.append(kind)
    return folded


def test_the_session_is_created_first_and_lives_an_hour(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            created = visitor.events[0]
            assert created["type"] == "session.created"
            session = created["session"]
            assert session["id"].removeprefix("sess_") == visitor.call_id.removeprefix("rtc_")
            assert abs(session["expires_at"] - visitor.times[0] - 3600) < 3
            assert session["instructions"] == SESSION["instructions"]

    live(scenario)


def test_a_spoken_turn_is_heard_answered_and_heard_to_its_end(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await visitor.say("요즘 마음이 조금 무거워요")
            done = await visitor.expect("response.done")
            await visitor.expect("output_audio_buffer.stopped")
            folded = in_order(visitor, since=1)
            started = folded.index("output_audio_buffer.started")
            assert folded[started - 1] == "response.output_audio_transcript.delta"
            folded.remove("output_audio_buffer.started")
            deltas = "response.output_audio_transcript.delta"
            first = folded.index(deltas)
            assert folded[first : first + 2] == [deltas, deltas]  # some before it, some after it
            folded.remove(deltas)
            assert folded == [
                "input_audio_buffer.speech_started",
                "input_audio_buffer.speech_stopped",
                "input_audio_buffer.committed",
                "conversation.item.added",
                "conversation.item.done",
                "response.created",
                "response.output_item.added",
                "conversation.item.added",
                "response.content_part.added",
                "response.output_audio_transcript.delta",
                "response.output_audio.done",
                "response.output_audio_transcript.done",
                "response.content_part.done",
                "conversation.item.done",
                "response.output_item.done",
                "response.done",
                "rate_limits.updated",
                "output_audio_buffer.stopped",
            ]
            check_usage(done["response"]["usage"])
            await check_sound(visitor)

    live(scenario)


def check_usage(usage: dict[str, Any]) -> None:
    """About 1.5 to 3 s were spoken to him (10 tokens a second), he spoke 3 to 8 s (20)."""
    assert 10 <= usage["input_token_details"]["audio_tokens"] <= 40
    assert 60 <= usage["output_token_details"]["audio_tokens"] <= 160
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


async def check_sound(visitor: Visitor) -> None:
    """What the journal says was sent is what arrived: as long, and loud only then."""
    call = await asyncio.to_thread(visitor.peer.call, visitor.call_id)
    (voice,) = call["voice"]
    lasted = voice["ended_at"] - voice["started_at"]
    assert 3.0 <= lasted <= 8.5
    loud = [at for at, rms in visitor.heard if rms > 150]
    assert voice["started_at"] < loud[0] < voice["started_at"] + 0.5
    assert voice["ended_at"] - 0.5 < loud[-1] < voice["ended_at"] + 0.5
    # Its own ear heard the visitor, and heard nothing any more while it spoke.
    heard = [rms for at, rms in call["energy"] if at < voice["started_at"]]
    assert max(heard) > 1000
    assert max(rms for at, rms in call["energy"] if at > voice["started_at"] + 0.1) < 150


def test_the_transcript_floats_free_and_says_that_nothing_was_written(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await visitor.say("안녕하세요")
            stopped = await visitor.expect("input_audio_buffer.speech_stopped")
            completed = await visitor.expect(FLOATING[1])
            assert completed["item_id"] == stopped["item_id"]
            assert "글로 옮기지 않았습니다" in completed["transcript"]
            assert completed["usage"]["type"] == "tokens"
            assert completed["usage"]["input_tokens"] > 0

    live(scenario)


def test_arrival_times_are_those_of_the_packets(peer: Peer) -> None:
    """The jitter buffer's 80 ms must not be in the journal: speech is loud when it is spoken."""

    async def scenario() -> None:
        async with visiting(peer) as visitor:
            await asyncio.sleep(0.5)
            spoken_at = asyncio.get_running_loop().time()
            wall = time.time()
            await visitor.say("가나다라마바사")
            assert asyncio.get_running_loop().time() - spoken_at > 0.5
            call = await asyncio.to_thread(peer.call, visitor.call_id)
            first_loud = next(at for at, rms in call["energy"] if rms > 300)
            assert -0.03 < first_loud - wall < 0.15
            gaps = [
                b[0] - a[0] for a, b in zip(call["energy"][:-1], call["energy"][1:], strict=True)
            ]
            assert abs(sum(gaps) / len(gaps) - 0.02) < 0.002

    live(scenario)
