"""Hear where speech begins and ends, from the loudness of 20 ms frames. Pure but for its counters.

Measured with real microphones tracks: three loud frames are speech, not a click; silence of a
browser's muted track is below 1, speech above 1,000.
"""

from enum import Enum
from typing import Any

FRAME_MS = 20
_LOUD_FRAMES = 3
# Root mean square of 16-bit samples at the default threshold of 0.5.
_LOUD_AT_HALF = 300.0
_QUIET_AT_HALF = 200.0
# Without understanding, "semantic" patience can only be imitated by waiting.
_SEMANTIC_SILENCE_MS = {"low": 1600, "medium": 800, "auto": 800, "high": 400}


class Heard(Enum):
    STARTED = "started"
    STOPPED = "stopped"


class VoiceActivity:
    """One listener. `is_speech` is true between the two answers it can give."""

    def __init__(self) -> None:
        self.is_speech = False
        self._run = 0

    def hear(self, rms: float, turn_detection: dict[str, Any]) -> Heard | None:
        """Take the next frame; return what it makes certain, if anything."""
        scale = turn_detection.get("threshold", 0.5) / 0.5
        if self.is_speech:
            self._run = self._run + 1 if rms < _QUIET_AT_HALF * scale else 0
            if self._run * FRAME_MS >= silence_ms(turn_detection):
                return self._turn(Heard.STOPPED)
        else:
            self._run = self._run + 1 if rms > _LOUD_AT_HALF * scale else 0
            if self._run >= _LOUD_FRAMES:
                return self._turn(Heard.STARTED)
        return None

    def forget(self) -> None:
        """Start anew, as if nothing had been heard."""
        self.is_speech = False
        self._run = 0

    def _turn(self, heard: Heard) -> Heard:
        self.is_speech = heard is Heard.STARTED
        self._run = 0
        return heard


def silence_ms(turn_detection: dict[str, Any]) -> int:
    """Return how long silence must last to end a turn."""
    if turn_detection["type"] == "semantic_vad":
        return _SEMANTIC_SILENCE_MS[turn_detection["eagerness"]]
    return max(FRAME_MS, int(turn_detection["silence_duration_ms"]))
