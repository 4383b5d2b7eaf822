"""What callers send byte by byte, to a server as the web part runs it, and what they get."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import uvicorn

from backoffice.up.http import MOST, Bounded

HOST = b"Host: 127.0.0.1\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST
POST = b"POST / HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
LIMIT = 8 * MOST
"""More than anybody may send, and less than would hurt this test."""


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Says what it heard. /slow is a while about it, /pieces does not know how long it will be, /early does not listen."""
    heard = b""
    more = scope["path"] != "/early"
    while more:
        message = await receive()
        heard += message.get("body", b"")
        more = message.get("more_body", False)
    said = json.dumps(
        {
            "method": scope["method"],
            "target": scope["raw_path"].decode(),
            "query": scope["query_string"].decode(),
            "headers": [[name.decode(), value.decode("latin-1")] for name, value in scope["headers"]],
            "body": heard.decode(),
        }
    ).encode()
    if scope["path"] == "/slow":
        await asyncio.sleep(0.2)
    head = [] if scope["path"] == "/pieces" else [(b"content-length", b"%d" % len(said))]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": said[:5], "more_body": True})
    await send({"type": "http.response.body", "body": said[5:]})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    bound = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=Bounded, ws="none", loop="uvloop", lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield bound.getsockname()[1]
    server.should_exit = True
    thread.join()
    bound.close()


class Said:
    """What came back on one connection."""

    def __init__(self, port: int, *parts: bytes, gap: float = 0.01) -> None:
        self.bytes, self.sent = b"", 0
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as caller:
            self._say(caller, parts, gap)
            self.closed = self._hear(caller)

    def _say(self, caller: socket.socket, parts: tuple[bytes, ...], gap: float) -> None:
        try:
            for part in parts:
                caller.sendall(part)
                self.sent += len(part)
                time.sleep(gap if len(parts) > 1 else 0)
        except OSError:
            pass

    def _hear(self, caller: socket.socket) -> bool:
        try:
            while piece := caller.recv(1 << 16):
                self.bytes += piece
        except TimeoutError:
            return False
        except OSError:
            pass
        return True

    @property
    def statuses(self) -> list[int]:
        return [int(piece[2:5]) for piece in self.bytes.split(b"HTTP/1.") if piece]

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.bytes.rpartition(b"\r\n\r\n")[2])
        return told

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.told["headers"])


def test_a_request_is_handed_on_as_it_was_sent(port: int) -> None:
    head = b"POST /a%20b/c?d=%C3%A9&e HTTP/1.1\r\n" + HOST
    said = Said(port, head + b"X-One: \xe9\r\nX-Empty:\r\nX-Two: b \r\nContent-Length: 5\r\n\r\nwords")
    assert said.statuses == [200] and not said.closed
    assert said.told == {
        "method": "POST",
        "target": "/a%20b/c",
        "query": "d=%C3%A9&e",
        "headers": [
            ["host", "127.0.0.1"],
            ["x-one", "é"],
            ["x-empty", ""],
            ["x-two", "b"],
            ["content-length", "5"],
        ],
        "body": "words",
    }


def test_one_that_comes_byte_by_byte_is_read_too(port: int) -> None:
    whole = CHUNKED + b"X: yes\r\n\r\n3;a=b\r\nwor\r\n2\r\nds\r\n0\r\n\r\n"
    said = Said(port, *(bytes([byte]) for byte in whole), gap=0.0005)
    assert said.statuses == [200]
    assert said.told["body"] == "words" and said.headers["x"] == "yes"


