"""A call half done: kept from the first key, taken up again, handed over, dropped; and never brought back once logged."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.ids import uuid7
from casework.models import Call, CallInProgress, Contact, ContactPoint, Event, FollowUp, Person, Staff
from casework.services import calls_in_progress
from casework.services.calls_in_progress import CannotBeKept, NotTheirs, OnRecordAlready, TypedElsewhere
from tests import factories as make
from tests.filled import Filled
from tests.text_battery import TEXTS

pytestmark = pytest.mark.django_db

PAGE = "/desk/log/phone/"


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    client = Client()
    client.force_login(handler)
    return client


@pytest.fixture
def colleague() -> Staff:
    return make.staff("colleague", role="caseworker")


def asked(**more: Any) -> dict[str, Any]:
    return {
        "once": uuid7().hex,
        "who": make.AMINA,
        "words": "Rang about the boiler",
        "outcome": "passed_on",
        **more,
    }


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def keep(desk: Client, data: dict[str, Any]) -> Any:
    return desk.post(f"{PAGE}{UUID(data['once'])}/keep/", data)


def going(data: dict[str, Any]) -> str:
    return f"{PAGE}?going={UUID(data['once'])}"


# Kept


def test_what_is_typed_is_kept_and_comes_back_whole(desk: Client, handler: Staff) -> None:
    make.question(make.service("housing-repair"), "since", kind="date", label="Since when?")
    data = asked(
        name="Amina Yusuf", service="housing-repair", callback_when="2pm to 4pm", outcome="callback",
        about="Her mother", day_day="1", day_month="3", shared="on", **{"q-since_day": "4", "q-since_month": "x"},
    )  # fmt: skip
    assert keep(desk, data).status_code == 204
    row = CallInProgress.objects.get()
    assert (row.author, row.channel, row.pk) == (handler, "phone", UUID(data["once"]))
    page = Filled(desk.get(going(data)))
    for name in ("who", "name", "words", "callback_when", "about", "day_day", "q-since_day", "q-since_month"):
        assert page.values[name] == data[name], name
    assert page.values["service"] == "housing-repair" and page.values["outcome"] == "callback"
    assert page.values["once"] == data["once"] and page.values["shared"]
    assert "There is a problem" not in said(desk.get(going(data)))
    assert not Contact.objects.exists() and not Event.objects.exists(), "a draft is no history"


def test_it_is_there_after_log_out_and_log_in(desk: Client, handler: Staff) -> None:
    data = asked()
    keep(desk, data)
    desk.post("/log-out/")
    assert desk.get(going(data)).status_code == 302
    assert keep(desk, asked()).status_code == 302, "nothing is kept for a stranger"
    again = Client()
    again.force_login(handler)
    assert "Rang about the boiler" in said(again.get(going(data)))


def test_the_latest_save_counts(desk: Client) -> None:
    data = asked()
    keep(desk, data)
    keep(desk, data | {"words": "Rang about the boiler and the damp"})
    assert "and the damp" in said(desk.get(going(data)))
    assert CallInProgress.objects.count() == 1


def test_a_page_on_which_nothing_was_typed_keeps_nothing(desk: Client) -> None:
    fresh = Filled(desk.get(PAGE)).values
    assert keep(desk, {**fresh, "words": " "}).status_code == 204
    assert not CallInProgress.objects.exists()


def test_every_odd_text_is_kept_and_shown_again(desk: Client, handler: Staff) -> None:
    for name, text in TEXTS.items():
        kept = _keep(handler, typed={"words": [text[:5_000]], "who": [text[:300]], "name": ["Ada"]})
        kept.refresh_from_db()
        assert calls_in_progress.as_typed(kept)["words"], name
        CallInProgress.objects.all().delete()
    everything = "\n".join(TEXTS.values()).encode("utf-8", "replace").decode()[:50_000]
    data = asked(words=everything, name=everything[:200])
    assert keep(desk, data).status_code == 204
    assert desk.get(going(data)).status_code == 200


def test_more_than_anybody_types_is_refused_with_words(desk: Client, handler: Staff) -> None:
    page = keep(desk, asked(words="x" * 500_000))
    assert page.status_code == 409 and "too long" in said(page)
    with pytest.raises(CannotBeKept, match="too long"):
        _keep(handler, typed={f"q-{number}": ["x"] for number in range(400)})


def test_there_is_an_end_to_calls_half_done(handler: Staff) -> None:
    for _ in range(calls_in_progress.MOST):
        assert _keep(handler)
    with pytest.raises(CannotBeKept, match="40 calls half done"):
        _keep(handler)


def _window(opened: datetime, number: int) -> str:
    """The name of a browser's window: an id that begins with the time, whatever time other tests made of it."""
    return UUID(int=int(opened.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | number).hex


def _keep(author: Staff, **more: Any) -> CallInProgress:
    given: dict[str, Any] = {
        "going": uuid7(),
        "author": author,
        "channel": "phone",
        "typed": {"words": ["hello"]},
        "now": make.NOW,
    }
    row = calls_in_progress.keep(**{**given, **more})
    assert row is not None
    return row


def test_it_began_when_its_page_was_opened_and_never_in_the_future(handler: Staff) -> None:
    assert _keep(handler, began=make.NOW - timedelta(minutes=3)).started_at == make.NOW - timedelta(minutes=3)
    for odd in (make.NOW + timedelta(hours=1), make.NOW - timedelta(days=3), None):
        assert _keep(handler, began=odd).started_at == make.NOW


def test_two_windows_do_not_write_over_each_other(handler: Staff) -> None:
    first, second = _window(make.NOW, 1), _window(make.NOW, 2)
    now = make.NOW + timedelta(seconds=1)
    row = _keep(handler, typed={"words": ["one"], "tab": [first]}, tab=first, now=now)
    with pytest.raises(TypedElsewhere, match="another window"):
        _keep(handler, going=row.pk, typed={"words": ["two"], "tab": [second]}, tab=second, now=now)
    row.refresh_from_db()
    assert row.typed["words"] == ["one"]


def test_a_window_that_was_opened_later_goes_on(handler: Staff) -> None:
    first, earlier = _window(make.NOW, 1), make.NOW - timedelta(minutes=5)
    row = _keep(handler, typed={"words": ["one"], "tab": [first]}, tab=first, now=earlier)
    second = _window(make.NOW, 2)
    _keep(handler, going=row.pk, typed={"words": ["two"], "tab": [second]}, tab=second, now=make.NOW)
    row.refresh_from_db()
    assert row.typed["words"] == ["two"]


# Logged


def test_logging_ends_it(desk: Client) -> None:
    make.office()
    data = asked()
    keep(desk, data)
    assert desk.post(PAGE, data).status_code == 302
    assert Contact.objects.count() == 1 and not CallInProgress.objects.exists()
    assert desk.get(going(data)).status_code == 404


def test_a_save_that_arrives_after_logging_does_not_bring_it_back(desk: Client, handler: Staff) -> None:
    make.office()
    data = asked()
    keep(desk, data)
    desk.post(PAGE, data)
    late = keep(desk, data | {"words": "Rang about the boil"})
    assert late.status_code == 409 and "on record already" in said(late)
    assert not CallInProgress.objects.exists()
    with pytest.raises(OnRecordAlready):
        _keep(handler, going=UUID(data["once"]))


def test_a_double_click_logs_a_kept_call_once(desk: Client) -> None:
    make.office()
    data = asked(outcome="callback", callback_when="tomorrow 2pm to 4pm")
    keep(desk, data)
    first, second = desk.post(PAGE, data), desk.post(PAGE, data)
    assert first["Location"] == second["Location"]
    assert Contact.objects.count() == 1 and FollowUp.objects.count() == 1


def test_a_call_that_is_refused_stays_kept(desk: Client) -> None:
    make.office()
    data = asked(outcome="")
    keep(desk, data)
    assert desk.post(PAGE, data).status_code == 422
    assert CallInProgress.objects.count() == 1


def test_looking_up_one_saved_call_costs_no_look_through_all_contacts(handler: Staff) -> None:
    with CaptureQueriesContext(connection) as caught:
        _keep(handler)
    looked = next(each["sql"] for each in caught if "external_id" in each["sql"])
    assert '"external_id" >=' in looked and '"account" =' in looked


# Several, and hold


def test_several_are_listed_with_whom_and_since_when(desk: Client) -> None:
    keep(desk, asked(name="Amina Yusuf"))
    keep(desk, asked(who="07700 900102", words="The damp"))
    page = said(desk.get(PAGE))
    assert "2 calls half done" in page and "Amina Yusuf" in page and "The damp" in page
    part = said(desk.get("/desk/log/calls/"))
    assert "2 calls half done" in part and "07700 900102" in part


def test_the_one_in_front_is_not_in_its_own_list(desk: Client) -> None:
    data = asked(name="Amina Yusuf")
    keep(desk, data)
    page = said(desk.get(going(data)))
    assert "half done" not in page and "Kept" in page


def test_with_none_the_page_head_has_nothing_to_say(desk: Client) -> None:
    answer = desk.get("/desk/log/calls/")
    assert answer.status_code == 204 and not answer.content


def test_the_list_costs_few_statements_however_many_there_are(desk: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get("/desk/log/calls/").status_code == 200
        return len(caught)

    keep(desk, asked())
    one = statements()
    for _ in range(8):
        keep(desk, asked())
    assert statements() == one <= 4  # session, user, office, calls


def test_hold_keeps_it_and_opens_a_fresh_one(desk: Client) -> None:
    data = asked()
    answer = desk.post(PAGE, data | {"do": "hold"}, follow=True)
    assert "The call is on hold." in said(answer) and "on hold</strong> since" in said(answer)
    assert Filled(answer).values["words"] == ""
    assert CallInProgress.objects.get().on_hold_since is not None
    assert not Contact.objects.exists()
    keep(desk, data | {"words": "Back again"})
    assert CallInProgress.objects.get().on_hold_since is None, "whoever types has taken it up again"


def test_without_scripts_a_button_keeps_it(desk: Client) -> None:
    data = asked(outcome="")
    answer = desk.post(PAGE, data | {"do": "keep"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/" and "Nobody else sees it" in said(answer)
    assert CallInProgress.objects.get().typed["words"] == ["Rang about the boiler"]
    answer = desk.post(PAGE, {"once": uuid7().hex, "do": "keep"}, follow=True)
    assert "Nothing was typed" in said(answer) and CallInProgress.objects.count() == 1


def test_what_cannot_be_kept_comes_back_with_the_reason(desk: Client) -> None:
    make.office()
    data = asked()
    desk.post(PAGE, data)
    answer = desk.post(PAGE, data | {"do": "keep"})
    assert answer.status_code == 409 and "on record already" in said(answer)
    assert "Rang about the boiler" in said(answer)


# Somebody else's


def test_anothers_call_is_not_there(desk: Client, colleague: Staff) -> None:
    row = _keep(colleague)
    for address in (f"?going={row.pk}", f"{row.pk}/drop/", f"{row.pk}/hand-over/"):
        assert desk.get(PAGE + address).status_code == 404, address
    for address in (f"{row.pk}/drop/", f"{row.pk}/hand-over/", f"{row.pk}/keep/"):
        answer = desk.post(PAGE + address, {"words": "mine now", "to": "handler"})
        assert answer.status_code == 404, address
    for do in ("keep", "hold"):
        assert desk.post(PAGE, asked(once=row.pk.hex, do=do)).status_code == 404
    row.refresh_from_db()
    assert row.author == colleague and row.typed == {"words": ["hello"]}
    assert desk.get("/desk/log/calls/").status_code == 204


def test_logging_with_anothers_id_leaves_theirs_alone(desk: Client, colleague: Staff) -> None:
    make.office()
    row = _keep(colleague)
    assert desk.post(PAGE, asked(once=row.pk.hex)).status_code == 302
    assert CallInProgress.objects.get() == row


@pytest.mark.parametrize("odd", ["nonsense", "", "019391a0-0000-7000-8000-000000000000"])
def test_what_is_no_call_in_progress_is_not_there(desk: Client, odd: str) -> None:
    assert desk.get(f"{PAGE}?going={odd}").status_code == 404


# Handing over and dropping


def test_it_is_handed_to_a_colleague_who_sees_from_whom(desk: Client, colleague: Staff) -> None:
    data = asked()
    keep(desk, data)
    answer = desk.post(f"{PAGE}{UUID(data['once'])}/hand-over/", {"to": "colleague"}, follow=True)
    assert "Handed to Colleague Example" in said(answer)
    told = Event.objects.get(verb="call_handed_over")
    assert told.actor is not None and told.actor.username == "handler"
    assert "boiler" not in str(told.after) + told.words
    assert desk.get(going(data)).status_code == 404, "it is not theirs any more"
    assert keep(desk, data).status_code == 404
    theirs = Client()
    theirs.force_login(colleague)
    page = said(theirs.get(going(data)))
    assert "Handed to you by" in page and "Handler Example" in page and "Rang about the boiler" in page
    make.office()
    assert theirs.post(PAGE, data).status_code == 302
    assert Contact.objects.get().logged_by == colleague and not CallInProgress.objects.exists()


@pytest.mark.parametrize(
    ("username", "fields"),
    [
        ("left", {"is_active": False}),
        ("machine", {"is_machine": True}),
        ("admin", {"role": "administrator"}),
        ("handler", None),
        ("nobody-of-that-name", None),
    ],
)
def test_it_is_handed_only_to_who_logs_calls(
    desk: Client, username: str, fields: dict[str, Any] | None
) -> None:
    if fields is not None:
        make.staff(username, **{"role": "handler", **fields})
    data = asked()
    keep(desk, data)
    answer = desk.post(f"{PAGE}{UUID(data['once'])}/hand-over/", {"to": username})
    assert answer.status_code == 422 and "Choose a colleague" in said(answer)
    assert CallInProgress.objects.get().author.username == "handler" and not Event.objects.exists()


def test_the_service_refuses_who_may_not_take_it(handler: Staff) -> None:
    row = _keep(handler)
    gone = make.staff("gone", is_active=False)
    with pytest.raises(CannotBeKept, match="does not log calls"):
        calls_in_progress.hand_over(going=row.pk, to=gone, actor=handler, now=make.NOW)
    with pytest.raises(NotTheirs):
        calls_in_progress.hand_over(going=row.pk, to=handler, actor=make.staff("other"), now=make.NOW)


def test_dropping_asks_first(desk: Client) -> None:
    data = asked()
    keep(desk, data)
    address = f"{PAGE}{UUID(data['once'])}/drop/"
    assert "Drop this call?" in said(desk.get(address)) and CallInProgress.objects.count() == 1
    assert "Nothing of it is on record" in said(desk.post(address, follow=True))
    assert not CallInProgress.objects.exists() and not Event.objects.exists()


# A call that the telephone company told of


@pytest.fixture
def rang(handler: Staff) -> Call:
    point = ContactPoint.objects.create(kind="phone", value="+447700900101", as_typed=make.AMINA)
    at = timezone.now() - timedelta(minutes=10)
    return Call.objects.create(
        provider="x", account="x", external_id="CA1", contact_point=point, rang_at=at,
        answered_at=at + timedelta(seconds=20), ended_at=at + timedelta(seconds=200), state="ended",
    )  # fmt: skip


def test_its_number_and_times_are_filled_in_and_it_knows_its_contact(desk: Client, rang: Call) -> None:
    make.office()
    page = Filled(desk.get(f"{PAGE}?call={rang.pk}"))
    assert page.values["who"] == "07700 900101" and page.values["call"] == str(rang.pk)
    desk.post(PAGE, {**page.values, "words": "The boiler", "outcome": "passed_on"})
    contact = Contact.objects.get()
    rang.refresh_from_db()
    assert rang.contact == contact and contact.took_place_at == rang.answered_at
    assert contact.duration_seconds == 180 and contact.contact_point == rang.contact_point


def test_minutes_that_the_handler_writes_count_more(desk: Client, rang: Call) -> None:
    make.office()
    desk.post(PAGE, asked(call=str(rang.pk), minutes="7"))
    assert Contact.objects.get().duration_seconds == 420


def test_a_withheld_number_is_not_shown(desk: Client, rang: Call) -> None:
    Call.objects.update(withheld=True)
    assert Filled(desk.get(f"{PAGE}?call={rang.pk}")).values["who"] == ""


def test_opening_it_twice_goes_on_with_what_was_begun(desk: Client, rang: Call) -> None:
    data = asked(call=str(rang.pk))
    keep(desk, data)
    answer = desk.get(f"{PAGE}?call={rang.pk}")
    assert answer.status_code == 302 and str(UUID(data["once"])) in answer["Location"]


def test_a_call_on_record_already_is_said(desk: Client, rang: Call) -> None:
    make.office()
    first = asked(call=str(rang.pk))
    desk.post(PAGE, first)
    assert "on record already" in said(desk.get(f"{PAGE}?call={rang.pk}", follow=True))
    desk.post(PAGE, asked(call=str(rang.pk), words="Somebody else's try"))
    rang.refresh_from_db()
    assert rang.contact == Contact.objects.order_by("pk").first(), "a second one does not take it over"


@pytest.mark.parametrize("odd", ["nonsense", "", "019391a0-0000-7000-8000-000000000000"])
def test_what_is_no_call_is_not_there(desk: Client, odd: str) -> None:
    assert desk.get(f"{PAGE}?call={odd}").status_code == 404


def test_an_edited_page_names_no_call(desk: Client) -> None:
    make.office()
    assert desk.post(PAGE, asked(call="nonsense", began="yesterday", tab="?")).status_code == 302
    assert Contact.objects.get().duration_seconds is None


# When it began


def test_minutes_and_time_come_from_when_the_page_was_opened(desk: Client) -> None:
    make.office()
    began = timezone.now() - timedelta(minutes=6)
    desk.post(PAGE, asked(began=began.isoformat()))
    contact = Contact.objects.get()
    assert 355 <= (contact.duration_seconds or 0) <= 370
    assert abs(contact.took_place_at - began) < timedelta(seconds=1)


def test_a_page_that_was_open_over_lunch_was_no_call_of_hours(desk: Client) -> None:
    make.office()
    desk.post(PAGE, asked(began=(timezone.now() - timedelta(hours=5)).isoformat()))
    assert Contact.objects.get().duration_seconds is None


def test_the_page_says_when_it_began_without_scripts(desk: Client) -> None:
    data = asked()
    keep(desk, data)
    at = timezone.now() - timedelta(minutes=90)
    CallInProgress.objects.update(started_at=at)
    assert f"Began <span data-began>{timezone.localtime(at):%H:%M}" in said(desk.get(going(data)))


def test_whom_they_rang_for_is_restored_but_no_secret_of_a_colleague(desk: Client, colleague: Staff) -> None:
    """A call that is handed over names a person whom its new author may not see: then it shows nobody."""
    case = make.case(person_name="Amina Yusuf")
    type(case).objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    hidden = str(Person.objects.get().pk)
    data = asked(who="", person=hidden, words="Handed over")
    keep(desk, data)
    page = said(desk.get(going(data)))
    assert "Amina Yusuf" not in page and "Handed over" in page


def test_words_of_one_are_never_put_on_record_by_who_logged_in_after_them(
    desk: Client, handler: Staff, colleague: Staff
) -> None:
    """Two at one computer: the page of the first is still open when the second logs in."""
    assert f'name="author" value="{handler.pk}"' in said(desk.get(PAGE))
    other = Client()
    other.force_login(colleague)
    data = asked(words="Only the first wrote this", author=str(handler.pk))
    assert keep(other, data).status_code == 403
    for do in ({}, {"do": "keep"}, {"do": "hold"}):
        page = other.post(PAGE, data | do)
        assert page.status_code == 403 and "Somebody else is logged in here now" in said(page)
        assert "Only the first wrote this" in said(page) and f'value="{handler.pk}"' in said(page)
    assert not Contact.objects.exists() and not CallInProgress.objects.exists()
    assert desk.post(PAGE, data).status_code == 302
    assert Contact.objects.get().logged_by == handler
