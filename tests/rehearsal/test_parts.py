"""The pure parts: hearing, counting, cutting, merging."""

from collections.abc import Sequence

import numpy as np
import pytest

from conversations.rehearsal.ear import Arrivals
from conversations.rehearsal.refusals import Refusal
from conversations.rehearsal.response_parts import pieces
from conversations.rehearsal.script import GREETING
from conversations.rehearsal.session import (
    DEFAULT_INSTRUCTIONS,
    effective_session,
    updated_session,
)
from conversations.rehearsal.usage import (
    Tokens,
    cached_part,
    response_usage,
    transcription_usage,
)
from conversations.rehearsal.vad import Heard, VoiceActivity
from conversations.rehearsal.voice import opus_packets, spoken_packets, spoken_samples

_VAD = {"type": "server_vad", "threshold": 0.5, "silence_duration_ms": 100}


def heard(levels: Sequence[float], detection: dict[str, object] = _VAD) -> list[tuple[int, Heard]]:
    vad = VoiceActivity()
    answers = [(index, vad.hear(level, detection)) for index, level in enumerate(levels)]
    return [(index, answer) for index, answer in answers if answer is not None]


def test_three_loud_frames_begin_and_silence_ends() -> None:
    levels = [0, 400, 400, 0, 400, 400, 400, 900] + [100] * 6
    assert heard(levels) == [(6, Heard.STARTED), (12, Heard.STOPPED)]


def test_a_short_pause_does_not_end_a_turn() -> None:
    assert heard([900] * 3 + [0] * 4 + [900] + [0] * 4) == [(2, Heard.STARTED)]


def test_a_higher_threshold_wants_louder_speech() -> None:
    assert heard([400] * 5, {**_VAD, "threshold": 1.0}) == []


def test_arrivals_are_joined_by_timestamp_across_its_wrap() -> None:
    arrivals = Arrivals()
    first = (1 << 32) - 960
    for index in range(3):
        arrivals.note((first + 960 * index) % (1 << 32), 100.0 + index)
    assert [arrivals.take(960 * index, 999.0) for index in range(3)] == [100.0, 101.0, 102.0]
    assert arrivals.take(960, 999.0) == pytest.approx(998.92)


def test_pieces_are_the_text_again() -> None:
    cut = pieces(GREETING)
    assert "".join(cut) == GREETING
    assert max(len(piece) for piece in cut) <= 3


def test_usage_adds_up_and_cached_is_a_part() -> None:
    read, said = Tokens(900, 200), Tokens(40, 100)
    cached = cached_part(read, Tokens(700, 10))
    assert cached == Tokens(640, 0)
    usage = response_usage(read, cached, said, None)
    assert (usage["input_tokens"], usage["output_tokens"]) == (1100, 140)
    assert usage["input_token_details"]["cached_tokens"] == 640
    assert "reasoning_tokens" not in usage["output_token_details"]


def test_the_whisper_family_bills_seconds() -> None:
    assert transcription_usage("whisper-1", 2100, "말") == {"type": "duration", "seconds": 3}
    assert transcription_usage("gpt-4o-transcribe", 2100, "말")["input_tokens"] == 21


def test_defaults_depend_on_the_model() -> None:
    older = effective_session({"model": "gpt-realtime"}, session_id="s", expires_at=0)
    assert older["audio"]["output"]["voice"] == "alloy"
    assert older["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 200


def test_empty_instructions_bring_the_providers_own() -> None:
    session = effective_session({"instructions": "우리 글"}, session_id="s", expires_at=0)
    assert session["instructions"] == "우리 글"
    emptied = updated_session(session, {"instructions": ""}, voice_is_fixed=False)
    assert emptied["instructions"] == DEFAULT_INSTRUCTIONS
    assert session["instructions"] == "우리 글"


def test_a_new_voice_is_refused_only_once_it_was_heard() -> None:
    session = effective_session({}, session_id="s", expires_at=0)
    patch = {"audio": {"output": {"voice": "cedar"}}}
    assert updated_session(session, patch, voice_is_fixed=False)
    with pytest.raises(Refusal, match="voice"):
        updated_session(session, patch, voice_is_fixed=True)


def test_the_voice_is_speech_and_not_a_tone() -> None:
    """Speech has pauses between loud parts and energy in many bands; a beep has neither."""
    samples = spoken_samples(GREETING).astype(np.float64)
    frames = samples[: len(samples) // 960 * 960].reshape(-1, 960)
    rms = np.sqrt((frames**2).mean(axis=1))
    assert (rms > 1000).mean() > 0.3
    assert (rms < 200).mean() > 0.05
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    strongest = np.sort(spectrum)[::-1].cumsum() / spectrum.sum()
    assert np.searchsorted(strongest, 0.9) > 300


def test_opus_packets_last_as_long_as_the_sound() -> None:
    samples = spoken_samples("하나 둘 셋")
    assert abs(len(opus_packets(samples)) - len(samples) / 960) <= 2
    assert spoken_packets("하나 둘 셋") is spoken_packets("하나 둘 셋")
