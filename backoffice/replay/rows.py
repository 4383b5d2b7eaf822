"""One recorded request, read from a line of JSON. Pure.

A line has `source, id, channel, sender, received_at, closed_at, text, service, status, location {address, lat, long}`;
anything but `source`, `id` and `channel` may be missing or null.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import IO, Any, Final

EVERY_FIFTIETH: Final = 50
OTHER: Final = "other"
# The door for each recorded channel; whatever else comes is logged under "other".
DOORS: Final = {
    "phone": "phone",
    "internal": "phone",
    "face_to_face": "in_person",
    "web": "web",
    "app": "web",
    "letter": "letter",
    "fax": "letter",
    "email": "email",
    "social": "social",
}


class NotARow(ValueError):
    """The line cannot be read; the words say why."""


@dataclass(frozen=True, kw_only=True)
class Row:
    external_id: str
    door: str
    sender: str
    received_at: datetime | None
    closed_at: datetime | None
    text: str
    service: str
    status: str
    address: str
    latitude: float | None
    longitude: float | None


@dataclass
class Tally:
    """What the reader met besides rows."""

    lines: int = 0
    unreadable: int = 0
    first_fault: str = ""
    repeated: int = 0


def rows(path: Path, *, zone: tzinfo, tally: Tally, limit: int = 0) -> Iterator[Row]:
    """The rows of a file, each request once: an id that comes again is the same request.

    Which phone rows count as visits follows from their place in the file alone, so every run decides alike.
    """
    seen: set[str] = set()
    phones = 0
    with _open(path) as file:
        for line in file:
            if limit and tally.lines >= limit:
                return
            tally.lines += 1
            try:
                row = read(line, zone=zone)
            except NotARow as error:
                tally.unreadable += 1
                tally.first_fault = tally.first_fault or f"line {tally.lines}: {error}"
                continue
            if row.external_id in seen:
                tally.repeated += 1
                continue
            seen.add(row.external_id)
            if row.door == "phone":
                phones += 1
                row = _visit(row) if phones % EVERY_FIFTIETH == 0 else row
            yield row


def read(line: str, *, zone: tzinfo) -> Row:
    """Raises NotARow. Times without an offset are of `zone`."""
    try:
        data = json.loads(line)
    except ValueError as error:
        raise NotARow("this is not JSON") from error
    if not isinstance(data, dict) or not (_text(data, "source") and _text(data, "id")):
        raise NotARow("it needs a source and an id")
    place = data.get("location")
    place = place if isinstance(place, dict) else {}
    latitude, longitude = _point(place)
    return Row(
        external_id=f"replay:{_text(data, 'source')}:{_text(data, 'id')}"[:120],
        door=DOORS.get(_text(data, "channel"), OTHER),
        sender=_text(data, "sender"),
        received_at=_moment(data.get("received_at"), zone),
        closed_at=_moment(data.get("closed_at"), zone),
        text=_text(data, "text"),
        service=" ".join(_text(data, "service").split()),
        status=_text(data, "status"),
        address=_text(place, "address"),
        latitude=latitude,
        longitude=longitude,
    )


def _visit(row: Row) -> Row:
    return replace(row, door="in_person")


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open("rt", encoding="utf-8", errors="replace")


def _text(data: dict[str, Any], name: str) -> str:
    """Missing values come as null or, from spreadsheets, as NaN."""
    value = data.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _moment(value: Any, zone: tzinfo) -> datetime | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise NotARow(f"{value[:40]!r} is no time") from error
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _point(place: dict[str, Any]) -> tuple[float | None, float | None]:
    """Whole degrees on both axes (0, 0 or 39, -77) stand for "not known" in the records."""
    latitude, longitude = place.get("lat"), place.get("long")
    if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # also false for NaN
        return None, None
    if latitude == int(latitude) and longitude == int(longitude):
        return None, None
    return float(latitude), float(longitude)
