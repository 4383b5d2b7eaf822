"""JSON read strictly: what two readers could understand differently is refused, with words for the programmer.

What people wrote inside it is never refused for being odd: half a surrogate pair or a NUL in a text passes through.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any, ClassVar, Final

from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser

from api.errors import TooLarge

LARGEST: Final = 256_000
DEEPEST: Final = 10
_LONGEST_NUMBER: Final = 300
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET: Final = re.compile(r"[\[\]{}]")
_CHARSETS: Final = ("", "utf-8", "utf8")


class NotStrict(ValueError):
    """Legal for some readers, not for us; the words say what."""


class StrictJSON(BaseParser):
    media_type = "application/json"
    largest: ClassVar[int] = LARGEST
    """Bytes."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        meta = (parser_context or {})["request"].META
        _check_encoding(meta, media_type or "")
        if int(meta.get("CONTENT_LENGTH") or 0) > self.largest:
            raise TooLarge(_too_large(self.largest))
        raw = stream.read(self.largest + 1)
        if len(raw) > self.largest:
            raise TooLarge(_too_large(self.largest))
        return read(raw)


def _too_large(largest: int) -> str:
    return f"The body may have {largest:,} bytes. Send less, or in parts."


def read(raw: bytes) -> dict[str, Any]:
    """Raises ParseError with what is wrong and where."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(f"The body is not UTF-8: byte {error.start} cannot be read.") from error
    if text.startswith("\ufeff"):
        raise ParseError("The body begins with a byte order mark. Send plain UTF-8.")
    _check_depth(text)
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_constant, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        raise ParseError(
            f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    except NotStrict as error:
        raise ParseError(str(error)) from error
    if not isinstance(value, dict):
        raise ParseError("Send a JSON object: { … }.")
    return value


def _check_encoding(meta: Mapping[str, Any], media_type: str) -> None:
    if meta.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise UnsupportedMediaType(media_type, "Send the body as it is, without Content-Encoding.")
    found = re.search(r"charset\s*=\s*\"?([^\";\s]*)", media_type, re.IGNORECASE)
    if found and found[1].lower() not in _CHARSETS:
        raise UnsupportedMediaType(media_type, "Send JSON in UTF-8.")


def _check_depth(text: str) -> None:
    """Before parsing: the reader recurses, and a body of brackets alone would exhaust it."""
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            raise ParseError(f"The body is nested more than {DEEPEST} levels deep.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotStrict(f"The name “{twice[:60]}” stands twice in one object. Send it once.")
    return found


def _constant(name: str) -> Any:
    raise NotStrict(f"{name} is no JSON number.")


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NotStrict(f"The number {digits[:30]} is too large.")
    return value


def _int(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise NotStrict(f"The number {digits[:30]}… is too large.")
    return int(digits)
