"""The channels' side of the books: every receipt of a contact became exactly one contact, or waits, or needs attention."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from casework.models import Contact
from casework.models.contact import Direction
from casework.services.books import Fault, Line
from channels import registry
from channels.models import Matter, Receipt, ReceiptState


def lines() -> list[Line]:
    """Receipts by channel, account and state, with the contacts they became: 2 statements."""
    contacts = _contacts_by_account()
    found = []
    for (channel, account), states in sorted(_receipts_by_account(Matter.CONTACT).items()):
        section = f"Received by {registry.label(channel)}" + (f", account {account}" if account else "")
        found.append(Line(section, "Received", sum(states.values())))
        found += [Line(section, label, states.get(state, 0)) for state, label in ReceiptState.choices]
        found.append(Line(section, "On record as contacts", contacts.get((channel, account), 0)))
    for (channel, account), states in sorted(_receipts_by_account(Matter.STATUS).items()):
        section = f"News of deliveries by {registry.label(channel)}" + (
            f", account {account}" if account else ""
        )
        found += [Line(section, label, states.get(state, 0)) for state, label in ReceiptState.choices]
    return found


def faults() -> list[Fault]:
    done = Receipt.objects.contacts().filter(state=ReceiptState.DONE)
    other_channel = done.exclude(contact=None).exclude(contact__channel=F("channel"))
    twice = done.exclude(contact=None).values("contact").annotate(n=Count("pk")).filter(n__gt=1)
    found = [
        _fault("Receipts done without a contact", done.filter(contact=None)),
        _fault("Receipts whose contact is of another channel", other_channel),
        Fault("Contacts that two receipts claim", twice.count(), ""),
        _fault("Contacts of a receiving account without a receipt", _unreceived()),
        *_differences(),
    ]
    return [fault for fault in found if fault.count]


def _differences() -> list[Fault]:
    """The law itself, per channel and account: receipts done = contacts on record."""
    contacts = _contacts_by_account()
    found = []
    for (channel, account), states in _receipts_by_account(Matter.CONTACT).items():
        done, recorded = states.get(ReceiptState.DONE, 0), contacts.get((channel, account), 0)
        if done != recorded:
            words = f"{registry.label(channel)} {account}: {done:,} receipts done, {recorded:,} contacts on record"
            found.append(Fault(words, abs(done - recorded), ""))
    return found


def _receipts_by_account(matter: Matter) -> dict[tuple[str, str], dict[str, int]]:
    rows = (
        Receipt.objects.filter(matter=matter)
        .order_by()
        .values("channel", "account", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        found.setdefault((row["channel"], row["account"]), {})[row["state"]] = row["n"]
    return found


def _contacts_by_account() -> dict[tuple[str, str], int]:
    rows = (
        Contact.objects.filter(direction=Direction.IN)
        .exclude(external_id="")
        .order_by()
        .values("channel", "account")
        .annotate(n=Count("pk"))
    )
    return {(row["channel"], row["account"]): row["n"] for row in rows}


def _unreceived() -> QuerySet[Contact]:
    """Contacts under an account that receives, which no receipt led to."""
    account = Receipt.objects.contacts().filter(channel=OuterRef("channel"), account=OuterRef("account"))
    receipt = Receipt.objects.filter(contact=OuterRef("pk"))
    return Contact.objects.filter(
        ~Q(external_id=""), Exists(account), ~Exists(receipt), direction=Direction.IN
    )


def _fault(words: str, rows: QuerySet[Any]) -> Fault:
    count = rows.count()
    return Fault(words, count, str(rows.order_by("pk").first()) if count else "")
