"""Many at once, on PostgreSQL: exactly as many are seated as there are seats."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection
from pytest_django import Settings

from conversations import actions
from conversations.models import Conversation
from conversations.override import hold_house
from conversations.realtime import RealtimeClient
from conversations.seats import HouseFull
from persona.models import PersonaRevision


@pytest.mark.django_db(transaction=True)
def test_a_crowd_fills_every_seat_once(
    revision: PersonaRevision, realtime_client: RealtimeClient, noon: datetime, settings: Settings
) -> None:
    assert connection.vendor == "postgresql"
    settings.SEATS = 10
    # A transactional test empties the tables, the first migration's hours with them.
    hold_house(is_open=True, reason="시험", now=noon)

    def come(number: int) -> str:
        try:
            actions.begin(
                client_hash=f"{number:064}", is_kiosk=False, now=noon, realtime=realtime_client
            )
        except HouseFull:
            return "full"
        else:
            return "seated"
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as crowd:
        results = list(crowd.map(come, range(40)))

    assert results.count("seated") == 10
    assert results.count("full") == 30
    seats = Conversation.objects.live().values_list("seat", flat=True)
    assert sorted(seat or 0 for seat in seats) == list(range(1, 11))
