"""Logs to the standard error stream, without anything a person wrote or can be reached by."""

import logging
import logging.config
import re
import traceback
from types import TracebackType
from typing import Any, Final

# A run of seven or more digits is a phone number as far as a log is concerned.
_NUMBER = re.compile(r"\+?\d[\d ()-]{5,}\d")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
# The address of an upload link is a password.
_LINK = re.compile(r"/add/[\w-]{20,}")
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if code != 9}
# What an error says begins with what went wrong; values, as PostgreSQL's DETAIL with the whole row, come after.
_LONGEST_ERROR: Final = 200
_MOST_CAUSES: Final = 5

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def redact(text: str) -> str:
    """Numbers, addresses and links hidden; control characters spelled out so that no line can be forged, and halves
    of characters so that every line can be written.
    """
    whole = text.encode("utf-8", "backslashreplace").decode()
    plain = _ADDRESS.sub("[address]", _NUMBER.sub("[number]", _LINK.sub("/add/[link]", whole)))
    return plain.translate(_CONTROLS)


class Redacting(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is logging's)
        record.message = redact(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 (the name is logging's)
        """Where it was raised and the beginning of what it said, each line set in so that none is an entry."""
        lines: list[str] = []
        error = ei[1]
        for _ in range(_MOST_CAUSES):
            if error is None:
                break
            for frame in traceback.extract_tb(error.__traceback__):
                lines.append(f"{frame.filename}:{frame.lineno} in {frame.name}")
            lines.append(f"{type(error).__qualname__}: {_beginning(error)}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(f"    {line}" for line in lines)


def _beginning(error: BaseException) -> str:
    said = str(error).strip().splitlines()
    return redact(said[0][:_LONGEST_ERROR]) if said else ""


def configure(options: dict[str, Any]) -> None:
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": Redacting,
                    "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                }
            },
            "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stream"], "level": options.get("level", "INFO")},
            "loggers": {
                "django.server": {"level": "WARNING"},
                "pghistory": {"level": "WARNING"},
                "twilio.http_client": {"level": "WARNING"},
            },
        }
    )
