"""A visitor's browser, played by aiortc: a microphone that speaks Korean and a data channel.

Every event that arrives is judged by the official package when it arrives.
"""

import asyncio
import contextlib
import fractions
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import av
import httpx
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from conversations.rehearsal.ear import loudness
from conversations.rehearsal.voice import SAMPLE_RATE, SAMPLES_PER_PACKET, Samples, spoken_samples
from tests.rehearsal.judge import judge
from tests.rehearsal.peer import Peer

Event = dict[str, Any]
SESSION: dict[str, Any] = {
    "type": "realtime",
    "model": "gpt-realtime-2.1-mini",
    "instructions": "너는 사라도령이다.",
    "output_modalities": ["audio"],
    "audio": {
        "input": {
            "transcription": {"model": "gpt-4o-mini-transcribe", "language": "ko"},
            "turn_detection": {"type": "server_vad", "silence_duration_ms": 300},
        },
        "output": {"voice": "marin"},
    },
}
FLOWER_TOOL = {
    "type": "function",
    "name": "give_flower",
    "description": "꽃 한 송이를 화면에 보여 준다",
    "parameters": {
        "type": "object",
        "properties": {"name": {"type": "string", "enum": ["웃음웃을꽃", "숨트일꽃"]}},
        "required": ["name"],
    },
}
HELP_TOOL = {
    "type": "function",
    "name": "open_crisis_help",
    "description": "도움 창구를 연다",
    "parameters": {"type": "object", "properties": {}},
}


class Microphone(MediaStreamTrack):  # type: ignore[misc]
    """Silence, and what it is told to say, in real time."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._waiting: Samples = np.zeros(0, np.int16)
        self._begun: float | None = None
        self._pts = 0

    def say(self, samples: Samples) -> float:
        """Speak from now on; return how many seconds it takes."""
        self._waiting = np.concatenate([self._waiting, samples])
        return len(samples) / SAMPLE_RATE

    def hush(self) -> None:
        """Fall silent in the middle of a word."""
        self._waiting = self._waiting[:0]

    async def recv(self) -> av.AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        now = time.monotonic()
        self._begun = self._begun or now
        await asyncio.sleep(max(0.0, self._begun + self._pts / SAMPLE_RATE - now))
        part, self._waiting = np.split(self._waiting, [SAMPLES_PER_PACKET])
        part = np.pad(part, (0, SAMPLES_PER_PACKET - len(part)))
        frame = av.AudioFrame.from_ndarray(part[None, :], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = fractions.Fraction(1, SAMPLE_RATE)
        frame.pts = self._pts
        self._pts += SAMPLES_PER_PACKET
        return frame


class Visitor:
    """One call. `events` are those received so far; `expect` reads them in order."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.events: list[Event] = []
        self.times: list[float] = []
        self.heard: list[tuple[float, float]] = []
        self.microphone = Microphone()
        self.call_id = ""
        self.secret = ""
        self.channel_closed = asyncio.Event()
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._channel = self._connection.createDataChannel("oai-events")
        self._arrived = asyncio.Event()
        self._read = 0
        self._ear: asyncio.Task[None] | None = None

    async def arrive(self, session: dict[str, Any]) -> Event:
        """Open a call with a fresh secret and wait for the session."""
        minted = await asyncio.to_thread(self.peer.mint, {"session": session})
        minted.raise_for_status()
        self.secret = minted.json()["value"]
        response = await self.offer(self.secret)
        response.raise_for_status()
        self.call_id = response.headers.get("location", "").rsplit("/", 1)[-1]
        await self._connection.setRemoteDescription(RTCSessionDescription(response.text, "answer"))
        return await self.expect("session.created")

    async def offer(self, secret: str) -> httpx.Response:
        connection = self._connection
        if connection.localDescription is None:
            connection.addTrack(self.microphone)
            connection.on("track", self._listen)
            self._channel.on("message", self._receive)
            self._channel.on("close", self.channel_closed.set)
            await connection.setLocalDescription(await connection.createOffer())
        return await asyncio.to_thread(
            self.peer.http.post,
            f"{self.peer.base}/realtime/calls",
            content=connection.localDescription.sdp,
            headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/sdp"},
        )

    def send(self, kind: str, **fields: Any) -> None:
        self._channel.send(json.dumps({"type": kind, **fields}, ensure_ascii=False))

    def send_raw(self, text: str) -> None:
        self._channel.send(text)

    def write(self, text: str, role: str = "user") -> None:
        kind = "output_text" if role == "assistant" else "input_text"
        item = {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}
        self.send("conversation.item.create", item=item)

    async def say(self, text: str) -> None:
        """Speak aloud, and be done speaking."""
        samples = await asyncio.to_thread(spoken_samples, text)
        await asyncio.sleep(self.microphone.say(samples))

    async def expect(self, kind: str, seconds: float = 12.0) -> Event:
        """Return the next event of this type; those before it are passed over."""
        async with asyncio.timeout(seconds):
            while True:
                while self._read < len(self.events):
                    event = self.events[self._read]
                    self._read += 1
                    if event["type"] == kind:
                        return event
                self._arrived.clear()
                await self._arrived.wait()

    async def expect_error(self, code: str) -> Event:
        error: Event = (await self.expect("error"))["error"]
        assert error["code"] == code, error
        return error

    def types(self, since: int = 0) -> list[str]:
        return [event["type"] for event in self.events[since:]]

    async def leave(self) -> None:
        await self._connection.close()
        if self._ear is not None:
            await self._ear

    def _receive(self, message: str) -> None:
        event = json.loads(message)
        self.events.append(event)
        self.times.append(time.time())
        self._arrived.set()

    def _listen(self, track: Any) -> None:
        self._ear = asyncio.ensure_future(self._hear(track))

    async def _hear(self, track: Any) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            self.heard.append((time.time(), loudness(frame)))


@contextlib.asynccontextmanager
async def visiting(peer: Peer, session: dict[str, Any] | None = None) -> AsyncIterator[Visitor]:
    """A visitor who has arrived; judged and gone at the end."""
    visitor = Visitor(peer)
    try:
        await visitor.arrive(SESSION if session is None else session)
        yield visitor
    finally:
        await visitor.leave()
    for event in visitor.events:
        if event["type"] != "rehearsal.never_heard_of":
            judge(event)


def live(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run an asynchronous scenario to its end."""

    async def within_limits() -> None:
        async with asyncio.timeout(60):
            await scenario()

    asyncio.run(within_limits())


def session_with(*tools: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**SESSION, "tools": list(tools), **changes}


def manual_session() -> dict[str, Any]:
    """Nobody detects turns: the client commits."""
    return {**SESSION, "audio": {"input": {"turn_detection": None}, "output": {"voice": "marin"}}}
