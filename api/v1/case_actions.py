"""What can be done to a case. Each is one verb of the domain."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import authentication, idempotency, keys, shapes, throttling
from api.bodies import Result, data_kept, data_of
from api.errors import Stale
from api.fields import Coded, Said, Strict, Tidy
from api.idempotency import first_or_again, in_one
from api.models import ApiKey
from api.requests import StaffRequest, is_here, read_in
from api.schema import IF_MATCH, PROBLEMS, once_header
from api.v1.case_shapes import WholeCaseShape
from api.v1.cases import shown
from api.v1.contact_shapes import ContactShape, known
from api.views import ApiView
from casework import references, workflow
from casework.asked_ahead import Question
from casework.models import Case, Note, Staff, Team
from casework.permissions import visible_cases
from casework.services import answering, assignment, holding, notes, replies, status, survivors
from casework.text import MESSAGE_LIMIT

GONE = {204: None}


class CaseAction(ApiView):
    """POST of one verb: the body is read, the case is found and, with If-Match, must not have changed.

    For a program that this process knows all of it is one transaction, which also asks who calls: its key, the case and what
    else is asked first take one wait (docs/adr/0041).
    """

    takes: type[Strict]
    asks: ClassVar[bool] = False
    """Whether the database is asked to judge a body, so that it cannot be judged while the database works."""
    _body: Result | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who calls, and whether they may, is asked in `handle`, with what they want."""
        if request.method not in self.verbs:
            self._admit(request)

    def _admit(self, request: Request) -> None:
        super().initial(request)

    def act(self, request: StaffRequest, case: Case, data: dict[str, Any]) -> Response:
        raise NotImplementedError

    def ahead(self, actor: Staff, reference: str, now: datetime) -> tuple[Question | None, ...]:
        """What is asked first: the case, and what can be asked together with it."""
        return (holding.question(staff=actor, reference=reference),)

    def handle(self, request: StaffRequest, reference: str) -> Response:
        wanted, now = references.normalise(reference), timezone.now()
        key = _known_caller(request) if wanted else None
        if key is None:
            self._admit(request)
            read_in(request)  # before anything is held, however slowly it comes
        likely = partial(self._likely, request, key, wanted, now) if key and wanted else tuple
        with in_one(likely, meanwhile=partial(self._read, request) if key else None):
            if key is not None:
                self._admit(request)
            ahead = self.ahead(request.user, wanted, now) if wanted else ()
            return first_or_again(request, lambda: self._act(request, wanted), now=now, ahead=ahead)

    def _likely(
        self, request: StaffRequest, key: ApiKey, reference: str, now: datetime
    ) -> tuple[Question | None, ...]:
        """What will be asked, where it is still who it was. For anybody else each answer goes under another name and is
        asked for again; nobody whom the key's own row does not let in is told of it.
        """
        hold = idempotency.question(request, caller=throttling.of_key(key), now=now)
        return keys.question(key), hold, *self.ahead(key.staff, reference, now)

    def _act(self, request: StaffRequest, reference: str | None) -> Response:
        """404 alike for a case that is hidden, missing or malformed."""
        case = holding.case(staff=request.user, reference=reference) if reference else None
        if case is None:
            raise Http404
        body = (self._body or self._taken(request)).told()
        _check_version(request, case)
        return self.act(request, case, body)

    def _read(self, request: StaffRequest) -> None:
        """While the database answers who calls and about what."""
        data_kept(request)
        if not self.asks:
            self._body = self._taken(request)

    def _taken(self, request: StaffRequest) -> Result:
        return Result(lambda: shapes.taken(self.takes, data_of(request), request=request))


def _known_caller(request: StaffRequest) -> ApiKey | None:
    """Whose questions can go along with the one who they are: nobody waits for their body, and they do not call too often."""
    key = authentication.recognised(request)
    if key is None or not is_here(request) or throttling.is_over(throttling.of_key(key)):
        return None
    return key


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
    asks = True

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
        survivors.itself(case)
        status.change_held(
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
    status = serializers.ChoiceField(
        choices=workflow.STATUS_CHOICES,
        required=False,
        help_text="The case's status afterwards, as status/ would change it; unchanged if left out.",
    )
    outcome = Tidy(max_length=200, help_text="How it ended; with a status of resolved or closed.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["outcome"] and "status" not in attrs:
            raise serializers.ValidationError({"outcome": ["Send the status that it belongs to with it."]})
        return attrs


class Replies(CaseAction):
    verbs = {"POST": "reply"}
    takes = ReplyBody

    @extend_schema(
        summary="Reply to the person",
        description="Queues one message; its delivery is under /contacts/ID/. With a status the case gets that too, in one "
        "step: reply and wait, reply and resolve. Where either may not be, neither is done. Send an Idempotency-Key: a reply "
        "repeated without one is sent twice.",
        request=ReplyBody, responses={201: ContactShape, **PROBLEMS}, parameters=[once_header(), IF_MATCH],
    )  # fmt: skip
    def post(self, request: StaffRequest, reference: str) -> Response:
        return self.handle(request, reference)

    def ahead(self, actor: Staff, reference: str, now: datetime) -> tuple[Question | None, ...]:
        return *super().ahead(actor, reference, now), *replies.questions(reference, now=now)

    def act(self, request: StaffRequest, case: Case, data: dict[str, Any]) -> Response:
        try:
            contact = answering.answer(
                case=case,
                body=data["body"],
                channel=data["channel"],
                to=data["to"],
                then=data.get("status", ""),
                outcome=data["outcome"],
                actor=request.user,
                now=timezone.now(),
            )
        except answering.NobodysNumber as error:
            raise serializers.ValidationError({"to": [str(error)]}) from error
        # Its case was in sight a moment ago, under the lock that is still held.
        sure = [contact.case.reference] if contact.case else []
        told = shapes.read(ContactShape, contact, **known(request.user, [contact], sure=sure))
        return Response(told, status=201)


def _check_version(request: StaffRequest, case: Case) -> None:
    wanted = request.META.get("HTTP_IF_MATCH", "*").strip()
    if wanted != "*" and wanted.removeprefix("W/").strip('"') != str(case.version):
        raise Stale
