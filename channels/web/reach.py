"""How somebody who filled in a form can be reached, told from what they wrote. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from casework import phone_numbers

_ADDRESS: Final = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+")


def points(details: Mapping[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """The number and address that can be told apart, phone first, and the rest as lines for a person to read."""
    found, lines = [], []
    phone, email = details.get("phone", ""), details.get("email", "")
    if phone and phone_numbers.read(phone).value:
        found.append(("phone", phone))
    elif phone:
        lines.append(f"Phone number, as written: {phone}")
    if email and is_address(email):
        found.append(("email", email))
    elif email:
        lines.append(f"E-mail address, as written: {email}")
    return found, lines


def is_address(email: str) -> bool:
    """Whether this could be one e-mail address. Spaces, lists and headers are none."""
    return len(email) <= 320 and bool(_ADDRESS.fullmatch(email))


def is_emergency(details: Mapping[str, Any]) -> bool:
    """They wrote 999 where their own number belongs: they may be in danger now."""
    return phone_numbers.read(str(details.get("phone", ""))).kind == "emergency"
