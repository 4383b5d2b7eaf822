"""Services and questions: worded, ordered, published, and never so that an answer or a rule loses its meaning."""

from typing import Any

import pytest
from django.test import Client

from casework import selectors
from casework.models import Case, Event, Question, Service, Staff
from casework.permissions import NotAllowed
from casework.services import service_catalogue as catalogue
from casework.services import service_questions as questions
from casework.services.service_catalogue import CannotBeService
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

LIST = "/desk/settings/services/"
LIST_STATEMENTS = 2
PAGE_STATEMENTS = 3
COLOURS = [{"value": "r", "label": "Red"}, {"value": "g", "label": "Green"}]


@pytest.fixture
def lead() -> Staff:
    make.office()
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


@pytest.fixture
def bins() -> Service:
    return make.service("missed-bin", name="Missed bin")


@pytest.fixture
def colour(bins: Service) -> Question:
    return make.question(bins, "colour", "choice", label="Which colour?", choices=COLOURS)


def url(service: Service, page: str = "") -> str:
    return f"{LIST}{service.code}/{page}"


def of(question: Question, page: str = "") -> str:
    return f"/desk/settings/questions/{question.pk}/{page}"


def asked(**fields: Any) -> dict[str, Any]:
    return {"label": "When did it begin?", "kind": "date", "choices": "", **fields}


def change(question: Question, lead: Staff, **changed: Any) -> Question:
    questions.change(
        question=question, wanted=questions.as_wanted(question, **changed), actor=lead, now=make.NOW
    )
    question.refresh_from_db()
    return question


# Services


def test_a_service_is_added_worded_and_published(desk: Client, lead: Staff) -> None:
    page = Page(desk.post(f"{LIST}new/", {"name": "Report a pothole", "group": "Streets"}, follow=True))
    service = Service.objects.get(code="report-a-pothole")
    assert "“Report a pothole” is added." in page.words and not service.published
    assert (
        "It asks nothing yet. Add a question"
        in Page(desk.post(url(service, "publish/"), {"do": "publish"}, follow=True)).words
    )
    desk.post(url(service, "questions/new/"), asked())
    page = Page(desk.post(url(service, "publish/"), {"do": "publish"}, follow=True))
    service.refresh_from_db()
    assert service.published and "is on the public form now" in page.words
    assert "Report a pothole" in Page(Client().get("/")).words
    fields = {
        "name": "Report a hole", "group": "Roads", "summary": "A hole.", "guidance": "Say where.\nAnd how deep.",
        "stop_notice": "Ring 999.", "restricted": "on", "sensitive": "on", "ask_when_closed": "on", "skill": "roads",
    }  # fmt: skip
    desk.post(url(service, "words/"), fields)
    service.refresh_from_db()
    kept = {name: getattr(service, name) for name in fields}
    assert kept == {**fields, "restricted": True, "sensitive": True, "ask_when_closed": True}
    assert service.code == "report-a-pothole"
    event = Event.objects.get(verb="service_changed")
    assert (
        event.actor == lead and event.before["name"] == "Report a pothole" and event.after["skill"] == "roads"
    )
    desk.post(url(service, "publish/"), {"do": "take_off"})
    service.refresh_from_db()
    assert not service.published and "Report a hole" not in Page(Client().get("/")).words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Give the service a name."),
        ({"name": "missed BIN"}, "Another service has this name already."),
        ({"name": "x" * 121}, "Shorten it to 120"),
        ({"skill": "two words"}, "Use letters, digits, hyphens and underscores only."),
        ({"guidance": "x" * 5001}, "Shorten it to 5,000"),
        ({"skill": "\x00"}, "Null characters"),
    ],
    ids=["empty", "taken", "long", "skill", "guidance", "NUL"],
)
def test_words_that_cannot_be_are_refused_and_not_lost(
    fields: dict[str, str], words: str, desk: Client, bins: Service
) -> None:
    other = make.service("other")
    for path in (f"{LIST}new/", url(other, "words/")):
        answer = desk.post(path, {"name": "Potholes", "group": "Streets", **fields})
        page = Page(answer)
        assert answer.status_code == 422 and words in page.words and page.values["group"] == "Streets"
    assert Service.objects.count() == 2 and not Event.objects.exists()


