"""What Chromium's microphone hears: one WAV, replaced between tests.

Chromium opens the file anew at every getUserMedia, plays it from the start and loops.
"""

import wave
from pathlib import Path

import numpy as np

from conversations.rehearsal.voice import SAMPLE_RATE, Samples, spoken_samples


def silence(seconds: float) -> Samples:
    return np.zeros(int(SAMPLE_RATE * seconds), np.int16)


def write_microphone(path: Path, *parts: str | float) -> None:
    """Write sentences (Korean text) and pauses (seconds), in order, as 48 kHz mono.

    Ends in silence: a file that ends loud would buzz.
    """
    pieces = [spoken_samples(part) if isinstance(part, str) else silence(part) for part in parts]
    samples = np.concatenate([*pieces, silence(0.1)])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())
