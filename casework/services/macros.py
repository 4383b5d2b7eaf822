"""Macros: set up by whoever sets up the office. `casework.macro_steps` says which steps there can be."""

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q

from casework import macro_steps
from casework.models import Case, Macro, Service, Staff, Team, TextTemplate
from casework.permissions import require
from casework.services import events, office_changes
from casework.services.office_changes import one_line
from casework.text import clean, is_blank

MOST_OFFERED: Final = 100


class CannotBeMacro(Exception):
    """The macro or its step cannot be like this; the words say why. `field` is the one to put right."""

    def __init__(self, words: str, field: str = "") -> None:
        self.field = field
        super().__init__(words)


def save(
    *,
    macro: Macro | None,
    name: str,
    about: str,
    service: Service | None,
    active: bool,
    actor: Staff,
    now: datetime,
) -> Macro:
    """Makes one without steps, or changes what one is called. Raises CannotBeMacro."""
    require(actor, "edit_macros")
    with office_changes.by(actor):
        row = Macro.objects.select_for_update().get(pk=macro.pk) if macro else Macro()
        before = _facts(row) if macro else {}
        row.name, row.about, row.service, row.active = one_line(name), one_line(about), service, active
        _whole(row)
        row.save()
        _tell(
            "macro_changed" if macro else "macro_made",
            row,
            before=before,
            after=_facts(row),
            actor=actor,
            now=now,
        )
    return row


def put_step(*, macro: Macro, step: dict[str, Any], place: int | None, actor: Staff, now: datetime) -> Macro:
    """At the end, or in place of the one at `place`, which counts from 0. Raises CannotBeMacro with what is wrong."""
    step = {key: _storable(value) for key, value in step.items()}
    if words := macro_steps.check_step(step) or _missing(step):
        raise CannotBeMacro(words)

    def change(steps: list[Any]) -> list[Any]:
        if place is not None and 0 <= place < len(steps):
            return [*steps[:place], step, *steps[place + 1 :]]
        return [*steps, step]

    return _change(macro, change, actor=actor, now=now)


def remove_step(*, macro: Macro, place: int, actor: Staff, now: datetime) -> Macro:
    """A step that is not there is no longer there: nothing happens."""
    return _change(
        macro, lambda steps: [each for at, each in enumerate(steps) if at != place], actor=actor, now=now
    )


def move_step(*, macro: Macro, place: int, up: bool, actor: Staff, now: datetime) -> Macro:
    """Raises CannotBeMacro where the steps would not go together in that order."""

    def change(steps: list[Any]) -> list[Any]:
        other = place - 1 if up else place + 1
        if 0 <= place < len(steps) and 0 <= other < len(steps):
            steps[place], steps[other] = steps[other], steps[place]
        return steps

    return _change(macro, change, actor=actor, now=now)


def _change(macro: Macro, change: Any, *, actor: Staff, now: datetime) -> Macro:
    require(actor, "edit_macros")
    with office_changes.by(actor):
        row = Macro.objects.select_for_update().get(pk=macro.pk)
        before = list(row.steps)
        after = change(list(before))
        if after == before:
            return row
        if wrong := macro_steps.check(after):
            raise CannotBeMacro(str(wrong[0]))
        row.steps = after
        row.save(update_fields=["steps"])
        _tell("macro_changed", row, before={"steps": before}, after={"steps": after}, actor=actor, now=now)
    return row


def _missing(step: dict[str, Any]) -> str:
    """What a step names and there is not."""
    if step["do"] == "reply" and not TextTemplate.objects.filter(code=step["template"], active=True).exists():
        return "This template is not in use. Choose another one."
    if step["do"] == "team" and not Team.objects.filter(code=step["team"], active=True).exists():
        return "This team is out of use. Choose another one."
    somebody = step["do"] == "assign" and step["to"] not in macro_steps.WHO
    if somebody and not Staff.objects.people().filter(username=step["to"]).exists():
        return "They do not work here any more. Choose somebody else."
    return ""


def _storable(value: Any) -> Any:
    return clean(value).text.strip() if isinstance(value, str) else value


def offered(*, case: Case, actor: Staff) -> list[Macro]:
    """Those in use for a case of this service, with at least one step: 1 statement."""
    require(actor, "use_macro")
    rows = Macro.objects.filter(Q(service=None) | Q(service=case.service_id), active=True).exclude(steps=[])
    return list(rows.order_by("name")[:MOST_OFFERED])


def names(macros: list[Macro]) -> dict[str, dict[str, str]]:
    """What their steps name, for sentences: 3 statements at most, none for what no step names."""
    steps = [step for macro in macros for step in macro.steps if isinstance(step, dict)]
    templates = {step.get("template") for step in steps if step.get("do") == "reply"}
    teams = {step.get("team") for step in steps if step.get("do") == "team"}
    people = {step.get("to") for step in steps if step.get("do") == "assign"} - set(macro_steps.WHO)
    return {
        "template": dict(TextTemplate.objects.filter(code__in=templates).values_list("code", "name"))
        if templates
        else {},
        "team": dict(Team.objects.filter(code__in=teams).values_list("code", "name")) if teams else {},
        "staff": dict(Staff.objects.filter(username__in=people).values_list("username", "full_name"))
        if people
        else {},
    }


def _whole(row: Macro) -> None:
    if is_blank(row.name):
        raise CannotBeMacro("Give the macro a name.", "name")
    try:
        row.full_clean(exclude=["steps"])
    except ValidationError as error:
        field, words = next(iter(error.message_dict.items()))
        raise CannotBeMacro(" ".join(words), field) from error


def _facts(row: Macro) -> dict[str, Any]:
    service = row.service.code if row.service else ""
    return {"name": row.name, "about": row.about, "service": service, "active": row.active}


def _tell(
    verb: str, row: Macro, *, before: dict[str, Any], after: dict[str, Any], actor: Staff, now: datetime
) -> None:
    did = "Made" if verb == "macro_made" else "Changed"
    events.record(
        verb=verb, words=f"{did} the macro “{row.name}”", actor=actor, now=now, before=before,
        after={**after, "macro": str(row.pk)},
    )  # fmt: skip
