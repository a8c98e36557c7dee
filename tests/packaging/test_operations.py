"""The operator's guide keeps up with what it describes."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from conversations.alarms import WATCHES
from conversations.house import renew_lease
from tests.packaging.shipped import OPERATIONS
from tests.test_repository import ROOT, variables_read


def guide() -> str:
    return OPERATIONS.read_text("utf-8")


def test_every_alarm_is_explained_and_no_other() -> None:
    part = guide().partition("\n## Alarms\n")[2].partition("\n#")[0]

    assert re.findall(r"^\| `(\w+)` \|", part, re.M) == [watch.code for watch in WATCHES]


def test_every_variable_it_names_exists() -> None:
    told_of_compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text("utf-8")))
    named = {name for name in re.findall(r"`([A-Z][A-Z_]+)`", guide()) if "_" in name}

    assert named <= variables_read() | told_of_compose


@pytest.mark.django_db
def test_every_metric_it_names_is_shown(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "for monitors"
    renew_lease(now=datetime(2026, 11, 23, 3, tzinfo=UTC))
    shown = client.get("/metrics", headers={"Authorization": "Bearer for monitors"}).text
    part = guide().partition("\n## Metrics\n")[2].partition("\n## ")[0]
    named = set(re.findall(r"\bsarado_[a-z_]+", part))

    assert len(named) > 8
    assert {name for name in named if name not in shown} == set()


def test_every_file_and_command_it_names_exists() -> None:
    text = guide()
    for name in re.findall(r"packaging/[\w./-]+\w", text):
        assert (ROOT / name).exists(), name
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    ours = set(re.findall(r"manage\.py ([a-z_]+)", text)) - {"migrate", "createsuperuser"}
    assert ours <= commands
