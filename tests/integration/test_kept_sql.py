"""A query that is written once answers as Django's own, whoever asks and whatever was asked before."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.transaction import TransactionManagementError

from casework import counting
from casework.ids import uuid7
from casework.kept_sql import MOST_VALUES, CannotBeKept, Kept, KeptCounts
from casework.models import Case, Contact, ContactPoint, Event, Party
from tests import factories as make

pytestmark = pytest.mark.django_db


class Counted:
    """Counts how often the query is written."""

    def __init__(self, write: Any) -> None:
        self.write, self.times = write, 0

    def __call__(self, **values: Any) -> QuerySet[Any, Any]:
        self.times += 1
        found: QuerySet[Any, Any] = self.write(**values)
        return found


def test_it_is_written_once_and_answers_for_each_value() -> None:
    one, two = make.case("Boiler"), make.case("Bins", sender=make.BEN)
    write = Counted(lambda reference: Case.objects.select_related("team").filter(reference=reference))
    kept = Kept(write)
    for _ in range(2):
        assert [kept.first(reference=each.reference) for each in (one, two)] == [one, two]
        assert kept.rows(reference="7K4M-9QXX") == [] and kept.first(reference="7K4M-9QXX") is None
    assert write.times == 1
    found = kept.first(reference=one.reference)
    with transaction.atomic():  # what came with it needs no statement
        assert found.team.name == "Triage" and "team" in found._state.fields_cache
    assert {field: getattr(found, field) for field in ("summary", "opened_at", "tags", "answers")} == {
        field: getattr(one, field) for field in ("summary", "opened_at", "tags", "answers")
    }


def test_annotations_groups_and_limits_are_djangos_own() -> None:
    case, other = make.case("Boiler"), make.case("Bins", sender=make.BEN)

    def counted(cases: tuple[UUID, ...], since: Any) -> QuerySet[Any, Any]:
        rows = Contact.objects.filter(case__in=cases, took_place_at__gt=since).order_by("case")
        return rows.values("case").annotate(many=Count("pk"))

    def marked(verb: str) -> QuerySet[Case]:
        told = Exists(Event.objects.filter(case=OuterRef("pk"), verb=verb))
        return Case.objects.annotate(told=told).order_by("pk")[:1]

    since, keys = make.NOW - timedelta(days=1), (case.pk, other.pk)
    assert Kept(counted).rows(cases=keys, since=since) == list(counted(keys, since))
    assert Kept(counted).rows(cases=keys, since=make.later(days=1)) == []
    assert [each.told for each in Kept(marked).rows(verb="case_opened")] == [True]
    assert [each.told for each in Kept(marked).rows(verb="gone")] == [False]


def test_lists_of_each_length_are_written_apart_and_long_ones_are_not_kept() -> None:
    points = [
        ContactPoint.objects.create(kind="other", value=f"somewhere {n}") for n in range(MOST_VALUES + 1)
    ]
    write = Counted(lambda keys: ContactPoint.objects.filter(pk__in=keys).order_by("pk"))
    kept = Kept(write)
    for many, written in ((2, 1), (3, 2), (2, 2), (MOST_VALUES + 1, 3), (MOST_VALUES + 1, 4)):
        assert kept.rows(keys=tuple(each.pk for each in points[:many])) == points[:many]
        assert write.times == written


def test_true_false_and_none_belong_to_the_query() -> None:
    case, point = make.case(), ContactPoint.objects.get()
    Party.objects.all().delete()
    for chosen, role in ((True, "subject"), (False, "caller")):
        Party.objects.create(case=case, contact_point=point, role=role, reply_to=chosen)
    kept = Kept(lambda chosen, person: Party.objects.filter(reply_to=chosen, person=person))
    alone = Kept(lambda person: Party.objects.filter(person=person))
    assert [len(kept.rows(chosen=chosen, person=None)) for chosen in (True, False)] == [1, 1]
    assert (len(alone.rows(person=None)), len(alone.rows(person=uuid7()))) == (2, 0)


def test_a_moment_may_stand_some_seconds_from_what_was_given() -> None:
    case = make.case()
    Case.objects.update(due_at=make.later(hours=30))
    kept = Kept(lambda now: Case.objects.filter(due_at__range=(now, now + timedelta(days=1))))
    assert [kept.rows(now=make.later(hours=hours)) for hours in (0, 10, 31)] == [[], [case], []]


@pytest.mark.parametrize("typed", ["boiler", "100%", "a_b", "back\\slash", "%", "O'Dowd"])
def test_a_text_may_be_looked_for_within_another(typed: str) -> None:
    case, other = make.case(f"It says {typed}. here"), make.case("Axb 1000 bins", sender=make.BEN)
    kept = Kept(lambda words: Case.objects.filter(summary__icontains=words).order_by("pk"))
    for each in (typed, typed.upper(), "bins", "nowhere"):
        assert kept.rows(words=each) == list(Case.objects.filter(summary__icontains=each).order_by("pk"))
    assert case in kept.rows(words=typed) and kept.rows(words="bins") == [other]


def test_several_counts_are_one_statement_each_up_to_the_most(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make.case(f"Case {number}", sender=f"07700 90010{number}")

    def wanted(summary: str) -> dict[str, QuerySet[Case]]:
        return {
            "all": Case.objects.all(),
            "one": Case.objects.filter(summary=summary),
            "none": Case.objects.none(),
        }

    with django_assert_num_queries(2):
        assert dict(KeptCounts(wanted).rows(summary="nowhere")) == {"all": 3, "one": 0, "none": 0}
        monkeypatch.setattr(counting, "MOST_COUNTED", 1)
        assert dict(KeptCounts(wanted).rows(summary="Case 1")) == {"all": 2, "one": 1, "none": 0}


@pytest.mark.parametrize(
    ("write", "value"),
    [
        (lambda value: Case.objects.filter(version=value), 7),
        (lambda value: Case.objects.filter(summary__startswith=value), "boiler"),
        (lambda value: Case.objects.all(), "boiler"),
    ],
    ids=["a number", "a text that is changed on its way", "a value that is not asked for"],
)
def test_what_cannot_be_told_apart_is_refused(write: Any, value: Any) -> None:
    with pytest.raises(CannotBeKept):
        Kept(write).rows(value=value)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection_and_locks_only_in_a_transaction() -> None:
    case, found = make.case(), list[Any]()
    kept = Kept(lambda pk: Case.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert kept.first(pk=case.pk) == case
    with pytest.raises(TransactionManagementError):
        kept.first(pk=case.pk)

    def ask() -> None:
        with transaction.atomic():
            found.append((kept.first(pk=case.pk), connection.connection))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    assert [each for each, _ in found] == [case, case] and found[0][1] is not found[1][1]
