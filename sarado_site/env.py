"""Read settings from the environment: typed, with failures that name the variable.

Knows nothing of this project. A `.env` file is read for variables that the environment
does not already set; it is the same `NAME=value` form that systemd and Docker read.
"""

import json
import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"true", "1", "yes", "on"}
_FALSE = {"false", "0", "no", "off", ""}


def load_env_file(path: Path) -> None:
    """Set what `path` says for variables that are not set. A missing file is fine."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if not equals or name.startswith("#"):
            continue
        os.environ.setdefault(name.strip(), value.strip().strip("'\""))


def env_text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks; an empty one counts as unset."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """Read true/false. Anything else is refused, so that a typo cannot turn a guard off."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {raw!r}.")


def env_int(name: str, default: int) -> int:
    raw = env_text(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from error


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Read a comma-separated list; blanks are dropped."""
    raw = env_text(name)
    return [part.strip() for part in raw.split(",") if part.strip()] if raw else list(default)


def env_json(name: str, default: Any) -> Any:
    raw = env_text(name)
    if not raw:
        return default
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        raise ImproperlyConfigured(f"{name} must be JSON: {error}.") from error
