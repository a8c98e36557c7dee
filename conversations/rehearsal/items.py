"""The items of a conversation, in order, and the shapes the provider accepts them in."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from openai.types.realtime import (
    RealtimeConversationItemAssistantMessage,
    RealtimeConversationItemFunctionCall,
    RealtimeConversationItemFunctionCallOutput,
    RealtimeConversationItemSystemMessage,
    RealtimeConversationItemUserMessage,
)
from pydantic import BaseModel

from conversations.rehearsal.ids import new_id
from conversations.rehearsal.refusals import Refusal, invalid_value, missing_parameter
from conversations.rehearsal.shapes import refuse_bad_shape
from conversations.rehearsal.usage import (
    Tokens,
    assistant_audio_tokens,
    text_tokens,
    user_audio_tokens,
)

Item = dict[str, Any]

_MESSAGES: dict[Any, type[BaseModel]] = {
    "user": RealtimeConversationItemUserMessage,
    "assistant": RealtimeConversationItemAssistantMessage,
    "system": RealtimeConversationItemSystemMessage,
}
_OTHERS: dict[Any, type[BaseModel]] = {
    "function_call": RealtimeConversationItemFunctionCall,
    "function_call_output": RealtimeConversationItemFunctionCallOutput,
}
# What each kind of content must hold.
_CONTENT_KEY = {
    "input_text": "text",
    "output_text": "text",
    "input_audio": "audio",
    "input_image": "image_url",
}


@dataclass(slots=True)
class Entry:
    """An item, and what is known of it beyond what is sent.

    `heard` is what the visitor said where the item is sound; `audio_ms` how long that sound is.
    """

    item: Item
    audio_ms: int = 0
    heard: str | None = None

    @property
    def text(self) -> str:
        """Return the words of a message, as far as they are known."""
        if self.heard is not None:
            return self.heard
        parts = self.item.get("content") or ()
        return " ".join(part.get("text") or part.get("transcript") or "" for part in parts)

    @property
    def tokens(self) -> Tokens:
        """Return what it costs to read this item again."""
        if self.item["type"] == "function_call":
            return Tokens(text_tokens(self.item["name"] + self.item["arguments"]))
        if self.item["type"] == "function_call_output":
            return Tokens(text_tokens(self.item["output"]))
        if not self.audio_ms:
            return Tokens(text_tokens(self.text))
        if self.item["role"] == "user":
            return Tokens(0, user_audio_tokens(self.audio_ms))
        return Tokens(text_tokens(self.text), assistant_audio_tokens(self.audio_ms))


def checked_item(item: Any, path: str = "item") -> Item:
    """Return an item as a client may create it, completed as the provider does."""
    if not isinstance(item, dict):
        raise Refusal(f"Invalid type for '{path}'.", code="invalid_type", param=path)
    refuse_bad_shape(_model_of(item, path), item, path)
    for index, part in enumerate(item.get("content") or ()):
        _refuse_bad_part(part, item["role"], f"{path}.content[{index}]")
    completed: Item = {"id": item.get("id") or new_id("item")} | item
    completed.pop("object", None)
    if item["type"] == "function_call":
        completed.setdefault("call_id", new_id("call"))
    if item["type"] == "function_call_output":
        completed.pop("status", None)  # the provider echoes this kind without one
    else:
        completed["status"] = "completed"  # what a client says here has no effect
    return completed


def _model_of(item: Item, path: str) -> type[BaseModel]:
    kind = item.get("type")
    if kind is None:
        raise missing_parameter(f"{path}.type")
    if kind == "message":
        if item.get("role") not in _MESSAGES:
            raise invalid_value(f"{path}.role", "'user', 'assistant' or 'system'")
        return _MESSAGES[item["role"]]
    if kind not in _OTHERS:
        raise invalid_value(f"{path}.type", "a kind of item that a client may create")
    return _OTHERS[kind]


def _refuse_bad_part(part: dict[str, Any], role: str, param: str) -> None:
    kind = part.get("type")
    if kind is None:
        raise missing_parameter(f"{param}.type")
    # Recorded: the provider does not say "no audio here", it misses the text.
    key = "text" if role == "assistant" else _CONTENT_KEY[kind]
    if part.get(key) is None:
        raise missing_parameter(f"{param}.{key}")


class Conversation:
    """The entries in their order."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    @property
    def last_id(self) -> str | None:
        return self._entries[-1].item["id"] if self._entries else None

    def find(self, item_id: str) -> Entry:
        for entry in self._entries:
            if entry.item["id"] == item_id:
                return entry
        raise item_not_found(item_id, "item_id")

    def insert(self, entry: Entry, after: str | None = None) -> str | None:
        """Put the entry at the end, at the front (`"root"`) or after an item.

        Returns the id of the item before it.
        """
        if any(known.item["id"] == entry.item["id"] for known in self._entries):
            raise Refusal(
                f"Item with id '{entry.item['id']}' already exists.",
                code="invalid_value",
                param="item.id",
            )
        self._refuse_orphan(entry.item)
        place = self._place(after)
        self._entries.insert(place, entry)
        return self._entries[place - 1].item["id"] if place else None

    def delete(self, item_id: str) -> None:
        self._entries.remove(self.find(item_id))

    def snapshot(self) -> list[Entry]:
        return [Entry(deepcopy(e.item), e.audio_ms, e.heard) for e in self._entries]

    def _place(self, after: str | None) -> int:
        if after is None:
            return len(self._entries)
        if after == "root":
            return 0
        for index, entry in enumerate(self._entries):
            if entry.item["id"] == after:
                return index + 1
        raise item_not_found(after, "previous_item_id")

    def _refuse_orphan(self, item: Item) -> None:
        if item["type"] != "function_call_output":
            return
        calls = [e.item for e in self._entries if e.item["type"] == "function_call"]
        if not any(call["call_id"] == item["call_id"] for call in calls):
            raise Refusal(
                f"Tool call ID '{item['call_id']}' not found in conversation.",
                code="invalid_tool_call_id",
                param="item.call_id",
            )


def item_not_found(item_id: str, param: str) -> Refusal:
    return Refusal(f"Item with id '{item_id}' does not exist.", code="item_not_found", param=param)
