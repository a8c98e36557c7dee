"""`manage.py seed`: put 사라도령 and what he knows into an empty house. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from persona.actions import PublishingRefused
from persona.seeding import seed


class Command(BaseCommand):
    help = "Make what was never seeded before. Never changes or brings back an editor's rows."

    def handle(self, **options: Any) -> str:
        try:
            made = seed(now=timezone.now())
        except PublishingRefused as refused:
            raise CommandError(f"Nothing was seeded. {refused}") from refused
        counts = ", ".join(f"{count} {kind}" for kind, count in made.items() if count)
        return f"Seeded {counts}." if counts else "Nothing to seed: all of it was seeded before."
