"""The image, as far as it can be built without an engine: its files, packages and command."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.packaging.shipped import ROOT, docker_command, docker_environment, docker_instructions
from tests.servers import free_port

# Runs first in every Python of the image: what only development installs is not there.
_HIDE = """
from importlib.machinery import PathFinder

HIDDEN = frozenset(%r)
_find_spec = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, path=None, target=None:
        None if name.partition(".")[0] in HIDDEN else _find_spec(name, path, target)
)
"""
_PRODUCTION = {"DJANGO_SECRET_KEY": "k" * 60, "OPENAI_API_KEY": "sk-image"}


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Do what the last stage says: copy, and run its lines with our environment as .venv."""
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    context = shutil.ignore_patterns("__pycache__", *(Path(one).name for one in left_out(ignored)))
    for word, rest in docker_instructions():
        if word == "COPY" and not rest.startswith("--from"):
            source, target = rest.split()
            assert f"!{source}" in ignored, f"{source} does not reach the builder"
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, tmp_path / target, ignore=context)
            else:
                shutil.copy(ROOT / source, tmp_path / target)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "hide").mkdir()
    hiding = _HIDE % (sorted(for_development_only()),)
    (tmp_path / "hide" / "sitecustomize.py").write_text(hiding, "utf-8")
    return tmp_path


def for_development_only() -> set[str]:
    """Modules of packages that requirements.txt does not install."""
    pins = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    return {
        module
        for module, owners in packages_distributions().items()
        if not {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners} & set(pins)
    }


def left_out(ignored: list[str]) -> list[str]:
    """What .dockerignore takes away again from what it lets in."""
    return [line for line in ignored if re.fullmatch(r"[a-z]+/[a-z/]+", line)]


def environment(image: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        **docker_environment(),
        "VAR_DIR": str(image / "var"),
        "DJANGO_SETTINGS_MODULE": "sarado_site.settings",
        "PYTHONPATH": str(image / "hide"),
        **more,
    }


def run(image: Path, command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command], cwd=image, env=environment(image, **more),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_builds_serves_answers_its_health_check_and_stops(image: Path) -> None:
    python_lines = [
        rest for word, rest in docker_instructions() if word == "RUN" and ".venv/bin/python" in rest
    ]
    compiled, collected = python_lines
    # Compressing them takes ten seconds of CPU; that it works is held elsewhere.
    for line in (compiled, f"{collected} --no-post-process"):
        done = run(image, line)
        assert done.returncode == 0, done.stderr
    assert (image / "var" / "static" / "js" / "call" / "main.js").is_file()

    health = next(rest for word, rest in docker_instructions() if word == "HEALTHCHECK")
    knock = json.loads(health.partition("CMD")[2])
    serving = environment(image, **_PRODUCTION, PORT=str(free_port()), WEB_HOST="127.0.0.1")
    process = subprocess.Popen(
        docker_command(), cwd=image, env=serving, stderr=subprocess.PIPE, text=True
    )
    try:
        answered = subprocess.run(
            [*knock, "--within", "60"], cwd=image, env=serving, capture_output=True, check=False
        )
    finally:
        process.terminate()
        _, log = process.communicate(timeout=30)
    assert answered.returncode == 0, log
    assert process.returncode == 0


def test_worker_and_commands_need_nothing_for_development_either(image: Path) -> None:
    for words in (
        "manage.py check",
        '-c "import django; django.setup(); import conversations.tasks"',
        "-m celery -A sarado_site beat --help",
    ):
        done = run(image, f".venv/bin/python {words}", **_PRODUCTION)
        assert done.returncode == 0, done.stderr
    assert "aiortc" in run(image, '.venv/bin/python -c "import aiortc"').stderr  # really hidden


def test_its_python_is_one_we_support() -> None:
    bases = set(re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text("utf-8"), re.M))
    required = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())

    assert required
    assert bases == {f"python:{required[1]}-slim-bookworm"}


def test_nobody_in_it_is_root() -> None:
    words = [word for word, _ in docker_instructions()]
    users = [rest for word, rest in docker_instructions() if word == "USER"]

    assert users == ["sarado"]
    assert words.index("USER") < words.index("CMD")
