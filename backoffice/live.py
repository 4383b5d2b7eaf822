"""Server-sent events for open desks, outside Django: one Redis listener a process, no thread and no database
connection a stream.

A page has one stream for all that it follows. A stream only ever says "look again", and at what: the places of the
tokens in its address. Whoever looks asks with their own session, so nothing here can disclose. Each token names a
topic and was signed by a page that the reader could open.
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


MOST_TOPICS = 12  # of one page


class Stream:
    """What one page follows, and which of it changed since it was last told."""

    def __init__(self, topics: dict[int, str]) -> None:
        self.topics = topics  # by the place of its token in the address
        self.changed: set[int] = set()
        self.event = asyncio.Event()

    def tell(self, topics: set[str]) -> None:
        found = {place for place, topic in self.topics.items() if topic in topics}
        if found:
            self.changed |= found
            self.event.set()

    def take(self) -> bytes:
        """The places that changed, once."""
        places, self.changed = sorted(self.changed), set()
        self.event.clear()
        return b" ".join(b"%d" % place for place in places)


class Hub:
    """Hands each change to the streams it concerns."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.listener: asyncio.Task[None] | None = None

    def join(self, topics: dict[int, str]) -> Stream:
        stream = Stream(topics)
        self.streams.add(stream)
        if self.listener is None or self.listener.done():
            self.listener = asyncio.create_task(self._listen())
        return stream

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)

    def tell(self, message: dict[str, Any]) -> None:
        topics = topics_of_news(message)
        for stream in self.streams:
            stream.tell(topics)

    async def _listen(self) -> None:
        while self.streams:
            try:
                await self._read()
            except RedisError as error:
                log.warning("live updates wait for Redis: %s", type(error).__name__)
                await asyncio.sleep(2)

    async def _read(self) -> None:
        client = redis.Redis.from_url(settings.REDIS_URL)
        async with client, client.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            while self.streams:
                message = await channel.get_message(ignore_subscribe_messages=True, timeout=5)
                if message:
                    self.tell(json.loads(message["data"]))


hub = Hub()


def topics_of_news(message: dict[str, Any]) -> set[str]:
    """News of calls, of notifications and of who is there are followed by themselves: no case and no list changed."""
    if "staff" in message:
        return {f"staff:{each}" for each in message["staff"]}
    if "here" in message:
        return {f"here:{message['here']}"}
    if message.get("lane") == "calls":
        return {"calls"}
    return {"queue", message.get("case", "")}


def topics_of(query: bytes) -> dict[int, str]:
    """What the tokens allow to follow, by their places. Those that are not ours or too old are left out."""
    tokens = parse_qs(query.decode("ascii", "replace")).get("token", [])[:MOST_TOPICS]
    found = ((place, _read(token)) for place, token in enumerate(tokens))
    return {place: topic for place, topic in found if topic is not None}


def _read(token: str) -> str | None:
    try:
        return str(signing.loads(token, salt=SALT, max_age=MAX_AGE_SECONDS))
    except signing.BadSignature:
        return None


async def stream(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    topics = topics_of(scope.get("query_string", b""))
    if not topics or not settings.REDIS_URL:
        # 204 tells EventSource to stop trying; the page then polls.
        await send(
            {
                "type": "http.response.start",
                "status": 204 if topics else 403,
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
    joined = hub.join(topics)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        # Which of the tokens count; what is not among them is looked at by polling.
        await _say(send, b"event: follows\ndata: %b\n\n" % b" ".join(b"%d" % place for place in topics))
        while not gone.done():
            await _wait(joined.event, gone)
            changed = joined.event.is_set()
            if changed:
                await asyncio.sleep(SETTLE_SECONDS)
            if not gone.done():
                await _say(send, b"data: %b\n\n" % joined.take() if changed else b": still here\n\n")
    finally:
        hub.leave(joined)
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
