"""How a case reads. Only what stands here leaves the office."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Answers
from casework import presenters
from casework.models import Case, ContactPoint, Party, Person, Staff
from casework.permissions import visible_cases
from casework.selectors_api import NEIGHBOURS


class PersonShape(serializers.ModelSerializer[Person]):
    class Meta:
        model = Person
        fields = ["id", "name", "language", "adjustments"]


class PointShape(serializers.ModelSerializer[ContactPoint]):
    """A number or address with what is known about using it safely. null is “nobody asked”."""

    opted_out = serializers.SerializerMethodField()

    class Meta:
        model = ContactPoint
        fields = [
            "kind", "value", "opted_out", "do_not_use", "text_ok", "call_ok", "voicemail_ok", "say_who_we_are",
            "safe_hours", "safety_note",
        ]  # fmt: skip

    def get_opted_out(self, point: ContactPoint) -> bool:
        return point.opted_out_at is not None


class PartyShape(serializers.ModelSerializer[Party]):
    person = PersonShape(read_only=True, allow_null=True)
    contact_point = PointShape(read_only=True, allow_null=True)

    class Meta:
        model = Party
        fields = [
            "role", "reply_to", "person", "contact_point", "authority_basis", "authority_scope", "authority_until",
        ]  # fmt: skip


class CaseShape(serializers.ModelSerializer[Case]):
    """A case as lists show it."""

    service = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    assignee = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    person = serializers.SerializerMethodField(help_text="Who it is about, in words.")

    class Meta:
        model = Case
        fields = [
            "reference", "service", "status", "is_open", "outcome", "priority", "team", "assignee", "person", "origin",
            "summary", "language", "location", "postcode", "latitude", "longitude", "restricted", "tags", "opened_at",
            "last_activity_at", "last_in_at", "last_out_at", "responded_at", "due_at", "closed_at", "waiting_for",
            "needs_answer", "version",
        ]  # fmt: skip

    def get_person(self, case: Case) -> str:
        return presenters.person_name(case.known_parties)  # type: ignore[attr-defined]


class WholeCaseShape(CaseShape):
    answers = Answers(read_only=True)
    parties = PartyShape(source="known_parties", many=True, read_only=True)
    follows = serializers.SerializerMethodField(help_text="The earlier case this one continues.")
    possible_duplicate_of = serializers.SerializerMethodField()
    merged_into = serializers.SerializerMethodField()

    class Meta(CaseShape.Meta):
        fields = [
            *CaseShape.Meta.fields, "answers", "parties", "routing_reason", "follows", "possible_duplicate_of",
            "merged_into",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_follows(self, case: Case) -> str | None:
        return self._if_seen(case, "follows")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_possible_duplicate_of(self, case: Case) -> str | None:
        return self._if_seen(case, "possible_duplicate_of")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_merged_into(self, case: Case) -> str | None:
        return self._if_seen(case, "merged_into")

    def _if_seen(self, case: Case, name: str) -> str | None:
        other = _neighbour(case, name)
        return other if other in self.context["seen"] else None


def neighbours(case: Case) -> list[str]:
    """References of the other cases that it may name, as `selectors_api.whole_case` read them."""
    return [other for name in NEIGHBOURS if (other := _neighbour(case, name))]


def _neighbour(case: Case, name: str) -> str | None:
    found: str | None = getattr(case, f"{name}_reference")
    return found


def seen(staff: Staff, references: Iterable[str]) -> set[str]:
    """Those of the references whose cases one may see. One statement, none for an empty list."""
    wanted = set(references)
    return (
        set(visible_cases(staff).filter(reference__in=wanted).values_list("reference", flat=True))
        if wanted
        else set()
    )
