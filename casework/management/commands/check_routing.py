"""`manage.py check_routing FILE`: does routing do what a sheet of situations expects?"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework import routing
from casework.routing import sheet


class Command(BaseCommand):
    help = (
        "Routes every situation of a CSV sheet by the live rules, or by those of --rules, and prints where the result "
        "differs from what the sheet expects. Exit code 1 where it does, or where a rule cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the sheet (columns: see casework/routing/sheet.py)")
        parser.add_argument(
            "--rules", type=Path, metavar="FILE.json", help="rules to use in place of the live ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rule_set, triage_team = _given(options["rules"]) if options["rules"] else _live()
            results = sheet.check(sheet.read_sheet(options["file"]), rule_set, triage_team=triage_team)
        except sheet.SheetError as error:
            raise CommandError(str(error)) from error
        for fault in rule_set.faults:
            self.stdout.write(f"rule skipped: {fault}")
        for line in sheet.report(results):
            self.stdout.write(line)
        if rule_set.faults or not all(result.as_expected for result in results):
            sys.exit(1)


def _given(path: Path) -> tuple[routing.RuleSet, str]:
    rules, triage_team = sheet.read_rules(path)
    return routing.compile_rules(rules), triage_team


def _live() -> tuple[routing.RuleSet, str]:
    from casework.models import Team
    from casework.services import rule_set

    return rule_set.current().rules, Team.triage().code
