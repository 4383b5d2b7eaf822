"""Telephone numbers as people type them and as providers hand them over. Pure.

Nothing is refused. What can be told apart is normalised to E.164; the rest keeps what was typed and says what it is.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult


class PhoneNumber(NamedTuple):
    """`value` is E.164, `whatsapp:+44…` for another service's address, or "" where there is nothing to dial.

    `kind`: mobile, landline, freephone, premium, personal, foreign, short_code, sender_name, withheld, emergency,
    other (an address of another service) or unknown.
    """

    value: str
    as_typed: str
    extension: str
    kind: str


UK: Final = 44

# What networks and Twilio put in place of a number, and what people type who have none or do not want to say.
_NOTHING_TYPED: Final = (
    "anonymous restricted withheld unknown unavailable private blocked hidden none nil null undefined nan n/a na no ? - . x "
    "callerunknown numberwithheld withheldnumber privatenumber nonumber nophone callerwithheld notknown notgiven "
    "idwithheld calleridwithheld unknownnumber donthaveone 266696687"
)
_WITHHELD_WORDS: Final = frozenset(_NOTHING_TYPED.split())
# The words ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE spelt on a keypad.
_WITHHELD_NUMBERS: Final = frozenset(("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"))

# Emergency and urgent services, and the European 116 helplines, as dialled in the United Kingdom and the islands.
_PUBLIC_SERVICES: Final = "999 112 911 101 111 105 119 18000 116000 116006 116111 116117 116123"
_EMERGENCY: Final = frozenset(_PUBLIC_SERVICES.split())

_OTHER_SERVICES: Final = re.compile(
    r"(whatsapp|rcs|messenger|instagram|telegram|viber|signal|line|wechat|sip|client|skype|facetime):\s*(.*)",
    re.DOTALL,
)
_PREFIX: Final = re.compile(r"^(?:tel|sms|phone|mobile|mob|telephone|callto)\s*[.:]\s*", re.IGNORECASE)
_EXTENSION: Final = re.compile(
    r"(?:[;,]?\s*(?:ext|extn|extension|x)[.:=\s]*|\s*#\s*)(\d{1,7})\s*$", re.IGNORECASE
)
_UNSEEN: Final = ("Cf", "Cc", "Cs", "Mn", "Me")
_SEVERAL: Final = re.compile(r"[/;&|]|\b(?:or|and|neu|lub)\b", re.IGNORECASE)
_LONGEST: Final = 60
# Relay UK, dialled before the number for a call through a text relay operator.
_RELAY: Final = re.compile(r"^1800[12][\s-]*(?=[0+])")

# Lengths of national numbers by their first digits: the library takes a mobile number with a digit missing as possible.
_UK_NATIONAL: Final = re.compile(
    r"1\d{8,9}|2\d{9}|3\d{9}|500\d{6}|5[56]\d{8}|7\d{9}|8001111|845464\d|800\d{6}|8\d{9}|9\d{9}"
)
# First match wins. 07624 is the Isle of Man's mobiles; the rest of 076 are pagers.
_UK_KINDS: Final = (
    (re.compile(r"7624|7[1-57-9]"), "mobile"),
    (re.compile(r"7[06]"), "personal"),
    (re.compile(r"80|500"), "freephone"),
    (re.compile(r"9|8[47]"), "premium"),
    (re.compile(r"[1-35]"), "landline"),
)


# As networks send most numbers, and as all are kept: there is nothing to find out about these.
_MOBILE: Final = re.compile(r"\+447[1-57-9][0-9]{8}")


def read(raw: str, default_region: str = "GB") -> PhoneNumber:
    """Read a number typed or received in any form. Never raises."""
    return PhoneNumber(raw, raw, "", "mobile") if _MOBILE.fullmatch(raw) else _found_out(raw, default_region)


def _found_out(raw: str, default_region: str) -> PhoneNumber:
    text = _PREFIX.sub("", _tidy(raw))
    bare = re.sub(r"[\s'’_]", "", text).casefold()
    if _is_withheld(text, bare):
        return PhoneNumber("", raw, "", "withheld")
    if other := _OTHER_SERVICES.match(text.lower()):
        return _at_other_service(raw, other[1], text[len(text) - len(other[2]) :])
    return _read_number(raw, text, default_region)


def _tidy(raw: str) -> str:
    """Full-width and Arabic digits as plain ones; direction marks and other invisible characters gone."""
    wide = unicodedata.normalize("NFKC", raw[: _LONGEST * 10])
    seen = (character for character in wide if unicodedata.category(character) not in _UNSEEN)
    return "".join(_plain_digit(character) for character in seen).strip()[:_LONGEST]


def _plain_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _is_withheld(text: str, bare: str) -> bool:
    if not bare or bare in _WITHHELD_WORDS or re.sub(r"[^\w+]", "", bare) in _WITHHELD_NUMBERS:
        return True
    if any(character.isalpha() for character in bare):
        return re.sub(r"[^\w]", "", bare) in _WITHHELD_WORDS
    return not text.strip("0 +-().?/")


def _at_other_service(raw: str, service: str, address: str) -> PhoneNumber:
    number = read(address)
    return PhoneNumber(f"{service}:{number.value or address.strip()}", raw, number.extension, "other")


def _read_number(raw: str, text: str, region: str) -> PhoneNumber:
    number, extension = _split_extension(_RELAY.sub("", text))
    digits = re.sub(r"\D", "", number)
    if number.startswith("+") and digits.startswith("0"):
        number = number.lstrip("+ ")
    if _local(digits, region) in _EMERGENCY:
        return PhoneNumber("", raw, "", "emergency")
    if _is_short(digits, region) and not _has_letters(number):
        return PhoneNumber("", raw, "", "short_code" if len(_local(digits, region)) >= 3 else "unknown")
    if _has_letters(number) and len(digits) < 7:
        return PhoneNumber("", raw, "", "sender_name")
    found = _parse(number, digits, region)
    if found is None:
        return PhoneNumber("", raw, extension, "unknown")
    return PhoneNumber(_e164(found), raw, found.extension or extension, _kind(found))


def _split_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    if found is None or len(re.sub(r"\D", "", text[: found.start()])) < 7:
        return text, ""
    return text[: found.start()].rstrip(" ,;"), found[1]


def _local(digits: str, region: str) -> str:
    """Digits as dialled inside the country: "+44999" and "0044 999" are 999."""
    code = str(phonenumbers.country_code_for_region(region))
    for prefix in (f"00{code}", code):
        if digits.startswith(prefix) and len(digits) - len(prefix) <= 6:
            return digits[len(prefix) :]
    return digits


def _is_short(digits: str, region: str) -> bool:
    """Too short for anybody's number: 60777 is a short code, not +4460777."""
    return (len(_local(digits, region)) <= 6 and not digits.startswith("0")) or len(digits) < 6


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _parse(number: str, digits: str, region: str) -> phonenumbers.PhoneNumber | None:
    for reading in _readings(number, digits):
        try:
            found = phonenumbers.parse(reading, region)
        except phonenumbers.NumberParseException:
            continue
        if _is_possible(found):
            return found
    return None


