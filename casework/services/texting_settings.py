"""How the office texts: quiet hours, what it may cost, which words stop it, what it answers by itself."""

from dataclasses import asdict, dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

import pghistory
import phonenumbers
from django.db import transaction

from casework.filing.keywords import OPTIONAL_STOP_WORDS
from casework.models import Office, Staff
from casework.permissions import require
from casework.services import events
from casework.text import clean, is_blank

MOST_PER_NUMBER: Final = 500
MOST_PARTS: Final = 1_000_000
MOST_PENCE: Final = Decimal(1000)
MOST_HOURS: Final = 24 * 31
MOST_DAYS: Final = 366
MOST_COUNTRIES: Final = 20
LONGEST_NAME: Final = 60


class CannotBeTexting(Exception):
    """Settings that cannot be; `field` is the one to mend, the words say why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Texting:
    """The part of the office's row that is about texting, by the names of its columns."""

    quiet_from: time | None
    quiet_until: time | None
    texts_per_number: int
    parts_per_day: int
    pence_per_part: Decimal
    calling_codes: tuple[int, ...]
    stop_words: tuple[str, ...]
    answer_help: bool
    acknowledge_texts: bool
    acknowledge_every_hours: int
    neutral_name: str
    reply_window_hours: int
    question_window_hours: int
    reopen_window_days: int


LISTS: Final = ("calling_codes", "stop_words")
# Whole numbers, each with its least, its most, and what it counts.
BOUNDS: Final[dict[str, tuple[int, int, str]]] = {
    "texts_per_number": (1, MOST_PER_NUMBER, "texts to one number"),
    "parts_per_day": (0, MOST_PARTS, "parts a day"),
    "acknowledge_every_hours": (1, 7 * 24, "hours between two automatic answers"),
    "reply_window_hours": (1, MOST_HOURS, "hours"),
    "question_window_hours": (1, MOST_HOURS, "hours"),
    "reopen_window_days": (0, MOST_DAYS, "days"),
}


def of(office: Office) -> Texting:
    return Texting(**{name: _kept(name, getattr(office, name)) for name in Texting.__dataclass_fields__})


def _kept(name: str, value: Any) -> Any:
    return tuple(value) if name in LISTS else value


def save(*, wanted: Texting, actor: Staff, now: datetime) -> bool:
    """Returns whether anything is different. The version of the row knows who made it. Raises CannotBeTexting."""
    require(actor, "edit_texting")
    wanted = _checked(wanted)
    with pghistory.context(actor=str(actor.pk)), transaction.atomic():
        office = Office.objects.select_for_update().get(pk=Office.current().pk)
        before, after = asdict(of(office)), asdict(wanted)
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            return False
        for name in changed:
            setattr(office, name, list(after[name]) if name in LISTS else after[name])
        office.save(update_fields=changed)
        events.record(
            verb="texting_changed",
            words="Changed how the office texts",
            actor=actor,
            now=now,
            before={name: _storable(before[name]) for name in changed},
            after={name: _storable(after[name]) for name in changed},
        )
    return True


def _storable(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value if isinstance(value, bool | int) else str(value)


def _checked(wanted: Texting) -> Texting:
    _check_quiet(wanted)
    for name, (least, most, counted) in BOUNDS.items():
        if not least <= getattr(wanted, name) <= most:
            raise CannotBeTexting(name, f"Write a number from {least:,} to {most:,}: {counted}.")
    if not 0 <= wanted.pence_per_part <= MOST_PENCE:
        raise CannotBeTexting("pence_per_part", f"Write the price in pence, from 0 to {MOST_PENCE:,}.")
    _check_countries(wanted.calling_codes)
    if not set(wanted.stop_words) <= OPTIONAL_STOP_WORDS:
        raise CannotBeTexting("stop_words", "Only CANCEL, END and QUIT can be chosen; STOP always stops.")
    name = " ".join(clean(wanted.neutral_name).text.split())
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise CannotBeTexting("neutral_name", f"Write a neutral name of up to {LONGEST_NAME} characters.")
    stop_words = tuple(word for word in sorted(OPTIONAL_STOP_WORDS) if word in wanted.stop_words)
    return Texting(**{**asdict(wanted), "neutral_name": name, "stop_words": stop_words})


def _check_quiet(wanted: Texting) -> None:
    begins, ends = wanted.quiet_from, wanted.quiet_until
    if (begins is None) != (ends is None):
        missing = "quiet_from" if begins is None else "quiet_until"
        raise CannotBeTexting(
            missing, "Say when the quiet hours begin and when they end, or leave both empty."
        )
    if begins is not None and begins == ends:
        raise CannotBeTexting(
            "quiet_until",
            "Quiet hours that end when they begin would be the whole day, and nothing would go.",
        )


def _check_countries(codes: tuple[int, ...]) -> None:
    if not codes:
        raise CannotBeTexting("calling_codes", "Write at least one calling code, for example 44.")
    if len(codes) > MOST_COUNTRIES:
        raise CannotBeTexting("calling_codes", f"Write {MOST_COUNTRIES} calling codes or fewer.")
    unknown = [code for code in codes if code not in phonenumbers.COUNTRY_CODE_TO_REGION_CODE]
    if unknown:
        raise CannotBeTexting("calling_codes", f"There is no country with the calling code {unknown[0]}.")
