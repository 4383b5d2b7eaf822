"""`manage.py refresh_holidays`: bank holidays as gov.uk has them now."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework.models.hours import Nation
from casework.services import clocks_changed, holidays


class Command(BaseCommand):
    help = (
        "Brings the bank holidays up to date from gov.uk, or from a file in the form of "
        "https://www.gov.uk/bank-holidays.json. Says where this year or the next is missing, and goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file", type=Path, metavar="FILE.json", help="a list saved before, in place of gov.uk's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days, trouble = _read(options["file"]) if options["file"] else holidays.fetched()
        holidays.put_on_record(days)
        moved = clocks_changed.recalculate_all(now=timezone.now(), job="refresh_holidays")
        if trouble:
            self.stderr.write(f"warning: {trouble}")
        for nation in holidays.NATIONS:
            self._tell(nation, days)
        if moved:
            self.stdout.write(f"{moved} open cases are due at another time now.")

    def _tell(self, nation: Nation, days: list[holidays.Day]) -> None:
        years = sorted({each.day.year for each in days if each.nation == nation})
        span = f"{years[0]} to {years[-1]}" if years else "none"
        self.stdout.write(f"{nation.label}: {span}, {sum(each.nation == nation for each in days)} days")
        for year in holidays.missing_years(nation=nation, today=timezone.localdate()):
            self.stderr.write(
                f"warning: {nation.label} has no bank holidays of {year}. Until they are known, its days count as working days."
            )


def _read(path: Path) -> tuple[list[holidays.Day], str]:
    try:
        return holidays.from_file(path.read_text(encoding="utf-8")), ""
    except (OSError, UnicodeDecodeError, holidays.UnreadableList) as error:
        raise CommandError(f"{path} cannot be used. {error}") from error
