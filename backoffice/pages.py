"""Pages by Django's WSGI handler, each answer handed over whole.

a2wsgi, which reads requests here, hands head, body and end of an answer from the thread that made it to the server's loop
one by one, and waits for each. A page is there all at once: one wait in place of three, half a millisecond of each request
(docs/adr/0035). What is made while it is read, an export or a file, still goes piece by piece and never lies in memory whole.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, Protocol

from a2wsgi.wsgi import Body, build_environ

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
HandOver = Callable[[Message], None]
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
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="pages")

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()

        def hand_over(message: Message) -> None:
            """From the thread: waits until the server has taken it, so that no more is made than is read."""
            asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result()

        environ = build_environ(scope, Body(loop, receive))  # type: ignore[arg-type]
        # A context of its own: nothing that one request set is found by the next one in this thread.
        run = contextvars.copy_context().run
        for message in await loop.run_in_executor(self._threads, run, self._answer, environ, hand_over):
            await send(message)

    def _answer(self, environ: Any, hand_over: HandOver) -> list[Message]:
        """What is left to send when Django has answered: all of a page."""
        heads: list[Message] = []
        answer: Answer = self._application(environ, lambda *head: heads.append(_head(*head)))
        try:
            if not answer.streaming:
                return [*heads, {**END, "body": b"".join(answer)}]
            for message in chain(heads, _pieces(answer)):
                hand_over(message)
            return [END]
        finally:
            answer.close()


async def _sent(send: Send, message: Message) -> None:
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
