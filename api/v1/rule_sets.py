"""The routing rules: what is in force, what was, and what a changed set would have done."""

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.errors import Stale
from api.idempotency import once
from api.pagination import PARAMETERS
from api.parsers import StrictJSON
from api.requests import StaffRequest
from api.schema import IF_MATCH, PAGES, PROBLEMS, once_header, page_of
from api.v1.rule_set_shapes import DryRunBody, DryRunShape, RuleSetBody, RuleSetShape, VersionShape
from api.views import ApiView
from casework import keyset
from casework.models import DryRun, RuleSetVersion
from casework.services import dry_runs, rule_check, rule_sets

# One answer takes no longer: whoever reads the run again carries it on.
SECONDS = 5.0
CHANGED = "Somebody put other rules in force since you read them. Read them again, then decide anew."


class LongJSON(StrictJSON):
    """Five hundred rules with their examples."""

    largest = 4_000_000


class RuleSet(ApiView):
    verbs = {"GET": "edit_rules", "PUT": "edit_rules"}
    parser_classes = [LongJSON]

    @extend_schema(
        summary="Read the rules in force",
        description="In the order in which they are tried. The ETag is the number of the set, for If-Match. "
        "Where there are none, the number is 0.",
        responses={200: RuleSetShape, **PROBLEMS},
    )
    def get(self, request: StaffRequest) -> Response:
        """Statements: 1 for the key, 1 for the set."""
        return _shown(_versions().order_by("-number").first())

    @extend_schema(
        summary="Put rules in force",
        description="The whole set, in place of the one you read: send its number as base, or its ETag as If-Match. "
        "409 where somebody else was first (412 with If-Match); 422 with problems, rule by rule, where these cannot be used "
        "or break one of their own examples. Then nothing has changed.",
        request=RuleSetBody,
        responses={200: RuleSetShape, **PROBLEMS},
        parameters=[once_header(), IF_MATCH],
    )
    def put(self, request: StaffRequest) -> Response:
        return once(request, lambda: self._put(request))

    @transaction.atomic
    def _put(self, request: StaffRequest) -> Response:
        body = RuleSetBody(data=request.data)
        body.is_valid(raise_exception=True)
        version = rule_sets.publish(
            documents=body.validated_data["rules"],
            base=_base(request, body.validated_data),
            reason=body.validated_data["reason"],
            actor=request.user,
            now=timezone.now(),
        )
        return _shown(version)


class Versions(ApiView):
    verbs = {"GET": "edit_rules"}
    parameters = PARAMETERS
    order = keyset.Order(fields=("-number", "id"))

    @extend_schema(
        operation_id="rule_set_versions_list",
        summary="List the sets of rules",
        description="Every set that was ever in force, newest first, without its rules.",
        parameters=PAGES,
        responses={200: page_of(VersionShape, "RuleSetVersionPage"), **PROBLEMS},
    )
    def get(self, request: StaffRequest) -> Response:
        return self.listed(_versions().defer("rules"), VersionShape)


class OneVersion(ApiView):
    verbs = {"GET": "edit_rules"}

    @extend_schema(summary="Read one set of rules", responses={200: RuleSetShape, **PROBLEMS})
    def get(self, request: StaffRequest, number: int) -> Response:
        if not 0 < number < 2**31:
            raise Http404
        version = _versions().filter(number=number).first()
        if version is None:
            raise Http404
        return _shown(version)


class DryRuns(ApiView):
    verbs = {"POST": "edit_rules"}
    parser_classes = [LongJSON]

    @extend_schema(
        summary="Try rules on past cases",
        description="Routes every case of the last 30, 90 or 365 days by the rules in force and by these, and changes none. "
        "202 where it is not finished: read the run again and it goes on.",
        request=DryRunBody,
        responses={200: DryRunShape, 202: DryRunShape, **PROBLEMS},
        parameters=[once_header()],
    )
    def post(self, request: StaffRequest) -> Response:
        return once(request, lambda: self._post(request))

    def _post(self, request: StaffRequest) -> Response:
        body = DryRunBody(data=request.data)
        body.is_valid(raise_exception=True)
        run = dry_runs.start(
            actor=request.user,
            days=int(body.validated_data["days"]),
            documents=_usable(body.validated_data.get("rules")),
            now=timezone.now(),
        )
        return _going_on(run)


class OneDryRun(ApiView):
    verbs = {"GET": "edit_rules"}

    @extend_schema(
        summary="Carry a dry run on",
        description="Yours only; the last five are kept.",
        responses={200: DryRunShape, 202: DryRunShape, **PROBLEMS},
    )
    def get(self, request: StaffRequest, pk: UUID) -> Response:
        run = DryRun.objects.filter(owner=request.user, pk=pk).first()
        if run is None:
            raise Http404
        return _going_on(run)


def _versions() -> Any:
    return RuleSetVersion.objects.select_related("author", "went_back_to").defer("went_back_to__rules")


def _shown(version: RuleSetVersion | None) -> Response:
    nothing: dict[str, Any] = {
        "number": 0, "base": None, "author": None, "job": "", "reason": "", "at": None, "went_back_to": None, "rules": [],
    }  # fmt: skip
    data = RuleSetShape(version).data if version else nothing
    return Response(data, headers={"ETag": f'"{data["number"]}"'})


def _base(request: StaffRequest, data: dict[str, Any]) -> RuleSetVersion | None:
    """The set that the caller read. Raises Stale where If-Match names another than the newest."""
    newest = RuleSetVersion.objects.live()
    number = newest.number if newest else 0
    wanted = request.META.get("HTTP_IF_MATCH", "").strip().removeprefix("W/").strip('"')
    if not wanted and "base" not in data:
        raise serializers.ValidationError(
            {"base": ["Send the number of the set you changed, or its ETag as If-Match."]}
        )
    if wanted not in ("", "*", str(number)):
        raise Stale(CHANGED)
    if data.get("base", number) == number:
        return newest
    raise rule_sets.SomebodyWasFirst(newest)


def _usable(rules: list[Any] | None) -> list[dict[str, Any]] | None:
    if rules is None:
        return None
    documents, problems = rule_check.readable(rules)
    if problems:
        raise rule_sets.RulesRefused(problems)
    return documents


def _going_on(run: DryRun) -> Response:
    if run.finished_at is None:
        run = dry_runs.step(run=run, seconds=SECONDS, now=timezone.now())
    return Response(cast(Any, DryRunShape(run).data), status=200 if run.finished_at else 202)
