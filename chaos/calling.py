"""Calling the office as Twilio calls it: signed, fifteen seconds in all, one more try where no connection came about."""

import http.client
import queue
import threading
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

from channels.twilio import signature

FORM: Final = "application/x-www-form-urlencoded"
PATIENCE: Final = 15.0
TRIES: Final = 2
PAUSE: Final = 0.5
UNANSWERED: Final = 0


def call(*, url: str, fields: dict[str, str], token: str, patience: float = PATIENCE) -> int:
    """HTTP status of the answer, `UNANSWERED` where none came in time. An answer is final, whatever it is."""
    headers = {
        "Content-Type": FORM,
        "X-Twilio-Signature": signature.sign(url=url, params=fields, token=token),
        "User-Agent": "TwilioProxy/1.1",
        "Connection": "close",
    }
    body, deadline = urlencode(fields), time.monotonic() + patience
    for _ in range(TRIES):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        connection = _connected(url, seconds=left)
        if connection is not None:
            return _answer(connection, url=url, body=body, headers=headers)
        time.sleep(PAUSE)
    return UNANSWERED


def _connected(url: str, *, seconds: float) -> http.client.HTTPConnection | None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
    try:
        connection.connect()
    except OSError:
        connection.close()
        return None
    return connection


def _answer(connection: http.client.HTTPConnection, *, url: str, body: str, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return UNANSWERED
    else:
        return answer.status
    finally:
        connection.close()


@dataclass
class Caller:
    """Calls that are made by and by, by threads of their own."""

    token: str
    answers: list[int] = field(default_factory=list)
    _todo: "queue.SimpleQueue[tuple[str, dict[str, str]] | None]" = field(default_factory=queue.SimpleQueue)
    _threads: list[threading.Thread] = field(default_factory=list)
    _asked: list[str] = field(default_factory=list)
    _given_up: threading.Event = field(default_factory=threading.Event)

    def soon(self, *, url: str, fields: dict[str, str]) -> None:
        self._asked.append(url)
        self._todo.put((url, fields))

    @property
    def waiting(self) -> int:
        return len(self._asked) - len(self.answers)

    def begin(self, hands: int) -> None:
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(hands)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """What is not called by now never is."""
        self._given_up.set()
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join(timeout=PATIENCE + 1)

    def _work(self) -> None:
        while (asked := self._todo.get()) is not None:
            if not self._given_up.is_set():
                url, fields = asked
                self.answers.append(call(url=url, fields=fields, token=self.token))
