import subprocess
import sys
import threading
import time
from uuid import RFC_4122, UUID

import pytest

from casework import ids
from casework.ids import uuid7


def test_it_is_version_7_of_the_rfc_variant() -> None:
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_its_first_48_bits_are_milliseconds_since_1970(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_clock", ids._Clock())  # another test may have travelled ahead in time
    before = time.time_ns() // 1_000_000
    made = uuid7().int >> 80
    assert before <= made <= time.time_ns() // 1_000_000 + 1


def test_ids_of_one_process_ascend_and_never_repeat() -> None:
    made = [uuid7() for _ in range(5_000)]
    assert made == sorted(set(made))


def test_ids_ascend_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000)
    assert uuid7() > first


def test_a_counter_that_is_full_borrows_the_next_millisecond(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ids, "_clock", ids._Clock())
    monkeypatch.setattr(time, "time_ns", lambda: 5_000_000)
    first = uuid7()
    ids._clock.counter = (1 << 42) - 1
    second = uuid7()
    assert (first.int >> 80, second.int >> 80) == (5, 6)
    assert (second.version, second.variant) == (7, RFC_4122)


def test_threads_get_different_ids() -> None:
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2_000


_FORKING = """
import os
from casework.ids import uuid7
uuid7()
for _ in range(3):
    if os.fork() == 0:
        print(" ".join(str(uuid7()) for _ in range(50)), flush=True)
        os._exit(0)
    os.wait()
"""


def test_forked_workers_do_not_count_on_from_the_same_place() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", _FORKING], check=True, capture_output=True, text=True
    ).stdout
    made = [UUID(word) for word in printed.split()]
    counters = {(one.int >> 80, one.int >> 32 & 0x3FFF_FFFF) for one in made}
    assert len(made) == len(set(made)) == len(counters) == 150
