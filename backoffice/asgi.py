"""One port: live updates on a plain asynchronous route, everything else by Django's WSGI handler in threads.

Django's own ASGI handler costs several times the processor time, and holds a thread and a database connection for
every open stream (`docs/adr` has the figures).
"""

from backoffice import env
from backoffice.pages import Message, Pages, Receive, Send
from backoffice.wsgi import application as django

LIVE = "/desk/live/"
# Each thread keeps a database connection.
THREADS = env.integer("ONEQUEUE_WEB_THREADS", 8, minimum=1, maximum=64)

_pages = Pages(django, threads=THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["path"].startswith(LIVE):
        from backoffice.live import (
            stream,
        )  # needs Django set up, so not at the head of this file

        await stream(scope, receive, send)  # type: ignore[arg-type]
    else:
        await _pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return
