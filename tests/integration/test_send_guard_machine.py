"""Whatever staff, people and the clock do, nothing is handed to a number that must not have it at that instant.

`make chaos ONLY=guard` tells many more of these stories.
"""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from casework.models import Delivery
from casework.safety_rules import Safety
from channels.contracts import Outgoing
from chaos import guard
from chaos.guard_machine import SendGuard
from chaos.guard_world import World

pytestmark = pytest.mark.django_db

STORIES, LENGTH = 50, 40


def test_no_story_ends_with_a_text_where_none_may_go() -> None:
    SendGuard.steps, World.total_handed = 0, 0
    guard.tell(stories=STORIES, length=LENGTH, seed=7)
    assert SendGuard.steps >= STORIES * LENGTH * 0.8
    assert World.total_handed >= 50, "stories in which nothing is sent show nothing"


@pytest.fixture
def world() -> Any:
    found = World()
    yield found
    found.close()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"text_ok": False}, "not safe"),
        ({"do_not_use": True}, "not to be used"),
        ({"opted_out_at": "now"}, "opted out"),
        ({"confirmed_at": None}, "not confirmed"),
        ({"safe_from": time(18), "safe_until": time(20)}, "outside its safe hours"),
    ],
)
def test_the_watcher_sees_a_guard_that_sleeps(world: World, flags: dict[str, Any], words: str) -> None:
    """Were the guard gone, the provider that looks would say so: each kind of harm once."""
    from casework.services import contact_points, outbound

    point = contact_points.find_or_create(kind="phone", raw="+447700900301")
    assert point is not None
    known = world.of(point.value)
    known.confirmed, point.confirmed_at = True, world.now
    for name, value in flags.items():
        setattr(point, name, world.now if value == "now" else value)
    point.save()
    contact = outbound.write(case=None, channel="sms", point=point, person=None, body="x", now=world.now)
    delivery = Delivery.objects.get(contact=contact)
    world.look(Outgoing(delivery_id=delivery.pk, to=point.value, body="x"))
    assert [each for each in world.wrong if words in each and "(record)" in each]


def test_the_watcher_sees_a_flag_that_was_loosened_by_the_way(world: World) -> None:
    from casework.services import contact_points

    point = contact_points.find_or_create(kind="phone", raw="+447700900301")
    assert point is not None and world.differences() == []
    world.of(point.value).safety = replace(Safety(), text_ok=False)
    assert len(world.differences()) == 1
