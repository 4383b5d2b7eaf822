"""How a contact reads, and what is read when one is put on record."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api import shapes
from api.fields import Answers, Coded, Moment, PartnerCode, Said, Strict, Tidy
from api.v1.case_shapes import seen
from api.v1.outcomes import OutcomeField
from casework import references
from casework.models import Contact, Delivery, Service, Staff
from casework.models.person import PointKind
from casework.permissions import visible_cases
from casework.text import MESSAGE_LIMIT, NAME_LIMIT

CHANNEL: Final = r"^[a-z][a-z0-9_]{0,29}$"
# Clocks of two machines differ a little: a minute ahead is now.
SLACK: Final = timedelta(minutes=1)
OLDEST: Final = 1900
MOST_POINTS: Final = 10


class DeliveryShape(serializers.ModelSerializer[Delivery]):
    class Meta:
        model = Delivery
        fields = ["status", "error_code", "error_words", "attempts", "segments", "queued_at", "settled_at"]


class ContactShape(serializers.ModelSerializer[Contact]):
    """One communication that happened. `case` is null where there is none, or none that you may see."""

    case = serializers.SerializerMethodField()
    candidates = serializers.SerializerMethodField(
        help_text="Cases it may belong to, those that you may see."
    )
    reason = serializers.SerializerMethodField(help_text="Why it was filed so.")
    service = serializers.SlugRelatedField[Service](slug_field="code", read_only=True, allow_null=True)
    logged_by = serializers.SlugRelatedField[Staff](slug_field="username", read_only=True, allow_null=True)
    sender = serializers.CharField(source="contact_point.value", default="", read_only=True)
    person = serializers.CharField(source="person.name", default="", read_only=True)
    delivery = serializers.SerializerMethodField()

    class Meta:
        model = Contact
        fields = [
            "id", "channel", "direction", "took_place_at", "logged_at", "logged_by", "case", "filing", "rule", "reason",
            "candidates", "sender", "sender_as_typed", "person", "service", "body", "answers", "language", "outcome",
            "duration_seconds", "place", "present", "arrived_at", "partner", "external_id", "delivery",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_case(self, contact: Contact) -> str | None:
        return (
            contact.case.reference
            if contact.case and contact.case.reference in self.context["seen"]
            else None
        )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_candidates(self, contact: Contact) -> list[str]:
        return [each for each in contact.candidates if each in self.context["seen"]]

    @extend_schema_field(serializers.CharField())
    def get_reason(self, contact: Contact) -> str:
        """The words may name cases; they are shown only to those who may see all of them."""
        named = {*contact.candidates, *references.find_references(contact.reason)}
        return contact.reason if named <= self.context["seen"] else ""

    @extend_schema_field(DeliveryShape(allow_null=True))
    def get_delivery(self, contact: Contact) -> Any:
        delivery = getattr(contact, "delivery", None)
        return shapes.read(DeliveryShape, delivery) if delivery else None


def known(staff: Staff, contacts: Iterable[Contact], *, sure: Iterable[str] = ()) -> dict[str, Any]:
    """Context of the shape. `sure`: cases that may be named without asking, such as the one that this contact opened, even
    where it went to another team. 1 statement, none where it names no other.
    """
    named, certain = set[str](), set(sure)
    for contact in contacts:
        named |= {*contact.candidates, *references.find_references(contact.reason)}
        named |= {contact.case.reference} if contact.case else set()
    return {"seen": seen(staff, named - certain) | certain}


class PointBody(Strict):
    kind = serializers.ChoiceField(choices=PointKind.choices)
    value = Tidy(required=True, max_length=320)


class ContactBody(Strict):
    """A contact that arrived elsewhere, or that was taken by phone or in person and is put on record."""

    channel = serializers.RegexField(
        CHANNEL,
        error_messages={
            "invalid": "Write a channel in small letters, for example web, phone, in_person, email."
        },
    )
    body = Said(max_length=MESSAGE_LIMIT, help_text="What the person said, exactly.")
    took_place_at = Moment(required=False, help_text="Now, if left out. Never in the future.")
    external_id = serializers.CharField(required=False, default="", allow_blank=True, max_length=120,
                                        help_text="Your own id of it: sent again it is the same contact.")  # fmt: skip
    sender = Tidy(max_length=320, help_text="Their number or address as typed; nothing if they did not say.")
    sender_kind = serializers.ChoiceField(choices=PointKind.choices, default=PointKind.PHONE)
    sender_confirmed = serializers.BooleanField(
        default=False, help_text="True only where it is shown that this number or address is theirs."
    )
    other_points = PointBody(many=True, required=False)
    person_name = Tidy(max_length=NAME_LIMIT)
    subject_name = Tidy(max_length=NAME_LIMIT, help_text="Who it is about, if somebody else.")
    service = Coded(
        slug_field="code", queryset=Service.objects.all(), required=False, allow_null=True, default=None,
        error_messages={"does_not_exist": "There is no service with this code. See /api/v1/services/."},
    )  # fmt: skip
    answers = Answers(required=False, default=dict)
    case = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=60,
        help_text="A case reference, “new”, “none” (no case wanted), or nothing: the rules decide.",
    )  # fmt: skip
    postcode = Tidy(max_length=20)
    location = Tidy(max_length=300)
    latitude = serializers.FloatField(
        required=False, allow_null=True, default=None, min_value=-90, max_value=90
    )
    longitude = serializers.FloatField(
        required=False, allow_null=True, default=None, min_value=-180, max_value=180
    )
    language = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    arrived_at = serializers.CharField(required=False, default="", allow_blank=True, max_length=120,
                                       help_text="Your number or form that it came to.")  # fmt: skip
    partner = PartnerCode(
        help_text="Whose site carried the form: a to z, 0 to 9 and -, at most 40. Anything else is left out."
    )
    outcome = OutcomeField(
        required=False,
        default="",
        allow_blank=True,
        help_text="Or one of the office's own, see /api/v1/outcomes/.",
    )
    duration_seconds = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=86_400
    )
    place = Tidy(max_length=200)
    present = Tidy(max_length=300)

    def validate_took_place_at(self, at: Any) -> Any:
        if at > timezone.now() + SLACK:
            raise serializers.ValidationError("This is in the future. Send when it took place.")
        if at.year < OLDEST:
            raise serializers.ValidationError(f"This is before {OLDEST}. Send when it took place.")
        return at

    def validate_other_points(self, points: list[Any]) -> list[Any]:
        if len(points) > MOST_POINTS:
            raise serializers.ValidationError(f"Send at most {MOST_POINTS} numbers and addresses.")
        return points

    def validate_case(self, choice: str) -> str:
        if choice in ("", "new", "none"):
            return choice
        reference = references.normalise(choice)
        if (
            reference is None
            or not visible_cases(self.context["request"].user).filter(reference=reference).exists()
        ):
            raise serializers.ValidationError("There is no such case. Leave it out and the rules decide.")
        return reference

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["latitude"] is None) != (attrs["longitude"] is None):
            raise serializers.ValidationError("Send latitude and longitude together, or neither.")
        return attrs