def test_services_are_put_in_order(desk: Client) -> None:
    for name in ("a", "b", "c"):
        make.service(name)
    desk.post(f"{LIST}c/move/", {"do": "up"})
    assert list(Service.objects.values_list("code", flat=True)) == ["a", "c", "b"]
    desk.post(f"{LIST}a/move/", {"do": "down"})
    assert list(Service.objects.values_list("code", flat=True)) == ["c", "a", "b"]
    assert "It cannot move further." in Page(desk.post(f"{LIST}b/move/", {"do": "down"}, follow=True)).words
    assert Event.objects.filter(verb="service_moved").count() == 2


# Questions


def test_a_question_is_added_with_a_code_of_its_own(desk: Client, bins: Service, lead: Staff) -> None:
    desk.post(url(bins, "questions/new/"), asked(required="on", by_text="on", text_label="Since when?"))
    desk.post(url(bins, "questions/new/"), asked(kind="choice", choices=" Red \n\nGreen\nRed", code=""))
    first, second = bins.questions.all()
    assert (first.code, first.kind, first.required, first.by_text, first.text_label) == (
        "when-did-it-begin", "date", True, True, "Since when?",
    )  # fmt: skip
    assert second.code == "when-did-it-begin-2" and second.position > first.position
    assert second.choices == [{"value": "red", "label": "Red"}, {"value": "green", "label": "Green"}]
    event = Event.objects.filter(verb="question_added").latest("id")
    assert event.actor == lead and event.after["service"] == str(bins.pk)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"label": ""}, "Write the question."),
        ({"kind": "nonsense"}, "Select a valid choice"),
        ({"kind": "choice", "choices": "Only one"}, "Write 2 to 60 choices"),
        ({"kind": "choices", "choices": ""}, "Write 2 to 60 choices"),
        ({"kind": "choice", "choices": "\n".join(map(str, range(61)))}, "Write 2 to 60 choices"),
        ({"kind": "choice", "choices": "a\n" + "x" * 201}, "is too long"),
        ({"kind": "file", "by_text": "on"}, "A file cannot be asked for by text."),
        ({"code": "a b"}, "Use letters, digits, hyphens and underscores only."),
        ({"text_label": "x" * 161}, "Shorten it to 160"),
        ({"label": "x" * 301}, "Shorten it to 300"),
    ],
    ids=[
        "no words",
        "kind",
        "one choice",
        "no choice",
        "too many",
        "long choice",
        "file by text",
        "code",
        "text",
        "long",
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    fields: dict[str, str], words: str, desk: Client, bins: Service
) -> None:
    answer = desk.post(url(bins, "questions/new/"), asked(**{"hint": "Roughly", **fields}))
    page = Page(answer)
    assert answer.status_code == 422 and words in page.words and page.values["hint"] == "Roughly"
    assert not Question.objects.exists()


def test_the_code_stays_once_somebody_answered(
    desk: Client, colour: Question, bins: Service, lead: Staff
) -> None:
    assert 'name="code"' in desk.get(of(colour)).content.decode()
    make.form(service_code="missed-bin", answers={"colour": "r"})
    page = desk.get(of(colour))
    assert 'name="code"' not in page.content.decode() and "somebody has answered it" in Page(page).words
    with pytest.raises(CannotBeService, match="so its code stays"):
        change(colour, lead, code="hue")


def test_an_unused_code_can_be_put_right_but_not_be_twice(
    colour: Question, bins: Service, lead: Staff
) -> None:
    make.question(bins, "since")
    with pytest.raises(CannotBeService, match="has a question with this code already"):
        change(colour, lead, code="since")
    assert change(colour, lead, code="hue").code == "hue"


def test_choices_keep_their_value_wherever_they_stand(colour: Question, lead: Staff) -> None:
    kept = change(colour, lead, choices=["Blue", "Green", "Red"]).choices
    assert kept == [
        {"value": "blue", "label": "Blue"},
        {"value": "g", "label": "Green"},
        {"value": "r", "label": "Red"},
    ]


