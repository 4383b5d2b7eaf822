"""The one box of a call: which of number, name, reference or postcode somebody typed. Pure.

Nothing is refused: what is none of them is a name, because that is what people say first.
"""

import re
from typing import Final, NamedTuple

from casework import phone_numbers, postcodes, references

NOBODYS: Final = ("withheld", "emergency")
# What people write before a number, and what is nobody's name.
_BEFORE_A_NUMBER: Final = ("tel", "telephone", "phone", "mobile", "mob", "sms", "callto", "number", "no")
# A whole number beside words: "Amina Yusuf 07700 900101".
_NUMBER: Final = re.compile(r"\+?\(?\d[\d\s()./-]{5,}\d")


class Typed(NamedTuple):
    number: str = ""
    name: str = ""
    reference: str = ""
    postcode: str = ""
    place: str = ""
    """Half a postcode: it finds nobody, but says where."""


def read(typed: str) -> Typed:
    """What is in the box, each under its own name; both where somebody typed a name and a number."""
    words = " ".join(typed.split())
    if not words:
        return Typed()
    if reference := references.normalise(words):
        return Typed(reference=reference)
    postcode = postcodes.read(words)
    if postcode.valid:
        return Typed(postcode=postcode.value)
    if _is_number(words):
        return Typed(number=words)
    if postcodes.district(words):
        return Typed(place=postcode.value)
    return _both(words)


def _is_number(words: str) -> bool:
    """Also what stands in a number's place ("withheld"), part of one, and one with an extension."""
    number = phone_numbers.read(words)
    if number.kind in NOBODYS or "@" in words:
        return True
    if not any(mark.isalpha() for mark in words):
        return any(mark.isdigit() for mark in words)
    return bool(number.value) and not _both(words).name


def _both(words: str) -> Typed:
    found = _NUMBER.search(words)
    if found is None or not phone_numbers.read(found[0]).value:
        return Typed(name=words)
    rest = " ".join((words[: found.start()] + " " + words[found.end() :]).split()).strip(" ,;:-")
    no_name = not any(mark.isalpha() for mark in rest) or rest.casefold().rstrip(".") in _BEFORE_A_NUMBER
    if no_name or phone_numbers.read(f"{found[0]} {rest}").extension:
        return Typed(number=words)
    return Typed(number=found[0].strip(), name=rest)
