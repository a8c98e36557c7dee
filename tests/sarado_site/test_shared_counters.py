"""Workers of one parent count into one folder; what the dead have left is removed."""

import os
from pathlib import Path

import pytest

from sarado_site.shared_counters import are_shared, share_counters

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def test_siblings_share_a_folder_of_their_parents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "")  # so that it is put back afterwards
    monkeypatch.delenv(VARIABLE)
    (tmp_path / "4194999").mkdir()  # above the largest process id of Linux
    (tmp_path / str(os.getpid())).mkdir()

    share_counters(tmp_path)

    assert are_shared()
    assert os.environ[VARIABLE] == str(tmp_path / str(os.getppid()))
    names = {folder.name for folder in tmp_path.iterdir()}
    assert names == {str(os.getppid()), str(os.getpid())}


def test_a_folder_that_was_chosen_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/chosen")

    share_counters(tmp_path)

    assert os.environ[VARIABLE] == "/chosen"
    assert list(tmp_path.iterdir()) == []
