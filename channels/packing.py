"""Keeping any text in a JSON column and getting back exactly the same.

PostgreSQL's JSON refuses the NUL character and half a surrogate pair, and people's phones do send such
things. A text with one of them is stored as {"$base64": …} of its UTF-8 bytes.
"""

import base64
import hashlib
import json
from typing import Any, Final

MARK: Final = "$base64"


def pack(value: Any) -> Any:
    if isinstance(value, str):
        return value if _plain(value) else {MARK: base64.b64encode(_bytes(value)).decode("ascii")}
    if isinstance(value, dict):
        return {
            _bytes(key).decode("utf-8", "replace").replace("\0", "\ufffd"): pack(item)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [pack(item) for item in value]
    return value


def unpack(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {MARK} and isinstance(value[MARK], str):
            return base64.b64decode(value[MARK]).decode("utf-8", "surrogatepass")
        return {key: unpack(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unpack(item) for item in value]
    return value


def fingerprint(packed: Any) -> str:
    """The same for the same content, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(packed, sort_keys=True, ensure_ascii=True).encode("ascii")).hexdigest()


def _plain(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
