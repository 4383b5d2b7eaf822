"""Logs to the standard error stream, one line an entry, without anything a person wrote or can be reached by."""

import logging
import logging.config
import re
from typing import Any

# A run of seven or more digits is a phone number as far as a log is concerned.
_NUMBER = re.compile(r"\+?\d[\d ()-]{5,}\d")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127) if code not in (9,)}


def redact(text: str) -> str:
    """Numbers and addresses hidden, and control characters spelled out so that no line can be forged."""
    return _ADDRESS.sub("[address]", _NUMBER.sub("[number]", text)).translate(_CONTROLS)


class Redacting(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is logging's)
        record.message = redact(record.message)
        return super().formatMessage(record)


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
