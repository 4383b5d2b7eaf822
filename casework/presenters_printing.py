"""A copy of a case finished for paper: the same entries in the same words as the timeline shows them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby
from types import SimpleNamespace
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from casework import presenters, workflow
from casework.counts import MOST_COUNTED, capped
from casework.models import Case, Event, Staff
from casework.printing.copies import Copy, Day, Entry
from casework.printing.parts import Part
from casework.selectors_printing import CHOICES, CONTACTS, EVENTS, FILES, NOTES
from casework.selectors_timeline import Key
from casework.services.taking_out import REASONS
from casework.templatetags.oq import channel_label

LABELS: Final = {
    CONTACTS: gettext_lazy("Contacts"),
    NOTES: gettext_lazy("Internal notes"),
    EVENTS: gettext_lazy("Events: what was done with the case"),
    FILES: gettext_lazy("Names of the files that came"),
}
_IN_A_SENTENCE: Final = {
    CONTACTS: "contacts",
    NOTES: "internal notes",
    EVENTS: "events",
    FILES: "names of files",
}
WITH_NOTES: Final = "Contains notes about other people: check before you hand it on."
NOTHING: Final = "Nothing of this kind is on the case."


def choices(counts: dict[str, int]) -> list[tuple[str, str, str]]:
    """What may go in, with a label and how many there are."""
    return [(kind, str(LABELS[kind]), _hint(kind, counts)) for kind in CHOICES]


def _hint(kind: str, counts: dict[str, int]) -> str:
    if kind == FILES:
        return gettext("Their names only. The files themselves stay on the case.")
    number = counts[kind]
    return _entries(number) if number else gettext("None")


def _entries(number: int) -> str:
    return ngettext("%(number)s entry", "%(number)s entries", number) % {"number": capped(number)}


def usual(counts: dict[str, int], what: Collection[str]) -> str:
    """How many entries the usual choice comes to."""
    found = [counts[kind] for kind in what if kind in counts]
    beyond = any(number > MOST_COUNTED for number in found)
    number = MOST_COUNTED + 1 if beyond else sum(found)
    return _entries(number)


def said(what: Iterable[str]) -> str:
    words = [_IN_A_SENTENCE[kind] for kind in CHOICES if kind in what]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def why(event: Event) -> str:
    return str(event.after.get("other") or REASONS.get(event.after.get("reason", ""), ""))


def rows(event: Event, parts: list[Part[Key]]) -> list[dict[str, str]]:
    return [
        {"key": gettext("What goes in"), "value": said(event.after["what"]).capitalize()},
        {"key": gettext("How many entries"), "value": f"{parts[-1].ends:,}" if parts else gettext("None")},
        {"key": gettext("Why"), "value": why(event)},
    ]


def part_rows(case: Case, event: Event, parts: list[Part[Key]]) -> list[dict[str, str]]:
    """Each part with its two addresses."""
    return [
        {
            "label": _span(part) if len(parts) > 1 else "",
            "name": gettext("part %(number)s") % {"number": number}
            if len(parts) > 1
            else gettext("the copy"),
            "pdf_url": reverse("desk:case_pdf", args=[case.reference, event.pk, number]),
            "page_url": reverse("desk:case_page_to_print", args=[case.reference, event.pk, number]),
        }
        for number, part in enumerate(parts, start=1)
    ]


def _span(part: Part[Key]) -> str:
    return f"Entries {part.begins:,} to {part.ends:,}, {_day(part.first.at)} to {_day(part.last.at)}"


def file_name(case: Case, *, number: int, of: int) -> str:
    """The reference alone: a name in it would be read by whoever sees a list of downloads."""
    part = f"-part-{number}-of-{of}" if of > 1 else ""
    return f"case-{case.reference}{part}.pdf"


def copy(
    *,
    case: Case,
    event: Event,
    staff: Staff,
    office: str,
    parts: list[Part[Key]],
    number: int,
    items: list[Any],
) -> Copy:
    """`items` are those of the timeline; `number` is which part they are."""
    what, by = event.after["what"], presenters.plainly(str(staff))
    printed = f"{by}, {_moment(event.at)}"
    url = f"{settings.PUBLIC_BASE_URL}{presenters.case_url(case)}"
    return Copy(
        title=f"Case {case.reference}",
        office=office,
        foot=f"{case.reference}, copied by {printed}\n{url}",
        about=_about(case, what=what, printed=printed, why=why(event), url=url, parts=parts, number=number),
        warning=WITH_NOTES if NOTES in what else "",
        more=f"This is part {number} of {len(parts)}. More follows in part {number + 1}."
        if number < len(parts)
        else "",
        nothing="" if items else NOTHING,
        days=_days(items, files=FILES in what),
    )


def _about(
    case: Case, *, what: list[str], printed: str, why: str, url: str, parts: list[Part[Key]], number: int
) -> tuple[tuple[str, str], ...]:
    parties = [
        (party.get_role_display(), presenters.plainly(str(party)))
        for party in case.known_parties  # type: ignore[attr-defined]
    ]
    found = (
        *parties,
        ("Summary", case.summary),
        ("Service", case.service.name if case.service else ""),
        ("Team", case.team.name),
        ("Status", workflow.STATUS_LABELS[case.status]),
        ("Opened", _moment(case.opened_at)),
        ("In this copy", _in_this_copy(what, parts, number)),
        ("Why it was copied", why),
        ("Copied by", printed),
        ("The case itself", url),
    )
    return tuple(row for row in found if row[1])


def _in_this_copy(what: list[str], parts: list[Part[Key]], number: int) -> str:
    whole = f"{said(what).capitalize()}: {parts[-1].ends if parts else 0:,} in all"
    if len(parts) < 2:
        return whole
    return f"{whole}. This is part {number} of {len(parts)}: entries {parts[number - 1].begins:,} to {parts[number - 1].ends:,}"


def _days(items: list[Any], *, files: bool) -> list[Day]:
    by_day = groupby(items, key=lambda item: timezone.localtime(item.at).date())
    return [
        Day(label=f"{day:%A} {_day_of(day)}", entries=[_entry(item, files=files) for item in found])
        for day, found in by_day
    ]


def _moment(at: datetime) -> str:
    """Paper outlives "today"."""
    local = timezone.localtime(at)
    return f"{_day_of(local.date())}, {local:%H:%M}"


def _day(at: datetime) -> str:
    return _day_of(timezone.localtime(at).date())


def _day_of(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"


def _entry(item: SimpleNamespace, *, files: bool) -> Entry:
    clock = f"{timezone.localtime(item.at):%H:%M}"
    if item.kind == "event":
        return Entry(kind="event", before=f"{clock} {f'{item.who}: ' if item.who else ''}{item.text}")
    if item.kind == "note":
        return Entry(kind="note", before=f"{clock} Internal note by", name=item.who, body=item.body)
    channel = channel_label(item.channel)
    inbound = item.kind == "inbound"
    return Entry(
        kind=item.kind,
        before=f"{clock} {channel}{' from' if inbound else ','}",
        name=item.who if inbound else item.to,
        facts=tuple(_facts(item)),
        body=item.body,
        answers=tuple((answer["label"], answer["value"]) for answer in item.answers),
        files=tuple(presenters.plainly(file.name) for file in item.attachments) if files else (),
    )


def _facts(item: SimpleNamespace) -> Iterable[str]:
    if item.kind == "outbound":
        yield f"From us: {item.who}"
        if item.delivery:
            yield ". ".join(filter(None, (item.delivery["label"], item.delivery["detail"])))
    if item.logged_by:
        yield f"Logged by {item.logged_by}, {_moment(item.logged_at)}"
    if item.late:
        yield "Arrived late"
    yield from item.facts
    if item.reason:
        yield item.reason
