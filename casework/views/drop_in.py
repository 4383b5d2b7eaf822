"""The drop-in sheet: a session's visits in a table, saved row by row, each once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters_drop_in as presenters
from casework.forms.drop_in_sheet import MORE_ROWS, MOST_ROWS, Row, Sheet, as_id, known_names
from casework.forms.log import EXPLAINED_AFTER
from casework.lookup import named_cases
from casework.models import Contact, Service, Staff
from casework.services import drop_in
from casework.services.arrivals import Arrival
from casework.services.drop_in import OnRecord, WhoWasIt
from casework.services.logged import MustChoose
from casework.services.people import NoSuchPerson
from casework.views.base import DeskRequest, desk


@dataclass
class At:
    """A sheet in somebody's hands: what is on record of it, and who was found for its rows."""

    sheet: Sheet
    actor: Staff
    saved: dict[UUID, Contact]
    found: dict[int, OnRecord] = field(default_factory=dict)

    def mark_saved(self) -> None:
        for row in self.sheet.rows:
            contact = self.saved.get(row.once)
            row.is_saved = contact is not None and _says_the_same(row, contact)
            if contact is not None and row.is_saved:
                row.took_place_at = contact.took_place_at


@desk("log_contact")
def sheet(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return _opened(request, now)
    at = _at(request.user, known_names(request.POST.dict()), now)
    if not at.sheet.is_blank:
        # First of all, so that whatever stops us half way loses nobody's words.
        drop_in.keep(sheet=at.sheet.id, author=request.user, typed=dict(at.sheet.typed), now=now)
    if "more" in request.POST:
        at.mark_saved()
        return _page(request, at, more=True)
    _save(at)
    return _answer(request, at)


def _at(actor: Staff, typed: Mapping[str, str], now: datetime) -> At:
    services = list(Service.objects.order_by("position", "name").values_list("code", "name"))
    made = Sheet(typed, staff=actor, now=now, services=services)
    return At(sheet=made, actor=actor, saved=drop_in.saved(sheet=made.id, actor=actor))


def _opened(request: DeskRequest, now: datetime) -> HttpResponse:
    """The half-filled sheet they were at last, another one of theirs, or an empty one."""
    wanted, kept = as_id(request.GET.get("sheet", "")), list(drop_in.kept(author=request.user))
    chosen = [each for each in kept if wanted in (None, each.pk)]
    draft = chosen[0] if chosen and "new" not in request.GET else None
    at = _at(request.user, {"sheet": draft.pk.hex, **draft.typed} if draft else {}, now)
    at.mark_saved()
    if draft and not any(row.to_save for row in at.sheet.rows):
        drop_in.drop(sheet=draft.pk, author=request.user)
        at, draft = _at(request.user, {}, now), None
    at.sheet.unjudged()
    others = [(each.pk, each.saved_at) for each in kept if each.pk != at.sheet.id]
    return _page(request, at, restored=draft.saved_at if draft else None, others=others)


def _save(at: At) -> None:
    """Each row that can be saved is; what is wrong with the others stands in their forms."""
    head_is_right = at.sheet.head.is_valid()
    at.mark_saved()
    for row in at.sheet.rows:
        _as_another_visit(row, at)
        row.form.is_valid() if row.to_save else row.form.unjudged()
    if not head_is_right:
        return
    at.sheet.set_times()
    if at.sheet.needs_reason():
        at.sheet.head.add_error(
            "late_because", gettext("Write why it is put on record more than a day later.")
        )
        return
    for row in at.sheet.rows:
        if row.to_save and not row.form.errors:
            _save_row(row, at)


def _as_another_visit(row: Row, at: At) -> None:
    """A row that is on record and says something else now: changed by mistake, or somebody else's visit."""
    if row.once not in at.saved or row.is_saved or row.is_empty:
        return
    if row.form.data.get(row.form.add_prefix("another")):
        said = "\x1f".join(str(row.form[name].value() or "") for name in ("number", "name", "words"))
        row.once = uuid5(row.once, said.encode("utf-8", "replace").decode())
        contact = at.saved.get(row.once)
        row.is_saved = contact is not None
    elif row.form.is_valid():
        row.form.add_error(
            "another",
            gettext(
                "This row is on record already, in other words. If it is another visit, tick the box below; if not, "
                "empty the row and add what is new to the case."
            ),
        )


def _save_row(row: Row, at: At) -> None:
    data = row.form.cleaned_data
    head = at.sheet.head
    try:
        taken = drop_in.save(
            arrival=_arrival(row, at),
            told=row.form.told,
            actor=at.actor,
            now=at.sheet.now,
            late_because=head.cleaned_data["late_because"] if _is_late(row, at) else "",
        )
    except WhoWasIt as question:
        at.found[row.number] = question.found
        row.form.add_error("person", str(question))
    except MustChoose as choice:
        at.found[row.number] = _those(choice.references, data, at)
        row.form.add_error("case", str(choice))
    except NoSuchPerson as error:
        row.form.add_error("person", str(error))
    else:
        at.saved[row.once] = taken.contact
        row.is_saved = True


def _is_late(row: Row, at: At) -> bool:
    return bool(row.took_place_at and row.took_place_at < at.sheet.now - EXPLAINED_AFTER)


def _those(references: list[str], data: Mapping[str, Any], at: At) -> OnRecord:
    found = drop_in.on_record(staff=at.actor, number=data["number"], name=data["name"])
    return OnRecord(
        people=found.people, cases=named_cases(staff=at.actor, chosen=references), sure=found.sure
    )


def _arrival(row: Row, at: At) -> Arrival:
    data, head = row.form.cleaned_data, at.sheet.head.cleaned_data
    return Arrival(
        channel=drop_in.CHANNEL,
        body=data["words"],
        took_place_at=row.took_place_at or at.sheet.now,
        sender=data["number"],
        person_id=data["person"],
        person_name=data["name"],
        service_code=data["service"],
        language=head["language"],
        account=at.actor.pk.hex,
        external_id=drop_in.external_id(sheet=at.sheet.id, row=row.once),
        staff_choice=data["case"],
        outcome=data["outcome"],
        duration_seconds=None if data["minutes"] is None else data["minutes"] * 60,
        place=head["where"],
    )


def _says_the_same(row: Row, contact: Contact) -> bool:
    """A saved row comes back with its id alone; the back button brings its words again."""
    said = drop_in.same_words(contact=contact, words=str(row.form["words"].value() or ""))
    number = str(row.form["number"].value() or "")
    return row.is_empty or (said and drop_in.same_number(contact=contact, number=number))


def _answer(request: DeskRequest, at: At) -> HttpResponse:
    wrong = presenters.errors(at.sheet)
    waiting = sum(row.to_save for row in at.sheet.rows)
    if at.sheet.is_blank and not at.saved:
        words = gettext("Nothing is filled in yet. Write the first visit.")
        wrong = [{"text": words, "href": "#id_r1-words"}]
    elif not waiting and not wrong:
        drop_in.drop(sheet=at.sheet.id, author=request.user)
        for note in at.sheet.head.notes:
            messages.info(request, note)
        return redirect("desk:drop_in_done", sheet_id=at.sheet.id)
    return _page(request, at, wrong=wrong, status=422)


def _page(
    request: DeskRequest,
    at: At,
    *,
    wrong: list[dict[str, str]] | None = None,
    more: bool = False,
    restored: datetime | None = None,
    others: list[tuple[UUID, datetime]] | None = None,
    status: int = 200,
) -> HttpResponse:
    if more:
        at = _longer(at)
    references = drop_in.told_references(contacts=list(at.saved.values()), staff=request.user)
    rows = [_row(each, at, references) for each in at.sheet.rows]
    context = {
        "nav": "log_in_person",
        "sheet": at.sheet.id.hex,
        "head": at.sheet.head,
        "rows": rows,
        "errors": wrong or [],
        "counted": presenters.counted(
            saved_now=sum(row.is_saved for row in at.sheet.rows),
            waiting=sum(row.to_save for row in at.sheet.rows),
        ) if any(row.is_saved for row in at.sheet.rows) else "",
        "may_grow": len(rows) < MOST_ROWS,
        "more_rows": MORE_ROWS,
        "restored": restored,
        "others": presenters.drafts(others or []),
        "notes": at.sheet.head.notes,
    }  # fmt: skip
    return render(request, "casework/drop_in/sheet.html", context, status=status)


def _longer(at: At) -> At:
    typed = {**at.sheet.typed, "sheet": at.sheet.id.hex, "rows": str(len(at.sheet.rows) + MORE_ROWS)}
    longer = _at(at.actor, typed, at.sheet.now)
    longer.mark_saved()
    longer.sheet.unjudged()
    return longer


def _row(each: Row, at: At, references: dict[UUID, str]) -> Any:
    found = at.found.get(each.number)
    if found is not None:
        each.form.offer_cases(presenters.case_choices(found.cases))
    contact = at.saved.get(each.once)
    reference = references.get(contact.pk, "") if contact else ""
    return presenters.row(each, contact=contact, reference=reference, found=found)


@desk("log_contact")
@require_POST
def look_up(request: DeskRequest, number: int) -> HttpResponse:
    """Who is on record for one row, while the sheet is filled in: a part of the page. Posted, so no name is in an address."""
    typed = known_names(request.POST.dict())
    at = _at(request.user, {**typed, "rows": str(MOST_ROWS)}, timezone.now())
    if not 1 <= number <= MOST_ROWS:
        return HttpResponse(status=404)
    row = at.sheet.unjudged().rows[number - 1]
    name, digits = (str(row.form[each].value() or "")[:320] for each in ("name", "number"))
    at.found[number] = drop_in.on_record(staff=request.user, number=digits, name=name)
    return render(request, "casework/drop_in/_found.html", {"row": _row(row, at, {}), "swap_cases": True})


@desk("log_contact")
@require_POST
def keep(request: DeskRequest) -> HttpResponse:
    """The half-filled sheet as its author's draft; scripts send it while somebody types."""
    typed = known_names(request.POST.dict())
    made = as_id(typed.get("sheet", ""))
    if made is None or not drop_in.keep(sheet=made, author=request.user, typed=typed, now=timezone.now()):
        return HttpResponse(
            gettext("This sheet is not kept. Copy what you wrote before you leave this page."), status=422
        )
    return HttpResponse(status=204)


@desk("log_contact")
@require_POST
def discard(request: DeskRequest) -> HttpResponse:
    made = as_id(request.POST.get("sheet", ""))
    if made is not None:
        drop_in.drop(sheet=made, author=request.user)
    return redirect(reverse("desk:drop_in") + "?new=1")


@desk("log_contact")
def done(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """What of the sheet is on record, to whoever entered it."""
    actor: Staff = request.user  # type: ignore[assignment]
    contacts = sorted(
        drop_in.saved(sheet=sheet_id, actor=actor).values(), key=lambda each: (each.took_place_at, each.pk)
    )
    references = drop_in.told_references(contacts=contacts, staff=actor)
    rows = [presenters.saved(each, references.get(each.pk, "")) for each in contacts]
    context = {
        "nav": "log_in_person",
        "rows": rows,
        "counted": presenters.counted(saved_now=len(rows), waiting=0),
    }
    return render(request, "casework/drop_in/done.html", context)
