"""Makes a key for a program, and shows it once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api import keys
from casework.models import Team
from casework.permissions import READERS


class Command(BaseCommand):
    help = "Make a key for a program that calls /api/v1/. It is shown once and cannot be read again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="names the program, for example website")
        parser.add_argument("--role", choices=[str(role) for role in READERS], default="caseworker")
        parser.add_argument(
            "--team",
            action="append",
            default=[],
            metavar="CODE",
            help="whose cases it sees; may be given more than once",
        )
        parser.add_argument("--days", type=int, default=365, help="how long it lasts, 1 to 365")
        parser.add_argument("--renew", action="store_true", help="a further key for a program that has one")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key, secret = keys.issue(
                name=options["name"],
                role=options["role"],
                teams=[_team(code) for code in options["team"]],
                lasts=timedelta(days=min(max(options["days"], 0), 100_000)),
                now=timezone.now(),
                renew=options["renew"],
            )
        except keys.KeyRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(secret)
        self.stderr.write(
            f"This is the key of {key.staff.username}, shown this once. It works until {key.expires_at:%-d %B %Y}.\n"
            f"Withdraw it with: manage.py revoke_api_key {key.prefix}"
        )


def _team(code: str) -> Team:
    team = Team.objects.filter(code=code, active=True).first()
    if team is None:
        known = ", ".join(Team.objects.filter(active=True).values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no team {code!r}. Teams: {known}.")
    return team
