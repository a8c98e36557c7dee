"""`manage.py forget_second_factor NAME`: for whoever lost the phone their second factor was on."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_otp.plugins.otp_totp.models import TOTPDevice


class Command(BaseCommand):
    help = "Take a member's second factor away, so that the password alone lets them in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> str:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        count, _kinds = TOTPDevice.objects.filter(user=user).delete()
        return f"{username} had {count} second factor(s); now none."
