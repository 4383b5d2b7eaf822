"""What Django answers reaches the server whole, or piece by piece where it is made while it is read."""

import asyncio
import contextvars
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backoffice.pages import PIECE, Pages

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
SCOPE = {
    "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/desk/", "query_string": b"a=1",
    "headers": [(b"content-type", b"text/plain")], "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8000),
}  # fmt: skip


class Answer:
    def __init__(self, pieces: Iterator[bytes], *, streaming: bool) -> None:
        self.streaming, self._pieces, self.closed = streaming, pieces, 0

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        self.closed += 1


def answering(answer: Answer) -> Application:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [("X-Seen", environ["QUERY_STRING"])])
        return answer

    return application


def spoken(application: Application, *, times: int = 1, said: list[dict[str, Any]] | None = None) -> Any:
    sent: list[dict[str, Any]] = said if said is not None else []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"words", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def talk() -> None:
        pages = Pages(application, threads=1)
        for _ in range(times):
            await pages(SCOPE, receive, send)

    # In a thread of its own: the browser of a journey may keep a loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, talk()).result()
    return sent


def test_a_page_is_handed_over_whole() -> None:
    answer = Answer(iter([b"one ", b"two"]), streaming=False)
    head, body = spoken(answering(answer))
    assert (head["type"], head["status"]) == ("http.response.start", 200)
    assert head["headers"] == [(b"x-seen", b"a=1")]
    assert body == {"type": "http.response.body", "body": b"one two"}
    assert answer.closed == 1


def test_a_cookie_is_sent_without_the_blank_that_django_puts_before_it() -> None:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [("Set-Cookie", " csrftoken=a; Path=/")])
        return Answer(iter([]), streaming=False)

    # A server refuses to send a value that begins with a blank, and the whole page with it.
    assert spoken(application)[0]["headers"] == [(b"set-cookie", b"csrftoken=a; Path=/")]


def test_what_is_made_while_it_is_read_goes_before_it_is_finished() -> None:
    said: list[dict[str, Any]] = []

    def made() -> Iterator[bytes]:
        yield b"a" * PIECE
        assert len(said) == 2, "the first piece was not sent before the second was made"
        yield b"b"
        yield b"c"

    answer = Answer(made(), streaming=True)
    spoken(answering(answer), said=said)
    assert [message.get("body", b"")[:2] for message in said] == [b"", b"aa", b"bc", b""]
    assert [message.get("more_body", False) for message in said[1:]] == [True, True, False]
    assert answer.closed == 1


def test_one_that_fails_halfway_is_not_ended_as_if_it_were_whole() -> None:
    said: list[dict[str, Any]] = []

    def made() -> Iterator[bytes]:
        yield b"a" * PIECE
        raise OSError("the file is gone")

    answer = Answer(made(), streaming=True)
    with pytest.raises(OSError, match="the file is gone"):
        spoken(answering(answer), said=said)
    assert all(message.get("more_body", True) for message in said)
    assert answer.closed == 1


def test_what_was_sent_along_is_read_in_the_thread() -> None:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [])
        return Answer(iter([environ["wsgi.input"].read()]), streaming=False)

    assert spoken(application)[1]["body"] == b"words"


def test_what_one_request_set_is_not_found_by_the_next_in_the_same_thread() -> None:
    seen = contextvars.ContextVar("seen", default="nobody")

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        found = seen.get()
        seen.set("somebody")
        start("200 OK", [])
        return Answer(iter([found.encode()]), streaming=False)

    sent = spoken(application, times=2)
    assert [message["body"] for message in sent if "body" in message] == [b"nobody", b"nobody"]
