"""`python manage.py catalogue`: bring locale/cy up to date with the pages, compile it, and say what is still to be done."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backoffice import catalogue


class Command(BaseCommand):
    help = "Writes new messages into the Welsh catalogue, compiles it and lists templates that are in English only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail where something is missing."
        )
        parser.add_argument(
            "--left", action="store_true", help="List the templates with words that are not marked."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from backoffice import catalogue_file  # Babel is there on a developer's machine only

        book = catalogue_file.read()
        if options["left"]:
            for name, number in sorted(catalogue.unwrapped().items()):
                self.stdout.write(f"{number:4} {name}")
            return
        if not options["check"]:
            catalogue_file.bring_up_to_date(book, catalogue.marked())
        problems = catalogue_file.problems(book, catalogue.marked())
        for problem in problems:
            self.stderr.write(problem)
        if problems and options["check"]:
            raise CommandError(f"{len(problems)} things to put right in {catalogue.PO}")
        self.stdout.write(f"{len(book)} messages, {len(problems)} to put right")
