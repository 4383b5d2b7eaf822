"""The drop-in sheet: what all visits of a session have in common, and a row for each of them.

A sheet is a flat table of texts (`Typed`), as it is posted and as its draft keeps it. Rows are judged one by one.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.utils.translation import gettext

from casework.forms.drop_in import HeadForm, RowForm
from casework.forms.endings import Endings
from casework.forms.log import EXPLAINED_AFTER
from casework.forms.moments import NotATime, read_clock
from casework.ids import uuid7
from casework.models import Staff

FIRST_ROWS: Final = 12
MORE_ROWS: Final = 6
# So many fit into one request: no page of ours takes more fields than `DATA_UPLOAD_MAX_NUMBER_FIELDS`.
MOST_ROWS: Final = 36
# What makes a row more than an empty line.
FILLED_BY: Final = ("time", "number", "name", "words", "service", "outcome", "minutes")
ROW_NAME: Final = re.compile(r"r(\d{1,2})-([a-z]+)")
Typed = Mapping[str, str]


class Sheet:
    """The head and its rows over what was typed. `rows` are in the order of the page."""

    def __init__(self, typed: Typed, *, staff: Staff, now: datetime, services: list[tuple[str, str]]) -> None:
        self.typed, self.staff, self.now = typed, staff, now
        self.id = as_id(typed.get("sheet", "")) or uuid7()
        count = typed.get("rows", "")
        wanted = int(count) if count.isdecimal() and len(count) < 4 else FIRST_ROWS
        self.head = HeadForm({"place": "desk", **typed}, now=now)
        endings = Endings()
        self.rows = [
            Row(number, typed, sheet=self.id, staff=staff, services=services, endings=endings)
            for number in range(1, min(max(wanted, 1), MOST_ROWS) + 1)
        ]
        self._each_its_own()

    def _each_its_own(self) -> None:
        """Two rows with one id (an edited page) are still two visits."""
        seen: set[UUID] = set()
        for row in self.rows:
            if row.once in seen:
                row.once = uuid5(row.once, str(row.number))
            seen.add(row.once)

    @property
    def is_blank(self) -> bool:
        return all(row.is_empty for row in self.rows)

    def unjudged(self) -> "Sheet":
        for form in (self.head, *(row.form for row in self.rows)):
            form.unjudged()
        return self

    def set_times(self) -> None:
        """An empty time is that of the row above; in the first row when the session began, else now. Head judged first."""
        above: datetime | None = self.head.cleaned_data.get("started_at")
        for row in self.rows:
            above = row.set_time(above, head=self.head) or above

    def needs_reason(self) -> bool:
        """Whether something to be saved took place more than a day ago and nobody said why it comes late."""
        ago = self.now - EXPLAINED_AFTER
        late = any(row.took_place_at and row.took_place_at < ago for row in self.rows if row.to_save)
        return late and not self.head.cleaned_data.get("late_because")


class Row:
    def __init__(
        self,
        number: int,
        typed: Typed,
        *,
        sheet: UUID,
        staff: Staff,
        services: list[tuple[str, str]],
        endings: Endings,
    ) -> None:
        self.number, self.prefix = number, f"r{number}"
        # A page that lost the id of a row gets the same one each time it is sent.
        self.once = as_id(typed.get(f"{self.prefix}-once", "")) or uuid5(sheet, str(number))
        self.is_empty = not any(typed.get(f"{self.prefix}-{name}", "").strip() for name in FILLED_BY)
        self.form = RowForm(dict(typed), prefix=self.prefix, staff=staff, services=services, endings=endings)
        self.is_saved = False
        self.took_place_at: datetime | None = None

    @property
    def to_save(self) -> bool:
        return not self.is_empty and not self.is_saved

    def set_time(self, above: datetime | None, *, head: HeadForm) -> datetime | None:
        if self.is_saved or self.is_empty:
            return self.took_place_at
        typed = (self.form.cleaned_data.get("time") or "").strip()
        if not typed and "time" not in self.form.errors:
            self._as_above(above, head)
        elif typed:
            self._read(typed, head)
        return self.took_place_at

    def _as_above(self, above: datetime | None, head: HeadForm) -> None:
        day = head.cleaned_data.get("day")
        if above is None and day is not None and day != head.today:
            self.form.add_error(
                "time", gettext("Write the time, or above when the session began. Roughly is fine.")
            )
        self.took_place_at = above or head.now

    def _read(self, typed: str, head: HeadForm) -> None:
        try:
            self.took_place_at = head.at(read_clock(typed)).at
        except NotATime as error:
            self.form.add_error("time", str(error))
            return
        begun, ended = head.cleaned_data.get("started_at"), head.cleaned_data.get("ended_at")
        if begun and self.took_place_at < begun:
            self.form.add_error(
                "time", gettext("This is before the session began. Check the time here and above.")
            )
        elif ended and self.took_place_at > ended:
            self.form.add_error(
                "time", gettext("This is after the session ended. Check the time here and above.")
            )


def as_id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def known_names(posted: Mapping[str, str]) -> dict[str, str]:
    """What of a request belongs to a sheet, and nothing else of it."""
    head = {"sheet", "rows", "started", "ended", "place", "place_words", "language", "late_because"}
    head |= {f"day_{part}" for part in ("day", "month", "year")}
    return {name: value for name, value in posted.items() if name in head or _of_a_row(name)}


def _of_a_row(name: str) -> bool:
    found = ROW_NAME.fullmatch(name)
    return bool(found and 1 <= int(found[1]) <= MOST_ROWS and found[2] in RowForm.base_fields)
