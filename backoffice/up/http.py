"""HTTP as httptools reads it, in C, kept within bounds (docs/adr/0043).

By itself it takes in a head for as long as somebody sends one, tells of headers behind a body as of those in the head, and
takes the body of a request that asks for another protocol for the next request. uvicorn reads every request that has
come, however many wait for an answer. Here what is no body may take 64 kB, and nothing is read ahead of an answer.
"""

import re
from typing import Any, Final

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from backoffice.up.together import together

MOST: Final = 64 * 1024
"""Bytes of a head, and of anything else that is no part of a body."""
REFUSED: Final = "Invalid HTTP request received."
_TARGET: Final = re.compile(rb"/[!-\"$-~]*|\*")


class Refused(ValueError):
    """Well-formed, but not for us. httptools wraps it in an error of its own."""


class Bounded(HttpToolsProtocol):
    """One connection. The names without an underscore are what uvicorn and httptools call."""

    _deaf = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._expect()

    def _expect(self) -> None:
        self.parser = httptools.HttpRequestParser(self)
        self._begun = self._head_read = self._whole = self._moved = False
        self._head = self._pending = 0  # bytes

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        if self._whole and self.cycle.response_complete:
            self._expect()
        if self._whole:
            self._hear_no_more()
        elif not self._deaf:
            self._feed(data)

    def _feed(self, data: bytes) -> None:
        self._moved = False
        try:
            self.parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._hear_no_more()
        self._pending = 0 if self._moved else self._pending + len(data)
        if self._pending > MOST:
            self._hear_no_more()

    def _hear_no_more(self) -> None:
        """What comes is thrown away: an answer that is due is given, then the connection ends."""
        if self._deaf:
            return
        self._deaf = True
        if not self._head_read or not (self._whole or self.cycle.response_started):
            self.logger.warning(REFUSED)
            self.send_400_response(REFUSED)
        elif self._whole and not self.cycle.response_complete:
            self.cycle.keep_alive = False
        else:
            self.transport.close()

    def on_message_begin(self) -> None:
        if self._begun:
            raise Refused("before the answer to the last one")
        self._begun = True
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._make_room(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._head_read:
            return  # behind a body: nobody who checks heads has seen it
        self._make_room(len(name) + len(value))
        super().on_header(name, value.rstrip(b" \t"))

    def _make_room(self, size: int) -> None:
        self._head += size
        if self._head > MOST:
            raise Refused("too long")

    def on_headers_complete(self) -> None:
        self._moved = True
        upgrade = self.parser.should_upgrade()
        _check(self.parser.get_http_version(), self.url, self.headers, upgrade=upgrade)
        super().on_headers_complete()
        self._head_read = True

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        together(cycle, self.loop)
        old = cycle.scope["http_version"] == "1.0"
        super()._start_asgi_task(cycle, _to_the_end(app, cycle) if old else app)

    def on_body(self, body: bytes) -> None:
        self._moved = True
        super().on_body(body)

    def on_chunk_header(self) -> None:
        self._moved = True

    def on_message_complete(self) -> None:
        self._moved = self._whole = True
        super().on_message_complete()


def _check(version: str, target: bytes, headers: list[tuple[bytes, bytes]], *, upgrade: bool) -> None:
    """What httptools lets through and others read in another way."""
    hosts = [value for name, value in headers if name == b"host"]
    framing = [(name, value) for name, value in headers if name in (b"content-length", b"transfer-encoding")]
    if version not in ("1.0", "1.1") or not _TARGET.fullmatch(target):
        raise Refused("another HTTP")
    if len(hosts) > 1 or (not hosts and version == "1.1"):
        raise Refused("for one host")
    if any(name == b"transfer-encoding" and value.lower() != b"chunked" for name, value in framing):
        raise Refused("packed on its way")
    if upgrade and any(value != b"0" for _name, value in framing):
        raise Refused("a body, and another protocol")


def _to_the_end(app: Any, cycle: RequestResponseCycle) -> Any:
    """HTTP/1.0 knows no chunks: an answer of unknown length ends with its connection."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        known = True

        async def sent(message: Any) -> None:
            nonlocal known
            if message["type"] == "http.response.start":
                known = any(name.lower() == b"content-length" for name, _value in message["headers"])
                cycle.chunked_encoding = None if known else False
            elif not known:
                cycle.expected_content_length = len(message.get("body", b""))
            await send(message)

        await app(scope, receive, sent)

    return answer
