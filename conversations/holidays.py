"""Korean public holidays, taken over once and then the keepers' own to change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

import holidays
from django.db import transaction

from conversations.house import renew_lease
from conversations.models import PublicHoliday, SpecialDay

_LONGEST_NAME = 120


@dataclass
class TakenOver:
    """What taking over did with each day."""

    made: list[date] = field(default_factory=list)
    renamed: list[date] = field(default_factory=list)
    left_alone: list[date] = field(default_factory=list)  # a person's word, or known already
    no_longer: list[date] = field(default_factory=list)  # the calendar has dropped it; kept


def calendar(*years: int) -> dict[date, str]:
    """Public holidays of Korea with their substitutes, named in Korean."""
    days = holidays.country_holidays("KR", years=years, language="ko")
    return {day: name[:_LONGEST_NAME] for day, name in sorted(days.items())}


@transaction.atomic
def take_over(
    days: Mapping[date, str], *, now: datetime, hours: tuple[time, time] | None = None
) -> TakenOver:
    """Make a special day of each holiday not taken over before: closed, or open for `hours`.

    A day that a person set, changed or removed stays as he left it. Only the name of a day that
    nobody touched follows the calendar.
    """
    done = TakenOver()
    opens, closes = hours or (None, None)
    known = {one.date: one for one in PublicHoliday.objects.filter(date__in=_reach(days))}
    for day, name in days.items():
        before = known.pop(day, None)
        own = SpecialDay.objects.filter(date=day)
        if before is None:
            PublicHoliday.objects.create(date=day, name=name, taken_over_at=now)
            if own.exists():
                done.left_alone.append(day)
            else:
                SpecialDay.objects.create(date=day, opens=opens, closes=closes, note=name)
                done.made.append(day)
        elif before.name != name:
            renamed = own.filter(note=before.name).update(note=name)
            PublicHoliday.objects.filter(pk=before.pk).update(name=name)
            (done.renamed if renamed else done.left_alone).append(day)
        else:
            done.left_alone.append(day)
    done.no_longer = sorted(known)
    renew_lease(now=now)
    return done


def _reach(days: Mapping[date, str]) -> list[date]:
    """Every day we know of in the years that are taken over."""
    years = {day.year for day in days}
    return list(PublicHoliday.objects.filter(date__year__in=years).values_list("date", flat=True))
