"""Read the seed folder. Pure apart from reading files; knows nothing of the database."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED_FOLDER = Path(__file__).parent / "seed"


@dataclass(frozen=True, slots=True)
class SeedSection:
    key: str  # the file's name without its ending
    position: int
    title: str
    role: str
    body: str


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of `<name>.csv`."""
    with (SEED_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_persona() -> dict[str, Any]:
    """Return field values of the model Persona."""
    values = tomllib.loads((SEED_FOLDER / "persona.toml").read_text(encoding="utf-8"))
    return {name: value.strip() for name, value in values.items()}


def read_sections() -> list[SeedSection]:
    return [_read_section(path) for path in sorted((SEED_FOLDER / "sections").glob("*.md"))]


def _read_section(path: Path) -> SeedSection:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return SeedSection(
        key=path.stem,
        position=int(fields["position"]),
        title=fields["title"],
        role=fields.get("role", ""),
        body=body.strip(),
    )
