"""Services with their questions."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.pagination import PARAMETERS
from api.requests import StaffRequest
from api.schema import PAGES, PROBLEMS, page_of
from api.views import ApiView
from casework import keyset
from casework.models import Question, Service


class QuestionShape(serializers.ModelSerializer[Question]):
    class Meta:
        model = Question
        fields = ["code", "label", "hint", "kind", "choices", "required"]


class ServiceShape(serializers.ModelSerializer[Service]):
    questions = QuestionShape(many=True, read_only=True)

    class Meta:
        model = Service
        fields = [
            "code", "name", "group", "summary", "guidance", "stop_notice", "published", "questions",
        ]  # fmt: skip


class Services(ApiView):
    parameters = PARAMETERS
    order = keyset.Order(fields=("position", "name", "id"))

    @extend_schema(
        operation_id="services_list",
        summary="List services",
        parameters=PAGES,
        responses={200: page_of(ServiceShape, "ServicePage"), **PROBLEMS},
    )
    def get(self, request: StaffRequest) -> Response:
        questions = Question.objects.order_by("position", "code")
        return self.listed(
            Service.objects.prefetch_related(Prefetch("questions", queryset=questions)), ServiceShape
        )
