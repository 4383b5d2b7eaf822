"""The bell must never slow a webhook down."""

import os
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from channels import tasks, wake

# The fixture that silences the bell for other tests replaces the attribute; this is the function itself.
look = wake.look


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(wake, "breaker", wake.Breaker(wake.REST))
    monkeypatch.setattr(wake, "WAITING", f"onequeue:look-waits:{uuid4()}")
    wake._pool.cache_clear()
    yield
    wake._pool.cache_clear()


def test_an_office_without_a_broker_rings_nothing(settings: Any) -> None:
    settings.REDIS_URL = ""
    assert look() is False


def test_a_broker_that_fails_is_left_alone_for_a_while(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    tried: list[bool] = []

    def refused(after: object) -> None:
        tried.append(True)
        raise ConnectionRefusedError

    monkeypatch.setattr(wake, "_one_waits", lambda: False)
    monkeypatch.setattr(wake, "_publish", refused)
    assert [look() for _ in range(5)] == [False] * 5
    assert tried == [True]


def test_a_broker_that_came_back_is_used_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(wake, "_one_waits", lambda: False)
    monkeypatch.setattr(wake, "_publish", lambda after: None)
    wake.breaker.trip()
    assert look() is False
    wake.breaker.reset()
    assert look() is True


def test_a_broker_that_takes_the_call_and_says_nothing_costs_about_a_second(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from celery import Celery

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.REDIS_URL = url
        monkeypatch.setattr(wake, "current_app", Celery("silent", broker=url, set_as_current=False))
        started = time.monotonic()
        assert look() is False
        first = time.monotonic() - started
        assert look() is False
        assert first < 2.0
        assert time.monotonic() - started - first < 0.05


def test_the_word_reaches_the_queue_of_the_workers(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import redis
    from celery import Celery

    from backoffice.celery import broker_url

    if not settings.REDIS_URL:
        pytest.skip("no Redis or Valkey was found for the tests")
    app = Celery("bell", broker=broker_url(settings.REDIS_URL), set_as_current=False)
    app.conf.task_default_queue = queue = f"test-{os.getpid()}"
    monkeypatch.setattr(wake, "current_app", app)
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        started = time.monotonic()
        assert look() is True
        assert time.monotonic() - started < 1.0
        assert broker.llen(queue) == 1
        broker.delete(queue)


@pytest.fixture
def words(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    if not settings.REDIS_URL:
        pytest.skip("no Redis or Valkey was found for the tests")
    sent: list[timedelta] = []
    monkeypatch.setattr(wake, "_publish", sent.append)
    return sent


def test_while_one_word_waits_nobody_sends_another(words: list[timedelta]) -> None:
    assert [look() for _ in range(1000)] == [True] * 1000
    assert len(words) == 1


def test_a_worker_that_begins_to_look_is_told_of_what_comes_after(
    words: list[timedelta], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is stored while it looks may be missed by it, so that is told again.
    monkeypatch.setattr(tasks.looking, "look", lambda **_: look())
    look()
    tasks.look()
    assert len(words) == 2


def test_a_word_that_was_lost_keeps_nobody_silent_for_long(
    words: list[timedelta], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake, "WAITS", timedelta(milliseconds=50))
    look()
    time.sleep(0.1)
    look()
    assert len(words) == 2


def test_one_that_is_to_come_later_is_said_whatever_waits(words: list[timedelta]) -> None:
    look()
    look(after=timedelta(seconds=10))
    look(after=timedelta(seconds=10))
    assert words == [timedelta(0), timedelta(seconds=10), timedelta(seconds=10)]
