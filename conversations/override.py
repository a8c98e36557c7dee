"""The house opened or closed by hand: who writes overrides, and what follows at once."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from conversations.house import renew_lease
from conversations.models import HouseState, Override


class OverrideRefused(Exception):
    """The override makes no sense as asked; the message says why."""


@transaction.atomic
def hold_house(
    *,
    is_open: bool,
    reason: str,
    now: datetime,
    until: datetime | None = None,
    by: User | None = None,
) -> Override:
    """Hold the house open or closed, in place of any earlier hold; the flag changes at once.

    Raises OverrideRefused without a reason, or when `until` is past.
    """
    if len(reason.strip()) < 2:
        raise OverrideRefused("An override needs a reason, so that the next person understands it.")
    if until is not None and until <= now:
        raise OverrideRefused(f"{until.isoformat()} is already past.")
    _lift(now=now)
    override = Override.objects.create(
        is_open=is_open, reason=reason.strip(), since=now, until=until, made_by=by
    )
    renew_lease(now=now)
    return override


@transaction.atomic
def follow_schedule(*, now: datetime) -> HouseState:
    """Lift every hold: hours and special days decide again, at once."""
    _lift(now=now)
    return renew_lease(now=now)


def _lift(*, now: datetime) -> None:
    Override.objects.filter(lifted_at=None).update(lifted_at=now)
