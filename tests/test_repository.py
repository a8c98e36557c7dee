"""What review forgets: documents that fell behind, words that do not belong here."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_READ = re.compile(r'env_(?:text|bool|int|list|json)\(\s*"([A-Z_]+)"')


def tracked(*patterns: str) -> list[Path]:
    """Files of the work tree that belong to the project."""
    if not (ROOT / ".git").exists():
        pytest.fail("the tests of the repository need its .git folder")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def variables_read() -> set[str]:
    names: set[str] = set()
    for path in tracked("sarado_site/*.py", "conversations/*.py", "persona/*.py"):
        names |= set(_READ.findall(path.read_text("utf-8")))
    return names


def test_every_variable_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    shown = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))

    assert shown == variables_read()


def test_every_dependency_has_its_sentence_in_the_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    readme = (ROOT / "README.md").read_text("utf-8")
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.split(r"[\[<>=~]", requirement)[0] for requirement in wanted]

    assert len(names) > 20
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_requirements_are_pinned_and_hashed() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        pins = re.findall(r"^([a-z0-9-]+)==\S+ ?.*\\$", text, re.MULTILINE)
        lines = [line for line in text.splitlines() if line and line[0].isalnum()]
        assert len(pins) == len(lines)
        assert not re.search(r"https?://", text)


def test_files_stay_small_enough_to_hold_in_the_head() -> None:
    limits = {"*.py": 350, "*.js": 200, "*.css": 200}
    long = {
        str(path.relative_to(ROOT)): lines
        for pattern, limit in limits.items()
        for path in tracked(pattern)
        if "migrations" not in path.parts
        and not path.name.startswith("test_")
        and not path.name.endswith(".test.js")
        and (lines := path.read_text("utf-8").count("\n")) > limit
    }
    assert long == {}
