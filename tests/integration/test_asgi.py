"""One port: who answers what."""

import asyncio
from threading import Thread
from typing import Any

from backoffice import asgi


def spoken(scope: dict[str, Any], *heard: dict[str, Any]) -> list[dict[str, Any]]:
    """What the application says to a connection that says `heard`."""
    said: list[dict[str, Any]] = []
    waiting = list(heard)

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(dict(message))

    # In a thread of its own: the browser of a journey may keep a loop running in this one.
    talk = Thread(target=lambda: asyncio.run(asyncio.wait_for(asgi.application(scope, receive, send), 10)))
    talk.start()
    talk.join()
    return said


def get(path: str, query: bytes = b"", headers: tuple[tuple[bytes, bytes], ...] = ()) -> list[dict[str, Any]]:
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query,
        "headers": [(b"host", b"127.0.0.1"), *headers],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    return spoken(scope, {"type": "http.request", "body": b"", "more_body": False})


def test_the_server_may_come_up_and_go_down() -> None:
    said = spoken({"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [message["type"] for message in said] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def test_pages_are_djangos() -> None:
    start, *rest = get("/livez")
    assert start["status"] == 200
    assert b"".join(message["body"] for message in rest) == b"ok"


def test_another_character_set_is_refused_before_django_reads_in_it() -> None:
    start, *rest = get("/log-in/", headers=((b"content-type", b"text/plain; charset=zlib"),))
    assert start["status"] == 415
    assert dict(start["headers"])[b"cache-control"] == b"no-store"
    assert b"".join(message["body"] for message in rest) == b"Send it in UTF-8.\n"


def test_a_live_stream_without_a_token_is_refused() -> None:
    assert get("/desk/live/")[0]["status"] == 403


def test_a_live_stream_with_a_forged_token_is_refused() -> None:
    assert get("/desk/live/", b"token=queue:forged:0000")[0]["status"] == 403


def test_web_sockets_are_not_spoken_here() -> None:
    assert spoken({"type": "websocket", "path": "/desk/live/"}) == [{"type": "websocket.close", "code": 1000}]
