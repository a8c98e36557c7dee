"""What an operator has to know now: each alarm says in one Korean sentence what is wrong.

`/readyz`, the admin and `/metrics` show the same list; a change is logged once per process. An
alarm goes out by itself when its cause is gone.
"""

import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from conversations import budget
from conversations.accounts import prices_of, transcriber_prices_of
from conversations.circuit import provider_circuit
from conversations.house import LEASE
from conversations.models import Call, HouseState
from conversations.money import price_at
from persona.published import live_revision, transcriber

logger = logging.getLogger(__name__)

# A hang-up is asked for at once and retried for a minute; what is owed longer costs money.
HANG_UP_PATIENCE = timedelta(minutes=2)
_MB = 1_000_000

Look = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing that is watched. `look` returns a Korean sentence, "" when all is well.

    With `stops_service` the process cannot do its work, and a proxy should not send it visitors.
    """

    code: str
    look: Look
    stops_service: bool = False


def raised(*, now: datetime) -> dict[str, str]:
    """Return every alarm that is on, by its code, the most serious first."""
    found = {watch.code: _seen(watch, now) for watch in WATCHES}
    alarms = {code: sentence for code, sentence in found.items() if sentence}
    _log_changes(alarms)
    return alarms


def stops_service(codes: dict[str, str]) -> bool:
    return any(watch.stops_service and watch.code in codes for watch in WATCHES)


def _seen(watch: Watch, now: datetime) -> str:
    try:
        return watch.look(now)
    except DatabaseError as error:
        if watch.code == "database":
            return _("데이터베이스가 대답하지 않아요 (%(error)s).") % {
                "error": type(error).__name__
            }
        return ""  # what lies in it cannot be known; the alarm of the database says so
    except RedisError as error:
        return _("Redis가 대답하지 않아요 (%(error)s).") % {"error": type(error).__name__}


def _database(_now: datetime) -> str:
    HouseState.objects.exists()
    return ""


def _cache(_now: datetime) -> str:
    caches["default"].get("alarms")
    return ""


def _tick(now: datetime) -> str:
    state = HouseState.objects.filter(pk=1).first()
    if state is None:
        return _("아직 한 번도 시각을 살피지 않았어요. Celery beat와 worker가 도는지 보세요.")
    # Not whether the flag is believed: at the very second at which the doors turn nobody believes
    # it until the tick of that minute is done, nor does a machine whose clock is a little behind.
    age = now - state.checked_at
    if abs(age) < LEASE:
        return ""
    seconds = int(age.total_seconds())
    return _(
        "마지막으로 시각을 살핀 지 %(seconds)d초가 지났어요. Celery beat와 worker가 도는지 보세요."
    ) % {"seconds": seconds}


def _persona(_now: datetime) -> str:
    return "" if live_revision() else _("게시된 인물이 없어요. manage.py seed를 부르세요.")


def _provider(_now: datetime) -> str:
    if provider_circuit.state() == "closed":
        return ""
    return _("목소리 제공자가 대답하지 않아 새 이야기를 잠시 받지 않아요.")


def _budget(now: datetime) -> str:
    return budget.words(budget.current_step(now=now))


def _price(now: datetime) -> str:
    revision = live_revision()
    if revision is None:
        return ""
    if price_at(prices_of(revision.model), now) is None:
        return _("지금 모델(%(model)s)의 값을 몰라 돈으로는 한도를 지키지 못해요.") % {
            "model": revision.model
        }
    writes_down = transcriber(revision)
    if writes_down and price_at(transcriber_prices_of(revision), now) is None:
        return _("받아쓰기 모델(%(model)s)의 값을 몰라 쓴 돈에 받아쓰기가 빠져 있어요.") % {
            "model": writes_down
        }
    return ""


def _hang_ups(now: datetime) -> str:
    owed = Call.objects.to_hang_up().filter(conversation__ended_at__lt=now - HANG_UP_PATIENCE)
    count = owed.count()
    if not count:
        return ""
    return _("끝난 이야기의 통화 %(count)d개가 아직 끊기지 않았어요.") % {"count": count}


def _disk(_now: datetime) -> str:
    free = shutil.disk_usage(settings.VAR_DIR).free // _MB
    if free >= settings.DISK_FREE_MB:
        return ""
    return _("디스크에 남은 자리가 %(free)dMB뿐이에요.") % {"free": free}


WATCHES = (
    Watch("database", _database, stops_service=True),
    Watch("cache", _cache, stops_service=True),
    Watch("tick", _tick, stops_service=True),
    Watch("persona", _persona, stops_service=True),
    Watch("provider", _provider),
    Watch("hang_ups", _hang_ups),
    Watch("budget", _budget),
    Watch("price", _price),
    Watch("disk", _disk),
)

_last: frozenset[str] = frozenset()
_last_lock = threading.Lock()


def _log_changes(alarms: dict[str, str]) -> None:
    global _last
    with _last_lock:
        before, _last = _last, frozenset(alarms)
    for code in sorted(frozenset(alarms) - before):
        logger.warning("alarm on: %s: %s", code, alarms[code])
    for code in sorted(before - frozenset(alarms)):
        logger.warning("alarm off: %s", code)
