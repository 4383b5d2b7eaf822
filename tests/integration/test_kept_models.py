"""Instances of a kept query are those that Django would make of the same rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, Model, OuterRef, signals
from django.test.utils import CaptureQueriesContext

from casework import kept_models
from casework.kept_sql import Kept
from casework.models import Case, Contact, Delivery, Event, Party, PersonContactPoint
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    found = make.case("My boiler is broken", person_name="Amina Yusuf")
    make.text("Any news?", at=make.later(minutes=5))
    make.case("The street lamp is out", sender=make.BEN)
    return found


def told(made: Any) -> dict[str, Any]:
    """All that an instance knows without asking: its columns, what is beside them, and what it is tied to."""
    own = {name: value for name, value in made.__dict__.items() if name != "_state"}
    own["_prefetched_objects_cache"] = {
        name: list(each) for name, each in own.get("_prefetched_objects_cache", {}).items()
    }
    tied = {
        name: (told(other) if isinstance(other, Model) and other.pk != getattr(made, "pk", None) else other)
        for name, other in made._state.fields_cache.items()
        if not (isinstance(other, Contact) and isinstance(made, Delivery))  # the way back
    }
    return {**own, "tied": tied, "state": (made._state.adding, made._state.db)}


QUERIES: dict[str, Callable[[], Any]] = {
    "plain": lambda: Case.objects.order_by("pk"),
    "joined": lambda: Case.objects.select_related("team", "assignee", "service").order_by("pk"),
    "two joins deep": lambda: Party.objects.select_related("case__team", "person", "contact_point").order_by("pk"),
    "the other side of one to one": lambda: Contact.objects.select_related("delivery", "person").order_by("pk"),
    "one to one": lambda: Delivery.objects.select_related("contact__contact_point").order_by("pk"),
    "beside": lambda: Case.objects.annotate(
        said=Count("contacts"), filed=Exists(Contact.objects.filter(case=OuterRef("pk")))
    ).order_by("pk"),
    "without some columns": lambda: Case.objects.defer("search", "answers").select_related("team").order_by("pk"),
    "some columns": lambda: Contact.objects.only("body", "person__name").select_related("person").order_by("pk"),
    "of rows as dictionaries": lambda: Contact.objects.order_by("pk").values("body", "took_place_at", "answers"),
    "of one column": lambda: Contact.objects.order_by("pk").values_list("answers", flat=True),
    "with what belongs to them": lambda: Case.objects.order_by("pk").prefetch_related("parties"),
    "of history": lambda: Event.objects.select_related("actor", "case").order_by("at", "pk"),
    "of numbers": lambda: PersonContactPoint.objects.select_related("person", "contact_point").order_by("pk"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_they_know_the_same(name: str, case: Case) -> None:
    kept, asked = Kept(lambda: QUERIES[name]()), list(QUERIES[name]())
    for _ in range(2):
        found = kept.rows()
        assert len(found) == len(asked) > 0
        for ours, djangos in zip(found, asked, strict=True):
            assert type(ours) is type(djangos)
            if isinstance(ours, Model):
                assert told(ours) == told(djangos)
            else:
                assert ours == djangos


def test_what_stands_for_the_same_row_is_the_same_instance_in_one_reading_alone(case: Case) -> None:
    kept = Kept(
        lambda case: Contact.objects.filter(case=case, direction="in").select_related("contact_point")
    )
    one, two = kept.rows(case=case.pk)
    assert one.contact_point is two.contact_point
    (again, _) = kept.rows(case=case.pk)
    assert again.contact_point == one.contact_point and again.contact_point is not one.contact_point


def test_nothing_is_asked_for_what_came_with_it_and_what_did_not_is(case: Case) -> None:
    (party,) = Kept(lambda case: Party.objects.filter(case=case).select_related("case__team")).rows(
        case=case.pk
    )
    with CaptureQueriesContext(connection) as asked:
        assert party.case.team.name and party.case.assignee is None
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        assert party.contact_point.value and party.case.search is not None
    assert len(asked) == 1


def test_an_instance_can_be_changed_and_saved(case: Case) -> None:
    found = Kept(lambda pk: Case.objects.filter(pk=pk)).first(pk=case.pk)
    found.summary = "Another"
    found.save(update_fields=["summary"])
    assert Case.objects.get(pk=case.pk).summary == "Another"


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: str(model._meta.label))
def test_what_is_filled_in_at_once_is_what_django_sets_one_by_one(model: Any) -> None:
    names = [field.attname for field in model._meta.concrete_fields]
    for read in (names, names[:-1]):
        columns = [f"<{name}>" for name in read]
        ours = kept_models._making(model)(model, "default", read, columns)
        assert told(ours) == told(model.from_db("default", read, columns))
        assert ours.get_deferred_fields() == set(names) - set(read)


def test_a_model_that_does_something_of_its_own_when_it_is_made_is_made_by_django() -> None:
    heard: list[Any] = []

    def listen(instance: Any, **_: Any) -> None:
        heard.append(instance)

    signals.post_init.connect(listen, sender=Case)
    try:
        made = kept_models._making(Case)(Case, "default", ["id"], ["<id>"])
    finally:
        signals.post_init.disconnect(listen, sender=Case)
    assert heard == [made]
