"""The figures beside the views: one statement, written once for readers who are alike, which counts what the reader sees now."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from casework import selectors_counts
from casework.counting import count_all
from casework.models import Case, Conflict, Membership, SavedView, Staff, Team
from casework.models.staff import Role
from casework.services import saved_views
from casework.standing import StaffBackend, Standing
from tests import factories as make

pytestmark = pytest.mark.django_db

VIEWS = (
    {"overdue": "on"}, {"due_soon": "on"}, {"snoozed": "only"}, {"who": "mine"}, {"who": "unassigned"},
    {"tag": "damp"}, {"team": "triage"}, {"team": "no-such-team"}, {"priority": "nonsense"},
)  # fmt: skip


def known(staff: Staff) -> Staff:
    """As a page has them: read together with their standing."""
    found = StaffBackend().get_user(staff.pk)
    assert found is not None
    return found


def counts(staff: Staff, *, hours: int = 0, views: list[SavedView] | None = None) -> dict[str, int]:
    at = make.NOW + timedelta(hours=hours)
    return selectors_counts.beside_the_queue(staff=known(staff), views=views or [], now=at)


def test_the_kept_statement_counts_what_one_written_anew_would() -> None:
    """For everything that the policy reads of somebody. Should it come to read more, this fails."""
    make.office()
    theirs, other = make.team("triage"), make.team("housing")
    queries = tuple(
        (f"view-{number}", "&".join("=".join(each) for each in view.items()))
        for number, view in enumerate(VIEWS)
    )
    somebody, told = make.staff("somebody"), set()
    one_of_each_kind(somebody, teams=(theirs, other))
    for role, safe, conflicted, mine, leads in product(
        Role.values, (True, False), (True, False), ((theirs.pk, other.pk), ()), ((theirs.pk,), ())
    ):
        somebody.role, somebody.is_safeguarding = role, safe
        somebody.standing = Standing(mine, leads, conflicted)
        anew = count_all(selectors_counts._wanted(queries, somebody, make.NOW))
        kept = selectors_counts._kept(queries).rows(somebody, now=make.NOW)
        assert dict(kept) == anew
        told.add((role, *kept))
    assert len(told) > 10, "a policy that tells nobody apart proves nothing"


def one_of_each_kind(staff: Staff, *, teams: tuple[Team, ...]) -> None:
    """Cases of every team: open and late, put aside, somebody's, restricted."""
    kinds: tuple[dict[str, Any], ...] = (
        {},
        {"assignee": staff},
        {"restricted": True},
        {"restricted": True, "assignee": staff},
        {"due_at": make.NOW - timedelta(hours=1), "due_kind": "first_response"},
        {"due_at": make.NOW + timedelta(hours=20), "due_kind": "first_response"},
        {"snoozed_until": make.NOW + timedelta(days=3)},
        {"tags": ["damp"]},
    )
    for number, (team, kind) in enumerate(product(teams, kinds)):
        case = make.case(f"Case {number}", sender=f"07700 9{number:05}", at=make.NOW)
        Case.objects.filter(pk=case.pk).update(team=team, **kind)


def test_each_reader_counts_what_they_see_and_at_once_what_changed() -> None:
    make.office()
    worker, other = make.staff("worker"), make.staff("other")
    made = make.text("My tap drips")
    assert made.case is not None
    assert counts(worker)["unassigned"] == counts(other)["unassigned"] == 1
    Case.objects.update(assignee=worker)
    assert (counts(worker)["mine"], counts(other)["mine"], counts(worker)["unassigned"]) == (1, 0, 0)
    Membership.objects.filter(staff=other).delete()
    Case.objects.update(assignee=None)
    assert (counts(worker)["unassigned"], counts(other)["unassigned"]) == (1, 0)
    Conflict.objects.create(staff=worker, case=made.case, reason="My sister", made_by=worker, at=make.NOW)
    assert counts(worker)["unassigned"] == 0
    get_user_model().objects.filter(pk=other.pk).update(role="manager")
    assert counts(other)["unassigned"] == 1


def test_the_clock_goes_on_in_a_kept_statement() -> None:
    make.office()
    worker = make.staff("worker")
    make.text("My tap drips")
    Case.objects.update(due_at=make.NOW + timedelta(hours=30), due_kind="first_response")
    views = [
        saved_views.save(name=name, filters={name: "true"}, actor=worker, now=make.NOW)
        for name in ("due_soon", "overdue")
    ]
    told = [counts(worker, hours=hours, views=views) for hours in (0, 10, 40)]
    assert [each["overdue"] for each in told] == [0, 0, 1]
    assert [each[str(views[0].pk)] for each in told] == [0, 1, 0]
    assert [each[str(views[1].pk)] for each in told] == [0, 0, 1]


def test_nothing_to_count_asks_nothing(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert count_all({"none": Case.objects.none()}) == {"none": 0}
