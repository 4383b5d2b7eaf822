"""Whose site carried the form: from the address of the first page to the contact."""

import re
from typing import Any

import pytest
from django.test import Client

from casework import partners
from casework.models import Contact, RoutingDecision, Service
from tests import factories as make
from tests.integration.test_web_form import CODE, Form, address, clock, service, visitor

__all__ = ["address", "clock", "service", "visitor"]  # fixtures of the form

pytestmark = pytest.mark.django_db


def link(visitor: Client, page: str, *, to: str) -> str:
    """Presses the link of a page, and says where it led."""
    found = re.search(rf'href="({to}[^"]*)"', visitor.get(page).content.decode())
    assert found, f"No link to {to} on {page}"
    return found[1]


def test_a_partner_is_carried_from_the_first_page_to_the_contact(
    visitor: Client, clock: Any, service: Service
) -> None:
    page = link(visitor, "/?partner=Mind-in-Town", to=f"/request/{CODE}/")
    assert page == f"/request/{CODE}/?partner=mind-in-town"
    questions = link(visitor, page, to=f"/request/{CODE}/questions/")
    visitor.get(questions)
    form = Form(visitor, clock)
    form.fill()
    form.send()
    assert Contact.objects.get().partner == "mind-in-town"
    assert RoutingDecision.objects.get().facts["partner"] == "mind-in-town"


def test_going_back_from_the_questions_keeps_the_partner(visitor: Client, service: Service) -> None:
    questions = f"/request/{CODE}/questions/"
    visitor.get(f"{questions}?partner=mind")
    back = link(visitor, questions, to=f"/request/{CODE}/")
    assert back.endswith("?partner=mind")
    assert link(visitor, back, to=r"/\?partner=") == "/?partner=mind"


def test_without_a_partner_no_address_names_one(visitor: Client, clock: Any, service: Service) -> None:
    assert "partner" not in visitor.get("/").content.decode()
    assert "partner" not in visitor.get(f"/request/{CODE}/").content.decode()
    form = Form(visitor, clock)
    form.fill()
    form.send()
    assert Contact.objects.get().partner == ""


@pytest.mark.parametrize("odd", ["a b", "x" * 41, "<script>", "%00", "%ff", "../etc", "\u202e", ""])
def test_an_odd_partner_is_left_out_and_nobody_turned_away(
    visitor: Client, clock: Any, service: Service, odd: str
) -> None:
    for page in ("/", f"/request/{CODE}/", f"/request/{CODE}/questions/"):
        answer = visitor.get(f"{page}?partner={odd}")
        assert answer.status_code == 200 and "?partner" not in answer.content.decode()
    form = Form(visitor, clock)
    form.fill()
    form.send()
    assert Contact.objects.get().partner == ""


def test_a_form_that_was_set_aside_keeps_its_partner(visitor: Client) -> None:
    taken = make.form("hello", partner="mind", quarantine="Looks like a machine")
    assert taken.contact.partner == "mind"


@pytest.mark.parametrize(
    ("raw", "code"),
    [("mind", "mind"), (" MIND ", "mind"), ("a" * 40, "a" * 40), ("a" * 41, ""), ("ı", ""), ("K", "k"), ("a_b", ""), (None, ""), (7, "")],
)  # fmt: skip
def test_a_code_has_small_letters_digits_and_dashes(raw: object, code: str) -> None:
    assert partners.code(raw) == code
