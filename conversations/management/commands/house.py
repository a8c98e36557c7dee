"""`manage.py house open|close|auto`: the override by hand."""

import argparse
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from conversations.house import house
from conversations.override import OverrideRefused, follow_schedule, hold_house


class Command(BaseCommand):
    help = "Hold the house open or closed whatever the hours say, or let the schedule decide again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["open", "close", "auto", "show"])
        parser.add_argument("--reason", default="", help="why: needed to open or close")
        parser.add_argument(
            "--until", type=_instant, help="ISO time; without an offset it is Asia/Seoul"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        what = options["what"]
        try:
            if what == "auto":
                follow_schedule(now=now, reason=options["reason"])
            elif what != "show":
                hold_house(
                    is_open=what == "open",
                    reason=options["reason"],
                    until=options["until"],
                    now=now,
                )
        except OverrideRefused as refused:
            raise CommandError(str(refused)) from refused
        verdict = house(now=now).verdict
        change = verdict.changes_at
        self.stdout.write(
            f"The house is {'open' if verdict.is_open else 'closed'} by {verdict.reason}, "
            + (f"until {timezone.localtime(change).isoformat()}." if change else "with no end set.")
        )


def _instant(text: str) -> datetime:
    try:
        parsed = parse_datetime(text)
    except ValueError:
        parsed = None
    if parsed is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO time such as 2026-12-24T20:00")
    return timezone.make_aware(parsed) if timezone.is_naive(parsed) else parsed
