"""The demo's scripts: they run forwards, use free numbers, and answer what is asked."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from casework import phone_numbers, postcodes, routing
from casework.demo import clock, office, people, rules, services, short
from casework.demo.script import Story
from casework.demo.stories import SCRIPTED
from casework.models.service import QuestionKind

STORIES: tuple[Story, ...] = (*SCRIPTED, *short.stories())
A_MONDAY = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)


def test_every_story_has_a_key_of_its_own() -> None:
    assert len({story.key for story in STORIES}) == len(STORIES)


@pytest.mark.parametrize("hours", range(0, 8 * 24, 7))
def test_stories_run_forwards_and_end_before_now_on_every_day_of_a_week(hours: int) -> None:
    now = A_MONDAY + timedelta(hours=hours)
    for story in STORIES:
        times = [clock.moment(step.at, now=now) for step in story.steps]
        assert times == sorted(times), story.key
        assert times[-1] <= now, story.key


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("40m", datetime(2026, 3, 2, 13, 50, tzinfo=UTC)),
        ("5h", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("1d 10:15", datetime(2026, 2, 27, 10, 15, tzinfo=UTC)),
        ("6d 10:15", datetime(2026, 2, 20, 10, 15, tzinfo=UTC)),
        ("1s 21:10", datetime(2026, 2, 28, 21, 10, tzinfo=UTC)),
        ("2u 09:00", datetime(2026, 2, 22, 9, 0, tzinfo=UTC)),
    ],
)
def test_times_count_back_from_now(at: str, expected: datetime) -> None:
    assert clock.moment(at, now=A_MONDAY) == expected


@pytest.mark.parametrize("at", ["", "yesterday", "3d", "3d 9:5", "-1h"])
def test_a_time_in_no_notation_is_refused(at: str) -> None:
    with pytest.raises(clock.NoSuchTime, match="is no time"):
        clock.moment(at, now=A_MONDAY)


def test_no_two_texts_read_the_same() -> None:
    said = Counter(step.body for story in STORIES for step in story.steps if len(step.body) > 40)
    assert [body for body, times in said.items() if times > 1] == []


def test_every_number_is_kept_free_for_drama() -> None:
    raw = {point.raw for somebody in people.PEOPLE for point in somebody.points if point.kind == "phone"}
    raw |= {number for number in people.STRANGERS.values() if number}
    raw |= {story.number for story in STORIES if story.number}
    raw |= {step.more["number"] for story in STORIES for step in story.steps if step.more.get("number")}
    for number in raw | {office.PHONE, office.MAIN_NUMBER, office.VAN_NUMBER}:
        value = phone_numbers.read(number).value
        assert value.startswith(("+447700900", "+441632960", "+442079460")), number
        assert len(value) == 13, number


def test_every_answer_is_to_a_question_of_its_service() -> None:
    asked = {
        each.code: {question.code: question for question in each.questions} for each in services.SERVICES
    }
    for story in STORIES:
        for step in story.steps:
            for code, answer in step.more.get("answers", {}).items():
                question = asked[step.service][code]
                values = {value for value, _ in question.choices}
                given = answer if isinstance(answer, list) else [answer]
                assert not values or set(given) <= values, (story.key, code)
                assert question.kind != "postcode" or postcodes.read(answer).valid, (story.key, answer)


def test_every_kind_of_question_is_asked_somewhere() -> None:
    assert {question.kind for each in services.SERVICES for question in each.questions} == set(
        QuestionKind.values
    )


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_routing_rule_can_be_read(rule: rules.Rule) -> None:
    routing.parse_conditions(rule.conditions)
    routing.check_rule(
        routing.Rule(
            name=rule.name, team=rule.team, priority=rule.priority, tags=rule.tags, restricted=rule.restricted
        )
    )
    assert rule.team in {"", *(team.code for team in office.TEAMS)}


def test_every_service_leads_to_a_team() -> None:
    ruled = routing.compile_rules(
        routing.Rule(name=rule.name, conditions=rule.conditions, team=rule.team) for rule in rules.RULES
    )
    for service in services.SERVICES:
        routed = routing.route(ruled, routing.RouteFacts(service=service.code), triage_team="nobody")
        assert routed.team != "nobody", service.code
