"""The environment is read strictly: a typo is an error that names the variable."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sarado_site.env import env_bool, env_int, env_json, env_list, load_env_file


@pytest.mark.parametrize(
    ("raw", "value"), [("true", True), ("1", True), ("False", False), ("off", False), ("", False)]
)
def test_bool(monkeypatch: pytest.MonkeyPatch, raw: str, value: bool) -> None:
    monkeypatch.setenv("SWITCH", raw)
    assert env_bool("SWITCH", default=not value) is value


@pytest.mark.parametrize(
    ("read", "raw"),
    [(lambda: env_bool("X", default=True), "ture"), (lambda: env_int("X", 1), "ten"),
     (lambda: env_json("X", []), "[")],
)  # fmt: skip
def test_a_typo_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], raw: str
) -> None:
    monkeypatch.setenv("X", raw)
    with pytest.raises(ImproperlyConfigured, match="X must be"):
        read()


def test_list_drops_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", " a.example, ,b.example ,")
    assert env_list("HOSTS") == ["a.example", "b.example"]


def test_the_env_file_fills_only_what_is_not_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text('# a comment\nSET_ALREADY=file\nFROM_FILE="a b"\nnonsense\n')
    monkeypatch.setenv("SET_ALREADY", "environment")
    monkeypatch.delenv("FROM_FILE", raising=False)

    load_env_file(file)
    load_env_file(tmp_path / "missing")

    assert os.environ["SET_ALREADY"] == "environment"
    assert os.environ.pop("FROM_FILE") == "a b"
