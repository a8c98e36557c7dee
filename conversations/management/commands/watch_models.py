"""`manage.py watch_models`: ask the provider when its models end. The beat asks daily."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conversations.realtime import RealtimeFailed, realtime_client
from conversations.watch_models import watch_models


class Command(BaseCommand):
    help = "Read the provider's shutdown dates; warn 90, 30 and 7 days before an end, once each."

    def handle(self, **_options: Any) -> None:
        try:
            sentences = watch_models(now=timezone.now(), realtime=realtime_client())
        except RealtimeFailed as failed:
            raise CommandError(f"The provider did not list its models: {failed}.") from failed
        for sentence in sentences:
            self.stdout.write(sentence)
        if not sentences:
            self.stdout.write("No new warning.")
