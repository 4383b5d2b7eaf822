"""What Django answers reaches the server whole, or piece by piece where it is made while it is read."""

import contextvars
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest

from backoffice.pages import PIECE, Pages
from casework import afterwards
from tests import loops

SOON = 10  # seconds; far more than any of it takes
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
SCOPE: dict[str, Any] = {
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


async def words() -> dict[str, Any]:
    return {"type": "http.request", "body": b"words", "more_body": False}


def spoken(
    application: Application,
    *,
    times: int = 1,
    said: list[dict[str, Any]] | None = None,
    receive: Callable[[], Any] = words,
    length: int | str = 5,
) -> Any:
    sent: list[dict[str, Any]] = said if said is not None else []
    scope = {**SCOPE, "headers": [*SCOPE["headers"], (b"content-length", str(length).encode("latin-1"))]}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def talk() -> None:
        pages = Pages(application, threads=1)
        for _ in range(times):
            await pages(scope, receive, send)

    loops.run(talk())
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


def test_a_short_body_is_there_before_a_thread_is_asked_for() -> None:
    asked: list[int] = []

    async def receive() -> dict[str, Any]:
        asked.append(1)
        return {"type": "http.request", "body": b"words", "more_body": len(asked) < 2}

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        assert len(asked) == 2, "the body was not whole when the thread began"
        start("200 OK", [])
        return Answer(iter([environ["wsgi.input"].read(10)]), streaming=False)

    assert spoken(application, receive=receive, length=10)[1]["body"] == b"wordswords"
    assert len(asked) == 2, "more was waited for than there is"


def test_a_long_body_is_not_read_into_memory_before_somebody_asks_for_it() -> None:
    asked: list[int] = []

    async def receive() -> dict[str, Any]:
        asked.append(1)
        return {"type": "http.request", "body": b"a" * PIECE, "more_body": True}

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        assert len(asked) == 1
        assert environ["wsgi.input"].read(2 * PIECE) == b"a" * 2 * PIECE
        start("413 Content Too Large", [])
        return Answer(iter([]), streaming=False)

    assert spoken(application, receive=receive, length=100 * PIECE)[0]["status"] == 413
    assert len(asked) == 2


def test_who_goes_away_in_the_middle_of_a_body_leaves_a_short_one() -> None:
    messages = iter([{"type": "http.request", "body": b"wor", "more_body": True}])

    async def receive() -> dict[str, Any]:
        return next(messages, {"type": "http.disconnect"})

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("400 Bad Request", [])
        return Answer(iter([environ["wsgi.input"].read(5)]), streaming=False)

    assert spoken(application, receive=receive, length=5)[1]["body"] == b"wor"


@pytest.mark.parametrize("length", ["", "-1", "x", "1_0", "²"])
def test_a_length_that_is_none_is_left_to_django(length: str) -> None:
    async def receive() -> dict[str, Any]:
        raise AssertionError("waited for a body that nobody announced")

    answer = Answer(iter([b"no"]), streaming=False)
    assert spoken(answering(answer), receive=receive, length=length)[1]["body"] == b"no"


@pytest.mark.parametrize("streaming", [False, True])
def test_what_nobody_waits_for_is_done_when_the_answer_is_out(streaming: bool) -> None:
    said: list[dict[str, Any]] = []
    heard: SimpleQueue[list[Any]] = SimpleQueue()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [])
        afterwards.do(lambda: heard.put([message.get("body") for message in said]))
        return Answer(iter([b"whole"]), streaming=streaming)

    spoken(application, said=said)
    assert heard.get(timeout=SOON) == [message.get("body") for message in said]
    assert [message["body"] for message in said if message.get("body")] == [b"whole"]


def test_one_that_fails_afterwards_is_logged_and_spoils_neither_the_answer_nor_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: SimpleQueue[str] = SimpleQueue()

    def fails() -> None:
        raise OSError("the broker is gone")

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [])
        afterwards.do(fails)
        afterwards.do(lambda: heard.put("done"))
        return Answer(iter([b"whole"]), streaming=False)

    for _ in range(2):
        assert spoken(application)[1]["body"] == b"whole"
        assert heard.get(timeout=SOON) == "done"
    assert "the broker is gone" in caplog.text


def test_whoever_comes_next_does_not_wait_for_what_nobody_waits_for() -> None:
    answered, heard = Event(), SimpleQueue[bool]()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [])
        afterwards.do(lambda: heard.put(answered.wait(SOON)))
        return Answer(iter([b"whole"]), streaming=False)

    assert len(spoken(application, times=2)) == 4, "there is one thread for both"
    answered.set()
    assert heard.get(timeout=SOON) is True, "the first was done before the second was answered"


def test_what_nobody_waits_for_is_done_also_when_the_caller_has_left() -> None:
    heard: SimpleQueue[str] = SimpleQueue()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [])
        afterwards.do(lambda: heard.put("done"))
        return Answer(iter([b"whole"]), streaming=False)

    async def gone(message: Any) -> None:
        raise OSError("nobody reads it")

    with pytest.raises(OSError, match="nobody reads it"):
        loops.run(Pages(application, threads=1)(SCOPE, words, gone))
    assert heard.get(timeout=SOON) == "done"


def test_outside_a_request_it_is_done_at_once() -> None:
    heard: list[str] = []
    afterwards.do(lambda: heard.append("done"))
    assert heard == ["done"]