def test_one_connection_serves_one_request_after_the_other(port: int) -> None:
    assert (
        Said(port, GET + b"\r\n", POST + b"Content-Length: 2\r\n\r\nab", GET + b"\r\n").statuses == [200] * 3
    )


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(
            POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="two lengths"
        ),
        pytest.param(
            POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", id="two more"
        ),
        pytest.param(POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc", id="lengths that differ"),
        pytest.param(POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nab", id="a length twice"),
        pytest.param(POST + b"Content-Length: 2, 2\r\n\r\nab", id="a list of lengths"),
        pytest.param(POST + b"Content-Length: +2\r\n\r\nab", id="a length with a sign"),
        pytest.param(POST + b"Content-Length: 0x2\r\n\r\nab", id="a length in hex"),
        pytest.param(POST + b"Content-Length:\r\n\r\n", id="an empty length"),
        pytest.param(POST + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n", id="a length beyond numbers"),
        pytest.param(POST + b"Content-Length : 2\r\n\r\nab", id="a space before the colon"),
        pytest.param(POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", id="packed"),
        pytest.param(POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", id="packed last"),
        pytest.param(POST + b"Transfer-Encoding: identity\r\n\r\n", id="no coding"),
        pytest.param(POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", id="a made-up coding"),
        pytest.param(POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", id="an odd blank"),
        pytest.param(CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="chunked twice"),
        pytest.param(CHUNKED + b"\r\nzz\r\nab\r\n0\r\n\r\n", id="a chunk of no size"),
        pytest.param(CHUNKED + b"\r\n0x2\r\nab\r\n0\r\n\r\n", id="a chunk in C"),
        pytest.param(CHUNKED + b"\r\n2\nab\n0\n\n", id="chunks with bare line feeds"),
        pytest.param(CHUNKED + b"\r\n2;a\nb\r\nab\r\n0\r\n\r\n", id="a line feed in an extension"),
        pytest.param(CHUNKED + b"\r\n2\r\nabXX0\r\n\r\n", id="a chunk that does not end"),
        pytest.param(CHUNKED + b"\r\n" + b"f" * 17 + b"\r\nab", id="a chunk beyond numbers"),
        pytest.param(GET.replace(b"\r\n", b"\n") + b"\n", id="bare line feeds"),
        pytest.param(GET + b"X: a\nY: b\r\n\r\n", id="a bare line feed"),
        pytest.param(GET + b"X: a\rY: b\r\n\r\n", id="a bare carriage return"),
        pytest.param(GET + b"X: a\0b\r\n\r\n", id="a NUL"),
        pytest.param(GET + b"X: a\r\n b\r\n\r\n", id="a folded header"),
        pytest.param(b"GET / HTTP/1.1\r\n X: a\r\n" + HOST + b"\r\n", id="folded at once"),
        pytest.param(GET + b"X(y: a\r\n\r\n", id="a name that is none"),
        pytest.param(GET + b": a\r\n\r\n", id="no name"),
        pytest.param(GET + HOST + b"\r\n", id="two hosts"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="no host"),
        pytest.param(b"GET /\r\n\r\n", id="HTTP/0.9"),
        pytest.param(b"GET / HTTP/0.9\r\n" + HOST + b"\r\n", id="HTTP/0.9 by name"),
        pytest.param(b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", id="HTTP/2"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", id="HTTP/2 as it begins"),
        pytest.param(b"GET http://elsewhere.example/ HTTP/1.1\r\n" + HOST + b"\r\n", id="another's address"),
        pytest.param(b"CONNECT elsewhere.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", id="a way through"),
        pytest.param(b"GET /a#b HTTP/1.1\r\n" + HOST + b"\r\n", id="a place in a page"),
        pytest.param(b"GET /?\xe9 HTTP/1.1\r\n" + HOST + b"\r\n", id="bytes in an address"),
        pytest.param(b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n", id="a blank in an address"),
        pytest.param(b"get / HTTP/1.1\r\n" + HOST + b"\r\n", id="small letters"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01", id="TLS"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(port: int, sent: bytes) -> None:
    said = Said(port, sent + GET + b"\r\n")
    assert said.statuses == [400] and said.closed


def endless(begin: bytes, piece: bytes) -> list[bytes]:
    size = max(len(piece), 4096)
    return [begin, *[piece * (size // len(piece))] * (LIMIT // size)]


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        pytest.param(b"GET /?", b"a", id="an address"),
        pytest.param(GET + b"X: ", b"a", id="a header"),
        pytest.param(GET + b"X", b"a", id="a header's name"),
        pytest.param(GET, b"X: a\r\n", id="headers"),
        pytest.param(GET, b"X:\r\n", id="empty headers"),
        pytest.param(b"", b"\r\n", id="empty lines"),
        pytest.param(CHUNKED + b"\r\n2;a=", b"a", id="an extension of a chunk"),
        pytest.param(CHUNKED + b"\r\n", b"0", id="noughts before a size"),
        pytest.param(CHUNKED + b"\r\n2\r\nab\r\n0\r\n", b"X: a\r\n", id="trailers"),
        pytest.param(CHUNKED + b"\r\n2\r\nab\r\n0\r\nX: ", b"a", id="a trailer"),
    ],
)
def test_what_never_ends_is_cut_off(port: int, begin: bytes, piece: bytes) -> None:
    said = Said(port, *endless(begin, piece), gap=0.001)
    assert said.closed and said.statuses in ([400], [])  # a caller who is still sending may miss the answer
    assert said.sent < LIMIT


@pytest.mark.parametrize("header", [b"X: " + b"a" * 2 * MOST + b"\r\n", b"X: a\r\n" * MOST])
def test_a_head_that_is_whole_may_be_too_long_as_well(port: int, header: bytes) -> None:
    assert Said(port, GET + header + b"\r\n").statuses in ([400], [])


def test_a_long_head_within_bounds_is_read(port: int) -> None:
    said = Said(port, GET + b"X: " + b"a" * (MOST - 1000), b"\r\n\r\n")
    assert said.statuses == [200]
    assert len(said.headers["x"]) == MOST - 1000


def test_a_long_body_is_no_head(port: int) -> None:
    small = b"1\r\na\r\n" * MOST
    said = Said(port, CHUNKED + b"\r\n" + small + b"0\r\n\r\n")
    assert said.told["body"] == "a" * MOST


def test_what_follows_a_body_is_in_no_head(port: int) -> None:
    """Neither in its own, nor in that of the next on the connection, where a proxy may have put somebody else's."""
    first = CHUNKED + b"\r\n2\r\nab\r\n0\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n"
    said = Said(port, first, GET + b"X: yes\r\n\r\n")
    assert said.statuses == [200, 200]
    assert b"192.0.2.1" not in said.bytes and said.headers == {"host": "127.0.0.1", "x": "yes"}


@pytest.mark.parametrize("path", [b"/", b"/slow"])
@pytest.mark.parametrize("more", [GET + b"\r\n", GET + b"\r\n" + GET, b"\x16\x03\x01"])
def test_nothing_is_read_ahead_of_an_answer(port: int, path: bytes, more: bytes) -> None:
    first = b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    said = Said(port, first + more)
    assert said.statuses == [200] and said.closed


def test_one_that_is_sent_before_the_answer_to_the_last_is_not_read(port: int) -> None:
    said = Said(port, b"GET /slow HTTP/1.1\r\n" + HOST + b"\r\n", GET + b"\r\n", GET + b"\r\n")
    assert said.statuses == [200] and said.closed


UPGRADE = b"Connection: Upgrade\r\nUpgrade: h2c\r\n"


def test_another_protocol_is_answered_in_this_one(port: int) -> None:
    said = Said(port, GET + UPGRADE + b"\r\n", b"GET /slow HTTP/1.1\r\n" + HOST + b"\r\n")
    assert said.statuses == [200] and said.closed


@pytest.mark.parametrize("length", [b"Content-Length: 40\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_is_not_read_as_a_request_where_another_protocol_is_asked_for(
    port: int, length: bytes
) -> None:
    said = Said(port, POST + UPGRADE + length + b"\r\n", GET + b"\r\n")
    assert said.statuses == [400] and said.closed


def test_an_answer_of_unknown_length_goes_in_chunks(port: int) -> None:
    said = Said(port, GET.replace(b"/ ", b"/pieces ") + b"\r\n")
    assert b"transfer-encoding: chunked" in said.bytes and not said.closed


@pytest.mark.parametrize("path", [b"/ ", b"/pieces "])
def test_the_old_http_is_answered_without_chunks(port: int, path: bytes) -> None:
    said = Said(port, b"GET " + path + b"HTTP/1.0\r\n\r\n")
    assert b"chunked" not in said.bytes and said.closed
    assert said.told["method"] == "GET"


def test_who_is_answered_early_may_finish_and_go_on(port: int) -> None:
    early = POST.replace(b"/ ", b"/early ") + b"Content-Length: 4\r\n\r\nab"
    assert Said(port, early, b"cd", GET + b"\r\n", gap=0.05).statuses == [200, 200]


def test_who_waits_to_be_asked_for_the_body_is_asked(port: int) -> None:
    said = Said(port, POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", b"ab", gap=0.05)
    assert said.statuses == [100, 200]
