"""The many small matters between the long ones: a first contact each, and how it went on from there.

The first words are written out one by one; what staff answer is made from a few openings and endings per
service, with the details of the matter in them, so that no two read the same.
"""

from collections.abc import Iterator
from typing import Final

from casework.demo.script import Step, Story, call, note, reply, status, take, text, visit, web
from casework.demo.short_rows import ROWS, Row

# Who deals with what, in turn.
WORKERS: Final = {
    "housing": ("caseworker", "bethan", "dewi"),
    "money": ("farah", "ines", "caseworker"),
    "streets": ("janet", "marcus", "bethan"),
    "outreach": ("bethan", "ines", "dewi"),
    "contact-centre": ("farah", "janet", "dewi"),
}
HANDLERS: Final = ("handler", "nathan", "janet")
TEAM_OF: Final = {
    "housing-repair": "housing",
    "housing-advice": "housing",
    "home-adaptations": "housing",
    "debt-advice": "money",
    "benefits-check": "money",
    "council-tax": "money",
    "missed-bin": "streets",
    "bulky-waste": "streets",
    "street-problem": "streets",
    "befriending": "outreach",
}
OPENINGS: Final = (
    "Hello{name}, thank you for telling us about {thing}.",
    "Dear{name}, we have read what you wrote about {thing}, and we can help.",
    "Hello{name}, this is Riverbank Help about {thing}. Sorry that you had to ask.",
    "Good morning{name}. About {thing}:",
    "Hello{name}, I am looking after {thing} for you now.",
)
CLOSINGS: Final = {
    "housing": (
        "I am ringing the landlord today and will write to you by Friday.",
        "Could you send one photograph, and say when somebody is at home?",
        "An inspector can come on Thursday morning. Would that suit you?",
        "Please keep paying the rent meanwhile, so that nobody can hold that against you.",
    ),
    "money": (
        "Please do not pay anything until we have looked at the letter together.",
        "Could you come in on Tuesday at ten, or would a call be better?",
        "I have asked for the decision in writing and will tell you what it says.",
        "Which date is on the letter? We may have to answer within a month.",
    ),
    "streets": (
        "A crew has it on its list for tomorrow.",
        "It is booked for this week; nobody needs to be at home.",
        "The depot has been told and I will check on Thursday that it was done.",
        "Could you tell us the nearest house number, so that nobody drives past it?",
    ),
    "outreach": (
        "I know just the person to ask and will be back to you this week.",
        "May one of our volunteers ring you, and at what time of the day?",
        "We have somebody free on Wednesdays. Would that suit?",
        "It is no trouble at all. Is there anything we should know before we come?",
    ),
    "contact-centre": (
        "Could you tell us a little more, so that it gets to the right people?",
        "I have passed it on, and you will hear from us within three working days.",
        "You can also come to Ferry Street, any weekday from nine.",
    ),
}
NOTES: Final = (
    "Asked about {thing}; answer expected in two or three days.",
    "Rang twice about {thing}, engaged both times. Will try again after lunch.",
    "{thing}: same as one we had in the spring, see the folder on the shared drive.",
    "All the papers for {thing} are here now.",
)
STATUSES: Final = {
    "person": "waiting_for_person",
    "third": "waiting_for_third_party",
    "resolved": "resolved",
    "closed": "closed",
}


def stories() -> tuple[Story, ...]:
    return tuple(_story(index, row) for index, row in enumerate(ROWS))


def _story(index: int, row: Row) -> Story:
    return Story(
        key=f"short-{index + 1:02d}",
        steps=(_first(index, row), *_rest(index, row)),
        name=row.name,
        number=row.number,
    )


def _first(index: int, row: Row) -> Step:
    by = HANDLERS[index % len(HANDLERS)]
    where = row.answers.get("postcode", "")
    if row.channel == "text":
        return text(row.at, row.body)
    if row.channel == "web":
        return web(row.at, row.service, row.body, answers=row.answers, postcode=where)
    if row.channel == "call":
        minutes = 3 + index * 7 % 19
        return call(
            row.at, by, row.body, service=row.service, minutes=minutes, answers=row.answers, postcode=where
        )
    return visit(row.at, by, row.body, service=row.service, answers=row.answers, postcode=where)


def _rest(index: int, row: Row) -> Iterator[Step]:
    """Working days count down towards today: what follows happens on the next ones."""
    if row.end == "new":
        return
    day = int(row.at.split("d")[0])
    team = TEAM_OF.get(row.service, row.team)
    worker = WORKERS[team][index % 3]
    yield take(f"{day - 1}d {9 + index % 3:02d}:{(index * 11) % 60:02d}", worker)
    if row.end == "taken":
        return
    opening, closing = OPENINGS[index % len(OPENINGS)], CLOSINGS[team][(index // 3) % len(CLOSINGS[team])]
    said = f"{opening} {closing}".format(name=f" {row.name.split()[0]}" if row.name else "", thing=row.thing)
    yield _answer(f"{day - 1}d 14:{index % 60:02d}", worker, said, row)
    if index % 3 == 0:
        words = NOTES[index // 3 % len(NOTES)].format(thing=row.thing)
        yield note(f"{day - 1}d 16:10", worker, words[0].upper() + words[1:])
    if row.end in STATUSES:
        yield status(f"{day - 2}d 15:{(index * 7) % 60:02d}", worker, STATUSES[row.end], row.outcome)


def _answer(at: str, by: str, said: str, row: Row) -> Step:
    """By text where the number has texted or rung us; a form's number is rung, and so is a landline."""
    if row.channel in ("text", "call") and row.number.startswith("07"):
        return reply(at, by, said)
    return call(
        at,
        by,
        f"Rang about {row.thing} and went through what happens next.",
        outcome="information",
        choose="this",
    )
