"""Words that staff send again and again: kept by whoever sets up the office, offered where they fit a case.

Every version is kept by the history table.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from casework import text_fields
from casework.ids import uuid7
from casework.models import Case, ContactPoint, Office, Person, Service, Staff, TextTemplate
from casework.permissions import require
from casework.services import events
from casework.text import SMS_LIMIT, clean, is_blank

ENGLISH: Final = "en"
# Longer lists are read by nobody while somebody waits for an answer.
MOST_OFFERED: Final = 100


class CannotBeTemplate(Exception):
    """These words cannot be kept as a template; what it says tells why."""


def save(
    *,
    template: TextTemplate | None,
    name: str,
    language: str,
    service: Service | None,
    body: str,
    active: bool,
    actor: Staff,
    now: datetime,
    of: TextTemplate | None = None,
) -> TextTemplate:
    """Makes or changes one. `of`: the template whose words these are in another language. Raises CannotBeTemplate."""
    require(actor, "edit_templates")
    words = clean(body).text.strip()
    check(words)
    row = template or TextTemplate(code=of.code if of else _free_code(name))
    row.name, row.language, row.service, row.body, row.active = name, language, service, words, active
    with transaction.atomic():
        _whole(row)
        row.save()
        events.record(
            verb="template_kept",
            words=f"{'Changed' if template else 'Added'} the template “{name}” ({language})",
            actor=actor,
            now=now,
            after={"template": str(row.pk)},
        )
    return row


def check(body: str) -> None:
    """Raises CannotBeTemplate where these words could never be sent."""
    if is_blank(body):
        raise CannotBeTemplate("Write the words of the template.")
    if len(body) > SMS_LIMIT:
        raise CannotBeTemplate(
            f"This is {len(body):,} characters long; a text may have {SMS_LIMIT:,}. Shorten it."
        )
    if wrong := text_fields.unknown(body):
        raise CannotBeTemplate(text_fields.why_unknown(wrong))


def _whole(row: TextTemplate) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotBeTemplate(" ".join(error.messages)) from error


def _free_code(name: str) -> str:
    """The name as a code; with an ending of its own where another template has it."""
    code = slugify(name)[:40] or "template"
    taken = TextTemplate.objects.filter(code=code).exists()
    return f"{code}-{uuid7().hex[-8:]}" if taken else code


def offered(*, service: Service | None, language: str) -> list[TextTemplate]:
    """Those for a case of this service, in this language where they have it, else in English: 1 statement."""
    rows = TextTemplate.objects.filter(Q(service=None) | Q(service=service), active=True)
    by_code = groupby(rows.order_by("code", "language"), key=lambda row: row.code)
    fitting = [_in(language, list(versions)) for _, versions in by_code]
    return sorted(fitting, key=lambda row: (row.position, row.name.casefold()))[:MOST_OFFERED]


def _in(language: str, versions: list[TextTemplate]) -> TextTemplate:
    wanted = _plain(language)
    ranks = {wanted: 0, ENGLISH: 1}
    return min(versions, key=lambda row: ranks.get(_plain(row.language), 2))


def _plain(language: str) -> str:
    """Without region or script: what is written in "cy" is read by who speaks "cy-GB"."""
    return language.casefold().split("-")[0]


def language_for(*, person: Person | None, case: Case) -> str:
    return (person.language if person else "") or case.language or ENGLISH


def values(
    *, case: Case, person: Person | None, point: ContactPoint | None, staff: Staff, office: Office
) -> dict[str, str]:
    """What each field becomes for this recipient. A phone that must not tell is told neither name nor matter."""
    neutral = point is not None and point.say_who_we_are is False
    found = {
        "name": person.name if person else "",
        "reference": case.reference,
        "service": case.service.name if case.service else "",
        "team": case.team.name,
        "office": office.neutral_name if neutral else office.name,
        "phone": office.phone,
        "staff": staff.full_name,
    }
    return found | dict.fromkeys(text_fields.TELLING, "") if neutral else found


def same_for_all(each: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Only what is the same whoever gets it: the rest stays a field until it is known who does."""
    first, *others = [dict(values) for values in each] or [{}]
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}
