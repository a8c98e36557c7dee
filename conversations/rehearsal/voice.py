"""The peer's voice: espeak-ng speaks Korean, Opus packs it for the wire.

espeak-ng comes from the `espeakng-loader` wheel through its C interface. It keeps global state, so
one lock guards it. Everything here blocks for some tens of milliseconds: call it in a thread, or
the packets of running calls go out late.
"""

import ctypes
import fractions
import re
import threading
from functools import lru_cache

import av
import espeakng_loader
import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
PACKET_MS = 20
SAMPLES_PER_PACKET = SAMPLE_RATE * PACKET_MS // 1000

Samples = NDArray[np.int16]

# Values of espeak-ng's speak_lib.h.
_OUTPUT_SYNCHRONOUS = 2
_CHARS_UTF8 = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
# Calmer than the defaults (175 words a minute, pitch 50, range 50): low, slow, even.
_WORDS_PER_MINUTE, _CALM_PITCH, _CALM_RANGE = 150, 34, 40
_BIT_RATE = 32_000

_DIGITS = dict(zip("0123456789", "공일이삼사오육칠팔구", strict=True))
_LATIN = {"AI": "에이아이"}  # espeak would switch to English in the middle of a sentence

_lock = threading.Lock()
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)
_chunks: list[bytes] = []


def speakable(text: str) -> str:
    """Return `text` as it is to be read: helpline numbers digit by digit, Latin in Hangul."""
    for latin, hangul in _LATIN.items():
        text = text.replace(latin, hangul)
    return re.sub(r"\d", lambda digit: _DIGITS[digit.group()], text)


def spoken_samples(text: str, speed: float = 1.0) -> Samples:
    """Speak `text`: mono samples at 48 kHz. `speed` is the session's, 1.0 as the voice is."""
    with _lock:
        library, rate = _espeak()
        library.espeak_SetParameter(_RATE, round(_WORDS_PER_MINUTE * speed), 0)
        _chunks.clear()
        spoken = speakable(text).encode()
        library.espeak_Synth(spoken, len(spoken) + 1, 0, 0, 0, _CHARS_UTF8, None, None)
        library.espeak_Synchronize()
        samples = np.frombuffer(b"".join(_chunks), np.int16)
    return _resampled(samples, rate)


@lru_cache(maxsize=64)
def spoken_packets(text: str, speed: float = 1.0) -> tuple[bytes, ...]:
    """Speak `text` as Opus packets of 20 ms."""
    return tuple(opus_packets(spoken_samples(text, speed)))


def opus_packets(samples: Samples) -> list[bytes]:
    """Encode mono samples at 48 kHz; the last packet is filled with silence."""
    codec = av.CodecContext.create("libopus", "w")
    codec.sample_rate = SAMPLE_RATE
    codec.layout = "mono"
    codec.format = "s16"
    codec.bit_rate = _BIT_RATE
    codec.time_base = fractions.Fraction(1, SAMPLE_RATE)
    codec.options = {"application": "voip"}
    padded = np.pad(samples, (0, -len(samples) % SAMPLES_PER_PACKET))
    packets: list[bytes] = []
    for start in range(0, len(padded), SAMPLES_PER_PACKET):
        frame = av.AudioFrame.from_ndarray(
            padded[None, start : start + SAMPLES_PER_PACKET], format="s16", layout="mono"
        )
        frame.sample_rate = SAMPLE_RATE
        frame.pts = start
        packets += [bytes(packet) for packet in codec.encode(frame)]
    packets += [bytes(packet) for packet in codec.encode(None)]
    return packets


@lru_cache(maxsize=1)
def _espeak() -> tuple[ctypes.CDLL, int]:
    """Load and set up espeak-ng once; return it and its sample rate."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    rate = library.espeak_Initialize(_OUTPUT_SYNCHRONOUS, 0, data, 0)
    if rate <= 0:
        raise RuntimeError(f"espeak-ng did not start: {rate}")
    library.espeak_SetSynthCallback(_collected)
    if library.espeak_SetVoiceByName(b"ko") != 0:
        raise RuntimeError("espeak-ng has no Korean voice")
    library.espeak_SetParameter(_PITCH, _CALM_PITCH, 0)
    library.espeak_SetParameter(_RANGE, _CALM_RANGE, 0)
    return library, rate


def _collect(wave: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int | None) -> int:
    if wave and count > 0:
        _chunks.append(ctypes.string_at(wave, count * 2))
    return 0


_collected = _Callback(_collect)  # kept for as long as espeak may call it


def _resampled(samples: Samples, rate: int) -> Samples:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
    frame.sample_rate = rate
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([part.to_ndarray()[0] for part in frames])
