"""A finished draft in the words of the case model."""

from datetime import datetime
from typing import Any, Final

from casework.services.arrivals import Arrival, Taken
from casework.services.intake import take_in
from channels.web import asked as questions
from channels.web import drafts, reach, words
from channels.web.drafts import Draft

JOB: Final = "web form"


def send(*, draft: Draft, now: datetime, quarantine: str) -> Taken:
    """Puts the draft on record. Sent again it is the same contact, and nothing is written."""
    return take_in(arrival=arrival(draft=draft, now=now, quarantine=quarantine), job=JOB, now=now)


def arrival(*, draft: Draft, now: datetime, quarantine: str = "") -> Arrival:
    answers, details, asked = draft.answers or {}, draft.details or {}, draft.asked
    points, unreadable = reach.points(details)
    (sender_kind, sender), *others = points or [("phone", "")]
    return Arrival(
        channel="web",
        body=_body(questions.body(asked, answers), unreadable, details),
        took_place_at=now,
        sender=sender,
        sender_kind=sender_kind,
        sender_confirmed=False,  # anybody can write anybody's number into a form
        other_points=tuple(others),
        person_name=details.get("name", ""),
        subject_name=details.get("about", ""),
        arrived_at=f"form:{draft.service}",
        partner=draft.partner,
        service_code=draft.service,
        answers=answers,
        postcode=questions.postcode(asked, answers),
        location=questions.location(asked, answers),
        language=questions.language(answers) or words.chosen(),
        external_id=draft.id,
        files=drafts.incoming_files(draft),
        quarantine=quarantine,
        acknowledge=False,  # the page shows the reference; no text is ever sent to a number that a form claims
    )


def _body(said: str, unreadable: list[str], details: dict[str, Any]) -> str:
    safe = details.get("safe", "")
    lines = [*unreadable, *([f"How to reach me safely: {safe}"] if safe else [])]
    return "\n\n".join(part for part in (said, "\n".join(lines)) if part)
