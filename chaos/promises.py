"""What must be so after any pressure on intake, each promise a figure with its bounds."""

import sys
from collections import Counter

from bench.figures import Figure
from chaos.delivery import Delivered, tell
from chaos.texts import Text


def promises(name: str, sent: list[Text], told: Delivered, *, cases_each: int = 1) -> list[Figure]:
    """Everything on record once and on the case it belongs to; and how fast it went."""
    tell(told)
    found = _on_record(sent)
    senders = {text.sender for text in sent}
    cases = {sender: {case for case, _ in found.get(sender, ()) if case} for sender in senders}
    copies = Counter(external_id for rows in found.values() for _, external_id in rows)
    filed = {external_id for rows in found.values() for case, external_id in rows if case}

    return [
        exactly(f"{name}_contacts", sum(copies.values()), len(sent), "contacts"),
        exactly(f"{name}_texts_not_once", sum(copies[text.external_id] != 1 for text in sent), 0, "texts"),
        exactly(f"{name}_cases", len(set().union(*cases.values())), cases_each * len(senders), "cases"),
        exactly(f"{name}_senders_misfiled", sum(len(own) != cases_each for own in cases.values()), 0, "senders"),
        exactly(f"{name}_requests_without_case", sum(t.asks and t.external_id not in filed for t in sent), 0, "texts"),
        exactly(f"{name}_failures", len(told.failures), 0, "deliveries"),
        *_speed(name, told),
    ]  # fmt: skip


def exactly(name: str, value: int, expected: int, unit: str) -> Figure:
    return Figure(name=name, value=value, unit=unit, at_least=expected, at_most=expected)


def _on_record(sent: list[Text]) -> dict[str, list[tuple[object, str]]]:
    """Case and external id of every contact that came in from these senders."""
    from casework.models import Contact

    senders = {text.sender for text in sent}
    found: dict[str, list[tuple[object, str]]] = {}
    rows = Contact.objects.filter(direction="in", contact_point__value__in=senders)
    for sender, case, external_id in rows.values_list("contact_point__value", "case_id", "external_id"):
        found.setdefault(sender, []).append((case, external_id))
    return found


def _speed(name: str, told: Delivered) -> list[Figure]:
    seconds = sorted(told.seconds)
    return [
        Figure(name=f"{name}_deliveries", value=len(seconds), unit="deliveries"),
        Figure(name=f"{name}_deliveries_per_s", value=len(seconds) / told.took, unit="1/s"),
        Figure(name=f"{name}_p50", value=seconds[len(seconds) // 2] * 1000, unit="ms"),
        Figure(name=f"{name}_p99", value=seconds[len(seconds) * 99 // 100] * 1000, unit="ms"),
    ]


def books() -> list[Figure]:
    """The books as the command reads them: what came in equals what is filed, held, set aside or waiting."""
    from django.core.management import CommandError, call_command

    from casework.services import books as casework_books

    try:
        call_command("check_books", stdout=sys.stderr)
        exit_code = 0
    except CommandError:
        exit_code = 1
    faults = casework_books.faults()
    return [
        Figure(name="filing_books_faults", value=len(faults), unit="faults", at_most=0),
        Figure(name="filing_check_books_exit", value=exit_code, unit="code", at_most=0),
    ]
