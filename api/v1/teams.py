"""Teams that cases can be sent to."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.pagination import PARAMETERS
from api.requests import StaffRequest
from api.schema import PAGES, PROBLEMS, page_of
from api.views import ApiView
from casework import keyset
from casework.models import Team


class TeamShape(serializers.ModelSerializer[Team]):
    class Meta:
        model = Team
        fields = ["code", "name", "is_triage"]


class Teams(ApiView):
    parameters = PARAMETERS
    order = keyset.Order(fields=("name", "id"))

    @extend_schema(
        operation_id="teams_list",
        summary="List teams",
        parameters=PAGES,
        responses={200: page_of(TeamShape, "TeamPage"), **PROBLEMS},
    )
    def get(self, request: StaffRequest) -> Response:
        return self.listed(Team.objects.filter(active=True), TeamShape)
