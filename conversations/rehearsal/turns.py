"""The visitor's turns: from loudness to speech events, user items, answers and transcripts."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from conversations.rehearsal.dialogue import Dialogue
from conversations.rehearsal.events import delta, error_event, event, user_sound_item
from conversations.rehearsal.ids import new_id
from conversations.rehearsal.items import Entry
from conversations.rehearsal.refusals import Refusal
from conversations.rehearsal.responses import begin_response
from conversations.rehearsal.script import UNWRITTEN
from conversations.rehearsal.usage import transcription_usage
from conversations.rehearsal.vad import FRAME_MS, Heard, VoiceActivity

_LEAST_COMMIT_MS = 100
# Transcripts float freely: before the answer at odd turns, long after at even ones.
_TRANSCRIPT_AFTER_SECONDS = (1.2, 0.12)


@dataclass(slots=True)
class Turns:
    """Listens for one session. `clock_ms` counts the sound heard since the call began."""

    dialogue: Dialogue
    clock_ms: int = 0
    _vad: VoiceActivity = field(default_factory=VoiceActivity)
    _item_id: str = field(default_factory=lambda: new_id("item"))
    _buffered_ms: int = 0
    _spoken_turns: int = 0
    _cleared_at: float = 0.0

    def hear(self, arrived_at: float, rms: float) -> None:
        """Take the next 20 ms of the microphone, with the time it reached the peer."""
        self.clock_ms += FRAME_MS
        # The jitter buffer hands out sound 80 ms late: what had arrived before a clear is
        # cleared with the rest, or those 80 ms would begin the next turn.
        if arrived_at <= self._cleared_at:
            return
        self._buffered_ms += FRAME_MS
        detection = self.dialogue.turn_detection
        if detection is None:  # push to talk: the client commits
            return
        heard = self._vad.hear(rms, detection)
        if heard is Heard.STARTED:
            self._start(detection)
        elif heard is Heard.STOPPED:
            self._stop(detection)

    def clear(self) -> None:
        """Forget what was heard and not committed; half a turn is then no turn."""
        self._vad.forget()
        self._cleared_at = time.time()
        self._buffered_ms = 0
        self._item_id = new_id("item")
        self.dialogue.send(event("input_audio_buffer.cleared"))

    def commit(self) -> None:
        """Make a turn of what is buffered, by the client's order: nobody answers by itself."""
        if self._buffered_ms < _LEAST_COMMIT_MS:
            raise Refusal(
                "Error committing input audio buffer: buffer too small. Expected at least "
                f"{_LEAST_COMMIT_MS}ms of audio, but buffer only has {self._buffered_ms}ms.",
                code="input_audio_buffer_commit_empty",
            )
        self._vad.forget()
        self._commit()

    def _start(self, detection: dict[str, Any]) -> None:
        padding = detection.get("prefix_padding_ms", 300)
        start_ms = max(0, self.clock_ms - 3 * FRAME_MS - padding)
        self._buffered_ms = self.clock_ms - start_ms
        self.dialogue.send(
            event(
                "input_audio_buffer.speech_started", audio_start_ms=start_ms, item_id=self._item_id
            )
        )
        if detection["interrupt_response"]:
            self._interrupt()

    def _interrupt(self) -> None:
        """The sound stops at once; whether its events come before or after the cancelled
        response's end is not documented, so both happen."""
        tell = self.dialogue.clear_output()
        if self.dialogue.active is None:
            tell()
            return
        self.dialogue.cancel("turn_detected")
        if self._spoken_turns % 2:
            tell()
        else:
            self.dialogue.start(_later(0.05, tell))

    def _stop(self, detection: dict[str, Any]) -> None:
        self.dialogue.send(
            event(
                "input_audio_buffer.speech_stopped",
                audio_end_ms=self.clock_ms,
                item_id=self._item_id,
            )
        )
        self._commit()
        if not detection["create_response"]:
            return
        try:
            begin_response(self.dialogue)
        except Refusal as refusal:  # with interrupt_response off, an answer may still run
            self.dialogue.send(error_event(refusal, None))

    def _commit(self) -> None:
        item_id, heard_ms = self._item_id, self._buffered_ms
        self._item_id, self._buffered_ms = new_id("item"), 0
        self._spoken_turns += 1
        self.dialogue.send(
            event(
                "input_audio_buffer.committed",
                item_id=item_id,
                previous_item_id=self.dialogue.conversation.last_id,
            )
        )
        fault = self.dialogue.faults.take("transcript")
        words = UNWRITTEN if fault is None else fault["text"]
        entry = Entry(user_sound_item(item_id), audio_ms=heard_ms, heard=words)
        self.dialogue.add(entry)
        transcription = self.dialogue.session["audio"]["input"]["transcription"]
        if transcription is not None:
            self.dialogue.start(self._transcribe(entry, transcription.get("model") or "whisper-1"))

    async def _transcribe(self, entry: Entry, model: str) -> None:
        wait = _TRANSCRIPT_AFTER_SECONDS[self._spoken_turns % len(_TRANSCRIPT_AFTER_SECONDS)]
        await asyncio.sleep(wait)
        kind = "conversation.item.input_audio_transcription"
        place = {"item_id": entry.item["id"], "content_index": 0}
        words = entry.heard or ""
        if words and model != "whisper-1":  # the only one that does not stream
            self.dialogue.send(delta(f"{kind}.delta", **place, delta=words))
        usage = transcription_usage(model, entry.audio_ms, words)
        entry.item["content"] = [{"type": "input_audio", "transcript": words}]
        self.dialogue.send(event(f"{kind}.completed", **place, transcript=words, usage=usage))


async def _later(seconds: float, tell: Callable[[], None]) -> None:
    await asyncio.sleep(seconds)
    tell()
