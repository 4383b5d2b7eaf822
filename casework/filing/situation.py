"""One situation of the sheet, read into the facts that the engine gets."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from casework.filing.facts import CaseFact, ContactFact, Facts, OutboundFact, QuestionFact
from casework.references import ALPHABET, find_references, new_reference, normalise

Row = Mapping[str, Any]

# Other names that a sheet may use for the channels that the rules tell apart.
_CHANNELS: Final = {
    "text": "sms",
    "web_form": "web",
    "form": "web",
    "call": "phone",
    "telephone": "phone",
    "inperson": "in_person",
    "visit": "in_person",
    "counter": "in_person",
}
_ALIKE: Final = {"0": "[0O]", "O": "[0O]", "1": "[1IL]", "I": "[1IL]", "L": "[1IL]"}
_PARTED: Final = r"[\s\-\u2010-\u2015]{0,3}"

_CLOSED: Final = frozenset({"closed", "resolved", "done", "merged"})
_MENTION: Final = re.compile(r"\{ref:([^:{}]+)(?::([a-z]+))?\}")
_WRITTEN: Final[dict[str | None, Callable[[str], str]]] = {
    None: lambda reference: reference,
    "lower": lambda reference: reference.replace("-", "").lower(),
    "spaced": lambda reference: reference.replace("-", " "),
    "typo": lambda reference: typo(reference),
}


def read_facts(row: Row) -> Facts:
    """The facts of a situation. Raises KeyError for what is missing, ValueError with words for what is wrong.

    Without `shared_by` every case is the sender's; with it, a case is the sender's when a person who shares the number,
    or the number itself, is among its `parties`, and without `parties` it is. Times without a zone are UTC.
    """
    given = {str(case["key"]): case for case in row.get("cases") or ()}
    references = _references(given)
    text = _with_references(str(row["contact"].get("text") or ""), given, references)
    by_reference = {reference: key for key, reference in references.items()}
    return Facts(
        contact=_contact(row["contact"], text),
        cases=tuple(_case(case, references[key], row) for key, case in given.items()),
        named={found: by_reference[found] for found in find_references(text) if found in by_reference},
        outbound=tuple(_outbound(sent) for sent in row.get("outbound") or () if sent.get("case")),
        question=_question(row.get("question")),
        opted_out=bool(row.get("opted_out")),
    )


def typo(reference: str) -> str:
    """The reference with a check character that does not hold."""
    wrong = ALPHABET[(ALPHABET.index(reference[-1]) + 1) % len(ALPHABET)]
    return reference[:-1] + wrong


def _contact(given: Row, text: str) -> ContactFact:
    return ContactFact(
        channel=_channel(given["channel"]),
        at=_time(given["at"]),
        text=text,
        staff_choice=given.get("staff_choice") or None,
        link=given.get("link") or None,
        service=given.get("service") or None,
        person=given.get("person") or None,
        seen_before=bool(given.get("seen_before")),
    )


def _case(given: Row, reference: str, row: Row) -> CaseFact:
    parties, is_party = _parties(given, row)
    closed_at, opened_at = given.get("closed_at"), given.get("opened_at")
    last_activity = given.get("last_activity") or closed_at or opened_at or row["contact"]["at"]
    return CaseFact(
        key=str(given["key"]),
        reference=reference,
        is_open=_is_open(given),
        last_activity=_time(last_activity),
        service=given.get("service") or "",
        service_name=given.get("service_name") or "",
        origin=_channel(given.get("origin") or ""),
        opened_at=_time(opened_at) if opened_at else None,
        closed_at=_time(closed_at) if closed_at else None,
        sender_is_party=is_party,
        parties=parties,
        merged_into=given.get("merged_into") or None,
        restricted=bool(given.get("restricted")),
    )


def _is_open(given: Row) -> bool:
    status = str(given.get("status") or "").lower()
    return status == "open" or (status not in _CLOSED and not given.get("closed_at"))


def _parties(given: Row, row: Row) -> tuple[tuple[str, ...], bool]:
    """The persons of the case behind this number, and whether the number has any part in the case."""
    named, shared = _people(given.get("parties")), _people(row.get("shared_by"))
    if shared is None:
        return tuple(named or ()), named is None or bool(named)
    if named is None:
        return tuple(shared), True
    through = tuple(person for person in named if person in shared)
    return through, bool(through) or row.get("sender") in named


def _people(given: Any) -> list[str] | None:
    return [given] if isinstance(given, str) else given


def _outbound(given: Row) -> OutboundFact:
    return OutboundFact(
        case=str(given["case"]), at=_time(given["at"]), channel=_channel(given.get("channel") or "sms")
    )


def _question(given: Row | None) -> QuestionFact | None:
    if not given:
        return None
    return QuestionFact(asked_at=_time(given["asked_at"]), choices=tuple(map(str, given["choices"])))


def _references(given: Mapping[str, Row]) -> dict[str, str]:
    """Key to reference: the given one where its check character holds, otherwise one made from the key."""
    stated = {key: normalise(str(case.get("ref") or "")) for key, case in given.items()}
    return {key: stated[key] or _made_from(key, taken=stated.values()) for key in given}


def _made_from(key: str, taken: Any = ()) -> str:
    """Always the same reference for a key, so that a sheet comes out the same every time."""
    step = 0

    def randbelow(limit: int) -> int:
        nonlocal step
        step += 1
        return int.from_bytes(hashlib.sha256(f"{key} {step}".encode()).digest()[:4]) % limit

    while (reference := new_reference(randbelow)) in taken:
        continue
    return reference


def _with_references(text: str, given: Mapping[str, Row], references: Mapping[str, str]) -> str:
    """The text with `{ref:A}` written out. A reference that was given but does not hold stands for the one made."""
    for key, case in given.items():
        stated = str(case.get("ref") or "")
        if stated and normalise(stated) is None:
            text = _as_typed(stated).sub(references[key], text)
    return _MENTION.sub(lambda mention: _written(mention, references), text)


def _as_typed(stated: str) -> re.Pattern[str]:
    """A stated reference in the ways people type it: any letter case, with or without what parts its halves."""
    characters = [_ALIKE.get(each, re.escape(each)) for each in stated.upper() if each.isalnum()]
    return re.compile(_PARTED.join(characters) or re.escape(stated), re.IGNORECASE)


def _written(mention: re.Match[str], references: Mapping[str, str]) -> str:
    key, form = mention[1], mention[2]
    if form not in _WRITTEN:
        raise ValueError(f'"{mention[0]}" is no way to write a reference; there are lower, spaced and typo')
    return _WRITTEN[form](references.get(key) or _made_from(f"no case {key}"))


def _channel(given: str) -> str:
    name = str(given).strip().lower().replace("-", "_").replace(" ", "_")
    return _CHANNELS.get(name, name)


def _time(given: Any) -> datetime:
    try:
        time = datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise ValueError(f'"{given}" is no ISO 8601 time') from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)
