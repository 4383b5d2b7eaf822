"""Macros of the made-up office: what its staff do again and again in several steps."""

from datetime import datetime
from typing import Final

from casework.models import Macro, Service, Staff
from casework.services import macros

# Name, what it is for, code of a service or "", steps.
MACROS: Final = (
    (
        "Ask for more and wait", "They are asked to write back, and we wait for them.", "",
        ({"do": "reply", "template": "more-needed"}, {"do": "status", "to": "waiting_for_person"}),
    ),
    (
        "Ring back tomorrow", "Says that we will ring, and puts the call on your list.", "",
        ({"do": "reply", "template": "ring-back"}, {"do": "assign", "to": "me"},
         {"do": "follow_up", "kind": "callback", "days": 1, "words": "Ring them back, as promised"}),
    ),
    (
        "Book the plumber", "A day is offered, and the case is yours until it is done.", "housing-repair",
        ({"do": "reply", "template": "repair-day"}, {"do": "tag", "tag": "plumber"}, {"do": "assign", "to": "me"}),
    ),
)  # fmt: skip


def furnish(*, staff: dict[str, Staff], now: datetime) -> None:
    """Nothing where an office has macros already, or nobody who makes them."""
    lead = staff.get("lead")
    if lead is None or Macro.objects.exists():
        return
    for name, about, code, steps in MACROS:
        service = Service.objects.filter(code=code).first() if code else None
        made = macros.save(
            macro=None, name=name, about=about, service=service, active=True, actor=lead, now=now
        )
        for step in steps:
            macros.put_step(macro=made, step=dict(step), place=None, actor=lead, now=now)
