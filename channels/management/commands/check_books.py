"""What came in equals what is filed, held, set aside, without a case or waiting."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from casework.services import books as casework_books
from casework.services.books import Fault, Line
from channels import books as channel_books


class Command(BaseCommand):
    help = "Check that nothing that came in was lost. Exit code 1, and what differs, where the books do not balance."

    def handle(self, *args: Any, **options: Any) -> None:
        found, faults = _read()
        for row in _table(found):
            self.stdout.write(row)
        if not faults:
            self.stdout.write("The books balance.")
            return
        self.stdout.write("")
        for fault in faults:
            self.stdout.write(
                f"{fault.words}: {fault.count:,}"
                + (f", for example {fault.example}" if fault.example else "")
            )
        raise CommandError("The books do not balance: see above.")


def _read() -> tuple[list[Line], list[Fault]]:
    """All of it as of one instant, or what arrives while we count would look like a difference."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = '10min'")
        lines = [*channel_books.lines(), *casework_books.lines()]
        return lines, [*channel_books.faults(), *casework_books.faults()]


def _table(lines: list[Line]) -> list[str]:
    wide = max((len(line.words) for line in lines), default=0)
    rows, section = [], ""
    for line in lines:
        if line.section != section:
            section = line.section
            rows.append(section)
        rows.append(f"  {line.words:<{wide}}  {line.count:>9,}")
    return rows
