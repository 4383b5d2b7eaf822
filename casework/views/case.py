"""One case: its page and what one does there."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from casework import neighbours, presenters, references, selectors, workflow
from casework.forms.case import AssignForm, NoteForm, ReplyForm, StatusForm, TeamForm
from casework.live_tokens import live_url
from casework.models import Case
from casework.permissions import may
from casework.services import assignment, notes, replies, status
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case


@desk("see_queue")
@require_safe
def case(request: DeskRequest, reference: str) -> HttpResponse:
    wanted = references.normalise(reference)
    if wanted is None:
        raise Http404("There is no such case.")
    if wanted != reference:
        return redirect("desk:case", reference=wanted)
    try:
        found = selectors.case_page(staff=request.user, reference=wanted)
    except Case.DoesNotExist as error:
        raise Http404("There is no such case.") from error
    if request.htmx and request.GET.get("part") == "timeline":
        return render(request, "casework/_timeline.html", _timeline(request, found))
    return _page(request, found)


def _page(request: DeskRequest, found: Case, *, code: int = 200, **forms: Any) -> HttpResponse:
    now = timezone.now()
    ways = replies.ways(case=found, now=now)
    staff = request.user
    reply_form = forms.get("reply") or ReplyForm(ways=ways, auto_id="reply-%s")
    context = {
        "nav": "queue",
        "case": presenters.identity(found, now=now),
        "reasons": presenters.why_here(found, seen=_neighbours(request, found)),
        "details": _details(found),
        "people": [presenters_person(party) for party in found.known_parties],  # type: ignore[attr-defined]
        "reply": presenters.composer(case=found, ways=ways, form=reply_form)
        if may(staff, "reply")
        else {
            "refused": "Call handlers do not send messages. Write a note for the team.",
            "form": reply_form,
            "action": "",
            "channel": "sms",
            "channel_label": "",
        },
        "note": {
            "form": forms.get("note") or NoteForm(auto_id="note-%s"),
            "action": reverse("desk:note", args=[found.reference]),
        },
        "status_form": forms.get("status") or StatusForm(case=found, role=staff.role),
        "assign_form": forms.get("assign") or AssignForm(case=found, initial={"assignee": found.assignee}),
        "team_form": forms.get("team") or TeamForm(case=found),
        "may_take": may(staff, "take") and found.assignee_id != staff.pk,
        "may_work": may(staff, "change_status"),
        "live_url": live_url(str(found.pk)),
        "open_composer": forms.get("open", ""),
        **_timeline(request, found),
    }
    return render(request, "casework/case.html", context, status=code)


def _neighbours(request: DeskRequest, found: Case) -> set[str]:
    """References of the cases this one follows or may repeat, where one may see them."""
    near = [case.reference for case in (found.follows, found.possible_duplicate_of) if case]
    return neighbours.seen(staff=request.user, words=near)


def _before(request: DeskRequest) -> datetime | None:
    """The moment an "older" link names; anything else means the latest entries."""
    try:
        moment = parse_datetime(request.GET.get("before", "").replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def _named(request: DeskRequest, found: Case, entries: list[Any]) -> set[str]:
    """The references in reasons and events that may be shown. This case's own needs no asking."""
    words = [getattr(entry, "reason", "") or getattr(entry, "words", "") for entry in entries]
    others = [text.replace(found.reference, "") for text in words]
    return {found.reference, *neighbours.seen(staff=request.user, words=others)}


def _timeline(request: DeskRequest, found: Case) -> dict[str, Any]:
    entries, more = selectors.timeline(case=found, before=_before(request))
    questions = selectors.questions(service_id=found.service_id)
    for entry in entries:
        entry.questions = questions
    movable, seen = may(request.user, "move_contact"), _named(request, found, entries)
    items = [presenters.timeline_item(entry, movable=movable, seen=seen) for entry in entries]
    url = presenters.case_url(found)
    return {
        "items": presenters.with_days(items),
        "older": f"{url}?before={items[0].at.isoformat()}" if more and items else "",
        "refresh_url": f"{url}?part=timeline",
        "live_url": live_url(str(found.pk)),
    }


def _details(found: Case) -> list[dict[str, Any]]:
    rows = [
        {
            "key": "Service",
            "value": found.service.name if found.service else "Not known",
        },
        {"key": "Team", "value": found.team.name},
        {
            "key": "Assigned to",
            "value": str(found.assignee) if found.assignee else "Nobody yet",
        },
        {"key": "Status", "value": workflow.STATUS_LABELS[found.status]},
        {"key": "Outcome", "value": found.outcome},
        {
            "key": "Opened",
            "value": timezone.localtime(found.opened_at).strftime("%-d %B %Y, %H:%M"),
        },
        {
            "key": "Where",
            "value": ", ".join(part for part in (found.location, found.postcode) if part),
        },
        {"key": "Language", "value": found.language},
        {"key": "Tags", "value": ", ".join(found.tags)},
    ]
    return [row for row in rows if row["value"]]


