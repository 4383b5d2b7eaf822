"""Words to Redis that nobody waits for go there together, and each hears what came of its own."""

import contextvars
from collections.abc import Callable
from typing import Any

import pytest
import redis
from django.conf import settings

from casework import afterwards
from casework.services import redis_words
from casework.services.redis_words import Words

KEY = "onequeue:test:words"


@pytest.fixture(autouse=True)
def forgotten() -> Any:
    client = redis_words.client()
    client.delete(KEY)
    yield
    client.delete(KEY)


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many commands went each time."""
    told: list[int] = []
    answers = redis_words._answers

    def counted(commands: Any) -> Any:
        asked = list(commands)
        told.append(len(asked))
        return answers(asked)

    monkeypatch.setattr(redis_words, "_answers", counted)
    return told


def refused(error: redis.RedisError) -> None:
    pytest.fail(f"refused: {error}")


def words(*commands: Any, heard: Any = refused, failed: Any = refused) -> None:
    afterwards.do(Words(*commands, heard=heard, failed=failed))


def in_a_request(said: Callable[[], None]) -> None:
    def requested() -> None:
        later = afterwards.gather()
        said()
        afterwards.catch_up(later)
        assert later == []

    contextvars.copy_context().run(requested)


def test_those_of_one_request_go_together_and_each_hears_its_own(ways: list[int]) -> None:
    heard: list[Any] = []

    def said() -> None:
        words(("INCR", KEY), ("EXPIRE", KEY, 60), heard=heard.append)
        afterwards.do(lambda: heard.append("another act"))
        words(("INCRBY", KEY, 5), heard=heard.append)
        assert heard == [] and ways == []

    in_a_request(said)
    assert heard == [[1, True], [6], "another act"] and ways == [3]


def test_outside_a_request_each_goes_at_once(ways: list[int]) -> None:
    heard: list[Any] = []
    words(("INCR", KEY), heard=heard.append)
    words(("INCR", KEY), heard=heard.append)
    assert heard == [[1], [2]] and ways == [1, 1]


def test_one_that_is_refused_hears_it_and_the_others_hear_theirs() -> None:
    heard: list[Any] = []

    def said() -> None:
        words(("SET", KEY, "no number"), heard=heard.append)
        words(("INCR", KEY), failed=lambda error: heard.append(type(error)))
        words(("GET", KEY), heard=heard.append)

    in_a_request(said)
    assert heard == [[True], redis.ResponseError, [b"no number"]]


def test_all_hear_that_redis_is_gone_and_what_else_is_left_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    gone = redis.Redis.from_url("redis://127.0.0.1:9/0", socket_connect_timeout=0.2)
    monkeypatch.setattr(redis_words, "client", lambda: gone)

    def said() -> None:
        for name in ("one", "two"):
            words(("INCR", KEY), failed=lambda error, name=name: heard.append((name, type(error))))
        afterwards.do(lambda: heard.append("another act"))

    in_a_request(said)
    assert heard == [("one", redis.ConnectionError), ("two", redis.ConnectionError), "another act"]


def test_one_that_stumbles_over_its_answer_keeps_it_from_nobody_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[Any] = []

    def said() -> None:
        words(("INCR", KEY), heard=lambda answers: answers[7])
        words(("INCR", KEY), heard=heard.append)

    in_a_request(said)
    assert heard == [[2]] and "IndexError" in caplog.text


def test_where_there_is_redis_in_tests_it_is_a_real_one() -> None:
    assert settings.REDIS_URL and redis_words.client().ping()
