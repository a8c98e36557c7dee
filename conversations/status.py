"""What the house tells everybody: the body of GET /api/status. Pure."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from conversations.house import House
from conversations.schedule import SEOUL


def status_document(place: House, *, seats_free: int, is_spent: bool = False) -> dict[str, Any]:
    """Say what everybody may know. With `is_spent` a ceiling lets nobody new in."""
    verdict = place.verdict
    if is_spent:
        seats_free = 0
    return {
        "open": place.is_open,
        "reason": "budget" if is_spent and place.admits else _reason(place),
        "now": in_seoul(place.now),
        "opens_at": in_seoul(verdict.opens_at),
        "closes_at": in_seoul(verdict.closes_at),
        "last_admission_at": in_seoul(place.last_admission_at),
        "seats_free": seats_free,
        "message": (
            _thanks() if is_spent and place.admits else message(place, seats_free=seats_free)
        ),
    }


def message(place: House, *, seats_free: int = 1) -> str:
    """One Korean sentence about the doors, fit for a screen; "" when there is nothing to say."""
    verdict = place.verdict
    if not place.admits:
        if verdict.reason == "budget":
            return _spent(place)
        if verdict.opens_at is None:
            return _("지금은 꽃밭이 쉬고 있어요.")
        when = spoken_time(verdict.opens_at, place.now)
        if place.is_open:
            return _("오늘 새 손님맞이는 끝났어요. %(when)s에 다시 열어요.") % {"when": when}
        return _("지금은 꽃밭이 쉬고 있어요. %(when)s에 다시 열어요.") % {"when": when}
    if seats_free <= 0:
        return _("지금은 자리가 모두 찼어요. 잠시 뒤에 다시 눌러 주세요.")
    if verdict.reason == "override":
        return _("여는 시간과 상관없이 지금은 꽃밭을 열어 두었어요.")
    return ""


def _thanks() -> str:
    return _("오늘 준비한 이야기를 모두 나누었어요. 찾아와 주셔서 고마워요.")


def _spent(place: House) -> str:
    thanks = _thanks()
    if place.verdict.opens_at is None:
        return thanks
    when = spoken_time(place.verdict.opens_at, place.now)
    return thanks + " " + _("%(when)s에 다시 열어요.") % {"when": when}


def spoken_time(instant: datetime, now: datetime) -> str:
    """Say an instant as a person would: 오늘 오전 8시, 내일 오전 8시 30분, 11월 30일 오전 8시."""
    local, today = instant.astimezone(SEOUL), now.astimezone(SEOUL).date()
    days = (local.date() - today).days
    day = {0: _("오늘"), 1: _("내일")}.get(
        days, _("%(month)d월 %(day)d일") % {"month": local.month, "day": local.day}
    )
    if (local.hour, local.minute) == (0, 0):
        return _("%(day)s 0시") % {"day": day}  # 12 in the morning, some would take for noon
    half = _("오전") if local.hour < 12 else _("오후")
    hour = local.hour % 12 or 12
    clock = _("%(hour)d시") % {"hour": hour}
    if local.minute:
        clock = _("%(hour)d시 %(minute)d분") % {"hour": hour, "minute": local.minute}
    return _("%(day)s %(half)s %(clock)s") % {"day": day, "half": half, "clock": clock}


def in_seoul(instant: datetime | None) -> str | None:
    return instant.astimezone(SEOUL).isoformat(timespec="seconds") if instant else None


def _reason(place: House) -> str:
    if place.closing_soon:
        return "closing_soon"
    if place.is_open and not place.admits:
        return "last_admission"
    return place.verdict.reason