def _readings(number: str, digits: str) -> list[str]:
    """As typed, then with the `+` that got lost on the way, then only the first of several numbers."""
    typed = re.sub(r"[^\d+]", "", number) if _has_letters(number) else number
    readings = [typed] if typed.startswith(("+", "0")) else [typed, f"+{digits}"]
    return [*readings, re.sub(r"[^\d+]", "", _SEVERAL.split(number)[0])]


def _is_possible(number: phonenumbers.PhoneNumber) -> bool:
    """Possible, not valid: Ofcom's numbers for drama and newly opened ranges are not "valid" to the library."""
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    return number.country_code != UK or bool(_UK_NATIONAL.fullmatch(str(number.national_number)))


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _kind(number: phonenumbers.PhoneNumber) -> str:
    if number.country_code != UK:
        return "foreign"
    national = str(number.national_number)
    return next((kind for start, kind in _UK_KINDS if start.match(national)), "unknown")


@lru_cache(maxsize=10_000)  # a list shows the same numbers again and again, and reading one takes long
def display(value: str) -> str:
    """As people in the United Kingdom write it: `07700 900123`, others as `+353 1 846 0111`; else unchanged."""
    if value.startswith("whatsapp:+"):
        return f"WhatsApp {display(value.removeprefix('whatsapp:'))}"
    number = _stored(value)
    if number is None:
        return value
    style = PhoneNumberFormat.NATIONAL if number.country_code == UK else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _stored(value: str) -> phonenumbers.PhoneNumber | None:
    if not value.startswith("+"):
        return None
    try:
        return phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return None


