"""The queue: what is in it, in which order, for whom, at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import Case, Staff
from casework.views import queue
from tests import factories as make

pytestmark = pytest.mark.django_db

# Session, user with their choices and the office; saved views; cases with whom they are about; all counts beside the views; teams and
# services of the filter. Rows add nothing.
STATEMENTS_OF_THE_QUEUE = 6
# Session, user; the case with what there is beside its story, parties, points; the office, and with what it sent today;
# what went to the numbers; the clocks; contacts and events; form choices (2); the counts beside a long story. What there
# is of drafts, notes, tasks, links, followers and the like is asked for where the case says that there is some (2 at most
# for each); neither contacts nor links nor people add any (tests/integration/test_links.py).
MOST_STATEMENTS_OF_A_CASE = 14


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def fill(count: int, start: int = 0) -> None:
    make.office()
    for number in range(start, start + count):
        make.text(f"text {number}", sender=f"07700 900{number:03}", at=make.later(minutes=number))


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


def test_the_queue_needs_the_same_statements_for_five_rows_and_for_fifty(client: Client) -> None:
    fill(5)
    few = statements(client, reverse("desk:queue"))
    fill(45, start=5)
    many = statements(client, reverse("desk:queue"))
    assert few == many == STATEMENTS_OF_THE_QUEUE


def test_a_search_needs_no_more_statements_for_more_rows(client: Client) -> None:
    fill(3)
    few = statements(client, reverse("desk:queue") + "?q=text")
    fill(20, start=3)
    assert statements(client, reverse("desk:queue") + "?q=text") == few


def test_a_case_needs_the_same_statements_however_long_it_is(client: Client) -> None:
    case = make.case()
    url = reverse("desk:case", args=[case.reference])
    few = statements(client, url)
    for number in range(30):
        make.text(f"more {number}", at=make.later(minutes=number + 1))
    # What the page does not show whole is counted, all kinds in one statement.
    assert statements(client, url) == few + 1 <= MOST_STATEMENTS_OF_A_CASE


def test_the_most_urgent_and_then_the_longest_waiting_come_first(client: Client) -> None:
    fill(3)
    last = Case.objects.order_by("-opened_at").first()
    assert last is not None
    Case.objects.filter(pk=last.pk).update(priority="urgent", priority_rank=3)
    page = client.get(reverse("desk:queue"))
    rows = [row.reference for row in page.context["rows"]]
    assert rows[0] == last.reference
    rest = Case.objects.exclude(pk=last.pk).order_by("opened_at").values_list("reference", flat=True)
    assert rows[1:] == list(rest)


def test_pages_meet_without_gap_or_repeat_and_lead_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 10)
    fill(24)
    seen: list[str] = []
    url, pages = reverse("desk:queue"), []
    while url:
        page = client.get(url)
        pages.append([row.reference for row in page.context["rows"]])
        seen += pages[-1]
        url = reverse("desk:queue") + page.context["older"] if page.context["older"] else ""
    assert [len(rows) for rows in pages] == [10, 10, 4]
    assert len(set(seen)) == 24
    back = client.get(reverse("desk:queue") + page.context["newer"])
    assert [row.reference for row in back.context["rows"]] == pages[1]


def test_a_forged_page_address_is_the_first_page(client: Client) -> None:
    fill(2)
    page = client.get(reverse("desk:queue") + "?at=rubbish")
    assert page.status_code == 200 and len(page.context["rows"]) == 2


def late_ones(number: int) -> None:
    fill(number)
    Case.objects.update(due_at=timezone.now() - timedelta(hours=1))
    Case.objects.filter(summary__endswith=" 1").update(due_at=timezone.now() + timedelta(hours=1))


@pytest.mark.parametrize("way", ["by when they were due", "along the queue"])
def test_what_is_late_stands_in_the_order_of_the_queue_however_many_there_are(
    way: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    late_ones(7)
    monkeypatch.setattr(queue, "PAGE_SIZE", 4)
    if way == "along the queue":
        monkeypatch.setattr("casework.selectors_queue.MOST_COUNTED", 2)
    with CaptureQueriesContext(connection) as said:
        first = client.get(reverse("desk:queue") + "?overdue=on")
    # The moment is hidden from the planner where many are late, and only there.
    rows = [each["sql"] for each in said if "priority_rank" in each["sql"] and "(SELECT '" in each["sql"]]
    assert bool(rows) == (way == "along the queue")
    second = client.get(reverse("desk:queue") + first.context["older"])
    shown = [row.reference for page in (first, second) for row in page.context["rows"]]
    late = Case.objects.filter(due_at__lt=timezone.now()).order_by("-priority_rank", "opened_at", "id")
    assert shown == [case.reference for case in late]
    assert len(shown) == 6


def test_what_is_late_needs_one_statement_more(client: Client) -> None:
    late_ones(7)
    assert statements(client, reverse("desk:queue") + "?overdue=true") == STATEMENTS_OF_THE_QUEUE + 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("who=mine", {"mine"}),
        ("who=unassigned", {"free"}),
        ("channel=web", {"free"}),
        ("channel=sms", {"mine"}),
        ("status=new", {"free", "mine"}),
        ("status=closed", set()),
        ("overdue=on", {"mine"}),
        ("priority=high", {"mine"}),
        ("team=triage", {"free", "mine"}),
        ("team=nowhere", set()),
        ("service=nonsense", set()),
        ("status=nonsense", set()),
        ("team=%00", set()),
        ("q=%00&service=%00", set()),
    ],
)
def test_filters(query: str, expected: set[str], client: Client, worker: Staff) -> None:
    mine = make.case("mine")
    free = make.form("free", sender=make.BEN).case
    assert free is not None
    Case.objects.filter(pk=mine.pk).update(assignee=worker, due_at=make.NOW, priority="high", priority_rank=2)
    Case.objects.filter(pk=free.pk).update(due_at="2100-01-01T00:00Z")
    page = client.get(reverse("desk:queue") + "?" + query)
    names = {mine.reference: "mine", free.reference: "free"}
    assert {names[row.reference] for row in page.context["rows"]} == expected


@pytest.mark.parametrize(
    "words",
    ["mould", "MOULD", "wardrobes behind", "07700900101", "+44 7700 900101", "900101", "amina", "KHAN"],
)
def test_search_finds(words: str, client: Client, worker: Staff) -> None:
    make.call("There is mould behind the wardrobe", by=worker, person_name="Amina Khan")
    make.form("The street lamp is out", sender=make.BEN)
    page = client.get(reverse("desk:queue"), {"q": words})
    assert [row.summary for row in page.context["rows"]] == ["There is mould behind the wardrobe"]


@pytest.mark.parametrize(
    "words", ["' OR 1=1--", "%", "_", "\\", "(a+)+$", "\x00", "&|!:*", "null", "🔥", "x" * 5000, "‮"]
)
def test_search_takes_anything_literally(words: str, client: Client) -> None:
    make.case()
    page = client.get(reverse("desk:queue"), {"q": words})
    assert page.status_code == 200 and page.context["rows"] == []


def test_search_reads_look_alikes_of_a_reference(client: Client) -> None:
    case = make.case()
    typed = case.reference.replace("-", "").lower().replace("0", "o").replace("1", "l")
    page = client.get(reverse("desk:queue"), {"q": typed})
    assert [row.reference for row in page.context["rows"]] == [case.reference]


def test_closed_cases_are_found_by_search_and_by_status_only(client: Client, worker: Staff) -> None:
    from casework.services import status

    case = make.case("mould")
    status.change_status(case=case, to="closed", outcome="Done", actor=worker, now=make.later(hours=1))
    assert client.get(reverse("desk:queue")).context["rows"] == []
    assert len(client.get(reverse("desk:queue"), {"q": "mould"}).context["rows"]) == 1
    assert len(client.get(reverse("desk:queue"), {"status": "closed"}).context["rows"]) == 1


def test_an_empty_queue_says_so(client: Client) -> None:
    assert "The queue is empty" in client.get(reverse("desk:queue")).content.decode()
