import importlib
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.persona.groups import KEEPER, REVIEWER, SAFETY, WRITER

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

    from persona.models import Persona


@pytest.fixture(autouse=True)
def _a_provider_that_takes_everything(settings: Settings) -> None:
    """Tests of what it refuses name another answer of tests.persona.trials."""
    settings.PERSONA_SESSION_TRIAL = "tests.persona.trials.accept"


@pytest.fixture
def staff_groups(db: None) -> "dict[str, Group]":
    """The groups of the migrations, made again: a test that flushes tables takes them away."""
    from django.contrib.auth.models import Group

    for name in ("0007_groups_by_task", "0009_keepers_look_after_transcriber_prices"):
        importlib.import_module(f"persona.migrations.{name}").fill_groups(apps)
    importlib.import_module("persona.migrations.0010_transcribers_end_too").add_to_groups(apps)
    return {group.name: group for group in Group.objects.all()}


def signed_in(group: "Group") -> Client:
    """A browser of a member of staff with the permissions of one group."""
    from django.contrib.auth.models import User

    user = User.objects.create_user(f"member-of-{group.pk}", is_staff=True)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def writer(staff_groups: "dict[str, Group]") -> Client:
    return signed_in(staff_groups[WRITER])


@pytest.fixture
def guardian(staff_groups: "dict[str, Group]") -> Client:
    return signed_in(staff_groups[SAFETY])


@pytest.fixture
def keeper(staff_groups: "dict[str, Group]") -> Client:
    return signed_in(staff_groups[KEEPER])


@pytest.fixture
def reviewer(staff_groups: "dict[str, Group]") -> Client:
    return signed_in(staff_groups[REVIEWER])


@pytest.fixture
def persona(db: None) -> "Persona":
    """A live one, its crisis lines verified today: the admin's pages look at the real clock."""
    from persona.models import CrisisLine
    from tests.persona.factories import make_live_revision

    live = make_live_revision().persona
    CrisisLine.objects.update(verified_on=timezone.localdate())
    return live
