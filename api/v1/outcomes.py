"""How a conversation can end."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.requests import StaffRequest
from api.schema import PROBLEMS
from api.views import ApiView
from casework import outcomes
from casework.models import Office


class OutcomeField(serializers.ChoiceField):
    """Also one that the office left out since: what took place took place."""

    default_error_messages = {
        "invalid_choice": "There is no outcome “{input}”. GET /api/v1/outcomes/ lists them."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([(code, each.words) for code, each in outcomes.OUTCOMES.items()], **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str) and outcomes.is_own(data) and data in Office.current().own_outcomes:
            return data
        return str(super().to_internal_value(data))


class OutcomeShape(serializers.Serializer[Any]):
    code = serializers.CharField(
        help_text="One of the office's own begins with what it counts as: “answered.Food parcel given”."
    )
    words = serializers.CharField()
    reached = serializers.BooleanField(help_text="We spoke with somebody: it counts as a response.")
    settles = serializers.BooleanField(help_text="Nothing more is asked of us.")
    offered = serializers.BooleanField(
        help_text="Whether staff can choose it now, when they log a call or a visit."
    )


class Outcomes(ApiView):
    @extend_schema(
        operation_id="outcomes_list",
        summary="List outcomes of calls and visits",
        responses={200: OutcomeShape(many=True), **PROBLEMS},
    )
    def get(self, request: StaffRequest) -> Response:
        office = Office.current()
        codes = outcomes.offered(outcomes.OUTCOMES, worded=office.own_outcomes, left_out=())
        offered = set(
            outcomes.offered(outcomes.CHOSEN, worded=office.own_outcomes, left_out=office.outcomes_left_out)
        )
        return Response(OutcomeShape([_told(code, offered) for code in codes], many=True).data)


def _told(code: str, offered: set[str]) -> dict[str, Any]:
    meant = outcomes.OUTCOMES[outcomes.base(code)]
    return {
        "code": code, "words": outcomes.words(code), "reached": meant.reached, "settles": meant.settles,
        "offered": code in offered,
    }  # fmt: skip
