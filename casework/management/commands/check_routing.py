"""`manage.py check_routing FILE`: does routing do what a sheet of situations expects?"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework import routing
from casework.routing import sheet


class Command(BaseCommand):
    help = (
        "Routes every situation of a CSV sheet by the rules in force, by an older set, or by those of a file, and prints "
        "where the result differs from what the sheet expects. Exit code 1 where it does, or where a rule cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the sheet (columns: see casework/routing/sheet.py)")
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument(
            "--rules", type=Path, metavar="FILE.json", help="rules to use in place of those in force"
        )
        instead.add_argument(
            "--set", type=int, metavar="NUMBER", help="an older set to use in place of the one in force"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            situations = sheet.read_sheet(options["file"])
            if options["rules"]:
                rule_set, triage_team = _given(options["rules"])
            else:
                rule_set, triage_team = _kept(options["set"])
                situations = [_placed(each) for each in situations]
            results = sheet.check(situations, rule_set, triage_team=triage_team)
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


def _kept(number: int | None) -> tuple[routing.RuleSet, str]:
    """The set in force, or an older one by its number; with the office's own triage team."""
    from casework.models import RuleSetVersion, Team
    from casework.services import rule_set

    if number is None:
        return rule_set.current().rules, Team.triage().code
    version = RuleSetVersion.objects.filter(number=number).first()
    if version is None:
        raise CommandError(f"There is no set of rules with the number {number}.")
    return rule_set.compiled(version.rules), Team.triage().code


def _placed(situation: sheet.Situation) -> sheet.Situation:
    """In the office's own areas, where the sheet gives a postcode and names none."""
    from casework.services import routing_facts

    facts = situation.facts
    if facts.areas or not facts.postcode:
        return situation
    return replace(situation, facts=replace(facts, areas=routing_facts.areas(facts.postcode)))
