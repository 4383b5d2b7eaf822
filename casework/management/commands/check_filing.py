"""`manage.py check_filing FILE`: does the engine file a sheet of situations as the office expects?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.filing.sheet import Sheet, Situation, read_sheet


class Command(BaseCommand):
    help = (
        "Run a sheet of filing situations (JSON lines) through the filing engine. "
        "Exits with 1 when any comes out otherwise than expected, with 2 when the sheet cannot be read."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the sheet, one situation a line")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        sheet = read_sheet(self._lines(file))
        for situation in sheet.different:
            self._show(situation)
        as_expected = len(sheet.situations) - len(sheet.different)
        self.stdout.write(f"{as_expected} of {len(sheet.situations)} as expected")
        self._exit(sheet)

    def _lines(self, file: Path) -> list[str]:
        try:
            return file.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}", returncode=2) from error

    def _show(self, situation: Situation) -> None:
        self.stdout.write(f"line {situation.line}: {situation.name}")
        for difference in situation.differences:
            self.stdout.write(f"    {difference}")
        self.stdout.write(f"    rule {situation.decision.rule}: {situation.decision.reason}")

    def _exit(self, sheet: Sheet) -> None:
        if sheet.unreadable:
            faults = "\n".join(f"line {number}: {what}" for number, what in sheet.unreadable)
            raise CommandError(f"These lines are no situations:\n{faults}", returncode=2)
        if sheet.different:
            raise SystemExit(1)
