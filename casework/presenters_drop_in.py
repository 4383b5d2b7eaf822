"""The rows of a drop-in sheet with finished words: what is saved, what is wrong, who may be meant."""

from collections.abc import Iterable
from types import SimpleNamespace
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from casework.forms.drop_in_sheet import Row, Sheet
from casework.lookup import FoundCase, FoundPerson
from casework.models import Contact
from casework.models.contact import Filing
from casework.presenters import sender
from casework.services.drop_in import OnRecord
from casework.text import show_bidi_controls as plainly

LONGEST_SUMMARY = 60


def row(each: Row, *, contact: Contact | None, reference: str, found: OnRecord | None) -> SimpleNamespace:
    people = [person(one) for one in found.people] if found else []
    return SimpleNamespace(
        number=each.number,
        prefix=each.prefix,
        once=each.once.hex,
        form=each.form,
        saved=saved(contact, reference) if contact and each.is_saved else None,
        on_record_already=contact is not None and not each.is_saved,
        people=people,
        chosen=str(each.form["person"].value() or (found.sure if found else "") or ""),
        open=bool(people or each.form["person"].errors or (contact and not each.is_saved)),
    )


def saved(contact: Contact, reference: str) -> SimpleNamespace:
    return SimpleNamespace(
        who=sender(contact),
        at=contact.took_place_at,
        words=plainly(Truncator(contact.body).chars(LONGEST_SUMMARY)),
        reference=reference,
        url=reverse("desk:case", args=[reference]) if reference else "",
        where="" if reference else _without_reference(contact),
    )


def _without_reference(contact: Contact) -> str:
    if contact.filing == Filing.HELD:
        return gettext("A colleague decides which case it is about")
    return gettext("With the team that deals with it") if contact.case_id else gettext("Without a case")


def person(found: FoundPerson) -> SimpleNamespace:
    numbers = ", ".join(point.display for point in found.points)
    count = found.open_cases
    cases = ngettext("%(count)s open case", "%(count)s open cases", count) % {"count": count}
    facts = [numbers, cases if count else gettext("no open cases")]
    return SimpleNamespace(
        id=str(found.id),
        name=plainly(found.name),
        facts=", ".join(part for part in facts if part),
        adjustments=found.adjustments,
        warnings=found.warnings,
    )


def case_choices(cases: Iterable[FoundCase]) -> tuple[tuple[str, str], ...]:
    """Their cases as options: the reference and the first words."""
    return tuple(
        (each.reference, plainly(f"{each.reference} {Truncator(each.summary).chars(40)}")) for each in cases
    )


def errors(sheet: Sheet) -> list[dict[str, str]]:
    """All that is wrong, each with the row it stands in and a link to its field."""
    found = [
        {"text": str(error), "href": f"#{bound.auto_id}"} for bound in sheet.head for error in bound.errors
    ]
    for each in sheet.rows:
        found += [
            {
                "text": gettext("Row %(number)s: %(words)s") % {"number": each.number, "words": error},
                "href": f"#{_place(each, bound.name, bound.auto_id)}",
            }
            for bound in each.form
            for error in bound.errors
        ]
    return found


def _place(each: Row, name: str, auto_id: str) -> str:
    return f"{each.prefix}-who" if name in ("person", "another") else auto_id


def counted(*, saved_now: int, waiting: int) -> str:
    """ "9 visits are saved, 3 are not." """
    first = gettext("Nothing is saved")
    if saved_now:
        first = ngettext("%(count)s visit is saved", "%(count)s visits are saved", saved_now)
        first %= {"count": saved_now}
    if not waiting:
        return f"{first}."
    words = ngettext("%(first)s, %(count)s is not.", "%(first)s, %(count)s are not.", waiting)
    return words % {"first": first, "count": waiting}


def drafts(kept: Iterable[tuple[UUID, object]]) -> list[SimpleNamespace]:
    return [SimpleNamespace(url=f"{reverse('desk:drop_in')}?sheet={sheet}", at=at) for sheet, at in kept]
