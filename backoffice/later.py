"""What nobody waits for (casework/afterwards.py), done by a thread of its own once the answer is out.

The thread that made a page is free for the next one, with its connection warm, however long the broker takes to be told. All
that came while this one was busy goes together: after a slow word to Redis one more catches up with everything.
"""

import asyncio
import logging

from django.db import close_old_connections

from backoffice.threads import Threads
from casework import afterwards
from casework.afterwards import Act

log = logging.getLogger(__name__)


class Later:
    """Used by the server's loop alone. Its thread is there from the first act on, with a connection to the database if one asks."""

    def __init__(self) -> None:
        self._thread = Threads(1)
        self._waiting: list[Act] = []
        self._busy = False

    def give(self, acts: list[Act]) -> None:
        self._waiting += acts
        if self._waiting and not self._busy:
            self._busy = True
            given, self._waiting = self._waiting, []
            self._thread.run(lambda: _caught_up(given)).add_done_callback(self._is_free)

    def _is_free(self, done: "asyncio.Future[None]") -> None:
        self._busy = False
        if not done.cancelled() and (fault := done.exception()):
            log.error("what nobody waits for was left undone", exc_info=fault)
        self.give([])


def _caught_up(acts: list[Act]) -> None:
    """The connection is looked after as that of a request is."""
    close_old_connections()
    afterwards.catch_up(acts)
    close_old_connections()
