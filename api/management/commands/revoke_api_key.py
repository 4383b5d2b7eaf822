"""Withdraws a key at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api import keys


class Command(BaseCommand):
    help = "Withdraw a key: it works no longer. Its program's record stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("prefix", metavar="PREFIX", help="the eight characters after oq_")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = keys.revoke(prefix=options["prefix"], now=timezone.now())
        except keys.KeyRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Key {key.prefix} of {key.staff.username} works no longer.")
