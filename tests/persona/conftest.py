import importlib
from typing import TYPE_CHECKING

import pytest
from django.apps import apps

if TYPE_CHECKING:
    from django.contrib.auth.models import Group


@pytest.fixture
def staff_groups(db: None) -> "dict[str, Group]":
    """The groups of the migration, made again: a test that flushes tables takes them away."""
    from django.contrib.auth.models import Group

    migration = importlib.import_module("persona.migrations.0007_groups_by_task")
    migration.fill_groups(apps)
    return {group.name: group for group in Group.objects.all()}
