from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Run the rehearsal peer, which stands in for the voice provider in development."
    requires_system_checks = []  # it needs neither database nor cache

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.REHEARSAL_PORT)

    def handle(self, *, port: int, **_options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The rehearsal peer runs only with DJANGO_DEBUG=true.")
        # Imported here because production, which is refused above, does not have its packages.
        from conversations.rehearsal.server import HOST, listening_socket, serve

        try:
            listening = listening_socket(port)
        except OSError as error:
            raise CommandError(f"Cannot listen on {HOST}:{port}: {error.strerror}.") from error
        serve(listening, lambda: self._announce(f"http://{HOST}:{listening.getsockname()[1]}"))

    def _announce(self, url: str) -> None:
        self.stdout.write(f"Rehearsal peer ready on {url}")
        self.stdout.flush()
