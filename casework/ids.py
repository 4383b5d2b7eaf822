"""Primary keys: UUID version 7 (RFC 9562), so that newer rows sort after older ones."""

import os
import threading
import time
from datetime import datetime
from uuid import UUID

_COUNTER_BITS = 42
_RANDOM_BITS = 32
_TIME_LIMIT = 1 << 48


class _Clock:
    """Time and counter of the last id. The counter makes ids of one millisecond, or of a clock set back, ascend."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last_ms = -1
        self.counter = 0

    def tick(self) -> tuple[int, int]:
        """Milliseconds since 1970 and the 42-bit counter to use with them."""
        now_ms = time.time_ns() // 1_000_000
        with self.lock:
            if now_ms > self.last_ms:
                self.last_ms, self.counter = now_ms, _fresh_counter()
            else:
                self.counter += 1
            if self.counter >> _COUNTER_BITS:
                self.last_ms, self.counter = self.last_ms + 1, _fresh_counter()
            return self.last_ms, self.counter


def _fresh_counter() -> int:
    """Random, its highest bit clear: room for two million million ids in the same millisecond."""
    return int.from_bytes(os.urandom(6), "big") >> (48 - _COUNTER_BITS + 1)


_clock = _Clock()


def _forget_parent() -> None:
    """A forked worker must not go on counting from where its brothers go on counting too."""
    global _clock
    _clock = _Clock()


os.register_at_fork(after_in_child=_forget_parent)


def uuid7() -> UUID:
    """A new id, greater than every one this process made before."""
    milliseconds, counter = _clock.tick()
    value = (milliseconds % _TIME_LIMIT) << 80
    value |= 0x7 << 76
    value |= (counter >> 30) << 64
    value |= 0b10 << 62
    value |= (counter & 0x3FFF_FFFF) << _RANDOM_BITS
    value |= int.from_bytes(os.urandom(4), "big")
    return UUID(int=value)


def least_at(moment: datetime) -> UUID:
    """The least id that a row of this moment can have: where newer rows begin in the index of the keys."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
