"""How sets of rules read, and what is read when one is sent."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Said, Strict
from casework.models import DryRun, RuleSetVersion, Staff
from casework.services.dry_runs import SPANS
from casework.services.rule_documents import MOST_RULES
from casework.services.rule_sets import LONGEST_REASON

RULE: Final = (
    "A rule: name, conditions {all, any, none} of {fact, op, value}, team, priority, assignee, assign (least or turn), "
    "tags, restricted, target, acknowledgement, follow_up {words, amount, unit}, stop, reroutes, active, examples of "
    "{name, facts, expect}, id. Only the name is needed. Leave the id out of a new rule and keep it in one you change."
)


@extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
class Rules(serializers.Field):
    """Documents in the order in which they are tried. What each may hold is the domain's to say."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            raise serializers.ValidationError("Send a list of rules.")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class VersionShape(serializers.ModelSerializer[RuleSetVersion]):
    """Who put which set in force, when and why. `base` is the number before it; null for the first."""

    base = serializers.SerializerMethodField()
    author = serializers.SlugRelatedField[Staff](slug_field="username", read_only=True, allow_null=True)
    went_back_to = serializers.IntegerField(source="went_back_to.number", default=None, read_only=True)

    class Meta:
        model = RuleSetVersion
        fields = ["number", "base", "author", "job", "reason", "at", "went_back_to"]

    @extend_schema_field(OpenApiTypes.INT)
    def get_base(self, version: RuleSetVersion) -> int | None:
        return version.number - 1 or None


class RuleSetShape(VersionShape):
    """One set with its rules."""

    rules = Rules(help_text=RULE, read_only=True)

    class Meta(VersionShape.Meta):
        fields = [*VersionShape.Meta.fields, "rules"]


class RuleSetBody(Strict):
    base = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        help_text="The number of the set you changed; 0 where there was none. Or send If-Match.",
    )
    reason = Said(
        required=True, max_length=LONGEST_REASON, help_text="Why the rules change, for whoever asks later."
    )
    rules = Rules(help_text=f"At most {MOST_RULES}. {RULE}")


class DryRunBody(Strict):
    days = serializers.ChoiceField(choices=SPANS, help_text="How far back.")
    rules = Rules(required=False, help_text="The set to try; your draft if left out.")


class DryRunShape(serializers.ModelSerializer[DryRun]):
    """`done` of `total` cases. `result` has elsewhere, moves, changes, weeks, cases, skipped; teams by their codes."""

    class Meta:
        model = DryRun
        fields = ["id", "days", "since", "until", "total", "done", "finished_at", "result"]
