"""What is shipped for operators, read as their programs read it."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGING = ROOT / "packaging"
OPERATIONS = ROOT / "docs" / "operations.md"
UNITS = PACKAGING / "systemd"
UNIT_NAMES = (
    "sarado.target",
    "sarado-web@8001.service",
    "sarado-worker@1.service",
    "sarado-beat.service",
    "sarado-setup.service",
)

_EXAMPLE = ROOT / ".env.example"
# Values for those that have to be set in production, and no default.
_VALUES = {
    "DJANGO_SECRET_KEY": "k1l2m3n4o5p6q7r8s9t0" * 3,
    "OPENAI_API_KEY": "sk-for-the-test-of-packaging",
    "ALLOWED_HOSTS": "voice.example.org",
    "DATABASE_URL": "postgresql://sarado:word@db.example.org/sarado",
    "REDIS_URL": "redis://redis.example.org:6379/0",
    "POSTGRES_PASSWORD": "word",
}


def needed_in_production() -> set[str]:
    """The variables that .env.example lists as needed, whether or not they have a default."""
    part = _EXAMPLE.read_text("utf-8").partition("Needed in production")[2].partition("# ---")[0]
    return set(re.findall(r"^#? ?([A-Z_]+)=", part, re.MULTILINE))


def filled_example() -> str:
    """.env.example as an operator fills it in: what is needed, and nothing else."""
    text = _EXAMPLE.read_text("utf-8")
    for name in needed_in_production():
        text = re.sub(rf"^#? ?{name}=.*$", f"{name}={_VALUES[name]}", text, flags=re.MULTILINE)
    return f"{text}\nPOSTGRES_PASSWORD={_VALUES['POSTGRES_PASSWORD']}\n"


def compose(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Ask Compose, 2 where it is and Debian 12's 1.29 otherwise; neither needs an engine."""
    return subprocess.run(
        [*_compose_command(), *words], cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder)},
    )  # fmt: skip


@cache
def _compose_command() -> list[str]:
    has_plugin = (
        shutil.which("docker")
        and not subprocess.run(
            ["docker", "compose", "version"], capture_output=True, check=False
        ).returncode
    )
    return ["docker", "compose"] if has_plugin else ["docker-compose"]


def configured(folder: Path) -> dict[str, Any]:
    """compose.yaml as Compose understands it beside a filled .env."""
    shutil.copy(ROOT / "compose.yaml", folder)
    (folder / ".env").write_text(filled_example(), "utf-8")
    done = compose(folder, "config")
    if done.returncode or done.stderr:
        raise AssertionError(done.stderr)
    document: dict[str, Any] = yaml.safe_load(done.stdout)
    return document


def house_services(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Those services that are processes of ours."""
    return {name: one for name, one in document["services"].items() if "build" in one}


def unit_environment(unit: Path) -> dict[str, str]:
    """What the unit itself sets: in Environment=, and by way of env in its commands."""
    text = unit.read_text("utf-8")
    lines = [*re.findall(r"^Environment=(.*)$", text, re.MULTILINE)]
    lines += re.findall(r"^Exec\w+=/usr/bin/env ((?:[A-Z_]+=\S+ )+)", text, re.MULTILINE)
    return dict(re.findall(r"([A-Z_]+)=(\S+)", " ".join(lines)))


def docker_instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions of the last stage, each with its argument."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    last = max(number for number, (word, _) in enumerate(found) if word == "FROM")
    return [(word, rest) for word, rest in found[last:]]


def docker_environment() -> dict[str, str]:
    return dict(
        pair.split("=", 1)
        for word, rest in docker_instructions()
        if word == "ENV"
        for pair in rest.split()
    )


def docker_command() -> list[str]:
    command: list[str] = json.loads(next(r for word, r in docker_instructions() if word == "CMD"))
    return command
