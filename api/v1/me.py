"""Who I am here, and what I may do."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.requests import StaffRequest
from api.schema import PROBLEMS
from api.views import ApiView
from casework.models import Membership, Staff
from casework.models.staff import Role
from casework.permissions import VERBS, may


class MembershipShape(serializers.ModelSerializer[Membership]):
    code = serializers.CharField(source="team.code", read_only=True)
    name = serializers.CharField(source="team.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["code", "name", "is_lead"]


class KeyShape(serializers.Serializer[Any]):
    prefix = serializers.CharField()
    expires_at = serializers.DateTimeField()


class MeShape(serializers.Serializer[Any]):
    username = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    teams = MembershipShape(many=True)
    may = serializers.ListField(child=serializers.CharField(), help_text="What this role may do.")
    key = KeyShape(allow_null=True, help_text="The key in use; null at a browser.")


class Me(ApiView):
    @extend_schema(operation_id="me", summary="Who am I", responses={200: MeShape, **PROBLEMS})
    def get(self, request: StaffRequest) -> Response:
        staff: Staff = request.user
        return Response(
            MeShape(
                {
                    "username": staff.username,
                    "full_name": staff.full_name,
                    "role": staff.role,
                    "teams": staff.memberships.select_related("team").order_by("team__name"),
                    "may": sorted(verb for verb in VERBS if may(staff, verb)),
                    "key": request.auth,
                }
            ).data
        )
