"""The words of a text to many as one number reads them, or why it cannot read them."""

from typing import NamedTuple

from casework import text_fields
from casework.models import Case, ContactPoint, Office, Person, Staff
from casework.ports import sending
from casework.services import text_templates


class Filled(NamedTuple):
    text: str
    refused: str


def fill(
    *, body: str, case: Case, person: Person | None, point: ContactPoint, office: Office, actor: Staff
) -> Filled:
    """No statement, where the service and the team of the case are read already."""
    neutral = point.say_who_we_are is False
    values = text_templates.values(case=case, person=person, point=point, staff=actor, office=office)
    text = text_fields.fill(body, values)
    return Filled(text, _refused(body, text, values=values, neutral=neutral, office=office))


def _refused(body: str, text: str, *, values: dict[str, str], neutral: bool, office: Office) -> str:
    if empty := text_fields.missing(body, values):
        return text_fields.why_empty(empty)
    if neutral and text_fields.says(text, office.name):
        return (
            "This phone must not show who we are, and the text names the office. Write {office} in its place."
        )
    longest = sending().longest("sms")
    if len(text) > longest:
        return f"With its fields filled the text is {len(text):,} characters long; {longest:,} is the most."
    return ""
