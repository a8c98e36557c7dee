"""Workers of one parent count into one folder; what the dead of their service left is removed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from sarado_site.shared_counters import are_shared, share_counters

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
GONE = "4194999"  # above the largest process id of Linux


@pytest.fixture
def not_shared_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")  # so that it is put back afterwards
    monkeypatch.delenv(VARIABLE)


@pytest.mark.usefixtures("not_shared_yet")
def test_siblings_share_a_folder_of_their_parents(tmp_path: Path) -> None:
    service = tmp_path / "8001"
    (service / GONE).mkdir(parents=True)
    (service / str(os.getpid())).mkdir()

    share_counters(tmp_path, service="8001")

    assert are_shared()
    assert os.environ[VARIABLE] == str(service / str(os.getppid()))
    names = {folder.name for folder in service.iterdir()}
    assert names == {str(os.getppid()), str(os.getpid())}


@pytest.mark.usefixtures("not_shared_yet")
def test_what_another_service_counts_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under systemd (ProtectProc=invisible) one service sees no process of the other."""
    share_counters(tmp_path, service="8002")
    theirs = Path(os.environ[VARIABLE], "counter_7.db")
    theirs.touch()
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("os.getppid", lambda: os.getpid())
    seen = Path.exists
    hidden = Path("/proc", theirs.parent.name)
    monkeypatch.setattr(Path, "exists", lambda path: path != hidden and seen(path))

    share_counters(tmp_path, service="8001")

    assert theirs.exists()


def test_a_folder_that_was_chosen_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/chosen")

    share_counters(tmp_path, service="8001")

    assert os.environ[VARIABLE] == "/chosen"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("lost", ["the folder", "a file while it is read"])
def test_metrics_are_shown_without_the_folder(
    lost: str,
    tmp_path: Path,
    client: Client,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.METRICS_TOKEN = "watch-me"
    folder = tmp_path / "gone"
    if lost != "the folder":
        folder.mkdir()
        (folder / "counter_7.db").symlink_to(tmp_path / "nowhere")
    monkeypatch.setenv(VARIABLE, str(folder))

    answer = client.get("/metrics", headers={"Authorization": "Bearer watch-me"})

    assert answer.status_code == 200
    assert 'sarado_begins_total{outcome="done"}' in answer.content.decode()


def test_counting_goes_on_without_the_folder(tmp_path: Path) -> None:
    """In a process of its own: where counters live is decided by the first import."""
    folder = tmp_path / "counters"
    folder.mkdir()
    count = (
        "import shutil, sys; from sarado_site import metrics; shutil.rmtree(sys.argv[1]);"
        "metrics.PROBLEMS.labels('house_full').inc();"
        "metrics.PROVIDER_SECONDS.labels('hang_up', 'failed').observe(1)"
    )
    subprocess.run(
        [sys.executable, "-c", count, str(folder)],
        env={**os.environ, VARIABLE: str(folder)},
        check=True,
    )
