"""The functions the model may call, in the flat shape of the Realtime API. Pure.

Descriptions are Korean because the model reads them beside Korean instructions.
"""

from typing import Any

CRISIS_KINDS = ("suicide_or_self_harm", "emergency", "violence", "youth", "other")


def give_flower(flower_names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "function",
        "name": "give_flower",
        "description": (
            "이용자 화면에 꽃 한 송이의 그림을 보여 준다. 이용자가 꽃을 받겠다고 한 뒤에만 부른다. "
            "위기 신호가 한 번이라도 있던 대화에서는 부르지 않는다."
        ),
        "parameters": {
            "type": "object",
            "properties": {
                "name": {
                    "type": "string",
                    "enum": list(flower_names),
                    "description": "건넬 꽃의 이름. 목록에 있는 이름 그대로.",
                },
                "reason": {
                    "type": "string",
                    "description": (
                        "이용자의 말과 이 꽃이 이어지는 까닭. 화면에 보이는 존댓말 한 문장. "
                        "이름이나 연락처를 적지 않는다."
                    ),
                },
            },
            "required": ["name", "reason"],
            "additionalProperties": False,
        },
    }


def open_crisis_help() -> dict[str, Any]:
    return {
        "type": "function",
        "name": "open_crisis_help",
        "description": (
            "이용자 화면에 도움받을 전화 단추를 띄운다. 죽고 싶다는 말, 자해, 폭력, 응급처럼 위기 "
            "신호가 보이면 애매해도 묻지 말고 바로 부른다. 부른 뒤에도 곁에서 계속 듣는다."
        ),
        "parameters": {
            "type": "object",
            "properties": {
                "kind": {
                    "type": "string",
                    "enum": list(CRISIS_KINDS),
                    "description": (
                        "suicide_or_self_harm 죽고 싶은 생각이나 자해, emergency 다침·중독·호흡 "
                        "곤란, violence 맞거나 위협받음, youth 청소년의 위기, other 그 밖"
                    ),
                },
            },
            "required": ["kind"],
            "additionalProperties": False,
        },
    }
