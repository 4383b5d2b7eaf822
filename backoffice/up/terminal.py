"""What the start says: one line a step, each with the part it comes from."""

import threading
from typing import IO

WIDTH = 8
_one_at_a_time = threading.Lock()


def say(words: str, *, part: str = "onequeue") -> None:
    with _one_at_a_time:
        print(f"{part:<{WIDTH}} | {words}", flush=True)


def pump(stream: IO[bytes], part: str) -> None:
    """Show what a child writes until it closes its end."""
    with stream:
        for line in stream:
            say(line.decode(errors="replace").rstrip(), part=part)
