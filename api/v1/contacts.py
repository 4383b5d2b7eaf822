"""Contacts: put one on record, and list them."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import shapes
from api.fields import Moment
from api.idempotency import HEADER, key_of, once
from api.pagination import PARAMETERS
from api.requests import StaffRequest
from api.schema import PAGES, PROBLEMS, once_header, page_of
from api.v1.contact_shapes import ContactBody, ContactShape, known
from api.views import ApiView, visible_case
from casework import keyset
from casework.models import Staff
from casework.models.contact import ContactQuerySet
from casework.permissions import visible_contacts
from casework.services.arrivals import Arrival, Taken
from casework.services.intake import take_in

NEWEST = keyset.Order(fields=("-logged_at", "-id"))
HOW_ONCE = "Send an Idempotency-Key header (a new UUID for each contact) or an external_id, so that the call can be repeated."


class Contacts(ApiView):
    verbs = {"GET": "see_queue", "POST": "log_contact"}
    parameters = ("channel", "since", "case", *PARAMETERS)
    order = NEWEST

    @extend_schema(
        operation_id="contacts_list",
        summary="List contacts",
        description="Those you may see, last put on record first.",
        parameters=[
            OpenApiParameter("channel", str),
            OpenApiParameter("since", datetime, description="Put on record at this instant or later."),
            OpenApiParameter("case", str, description="The reference of a case."),
            *PAGES,
        ],
        responses={200: page_of(ContactShape, "ContactPage"), **PROBLEMS},
    )
    def get(self, request: StaffRequest) -> Response:
        """Statements: 1 for the key, 1 for the list, 1 for the cases it names, and 1 with `case`."""
        return self.listed(
            _readable(_filtered(request)), ContactShape, context=lambda rows: known(request.user, rows)
        )

    @extend_schema(
        summary="Put a contact on record",
        description="Files it, or opens a case and routes it. 201 for a new contact, 200 for one on record already.",
        request=ContactBody,
        responses={200: ContactShape, 201: ContactShape, **PROBLEMS},
        parameters=[
            once_header("Needed unless external_id is sent. Makes a repeated call harmless for seven days.")
        ],
    )
    def post(self, request: StaffRequest) -> Response:
        body = cast(dict[str, Any], request.data)  # the parser lets nothing else through
        if key_of(request) is None and not body.get("external_id"):
            raise serializers.ValidationError({HEADER: [HOW_ONCE]})
        return once(request, lambda: _taken(request))


class OneContact(ApiView):
    verbs = {"GET": "see_queue"}

    @extend_schema(summary="Read a contact", responses={200: ContactShape, **PROBLEMS})
    def get(self, request: StaffRequest, pk: UUID) -> Response:
        contact = _readable(visible_contacts(request.user)).filter(pk=pk).first()
        if contact is None:
            raise Http404
        return Response(shapes.read(ContactShape, contact, **known(request.user, [contact])))


def _filtered(request: StaffRequest) -> ContactQuerySet:
    found, asked = visible_contacts(request.user), request.query_params
    if "channel" in asked:
        found = found.filter(channel=asked["channel"])
    if "since" in asked:
        found = found.filter(logged_at__gte=_since(asked["since"]))
    if "case" in asked:
        found = found.filter(case=visible_case(request, asked["case"]))
    return found


def _since(value: str) -> datetime:
    try:
        return Moment().to_internal_value(value)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"since": error.detail}) from error


def _readable(contacts: ContactQuerySet) -> ContactQuerySet:
    return contacts.select_related(
        "case", "person", "contact_point", "service", "logged_by", "delivery"
    ).defer("case__search", "case__answers")


def _taken(request: StaffRequest) -> Response:
    body = shapes.taken(ContactBody, request.data, request=request)
    now = timezone.now()
    taken = take_in(arrival=_arrival(request.user, body, now=now), actor=request.user, now=now)
    opened = [taken.case.reference] if taken.case and _opened(taken) else []
    told = shapes.read(ContactShape, taken.contact, **known(request.user, [taken.contact], sure=opened))
    return Response(told, status=201 if taken.created else 200)


def _opened(taken: Taken) -> bool:
    return taken.contact.events.filter(verb="case_opened", case=taken.case).exists()


def _arrival(staff: Staff, data: dict[str, Any], *, now: datetime) -> Arrival:
    """Clients may use the same ids without knowing of each other: the account says whose it is."""
    same = (
        "channel", "body", "sender", "sender_kind", "sender_confirmed", "person_name", "subject_name", "answers",
        "postcode", "location", "latitude", "longitude", "language", "external_id", "arrived_at", "partner", "outcome",
        "duration_seconds", "place", "present",
    )  # fmt: skip
    return Arrival(
        **{name: data[name] for name in same},
        took_place_at=min(data.get("took_place_at", now), now),
        other_points=tuple((each["kind"], each["value"]) for each in data.get("other_points", ())),
        service_code=data["service"].code if data["service"] else "",
        account=f"api:{staff.pk.hex}",
        staff_choice=data["case"],
        acknowledge=False,  # whoever calls has the reference in the answer and passes it on
    )
