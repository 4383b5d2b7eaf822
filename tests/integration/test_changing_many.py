"""One change to many cases: looked at first, worked one by one by the ordinary rules, undone for a while."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.ids import uuid7
from casework.models import BulkChange, Case, Conflict, Event, Staff
from casework.services import assignment, changing_many, clocks, notes, priority, tags
from casework.services.changing_many import CannotChangeMany
from casework.services.priority import CannotHavePriority
from casework.services.tags import CannotBeTagged
from tests import factories as make

pytestmark = pytest.mark.django_db
MANY = "/desk/change-many/"
NOW = make.NOW


@pytest.fixture
def worker() -> Staff:
    make.opening_hours()
    return make.staff("worker")


@pytest.fixture
def other() -> Staff:
    return make.staff("other")


@pytest.fixture
def desk(worker: Staff) -> Client:
    return client(worker)


def client(staff: Staff) -> Client:
    found = Client()
    found.force_login(staff)
    return found


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def cases(number: int, first: int = 0) -> list[Case]:
    found = [make.case(f"Matter {each}", sender=f"07700 9{each:05}") for each in range(first, first + number)]
    Case.objects.update(due_at=None, due_kind="")
    return found


def refs(chosen: list[Case]) -> list[str]:
    return [each.reference for each in chosen]


def begin(
    chosen: list[Case], worker: Staff, *, kind: str, to: str, now: datetime = NOW, **given: Any
) -> BulkChange:
    given.setdefault("once", uuid7())
    return changing_many.begin(wanted=refs(chosen), kind=kind, to=to, actor=worker, now=now, **given)


def ended(change: BulkChange, worker: Staff, now: datetime = NOW) -> BulkChange:
    while change.ended_at is None:
        change = changing_many.step(change=change, seconds=0, actor=worker, now=now)
    return change


def changed(chosen: list[Case], worker: Staff, *, kind: str, to: str, **given: Any) -> BulkChange:
    return ended(begin(chosen, worker, kind=kind, to=to, **given), worker)


def undone(change: BulkChange, worker: Staff, now: datetime = NOW) -> BulkChange:
    return ended(changing_many.undo(change=change, actor=worker, now=now), worker, now=now)


def whole() -> list[Any]:
    """What an undo must put back, of every case."""
    fields = (
        "reference",
        "team",
        "assignee",
        "priority",
        "priority_rank",
        "tags",
        "snoozed_until",
        "snooze_reason",
    )
    return sorted(Case.objects.values_list(*fields))


def to_of(kind: str, other: Staff) -> str:
    return {
        "assign": str(other.pk), "team": str(make.team("benefits").pk), "priority": "high", "tag": "damp",
        "untag": "cold", "snooze": "monday",
    }[kind]  # fmt: skip


KINDS = ("assign", "team", "priority", "tag", "untag", "snooze")
VERBS = {
    "assign": "assigned", "team": "team_changed", "priority": "priority_changed", "tag": "tags_changed",
    "untag": "tags_changed", "snooze": "put_aside",
}  # fmt: skip


# Done and undone


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_done_with_the_events_of_its_own_page_and_undone(
    kind: str, worker: Staff, other: Staff
) -> None:
    chosen = cases(3)
    Case.objects.update(tags=["cold"], assignee=worker)
    before = whole()
    done = changed(chosen, worker, kind=kind, to=to_of(kind, other), outcome="Away")
    assert done.done == refs(chosen) and not done.refused and whole() != before
    assert Event.objects.filter(verb=VERBS[kind], actor=worker).count() == 3
    back = undone(done, worker)
    assert back.done == refs(chosen) and not back.refused
    assert whole() == before
    assert Event.objects.filter(verb="many_changed").count() == 2


def test_given_back_to_nobody_and_undone(worker: Staff, other: Staff) -> None:
    mine, nobodys = cases(2)
    Case.objects.filter(pk=mine.pk).update(assignee=other)
    done = changed([mine, nobodys], worker, kind="assign", to="nobody")
    assert done.done == [mine.reference] and done.refused == [[nobodys.reference, "Nobody has it now."]]
    undone(done, worker)
    assert Case.objects.get(pk=mine.pk).assignee == other


def test_what_was_changed_since_is_left_as_it_is(worker: Staff, other: Staff) -> None:
    touched, quiet = cases(2)
    done = changed([touched, quiet], worker, kind="assign", to=str(other.pk))
    notes.add_note(case=touched, body="Rang her", actor=other, now=NOW)
    back = undone(done, worker)
    assert back.done == [quiet.reference]
    assert back.refused == [[touched.reference, changing_many.CHANGED_SINCE]]
    assert Case.objects.get(pk=touched.pk).assignee == other


def test_a_case_that_the_change_took_out_of_their_sight_comes_back(worker: Staff) -> None:
    chosen = cases(1)
    done = changed(chosen, worker, kind="team", to=str(make.team("far-away").pk))
    page = client(worker).get(f"{MANY}{done.pk}/")
    assert chosen[0].reference not in said(page)
    assert undone(done, worker).done == refs(chosen)


def test_undo_is_once_for_half_an_hour_and_never_of_an_undo(worker: Staff, other: Staff) -> None:
    done = changed(cases(1), worker, kind="assign", to=str(other.pk))
    with pytest.raises(CannotChangeMany, match="30 minutes"):
        changing_many.undo(change=done, actor=worker, now=NOW + timedelta(minutes=31))
    back = changing_many.undo(change=done, actor=worker, now=NOW)
    assert changing_many.undo(change=done, actor=worker, now=NOW).pk == back.pk
    assert BulkChange.objects.filter(undo_of=done).count() == 1
    with pytest.raises(CannotChangeMany):
        changing_many.undo(change=ended(back, worker), actor=worker, now=NOW)


# Refused, left out, hidden


def test_a_hidden_case_is_neither_changed_nor_counted_nor_named(worker: Staff) -> None:
    seen, restricted, hidden = cases(3)
    Case.objects.filter(pk=restricted.pk).update(restricted=True, assignee=worker)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    asked = {"wanted": refs([seen, restricted, hidden]), "kind": "priority", "to": "high"}
    look = changing_many.look(**asked, actor=worker, now=NOW)
    assert [refs(look.goes), refs([case for case, _ in look.stays])] == [
        [seen.reference], [restricted.reference],
    ]  # fmt: skip
    done = ended(changing_many.begin(once=uuid7(), **asked, actor=worker, now=NOW), worker)
    assert done.done == [seen.reference]
    assert done.refused == [[restricted.reference, "It is restricted. Change it on its own page."]]
    assert hidden.reference not in str([done.left, done.done, done.refused])
    assert Case.objects.get(pk=hidden.pk).priority == "normal"


def test_what_is_foreseen_is_what_is_refused(worker: Staff, other: Staff) -> None:
    fits, theirs, barred, full, elsewhere = cases(5)
    Case.objects.filter(pk=theirs.pk).update(assignee=other)
    Case.objects.filter(pk=elsewhere.pk).update(team=make.team("far-away"), assignee=worker)
    Conflict.objects.create(staff=other, case=barred, reason="Cousins", made_by=worker, at=NOW)
    Staff.objects.filter(pk=other.pk).update(cap=2)
    chosen = [fits, theirs, barred, full, elsewhere]
    look = changing_many.look(wanted=refs(chosen), kind="assign", to=str(other.pk), actor=worker, now=NOW)
    done = changed(chosen, worker, kind="assign", to=str(other.pk))
    assert refs(look.goes) == done.done == [fits.reference]
    assert sorted(case.reference for case, _ in look.stays) == sorted(each for each, _ in done.refused)
    told = {case.pk: words for case, words in look.stays}
    assert "has it already" in told[theirs.pk] and "cannot be given" in told[barred.pk]
    assert "as many open cases" in told[full.pk] and "could not open" in told[elsewhere.pk]


def test_what_passes_a_promise_is_left_for_its_own_page(worker: Staff) -> None:
    calm, pressing = cases(2)
    Case.objects.filter(pk=pressing.pk).update(due_at=make.later(days=2), due_kind="first_response")
    look = changing_many.look(
        wanted=refs([calm, pressing]), kind="snooze", to="monday", actor=worker, now=NOW
    )
    assert refs(look.goes) == [calm.reference] and "First answer due" in look.stays[0][1]
    done = changed([calm, pressing], worker, kind="snooze", to="monday", outcome="Away")
    assert done.done == [calm.reference] and "First answer due" in done.refused[0][1]
    assert Case.objects.get(pk=calm.pk).snooze_reason == "Away"


def test_what_left_their_sight_on_the_way_is_passed_over_in_silence(worker: Staff) -> None:
    one, two = cases(2)
    begun = begin([one, two], worker, kind="priority", to="high")
    Case.objects.filter(pk=two.pk).update(team=make.team("far-away"))
    done = ended(begun, worker)
    assert (done.done, done.refused) == ([one.reference], [])


# Once, and on from where it was


def test_interrupted_it_goes_on_and_two_pages_share_it(worker: Staff) -> None:
    chosen = cases(3)
    begun = begin(chosen, worker, kind="tag", to="damp")
    changing_many.step(change=begun, seconds=0, actor=worker, now=NOW)
    done = ended(BulkChange.objects.get(pk=begun.pk), worker)
    again = changing_many.step(change=begun, seconds=0, actor=worker, now=NOW)
    assert done.done == refs(chosen) == again.done and not again.refused
    assert Event.objects.filter(verb="tags_changed").count() == 3


def test_a_case_whose_change_fails_keeps_its_place(worker: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = cases(2)
    begun = begin(chosen, worker, kind="priority", to="high")

    def broken(**_: Any) -> None:
        raise RuntimeError("The power went off")

    with monkeypatch.context() as patch:
        patch.setattr(clocks, "recount", broken)
        with pytest.raises(RuntimeError):
            changing_many.step(change=begun, seconds=0, actor=worker, now=NOW)
    kept = BulkChange.objects.get(pk=begun.pk)
    assert kept.left == refs(chosen) and not Event.objects.filter(verb="priority_changed").exists()
    assert ended(kept, worker).done == refs(chosen)


def test_pressed_twice_it_begins_once(worker: Staff, other: Staff) -> None:
    chosen, once = cases(1), uuid7()
    first = begin(chosen, worker, kind="tag", to="damp", once=once)
    assert begin(chosen, worker, kind="tag", to="damp", once=once).pk == first.pk
    with pytest.raises(CannotChangeMany):
        begin(chosen, other, kind="tag", to="damp", once=once)
    assert BulkChange.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "to", "words"),
    [
        ("end", "closed", "Choose what is to change"),
        ("fly", "away", "Choose what is to change"),
        ("assign", "somebody", "Choose who gets them"),
        ("assign", "", "Choose who gets them"),
        ("team", "00000000-0000-4000-8000-000000000000", "Choose a team"),
        ("priority", "very", "Choose a priority"),
        ("tag", " \u200b ,", "Write the tag"),
        ("tag", "x" * 41, "40 characters"),
        ("untag", "", "Choose the tag"),
        ("snooze", "never", "Choose until when"),
        ("snooze", "2026-03-09T09:00:00", "Choose until when"),
    ],
    ids=["end", "odd", "nobody known", "no name", "no team", "no priority", "blank tag", "long tag", "no tag",
         "no time", "no zone"],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_begins(worker: Staff, kind: str, to: str, words: str) -> None:
    with pytest.raises(CannotChangeMany, match=words):
        begin(cases(1), worker, kind=kind, to=to)
    assert not BulkChange.objects.exists()


def test_too_many_and_none_are_refused(worker: Staff) -> None:
    from casework.references import new_reference

    with pytest.raises(CannotChangeMany, match="500 cases or fewer"):
        changing_many.chosen(wanted=[new_reference() for _ in range(501)], actor=worker)
    with pytest.raises(CannotChangeMany, match="Choose the cases"):
        changing_many.chosen(wanted=["nonsense", "7K4M-9QXD"], actor=worker)


# Pages


def test_from_the_ticks_to_the_undo_without_scripts(
    desk: Client, other: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.views.changing_many.SECONDS", 60)
    one, two, three = cases(3)
    page = desk.post(MANY, {"case": [one.reference, two.reference], "back": "who=unassigned"})
    assert "2 cases" in said(page) and "/desk/?who=unassigned" in said(page)
    carried = {"cases": page.context["cases"], "back": page.context["query"]}
    wrong = desk.post(f"{MANY}preview/", {**carried, "kind": "assign"})
    assert wrong.status_code == 422 and "Choose who gets them" in said(wrong)
    page = desk.post(f"{MANY}preview/", {**carried, "kind": "assign", "assignee": str(other.pk)})
    assert "2 cases given to Other Example" in said(page) and not BulkChange.objects.exists()
    sent = {**carried, **page.context["asked"], "once": str(page.context["once"])}
    page = desk.post(f"{MANY}begin/", sent, follow=True)
    assert "0 of 2 looked at" in said(page) and "Go on" in said(page)
    assert desk.post(f"{MANY}begin/", sent).status_code == 302 and BulkChange.objects.count() == 1
    address = page.request["PATH_INFO"]
    page = desk.post(f"{address}step/", follow=True)
    assert "2 cases changed." in said(page) and "You can undo this until" in said(page)
    assert Case.objects.filter(assignee=other).count() == 2
    page = desk.post(f"{address}undo/", follow=True)
    page = desk.post(f"{page.request['PATH_INFO']}step/", follow=True)
    assert "2 cases put back." in said(page) and not Case.objects.filter(assignee=other).exists()
    assert "It was undone" in said(desk.get(address))
    assert Case.objects.get(pk=three.pk).version == three.version


def test_everything_on_a_list_and_what_was_left_out(desk: Client, worker: Staff) -> None:
    one, restricted, mine = cases(3)
    Case.objects.filter(pk__in=[restricted.pk, mine.pk]).update(assignee=worker)
    Case.objects.filter(pk=restricted.pk).update(restricted=True)
    page = desk.get(MANY, {"who": "mine"})
    assert "1 case</span> together" in said(page) and "Left out, and why" in said(page)
    assert one.reference not in said(page) and restricted.reference in said(page)
    empty = desk.get(MANY, {"tag": "nothing"})
    assert empty.status_code == 200 and "Back to the list" in said(empty)
    assert desk.post(MANY, {"case": ["\x00", "x" * 500]}).status_code == 422


def test_only_to_the_queue_leads_the_way_back(desk: Client) -> None:
    page = desk.post(MANY, {"case": refs(cases(1)), "back": "//evil.example/\r\nX: 1"})
    assert page.context["back"] == "/desk/"
    page = desk.post(MANY, {"case": refs(cases(1, 5)), "back": "https://evil.example"})
    assert page.context["back"] == "/desk/?https://evil.example"


def test_a_change_is_its_makers_alone_and_an_ending_has_its_own_page(
    desk: Client, worker: Staff, other: Staff
) -> None:
    begun = begin(cases(1), worker, kind="tag", to="damp")
    theirs = client(other)
    assert desk.get(f"{MANY}{begun.pk}/").status_code == 200
    assert theirs.get(f"{MANY}{begun.pk}/").status_code == 404
    assert theirs.post(f"{MANY}{begun.pk}/undo/").status_code == 404
    assert desk.get(f"/desk/close-many/{begun.pk}/").status_code == 404
    BulkChange.objects.update(kind="end", to="closed")
    assert desk.get(f"{MANY}{begun.pk}/").status_code == 404


def test_too_late_to_undo_is_said(desk: Client, worker: Staff, other: Staff) -> None:
    done = changed(cases(1), worker, kind="assign", to=str(other.pk))
    page = desk.post(f"{MANY}{done.pk}/undo/", follow=True)
    assert "more than 30 minutes ago" in said(page) and "Undo</button>" not in said(page)


def test_what_was_begun_lately_is_found_again(desk: Client, worker: Staff) -> None:
    begin(cases(2), worker, kind="tag", to="damp", now=timezone.now())
    page = desk.get(MANY, {"tag": "nothing"})
    assert "2 cases tagged “damp”" in said(page) and "2 left to do" in said(page)


def test_the_pages_cost_the_same_however_many_the_cases(desk: Client, worker: Staff, other: Staff) -> None:
    costs = []
    for first, number in ((0, 2), (10, 8)):
        chosen = " ".join(refs(cases(number, first)))
        found = []
        for path, data in (
            (MANY, {"cases": chosen}),
            (f"{MANY}preview/", {"cases": chosen, "kind": "assign", "assignee": str(other.pk)}),
            (f"{MANY}preview/", {"cases": chosen, "kind": "snooze", "later": "monday"}),
        ):
            desk.post(path, data)
            with CaptureQueriesContext(connection) as asked:
                assert desk.post(path, data).status_code == 200
            found.append(len(asked))
        costs.append(found)
    assert costs[0] == costs[1] == [5, 11, 11]


def test_the_result_costs_the_same_however_many_the_cases(desk: Client, worker: Staff) -> None:
    costs = []
    for first, number in ((0, 2), (10, 8)):
        done = changed(cases(number, first), worker, kind="tag", to="damp")
        desk.get(f"{MANY}{done.pk}/")
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(f"{MANY}{done.pk}/").status_code == 200
        costs.append(len(asked))
    assert costs == [4, 4]


# Priority and tags of one case


def test_the_priority_moves_the_case_and_its_promises(desk: Client, worker: Staff) -> None:
    from casework.models import Target, TargetFor

    case = make.case()
    quick = Target.objects.create(code="quick", name="Quick", first_response=1)
    TargetFor.objects.create(target=quick, priority="urgent")
    address = f"/desk/cases/{case.reference}/"
    page = desk.post(f"{address}priority/", {"priority": "urgent"}, follow=True)
    found = Case.objects.get(pk=case.pk)
    assert "It has urgent priority now" in said(page)
    assert (found.priority_rank, found.target, found.version) == (3, quick, case.version + 1)
    assert found.due_at is not None and case.due_at is not None and found.due_at < case.due_at
    event = Event.objects.get(verb="priority_changed")
    assert (event.actor, event.before, event.after) == (
        worker,
        {"priority": "normal"},
        {"priority": "urgent"},
    )


@pytest.mark.parametrize(
    ("to", "words"),
    [("normal", "has normal priority already"), ("", "Choose a priority"), ("\x00", "Choose a priority")],
    ids=["the same", "none", "odd"],
)
def test_a_priority_that_cannot_be_is_said(desk: Client, to: str, words: str) -> None:
    case = make.case()
    page = desk.post(f"/desk/cases/{case.reference}/priority/", {"priority": to}, follow=True)
    assert words in said(page) and not Event.objects.filter(verb="priority_changed").exists()


def test_an_ended_case_keeps_its_priority(worker: Staff) -> None:
    case = make.case()
    Case.objects.filter(pk=case.pk).update(status="closed", is_open=False, closed_at=NOW)
    with pytest.raises(CannotHavePriority, match="has ended"):
        priority.change(case=case, to="high", actor=worker, now=NOW)


def test_tags_are_added_and_taken_away_on_their_page(desk: Client) -> None:
    case = make.case()
    address = f"/desk/cases/{case.reference}/tags/"
    desk.post(address, {"tag": "  damp,\n and <b>mould</b> "})
    assert Case.objects.get(pk=case.pk).tags == ["damp and <b>mould</b>"]
    page = desk.post(address, {"tag": "Damp and <B>mould</b>"})
    assert page.status_code == 422 and "already" in said(page) and "<b>mould" not in said(page)
    page = desk.post(address, {"remove": "damp and <b>mould</b>"}, follow=True)
    assert "Tag taken away" in said(page) and Case.objects.get(pk=case.pk).tags == []
    assert "does not have the tag" in said(desk.post(address, {"remove": "x\x00"}, follow=True))
    assert Event.objects.filter(verb="tags_changed").count() == 2


def test_a_case_has_no_more_than_twenty_tags(worker: Staff) -> None:
    case = make.case()
    Case.objects.filter(pk=case.pk).update(tags=[f"t{each}" for each in range(20)])
    with pytest.raises(CannotBeTagged, match="20 tags"):
        tags.add(case=case, tag="one more", actor=worker, now=NOW)


def test_who_may_not_work_on_cases_changes_none(worker: Staff) -> None:
    from casework.permissions import NotAllowed

    handler = make.staff("handler", role="handler")
    case = make.case()
    for action in (
        lambda: priority.change(case=case, to="high", actor=handler, now=NOW),
        lambda: tags.add(case=case, tag="x", actor=handler, now=NOW),
        lambda: begin([case], handler, kind="tag", to="x"),
        lambda: assignment.take(case=case, actor=handler, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            action()
