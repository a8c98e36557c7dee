"""What compose file, units and image set is what the settings read, and all that they need."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sarado_site.env import load_env_file
from tests.packaging.shipped import (
    OPERATIONS,
    ROOT,
    UNITS,
    compose,
    configured,
    docker_environment,
    filled_example,
    house_services,
    needed_in_production,
    unit_environment,
)
from tests.test_repository import variables_read

SERVICES = sorted(UNITS.glob("*.service"))


def check_deploy(folder: Path, environment: dict[str, str]) -> str:
    """Start the settings with nothing but this environment; return what Django would mend."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment, "VAR_DIR": str(folder / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def test_compose_and_image_hand_every_variable_through(tmp_path: Path) -> None:
    for service in house_services(configured(tmp_path)).values():
        assert set(service["environment"]) | set(docker_environment()) == variables_read()


def test_compose_gives_production_all_it_needs(tmp_path: Path) -> None:
    services = house_services(configured(tmp_path))
    assert set(services) == {"web-a", "web-b", "worker", "beat", "setup"}
    for service in services.values():
        values = {
            name: str(value)
            for name, value in {**docker_environment(), **service["environment"]}.items()
            if value is not None
        }
        assert {name for name in needed_in_production() if not values.get(name)} == set()
    assert check_deploy(tmp_path, values) == ""


@pytest.mark.parametrize(
    "name", ["DJANGO_SECRET_KEY", "OPENAI_API_KEY", "ALLOWED_HOSTS", "POSTGRES_PASSWORD"]
)
def test_compose_refuses_to_start_without(tmp_path: Path, name: str) -> None:
    shutil.copy(ROOT / "compose.yaml", tmp_path)
    without = re.sub(rf"^{name}=.*$", "", filled_example(), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(without, "utf-8")

    refused = compose(tmp_path, "config", "--quiet")
    assert refused.returncode != 0
    assert name in refused.stderr


def test_compose_s_own_variables_are_told_to_the_operator() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    own = set(re.findall(r"\$\{([A-Z_]+)", text)) - variables_read()

    assert "HTTPS_PORT" in own
    assert {name for name in own if f"`{name}`" not in OPERATIONS.read_text("utf-8")} == set()


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_sets_only_what_is_read(unit: Path) -> None:
    own = unit_environment(unit)

    assert own
    assert set(own) <= variables_read()
    assert "EnvironmentFile=/etc/sarado/sarado.env\n" in unit.read_text("utf-8")
    # The file starts as a copy of .env.example, which tests/test_repository.py keeps complete.
    assert "install -m 640 -g sarado .env.example /etc/sarado/sarado.env" in OPERATIONS.read_text(
        "utf-8"
    )


def test_a_unit_gives_production_all_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in variables_read():
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "sarado.env").write_text(filled_example(), "utf-8")
    load_env_file(tmp_path / "sarado.env")  # the same form that systemd reads
    from_file = {name: os.environ[name] for name in variables_read() if name in os.environ}

    assert {name for name in needed_in_production() if not from_file.get(name)} == set()
    from_units = {
        name: value for unit in SERVICES for name, value in unit_environment(unit).items()
    }
    assert check_deploy(tmp_path, {**from_units, **from_file}) == ""
