"""What the character says in rehearsal. Pure: the conversation so far decides the next reply.

There is no model here: a few lines in character, so that staff can practise and tests can tell
what was said and why. Jeju words come only from glossary rows whose confidence is high.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from conversations.rehearsal.items import Entry

# The peer has no recogniser: the honest transcript of a spoken turn.
UNWRITTEN = "(연습용 서버라서 하신 말씀을 글로 옮기지 않았습니다.)"

GREETING = "혼저옵서예, 어서 오세요. 저는 AI 꽃밭지기 사라도령이에요. 오늘 마음은 어떠세요?"
LISTENING = (
    "게메양, 그러게요. 조금 더 들려주시겠어요?",
    "맞수다, 그럴 만해요. 그때 마음이 어떠셨어요?",
    "오늘도 속앗수다, 참 수고하셨어요. 무엇이 가장 무거우세요?",
    "조들지 맙서, 걱정하지 마시라는 말이에요. 천천히 하셔도 돼요.",
    "말 꺼내기 쉽지 않으셨을 텐데 고맙수다. 그다음에는 어떻게 되었나요?",
    "노고록이, 마음 놓고 편안히 쉬어 가세요. 서두르지 않아도 괜찮아요.",
)
GOING_ON = "네, 다시 이어졌어요. 하던 이야기를 마저 나눌게요."
FAREWELL = "오늘 이야기 나눠 주셔서 고맙수다. 물 한 잔 챙겨 드시고 살펴 가세요."
FLOWER_GIVEN = "화면에 {name} 한 송이가 피었어요. 진짜 꽃은 아니지만 마음을 담았수다."
FLOWER_UNSEEN = "지금은 화면에 꽃을 띄우지 못했어요. 대신 말로 마음을 전할게요."
CRISIS = "말해 주셔서 고마워요. 지금 안전하세요? 109에서는 언제든 사람이 전화를 받아요."
CRISIS_FAREWELL = "언제든 109에 전화하실 수 있어요. 곁의 한 사람에게 지금 연락해 주세요."
JEJU_PHRASES = (
    "혼저옵서예", "게메양", "맞수다", "속앗수다", "조들지 맙서", "고맙수다", "노고록이",
)  # fmt: skip

GIVE_FLOWER = "give_flower"
OPEN_CRISIS_HELP = "open_crisis_help"
# Compared without blanks. Being taken to the garden means dying, with this character.
_CRISIS_SIGNS = ("죽고싶", "사라지고싶", "데려가")
_FLOWER_SIGN = "꽃"
_FAREWELL_SIGNS = ("안녕히", "그만할", "그만하", "갈게", "가볼게", "마칠게", "끝낼게", "잘있어")
_GOING_ON_ORDERS = ("이어", "계속", "인사하지", "continue", "goon")
_FAREWELL_ORDERS = ("작별", "배웅", "헤어지는인사", "마무리인사", "문을닫", "goodbye", "farewell")


@dataclass(frozen=True, slots=True)
class Say:
    text: str


@dataclass(frozen=True, slots=True)
class CallTool:
    name: str
    arguments: str  # JSON


@dataclass(frozen=True, slots=True)
class Scene:
    """What a reply is decided from. `instructions` are those of this one response, if any."""

    entries: Sequence[Entry]
    tools: Sequence[dict[str, Any]] = field(default=())
    instructions: str | None = None


def next_reply(scene: Scene) -> Say | CallTool:
    """Return what the character does next."""
    said = [entry for entry in scene.entries if entry.item.get("role") != "system"]
    last = said[-1] if said else None
    if last is not None and last.item["type"] == "function_call_output":
        return _after_tool(scene, last)
    if _orders_farewell(scene):
        return Say(CRISIS_FAREWELL if _is_crisis(scene) else FAREWELL)
    if last is None or last.item.get("role") != "user":
        return Say(GOING_ON if _has_spoken(scene) else GREETING)
    words = _squeezed(last.text)
    if _orders_going_on(scene) and not _has_sign(words, _CRISIS_SIGNS):
        return Say(GOING_ON)
    return _answer(scene, words)


def _answer(scene: Scene, words: str) -> Say | CallTool:
    if _has_sign(words, _CRISIS_SIGNS):
        tool = _tool(scene, OPEN_CRISIS_HELP)
        return _call(tool, scene) if tool else Say(CRISIS)
    if _is_crisis(scene):  # to the end of this conversation: no flowers, no Jeju words
        return Say(CRISIS)
    tool = _tool(scene, GIVE_FLOWER)
    if _FLOWER_SIGN in words and tool:
        return _call(tool, scene)
    if _has_sign(words, _FAREWELL_SIGNS):
        return Say(FAREWELL)
    return Say(LISTENING[_spoken_count(scene) % len(LISTENING)])


def _after_tool(scene: Scene, output: Entry) -> Say:
    call = next(
        entry.item
        for entry in scene.entries
        if entry.item["type"] == "function_call" and entry.item["call_id"] == output.item["call_id"]
    )
    if call["name"] == OPEN_CRISIS_HELP or _is_crisis(scene):
        return Say(CRISIS)
    if call["name"] != GIVE_FLOWER:
        return Say(LISTENING[_spoken_count(scene) % len(LISTENING)])
    name = _flower_name(call["arguments"])
    if name is None or _is_refusal(output.item["output"]):
        return Say(FLOWER_UNSEEN)
    return Say(FLOWER_GIVEN.format(name=name))


def _call(tool: dict[str, Any], scene: Scene) -> CallTool:
    parameters = tool.get("parameters") or {}
    properties = parameters.get("properties") or {}
    wanted = parameters.get("required") or list(properties)
    turn = _spoken_count(scene)
    arguments = {name: _value(properties.get(name) or {}, turn) for name in wanted}
    return CallTool(tool["name"], json.dumps(arguments, ensure_ascii=False))


def _value(schema: dict[str, Any], turn: int) -> Any:
    """Return a value that fits the schema; of a choice, another one at another turn."""
    if schema.get("enum"):
        return schema["enum"][turn % len(schema["enum"])]
    if "const" in schema:
        return schema["const"]
    by_type = {"boolean": True, "integer": 1, "number": 1, "array": [], "object": {}}
    return by_type.get(schema.get("type", "string"), "마음을 나누어 주셔서")


def _flower_name(arguments: str) -> str | None:
    try:
        given = json.loads(arguments)
    except json.JSONDecodeError:
        return None
    name = given.get("name") if isinstance(given, dict) else None
    if name is None and isinstance(given, dict):
        name = next((value for value in given.values() if isinstance(value, str)), None)
    return name


def _is_refusal(output: str) -> bool:
    """A tool that could not do it says so with `error` or with a false value."""
    try:
        told = json.loads(output)
    except json.JSONDecodeError:
        return False
    return isinstance(told, dict) and ("error" in told or False in told.values())


def _tool(scene: Scene, name: str) -> dict[str, Any] | None:
    return next((tool for tool in scene.tools if tool.get("name") == name), None)


def _orders_farewell(scene: Scene) -> bool:
    return _is_ordered(scene, _FAREWELL_ORDERS)


def _orders_going_on(scene: Scene) -> bool:
    """After a reconnect the history is replayed and the character asked to go on from it."""
    return _has_spoken(scene) and _is_ordered(scene, _GOING_ON_ORDERS)


def _is_ordered(scene: Scene, signs: Sequence[str]) -> bool:
    """Whether this response's own instructions, or the words of the system behind all that was
    said, hold one of the signs.
    """
    orders = [scene.instructions or ""]
    for entry in reversed(scene.entries):
        if entry.item.get("role") != "system":
            break
        orders.append(entry.text)
    return any(_has_sign(_squeezed(order), signs) for order in orders)


def _is_crisis(scene: Scene) -> bool:
    for entry in scene.entries:
        item = entry.item
        if item["type"] == "function_call" and item["name"] == OPEN_CRISIS_HELP:
            return True
        if item.get("role") == "user" and _has_sign(_squeezed(entry.text), _CRISIS_SIGNS):
            return True
    return False


def _has_spoken(scene: Scene) -> bool:
    return _spoken_count(scene) > 0


def _spoken_count(scene: Scene) -> int:
    return sum(1 for entry in scene.entries if entry.item.get("role") == "assistant")


def _squeezed(text: str) -> str:
    return "".join(text.split()).lower()


def _has_sign(words: str, signs: Sequence[str]) -> bool:
    return any(sign in words for sign in signs)
