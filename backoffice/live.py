"""Server-sent events for open desks, outside Django: one Redis listener a process, no thread and no database
connection a stream.

A stream only ever says "look again". Whoever looks asks with their own session, so nothing here can disclose.
The token in the address names what the stream is about and was signed by a page that the reader could open.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core import signing
from redis import asyncio as redis
from redis.exceptions import RedisError

from casework.live_tokens import MAX_AGE_SECONDS, SALT
from casework.services.live import CHANNEL

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 20
SETTLE_SECONDS = 0.4  # a burst of changes is one "look again"

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Hub:
    """Hands each change to the streams it concerns."""

    def __init__(self) -> None:
        self.waiting: dict[asyncio.Event, str] = {}
        self.listener: asyncio.Task[None] | None = None

    def join(self, topic: str) -> asyncio.Event:
        event = asyncio.Event()
        self.waiting[event] = topic
        if self.listener is None or self.listener.done():
            self.listener = asyncio.create_task(self._listen())
        return event

    def leave(self, event: asyncio.Event) -> None:
        self.waiting.pop(event, None)

    def tell(self, case: str, lane: str = "") -> None:
        """News of calls is followed by itself: it changes no case and no list of them."""
        for event, topic in self.waiting.items():
            if topic == "calls" if lane == "calls" else topic in ("queue", case):
                event.set()

    async def _listen(self) -> None:
        while self.waiting:
            try:
                await self._read()
            except RedisError as error:
                log.warning("live updates wait for Redis: %s", type(error).__name__)
                await asyncio.sleep(2)

    async def _read(self) -> None:
        client = redis.Redis.from_url(settings.REDIS_URL)
        async with client, client.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            while self.waiting:
                message = await channel.get_message(ignore_subscribe_messages=True, timeout=5)
                if message:
                    told = json.loads(message["data"])
                    self.tell(told.get("case", ""), told.get("lane", ""))


hub = Hub()


def topic_of(query: bytes) -> str | None:
    """What the token allows to follow: "queue", a case's id, or None when it is not ours or too old."""
    token = parse_qs(query.decode("ascii", "replace")).get("token", [""])[0]
    try:
        return str(signing.loads(token, salt=SALT, max_age=MAX_AGE_SECONDS))
    except signing.BadSignature:
        return None


async def stream(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    topic = topic_of(scope.get("query_string", b""))
    if topic is None or not settings.REDIS_URL:
        # 204 tells EventSource to stop trying; the page then polls.
        await send(
            {
                "type": "http.response.start",
                "status": 204 if topic else 403,
                "headers": [],
            }
        )
        await send({"type": "http.response.body", "body": b""})
        return
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    event = hub.join(topic)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _say(send, b": here\n\n")
        while not gone.done():
            await _wait(event, gone)
            changed = event.is_set()
            if changed:
                await asyncio.sleep(SETTLE_SECONDS)
                event.clear()
            if not gone.done():
                await _say(send, b"data: changed\n\n" if changed else b": still here\n\n")
    finally:
        hub.leave(event)
        gone.cancel()


async def _say(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def _wait(event: asyncio.Event, gone: "asyncio.Task[None]") -> None:
    changed = asyncio.create_task(event.wait())
    await asyncio.wait({changed, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    changed.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
