"""What is read quickly says what the shapes say, name for name."""

import json
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer

from api import shapes
from api.v1.case_actions import ReplyBody
from api.v1.case_shapes import CaseShape, WholeCaseShape
from api.v1.contact_shapes import ContactShape
from casework import selectors
from casework.models import Case, Contact, ContactPoint, Delivery, Note, Party, Person, Team
from casework.models.contact import Direction, Filing
from casework.models.delivery import Purpose
from tests import factories as make
from tests.integration.test_api import CASES, key

pytestmark = pytest.mark.django_db


class Shouted(serializers.CharField):
    def to_representation(self, value: Any) -> str:
        return str(value).upper()


def office_of_every_kind() -> None:
    """Cases with every field filled and empty, and with everybody whom a case can be about."""
    make.office()
    staff = make.staff("tomasz")
    service = make.service()
    by_number, named, nameless, chosen, nobody = (
        make.case(f"Case {n}", sender=f"07700 9001{n:02}", at=make.later(days=40 * n)) for n in range(5)
    )
    Case.objects.filter(pk=named.pk).update(
        service=service, assignee=staff, latitude="51.500000", longitude="-0.120000", tags=["damp", "heating"],
        outcome="Repaired", is_open=True, priority="high", priority_rank=2, language="cy", location="12 River Street",
        postcode="SW1A 1AA", restricted=False, due_at=make.later(days=3, microseconds=7), last_out_at=None,
        responded_at=make.later(days=120), answers={"story": "x"},
    )  # fmt: skip
    Party.objects.filter(case=named).update(
        person=Person.objects.create(name="Amina \u202e Yusuf"), role="caller"
    )
    Party.objects.filter(case=nameless).update(person=Person.objects.create(name=""))
    Party.objects.filter(case=chosen).update(role="interpreter")
    Party.objects.create(case=chosen, person=Person.objects.create(name="Ben"), role="subject")
    Party.objects.create(case=chosen, person=Person.objects.create(name="Cem"), role="caller")
    Party.objects.filter(case=nobody).delete()
    point = ContactPoint.objects.create(kind="email", value="somebody@example.org")
    Party.objects.filter(case=by_number).update(contact_point=point, person=None)
    Team.objects.filter(code="triage").update(name="First look")


def test_the_list_says_what_its_shape_says() -> None:
    program = key(role="manager")
    office_of_every_kind()
    rows = selectors.for_queue(Case.objects.order_by("-last_activity_at", "-id"))
    found = json.loads(JSONRenderer().render(CaseShape(rows, many=True).data))
    said = program.get(CASES).json()["results"]
    assert len(said) == 5 and said == found
    assert [list(each) for each in said] == 5 * [CaseShape.Meta.fields]
    assert {each["person"] for each in said} > {"Not known", "Name not known", "Ben"}
    assert any(each["opened_at"].endswith("+01:00") for each in said)  # in summer
    for query in ("status=open_all", "status=&q=", "page_size=2"):
        assert program.get(f"{CASES}?{query}").json()["results"] == said[: 2 if "size" in query else 5]


def test_one_shape_after_the_other_says_what_a_fresh_one_says() -> None:
    program = key()
    case = make.case(person_name="Amina Example")
    hidden = make.case("Other", sender=make.BEN)
    Contact.objects.filter(case=case).update(candidates=[hidden.reference])
    contact = Contact.objects.filter(case=case, direction="in").get()
    contexts: list[dict[str, Any]] = [{"seen": {case.reference, hidden.reference}}, {"seen": set()}]
    for context in [*contexts, *contexts]:
        fresh = ContactShape(contact, context=context).data
        assert shapes.read(ContactShape, contact, **context) == fresh
        assert (fresh["candidates"] == []) == (not context["seen"])
    whole = program.get(f"{CASES}{case.reference}/").json()
    assert list(whole) == WholeCaseShape.Meta.fields
    assert whole["parties"][0]["contact_point"]["value"] == "+447700900101"


def test_a_row_in_hand_is_said_as_by_a_fresh_shape() -> None:
    """With values as the code sets them, which the database would hand over as plain texts, and with nothing at all."""
    case, now = make.case(person_name="Amina Example"), make.later(days=200, microseconds=7)  # in summer
    contact = Contact(
        case=case, direction=Direction.OUT, filing=Filing.FILED, took_place_at=now, logged_at=now, channel="sms",
        duration_seconds=None, outcome="", answers={"a": [1, None]}, logged_by=make.staff("tomasz"),
    )  # fmt: skip
    contact.delivery = Delivery(contact=contact, queued_at=now, next_attempt_at=now, purpose=Purpose.REPLY)
    fresh = ContactShape(contact, context={"seen": set()}).data
    said = shapes.read(ContactShape, contact, seen=set())
    assert list(said) == list(fresh)
    assert JSONRenderer().render(said) == JSONRenderer().render(fresh)
    assert said["logged_at"].endswith("+01:00") and said["delivery"]["settled_at"] is None


class Declared(serializers.ModelSerializer[Note]):
    body = Shouted()
    words = serializers.CharField(source="body")
    colour = serializers.CharField(required=False)

    class Meta:
        model = Note
        fields = ["body", "words", "colour", "author", "created_at"]


class Whole(Declared):
    def to_representation(self, instance: Note) -> dict[str, Any]:
        return {"all": instance.body}


def test_what_a_shape_declares_is_asked_of_it() -> None:
    note = Note(body="x", author=make.staff("tomasz"), created_at=make.NOW)
    for shape in (Declared, Whole):
        assert shapes.read(shape, note) == shape(note).data
    assert "colour" not in shapes.read(Declared, note) and shapes.read(Declared, note)["body"] == "X"


def test_a_body_is_taken_and_refused_as_by_a_fresh_shape() -> None:
    for body in (
        {"body": "x"}, {"body": "x", "status": "open", "to": " 07700 900101 "}, {}, {"body": 7 * ["x"]}, {"bdy": "x"},
        {"body": "x", "outcome": "y"}, {"body": "x", "channel": "A"}, {"body": None}, {"body": "x"},
    ):  # fmt: skip
        fresh = ReplyBody(data=body)
        if fresh.is_valid():
            assert shapes.taken(ReplyBody, body) == dict(fresh.validated_data)
            continue
        with pytest.raises(ValidationError) as refused:
            shapes.taken(ReplyBody, body)
        assert refused.value.detail == fresh.errors, body
