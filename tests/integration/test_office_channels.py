"""The page of the channels: what is set up, with which numbers, nothing secret, links for those who may follow them."""

from typing import Any

import pytest
from django.test import Client

from casework.ports import channel_health
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

PAGE = "/desk/settings/channels/"
STATEMENTS = 3


@pytest.fixture
def desk() -> Client:
    make.office()
    client = Client()
    client.force_login(make.staff("lead", role="lead", lead=True))
    return client


def test_every_channel_of_the_office_is_there_with_what_it_does(desk: Client) -> None:
    words = Page(desk.get(PAGE)).words
    for told in (
        "Web form Set up People fill in a form themselves. http://testserver/",
        "Text message Set up Comes in by itself. Goes out by itself. Our own: +44",
        "Visit Set up Staff log what comes in. Outcomes of calls and visits",
        "Paper letter Set up Staff log what comes in. Somebody prints what goes out",
    ):
        assert told in words


def test_what_is_not_set_up_says_what_is_missing(desk: Client, settings: Any) -> None:
    settings.DEMO, settings.TWILIO_ACCOUNT_SID = False, ""
    known = {each.kind: each for each in channel_health()}
    words = Page(desk.get(PAGE)).words
    assert not known["sms"].ready and "Not set up" in words and known["sms"].missing in words


def test_a_texting_number_is_shown_and_its_key_is_not(desk: Client, settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "7" * 32, "5ecre7" * 5
    settings.TWILIO_NUMBER = "+441632960011"
    page = desk.get(PAGE)
    assert "+441632960011" in Page(page).words
    assert "5ecre7" not in page.content.decode() and "AC777" not in page.content.decode()


def test_the_page_costs_a_fixed_number_of_statements(desk: Client, django_assert_num_queries: Any) -> None:
    desk.get(PAGE)
    with django_assert_num_queries(STATEMENTS):
        desk.get(PAGE)
