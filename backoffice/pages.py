"""Pages by Django's WSGI handler, each answer handed over whole.

a2wsgi, which reads requests here, hands head, body and end of an answer from the thread that made it to the server's loop
one by one, and waits for each. A page is there all at once: one wait in place of three, half a millisecond of each request
(docs/adr/0035). What is made while it is read, an export or a file, still goes piece by piece and never lies in memory whole.

A short body is there before a thread is asked for (docs/adr/0040): one that had to wait for it would keep others waiting. And
what nobody waits for is done when the answer is on its way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from itertools import chain
from typing import Any, Protocol

from a2wsgi.wsgi import Body, build_environ

from backoffice.later import Later
from backoffice.threads import Threads
from casework import afterwards
from casework.afterwards import Act

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
HandOver = Callable[[Iterable[Message]], None]
PIECE = 64 * 1024  # bytes
END: Message = {"type": "http.response.body", "body": b""}


class Answer(Protocol):
    """What Django's handler gives back."""

    streaming: bool

    def __iter__(self) -> Any: ...
    def close(self) -> None: ...


class Pages:
    """The ASGI application around a WSGI application whose answers are Django's."""

    def __init__(self, application: Callable[..., Any], *, threads: int) -> None:
        self._application = application
        self._threads = Threads(threads)
        self._later = Later()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()

        def hand_over(messages: Iterable[Message]) -> None:
            """From the thread: waits until the server has taken them, so that no more is made than is read."""
            asyncio.run_coroutine_threadsafe(_sent(send, messages), loop).result()

        body = SentAlong(loop, receive)  # type: ignore[arg-type]
        environ = build_environ(scope, body)
        await body.begin(min(_length(environ), PIECE))
        left, later = await self._threads.run(lambda: self._answer(environ, hand_over))
        try:
            await _sent(send, left)
        finally:
            self._later.give(later)

    def _answer(self, environ: Any, hand_over: HandOver) -> tuple[list[Message], list[Act]]:
        """What is left to send when Django has answered, all of a page, and what is to be done after it."""
        heads: list[Message] = []
        later = afterwards.gather()
        answer: Answer = self._application(environ, lambda *head: heads.append(_head(*head)))
        try:
            if answer.streaming:
                for message in chain(heads, _pieces(answer)):
                    hand_over([message])
                return [END], later
            return [*heads, {**END, "body": b"".join(answer)}], later
        finally:
            answer.close()


class SentAlong(Body):
    """What came with the head of a request."""

    async def begin(self, size: int) -> None:
        """Its first `size` bytes, or all there are, read by the server's loop. The rest waits until a thread asks."""
        while len(self.buffer) < size and self._has_more:
            message = await self.receive()
            self.buffer += message.get("body", b"")  # type: ignore[arg-type]
            self._has_more = message.get("more_body", False)  # type: ignore[assignment]


def _length(environ: Any) -> int:
    """In bytes, as the head says; what is no number is Django's to refuse."""
    said = environ.get("CONTENT_LENGTH", "")
    return int(said) if said.isascii() and said.isdigit() else 0


async def _sent(send: Send, messages: Iterable[Message]) -> None:
    for message in messages:
        await send(message)


def _pieces(answer: Iterable[bytes]) -> Iterable[Message]:
    """Put together to some size: a table is made row by row, a file read by 4 kB, and each handing over is a wait."""
    waiting = bytearray()
    for piece in answer:
        waiting += piece
        if len(waiting) >= PIECE:
            yield {**END, "body": bytes(waiting), "more_body": True}
            waiting.clear()
    if waiting:
        yield {**END, "body": bytes(waiting), "more_body": True}


def _head(status: str, headers: list[tuple[str, str]], _failed: Any = None) -> Message:
    code, _, _reason = status.partition(" ")
    # Django puts a blank before each cookie, which a WSGI server takes away.
    pairs = [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(code), "headers": pairs}
