"""Macros: set up step by step, shown before anything is done, then done as a whole, once, or not at all."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from casework.models import Case, Contact, Event, FollowUp, Macro, Note, Staff, TextTemplate
from casework.permissions import NotAllowed
from casework.services import macro_runs, macros
from casework.services.macros import CannotBeMacro
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

LIST = "/desk/settings/macros/"
LIST_STATEMENTS = 5
TAG = {"do": "tag", "tag": "heating"}
NOTE = {"do": "note", "words": "Rang twice"}
REPLY = {"do": "reply", "template": "made"}
CLOSE = {"do": "status", "to": "resolved", "outcome": "Sorted out"}


@pytest.fixture
def lead() -> Staff:
    make.office(phone="01632 960123", acknowledge_texts=False)
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


@pytest.fixture
def case(lead: Staff) -> Case:
    return make.case()


@pytest.fixture
def template() -> TextTemplate:
    return TextTemplate.objects.create(
        code="made", name="Appointment made", body="About {reference}: we come. {staff}"
    )


def macro(*steps: dict[str, Any], **fields: Any) -> Macro:
    return Macro.objects.create(**{"name": "Settle it", "steps": list(steps), **fields})


def page_of(case: Case, one: Macro) -> str:
    return f"/desk/cases/{case.reference}/macros/?macro={one.pk}"


def press(desk: Client, case: Case, one: Macro, **fields: str) -> Any:
    token = Page(desk.get(page_of(case, one))).values["token"]
    return desk.post(page_of(case, one), {"token": token, **fields}, follow=True)


# Set up


def test_a_macro_is_made_step_by_step(desk: Client, lead: Staff, template: TextTemplate) -> None:
    make.team("money")
    page = Page(
        desk.post(
            f"{LIST}new/",
            {"name": "Settle it", "about": "At the end", "service": "", "active": "on"},
            follow=True,
        )
    )
    one = Macro.objects.get()
    assert "“Settle it” is made. Add its steps." in page.words and "No steps yet" in page.words
    step = f"{LIST}{one.pk}/step/"
    for kind, fields in {
        "reply": {"template": "made"},
        "note": {"words": "Told them"},
        "status": {"to": "resolved", "outcome": "Sorted out"},
        "assign": {"to": "me"},
        "tag": {"tag": "heating"},
        "follow_up": {"kind": "callback", "days": "2", "words": "Ring"},
        "team": {"team": "money"},
    }.items():
        assert desk.get(f"{step}?kind={kind}").status_code == 200
        assert "The step is added." in Page(desk.post(f"{step}?kind={kind}", fields, follow=True)).words
    one.refresh_from_db()
    assert [each["do"] for each in one.steps] == [
        "reply",
        "note",
        "status",
        "assign",
        "tag",
        "follow_up",
        "team",
    ]
    assert one.steps[5] == {"do": "follow_up", "kind": "callback", "days": 2, "words": "Ring"}
    words = Page(desk.get(LIST)).words
    assert "Reply with the template “Appointment made”" in words and "Send it to the team “Money”" in words
    assert "{" not in words
    assert Event.objects.filter(verb="macro_changed", actor=lead).count() == 7


def test_steps_are_changed_moved_and_removed(desk: Client) -> None:
    one = macro(TAG, NOTE)
    desk.post(f"{LIST}{one.pk}/step/?place=1", {"words": "Rang once"})
    desk.post(f"{LIST}{one.pk}/", {"do": "up", "place": "1"})
    one.refresh_from_db()
    assert one.steps == [{"do": "note", "words": "Rang once"}, TAG]
    desk.post(f"{LIST}{one.pk}/", {"do": "remove", "place": "0"})
    one.refresh_from_db()
    assert one.steps == [TAG]
    event = Event.objects.filter(verb="macro_changed").latest("id")
    assert len(event.before["steps"]) == 2 and event.after["steps"] == [TAG]


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("reply", {"template": "gone"}, "Choose a template."),
        ("note", {"words": ""}, "Write the words of the note."),
        ("status", {"to": "closed", "outcome": ""}, "Say how the case ends"),
        ("follow_up", {"kind": "callback", "days": "many", "words": "x"}, "Write a number of working days"),
        ("tag", {"tag": "\x00,"}, "Write one tag, without commas."),
        ("assign", {"to": "nobody-here"}, "Choose who gets it."),
        ("team", {"team": "\x00"}, "Choose a team."),
    ],
    ids=["reply", "note", "status", "days", "tag", "assign", "team"],
)
def test_a_step_that_cannot_be_is_refused(
    kind: str, fields: dict[str, str], words: str, desk: Client
) -> None:
    one = macro()
    answer = desk.post(f"{LIST}{one.pk}/step/?kind={kind}", fields)
    assert answer.status_code == 422 and words in Page(answer).words
    one.refresh_from_db()
    assert one.steps == []


def test_an_order_in_which_they_do_not_go_together_is_refused(desk: Client) -> None:
    one = macro(TAG, {"do": "team", "team": make.team("money").code})
    page = Page(desk.post(f"{LIST}{one.pk}/", {"do": "up", "place": "1"}, follow=True))
    assert "Sending it to another team comes last" in page.words
    one.refresh_from_db()
    assert one.steps[0] == TAG


@pytest.mark.parametrize("place", ["", "-1", "99", "\x00", "²", "9" * 50])
@pytest.mark.parametrize("do", ["up", "down", "remove"])
def test_a_step_that_is_not_there_changes_nothing(do: str, place: str, desk: Client) -> None:
    one = macro(TAG)
    assert desk.post(f"{LIST}{one.pk}/", {"do": do, "place": place}).status_code == 302
    assert desk.get(f"{LIST}{one.pk}/step/", {"place": place, "kind": place}).status_code == 302
    one.refresh_from_db()
    assert one.steps == [TAG]


def test_a_name_is_given_once(desk: Client) -> None:
    macro()
    answer = desk.post(f"{LIST}new/", {"name": "Settle it", "about": "Twice"})
    assert answer.status_code == 422 and "Another macro has this name already." in Page(answer).words


def test_whoever_sets_up_alone_may(lead: Staff) -> None:
    actor, one = make.staff("somebody", role="caseworker"), macro(TAG)
    for act in (
        lambda: macros.save(
            macro=None, name="x", about="", service=None, active=True, actor=actor, now=make.NOW
        ),
        lambda: macros.put_step(macro=one, step=NOTE, place=None, actor=actor, now=make.NOW),
        lambda: macros.remove_step(macro=one, place=0, actor=actor, now=make.NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_a_step_names_must_be_there(lead: Staff) -> None:
    one = macro()
    for step in (REPLY, {"do": "team", "team": "gone"}, {"do": "assign", "to": "gone"}):
        with pytest.raises(CannotBeMacro):
            macros.put_step(macro=one, step=step, place=None, actor=lead, now=make.NOW)


# On a case


def test_only_macros_that_fit_are_offered(desk: Client, case: Case) -> None:
    macro(TAG)
    macro(TAG, name="Switched off", active=False)
    macro(name="Empty")
    macro(TAG, name="For bins", service=make.service("bins"))
    words = Page(desk.get(f"/desk/cases/{case.reference}/macros/")).words
    assert "Settle it" in words
    assert not any(name in words for name in ("Switched off", "Empty", "For bins"))
    assert (
        f"/desk/cases/{case.reference}/macros/" in desk.get(f"/desk/cases/{case.reference}/").content.decode()
    )


def test_the_preview_shows_every_step_and_does_nothing(
    desk: Client, case: Case, template: TextTemplate
) -> None:
    one = macro(REPLY, TAG, CLOSE)
    events = Event.objects.count()
    page = Page(desk.get(page_of(case, one)))
    assert f"About {case.reference}: we come. Lead Example" in page.words
    assert "To " in page.words and "by text message." in page.words
    assert "Add the tag “heating”" in page.words and "Refused" not in page.words
    case.refresh_from_db()
    assert (case.status, case.tags, Contact.objects.count(), Event.objects.count()) == ("new", [], 1, events)


def test_all_steps_are_done_each_with_its_event_and_the_macro_on_it(
    desk: Client, case: Case, lead: Staff, template: TextTemplate
) -> None:
    make.team("money")
    callback = {"do": "follow_up", "kind": "callback", "days": 2, "words": "Ring back"}
    one = macro(REPLY, NOTE, TAG, callback, {"do": "assign", "to": "me"}, CLOSE)
    page = Page(press(desk, case, one, body="We come on Monday."))
    case.refresh_from_db()
    assert "“Settle it” is done." in page.words
    assert (case.status, case.outcome, case.tags, case.assignee) == (
        "resolved",
        "Sorted out",
        ["heating"],
        lead,
    )
    assert Contact.objects.get(direction="out").body == "We come on Monday."
    assert (
        Note.objects.get().body == "Rang twice" and FollowUp.objects.get(kind="callback").words == "Ring back"
    )
    done = Event.objects.get(verb="macro_done")
    assert done.actor == lead and done.words == "Did the macro “Settle it”"
    parts = Event.objects.filter(case=case, after__macro=str(one.pk)).exclude(pk=done.pk)
    assert set(parts.values_list("verb", flat=True)) >= {
        "replied", "noted", "tags_changed", "follow_up_made", "assigned", "status_changed",
    }  # fmt: skip
    assert all("(macro “Settle it”)" in each.words for each in parts)
    assert not Event.objects.filter(case=case, verb="case_opened", after__has_key="macro").exists()


def test_one_refusal_and_nothing_is_done(desk: Client, case: Case) -> None:
    one = macro(TAG, NOTE, {"do": "status", "to": "open", "outcome": ""})
    Case.objects.filter(pk=case.pk).update(status="open")
    page = Page(desk.get(page_of(case, one)))
    assert "Refused" in page.words and "The case is “Open” already." in page.words
    answer = press(desk, case, one)
    page = Page(answer)
    assert answer.status_code == 422 and "Nothing was done. Step 3: The case is “Open” already." in page.words
    case.refresh_from_db()
    assert (
        case.tags == [] and not Note.objects.exists() and not Event.objects.filter(verb="macro_done").exists()
    )


def test_pressed_twice_it_is_done_once(desk: Client, case: Case) -> None:
    one, token = macro(NOTE), str(uuid4())
    first = desk.post(page_of(case, one), {"token": token}, follow=True)
    Note.objects.update(created_at=make.NOW)  # long ago: no double click of a note hides it
    second = desk.post(page_of(case, one), {"token": token}, follow=True)
    assert "is done." in Page(first).words and "It was done once." in Page(second).words
    assert Note.objects.count() == 1 and Event.objects.filter(verb="macro_done").count() == 1


def test_the_words_that_were_changed_are_kept_where_a_step_is_refused(
    desk: Client, case: Case, template: TextTemplate
) -> None:
    one = macro(REPLY, {"do": "status", "to": "open", "outcome": ""})
    Case.objects.filter(pk=case.pk).update(status="open")
    page = Page(press(desk, case, one, body="My own words"))
    assert "My own words" in page.words and "Nothing was done." in page.words
    assert not Contact.objects.filter(direction="out").exists()


def test_the_send_guard_is_asked(desk: Client, case: Case, template: TextTemplate) -> None:
    one = macro(REPLY, TAG)
    point = case.contacts.get().contact_point
    assert point is not None
    point.opted_out_at = make.NOW
    point.save(update_fields=["opted_out_at"])
    page = Page(desk.get(page_of(case, one)))
    assert "Refused" in page.words and "Nobody on this case can be written to." in page.words
    answer = press(desk, case, one, body="Hello")
    case.refresh_from_db()
    assert (
        answer.status_code == 422 and case.tags == [] and not Contact.objects.filter(direction="out").exists()
    )


def test_a_field_that_nothing_fills_is_refused(desk: Client, case: Case, template: TextTemplate) -> None:
    TextTemplate.objects.update(body="Dear {name}, we come.")
    one = macro(REPLY)
    assert "Dear {name}, we come." in Page(desk.get(page_of(case, one))).words
    assert press(desk, case, one, body="Dear {name}, we come.").status_code == 422
    assert press(desk, case, one, body="").status_code == 422
    assert not Contact.objects.filter(direction="out").exists()


def test_a_tag_that_is_there_is_no_hindrance(desk: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(tags=["Heating"])
    press(desk, case, macro(TAG, NOTE))
    case.refresh_from_db()
    assert case.tags == ["Heating"] and Note.objects.count() == 1


def test_after_another_team_has_it_one_comes_back_to_the_queue(case: Case) -> None:
    make.team("money")
    worker, client = make.staff("worker"), Client()
    client.force_login(worker)
    answer = press(client, case, macro(TAG, {"do": "team", "team": "money"}))
    case.refresh_from_db()
    assert case.team.code == "money" and answer.redirect_chain[-1][0] == "/desk/"


@pytest.mark.parametrize("token", ["", "nonsense", "\x00", "x" * 5000])
def test_an_odd_token_is_a_new_one(token: str, desk: Client, case: Case) -> None:
    assert desk.post(page_of(case, macro(TAG)), {"token": token}).status_code == 302


@pytest.mark.parametrize("wanted", ["", "nonsense", "%00", "00000000-0000-4000-8000-000000000000"])
def test_a_macro_that_is_none_shows_the_choice(wanted: str, desk: Client, case: Case) -> None:
    for method in (desk.get, desk.post):
        answer = method(f"/desk/cases/{case.reference}/macros/?macro={wanted}")
        assert answer.status_code == 200 and "No macro fits this case" in Page(answer).words


def test_a_handler_may_not(case: Case, lead: Staff) -> None:
    handler = make.staff("handler", role="handler")
    run = macro_runs.Run(case=case, macro=macro(TAG), actor=handler, now=make.NOW, writing=None)
    with pytest.raises(NotAllowed):
        macro_runs.do(run, token=uuid4())


@pytest.mark.parametrize("more", [0, 12], ids=["few", "many"])
def test_the_list_costs_the_same_however_many_there_are(
    more: int, desk: Client, template: TextTemplate, django_assert_num_queries: Any
) -> None:
    macro(REPLY, {"do": "team", "team": "triage"}, {"do": "assign", "to": "lead"})
    for number in range(more):
        macro(REPLY, TAG, name=f"Macro {number}")
    with django_assert_num_queries(LIST_STATEMENTS):
        desk.get(LIST)
