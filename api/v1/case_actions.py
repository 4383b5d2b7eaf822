"""What can be done to a case. Each is one verb of the domain."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.errors import Stale
from api.fields import Coded, Said, Strict, Tidy
from api.idempotency import once
from api.requests import StaffRequest
from api.schema import IF_MATCH, PROBLEMS, once_header
from api.v1.case_shapes import WholeCaseShape
from api.v1.cases import shown
from api.v1.contact_shapes import ContactShape, known
from api.views import ApiView, visible_case
from casework import workflow
from casework.models import Case, ContactPoint, Note, Staff, Team
from casework.permissions import visible_cases
from casework.services import assignment, contact_points, notes, replies, status
from casework.text import MESSAGE_LIMIT

GONE = {204: None}


class CaseAction(ApiView):
    """POST of one verb: the body is read, the case is found and, with If-Match, must not have changed."""

    takes: type[Strict]

    def act(self, request: StaffRequest, case: Case, data: dict[str, Any]) -> Response:
        raise NotImplementedError

    def handle(self, request: StaffRequest, reference: str) -> Response:
        return once(request, lambda: self._act(request, reference))

    def _act(self, request: StaffRequest, reference: str) -> Response:
        with transaction.atomic():
            case = visible_case(request, reference, locked=True)
            body = self.takes(data=request.data, context={"request": request})
            body.is_valid(raise_exception=True)
            _check_version(request, case)
            return self.act(request, case, body.validated_data)


class AssignBody(Strict):
    team = Coded(
        slug_field="code", queryset=Team.objects.filter(active=True), required=False,
        error_messages={"does_not_exist": "There is no team with this code. See /api/v1/teams/."},
        help_text="Send it to this team's queue.",
    )  # fmt: skip
    assignee = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=150,
        help_text="A log-in name; null gives it back to the team.",
    )

    anyway = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Give it also to somebody who has as many cases as they can take.",
    )

    def validate_assignee(self, username: str | None) -> Staff | None:
        if username is None:
            return None
        staff = Staff.objects.people().filter(username=username).first()
        if staff is None:
            raise serializers.ValidationError("Nobody who can be given work has this log-in name.")
        return staff

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not {"team", "assignee"} & attrs.keys():
            raise serializers.ValidationError("Send a team, an assignee, or both.")
        return attrs


class Assign(CaseAction):
    verbs = {"POST": "assign"}
    takes = AssignBody

    @extend_schema(
        summary="Give a case to somebody or to a team",
        description="204 means it is done and you cannot see the case any more.",
        request=AssignBody, responses={200: WholeCaseShape, **GONE, **PROBLEMS}, parameters=[once_header(), IF_MATCH],
    )  # fmt: skip
    def post(self, request: StaffRequest, reference: str) -> Response:
        return self.handle(request, reference)

    def act(self, request: StaffRequest, case: Case, data: dict[str, Any]) -> Response:
        now = timezone.now()
        if "team" in data:
            assignment.send_to_team(case=case, team=data["team"], actor=request.user, now=now)
        if "assignee" in data:
            assignment.assign(
                case=case, to=data["assignee"], actor=request.user, now=now, anyway=data["anyway"]
            )
        if not visible_cases(request.user).filter(pk=case.pk).exists():
            return Response(status=204)
        return shown(request, case.reference)


class StatusBody(Strict):
    status = serializers.ChoiceField(choices=workflow.STATUS_CHOICES)
    outcome = Tidy(max_length=200, help_text="How it ended; needed to resolve or close it.")


class Status(CaseAction):
    verbs = {"POST": "change_status"}
    takes = StatusBody

    @extend_schema(
        summary="Change a case's status",
        request=StatusBody, responses={200: WholeCaseShape, **PROBLEMS}, parameters=[once_header(), IF_MATCH],
    )  # fmt: skip
    def post(self, request: StaffRequest, reference: str) -> Response:
        return self.handle(request, reference)

    def act(self, request: StaffRequest, case: Case, data: dict[str, Any]) -> Response:
        status.change_status(
            case=case, to=data["status"], outcome=data["outcome"], actor=request.user, now=timezone.now()
        )
        return shown(request, case.reference)


class NoteBody(Strict):
    body = Said(required=True, max_length=MESSAGE_LIMIT, help_text="Colleagues read it, nobody outside does.")


class NoteShape(serializers.ModelSerializer[Note]):
    author = serializers.SlugRelatedField[Staff](slug_field="username", read_only=True)

    class Meta:
        model = Note
        fields = ["id", "author", "body", "created_at"]


class Notes(CaseAction):
    verbs = {"POST": "note"}
    takes = NoteBody

    @extend_schema(
        summary="Write an internal note",
        request=NoteBody, responses={201: NoteShape, **PROBLEMS}, parameters=[once_header(), IF_MATCH],
    )  # fmt: skip
    def post(self, request: StaffRequest, reference: str) -> Response:
        return self.handle(request, reference)

    def act(self, request: StaffRequest, case: Case, data: dict[str, Any]) -> Response:
        note = notes.add_note(case=case, body=data["body"], actor=request.user, now=timezone.now())
        return Response(NoteShape(note).data, status=201)


class ReplyBody(Strict):
    body = Said(required=True, max_length=MESSAGE_LIMIT)
    channel = serializers.RegexField(r"^[a-z][a-z0-9_]{0,29}$", default="sms")
    to = Tidy(max_length=320, help_text="A number of somebody on the case; the one to reply to if left out.")


class Replies(CaseAction):
    verbs = {"POST": "reply"}
    takes = ReplyBody

    @extend_schema(
        summary="Reply to the person",
        description="Queues one message; its delivery is under /contacts/ID/. Send an Idempotency-Key: a reply repeated "
        "without one is sent twice.",
        request=ReplyBody, responses={201: ContactShape, **PROBLEMS}, parameters=[once_header(), IF_MATCH],
    )  # fmt: skip
    def post(self, request: StaffRequest, reference: str) -> Response:
        return self.handle(request, reference)

    def act(self, request: StaffRequest, case: Case, data: dict[str, Any]) -> Response:
        now = timezone.now()
        contact = replies.reply(
            case=case,
            body=data["body"],
            contact_point=_point(case=case, to=data["to"], now=now),
            actor=request.user,
            now=now,
            channel=data["channel"],
        )
        return Response(ContactShape(contact, context=known(request.user, [contact])).data, status=201)


def _point(*, case: Case, to: str, now: Any) -> ContactPoint:
    """The number asked for, or the first that may be used. Refusals come in the words of the guard."""
    ways = replies.ways(case=case, now=now)
    if to:
        wanted = contact_points.normalised(kind="phone", raw=to)
        named = [point for _, point, _ in ways if point.value == wanted]
        if not named:
            raise serializers.ValidationError({"to": ["This number belongs to nobody on this case."]})
        return named[0]
    usable = [point for _, point, refusal in ways if refusal is None]
    if usable:
        return usable[0]
    words = next(
        (refusal for _, _, refusal in ways if refusal), "Nobody on this case has a number. Ask for one."
    )
    raise replies.ReplyRefused(words)


def _check_version(request: StaffRequest, case: Case) -> None:
    wanted = request.META.get("HTTP_IF_MATCH", "*").strip()
    if wanted != "*" and wanted.removeprefix("W/").strip('"') != str(case.version):
        raise Stale
