"""The bell: its address, and settings that keep a killed worker's task from being lost or run for ever."""

import pytest

from backoffice import celery


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("rediss://:word@redis.example.org/1", "rediss://:word@redis.example.org/1"),
        ("unix:///run/onequeue/valkey.sock?db=3", "redis+socket:///run/onequeue/valkey.sock?virtual_host=3"),
        ("unix:///run/onequeue/valkey.sock", "redis+socket:///run/onequeue/valkey.sock?virtual_host=0"),
        ("", "memory://"),
    ],
)
def test_the_address_is_said_in_kombus_words(redis: str, broker: str) -> None:
    assert celery.broker_url(redis) == broker


def test_no_task_is_handed_out_again_while_it_may_still_run() -> None:
    assert celery.app.conf.broker_transport_options["visibility_timeout"] > celery.app.conf.task_time_limit


def test_a_task_that_kills_its_worker_is_not_given_to_the_next() -> None:
    assert celery.app.conf.task_acks_late is True
    assert celery.app.conf.task_reject_on_worker_lost is False


def test_what_the_clock_calls_exists() -> None:
    celery.app.loader.import_default_modules()
    called = {entry["task"] for entry in celery.app.conf.beat_schedule.values()}
    assert called <= set(celery.app.tasks)