def mask(value: str) -> str:
    """For lists and logs: `07••• •••123`. The spacing stays, the first two and last three digits too."""
    shown = display(value)
    places = [place for place, character in enumerate(shown) if character.isdigit()]
    if len(places) < 7:
        return shown[:1] + "•••" if shown else ""
    hidden = frozenset(places[2:-3])
    return "".join("•" if place in hidden else character for place, character in enumerate(shown))


_NO_TEXTS: Final[dict[str, str]] = {
    "landline": "This is a landline. Ring it instead.",
    "freephone": "This is a freephone number, which cannot get texts. Ring it instead.",
    "premium": "This number costs extra and cannot get texts. Ask for another number.",
    "personal": "This is a 070 or pager number. Texts to it can be dear or lost; ask for another number.",
    "short_code": "This is a short code. Nobody reads what is sent to it; ask for another number.",
    "sender_name": "This sender is a name, not a number, and cannot be answered. Look for another way to reach them.",
    "withheld": "The number was withheld, so there is nothing to answer to.",
    "emergency": "This is an emergency or public service number, not somebody's own. Ask for their number.",
    "other": "This is an address of another service, not a number for texts.",
    "unknown": "This is not a complete telephone number. Check it with the person.",
}


def can_receive_texts(
    number: PhoneNumber, *, calling_codes: frozenset[int] = frozenset((UK,))
) -> tuple[bool, str]:
    """Whether we send texts to it, and if not why and what to do. Only countries on the list: others cost, and are abused."""
    if number.kind == "mobile":
        return True, ""
    if number.kind != "foreign":
        return False, _NO_TEXTS.get(number.kind, _NO_TEXTS["unknown"])
    found = _stored(number.value)
    if found is None or found.country_code not in calling_codes:
        return (
            False,
            "Texts are not sent to this country. Ring, write, or ask an administrator to allow it.",
        )
    if phonenumbers.number_type(found) in (
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.TOLL_FREE,
    ):
        return False, _NO_TEXTS["landline"]
    return True, ""


def search_keys(query: str) -> tuple[str, ...]:
    """Runs of digits to look for anywhere inside stored E.164 values, for a number typed whole or in part.

    "07700 900", "+44 7700 900" and "0044 7700 900" all find +447700900123, as does its end "900123". Fewer than
    three digits, or words, give nothing to look for.
    """
    text, _ = _split_extension(_PREFIX.sub("", _tidy(query)).replace("(0)", ""))
    digits = re.sub(r"\D", "", text)
    if len(digits) < 3 or _has_letters(text):
        return ()
    if digits.startswith("00"):
        return (digits[2:],) if len(digits) >= 5 else (digits,)
    if digits.startswith("440") and len(digits) > 5:
        return (digits, f"44{digits[3:]}")
    if digits.startswith("0") and len(digits) >= 4:
        return (digits[1:],)
    return (digits,)
