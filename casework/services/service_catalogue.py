"""The services that people can ask for: added, worded, put in order, published or taken off the public form."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from casework.ids import uuid7
from casework.models import Service, Staff
from casework.permissions import require
from casework.services import events, office_changes
from casework.services.office_changes import one_line
from casework.text import clean, is_blank

LONG: Final = ("guidance", "stop_notice")
LONGEST_TEXT: Final = 5_000


class CannotBeService(Exception):
    """The service or its question cannot be like this; the words say why. `field` is the one to put right."""

    def __init__(self, words: str, field: str = "") -> None:
        self.field = field
        super().__init__(words)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    name: str
    group: str
    summary: str
    guidance: str
    stop_notice: str
    restricted: bool
    sensitive: bool
    ask_when_closed: bool
    skill: str


def of(service: Service) -> Wanted:
    return Wanted(**{name: getattr(service, name) for name in Wanted.__dataclass_fields__})


def add(*, wanted: Wanted, actor: Staff, now: datetime) -> Service:
    """At the end of the list, and on no public form until somebody publishes it. Its code stays. Raises CannotBeService."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        last = Service.objects.order_by("-position").values_list("position", flat=True).first()
        service = Service(code=_free_code(wanted.name), published=False, position=(last or 0) + 1)
        _take(service, wanted)
        service.save(force_insert=True)
        _tell("service_added", f"Added the service “{service.name}”", service, actor=actor, now=now,
              after=asdict(of(service)))  # fmt: skip
    return service


def change(*, service: Service, wanted: Wanted, actor: Staff, now: datetime) -> bool:
    """Whether anything was different. Raises CannotBeService."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        locked = Service.objects.select_for_update().get(pk=service.pk)
        before = asdict(of(locked))
        _take(locked, wanted)
        after = asdict(of(locked))
        different = [name for name in after if before[name] != after[name]]
        if not different:
            return False
        locked.save(update_fields=different)
        _tell(
            "service_changed", f"Changed the service “{locked.name}”", locked, actor=actor, now=now,
            before={name: before[name] for name in different}, after={name: after[name] for name in different},
        )  # fmt: skip
    return True


def _take(service: Service, wanted: Wanted) -> None:
    for name, value in asdict(wanted).items():
        if isinstance(value, str):
            value = clean(value).text.strip() if name in LONG else one_line(value)
        setattr(service, name, value)
    if is_blank(service.name):
        raise CannotBeService("Give the service a name.", "name")
    for name in LONG:
        if len(getattr(service, name)) > LONGEST_TEXT:
            raise CannotBeService(f"Shorten this to {LONGEST_TEXT:,} characters or fewer.", name)
    if Service.objects.filter(name__iexact=service.name).exclude(pk=service.pk).exists():
        raise CannotBeService("Another service has this name already. Choose another name.", "name")
    try:
        service.full_clean()
    except ValidationError as error:
        field, words = next(iter(error.message_dict.items()))
        raise CannotBeService(" ".join(words), field) from error


def publish(*, service: Service, published: bool, actor: Staff, now: datetime) -> bool:
    """On the public form, or off it: staff still see it. Whether it was different. Raises CannotBeService."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        locked = Service.objects.select_for_update().get(pk=service.pk)
        if locked.published == published:
            return False
        if published and not locked.questions.exists():
            raise CannotBeService("It asks nothing yet. Add a question before it is published.")
        locked.published = published
        locked.save(update_fields=["published"])
        words = "is on the public form" if published else "was taken off the public form"
        _tell(
            "service_published" if published else "service_taken_off", f"“{locked.name}” {words}", locked,
            actor=actor, now=now, before={"published": not published}, after={"published": published},
        )  # fmt: skip
    return True


def move(*, service: Service, up: bool, actor: Staff, now: datetime) -> bool:
    """One place up or down; False at the end of the list."""
    require(actor, "edit_services")
    with office_changes.by(actor):
        rows = list(Service.objects.select_for_update().order_by("position", "name", "pk"))
        if not moved(rows, service.pk, up=up):
            return False
        _tell(
            "service_moved", f"Moved “{service.name}” {'up' if up else 'down'}", service, actor=actor, now=now
        )
    return True


def moved(rows: list[Any], key: Any, *, up: bool) -> bool:
    """Swaps the row with its neighbour and saves every place that is different now."""
    at = next((index for index, row in enumerate(rows) if row.pk == key), None)
    other = -1 if at is None else at - 1 if up else at + 1
    if at is None or not 0 <= other < len(rows):
        return False
    rows[at], rows[other] = rows[other], rows[at]
    for place, row in enumerate(rows):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])
    return True


def _free_code(name: str) -> str:
    code = slugify(one_line(name))[:40].strip("-") or "service"
    return f"{code}-{uuid7().hex[-8:]}" if Service.objects.filter(code=code).exists() else code


def _tell(
    verb: str, words: str, service: Service, *, actor: Staff, now: datetime,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    events.record(
        verb=verb, words=words, actor=actor, now=now, before=before,
        after={**(after or {}), "service": str(service.pk)},
    )  # fmt: skip
