"""Strict readers of the environment: a wrong value stops the start and says what to write instead.

A variable that is absent or empty counts as not set. Values of secrets never appear in a message.
"""

import json
import os
import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
SECRET_LENGTH = 32
MOST_TELEPHONES = 10
_TELEPHONE = re.compile(r"\+[1-9][0-9]{6,14}|sip:[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9.\-]{1,200}(:[0-9]{1,5})?")


class Wrong(Exception):
    """A setting is missing or cannot be used. `str()` of it is one sentence to show as it is."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}.")
        self.name = name


def text(name: str, default: str = "") -> str:
    """The value as it stands, or `default`. Blanks at an end and control characters are mistakes, not values."""
    value = os.environ.get(name, "")
    if value != value.strip():
        raise Wrong(name, "has a blank or a line break at its start or end; remove it")
    if not value.isprintable():
        raise Wrong(name, "contains a control character; write it on one line")
    return value or default


def required_text(name: str, example: str) -> str:
    value = text(name)
    if not value:
        raise Wrong(name, f"is not set; write for example {name}={example}")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE or value in _FALSE:
        return value in _TRUE
    raise Wrong(name, f"is {value!r}; write 1 for yes or 0 for no")


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    value = text(name)
    if not value:
        return default
    # isdecimal() alone would let other scripts' digits and int()'s underscores through.
    if not (value.isascii() and value.isdecimal()) or not minimum <= int(value) <= maximum:
        raise Wrong(name, f"is {value!r}; write a whole number from {minimum} to {maximum}")
    return int(value)


def url(name: str, default: str) -> str:
    """An http or https address without user, query or fragment."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise Wrong(name, f"is {value!r}; write an address such as https://requests.example.org")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise Wrong(name, "holds more than an address; write it without user, '?' and '#'")
    return value


def secret(name: str) -> str:
    """A required value of at least `SECRET_LENGTH` characters."""
    value = text(name)
    if not value:
        raise Wrong(name, f"is not set; write at least {SECRET_LENGTH} random characters")
    if len(value) < SECRET_LENGTH or len(set(value)) < 8:
        raise Wrong(
            name,
            f"is too easy to guess; write at least {SECRET_LENGTH} random characters",
        )
    return value


def pairs(name: str) -> dict[str, str]:
    """`first=value,second=value` as a dictionary; names are unique, neither side is empty."""
    found: dict[str, str] = {}
    for item in filter(None, text(name).split(",")):
        key, _, value = (part.strip() for part in item.partition("="))
        if not key or not value or key in found:
            raise Wrong(
                name,
                "is not a list of pairs; write NAME=VALUE,NAME=VALUE with each name once",
            )
        found[key] = value
    return found


def texts(name: str) -> dict[str, str]:
    """A JSON object of texts on one line, for values that hold commas or line breaks (written \\n)."""
    value = text(name)
    if not value:
        return {}
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) and each for each in found.values()):
        raise Wrong(name, 'is not an object of texts; write {"NAME":"text","NAME":"text"} on one line')
    return found


def choice(name: str, default: str, *, choices: tuple[str, ...]) -> str:
    value = text(name, default).lower()
    if value not in choices:
        raise Wrong(name, f"is {value!r}; write {' or '.join(choices)}")
    return value


def words(name: str) -> list[str]:
    """`one,two` as a list without empty items, each once, in order."""
    return list(dict.fromkeys(filter(None, (item.strip() for item in text(name).split(",")))))


class Mail(NamedTuple):
    """A mail server that takes our e-mails."""

    host: str
    port: int
    user: str
    password: str
    tls_at_once: bool
    tls_after_hello: bool


_MAIL_PORTS = {"smtp": 587, "smtps": 465}
_HERE = ("localhost", "127.0.0.1", "::1")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def mail(name: str) -> Mail | None:
    """`smtp://user:password@host:587` (with STARTTLS, but for this very machine) or `smtps://…` (TLS from the start).

    None where it is not set. User and password may hold %-escapes. The password is in no message.
    """
    value = text(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port or _MAIL_PORTS.get(parts.scheme, 0)
    except ValueError:  # such as a port of letters
        parts, port = urlsplit(""), 0
    unused = parts.path.strip("/") or parts.query or parts.fragment
    if (
        parts.scheme not in _MAIL_PORTS
        or not parts.hostname
        or unused
        or bool(parts.username) != bool(parts.password)
    ):
        raise Wrong(
            name, "is no address of a mail server; write smtp://USER:PASSWORD@HOST:587 or smtps://…:465"
        )
    at_once = parts.scheme == "smtps"
    return Mail(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_at_once=at_once,
        tls_after_hello=not at_once and parts.hostname not in _HERE,
    )


def mailbox(name: str) -> str:
    """An e-mail address alone, "" where it is not set."""
    value = text(name)
    if value and _MAILBOX.fullmatch(value) is None:
        raise Wrong(name, f"is {value!r}; write an e-mail address such as office@example.org")
    return value


def telephones(name: str) -> list[str]:
    """Whole international numbers or sip: addresses, at most ten: more cannot ring at once."""
    found = words(name)
    wrong = [each for each in found if not _TELEPHONE.fullmatch(each)]
    if wrong or len(found) > MOST_TELEPHONES:
        raise Wrong(
            name,
            "is not a list of telephones; write one to ten of +441632960001 or sip:desk@example.org, with commas",
        )
    return found
