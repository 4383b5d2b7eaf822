"""Who else has a case open: from Redis alone, with names of staff, to those who see the case; and the one stream."""

import asyncio
import json
from typing import Any

import pytest
import time_machine
from django.conf import settings as conf
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis.exceptions import RedisError

from backoffice import live as streams
from casework.live_tokens import live_url, of_person, of_presence
from casework.models import Case, Staff
from casework.services import live, notes, presence, redis_words
from tests import factories as make
from tests.integration.test_asgi import get

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    make.office(acknowledge_texts=False)
    return make.case("My boiler is broken")


@pytest.fixture
def ann(case: Case) -> Staff:
    return make.staff("ann")


@pytest.fixture
def ben(case: Case) -> Staff:
    return make.staff("ben")


def beat(staff: Staff, case: Case, doing: str = "looking", page: str = "one") -> Any:
    desk = Client()
    desk.force_login(staff)
    return desk.post(f"/desk/cases/{case.reference}/presence/", {"page": page, "doing": doing})


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_each_is_told_of_the_others_and_not_of_themselves(case: Case, ann: Staff, ben: Staff) -> None:
    assert beat(ann, case).status_code == 204
    assert "Ann Example is looking at this case" in words(beat(ben, case))
    cat = make.staff("cat")
    beat(ben, case, "reply")
    assert "Ann Example is looking at this case, Ben Example is writing a reply" in words(beat(cat, case))
    # A second page of the same person shows the more telling of the two
    beat(ben, case, "looking", page="two")
    assert "Ben Example is writing a reply" in words(beat(ann, case))
    beat(ben, case, "gone", page="one")
    assert "Ben Example and Cat Example are looking at this case" in words(beat(ann, case))


