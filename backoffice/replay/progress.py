"""How far a long run is, in words."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

LINE_EVERY: Final = 5.0
SCREEN_EVERY: Final = 0.5


def rate(done: int, seconds: float) -> float:
    return done / seconds if seconds > 0 else 0.0


def duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class Progress:
    """Says where it is: over and over on one line of a terminal, now and then on a line of its own in a log."""

    def __init__(self, *, total: int, write: Callable[[str], None], screen: bool) -> None:
        self.total, self.counts = total, Counter[str]()
        self._write, self._screen = write, screen
        self._began = self._said = time.monotonic()

    @property
    def done(self) -> int:
        return self.counts.total()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def add(self, counts: Counter[str]) -> None:
        self.counts += counts
        every = SCREEN_EVERY if self._screen else LINE_EVERY
        if time.monotonic() - self._said >= every:
            self._said = time.monotonic()
            self.say()

    def say(self) -> None:
        speed = rate(self.done, self.seconds)
        left = duration((self.total - self.done) / speed) if speed else "?"
        share = 100 * self.done // self.total if self.total else 100
        words = f"{self.done:,} of {self.total:,} ({share} %)  {speed:,.0f} rows/s  {left} left"
        self._write(f"\r{words:<78}" if self._screen else f"{words}\n")

    def end(self) -> None:
        if self._screen:
            self._write("\n")


def is_screen() -> bool:
    return sys.stdout.isatty()
