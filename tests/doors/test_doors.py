"""The doors agree with plain counting; the whole year is `python -m tests.doors pure|real`."""

import pytest

from tests.doors.house_under_test import PureHouse, RealHouse
from tests.doors.oracle import DAY
from tests.doors.year import live_through


@pytest.mark.parametrize("seed", [1, 2])
def test_a_month_of_schedule_verdict_and_lease(seed: int) -> None:
    found = live_through(30 * DAY, seed=seed, make_house=PureHouse)

    assert found.wrong == []
    assert found.minutes == 30 * DAY
    # A driver that never opens, never acts or never ticks would agree with anything.
    assert min(found.changes, found.acts) > 50
    assert 0.1 < found.open_minutes / found.minutes < 0.9
    assert 0.3 < found.believed / found.minutes < 0.99
    # Nights that begin open: at some the doors close, through others they stay open.
    assert min(found.midnight_closings, found.midnights_open) > 0


@pytest.mark.django_db
def test_a_day_with_every_table() -> None:
    found = live_through(DAY, seed=4, make_house=RealHouse)

    assert found.wrong == []
    assert found.ticks > DAY / 2
    assert found.acts > 2
