"""The pieces a response is written in. Pure but for fresh ids."""

import json
import re
from typing import Any

from conversations.rehearsal.ids import new_id


def pieces(text: str) -> list[str]:
    """Cut as a model writes: two syllables or so at a time, blanks with what follows."""
    return re.findall(r"\s*\S{1,2}|\s+$", text)


def text_part(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


def audio_part(transcript: str) -> dict[str, str]:
    return {"type": "audio", "transcript": transcript}


def message_item(*, is_reasoning: bool) -> dict[str, Any]:
    """Return the assistant's item as it begins. Reasoning models add `phase`."""
    item: dict[str, Any] = {
        "id": new_id("item"),
        "type": "message",
        "status": "in_progress",
        "role": "assistant",
        "content": [],
    }
    return item | {"phase": "final_answer"} if is_reasoning else item


def call_item(name: str) -> dict[str, Any]:
    """Return the item of a function call as it begins."""
    return {
        "id": new_id("item"),
        "type": "function_call",
        "status": "in_progress",
        "name": name,
        "call_id": new_id("call"),
        "arguments": "",
    }


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