def presenters_person(party: Any) -> dict[str, Any]:
    person, point = party.person, party.contact_point
    held = [(link.contact_point, link.get_label_display()) for link in person.points.all()] if person else []
    known = held or ([(point, "")] if point else [])
    return {
        "name": presenters.plainly(str(party)),
        "role": party.get_role_display(),
        "points": [_point(each, label) for each, label in known],
        "adjustments": person.adjustments if person else "",
        "language": person.language if person else "",
        "warnings": [note for each, _ in known for note in _warnings(each)],
    }


def _point(point: Any, label: str) -> dict[str, Any]:
    return {
        "kind_label": point.get_kind_display(),
        "display": str(point),
        "label": label,
        "note": "Asked not to be texted" if point.opted_out_at else "",
        "tone": "red" if point.opted_out_at or point.do_not_use else "grey",
    }


def _warnings(point: Any) -> list[str]:
    flags = [
        (point.do_not_use, "Do not use this number or address"),
        (point.text_ok is False, "Not safe to text"),
        (point.call_ok is False, "Not safe to ring"),
        (point.voicemail_ok is False, "Leave no voicemail"),
        (point.say_who_we_are is False, "Do not say who we are"),
        (bool(point.safe_hours), f"Only {point.safe_hours}"),
        (bool(point.safety_note), point.safety_note),
    ]
    return [f"{point}: {words}" for applies, words in flags if applies]


@desk("reply")
@require_POST
def reply(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    now = timezone.now()
    form = ReplyForm(request.POST, ways=replies.ways(case=found, now=now), auto_id="reply-%s")
    if not form.is_valid() or form.chosen() is None:
        return _again(request, found, reply=form, open="reply")
    try:
        replies.reply(
            case=found,
            body=form.cleaned_data["body"],
            contact_point=form.chosen(),
            actor=request.user,
            now=now,
        )
    except replies.ReplyRefused as error:
        form.add_error("body", str(error))
        return _again(request, found, reply=form, open="reply")
    return redirect(f"{presenters.case_url(found)}#timeline")


@desk("note")
@require_POST
def note(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = NoteForm(request.POST, auto_id="note-%s")
    if not form.is_valid():
        return _again(request, found, note=form, open="note")
    try:
        notes.add_note(
            case=found,
            body=form.cleaned_data["body"],
            actor=request.user,
            now=timezone.now(),
        )
    except notes.EmptyNote as error:
        form.add_error("body", str(error))
        return _again(request, found, note=form, open="note")
    return redirect(f"{presenters.case_url(found)}#timeline")


def _again(request: DeskRequest, found: Case, **forms: Any) -> HttpResponse:
    """The page again with what was typed and what is wrong with it; nothing typed is lost."""
    return _page(
        request,
        selectors.case_page(staff=request.user, reference=found.reference),
        code=422,
        **forms,
    )


@desk("take")
@require_POST
def take(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    return saying_refusals(
        request,
        lambda: assignment.take(case=found, actor=request.user, now=timezone.now()),
        done="This case is yours now.",
        to=presenters.case_url(found),
    )


@desk("assign")
@require_POST
def assign(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = AssignForm(request.POST, case=found)
    if not form.is_valid():
        return _again(request, found, assign=form, open="assign")
    to = form.cleaned_data["assignee"]
    return saying_refusals(
        request,
        lambda: assignment.assign(case=found, to=to, actor=request.user, now=timezone.now()),
        done=f"Given to {to}." if to else "Given back to the team.",
        to=presenters.case_url(found),
    )


@desk("assign")
@require_POST
def team(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = TeamForm(request.POST, case=found)
    if not form.is_valid():
        return _again(request, found, team=form, open="team")
    return saying_refusals(
        request,
        lambda: assignment.send_to_team(
            case=found,
            team=form.cleaned_data["team"],
            actor=request.user,
            now=timezone.now(),
        ),
        done=f"{found.reference} sent to {form.cleaned_data['team']}.",
        to=reverse("desk:queue"),
    )


@desk("change_status")
@require_POST
def change_status(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = StatusForm(request.POST, case=found, role=request.user.role)
    if not form.is_valid():
        return _again(request, found, status=form, open="status")
    try:
        status.change_status(
            case=found,
            to=form.cleaned_data["status"],
            outcome=form.cleaned_data["outcome"],
            actor=request.user,
            now=timezone.now(),
        )
    except workflow.StatusNotAllowed as error:
        form.add_error(_status_field(form), str(error))
        return _again(request, found, status=form, open="status")
    return redirect(presenters.case_url(found))


def _status_field(form: StatusForm) -> str:
    """Beside which field a refusal belongs: the outcome where one is missing, else the status itself."""
    missing = (
        form.cleaned_data["status"] in workflow.NEEDS_OUTCOME and not form.cleaned_data["outcome"].strip()
    )
    return "outcome" if missing else "status"