def test_a_choice_that_comes_back_means_what_it_meant(colour: Question, lead: Staff) -> None:
    change(colour, lead, choices=["Green", "Blue"])
    assert change(colour, lead, choices=["Red", "Green"]).choices == [COLOURS[0], COLOURS[1]]


def test_other_words_never_take_the_value_of_a_choice_that_is_gone(bins: Service, lead: Staff) -> None:
    question = make.question(bins, "x", "choice", choices=[{"value": "blue", "label": "Red"}, COLOURS[1]])
    change(question, lead, choices=["Green", "Orange"])
    assert change(question, lead, choices=["Green", "Blue"]).choices[1] == {
        "value": "blue-2",
        "label": "Blue",
    }


def test_old_cases_keep_the_words_of_a_choice_and_of_a_question_that_are_gone(
    desk: Client, colour: Question, bins: Service, lead: Staff
) -> None:
    since = make.question(bins, "since", label="Since when?")
    taken = make.form(service_code="missed-bin", answers={"colour": "r", "since": "Monday"})
    assert taken.case is not None
    Case.objects.filter(pk=taken.case.pk).update(team=make.team("housing"))
    change(colour, lead, choices=["Green", "Blue"])
    questions.remove(question=since, actor=lead, now=make.NOW)
    words = Page(desk.get(f"/desk/cases/{taken.case.reference}/")).words
    assert "Which colour?" in words and "Red" in words.split("Which colour?")[1][:20], words
    assert "Monday" in words.split("Since when?")[1][:20]
    assert selectors.questions(service_id=bins.pk)["colour"][1] == {"r": "Red", "g": "Green", "blue": "Blue"}


def rule(code: str = "colour", value: Any = "r", **fields: Any) -> None:
    condition = {"fact": f"answers.{code}", "op": "is", "value": value}
    make.rules({"name": "Red bins", "conditions": {"all": [condition]}, **fields})


def test_a_question_that_a_rule_asks_for_keeps_its_code_and_stays(
    desk: Client, colour: Question, lead: Staff
) -> None:
    rule()
    words = "Routing rules ask for its answer: “Red bins”. Change them first."
    with pytest.raises(CannotBeService, match="Routing rules ask for its answer: “Red bins”"):
        change(colour, lead, code="hue")
    assert words in Page(desk.get(of(colour))).words
    assert words in Page(desk.get(of(colour, "remove/"))).words
    assert words in Page(desk.post(of(colour, "remove/"), follow=True)).words
    assert Question.objects.filter(pk=colour.pk, code="colour").exists()


@pytest.mark.parametrize(
    "changed", [{"choices": ["Green", "Blue"]}, {"kind": "text"}], ids=["without the choice", "another kind"]
)
def test_a_choice_that_a_rule_names_cannot_go(changed: dict[str, Any], colour: Question, lead: Staff) -> None:
    rule()
    with pytest.raises(CannotBeService, match="The routing rule “Red bins” asks for “Red”") as refused:
        change(colour, lead, **changed)
    assert refused.value.field == "choices"
    assert change(colour, lead, choices=["Red", "Blue"]).choices[0] == COLOURS[0]


def test_a_rule_that_is_switched_off_hinders_nothing(colour: Question, lead: Staff) -> None:
    rule(active=False)
    assert change(colour, lead, choices=["Green", "Blue"], code="hue").code == "hue"


def test_a_question_is_removed_and_its_answers_stay(
    desk: Client, colour: Question, bins: Service, lead: Staff
) -> None:
    make.question(bins, "since")
    taken = make.form(service_code="missed-bin", answers={"colour": "r"})
    page = Page(desk.post(of(colour, "remove/"), follow=True))
    assert "“Which colour?” is asked no more." in page.words
    assert taken.case is not None and Case.objects.get(pk=taken.case.pk).answers["colour"] == "r"
    event = Event.objects.get(verb="question_removed")
    assert event.actor == lead and event.before["choices"] == COLOURS


