"""Putting a case aside for later, and bringing it back."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters, snooze_rules
from casework.forms.snoozing import SnoozeForm
from casework.models import Case
from casework.services import meanwhile, snoozing, survivors, working_hours
from casework.services.meanwhile import ChangedMeanwhile
from casework.snooze_rules import Facts
from casework.templatetags._said import said
from casework.views import meanwhile as second
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case
from casework.working_time import Calendar


@desk("snooze")
def put_aside(request: DeskRequest, reference: str) -> HttpResponse:
    """A time that was written, or one that passes a promise, is said in words and asked once more."""
    found, now = visible_case(request, reference), timezone.now()
    calendar = working_hours.calendar_of(team=found.team)
    facts = snoozing.facts_of(found, follow_up_at=snoozing.soonest_follow_up([found.pk]).get(found.pk))
    form = SnoozeForm(
        request.POST if request.method == "POST" else None,
        choices=[(code, said(words)) for code, words in snooze_rules.LABELS.items()],
        now=now,
    )
    if form.is_bound and form.is_valid():
        until = _until(form, calendar, now)
        if _agreed(request, form, facts, until):
            return _kept(request, found, form, facts, calendar, until)
        return _ask(request, found, form, facts, calendar, until)
    return _page(request, found, form, facts, calendar)


def _until(form: SnoozeForm, calendar: Calendar, now: datetime) -> datetime:
    at, choice = form.cleaned_data["at"], form.cleaned_data["until"]
    if at is not None:
        return snooze_rules.moved(calendar, at).astimezone(UTC)
    return snooze_rules.chosen(calendar, choice, now=now).astimezone(UTC)


def _agreed(request: DeskRequest, form: SnoozeForm, facts: Facts, until: datetime) -> bool:
    plain = form.cleaned_data["at"] is None and not snooze_rules.passes_promise(facts, until=until)
    refused = snooze_rules.refusal(facts, until=until, now=timezone.now())
    return plain or bool(refused) or request.POST.get("agreed") == until.isoformat()


def _kept(
    request: DeskRequest, case: Case, form: SnoozeForm, facts: Facts, calendar: Calendar, until: datetime
) -> HttpResponse:
    try:
        kept = snoozing.put_aside(
            case=case,
            until=until,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=timezone.now(),
            anyway=request.POST.get("agreed") == until.isoformat(),
            seen=request.POST.get("seen", ""),
        )
    except ChangedMeanwhile as error:
        return second.page(
            request,
            error,
            title=gettext("Somebody changed %(reference)s meanwhile") % {"reference": case.reference},
            back=presenters.case_url(case),
            typed=[
                (gettext("Put aside until"), _words(until, calendar)),
                (gettext("Why"), form.cleaned_data["reason"]),
            ],
            button=gettext("Put it aside all the same"),
        )
    except snoozing.PassesPromise:
        case.refresh_from_db()
        facts = snoozing.facts_of(case, follow_up_at=facts.follow_up_at)
        return _ask(request, case, form, facts, calendar, until)
    except (snoozing.CannotBePutAside, survivors.WasMerged) as error:
        form.add_error(_field(form), said(str(error)))
        return _page(request, case, form, facts, calendar)
    messages.success(
        request, gettext("Put aside until %(at)s.") % {"at": _words(kept.snoozed_until or until, calendar)}
    )
    return redirect(presenters.case_url(case))


def _field(form: SnoozeForm) -> str:
    return "day" if form.cleaned_data.get("at") is not None else "until"


def _words(at: datetime, calendar: Calendar) -> str:
    return said(snooze_rules.in_words(at, zone=calendar.zone))


def _page(
    request: DeskRequest, case: Case, form: SnoozeForm, facts: Facts, calendar: Calendar
) -> HttpResponse:
    now = timezone.now()
    moments = snooze_rules.offered(calendar, now=now, kept=form.data.get("until", ""))
    # What the form takes stays as it was: a page that was open over midnight may send any of them.
    radios = form.fields["until"].widget
    radios.choices = [each for each in radios.choices if each[0] in (*moments, snooze_rules.MOMENT)]
    radios.choice_hints = {code: _hint(at, facts, calendar) for code, at in moments.items()}
    never = snooze_rules.refusal(facts, until=max(min(moments.values()), now), now=now, zone=calendar.zone)
    context = {
        **_frame(case),
        "form": form,
        "never": never
        if never in (snooze_rules.ENDED, snooze_rules.URGENT, snooze_rules.FOLLOW_UP_DUE)
        else "",
        "promise": f"{said(facts.promise)}: {_words(facts.due_at, calendar)}." if facts.due_at else "",
        "aside": case.snoozed_until and _words(case.snoozed_until, calendar),
        "seen": meanwhile.of_case(case),
    }
    return render(request, "casework/snooze/new.html", context, status=422 if form.errors else 200)


def _hint(at: datetime, facts: Facts, calendar: Calendar) -> str:
    after = f", {gettext('after the promise')}" if snooze_rules.passes_promise(facts, until=at) else ""
    return f"{_words(at, calendar)}{after}"


def _ask(
    request: DeskRequest, case: Case, form: SnoozeForm, facts: Facts, calendar: Calendar, until: datetime
) -> HttpResponse:
    at = form.cleaned_data["at"]
    passes = snooze_rules.passes_promise(facts, until=until)
    context: dict[str, Any] = {
        **_frame(case),
        "until": _words(until, calendar),
        "agreed": until.isoformat(),
        "moved": at is not None and at != until and bool(form.cleaned_data["clock"].strip()),
        "promise": snooze_rules.promise_in_words(facts, now=timezone.now(), zone=calendar.zone)
        if passes
        else "",
        "follow_up": _words(facts.follow_up_at, calendar)
        if facts.follow_up_at and facts.follow_up_at < until
        else "",
        "reason": form.cleaned_data["reason"],
        "sent": [
            (name, request.POST[name])
            for name in ("until", "day_day", "day_month", "day_year", "clock", "reason", "seen")
            if name in request.POST
        ],
    }
    return render(request, "casework/snooze/confirm.html", context)


def _frame(case: Case) -> dict[str, Any]:
    return {
        "nav": "queue",
        "case": SimpleNamespace(reference=case.reference, team=str(case.team)),
        "url": presenters.case_url(case),
        "here": reverse("desk:put_aside", args=[case.reference]),
    }


@desk("snooze")
@require_POST
def bring_back(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    return saying_refusals(
        request,
        lambda: snoozing.bring_back(case=found, actor=request.user, now=timezone.now()),
        done=gettext("It is back in the queue."),
        to=presenters.case_url(found),
    )
