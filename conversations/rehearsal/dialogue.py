"""One Realtime session: what the provider keeps of it, and what may happen in it.

Knows nothing of WebRTC: events go out through `send`, sound through a `Speaker`. Client events
come in through `client_events`, the visitor's voice through `turns`, and every answer is lived
through by a `ResponseLife`.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from conversations.rehearsal.events import Event, buffer_event, event
from conversations.rehearsal.faults import Faults
from conversations.rehearsal.ids import new_id
from conversations.rehearsal.items import Conversation, Entry
from conversations.rehearsal.refusals import Refusal
from conversations.rehearsal.session import Session
from conversations.rehearsal.speaker import Speaker, Utterance
from conversations.rehearsal.usage import Tokens


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a `response.create` asks for that differs from the session."""

    instructions: str | None = None
    modalities: list[str] | None = None
    limit: int | str | None = None
    metadata: dict[str, str] | None = None
    tools: list[dict[str, Any]] | None = None
    is_out_of_band: bool = False
    entries: list[Entry] | None = None


@dataclass(slots=True)
class ActiveResponse:
    """The response of the default conversation that runs now, seen from outside."""

    response_id: str
    cancel: Callable[[str], None]


@dataclass(slots=True)
class Dialogue:
    """The state of one session. Everything runs on one event loop, without locks."""

    session: Session
    faults: Faults
    send: Callable[[Event], None]
    speaker: Speaker
    utterances: list[Utterance]
    conversation: Conversation = field(default_factory=Conversation)
    conversation_id: str = field(default_factory=lambda: new_id("conv"))
    active: ActiveResponse | None = None
    is_voice_fixed: bool = False
    tokens_read_before: Tokens = field(default_factory=Tokens)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def turn_detection(self) -> dict[str, Any] | None:
        detection: dict[str, Any] | None = self.session["audio"]["input"]["turn_detection"]
        return detection

    def start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run something of this session until it is done or the session ends."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def end(self) -> None:
        for task in list(self._tasks):
            task.cancel()

    def add(self, entry: Entry, after: str | None = None) -> str | None:
        """Put a finished item into the conversation and tell of it."""
        previous = self.conversation.insert(entry, after)
        for kind in ("conversation.item.added", "conversation.item.done"):
            self.send(event(kind, previous_item_id=previous, item=dict(entry.item)))
        return previous

    def refuse_second_response(self) -> None:
        if self.active is not None:
            raise Refusal(
                "Conversation already has an active response in progress: "
                f"{self.active.response_id}. Wait until the response is finished "
                "before creating a new one.",
                code="conversation_already_has_active_response",
            )

    def cancel(self, reason: str, response_id: str | None = None) -> None:
        """Stop generating. What was generated and not yet heard stays in the output buffer."""
        if self.active is None or response_id not in (None, self.active.response_id):
            raise Refusal(
                "Cancellation failed: no active response found.", code="response_cancel_not_active"
            )
        self.active.cancel(reason)

    def clear_output(self) -> Callable[[], None]:
        """Silence the output buffer at once; return what tells the client of it."""
        cut = self.speaker.clear()

        def tell() -> None:
            for utterance in cut:
                self.send(buffer_event("cleared", utterance.response_id))
                self.truncate(utterance.item_id, utterance.sent_ms)

        return tell

    def truncate(self, item_id: str, heard_ms: int) -> None:
        """Forget what of an item was not heard: its sound, and its whole transcript."""
        try:
            entry = self.conversation.find(item_id)
        except Refusal:  # of a response outside the conversation, or deleted meanwhile
            return
        entry.audio_ms = heard_ms
        entry.item["content"] = [{"type": part["type"]} for part in entry.item["content"]]
        self.send(
            event(
                "conversation.item.truncated",
                item_id=item_id,
                content_index=0,
                audio_end_ms=heard_ms,
            )
        )
