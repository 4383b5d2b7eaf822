"""The books: nothing that came in is lost, and the command says so or says what differs."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casework.models import Case, Contact, Event
from channels.models import Receipt
from tests import factories as make

pytestmark = pytest.mark.django_db


def checked() -> tuple[str, bool]:
    """What it printed, and whether the books balance."""
    written = StringIO()
    try:
        call_command("check_books", stdout=written)
    except CommandError as differs:
        return written.getvalue(), differs.returncode != 1
    return written.getvalue(), True


def received(sid: str, *, state: str = "done", contact: Contact | None = None, **fields: Any) -> Receipt:
    return Receipt.objects.create(
        channel="sms", provider="twilio", account="AC1", matter=fields.pop("matter", "contact"), external_id=sid,
        payload={}, fingerprint="0" * 64, received_at=make.NOW, next_attempt_at=make.NOW, state=state, contact=contact,
        **fields,
    )  # fmt: skip


def test_an_empty_office_balances() -> None:
    words, balance = checked()
    assert balance and words.endswith("The books balance.\n")


def test_an_office_at_work_balances_and_its_figures_are_shown() -> None:
    make.office()
    first = make.text("Boiler", sid="SM1")
    received("SM1", contact=first.contact)
    second = make.text("And the tap", sid="SM2", at=make.later(hours=1))
    received("SM2", contact=second.contact)
    received("SM3", state="waiting")
    received("SM4", state="attention", error="broken")
    make.call("Rang", by=make.staff("grace"), sender=make.BEN)
    make.form("Bins", sender=make.LANDLINE, quarantine="Looks like a program's work")
    words, balance = checked()
    assert balance, words
    rows = [" ".join(line.split()) for line in words.splitlines()]
    assert rows[1:6] == ["Received 4", "Waiting 1", "Done 2", "Needs attention 1", "On record as contacts 2"]
    assert "Set aside 1" in rows and "On a case 2" in rows and "Opened 2" in rows


def test_a_receipt_that_lost_its_contact_is_found() -> None:
    received("SM1")
    words, balance = checked()
    assert not balance
    assert "Receipts done without a contact: 1" in words
    assert "1 receipts done, 0 contacts on record" in words
    assert "The books balance." not in words


def test_a_text_on_record_that_nobody_received_is_found() -> None:
    make.office()
    first = make.text("Boiler", sid="SM1")
    received("SM1", contact=first.contact)
    make.text("From nowhere", sid="SM2", sender=make.BEN)
    words, balance = checked()
    assert not balance and "without a receipt: 1" in words


def test_two_receipts_that_claim_one_contact_are_found() -> None:
    make.office()
    first = make.text("Boiler", sid="SM1")
    received("SM1", contact=first.contact)
    received("SM2", contact=first.contact)
    words, balance = checked()
    assert not balance and "Contacts that two receipts claim: 1" in words


def test_texts_of_an_account_that_never_received_are_no_difference() -> None:
    """The demonstration's and the API's texts have no receipts, and their own accounts."""
    make.office()
    make.text("Boiler", sid="SM1")
    assert checked()[1]


def test_a_case_that_lost_its_contact_is_found_and_one_emptied_by_hand_is_not() -> None:
    case = make.case()
    contact = case.contacts.get(direction="in")
    case.contacts.update(case=None, filing="none")
    words, balance = checked()
    assert not balance and f"Cases without a contact: 1, for example {case.reference}" in words
    Event.objects.create(case=case, contact=contact, verb="contact_moved_away", job="test", at=make.NOW)
    assert checked()[1]


def test_a_contact_without_history_is_found() -> None:
    Contact.objects.create(channel="phone", took_place_at=make.NOW, logged_at=make.NOW, body="x")
    words, balance = checked()
    assert not balance and "Contacts without a line of history: 1" in words


@pytest.mark.django_db(transaction=True)
def test_it_reads_one_instant_and_writes_nothing() -> None:
    make.office()
    make.text("Boiler")
    assert checked()[1]
    assert not connection.in_atomic_block and Case.objects.count() == 1
