"""Cases that belong together without being one: linked, unlinked, shown, and never in a circle."""

import threading
from itertools import pairwise
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Case, CaseLink, Event, Party, Person, Staff
from casework.permissions import NotAllowed
from casework.services import links
from casework.services.links import CannotBeLinked
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def some(count: int) -> list[Case]:
    """Cases of different people, each a minute later than the one before."""
    return [
        make.case(f"matter {number}", sender=f"07700 900{200 + number}", at=make.later(minutes=number))
        for number in range(count)
    ]


def link(case: Case, other: Case, kind: str, by: Staff) -> CaseLink:
    return links.link(case=case, other=other, kind=kind, actor=by, now=make.NOW)


def hide(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))


def words_of(case: Case) -> list[str]:
    events = Event.objects.filter(case=case, verb__in=("linked", "unlinked")).order_by("id")
    return list(events.values_list("words", flat=True))


def test_both_cases_keep_an_event_of_a_link_and_of_its_end(worker: Staff) -> None:
    larger, part = some(2)
    made = link(larger, part, "parent", worker)
    links.unlink(link=made, actor=worker, now=make.NOW)
    assert words_of(larger) == [
        f"Linked {part.reference} as part of this case",
        f"Unlinked {part.reference} as part of this case",
    ]
    assert words_of(part) == [
        f"Linked this case as part of {larger.reference}",
        f"Unlinked this case as part of {larger.reference}",
    ]
    assert not CaseLink.objects.exists()
    with pytest.raises(CannotBeLinked, match="not linked any more"):
        links.unlink(link=made, actor=worker, now=make.NOW)


def test_related_is_one_row_whichever_way_round_it_was_asked(worker: Staff) -> None:
    older, newer = some(2)
    made = link(newer, older, "related", worker)
    assert (made.case, made.other) == (older, newer)
    for one, two in ((older, newer), (newer, older)):
        with pytest.raises(CannotBeLinked, match="linked so already"):
            link(one, two, "related", worker)
    assert CaseLink.objects.count() == 1


def test_a_case_is_part_of_one_case_only(worker: Staff) -> None:
    first, second, part = some(3)
    link(first, part, "parent", worker)
    with pytest.raises(CannotBeLinked, match=f"{part.reference} is part of {first.reference} already"):
        link(second, part, "parent", worker)


def test_a_larger_case_one_may_not_see_is_not_named(worker: Staff) -> None:
    hidden, second, part = some(3)
    link(hidden, part, "parent", worker)
    hide(hidden)
    with pytest.raises(CannotBeLinked) as refused:
        link(second, part, "parent", worker)
    assert hidden.reference not in str(refused.value) and "already" not in str(refused.value)


@pytest.mark.parametrize("length", [2, 3, 5])
def test_no_case_is_its_own_ancestor(length: int, worker: Staff) -> None:
    cases = some(length)
    for larger, part in pairwise(cases):
        link(larger, part, "parent", worker)
    with pytest.raises(CannotBeLinked, match="is itself part of"):
        link(cases[-1], cases[0], "parent", worker)
    link(cases[-1], cases[0], "related", worker)


def test_nothing_is_linked_to_itself_or_to_a_merged_case_or_in_an_unknown_way(worker: Staff) -> None:
    one, two = some(2)
    with pytest.raises(CannotBeLinked, match="to itself"):
        link(one, one, "related", worker)
    with pytest.raises(CannotBeLinked, match="how the two cases"):
        link(one, two, "enemy", worker)
    Case.objects.filter(pk=two.pk).update(merged_into=one, is_open=False, status="closed", closed_at=make.NOW)
    with pytest.raises(CannotBeLinked, match="was merged"):
        link(one, two, "related", worker)


def test_where_a_case_was_split_off_stays_on_record(worker: Staff) -> None:
    one, two = some(2)
    made = link(one, two, "split", worker)
    with pytest.raises(CannotBeLinked, match="stays on record"):
        links.unlink(link=made, actor=worker, now=make.NOW)


