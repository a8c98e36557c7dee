"""Fixtures for everyone. Nothing heavy: servers are started in tests/environment.py."""

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.cache import caches
from pytest_django import Settings

from conversations import budget
from sarado_site import shared_cache


@pytest.fixture
def noon() -> datetime:
    """12:00 on a Monday in Seoul: the house is open."""
    return datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def written_log() -> Iterator[io.StringIO]:
    """What the handler of the settings writes, formatted and filtered as in production."""
    (handler,) = (one for one in logging.root.handlers if type(one) is logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture(autouse=True)
def _nobody_counted_yet() -> None:
    """Limits live in Valkey and in memory, outside the test's transaction, and are forgotten."""
    shared_cache.wake()
    budget.look_again()
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def _static_files_by_their_plain_names(settings: Settings) -> None:
    """Hashed names need collectstatic; the browser tests run with them, these do without."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
