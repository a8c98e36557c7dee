"""The visitor's microphone as it arrives: loudness of each 20 ms, with the time of arrival.

aiortc's jitter buffer holds each decoded frame back by about 80 ms. For honest times the arrival
of each packet is noted before that buffer and joined with the decoded frame by RTP timestamp.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
from aiortc.mediastreams import MediaStreamError

_TIMESTAMP_SPAN = 1 << 32  # RTP timestamps are 32 bits and wrap
_REMEMBERED_PACKETS = 128
_JITTER_BUFFER_SECONDS = 0.08  # what to subtract where the packet is no longer known


class Arrivals:
    """When packets arrived, by samples since the first one."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._times: dict[int, float] = {}

    def note(self, timestamp: int, now: float) -> None:
        if self._first is None:
            self._first = timestamp
        self._times[(timestamp - self._first) % _TIMESTAMP_SPAN] = now
        if len(self._times) > _REMEMBERED_PACKETS:
            del self._times[next(iter(self._times))]

    def take(self, samples: int, now: float) -> float:
        """Return when the packet whose sound begins at `samples` arrived (unix seconds)."""
        known = self._times.pop(samples % _TIMESTAMP_SPAN, None)
        return now - _JITTER_BUFFER_SECONDS if known is None else known


def note_arrivals(receiver: Any) -> Arrivals:
    """Watch the packets of an aiortc receiver from before its jitter buffer."""
    arrivals = Arrivals()
    handle: Callable[..., Awaitable[None]] = receiver._handle_rtp_packet

    async def noting(packet: Any, arrival_time_ms: int) -> None:
        arrivals.note(packet.timestamp, time.time())
        await handle(packet, arrival_time_ms)

    receiver._handle_rtp_packet = noting
    return arrivals


async def listen(track: Any, arrivals: Arrivals, hear: Callable[[float, float], None]) -> None:
    """Call `hear(arrived_at, rms)` for every 20 ms until the track ends."""
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        hear(arrivals.take(frame.pts, time.time()), loudness(frame))


def loudness(frame: Any) -> float:
    """Return the root mean square of the left channel, in 16-bit units.

    Decoded Opus is always packed 16-bit stereo; the plane may be longer than its samples.
    """
    samples = np.frombuffer(frame.planes[0], np.int16)[: frame.samples * 2 : 2]
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
