"""Tasks and checklists of a case: done, put in order, taken away; whose they may be; the list of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import Case, Checklist, Conflict, Event, Notification, Staff, Task
from casework.permissions import NotAllowed
from casework.services import checklists, merges, status, tasks_of_case
from casework.services.checklists import CannotBeChecklist
from casework.services.survivors import WasMerged
from casework.services.tasks_of_case import CannotBeTask
from casework.views import tasks as task_views
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW
# Session, user and office; the tasks with all of a row, parties of their cases.
STATEMENTS_OF_THE_LIST = 3
# Session, user and office; the checklists with their services.
STATEMENTS_OF_THE_SETTINGS = 2
# Session, user; the case with its parties, their points; the tasks, the checklists that could be put on it.
MOST_FOR_THE_PANEL = 9


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def case(worker: Staff) -> Case:
    return make.case()


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def visit() -> Checklist:
    return Checklist.objects.create(name="A visit", steps=["Ask for photos", "Book it", "Tell them"])


def add(case: Case, actor: Staff, title: str = "Ask for photos", **fields: Any) -> Task:
    return tasks_of_case.add(case=case, title=title, actor=actor, now=NOW, **fields)


def titles(case: Case) -> list[str]:
    return list(Task.objects.filter(case=case).values_list("title", flat=True))


def latest(case: Case) -> Event:
    found = Event.objects.filter(case=case).order_by("at", "pk").last()
    assert found is not None
    return found


# One task


def test_a_task_is_added_after_the_others_and_leaves_an_event(case: Case, worker: Staff) -> None:
    version = case.version
    add(case, worker, "One")
    made = add(case, worker, "  Two \n lines ", assignee=worker, due_on=NOW.date())
    assert titles(case) == ["One", "Two lines"]
    assert (made.assignee, made.due_on, made.made_by, made.made_at) == (worker, NOW.date(), worker, NOW)
    event = latest(case)
    assert (event.verb, event.actor, event.words) == ("task_added", worker, "Added a task: “Two lines”")
    case.refresh_from_db()
    assert case.version == version + 2


def test_a_task_that_says_nothing_is_refused(case: Case, worker: Staff) -> None:
    with pytest.raises(CannotBeTask, match="Say what is to be done"):
        add(case, worker, " \u200b ")
    assert not Task.objects.exists()


def test_ticking_off_and_taking_the_tick_off(case: Case, worker: Staff) -> None:
    task = add(case, worker)
    for _ in range(2):  # the second press changes nothing
        done = tasks_of_case.tick(task=task, done=True, actor=worker, now=NOW)
        assert (done.done_at, done.done_by) == (NOW, worker)
    assert Event.objects.filter(verb="task_done").count() == 1
    undone = tasks_of_case.tick(task=task, done=False, actor=worker, now=NOW)
    assert (undone.done_at, undone.done_by) == (None, None)
    assert latest(case).before["done_by"] == "worker"


def test_a_change_keeps_what_it_was_and_no_change_leaves_no_event(case: Case, worker: Staff) -> None:
    task = add(case, worker, due_on=NOW.date())
    changed = {"task": task, "actor": worker, "now": NOW, "assignee": worker, "due_on": None}
    for _ in range(2):
        tasks_of_case.change(title="Ask for two photos", **changed)
    task.refresh_from_db()
    assert (task.title, task.assignee, task.due_on) == ("Ask for two photos", worker, None)
    event = Event.objects.get(verb="task_changed")
    assert event.before["title"] == "Ask for photos" and event.before["due_on"] == "2026-03-02"
    assert event.after["title"] == "Ask for two photos" and event.after["assignee"] == "worker"


def test_up_and_down_and_no_further(case: Case, worker: Staff) -> None:
    first, second, third = (add(case, worker, title) for title in ("One", "Two", "Three"))

    def moved(task: Task, *, up: bool) -> list[str]:
        tasks_of_case.move(task=task, up=up, actor=worker, now=NOW)
        return titles(case)

    assert moved(third, up=True) == ["One", "Three", "Two"]
    assert moved(third, up=True) == ["Three", "One", "Two"]
    assert moved(third, up=True) == ["Three", "One", "Two"]
    assert moved(second, up=False) == ["Three", "One", "Two"]
    assert moved(first, up=False) == ["Three", "Two", "One"]
    assert Event.objects.filter(verb="task_moved").count() == 3


def test_what_is_done_is_no_neighbour_of_what_is_not(case: Case, worker: Staff) -> None:
    first, second, third = (add(case, worker, title) for title in ("One", "Two", "Three"))
    tasks_of_case.tick(task=second, done=True, actor=worker, now=NOW)
    tasks_of_case.move(task=third, up=True, actor=worker, now=NOW)
    assert titles(case) == ["Three", "Two", "One"]
    Task.objects.update(position=0)  # as rows that were made at one moment may be
    tasks_of_case.move(task=first, up=False, actor=worker, now=NOW)
    assert sorted(Task.objects.values_list("position", flat=True)) == [0, 1, 2]


def test_what_is_taken_away_is_kept_by_the_event(case: Case, worker: Staff) -> None:
    task = add(case, worker, assignee=worker)
    tasks_of_case.take_away(task=task, actor=worker, now=NOW)
    assert not Task.objects.exists()
    event = latest(case)
    assert (event.verb, event.before["title"], event.before["assignee"]) == (
        "task_taken_away", "Ask for photos", "worker",
    )  # fmt: skip
    with pytest.raises(CannotBeTask, match="took this task away"):
        tasks_of_case.tick(task=task, done=True, actor=worker, now=NOW)


def test_a_case_has_room_for_so_many(case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_of_case, "MOST_ON_A_CASE", 2)
    add(case, worker, "One")
    add(case, worker, "Two")
    with pytest.raises(CannotBeTask, match="at most 2 tasks"):
        add(case, worker, "Three")


# Whose it may be


@pytest.mark.parametrize(
    "why", ["another team", "conflict", "restricted", "administrator", "left", "machine"]
)
def test_a_task_cannot_be_given_to_whoever_could_not_open_the_case(
    case: Case, worker: Staff, why: str
) -> None:
    role = "administrator" if why == "administrator" else "caseworker"
    other = make.staff(
        "other", role=role, teams=("debt",) if why == "another team" else ("triage", "housing")
    )
    if why == "conflict":
        Conflict.objects.create(staff=other, case=case, reason="Cousins", made_by=worker, at=NOW)
    if why == "restricted":
        Case.objects.update(restricted=True, assignee=worker)
    Staff.objects.filter(pk=other.pk).update(is_active=why != "left", is_machine=why == "machine")
    other.refresh_from_db()
    with pytest.raises(CannotBeTask, match="Other Example could not open this case"):
        add(case, worker, assignee=other)
    task = add(case, worker)
    with pytest.raises(CannotBeTask, match="could not open this case"):
        tasks_of_case.change(task=task, title="x", assignee=other, due_on=None, actor=worker, now=NOW)
    assert not Task.objects.exclude(assignee=None).exists()


def test_the_page_refuses_with_words_and_keeps_what_was_typed(
    client: Client, case: Case, worker: Staff
) -> None:
    cousin = make.staff("cousin")
    Conflict.objects.create(staff=cousin, case=case, reason="Cousins", made_by=worker, at=NOW)
    answer = client.post(
        reverse("desk:task_add", args=[case.reference]), {"title": "Ask her <b>", "assignee": "cousin"}
    )
    words = answer.content.decode()
    assert answer.status_code == 422 and "could not open this case" in words
    assert 'value="Ask her &lt;b&gt;"' in words and not Task.objects.exists()


def test_an_administrator_works_on_none(case: Case, worker: Staff) -> None:
    administrator = make.staff("admin", role="administrator")
    task = add(case, worker)
    with pytest.raises(NotAllowed):
        add(case, administrator)
    with pytest.raises(NotAllowed):
        tasks_of_case.tick(task=task, done=True, actor=administrator, now=NOW)


@pytest.mark.parametrize("page", ["task", "task_tick", "task_move", "task_take_away"])
def test_a_task_of_a_hidden_case_is_like_one_that_is_missing(
    client: Client, case: Case, worker: Staff, page: str
) -> None:
    task = add(case, worker)
    Case.objects.update(restricted=True)
    assert client.post(reverse(f"desk:{page}", args=[task.pk]), {"done": "1"}).status_code == 404
    assert client.get(reverse("desk:tasks") + "?whose=teams").context["rows"] == []
    task.refresh_from_db()
    assert task.done_at is None


# Merged cases


def test_a_merged_case_brings_its_tasks_along(client: Client, case: Case, worker: Staff) -> None:
    other = make.case("The same boiler", sender=make.BEN)
    task = add(other, worker, "Of the other")
    add(case, worker, "Of the case")
    row = merges.merge(merged=other, survivor=case, actor=worker, now=NOW)
    page = client.get(reverse("desk:case", args=[case.reference]))
    assert {each.title for each in page.context["tasks"].rows} == {"Of the other", "Of the case"}
    tasks_of_case.tick(task=task, done=True, actor=worker, now=NOW)
    assert latest(case).verb == "task_done"
    with pytest.raises(WasMerged):
        add(other, worker)
    merges.unmerge(row=row, actor=worker, now=NOW)
    page = client.get(reverse("desk:case", args=[case.reference]))
    assert [each.title for each in page.context["tasks"].rows] == ["Of the case"]


# Checklists


def test_a_checklist_becomes_tasks_once(case: Case, worker: Staff, visit: Checklist) -> None:
    add(case, worker, "Before it")
    assert checklists.put(checklist=visit, case=case, actor=worker, now=NOW) == 3
    assert titles(case) == ["Before it", "Ask for photos", "Book it", "Tell them"]
    assert latest(case).words == "Put the checklist “A visit” on it, 3 tasks"
    assert checklists.put(checklist=visit, case=case, actor=worker, now=NOW) == 0
    assert Task.objects.count() == 4 and Event.objects.filter(verb="checklist_put").count() == 1
    assert checklists.offered(case=case) == []


def test_once_is_a_constraint_of_the_database(case: Case, worker: Staff, visit: Checklist) -> None:
    checklists.put(checklist=visit, case=case, actor=worker, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(case=case, checklist=visit, title="Book it", made_by=worker, made_at=NOW)
    step = Task.objects.get(title="Tell them")
    with pytest.raises(CannotBeTask, match="on the case already"):
        tasks_of_case.change(task=step, title="Book it", assignee=None, due_on=None, actor=worker, now=NOW)


def test_only_what_fits_the_service_is_offered(case: Case, worker: Staff, visit: Checklist) -> None:
    repair, bins = make.service(), make.service("missed-bin")
    of_bins = Checklist.objects.create(name="Bins", steps=["x"], service=bins)
    of_repair = Checklist.objects.create(name="Repairs", steps=["x"], service=repair)
    gone = Checklist.objects.create(name="Old", steps=["x"], active=False)
    case.service = repair
    case.save(update_fields=["service"])
    assert checklists.offered(case=case) == [visit, of_repair]
    for wrong, words in ((of_bins, "another service"), (gone, "not used any more")):
        with pytest.raises(CannotBeTask, match=words):
            checklists.put(checklist=wrong, case=case, actor=worker, now=NOW)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([" ", "\u200b"], "at least one step"),
        (["x" * 201], "201 characters long"),
        ([f"Step {n}" for n in range(51)], "at most 50"),
    ],
    ids=["empty", "long", "many"],
)
def test_a_checklist_that_cannot_be_is_refused_with_words(
    worker: Staff, steps: list[str], words: str
) -> None:
    lead = make.staff("lead", role="lead")
    with pytest.raises(CannotBeChecklist, match=words):
        checklists.save(checklist=None, name="x", service=None, steps=steps, active=True, actor=lead, now=NOW)
    assert not Checklist.objects.exists()


def test_a_checklist_is_kept_with_its_versions(visit: Checklist) -> None:
    desk = Client()
    desk.force_login(make.staff("lead", role="lead"))
    form = {"name": "A visit", "steps": "Book it\r\n\r\n Book  it \nTell them", "active": "on"}
    answer = desk.post(reverse("desk:checklist", args=[visit.pk]), form)
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.steps == ["Book it", "Tell them"] and visit.versions.count() == 2
    again = desk.post(reverse("desk:checklist_new"), form)
    assert again.status_code == 422 and "has this name already" in again.content.decode()
    assert Event.objects.filter(verb="checklist_kept").count() == 1
    assert "Switched off" not in desk.get(reverse("desk:checklists")).content.decode()


# The pages


def test_the_buttons_work_without_a_script_and_in_place(
    client: Client, case: Case, worker: Staff, visit: Checklist
) -> None:
    home = f"{reverse('desk:case', args=[case.reference])}#tasks"
    put = client.post(reverse("desk:checklist_put", args=[case.reference]), {"checklist": str(visit.pk)})
    assert (put.status_code, put["Location"]) == (302, home)
    task = Task.objects.get(title="Book it")
    tick = reverse("desk:task_tick", args=[task.pk])
    assert client.post(tick, {"done": "1"})["Location"] == home
    assert (
        client.post(tick, {"done": "1", "back": "teams"})["Location"]
        == f"{reverse('desk:tasks')}?whose=teams"
    )
    part = client.post(tick, {"done": "0"}, HTTP_HX_REQUEST="true")
    words = part.content.decode()
    assert part.status_code == 200 and "<html" not in words and "0 of 3 done" in words
    assert "Not done after all: Book it" in words
    move = client.post(reverse("desk:task_move", args=[task.pk]), {"to": "up"}, HTTP_HX_REQUEST="true")
    assert move.status_code == 200 and titles(case) == ["Book it", "Ask for photos", "Tell them"]
    away = client.post(reverse("desk:task_take_away", args=[task.pk]))
    assert away["Location"] == home and "Book it" not in titles(case)
    look = client.get(reverse("desk:case", args=[case.reference]), {"part": "tasks"}, HTTP_HX_REQUEST="true")
    assert "0 of 2 done" in look.content.decode()


@pytest.mark.parametrize("odd", ["", "x", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_an_odd_checklist_is_refused_with_words(client: Client, case: Case, odd: str) -> None:
    path = reverse("desk:checklist_put", args=[case.reference])
    assert "Choose a checklist." in client.post(path, {"checklist": odd}, follow=True).content.decode()
    part = client.post(path, {"checklist": odd}, HTTP_HX_REQUEST="true")
    assert part.status_code == 200 and "Choose a checklist." in part.content.decode()


def test_a_case_may_end_with_tasks_that_are_not_done_and_the_form_says_so(
    client: Client, case: Case, worker: Staff
) -> None:
    path = reverse("desk:case", args=[case.reference])
    assert "not done yet" not in client.get(path).content.decode()
    add(case, worker)
    assert "1 task is not done yet. You can end the case all the same." in client.get(path).content.decode()
    status.change_status(case=case, to="closed", outcome="Settled", actor=worker, now=NOW)
    rows = client.get(reverse("desk:tasks") + "?whose=teams").context["rows"]
    assert [row.ended for row in rows] == [True]


def test_mine_my_teams_and_overdue(client: Client, case: Case, worker: Staff) -> None:
    today = timezone.localdate()
    other = make.staff("other")
    add(case, worker, "Mine", assignee=worker)
    add(case, worker, "Mine, late", assignee=worker, due_on=today - timedelta(days=1))
    add(case, worker, "Mine, today", assignee=worker, due_on=today)
    add(case, worker, "Theirs", assignee=other)
    tasks_of_case.tick(task=add(case, worker, "Done", assignee=worker), done=True, actor=worker, now=NOW)

    def listed(query: str = "") -> list[str]:
        return [row.title for row in client.get(reverse("desk:tasks") + query).context["rows"]]

    mine = ["Mine, late", "Mine, today", "Mine"]
    assert listed() == listed("?whose=odd") == listed("?whose=mine&at=odd") == mine
    assert listed("?whose=teams") == [*mine, "Theirs"]
    assert listed("?whose=overdue") == ["Mine, late"]


def test_pages_meet_without_gap_or_repeat(
    client: Client, case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_views, "PAGE_SIZE", 3)
    for number in range(10):
        day = NOW.date() + timedelta(days=number // 3) if number < 7 else None
        add(case, worker, f"No {number}", assignee=worker, due_on=day)
    seen: list[str] = []
    query = ""
    for _ in range(6):
        page = client.get(reverse("desk:tasks") + query)
        seen += [row.title for row in page.context["rows"]]
        query = page.context["older"]
        if not query:
            break
    assert seen == [f"No {number}" for number in range(10)]


def test_the_pages_cost_the_same_for_few_and_for_many(client: Client, case: Case, worker: Staff) -> None:
    lead = Client()
    lead.force_login(make.staff("lead", role="lead"))
    for number, size in ((0, 2), (2, 9)):
        for each in range(number, size):
            other = make.case(f"Text {each}", sender=f"07700 900{200 + each}")
            add(other, worker, "x", assignee=worker)
            add(case, worker, f"No {each}", assignee=worker)
            Checklist.objects.create(name=f"List {each}", steps=["x"], service=make.service())
        assert statements(client, reverse("desk:tasks")) == STATEMENTS_OF_THE_LIST
        assert statements(lead, reverse("desk:checklists")) == STATEMENTS_OF_THE_SETTINGS
        part = f"{reverse('desk:case', args=[case.reference])}?part=tasks"
        assert statements(client, part, HTTP_HX_REQUEST="true") <= MOST_FOR_THE_PANEL


def statements(client: Client, url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, **headers).status_code == 200  # type: ignore[arg-type]
    return len(seen)


def test_whoever_is_given_a_task_is_told_once(case: Case, worker: Staff) -> None:
    other = make.staff("other")
    task = add(case, worker, assignee=other)
    tasks_of_case.change(task=task, title="Ask again", assignee=other, due_on=None, actor=worker, now=NOW)
    add(case, worker, assignee=worker)

    told = Notification.objects.get()
    assert (told.staff, told.kind, told.source, told.by) == (other, "task", task.pk, worker)
