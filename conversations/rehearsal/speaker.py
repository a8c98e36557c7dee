"""The peer's outgoing track: packets of the running utterance, silence in between.

The packets were encoded before (see `voice`), so that sending costs next to nothing. Feeding is
faster than sounding, as with the real provider: what is fed and not yet sent is the provider's
output buffer, and `output_audio_buffer.*` tells of it.
"""

import asyncio
import fractions
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import av
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from conversations.rehearsal.voice import PACKET_MS, SAMPLE_RATE, SAMPLES_PER_PACKET

# One Opus frame of 20 ms of digital silence: full band, mono.
SILENCE = b"\xf8\xff\xfe"
_PERIOD_SECONDS = PACKET_MS / 1000
_TOO_LATE_SECONDS = 0.2  # after a stall, go on from now instead of rushing after the lost time


@dataclass(slots=True)
class Utterance:
    """What is to be heard of one response. Times are unix seconds."""

    response_id: str
    item_id: str
    is_muted: bool = False
    is_complete: bool = False
    is_cleared: bool = False
    packets: deque[bytes] = field(default_factory=deque)
    sent_count: int = 0
    started_at: float | None = None
    ended_at: float | None = None

    @property
    def sent_ms(self) -> int:
        return self.sent_count * PACKET_MS

    def feed(self, packets: Sequence[bytes]) -> None:
        """Add sound; dropped when the buffer was cleared meanwhile."""
        if not self.is_cleared:
            self.packets.extend(packets)

    def complete(self) -> None:
        """Say that no more will be fed: once everything is sent, it has been heard."""
        self.is_complete = True


class Speaker(MediaStreamTrack):  # type: ignore[misc]
    """Plays utterances one after another. The callbacks run on the event loop."""

    kind = "audio"

    def __init__(
        self,
        *,
        on_started: Callable[[Utterance], None],
        on_drained: Callable[[Utterance], None],
    ) -> None:
        super().__init__()
        self._on_started = on_started
        self._on_drained = on_drained
        self._queue: deque[Utterance] = deque()
        self._due: float | None = None
        self._pts = -SAMPLES_PER_PACKET

    def play(self, utterance: Utterance) -> None:
        self._queue.append(utterance)

    def clear(self) -> list[Utterance]:
        """Fall silent at once; return the utterances that were audible and are cut short."""
        cut = [utterance for utterance in self._queue if utterance.started_at is not None]
        for utterance in self._queue:
            utterance.is_cleared = True
            utterance.packets.clear()
        for utterance in cut:
            utterance.ended_at = time.time()
        self._queue.clear()
        return cut

    async def recv(self) -> av.Packet:
        await self._wait_for_turn()
        if self.readyState != "live":
            raise MediaStreamError
        self._pts += SAMPLES_PER_PACKET
        packet = av.Packet(self._next_payload())
        packet.pts = self._pts
        packet.time_base = fractions.Fraction(1, SAMPLE_RATE)
        return packet

    async def _wait_for_turn(self) -> None:
        now = asyncio.get_running_loop().time()
        due = now if self._due is None else self._due + _PERIOD_SECONDS
        if now - due > _TOO_LATE_SECONDS:
            due = now
        self._due = due
        await asyncio.sleep(max(0.0, due - now))

    def _next_payload(self) -> bytes:
        while self._queue:
            utterance = self._queue[0]
            if utterance.packets:
                return self._sound(utterance)
            if not utterance.is_complete:
                return SILENCE
            self._queue.popleft()
            if utterance.started_at is not None:
                utterance.ended_at = time.time()
                self._on_drained(utterance)
        return SILENCE

    def _sound(self, utterance: Utterance) -> bytes:
        if utterance.started_at is None:
            utterance.started_at = time.time()
            self._on_started(utterance)
        utterance.sent_count += 1
        payload = utterance.packets.popleft()
        return SILENCE if utterance.is_muted else payload
