"""The life of one response: which events in which order, and when its sound goes out.

Words are generated faster than they sound. What is generated is fed to the speaker at once, so
the output buffer runs behind the transcript by seconds; `output_audio_buffer.started` comes with
the first packet after a few deltas, `stopped` when the last one was sent.
"""

import asyncio
import math
from typing import Any

from conversations.rehearsal.dialogue import ActiveResponse, Dialogue, Wishes
from conversations.rehearsal.events import Event, delta, event, response_object
from conversations.rehearsal.ids import new_id
from conversations.rehearsal.items import Entry
from conversations.rehearsal.provider_models import is_reasoning
from conversations.rehearsal.response_parts import (
    as_json,
    audio_part,
    call_item,
    message_item,
    pieces,
    text_part,
)
from conversations.rehearsal.script import CallTool, Say, Scene, next_reply
from conversations.rehearsal.speaker import Utterance
from conversations.rehearsal.usage import (
    Tokens,
    assistant_audio_tokens,
    cached_part,
    rate_limits,
    response_usage,
    text_tokens,
)
from conversations.rehearsal.voice import PACKET_MS, spoken_packets

THINKING_SECONDS = 0.15
DELTA_SECONDS = 0.025
RATE_LIMITS_AFTER_SECONDS = 0.035  # recorded: 30 to 45 ms after response.done
_SOUND_AFTER_DELTAS = 4
_REASONING_TOKENS = 12


def begin_response(dialogue: Dialogue, wishes: Wishes | None = None) -> None:
    """Create a response, or raise `Refusal` while another one runs in the conversation."""
    wishes = wishes or Wishes()
    if not wishes.is_out_of_band:
        dialogue.refuse_second_response()
    life = ResponseLife(dialogue, wishes)
    if not wishes.is_out_of_band:
        dialogue.active = ActiveResponse(life.response_id, life.cancel)
    dialogue.start(life.run())