def test_a_page_that_says_nothing_any_more_is_gone(
    case: Case, ann: Staff, ben: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat(ann, case, "note")
    assert "Ann Example is writing a note" in words(beat(ben, case))
    later = presence.time.time() + presence.STAYS + 1
    monkeypatch.setattr(presence.time, "time", lambda: later)
    assert beat(ben, case).status_code == 204
    assert 0 < redis_words.client().ttl(f"onequeue:here:{case.pk}") <= presence.STAYS * 2


@pytest.mark.parametrize("url", ["", "redis://127.0.0.1:1/0"], ids=["no Redis", "a Redis that is away"])
def test_without_redis_nobody_is_shown(case: Case, ann: Staff, ben: Staff, settings: Any, url: str) -> None:
    beat(ann, case)
    settings.REDIS_URL = url
    assert beat(ben, case).status_code == 204


def page(staff: Staff, case: Case, **headers: str) -> str:
    desk = Client()
    desk.force_login(staff)
    return words(desk.get(f"/desk/cases/{case.reference}/", headers=headers))


def test_whoever_fetches_the_page_is_there_and_finds_on_it_who_else_is(
    case: Case, ann: Staff, ben: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(live, "publish", said.append)
    alone = page(ann, case)
    assert "is looking at this case" not in alone and 'data-live-poll="off"></div>' in alone
    assert "Ann Example is looking at this case" in page(ben, case)
    assert said == [{"here": str(case.pk)}] * 2
    # The page goes on under the name it was given
    name = alone.partition('data-presence-page="')[2].partition('"')[0]
    assert beat(ann, case, "gone", page=name).status_code == 200
    assert beat(ben, case).status_code == 204


def test_a_page_that_nobody_reads_yet_says_nothing(case: Case, ann: Staff, ben: Staff) -> None:
    desk = Client()
    desk.force_login(ann)
    assert desk.head(f"/desk/cases/{case.reference}/").status_code == 200
    page(ann, case, sec_purpose="prefetch;prerender")
    assert beat(ben, case).status_code == 204


def test_a_redis_that_fails_is_left_alone_for_a_while(
    case: Case, ann: Staff, ben: Staff, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def fails() -> Any:
        asked.append(presence.time.monotonic())
        raise RedisError("it hangs")

    settings.REDIS_URL = "redis://127.0.0.1:2/0"
    monkeypatch.setattr(redis_words, "client", fails)
    assert "is looking" not in page(ann, case) + page(ben, case)
    assert len(asked) == 1
    later = presence.time.monotonic() + presence.REST
    monkeypatch.setattr(presence.time, "monotonic", lambda: later)
    page(ben, case)
    assert len(asked) == 2


def test_the_page_states_its_statements_where_somebody_else_is_there(
    case: Case, ann: Staff, ben: Staff
) -> None:
    page(ann, case)
    desk = Client()
    desk.force_login(ann)
    with CaptureQueriesContext(connection) as alone:
        desk.get(f"/desk/cases/{case.reference}/")
    page(ben, case)
    with CaptureQueriesContext(connection) as together:
        desk.get(f"/desk/cases/{case.reference}/")
    assert len(together) == len(alone) + 1  # names


def test_who_does_not_see_the_case_is_told_nothing(case: Case, ann: Staff) -> None:
    beat(ann, case)
    far = make.staff("far", teams=("parks",))
    assert beat(far, case).status_code == 404
    assert "is looking at this case" not in page(far, case)
    assert beat(ann, case).status_code == 204  # nor is it said that they tried
    Case.objects.update(restricted=True)
    assert beat(ann, case).status_code == 404


@pytest.mark.parametrize(
    ("page", "doing"),
    [("", "looking"), ("x y", "looking"), ("x" * 21, "looking"), ("\x00", "looking"), ("one", "sleeping"), ("one", "")],
    ids=["no page", "a space", "too long", "NUL", "unknown", "nothing"],
)  # fmt: skip
def test_odd_words_are_refused(case: Case, ann: Staff, page: str, doing: str) -> None:
    assert beat(ann, case, doing, page).status_code == 422


def test_a_beat_states_its_statements(case: Case, ann: Staff, ben: Staff) -> None:
    beat(ann, case)
    desk = Client()
    desk.force_login(ben)
    url = f"/desk/cases/{case.reference}/presence/"
    with CaptureQueriesContext(connection) as one:
        desk.post(url, {"page": "p", "doing": "looking"})
    for number in range(10):
        beat(make.staff(f"w{number}"), case)
    with CaptureQueriesContext(connection) as many:
        desk.post(url, {"page": "p", "doing": "looking"})
    assert len(one) == len(many) == 3  # session with staff member, case, names
    assert "9 others are looking" in words(desk.post(url, {"page": "p", "doing": "looking"}))


def test_others_hear_of_it_only_where_something_changed(
    case: Case, ann: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(live, "publish", said.append)
    for doing in ("looking", "looking", "reply", "reply", "looking", "gone", "gone"):
        beat(ann, case, doing)
    assert said == [{"here": str(case.pk)}] * 4


# The one stream


def token(topic: str) -> str:
    return live_url(topic).partition("token=")[2]


def test_a_page_is_given_the_same_token_within_a_minute_and_no_other_pages() -> None:
    with time_machine.travel(make.NOW, tick=False) as clock:
        first = token("queue")
        clock.shift(59)
        assert token("queue") == first != token("calls")
        clock.shift(1)
        assert token("queue") != first


@pytest.mark.parametrize(
    ("news", "heard"),
    [
        ({"case": "c1", "lane": ""}, {0, 1}),
        ({"case": "", "lane": "held"}, {0}),
        ({"case": "", "lane": "calls"}, {2}),
        ({"staff": ["s1", "s2"]}, {3}),
        ({"staff": ["s2"]}, set()),
        ({"here": "c1"}, {4}),
        ({"case": "c2", "lane": ""}, {0}),
    ],
    ids=["a case", "held", "calls", "told", "told another", "presence", "another case"],
)
def test_a_stream_is_told_of_what_it_follows(news: dict[str, Any], heard: set[int]) -> None:
    stream = streams.Stream({0: "queue", 1: "c1", 2: "calls", 3: "staff:s1", 4: "here:c1"})
    stream.tell(streams.topics_of_news(news))
    assert stream.changed == heard and stream.event.is_set() == bool(heard)
    assert stream.take() == b" ".join(b"%d" % each for each in sorted(heard))
    assert not stream.event.is_set() and stream.take() == b""


def test_one_stream_joins_the_topics_of_a_page_and_says_which_count() -> None:
    query = f"token={token('queue')}&token=forged:0000&token={token('staff:x')}".encode()
    assert streams.topics_of(query) == {0: "queue", 2: "staff:x"}
    start, first, *_ = get("/desk/live/", query)
    assert start["status"] == 200 and first["body"] == b"event: follows\ndata: 0 2\n\n"
    many = "&".join(f"token={token('queue')}" for _ in range(30)).encode()
    assert len(streams.topics_of(many)) == streams.MOST_TOPICS


def test_news_goes_from_a_note_to_the_stream_of_whom_it_names(
    case: Case, ann: Staff, ben: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    """Through Redis, as an open page hears it."""
    query = f"token={token(of_presence(case.pk))}&token={token(of_person(ben.pk))}".encode()

    def write() -> None:
        live.publish({"staff": [str(ben.pk)]})

    said = asyncio.run(_listened(query, write))
    assert b"data: 1\n\n" in said
    published: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "publish", published.append)
        with django_capture_on_commit_callbacks(execute=True):
            notes.add_note(case=case, body="@ben", actor=ann, now=make.NOW)
    assert {"staff": [str(ben.pk)]} in published
    assert "@ben" not in json.dumps(published) and conf.REDIS_URL


async def _listened(query: bytes, do: Any) -> list[bytes]:
    said: list[bytes] = []
    heard, over = asyncio.Event(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        said.append(message.get("body", b""))
        if said[-1].startswith(b"data: "):
            heard.set()

    streams.hub.listener = None
    talk = asyncio.create_task(streams.stream({"query_string": query}, receive, send))
    for _ in range(100):  # the listener joins Redis in its own time
        do()
        try:
            await asyncio.wait_for(heard.wait(), 0.3)
            break
        except TimeoutError:
            continue
    over.set()
    await talk
    if streams.hub.listener is not None:
        streams.hub.listener.cancel()
    streams.hub.listener = None
    return said
