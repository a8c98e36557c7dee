"""The house opened or closed by hand: who writes overrides, and what follows at once."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

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
    since: datetime | None = None,
    until: datetime | None = None,
    by: User | None = None,
) -> Override:
    """Hold the house open or closed from `since` (now) until `until` (None: until lifted).

    It takes the place of every hold from then on; the flag knows at once. Raises OverrideRefused
    without a reason, or when the times make no sense.
    """
    since = since or now
    if len(reason.strip()) < 2:
        raise OverrideRefused("An override needs a reason, so that the next person understands it.")
    if since < now:
        raise OverrideRefused(f"{since.isoformat()} is already past.")
    if until is not None and until <= since:
        raise OverrideRefused(f"{until.isoformat()} is already past.")
    before = Override.objects.in_force(now=now).filter(lifted_at=None)
    if since > now:  # what holds until then goes on until then
        holding = before.filter(since__lt=since).filter(Q(until=None) | Q(until__gt=since))
        holding.update(until=since)
        before = before.filter(since__gte=since)
    before.update(lifted_at=now)
    override = Override.objects.create(
        is_open=is_open, reason=reason.strip(), since=since, until=until, made_by=by
    )
    renew_lease(now=now)
    return override


@transaction.atomic
def follow_schedule(*, now: datetime, reason: str = "", by: User | None = None) -> HouseState:
    """Lift every hold: hours and special days decide again, at once."""
    Override.objects.in_force(now=now).filter(lifted_at=None).update(
        lifted_at=now, lift_reason=reason.strip(), lifted_by=by
    )
    return renew_lease(now=now)
