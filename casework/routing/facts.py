"""What is known about a contact when its case is routed, and the forms in which conditions look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from casework import phone_numbers, postcodes, text

# Words beyond this are stored and shown, but no rule looks for them.
SEARCHED: Final = text.MESSAGE_LIMIT


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """Everything may be missing. `at` without a zone is taken as local; `is_open` None is "not known".

    `areas` are the codes of the office's areas that the postcode lies in; `last_contact_days` is how many days ago
    the same person or number was in touch before, None where they never were; `adjustments` is what they need, in words.
    """

    service: str = ""
    channel: str = ""
    text: str = ""
    postcode: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    number_texted: str = ""
    language: str = ""
    at: datetime | None = None
    is_open: bool | None = None
    timezone: str = "Europe/London"
    partner: str = ""
    areas: tuple[str, ...] = ()
    last_contact_days: int | None = None
    adjustments: str = ""
    restricted: bool = False


class View:
    """The facts in the forms that conditions compare, each made once, when the first condition asks."""

    def __init__(self, facts: RouteFacts) -> None:
        self.facts = facts
        self._answers: dict[str, list[str]] = {}

    @cached_property
    def codes(self) -> dict[str, str]:
        facts = self.facts
        return {
            "service": code(facts.service),
            "channel": code(facts.channel),
            "language": code(facts.language),
            "number_texted": number_key(facts.number_texted),
            "partner": code(facts.partner),
        }

    @cached_property
    def areas(self) -> frozenset[str]:
        return frozenset(map(code, self.facts.areas))

    @cached_property
    def needs(self) -> str:
        """What the person needs, as words are compared."""
        return spaced(text.clean(self.facts.adjustments[:SEARCHED]).text)

    @cached_property
    def text(self) -> str:
        return text.clean(self.facts.text[:SEARCHED]).text

    @cached_property
    def folded(self) -> str:
        return text.fold(self.text)

    @cached_property
    def words(self) -> str:
        return joined(text.words_of_folded(self.folded))

    @cached_property
    def places(self) -> frozenset[str]:
        return postcodes.places(self.facts.postcode)

    @cached_property
    def local(self) -> datetime | None:
        moment = self.facts.at
        if moment is None or moment.tzinfo is None:
            return moment
        return moment.astimezone(_zone(self.facts.timezone))

    def answers(self, question: str) -> list[str]:
        """What was answered, each choice for itself; [] where nothing was."""
        found = self._answers.get(question)
        if found is None:
            found = self._answers[question] = _answers(self.facts.answers.get(question))
        return found


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _answers(answer: object) -> list[str]:
    given = answer if isinstance(answer, list | tuple | set | frozenset) else [answer]
    said = [_answer(one) for one in given if one is not None]
    return [one for one in said if not text.is_blank(one)]


def _answer(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return text.clean(str(value)).text


def code(value: str) -> str:
    return value.strip().casefold()


@lru_cache(maxsize=1024)
def number_key(raw: str) -> str:
    """E.164 where it is a telephone number; else what was given (the name of a form, a short code)."""
    return phone_numbers.read(raw).value or code(raw)


def spaced(whole: str) -> str:
    """The folded words with one space before, between and after: " no heating " is in it or it is not."""
    return joined(text.words(whole))


def joined(found: list[str]) -> str:
    return f" {' '.join(found)} "
