"""What the database knows, for `/metrics`: looked up when the monitor asks."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from conversations import alarms, budget
from conversations.circuit import provider_circuit
from conversations.house import house
from conversations.models import Call, Conversation, HouseState


class HouseCollector(Collector):
    """Gauges of the whole house: the same from every process."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield _alarms(alarms.raised(now=now))
        yield _circuit()
        try:
            yield from _from_the_database()
        except DatabaseError:
            return  # the alarm above says so; half of the figures are better than none


def _alarms(raised: dict[str, str]) -> Metric:
    gauge = GaugeMetricFamily("sarado_alarm", "1 while the alarm is on", labels=["code"])
    for watch in alarms.WATCHES:
        gauge.add_metric([watch.code], float(watch.code in raised))
    return gauge


def _circuit() -> Metric:
    gauge = GaugeMetricFamily(
        "sarado_provider_circuit", "1 for the state the circuit is in", labels=["state"]
    )
    for state in ("closed", "half_open", "open"):
        gauge.add_metric([state], float(provider_circuit.state() == state))
    return gauge


def _from_the_database() -> Iterator[Metric]:
    now = timezone.now()
    place = house(now=now)
    state = HouseState.objects.filter(pk=1).first()
    live = Conversation.objects.live().visitors().count()
    used = budget.standing(now=now)
    yield _gauge("house_open", "1 while the doors are open", place.is_open)
    yield _gauge("conversations_live", "Conversations that have not ended", live)
    yield _gauge("seats", "Conversations that may be live at once", settings.SEATS)
    yield _gauge("hang_ups_owed", "Calls of ended conversations", Call.objects.to_hang_up().count())
    if state is not None:
        age = (now - state.checked_at).total_seconds()
        yield _gauge("tick_age_seconds", "Since the last tick", age)
    for period, spent, minutes, usd in (
        ("day", used.today, settings.DAILY_MINUTES_CEILING, settings.DAILY_USD_CEILING),
        ("month", used.month, settings.MONTHLY_MINUTES_CEILING, settings.MONTHLY_USD_CEILING),
    ):
        yield _gauge(f"{period}_minutes", "Minutes of conversation used", float(spent.minutes))
        yield _gauge(f"{period}_minutes_ceiling", "Minutes that may be used", minutes)
        yield _gauge(f"{period}_usd", "Money used, in US dollars", float(spent.usd))
        yield _gauge(f"{period}_usd_ceiling", "Money that may be used, in US dollars", usd)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"sarado_{name}", what, value=value)
