"""The two closings: in a storm, and with nobody left to tick."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from conversations.schedule import SEOUL
from tests.closing.browsers import BrowserProcess
from tests.closing.closing import Scene, close_upon, next_minute
from tests.closing.stage import Stage
from tests.open_folder import open_folder

_AN_HOUR_AGO = """
from datetime import timedelta
from django.utils import timezone
from conversations.models import HouseState
before = timezone.now() - timedelta(hours=1)
HouseState.objects.update(checked_at=before, ticked_at=before)
"""


def storm(*, visitors: int, on_the_minute: bool = True) -> Scene:
    """Everything runs; then half of the browsers, the worker and Redis die around closing."""
    with _standing() as stage, _visited(stage, visitors) as browsers:
        stage.start_beat()
        closes_at = _closing_time(stage, on_the_minute)
        mishaps = [
            (-3.0, "half of the browsers killed", browsers[0].kill),
            (0.3, "worker SIGKILLed", stage.kill_worker),
            (1.0, "Redis killed", stage.kill_redis),
            (4.0, "Redis back, empty", stage.start_redis),
            (6.0, "worker back", stage.start_worker),
        ]
        return close_upon(
            stage, visitors=visitors, closes_at=closes_at, mishaps=mishaps, browsers=browsers
        )


def no_beat(*, visitors: int, on_the_minute: bool = True) -> Scene:
    """Beat stopped an hour ago with the flag open; Redis and the worker go before closing too."""
    with _standing() as stage, _visited(stage, visitors) as browsers:
        closes_at = _closing_time(stage, on_the_minute)
        stage.run(_AN_HOUR_AGO)
        mishaps = [
            (-3.0, "half of the browsers killed", browsers[0].kill),
            (-2.0, "worker killed for good", stage.kill_worker),
            (-1.0, "Redis killed for good", stage.kill_redis),
        ]
        return close_upon(
            stage, visitors=visitors, closes_at=closes_at, mishaps=mishaps, browsers=browsers
        )


@contextlib.contextmanager
def _standing() -> Iterator[Stage]:
    """A stage in a folder of its own, struck at the end."""
    with open_folder("closing") as folder:
        stage = Stage(folder)
        try:
            yield stage
        finally:
            stage.stop()


@contextlib.contextmanager
def _visited(stage: Stage, visitors: int) -> Iterator[list[BrowserProcess]]:
    """Two browsers full of visitors, each in a call."""
    stage.open_until(datetime.now(SEOUL) + timedelta(hours=2))
    half = visitors // 2
    browsers = [BrowserProcess(stage.webs, count) for count in (half, visitors - half)]
    try:
        for browser in browsers:
            browser.wait_until_all_are_here()
        yield browsers
    finally:
        for browser in browsers:
            browser.kill()


def _closing_time(stage: Stage, on_the_minute: bool) -> datetime:
    soon = datetime.now(SEOUL) + timedelta(seconds=15)
    closes_at = next_minute(15) if on_the_minute else soon
    stage.open_until(closes_at)
    return closes_at
