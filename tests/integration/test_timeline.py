"""The story of a case: every entry exactly once however it is paged, filters, one entry of long ago, what it costs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from casework import presenters_timeline, selectors_timeline
from casework.ids import uuid7
from casework.models import Case, Contact, Event, Note, Staff
from casework.selectors_timeline import Stretch
from tests import factories as make

NOW = make.NOW
SIZE = selectors_timeline.PAGE_SIZE


@pytest.fixture
def worker(db: None) -> Staff:
    return make.staff("worker")


@pytest.fixture
def case(worker: Staff) -> Case:
    return make.case()


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def fill(case: Case, actor: Staff, moments: dict[str, list[int]]) -> None:
    """Contacts, notes and events at so many minutes from noon."""

    def at(minutes: int) -> Any:
        return NOW + timedelta(minutes=minutes)

    Contact.objects.bulk_create(
        Contact(id=uuid7(), case=case, filing="filed", channel="sms", direction="in", took_place_at=at(each),
                logged_at=NOW, body=f"Text {number}")
        for number, each in enumerate(moments.get("contacts", []))
    )  # fmt: skip
    Note.objects.bulk_create(
        Note(id=uuid7(), case=case, author=actor, created_at=at(each), body=f"Note {number}")
        for number, each in enumerate(moments.get("notes", []))
    )
    Event.objects.bulk_create(
        Event(id=uuid7(), case=case, actor=actor, verb="tested", words=f"Event {number}", at=at(each))
        for number, each in enumerate(moments.get("events", []))
    )


def ids(stretch: Stretch) -> list[UUID]:
    return [entry.pk for entry in stretch.entries]


def everything(case: Case, show: str = "") -> list[UUID]:
    return ids(selectors_timeline.latest(case=case, show=show, size=100_000))


class EveryEntryOnce(TestCase):
    """Whatever the times: many entries at one moment, and none."""

    minutes = st.lists(st.integers(0, 3), max_size=9)

    @settings(max_examples=12, deadline=None)
    @given(contacts=minutes, notes=minutes, events=minutes, size=st.integers(1, 5), show=st.sampled_from(["", "contacts", "notes", "events"]))  # fmt: skip
    def test_walking_all_pages_either_way(
        self, contacts: list[int], notes: list[int], events: list[int], size: int, show: str
    ) -> None:
        worker = make.staff("worker")
        case = make.case()
        fill(case, worker, {"contacts": contacts, "notes": notes, "events": events})
        whole = everything(case, show)
        stretch = selectors_timeline.latest(case=case, show=show, size=size)
        found = ids(stretch)
        while stretch.earlier:
            key = selectors_timeline.read_key(stretch.first)
            assert key is not None
            stretch = selectors_timeline.before(case=case, key=key, show=show, size=size)
            found = [*ids(stretch), *found]
        assert found == whole and len(set(found)) == len(found)
        if not whole:
            return
        begun = [found[0]]
        while stretch.later or len(begun) == 1:
            last = begun[-1]
            entry = next(each for each in selectors_timeline.latest(case=case, show=show, size=1000).entries if each.pk == last)  # fmt: skip
            stretch = selectors_timeline.after(
                case=case, key=selectors_timeline.key_of(entry), show=show, size=size
            )
            begun += ids(stretch)
            if not stretch.later:
                break
        assert begun == whole


def test_the_order_is_by_time_and_by_id_at_one_moment(case: Case, worker: Staff) -> None:
    fill(case, worker, {"contacts": [5] * 4, "notes": [5] * 4, "events": [5] * 4})
    keys = [
        selectors_timeline.key_of(each) for each in selectors_timeline.latest(case=case, size=1000).entries
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    "words",
    ["", "odd", "~", "2026-03-02T12:00:00", "2026-02-30T00:00:00+00:00", "2026-03-02T12:00:00+00:00~x",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\x00~\x00"],
    ids=["nothing", "odd", "a tilde", "without a zone", "no day", "no id", "before time", "after time", "nul"],
)  # fmt: skip
def test_what_is_no_key_is_none(words: str) -> None:
    assert selectors_timeline.read_key(words) is None


def test_a_key_survives_an_address_that_lost_its_plus(case: Case) -> None:
    key = selectors_timeline.key_of(case.contacts.get(direction="in"))
    assert selectors_timeline.read_key(str(key)) == key
    assert selectors_timeline.read_key(str(key).replace("+", " ")) == key


def test_what_came_in_meanwhile_leaves_no_gap(case: Case, worker: Staff) -> None:
    fill(case, worker, {"contacts": list(range(40))})
    shown = selectors_timeline.latest(case=case)
    key = selectors_timeline.read_key(shown.first)
    assert key is not None
    fill(case, worker, {"notes": [100, 101, 102]})
    again = selectors_timeline.since(case=case, key=key)
    assert ids(again)[: len(shown.entries)] == ids(shown) and len(again.entries) == SIZE + 3
    assert not again.earlier


def test_more_than_is_read_again_at_once_shows_the_gap(
    case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(case, worker, {"contacts": list(range(40))})
    key = selectors_timeline.key_of(selectors_timeline.latest(case=case).entries[0])
    monkeypatch.setattr(selectors_timeline, "MOST_AGAIN", 10)
    again = selectors_timeline.since(case=case, key=key)
    assert len(again.entries) == 10 and again.earlier


# The page


def path(case: Case) -> str:
    return reverse("desk:case", args=[case.reference])


def shown(client: Client, url: str) -> list[str]:
    page = client.get(url)
    assert page.status_code == 200
    part = page.context["timeline"]["items"]
    return [getattr(item, "body", "") or item.text for item in part if item.kind != "day"]


def test_each_filter_shows_its_kind_with_its_count(client: Client, case: Case, worker: Staff) -> None:
    fill(case, worker, {"contacts": [1, 2], "notes": [3, 4, 5], "events": [6]})
    page = client.get(path(case))
    counts = {view["label"]: view["count"] for view in page.context["timeline"]["views"]}
    events = Event.objects.filter(case=case).exclude(verb__in=selectors_timeline.SAID_ELSEWHERE).count()
    contacts = case.contacts.count()  # with the answer that the office gives by itself
    assert counts == {
        "Everything": str(contacts + 3 + events), "Contacts": str(contacts), "Notes": "3", "Events": str(events),
    }  # fmt: skip
    assert shown(client, f"{path(case)}?show=notes") == ["Note 0", "Note 1", "Note 2"]
    assert {"My boiler is broken", "Text 0", "Text 1"} <= set(shown(client, f"{path(case)}?show=contacts"))
    assert "Event 0" in shown(client, f"{path(case)}?show=events")
    assert len(shown(client, f"{path(case)}?show=odd")) == contacts + 3 + events


def test_a_filter_that_finds_nothing_says_so(client: Client, case: Case) -> None:
    assert "No notes yet" in client.get(f"{path(case)}?show=notes").content.decode()


@pytest.mark.parametrize("show", ["", "contacts"])
def test_plain_links_lead_through_all_of_it(client: Client, case: Case, worker: Staff, show: str) -> None:
    fill(case, worker, {"contacts": [n // 3 for n in range(60)], "notes": [n // 3 for n in range(9)]})
    found: list[str] = []
    url = f"{path(case)}?show={show}"
    for _ in range(9):
        page = client.get(url)
        part = page.context["timeline"]
        found = [*(str(item.id) for item in part["items"] if item.kind != "day"), *found]
        if part["earlier"] is None:
            break
        url = part["earlier"]["url"].removesuffix("#timeline")
    assert found == [str(pk) for pk in everything(case, show)]


def test_a_script_gets_the_part_alone_with_the_day_named_once(
    client: Client, case: Case, worker: Staff
) -> None:
    fill(case, worker, {"contacts": list(range(60))})
    first = client.get(path(case)).context["timeline"]
    part = client.get(first["earlier"]["part_url"], HTTP_HX_REQUEST="true")
    words = part.content.decode()
    assert "<html" not in words and 'hx-swap-oob="delete"' in words and "earlier entries shown above" in words
    assert part.context["earlier"] is not None and words.count('id="timeline-earlier"') == 1
    key = selectors_timeline.key_of(part.context["items"] and Contact.objects.get(body="Text 20"))
    later = client.get(
        f"{path(case)}?part=later&after={str(key).replace('+', '%2B')}", HTTP_HX_REQUEST="true"
    )
    assert later.context["items"][0].body == "Text 21"
    whole = client.get(first["earlier"]["part_url"])
    assert "<html" in whole.content.decode()


@pytest.mark.parametrize("kind", ["contact", "note", "event"])
def test_a_link_to_one_entry_opens_the_page_at_it(
    client: Client, case: Case, worker: Staff, kind: str
) -> None:
    fill(case, worker, {"contacts": list(range(80)), "notes": [5], "events": [6]})
    entry = {
        "contact": Contact.objects.get(body="Text 5"),
        "note": Note.objects.get(),
        "event": Event.objects.get(words="Event 0"),
    }[kind]
    url = presenters_timeline.entry_url(case_url=path(case), anchor=f"{kind}-{entry.pk}")
    assert url.endswith(f"#{kind}-{entry.pk}")
    page = client.get(url.partition("#")[0])
    words = page.content.decode()
    assert f'id="{kind}-{entry.pk}"' in words and "Show the newest" in words and "Text 79" not in words
    assert "Text 9" in words and "data-live-url" not in words.partition('id="timeline"')[2].partition("</section>")[0]  # fmt: skip


def test_a_link_to_an_entry_of_another_case_shows_the_newest(client: Client, case: Case) -> None:
    other = make.case("Elsewhere", sender=make.BEN)
    entry = other.contacts.get(direction="in")
    page = client.get(f"{path(case)}?at=contact-{entry.pk}")
    assert page.status_code == 200 and "Elsewhere" not in page.content.decode()


@pytest.mark.parametrize("at", ["contact-", "contact-x", "odd-1", "\x00", "contact-" + "0" * 400, "case-"])
def test_an_odd_anchor_shows_the_newest(client: Client, case: Case, at: str) -> None:
    assert "My boiler is broken" in shown(client, f"{path(case)}?at={at}")


# What it costs


# Of the whole page; the story itself takes 3, and the counts of its filters 1 where not all of it is shown.
MOST_STATEMENTS_OF_THE_PAGE = 15
# Session, user; the case; contacts, their files, notes, events; the references that may be named.
MOST_STATEMENTS_OF_A_PART = 8


def test_the_page_costs_the_same_for_twenty_contacts_and_for_two_thousand(
    client: Client, case: Case, worker: Staff
) -> None:
    fill(case, worker, {"contacts": list(range(20)), "notes": [1, 2], "events": [1, 2]})
    few = statements(client, path(case))
    fill(case, worker, {"contacts": list(range(2000)), "notes": list(range(50)), "events": list(range(50))})
    assert statements(client, path(case)) == few + 1 <= MOST_STATEMENTS_OF_THE_PAGE
    key = str(selectors_timeline.key_of(Contact.objects.filter(body="Text 999").get()))
    part = f"{path(case)}?part=earlier&before={key.replace('+', '%2B')}"
    assert statements(client, part, HTTP_HX_REQUEST="true") <= MOST_STATEMENTS_OF_A_PART


def statements(client: Client, url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, **headers).status_code == 200  # type: ignore[arg-type]
    return len(seen)