class ResponseLife:
    """From `response.created` to the last packet. `cancel` may come at any moment."""

    def __init__(self, dialogue: Dialogue, wishes: Wishes) -> None:
        self.response_id = new_id("resp")
        self._dialogue = dialogue
        self._wishes = wishes
        session = dialogue.session
        self._response = response_object(
            response_id=self.response_id,
            session=session,
            modalities=wishes.modalities or session["output_modalities"],
            limit=wishes.limit or session["max_output_tokens"],
            conversation_id=None if wishes.is_out_of_band else dialogue.conversation_id,
            metadata=wishes.metadata,
        )
        self._is_reasoning = is_reasoning(session["model"])
        self._cancelled = asyncio.Event()
        self._cancel_reason: str | None = None
        self._utterance: Utterance | None = None
        self._entry: Entry | None = None
        self._previous_id: str | None = None

    def cancel(self, reason: str) -> None:
        self._cancel_reason = self._cancel_reason or reason
        self._cancelled.set()

    async def run(self) -> None:
        dialogue = self._dialogue
        if dialogue.faults.take("unknown_event") is not None:
            self._tell(event("rehearsal.never_heard_of", note="clients must ignore this"))
        self._tell(event("response.created", response=dict(self._response)))
        failure = dialogue.faults.take("failed_response")
        if failure:
            self._done("failed", error={"type": "server_error", "code": failure["code"],
                                        "message": "The response failed."})  # fmt: skip
            return
        reply = self._reply()
        said = Tokens()
        if not await self._pause(THINKING_SECONDS + dialogue.faults.delay_seconds("response")):
            if isinstance(reply, CallTool):
                said = await self._call(reply)
            elif self._is_text():
                said = await self._write(reply.text)
            else:
                said = await self._speak(reply.text)
        await self._finish(said)

    def _reply(self) -> Say | CallTool:
        forced = self._dialogue.faults.take("function_call")
        if forced:
            given = forced["arguments"]
            return CallTool(forced["name"], given if isinstance(given, str) else as_json(given))
        tools = self._wishes.tools
        return next_reply(
            Scene(
                self._read_entries(),
                self._dialogue.session["tools"] if tools is None else tools,
                self._wishes.instructions,
            )
        )

    def _read_entries(self) -> list[Entry]:
        entries = self._wishes.entries
        return self._dialogue.conversation.snapshot() if entries is None else entries

    def _is_text(self) -> bool:
        if self._response["output_modalities"] == ["text"]:
            return True
        return self._dialogue.faults.take("text_only_reply") is not None

    # The three kinds of output

    async def _call(self, reply: CallTool) -> Tokens:
        item = call_item(reply.name)
        self._add(item)
        place = self._place(item) | {"call_id": item["call_id"]}
        written = ""
        for piece in pieces(reply.arguments):
            if await self._pause(DELTA_SECONDS):
                break
            written += piece
            self._tell(delta("response.function_call_arguments.delta", **place, delta=piece))
        item["arguments"] = written
        if not self._cancelled.is_set():
            self._tell(
                event(
                    "response.function_call_arguments.done",
                    **place,
                    name=reply.name,
                    arguments=written,
                )
            )
        self._close_item(item)
        return Tokens(text_tokens(reply.name + written))

    async def _write(self, text: str) -> Tokens:
        item = message_item(is_reasoning=self._is_reasoning)
        self._add(item)
        place = self._place(item) | {"content_index": 0}
        self._tell(event("response.content_part.added", **place, part=text_part("")))
        written = ""
        for piece in self._within_limit(text, audio_ms=0):
            if await self._pause(DELTA_SECONDS):
                break
            written += piece
            self._tell(delta("response.output_text.delta", **place, delta=piece))
        self._tell(event("response.output_text.done", **place, text=written))
        self._tell(event("response.content_part.done", **place, part=text_part(written)))
        item["content"] = [{"type": "output_text", "text": written}]
        self._close_item(item)
        return Tokens(text_tokens(written))

    async def _speak(self, text: str) -> Tokens:
        speed = self._dialogue.session["audio"]["output"]["speed"]
        packets = await asyncio.to_thread(spoken_packets, text, speed)
        item = message_item(is_reasoning=self._is_reasoning)
        self._add(item)
        place = self._place(item) | {"content_index": 0}
        self._tell(event("response.content_part.added", **place, part=audio_part("")))
        utterance = Utterance(
            self.response_id,
            item["id"],
            is_muted=self._dialogue.faults.take("mute_audio") is not None,
        )
        spoken, fed = await self._generate(text, packets, place, utterance)
        self._tell(event("response.output_audio.done", **place))
        self._tell(event("response.output_audio_transcript.done", **place, transcript=spoken))
        self._tell(event("response.content_part.done", **place, part=audio_part(spoken)))
        item["content"] = [{"type": "output_audio", "transcript": spoken}]
        if self._entry is not None and not utterance.is_cleared:
            self._entry.audio_ms = fed * PACKET_MS
        self._close_item(item)
        if utterance.is_cleared:  # cut short while it was generated: its words are forgotten
            item["content"] = [{"type": "output_audio"}]
        return Tokens(text_tokens(spoken), assistant_audio_tokens(fed * PACKET_MS))

    async def _generate(
        self, text: str, packets: tuple[bytes, ...], place: Event, utterance: Utterance
    ) -> tuple[str, int]:
        """Send the transcript and feed the sound beside it; return what became of both."""
        total = len(pieces(text))
        heard = self._within_limit(text, audio_ms=len(packets) * PACKET_MS)
        spoken, fed = "", 0
        for count, piece in enumerate(heard, start=1):
            if await self._pause(DELTA_SECONDS):
                break
            spoken += piece
            self._tell(delta("response.output_audio_transcript.delta", **place, delta=piece))
            if count < min(_SOUND_AFTER_DELTAS, len(heard)):
                continue
            if self._utterance is None:
                self._begin_sound(utterance)
            upto = math.ceil(len(packets) * count / total)
            utterance.feed(packets[fed:upto])
            fed = upto
        return spoken, fed

    def _begin_sound(self, utterance: Utterance) -> None:
        self._utterance = utterance
        self._dialogue.utterances.append(utterance)
        self._dialogue.is_voice_fixed = True
        self._dialogue.speaker.play(utterance)

    def _within_limit(self, text: str, *, audio_ms: int) -> list[str]:
        """Return the pieces of `text` that the token limit lets through."""
        whole = pieces(text)
        limit = self._response["max_output_tokens"]
        cost = text_tokens(text) + assistant_audio_tokens(audio_ms)
        if limit == "inf" or cost <= limit:
            return whole
        self._cancel_reason = "max_output_tokens"
        return whole[: len(whole) * limit // cost]

    # Items and the end

    def _place(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"response_id": self.response_id, "item_id": item["id"], "output_index": 0}

    def _add(self, item: dict[str, Any]) -> None:
        self._tell(
            event(
                "response.output_item.added",
                response_id=self.response_id,
                output_index=0,
                item=dict(item),
            )
        )
        if self._wishes.is_out_of_band:
            return
        self._entry = Entry(item)
        self._previous_id = self._dialogue.conversation.insert(self._entry)
        self._tell(
            event("conversation.item.added", previous_item_id=self._previous_id, item=dict(item))
        )

    def _close_item(self, item: dict[str, Any]) -> None:
        item["status"] = "incomplete" if self._cancel_reason else "completed"
        self._response["output"] = [dict(item)]
        if not self._wishes.is_out_of_band:
            self._tell(
                event("conversation.item.done", previous_item_id=self._previous_id, item=dict(item))
            )
        self._tell(
            event(
                "response.output_item.done",
                response_id=self.response_id,
                output_index=0,
                item=dict(item),
            )
        )

    async def _finish(self, said: Tokens) -> None:
        if self._cancel_reason is None:
            self._done("completed", said=said)
        elif self._cancel_reason == "max_output_tokens" and not self._cancelled.is_set():
            self._done("incomplete", said=said, reason="max_output_tokens")
        else:
            self._done("cancelled", said=said, reason=self._cancel_reason)
        await asyncio.sleep(RATE_LIMITS_AFTER_SECONDS)
        spent = self._response["usage"]["total_tokens"]
        self._tell(event("rate_limits.updated", rate_limits=rate_limits(spent)))
        if self._utterance is not None:
            self._utterance.complete()

    def _done(
        self,
        status: str,
        *,
        said: Tokens = Tokens(),  # noqa: B008 -- frozen
        reason: str | None = None,
        error: dict[str, str] | None = None,
    ) -> None:
        details: dict[str, Any] | None = None
        if status != "completed":
            details = {"type": status}
            details |= {"reason": reason} if reason else {}
            details |= {"error": error} if error else {}
        self._response |= {
            "status": status,
            "status_details": details,
            "usage": self._usage(said),
        }
        if not self._wishes.is_out_of_band:
            self._dialogue.active = None
        self._tell(event("response.done", response=self._response))

    def _usage(self, said: Tokens) -> Any:
        """Nothing is billed for a response that failed or never began."""
        if not self._response["output"]:
            return response_usage(Tokens(), Tokens(), Tokens(), 0 if self._is_reasoning else None)
        dialogue = self._dialogue
        own = {item["id"] for item in self._response["output"]}
        read = Tokens(
            text_tokens(dialogue.session["instructions"] + as_json(dialogue.session["tools"]))
        )
        for entry in self._read_entries():
            if entry.item["id"] not in own:
                read += entry.tokens
        cached = cached_part(read, dialogue.tokens_read_before)
        dialogue.tokens_read_before = read
        if not self._is_reasoning:
            return response_usage(read, cached, said, None)
        said += Tokens(_REASONING_TOKENS)
        return response_usage(read, cached, said, _REASONING_TOKENS)

    def _tell(self, told: Event) -> None:
        self._dialogue.send(told)

    async def _pause(self, seconds: float) -> bool:
        """Wait, but not beyond a cancellation; return whether there was one."""
        if not self._cancelled.is_set():
            try:
                await asyncio.wait_for(self._cancelled.wait(), seconds)
            except TimeoutError:
                return False
        return True
