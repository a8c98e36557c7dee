"""`manage.py holidays 2027 2028`: Korea's public holidays as special days."""

import argparse
from datetime import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from conversations.holidays import calendar, take_over
from conversations.schedule import MIDNIGHT


class Command(BaseCommand):
    help = "Take Korea's public holidays over as special days; what people changed stays."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=_year, metavar="YEAR")
        parser.add_argument(
            "--hours", type=_hours, help="open on these days, as 10:00-16:00; else closed"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        days = calendar(*options["years"])
        done = take_over(days, now=timezone.now(), hours=options["hours"])
        for day in done.made:
            self.stdout.write(f"{day} {days[day]}")
        for day in done.no_longer:
            self.stdout.write(f"{day} is not in the calendar any more; the day stays as it is")
        self.stdout.write(
            f"{len(done.made)} made, {len(done.renamed)} renamed, {len(done.left_alone)} left alone"
        )


def _year(text: str) -> int:
    year = int(text)
    if not 2000 <= year <= 2100:
        raise argparse.ArgumentTypeError(f"{text} is no year that the calendar knows")
    return year


def _hours(text: str) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError as error:
        raise argparse.ArgumentTypeError("write hours as 10:00-16:00") from error
    if opens >= closes != MIDNIGHT:
        raise argparse.ArgumentTypeError("hours that close before they open")
    return opens, closes