def test_the_last_question_of_a_published_service_stays(colour: Question, lead: Staff) -> None:
    with pytest.raises(CannotBeService, match="Take the service off the public form first"):
        questions.remove(question=colour, actor=lead, now=make.NOW)
    assert Question.objects.exists()


def test_questions_are_put_in_order(desk: Client, colour: Question, bins: Service) -> None:
    since = make.question(bins, "since")
    desk.post(of(since, "move/"), {"do": "up"})
    assert [each.code for each in bins.questions.all()] == ["since", "colour"]
    assert "It cannot move further." in Page(desk.post(of(since, "move/"), {"do": "up"}, follow=True)).words
    assert Event.objects.filter(verb="question_moved").count() == 1


def test_the_preview_asks_as_the_form_does_and_takes_nothing(
    desk: Client, colour: Question, bins: Service
) -> None:
    for kind in ("text", "long_text", "date", "postcode", "phone", "email", "file"):
        make.question(bins, kind.replace("_", "-"), kind, label=f"A {kind}?", required=kind == "text")
    make.question(bins, "many", "choices", choices=COLOURS)
    Service.objects.filter(pk=bins.pk).update(published=False, stop_notice="<script>alert(1)</script>")
    page = Page(desk.get(url(bins, "preview/")))
    assert "It is not on the public form" in page.words and page.dangers == []
    assert "A long_text? (optional)" in page.words and "A text? (optional)" not in page.words
    assert "Red" in page.words


# Who, and what is on record


@pytest.mark.parametrize("role", ["handler", "caseworker"])
def test_only_those_who_set_up_may(role: str, colour: Question, bins: Service) -> None:
    actor = make.staff("somebody", role=role)
    words, ask = catalogue.of(bins), questions.as_wanted(colour)
    for act in (
        lambda: catalogue.add(wanted=words, actor=actor, now=make.NOW),
        lambda: catalogue.change(service=bins, wanted=words, actor=actor, now=make.NOW),
        lambda: catalogue.publish(service=bins, published=False, actor=actor, now=make.NOW),
        lambda: catalogue.move(service=bins, up=True, actor=actor, now=make.NOW),
        lambda: questions.add(service=bins, wanted=ask, actor=actor, now=make.NOW),
        lambda: questions.change(question=colour, wanted=ask, actor=actor, now=make.NOW),
        lambda: questions.move(question=colour, up=True, actor=actor, now=make.NOW),
        lambda: questions.remove(question=colour, actor=actor, now=make.NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Event.objects.exists()


def test_what_is_as_it_was_leaves_no_event(colour: Question, bins: Service, lead: Staff) -> None:
    assert not catalogue.change(service=bins, wanted=catalogue.of(bins), actor=lead, now=make.NOW)
    assert not catalogue.publish(service=bins, published=True, actor=lead, now=make.NOW)
    change(colour, lead)
    assert not Event.objects.exists()


def test_the_changes_say_who_changed_what(desk: Client, colour: Question, bins: Service, lead: Staff) -> None:
    since = make.question(bins, "since", label="Since when?")
    change(colour, lead, choices=["Green", "Blue"], label="What colour?")
    questions.remove(question=since, actor=lead, now=make.NOW)
    desk.post(url(bins, "publish/"), {"do": "take_off"})
    words = Page(desk.get(url(bins, "changes/"))).words
    assert "“What colour?”. Choices: Red, Green, now Green, Blue" in words
    assert "“What colour?”. Question: “Which colour?”, now “What colour?”" in words
    assert "On the public form: yes, now no" in words and "Lead Example" in words
    assert "Removed the question “Since when?” from “Missed bin”" in words


@pytest.mark.parametrize("more", [0, 15], ids=["few", "many"])
def test_the_pages_cost_the_same_however_many_there_are(
    more: int, desk: Client, colour: Question, bins: Service, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        make.service(f"service-{number}")
        make.question(bins, f"question-{number}")
    with django_assert_num_queries(LIST_STATEMENTS):
        desk.get(LIST)
    with django_assert_num_queries(PAGE_STATEMENTS):
        desk.get(url(bins))
