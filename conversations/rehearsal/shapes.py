"""Shapes as the official models know them, made strict.

The models of the `openai` package let unknown keys pass (`extra="allow"`); the provider does not.
So a message is validated first and then walked for keys that no model knows.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from conversations.rehearsal.refusals import (
    Refusal,
    invalid_value,
    missing_parameter,
    unknown_parameter,
)


def refuse_bad_shape(model: type[BaseModel], data: Any, path: str = "") -> None:
    """Raise `Refusal` unless `data` is exactly what `model` knows. `path` leads to `data`."""
    try:
        parsed = model.model_validate(data, strict=True)
    except ValidationError as error:
        raise _refusal(error, data, path) from error
    for param in unknown_keys(parsed, path):
        raise unknown_parameter(param)


def unknown_keys(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every key that the model of its level does not know."""
    if isinstance(value, BaseModel):
        for key in value.model_extra or {}:
            yield _join(path, key)
        for name in type(value).model_fields:
            yield from unknown_keys(getattr(value, name), _join(path, name))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from unknown_keys(element, f"{path}[{index}]")
    elif isinstance(value, Mapping):
        for key, element in value.items():
            yield from unknown_keys(element, _join(path, str(key)))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _refusal(error: ValidationError, data: Any, path: str) -> Refusal:
    # A union reports every member; the members of another `type` are noise beside the real one.
    found = min(error.errors(), key=_is_about_type)
    param = _param(found["loc"], data, path)
    if found["type"] == "missing":
        return missing_parameter(param)
    if found["type"].endswith("_type"):
        return Refusal(f"Invalid type for '{param}'.", code="invalid_type", param=param)
    return invalid_value(param, found["msg"])


def _is_about_type(error: Any) -> bool:
    return bool(error["type"] == "literal_error" and error["loc"][-1] == "type")


def _param(location: tuple[int | str, ...], data: Any, path: str) -> str:
    """Write the location as the provider does, without pydantic's names of union members."""
    here = data
    for part in location:
        if isinstance(part, int) and isinstance(here, list):
            path = f"{path}[{part}]"
            here = here[part] if part < len(here) else None
        elif isinstance(here, dict) and isinstance(part, str):
            if part in here:
                path, here = _join(path, part), here[part]
            elif part == location[-1]:
                path = _join(path, part)
    return path
