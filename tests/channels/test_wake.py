"""The bell must never slow a webhook down."""

import os
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from channels import wake

# The fixture that silences the bell for other tests replaces the attribute; this is the function itself.
look = wake.look


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(wake, "breaker", wake.Breaker(wake.REST))
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

    monkeypatch.setattr(wake, "_publish", refused)
    assert [look() for _ in range(5)] == [False] * 5
    assert tried == [True]


def test_a_broker_that_came_back_is_used_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
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
