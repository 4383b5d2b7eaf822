"""The page of one case."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import (
    addresses,
    authority,
    presenters,
    presenters_adjustments,
    presenters_composing,
    presenters_dialogues,
    presenters_follow_ups,
    presenters_glance,
    presenters_safety,
    presenters_snooze,
    presenters_tasks,
    presenters_upload_links,
    put_right,
    references,
    related,
    reply_warnings,
    selectors_case,
    targets_shown,
)
from casework.asked_ahead import Question, asked_ahead
from casework.forms.takers import Offered
from casework.live_tokens import live_url
from casework.models import Case, Office
from casework.permissions import may
from casework.services import drafts, meanwhile, next_case, replies, send_guard
from casework.templatetags._said import said
from casework.views import alike, case_forms, case_timeline, following, presence
from casework.views.base import DeskRequest, desk
from casework.views.next_case import NEXT

# What a script asks for alone, beside the parts of the timeline.
TASKS: Final = "tasks"


@desk("see_queue")
@require_safe
def case(request: DeskRequest, reference: str) -> HttpResponse:
    wanted = references.normalise(reference)
    if wanted is None:
        raise Http404("There is no such case.")
    if wanted != reference:
        return redirect("desk:case", reference=wanted)
    part = request.GET.get("part", "") if request.htmx else ""
    if part != TASKS and part not in case_timeline.PARTS:
        found = whole(request, wanted)
        return _where_it_went(request, found) or page(request, found)
    found = _read(selectors_case.bare, staff=request.user, reference=wanted)
    return _where_it_went(request, found) or _part(request, found, part)


def whole(request: DeskRequest, reference: str) -> Case:
    """With all that its page shows; 404 alike for hidden and missing."""
    return _read(selectors_case.whole, staff=request.user, reference=reference, now=timezone.now())


def _read(ask: Callable[..., Case], **of: Any) -> Case:
    try:
        return ask(**of)
    except Case.DoesNotExist as error:
        raise Http404("There is no such case.") from error


def _where_it_went(request: DeskRequest, found: Case) -> HttpResponse | None:
    survivor = selectors_case.survivor(staff=request.user, case=found)
    if survivor is None:
        return None
    messages.info(request, f"{found.reference} was merged into this case.")
    return redirect(presenters.case_url(survivor))


def _part(request: DeskRequest, found: Case, part: str) -> HttpResponse:
    """What a script asks for alone."""
    if part == TASKS:
        return render(request, "casework/tasks/_list.html", {"panel": _tasks(request, found)})
    return case_timeline.part(request, found, part)


def _tasks(request: DeskRequest, found: Case) -> Any:
    return presenters_tasks.panel(
        case=found,
        today=timezone.localdate(),
        may_work=may(request.user, "work_tasks") and found.merged_into_id is None,
    )


def page(request: DeskRequest, found: Case, *, code: int = 200, **forms: Any) -> HttpResponse:
    """The page, with forms that came back to be put right in place of fresh ones. 4 waits for the database: for who asks, the
    case, what else the page needs of it, and what its numbers were sent.
    """
    now, offered = timezone.now(), Offered(found)
    with asked_ahead(*_questions(request, found, offered=offered, now=now)):
        found.known_parties = selectors_case.parties(found)  # type: ignore[attr-defined]
        shown = _shown(request, found, offered=offered, now=now, forms=forms)
        return render(request, "casework/case.html", shown, status=code)


def _questions(
    request: DeskRequest, found: Case, *, offered: Offered, now: datetime
) -> list[Question | None]:
    return [
        *selectors_case.questions(found),
        send_guard.purse_question(now),
        targets_shown.question(found),
        *case_timeline.questions(request, found),
        *(offered.questions() if _may_work(request, found) else ()),
    ]


def _may_work(request: DeskRequest, found: Case) -> bool:
    return may(request.user, "change_status") and found.merged_into_id is None


def _shown(
    request: DeskRequest, found: Case, *, offered: Offered, now: datetime, forms: dict[str, Any]
) -> dict[str, Any]:
    office = Office.current()
    staff, today, parties = request.user, timezone.localdate(now), found.known_parties  # type: ignore[attr-defined]
    judged = replies.judged(case=found, now=now)
    ways = replies.triples(judged)
    heed = {
        "warnings": reply_warnings.of(parties=parties, ways=ways, on=today),
        "told": reply_warnings.who_gets_it(parties=parties, ways=ways),
    }
    draft = drafts.of(case=found, author=staff) if may(staff, "reply") else None
    # No statement where nobody on the case needs anything.
    needs = presenters_adjustments.shown_of(
        party.person_id for party in parties if party.person and party.person.adjustments
    )
    follow_ups, tasks = presenters_follow_ups.panel(case=found, now=now), _tasks(request, found)
    writing, works = case_forms.writing(forms, judged=judged, draft=draft), _may_work(request, found)
    return {
        "nav": "queue",
        "office_name": office.name,
        "case": presenters.identity(found, now=now),
        "reasons": presenters.why_here(found, near=selectors_case.near(staff=staff, case=found)),
        "promised": targets_shown.panel(case=found, staff=staff, now=now),
        "details": _details(found),
        "people": [presenters_person(party, on=today, needs=needs) for party in parties],
        "seen": meanwhile.of_case(found),
        "may_change_people": may(staff, "change_parties") and found.merged_into_id is None,
        "related": related.of(case=found, staff=staff),
        "related_shown": related.SHOWN_ON_CASE,
        "may_link": may(staff, "link_cases") and found.merged_into_id is None,
        "reply": _may_promise(
            presenters_composing.composer(
                case=found,
                ways=judged,
                form=writing["reply"],
                heed=heed,
                staff=staff,
                draft=draft,
                office=office,
            ),
            writing["promise"],
        )
        if may(staff, "reply")
        else {
            "refused": gettext("Call handlers do not send messages. Write a note for the team."),
            "form": writing["reply"],
            "action": "",
            "channel": "sms",
            "channel_label": "",
        },
        "note": {"form": writing["note"], "action": addresses.of("desk:note", found.reference)},
        **(case_forms.working(forms, case=found, staff=staff, offered=offered) if works else {}),
        "may_take": may(staff, "take") and found.assignee_id != staff.pk,
        "may_work": works,
        "may_move": may(staff, "move_contact") and found.merged_into_id is None,
        "lately": put_right.lately(case=found, staff=staff, now=now),
        "alike": alike.of_case(request, found, now=now),
        "aside": presenters_snooze.panel(case=found, staff=staff, now=now),
        "priorities": presenters_snooze.priorities(found),
        "live_url": live_url(str(found.pk)),
        "follow_ups": follow_ups,
        "tasks": tasks,
        "task_form": case_forms.task(forms, offered=offered) if tasks.may_work else None,
        "glance": presenters_glance.glance(
            found,
            follow_ups=follow_ups,
            tasks=tasks,
            may_triage=may(staff, "change_service") and found.merged_into_id is None,
        ),
        "photos": presenters_upload_links.panel(
            case=found, ways=ways, now=now, may_send=may(staff, "send_link") and found.merged_into_id is None
        ),
        "asking": presenters_dialogues.panel(case=found, staff=staff),
        "next_case": _next_case(request, found),
        "open_composer": forms.get("open", ""),
        "following": following.panel(request, found),
        "presence": presence.opened(request, found),
        **case_timeline.context(request, found),
    }


def _may_promise(composer: dict[str, Any], promise: Any) -> dict[str, Any]:
    """What the reply promises, beside its words."""
    composer["more"]["promise"] = promise
    return composer


def _next_case(request: DeskRequest, found: Case) -> dict[str, str] | None:
    """Why it came up, where they came here by "next case"; where the case has ended, the way to the next one."""
    if not found.is_open:
        return {"ended": gettext("This case has ended.")} if may(request.user, "next_case") else None
    why = next_case.why(case=found, actor=request.user) if NEXT in request.GET else ""
    return {"why": why, "pass_url": reverse("desk:next_skip", args=[found.reference])} if why else None


def _details(found: Case) -> list[dict[str, Any]]:
    """What the head of the page does not say already."""
    rows = [
        {"key": gettext("Language"), "value": found.language},
        {"key": gettext("Tags"), "value": ", ".join(found.tags)},
    ]
    return [row for row in rows if row["value"]]


def presenters_person(party: Any, *, on: date, needs: dict[Any, list[Any]]) -> dict[str, Any]:
    person, point = party.person, party.contact_point
    held = (
        [(link.contact_point, said(link.get_label_display())) for link in person.points.all()]
        if person
        else []
    )
    known = held or ([(point, "")] if point else [])
    return {
        "name": presenters.plainly(str(party)),
        "url": addresses.of("desk:person", person.pk) if person else "",
        "role": said(party.get_role_display()),
        "gets_replies": party.reply_to,
        "authority": authority.shown(party, on=on),
        "points": [_point(each, label, case=party.case.reference) for each, label in known],
        "needs": needs.get(person.pk, []) if person else [],
        "age": presenters_adjustments.age(person, on=on),
        "adjustments_url": addresses.of("desk:adjustments_of", person.pk) if person else "",
        "language": person.language if person else "",
        "warnings": [note for each, _ in known for note in _warnings(each)],
    }


def _point(point: Any, label: str, *, case: str) -> dict[str, Any]:
    return {
        "kind_label": said(point.get_kind_display()),
        "display": str(point),
        "label": label,
        "note": gettext("Asked not to be texted") if point.opted_out_at else "",
        "tone": "red" if point.opted_out_at or point.do_not_use else "grey",
        "safety_url": presenters_safety.url(point, case=case),
    }


def _warnings(point: Any) -> list[str]:
    hours = presenters_safety.hours(point.safe_from, point.safe_until)
    flags = [
        (point.do_not_use, gettext("Do not use this number or address")),
        (point.text_ok is False, gettext("Not safe to text")),
        (point.call_ok is False, gettext("Not safe to ring")),
        (point.voicemail_ok is False, gettext("Leave no voicemail")),
        (point.say_who_we_are is False, gettext("Do not say who we are")),
        (bool(hours), gettext("Text only from %(hours)s") % {"hours": hours}),
        (bool(point.safe_hours), gettext("Only %(hours)s") % {"hours": point.safe_hours}),
        (bool(point.safety_note), point.safety_note),
    ]
    told = [presenters_safety.opted_out(point)] if point.opted_out_at else []
    return [*told, *(f"{point}: {words}" for applies, words in flags if applies)]
