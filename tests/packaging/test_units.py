"""systemd accepts the units as they are shipped, and finds them locked up well."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.shipped import UNIT_NAMES, UNITS

# systemd's scale: 0 is a service that can do nothing, 10 one that can do everything.
MOST_EXPOSED = 2.0


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine's file system, as far as systemd looks: its own units, ours, and our programs."""
    units = tmp_path / "usr" / "lib" / "systemd" / "system"
    shutil.copytree("/usr/lib/systemd/system", units, symlinks=True)
    (tmp_path / "lib").symlink_to("usr/lib")
    (tmp_path / "bin").symlink_to("usr/bin")
    shutil.copytree(UNITS, tmp_path / "etc" / "systemd" / "system")
    for program in ("usr/bin/env", "opt/sarado/.venv/bin/python"):
        path = tmp_path / program
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o755)
    return tmp_path


def analyze(machine: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", words[0], f"--root={machine}", *words[1:]],
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_unit_is_accepted_without_a_word(machine: Path) -> None:
    verified = analyze(machine, "verify", *UNIT_NAMES)

    assert (verified.returncode, verified.stderr) == (0, "")
    assert {name.replace("8001", "").replace("1", "") for name in UNIT_NAMES} == {
        unit.name for unit in UNITS.iterdir()
    }


def test_a_unit_with_a_slip_would_not_be(machine: Path) -> None:
    unit = machine / "etc" / "systemd" / "system" / "sarado-beat.service"
    unit.write_text(unit.read_text("utf-8").replace("Restart=always", "Restart=sometimes"), "utf-8")

    assert "sometimes" in analyze(machine, "verify", unit.name).stderr


@pytest.mark.parametrize("name", [name for name in UNIT_NAMES if name.endswith(".service")])
def test_a_service_is_locked_up(machine: Path, name: str) -> None:
    judged = analyze(
        machine, "security", "--offline=true", "--no-pager",
        f"--threshold={int(MOST_EXPOSED * 10)}", name,
    )  # fmt: skip

    assert judged.returncode == 0, judged.stdout[-200:]
