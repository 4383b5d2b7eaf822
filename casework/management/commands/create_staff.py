"""Makes a log-in: the first one of an office, or one by a script."""

import os
import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from casework.models import Membership, Staff, Team
from casework.models.staff import Role
from casework.services import events

JOB = "create_staff"
PASSWORD_VARIABLE = "ONEQUEUE_STAFF_PASSWORD"  # noqa: S105 — the name of a variable


class Command(BaseCommand):
    help = (
        "Make a log-in for a member of staff. The password is asked for, "
        f"or read from {PASSWORD_VARIABLE} where nobody is there to ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="what they type to log in")
        parser.add_argument("--name", required=True, help="their full name, as colleagues see it")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument(
            "--team", action="append", default=[], metavar="CODE", help="may be given more than once"
        )
        parser.add_argument("--lead", action="append", default=[], metavar="CODE", help="a team they lead")
        parser.add_argument("--email", default="")
        parser.add_argument("--safeguarding", action="store_true", help="sees restricted cases of every team")

    def handle(self, *args: Any, **options: Any) -> None:
        teams = {code: _team(code) for code in (*options["team"], *options["lead"])}
        staff = Staff(
            username=options["username"],
            full_name=options["name"].strip(),
            email=options["email"],
            role=options["role"],
            is_safeguarding=options["safeguarding"],
        )
        _check(staff)
        staff.set_password(_password(staff))
        with transaction.atomic():
            staff.save()
            for code, team in teams.items():
                Membership.objects.create(staff=staff, team=team, is_lead=code in options["lead"])
            events.record(
                verb="staff_created",
                words=f"Log-in {staff.username} made for {staff} ({staff.get_role_display().lower()})",
                now=timezone.now(),
                job=JOB,
            )
        self.stdout.write(f"{staff} can log in as {staff.username}.")


def _team(code: str) -> Team:
    team = Team.objects.filter(code=code, active=True).first()
    if team is None:
        known = ", ".join(Team.objects.filter(active=True).values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no team {code!r}. Teams: {known}.")
    return team


def _check(staff: Staff) -> None:
    try:
        staff.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _password(staff: Staff) -> str:
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password and not sys.stdin.isatty():
        raise CommandError(f"Nobody is there to ask for a password. Set {PASSWORD_VARIABLE}.")
    if not password:
        password = getpass(f"Password for {staff.username}: ")
        if getpass("Once more: ") != password:
            raise CommandError("The two passwords differ. Nothing was made; try again.")
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