def test_a_handler_links_nothing() -> None:
    one, two = some(2)
    with pytest.raises(NotAllowed):
        link(one, two, "related", make.staff("handler", role="handler"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("length", [2, 3, 4, 6])
def test_links_made_at_the_same_instant_never_close_a_circle(length: int) -> None:
    """Each thread links another pair of a ring; with four or more, two of them share no case at all."""
    worker = make.staff("worker")
    cases = some(length)
    barrier = threading.Barrier(length)
    refused: list[str] = []

    def join(number: int) -> None:
        try:
            barrier.wait()
            link(cases[number], cases[(number + 1) % length], "parent", worker)
        except CannotBeLinked as error:
            refused.append(str(error))
        finally:
            connection.close()

    run_all([threading.Thread(target=join, args=(number,)) for number in range(length)])
    assert CaseLink.objects.count() == length - 1 and len(refused) == 1


@pytest.mark.django_db(transaction=True)
def test_one_link_asked_for_four_times_at_once_is_one_link() -> None:
    worker = make.staff("worker")
    one, two = some(2)
    barrier = threading.Barrier(4)
    refused: list[str] = []

    def join(number: int) -> None:
        try:
            barrier.wait()
            link(*((one, two) if number % 2 else (two, one)), "related", worker)
        except CannotBeLinked as error:
            refused.append(str(error))
        finally:
            connection.close()

    run_all([threading.Thread(target=join, args=(number,)) for number in range(4)])
    assert CaseLink.objects.count() == 1 and len(refused) == 3


def run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()


# Pages


def post(client: Client, case: Case, **data: str) -> Any:
    return client.post(reverse("desk:links", args=[case.reference]), data, follow=True)


@pytest.mark.parametrize(
    ("how", "ends", "kind"),
    [("part_of", (1, 0), "parent"), ("has_part", (0, 1), "parent"), ("related", (0, 1), "related")],
)
def test_the_page_links_by_reference(how: str, ends: tuple[int, int], kind: str, client: Client) -> None:
    cases = some(2)
    typed = cases[1].reference.replace("-", " ").lower()
    page = post(client, cases[0], reference=typed, how=how)
    made = CaseLink.objects.get()
    assert (made.case, made.other, made.kind) == (cases[ends[0]], cases[ends[1]], kind)
    assert f"Linked with {cases[1].reference}." in page.content.decode()


def test_a_hidden_reference_answers_like_a_missing_one(client: Client) -> None:
    case, hidden = some(2)
    hide(hidden)
    answers = [
        post(client, case, reference=reference, how="related")
        for reference in (hidden.reference, "7K4M-9QXD")
    ]
    assert all(answer.status_code == 422 for answer in answers)
    assert all("There is no such case. Check the reference." in a.content.decode() for a in answers)
    assert not CaseLink.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Write the reference of the other case."),
        ({"reference": "x", "how": "related"}, "This is not a case reference."),
        ({"reference": "\x00' OR 1=1--", "how": "related"}, "This is not a case reference."),
        ({"reference": "7K4M-9QXD"}, "Choose how they belong together."),
        ({"reference": "7K4M-9QXD", "how": "enemy"}, "Choose how they belong together."),
    ],
)
def test_the_page_says_what_is_wrong(data: dict[str, str], words: str, client: Client) -> None:
    page = post(client, some(1)[0], **data)
    assert page.status_code == 422 and words in page.content.decode()


def test_the_page_unlinks_what_one_sees_and_nothing_else(client: Client, worker: Staff) -> None:
    case, seen, hidden, far = some(4)
    mine, secret = link(case, seen, "related", worker), link(case, hidden, "related", worker)
    elsewhere = link(seen, far, "related", worker)
    hide(hidden)
    for wanted in (str(secret.pk), str(elsewhere.pk), "rubbish", ""):
        assert post(client, case, unlink=wanted).status_code == 404
    page = post(client, case, unlink=str(mine.pk))
    assert f"Not linked with {seen.reference} any more." in page.content.decode()
    assert set(CaseLink.objects.all()) == {secret, elsewhere}


def test_the_case_page_shows_every_kind_with_status_and_what_it_is_about(
    client: Client, worker: Staff
) -> None:
    case, larger, part, split, source, friend, earlier, later = some(8)
    link(larger, case, "parent", worker)
    link(case, part, "parent", worker)
    link(case, split, "split", worker)
    link(source, case, "split", worker)
    link(friend, case, "related", worker)
    Case.objects.filter(pk=case.pk).update(follows=earlier)
    Case.objects.filter(pk=later.pk).update(follows=case)
    page = client.get(reverse("desk:case", args=[case.reference]))
    assert [(row.how, row.reference) for row in page.context["related"]] == [
        ("Part of", larger.reference),
        ("Has the part", part.reference),
        ("Split off from", source.reference),
        ("Split off to", split.reference),
        ("Related", friend.reference),
        ("Follows", earlier.reference),
        ("Followed by", later.reference),
    ]
    row = page.context["related"][0]
    assert (row.about, row.status_label) == ("matter 1", "New")


def test_hidden_cases_are_neither_shown_nor_counted(client: Client, worker: Staff) -> None:
    case, hidden, follows = some(3)
    link(case, hidden, "parent", worker)
    Case.objects.filter(pk=case.pk).update(follows=follows)
    hide(hidden)
    hide(follows)
    for name in ("case", "links"):
        page = client.get(reverse(f"desk:{name}", args=[case.reference]))
        assert page.context["related"] == []
        assert hidden.reference not in page.content.decode()
        assert follows.reference not in page.content.decode()


def test_a_case_with_many_shows_the_first_and_where_the_rest_are(client: Client, worker: Staff) -> None:
    case, *others = some(11)
    for other in others:
        link(case, other, "related", worker)
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "All 10 related cases" in page
    everything = client.get(reverse("desk:links", args=[case.reference])).content.decode()
    assert all(other.reference in everything for other in others)


@pytest.mark.parametrize("name", ["case", "links", "parties"])
def test_many_links_and_parties_need_no_more_statements(name: str, client: Client, worker: Staff) -> None:
    case, first, *others = some(12)
    link(case, first, "related", worker)
    url = reverse(f"desk:{name}", args=[case.reference])
    few = statements(client, url)
    for other in others:
        link(case, other, "parent", worker)
        Party.objects.create(case=case, person=Person.objects.create(name="Dana"), role="supporter")
    assert statements(client, url) == few


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
