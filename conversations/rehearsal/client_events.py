"""The eleven client events: checked whole, then obeyed, or answered with an `error` event."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openai.types.realtime import (
    ConversationItemDeleteEvent,
    ConversationItemRetrieveEvent,
    ConversationItemTruncateEvent,
    InputAudioBufferAppendEvent,
    InputAudioBufferClearEvent,
    InputAudioBufferCommitEvent,
    OutputAudioBufferClearEvent,
    RealtimeResponseCreateParams,
    ResponseCancelEvent,
)
from pydantic import BaseModel

from conversations.rehearsal.dialogue import Dialogue, Wishes
from conversations.rehearsal.events import Event, error_event, event
from conversations.rehearsal.items import Entry, Item, checked_item
from conversations.rehearsal.refusals import (
    Refusal,
    invalid_value,
    missing_parameter,
    unknown_parameter,
)
from conversations.rehearsal.responses import begin_response
from conversations.rehearsal.session import (
    checked_session,
    refuse_changed_voice,
    updated_session,
)
from conversations.rehearsal.session_rules import (
    refuse_bad_modalities,
    refuse_bad_token_limit,
    refuse_bad_tools,
    refuse_bad_voice,
)
from conversations.rehearsal.shapes import refuse_bad_shape
from conversations.rehearsal.turns import Turns

_LONGEST_EVENT_ID = 512
# Events whose shape says everything; the others carry a session, an item or a response.
_PLAIN: dict[str, type[BaseModel]] = {
    "conversation.item.retrieve": ConversationItemRetrieveEvent,
    "conversation.item.truncate": ConversationItemTruncateEvent,
    "conversation.item.delete": ConversationItemDeleteEvent,
    "input_audio_buffer.append": InputAudioBufferAppendEvent,
    "input_audio_buffer.commit": InputAudioBufferCommitEvent,
    "input_audio_buffer.clear": InputAudioBufferClearEvent,
    "output_audio_buffer.clear": OutputAudioBufferClearEvent,
    "response.cancel": ResponseCancelEvent,
}
_CARRYING = {
    "session.update": {"session"},
    "conversation.item.create": {"item", "previous_item_id"},
    "response.create": {"response"},
}


def parsed_event(text: str) -> Event:
    """Read one message of the data channel, or raise `Refusal`."""
    try:
        received = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refusal("Could not parse the event as JSON.", code="invalid_json") from error
    if not isinstance(received, dict):
        raise Refusal("An event must be a JSON object.", code="invalid_event")
    return received


@dataclass(slots=True)
class ClientEvents:
    """Obeys the client of one session."""

    dialogue: Dialogue
    turns: Turns

    def obey(self, received: Event) -> None:
        """Do what the event says; what cannot be done is answered, never raised."""
        event_id = received.get("event_id")
        try:
            _refuse_bad_event(received)
            self._handlers()[received["type"]](received)
        except Refusal as refusal:
            known_id = event_id if isinstance(event_id, str) else None
            self.dialogue.send(error_event(refusal, known_id))

    def _handlers(self) -> dict[str, Callable[[Event], None]]:
        return {
            "session.update": self._update_session,
            "conversation.item.create": self._create_item,
            "conversation.item.retrieve": self._retrieve_item,
            "conversation.item.truncate": self._truncate_item,
            "conversation.item.delete": self._delete_item,
            "input_audio_buffer.append": self._append,
            "input_audio_buffer.commit": lambda _: self.turns.commit(),
            "input_audio_buffer.clear": lambda _: self.turns.clear(),
            "output_audio_buffer.clear": lambda _: self.dialogue.clear_output()(),
            "response.create": self._create_response,
            "response.cancel": self._cancel_response,
        }

    def _update_session(self, received: Event) -> None:
        patch = checked_session(received.get("session"))
        self.dialogue.session = updated_session(
            self.dialogue.session, patch, voice_is_fixed=self.dialogue.is_voice_fixed
        )
        self.dialogue.send(event("session.updated", session=self.dialogue.session))

    def _create_item(self, received: Event) -> None:
        if "item" not in received:
            raise missing_parameter("item")
        item = checked_item(received["item"])
        after = received.get("previous_item_id")
        if after is not None and not isinstance(after, str):
            raise invalid_value("previous_item_id", "a string")
        self.dialogue.add(Entry(item), after)

    def _retrieve_item(self, received: Event) -> None:
        entry = self.dialogue.conversation.find(received["item_id"])
        self.dialogue.send(event("conversation.item.retrieved", item=dict(entry.item)))

    def _truncate_item(self, received: Event) -> None:
        entry = self.dialogue.conversation.find(received["item_id"])
        _refuse_unheard(entry.item)
        if received["content_index"] != 0:
            raise invalid_value("content_index", "0")
        if not 0 <= received["audio_end_ms"] <= entry.audio_ms:
            raise invalid_value("audio_end_ms", f"at most the item's {entry.audio_ms}ms")
        self.dialogue.truncate(received["item_id"], received["audio_end_ms"])

    def _delete_item(self, received: Event) -> None:
        self.dialogue.conversation.delete(received["item_id"])
        self.dialogue.send(event("conversation.item.deleted", item_id=received["item_id"]))

    def _append(self, _received: Event) -> None:
        raise Refusal(
            "Audio of this session arrives by its media track, not by events.",
            code="invalid_event",
            param="type",
        )

    def _create_response(self, received: Event) -> None:
        begin_response(self.dialogue, self._wishes(received.get("response") or {}))

    def _wishes(self, params: dict[str, Any]) -> Wishes:
        # Items are checked on their own: a union of all kinds explains nothing.
        refuse_bad_shape(RealtimeResponseCreateParams, _without_input(params), "response")
        refuse_bad_modalities(params.get("output_modalities"), "response")
        refuse_bad_token_limit(params.get("max_output_tokens"), "response")
        refuse_bad_tools(params.get("tools"), "response")
        output = (params.get("audio") or {}).get("output") or {}
        refuse_bad_voice(output.get("voice"), "response.audio.output.voice")
        refuse_changed_voice(
            self.dialogue.session, output.get("voice"), self.dialogue.is_voice_fixed
        )
        if params.get("conversation", "auto") not in ("auto", "none"):
            raise invalid_value("response.conversation", "'auto' or 'none'")
        return Wishes(
            instructions=params.get("instructions"),
            modalities=params.get("output_modalities"),
            limit=params.get("max_output_tokens"),
            metadata=params.get("metadata"),
            tools=params.get("tools"),
            is_out_of_band=params.get("conversation") == "none",
            entries=self._input(params.get("input")),
        )

    def _input(self, items: Any) -> list[Entry] | None:
        if items is None:
            return None
        if not isinstance(items, list):
            raise invalid_value("response.input", "a list of items")
        return [self._input_entry(item, index) for index, item in enumerate(items)]

    def _input_entry(self, item: Any, index: int) -> Entry:
        if isinstance(item, dict) and item.get("type") == "item_reference":
            return self.dialogue.conversation.find(str(item.get("id")))
        return Entry(checked_item(item, f"response.input[{index}]"))

    def _cancel_response(self, received: Event) -> None:
        self.dialogue.cancel("client_cancelled", received.get("response_id"))


def _refuse_bad_event(received: Event) -> None:
    kind = received.get("type")
    if kind is None:
        raise missing_parameter("type")
    event_id = received.get("event_id")
    if event_id is not None and not (
        isinstance(event_id, str) and len(event_id) <= _LONGEST_EVENT_ID
    ):
        raise invalid_value("event_id", f"a string of at most {_LONGEST_EVENT_ID} characters")
    if isinstance(kind, str) and kind in _PLAIN:
        refuse_bad_shape(_PLAIN[kind], received)
        return
    if not isinstance(kind, str) or kind not in _CARRYING:
        known = ", ".join(f"'{name}'" for name in (*_CARRYING, *_PLAIN))
        raise invalid_value("type", f"one of {known}")
    for key in received:
        if key not in _CARRYING[kind] | {"type", "event_id"}:
            raise unknown_parameter(key)


def _refuse_unheard(item: Item) -> None:
    parts = item.get("content") or [{}]
    if item.get("role") != "assistant" or parts[0].get("type") != "output_audio":
        raise Refusal(
            "Only the audio of an assistant message can be truncated.",
            code="unsupported_content_type",
        )


def _without_input(params: Any) -> Any:
    if not isinstance(params, dict):
        raise invalid_value("response", "an object")
    return {key: value for key, value in params.items() if key != "input"}
