"""How a number may be used without harm: who may say so, what stays when records move, and what the pages show."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from django.test import Client

from casework.models import (
    Case,
    Conflict,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    Person,
    PersonContactPoint,
    Staff,
)
from casework.permissions import NotAllowed
from casework.safety_rules import Safety
from casework.services import contact_safety, outbound, people, people_merge, people_parted, person_points
from casework.services.contact_safety import CannotChangeSafety, MayNotLoosen
from channels import outbox
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

STRICT = Safety(
    text_ok=False, call_ok=False, voicemail_ok=False, say_who_we_are=False, safe_from=time(18), safe_until=time(20),
    safe_hours="after work", do_not_use=True, safety_note="He reads her phone",
)  # fmt: skip


@pytest.fixture
def case() -> Case:
    make.office(acknowledge_texts=False)
    return make.case(person_name="Amina")


@pytest.fixture
def point(case: Case) -> ContactPoint:
    return ContactPoint.objects.get()


@pytest.fixture
def staff() -> dict[str, Staff]:
    roles = ("handler", "caseworker", "lead", "administrator")
    return {role: make.staff(role, role=role, lead=role == "lead") for role in roles}


@pytest.fixture
def desk(staff: dict[str, Staff]) -> Any:
    def of(role: str) -> Client:
        client = Client()
        client.force_login(staff[role])
        return client

    return of


def set_to(point: ContactPoint, safety: Safety, actor: Staff, **more: Any) -> None:
    contact_safety.change(point=point, wanted=safety, actor=actor, now=make.NOW, **more)
    point.refresh_from_db()


def url(point: ContactPoint) -> str:
    return f"/desk/numbers/{point.pk}/"


def form(**fields: str) -> dict[str, str]:
    return {"do": "save", "text_ok": "", "call_ok": "", "voicemail_ok": "", "say_who_we_are": "", **fields}


# Who may


@pytest.mark.parametrize("role", ["handler", "caseworker", "lead"])
def test_everybody_who_reads_cases_tightens_at_once(
    point: ContactPoint, case: Case, staff: dict[str, Staff], role: str
) -> None:
    set_to(point, STRICT, staff[role])
    assert contact_safety.of(point) == STRICT
    told = Event.objects.filter(verb="safety_changed")
    assert {(each.case_id, each.person_id is not None) for each in told} == {(case.pk, False), (None, True)}
    assert {each.actor for each in told} == {staff[role]}
    assert all("He reads" not in each.words and each.before["text_ok"] == "not asked" for each in told)


@pytest.mark.parametrize("role", ["handler", "caseworker"])
def test_loosening_is_refused_with_words_and_on_record(
    point: ContactPoint, staff: dict[str, Staff], role: str
) -> None:
    set_to(point, STRICT, staff["lead"])
    with pytest.raises(MayNotLoosen, match="Only a lead can allow this: texting it"):
        set_to(point, replace(STRICT, text_ok=None), staff[role])
    assert contact_safety.of(point) == STRICT
    tried = Event.objects.filter(verb="safety_refused", case__isnull=False).get()
    assert tried.actor == staff[role] and "texting it" in tried.words


def test_a_lead_loosens(point: ContactPoint, staff: dict[str, Staff]) -> None:
    set_to(point, STRICT, staff["handler"])
    set_to(point, Safety(), staff["lead"])
    assert contact_safety.of(point) == Safety()
    assert not Event.objects.filter(verb="safety_refused").exists()


def test_an_administrator_changes_nothing(point: ContactPoint, staff: dict[str, Staff]) -> None:
    for act in (
        lambda: set_to(point, STRICT, staff["administrator"]),
        lambda: contact_safety.confirm(point=point, how="rang", actor=staff["handler"], now=make.NOW),
        lambda: contact_safety.opt_out(point=point, how="call", actor=staff["administrator"], now=make.NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    point.refresh_from_db()
    assert contact_safety.of(point) == Safety() and point.opted_out_at is None


def test_what_was_read_is_old_when_somebody_was_first(point: ContactPoint, staff: dict[str, Staff]) -> None:
    from casework.safety_rules import mark

    read = mark(contact_safety.of(point))
    set_to(point, replace(Safety(), text_ok=False), staff["handler"])
    with pytest.raises(CannotChangeSafety, match="Somebody has changed this"):
        set_to(point, replace(Safety(), call_ok=False), staff["lead"], seen=read)
    assert contact_safety.of(point).text_ok is False


def test_the_same_again_leaves_no_event(point: ContactPoint, staff: dict[str, Staff]) -> None:
    set_to(point, STRICT, staff["handler"])
    count = Event.objects.count()
    set_to(point, STRICT, staff["handler"])
    assert Event.objects.count() == count


def test_every_change_is_a_version_of_the_row(point: ContactPoint, staff: dict[str, Staff]) -> None:
    before = point.versions.count()  # type: ignore[attr-defined]
    set_to(point, STRICT, staff["handler"])
    assert point.versions.count() == before + 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wanted",
    [
        replace(Safety(), safe_from=time(9)),
        replace(Safety(), safe_hours="x" * 101),
        replace(Safety(), safety_note="x" * 501),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    point: ContactPoint, staff: dict[str, Staff], wanted: Safety
) -> None:
    with pytest.raises(CannotChangeSafety):
        set_to(point, wanted, staff["lead"])
    assert contact_safety.of(point) == Safety()


# What waits to be sent


def waiting(case: Case, point: ContactPoint) -> Delivery:
    contact = outbound.write(
        case=case, channel="sms", point=point, person=None, body="We will ring you.", now=make.NOW
    )
    return contact.delivery


def test_what_waits_is_stopped_by_a_flag_that_is_set_meanwhile(
    case: Case, point: ContactPoint, staff: dict[str, Staff]
) -> None:
    delivery = waiting(case, point)
    set_to(point, replace(Safety(), text_ok=False), staff["handler"])
    outbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == "refused" and "not safe to text" in delivery.error_words


# Confirming


def test_a_number_that_a_form_claims_can_be_texted_once_it_is_confirmed(staff: dict[str, Staff]) -> None:
    make.office(acknowledge_texts=False)
    make.form(sender=make.BEN)
    point = ContactPoint.objects.get(value="+447700900102")
    assert point.confirmed_at is None
    contact_safety.confirm(point=point, how="rang", actor=staff["caseworker"], now=make.NOW)
    contact_safety.confirm(point=point, how="letter", actor=staff["caseworker"], now=make.later(hours=1))
    point.refresh_from_db()
    assert point.confirmed_at == make.NOW
    words = set(Event.objects.filter(verb="number_confirmed").values_list("words", flat=True))
    assert words == {"A phone number is confirmed: somebody rang it and spoke to them"}


def test_how_it_was_confirmed_must_be_said(point: ContactPoint, staff: dict[str, Staff]) -> None:
    with pytest.raises(CannotChangeSafety, match="how you know"):
        contact_safety.confirm(point=point, how="guessed", actor=staff["caseworker"], now=make.NOW)


# Opt-out


def test_staff_opt_out_on_request_and_only_a_lead_ends_it_with_a_reason(
    case: Case, point: ContactPoint, staff: dict[str, Staff]
) -> None:
    contact_safety.opt_out(point=point, how="call", actor=staff["caseworker"], now=make.NOW)
    point.refresh_from_db()
    assert (point.opted_out_at, point.opted_out_how) == (make.NOW, "They asked for it by phone")
    with pytest.raises(MayNotLoosen, match="texting START"):
        contact_safety.opt_in(point=point, reason="She rang", actor=staff["caseworker"], now=make.NOW)
    with pytest.raises(CannotChangeSafety, match="Say why"):
        contact_safety.opt_in(point=point, reason=" \u200b ", actor=staff["lead"], now=make.NOW)
    point.refresh_from_db()
    assert point.opted_out_at is not None and Event.objects.filter(verb="safety_refused").exists()
    contact_safety.opt_in(point=point, reason="She rang and asked", actor=staff["lead"], now=make.NOW)
    point.refresh_from_db()
    assert point.opted_out_at is None
    assert "She rang and asked" in Event.objects.get(case=case, verb="opted_in").words


def test_start_restores_by_itself_what_staff_opted_out(
    case: Case, point: ContactPoint, staff: dict[str, Staff]
) -> None:
    from casework.services import contact_points

    contact_safety.opt_out(point=point, how="in_person", actor=staff["handler"], now=make.NOW)
    contact_points.opt_in(contact_point=point, how="They said start by text", now=make.NOW, job="inbox")
    point.refresh_from_db()
    assert point.opted_out_at is None


def test_the_opt_out_stands_on_the_case_and_the_person_with_what_to_do(
    case: Case, point: ContactPoint, desk: Any, staff: dict[str, Staff]
) -> None:
    contact_safety.opt_out(point=point, how="writing", actor=staff["caseworker"], now=make.NOW)
    client = desk("caseworker")
    for path in (f"/desk/cases/{case.reference}/", f"/desk/people/{Person.objects.get().pk}/", url(point)):
        words = Page(client.get(path)).words
        assert "asked not to be texted, since 2 March 2026, 12:00" in words
        assert "They asked for it in writing" in words and "Ring or write instead" in words


# Merging and taking off never loosen


def household(staff: Staff) -> tuple[Person, Person, ContactPoint]:
    make.office()
    point = ContactPoint.objects.create(kind="phone", value="+447700900177", confirmed_at=make.NOW)
    keep = people.create(name="Amina", point=None, now=make.NOW, actor=staff, job="")
    gone = people.create(name="Amina", point=point, now=make.NOW, actor=staff, job="")
    return keep, gone, point


def test_a_mark_as_shared_survives_a_merge_and_its_undoing(staff: dict[str, Staff]) -> None:
    worker = staff["caseworker"]
    keep, gone, point = household(worker)
    set_to(point, replace(Safety(), shared=True), worker)
    PersonContactPoint.objects.create(person=keep, contact_point=point, label="own")
    merge = people_merge.merge(survivor=keep, merged=gone, sure=True, actor=worker, now=make.NOW)
    assert PersonContactPoint.objects.get(contact_point=point).label == "shared"
    people_parted.undo(merge=merge, actor=worker, now=make.NOW)
    assert contact_safety.of(point).shared


def test_a_mark_as_shared_stays_when_somebody_is_taken_off(staff: dict[str, Staff]) -> None:
    worker = staff["caseworker"]
    _, gone, point = household(worker)
    ben = people.create(name="Ben", point=point, now=make.NOW, actor=worker, job="")
    PersonContactPoint.objects.update(label="own")
    set_to(point, replace(Safety(), shared=True), worker)
    person_points.take_off(person=ben, point=point, actor=worker, now=make.NOW)
    assert PersonContactPoint.objects.get(person=gone).label == "shared"


def test_a_mark_as_shared_is_taken_away_by_a_lead_only(staff: dict[str, Staff]) -> None:
    _, gone, point = household(staff["caseworker"])
    set_to(point, replace(Safety(), shared=True), staff["handler"])
    with pytest.raises(person_points.CannotChangePerson, match="Only a lead"):
        person_points.change_label(
            person=gone, point=point, label="own", actor=staff["caseworker"], now=make.NOW
        )
    assert contact_safety.of(point).shared
    assert Event.objects.filter(verb="safety_refused", actor=staff["caseworker"], person=gone).exists()
    set_to(point, Safety(), staff["lead"])
    assert not contact_safety.of(point).shared


def test_shared_cannot_be_said_where_nobody_or_not_taken_away_where_two_are(
    staff: dict[str, Staff],
) -> None:
    _, _, point = household(staff["lead"])
    people.create(name="Ben", point=point, now=make.NOW, actor=staff["lead"], job="")
    with pytest.raises(CannotChangeSafety, match="Several people are on record"):
        set_to(point, Safety(), staff["lead"])
    nobodys = ContactPoint.objects.create(kind="phone", value="+447700900178")
    with pytest.raises(CannotChangeSafety, match="Say first who it is"):
        set_to(nobodys, replace(Safety(), shared=True), staff["lead"])


# The page


def test_a_handler_tightens_on_the_page_and_is_told_what_only_a_lead_can_do(
    point: ContactPoint, desk: Any
) -> None:
    client = desk("handler")
    answer = client.post(
        url(point),
        form(text_ok="no", safe_from="6pm", safe_until="20:00", safety_note="He reads it", shared="on"),
    )
    assert answer.status_code == 302
    point.refresh_from_db()
    expected = Safety(
        text_ok=False, safe_from=time(18), safe_until=time(20), safety_note="He reads it", shared=True
    )
    assert contact_safety.of(point) == expected
    answer = client.post(
        url(point), form(safe_from="18:00", safe_until="20:00", safety_note="He reads it", shared="on")
    )
    assert answer.status_code == 422 and "Only a lead can allow this: texting it" in Page(answer).words
    words = Page(client.get(url(point))).words
    assert "Text them: not asked, now no" in words and "Handler Example" in words
    assert "Refused" in words and "It is not safe to text this number" in words


def test_the_page_says_when_a_text_would_go(point: ContactPoint, desk: Any, staff: dict[str, Staff]) -> None:
    words = Page(desk("caseworker").get(url(point))).words
    assert "Texts go out" in words
    contact_safety.opt_out(point=point, how="call", actor=staff["lead"], now=make.NOW)
    words = Page(desk("caseworker").get(url(point))).words
    assert "No texts" in words and "This number asked not to be texted" in words


def test_confirming_and_opting_out_and_in_on_the_page(desk: Any) -> None:
    make.office(acknowledge_texts=False)
    make.form(sender=make.BEN)
    point = ContactPoint.objects.get(value="+447700900102")
    client = desk("lead")
    assert "It was only typed in" in Page(client.get(url(point))).words
    for posted in (
        {"do": "confirm", "how": "rang"},
        {"do": "opt_out", "asked": "call"},
        {"do": "opt_in", "reason": "She rang"},
    ):
        assert client.post(url(point), posted).status_code == 302
    point.refresh_from_db()
    assert point.confirmed_at is not None and point.opted_out_at is None
    verbs = set(Event.objects.filter(after__contact_point=str(point.pk)).values_list("verb", flat=True))
    assert {"number_confirmed", "opted_out", "opted_in"} <= verbs
    words = Page(client.get(url(point))).words
    assert "Confirmed" in words and "Opted out" in words and "Opted in" in words


@pytest.mark.parametrize(
    "posted",
    [
        {"do": "confirm"},
        {"do": "confirm", "how": "\x00"},
        {"do": "opt_out", "asked": "x" * 5000},
        {"do": "opt_in", "reason": ""},
        {"do": "opt_in", "reason": "x" * 5000},
        form(text_ok="perhaps"),
        form(safe_from="25:00", safe_until="x"),
        form(safe_from="09:00"),
        form(safe_hours="x" * 5000),
        form(safety_note="x\u202e" * 300),
        form(seen="nonsense"),
    ],
)
def test_what_is_missing_or_hostile_comes_back_with_words(
    point: ContactPoint, desk: Any, posted: dict[str, str]
) -> None:
    ContactPoint.objects.update(confirmed_at=None, opted_out_at=make.NOW)
    answer = desk("lead").post(url(point), posted)
    page = Page(answer)
    assert answer.status_code == 422 and "There is a problem" in page.words and not page.dangers
    point.refresh_from_db()
    assert contact_safety.of(point) == Safety() and point.confirmed_at is None and point.opted_out_at


def test_a_post_that_names_no_action_changes_nothing(point: ContactPoint, desk: Any) -> None:
    assert desk("lead").post(url(point), {"do": "explode"}).status_code == 200
    assert not Event.objects.filter(verb__startswith="safety").exists()


def test_a_handler_cannot_confirm_by_a_forged_request(desk: Any) -> None:
    make.office(acknowledge_texts=False)
    make.form(sender=make.BEN)
    point = ContactPoint.objects.get(value="+447700900102")
    assert desk("handler").post(url(point), {"do": "confirm", "how": "rang"}).status_code == 403
    point.refresh_from_db()
    assert point.confirmed_at is None


def test_an_e_mail_address_is_asked_only_what_makes_sense(desk: Any, staff: dict[str, Staff]) -> None:
    make.office()
    somebody = people.create(name="Amina", point=None, now=make.NOW, actor=staff["lead"], job="")
    point = person_points.add_point(
        person=somebody, kind="email", raw="amina@example.org", actor=staff["lead"], now=make.NOW
    )
    page = Page(desk("handler").get(url(point)))
    assert "text_ok" not in page.values and "do_not_use" in page.values and "Texts go out" not in page.words
    assert desk("handler").post(url(point), {"do": "save", "do_not_use": "on"}).status_code == 302
    assert contact_safety.of(ContactPoint.objects.get(pk=point.pk)).do_not_use
    assert desk("handler").post(url(point), {"do": "opt_out", "asked": "call"}).status_code == 422


# Who sees it


def test_a_number_of_a_hidden_case_is_missing(point: ContactPoint, case: Case, desk: Any) -> None:
    far = make.team("far-away")
    Case.objects.filter(pk=case.pk).update(restricted=True, team=far)
    for method in ("get", "post"):
        assert getattr(desk("caseworker"), method)(url(point)).status_code == 404


def test_a_number_of_somebody_with_a_conflict_is_missing(
    point: ContactPoint, desk: Any, staff: dict[str, Staff]
) -> None:
    Conflict.objects.create(
        staff=staff["caseworker"],
        person=Person.objects.get(),
        reason="Cousins",
        made_by=staff["lead"],
        at=make.NOW,
    )
    assert desk("caseworker").get(url(point)).status_code == 404
    assert desk("lead").get(url(point)).status_code == 200


def test_somebody_at_a_number_has_a_page_too(case: Case, point: ContactPoint, desk: Any) -> None:
    PersonContactPoint.objects.all().delete()
    case.parties.update(person=None, contact_point=point)
    Contact.objects.update(person=None)
    client = desk("caseworker")
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()
    assert f"{url(point)}?case={case.reference}" in page
    assert f"Back to {case.reference}" in Page(client.get(f"{url(point)}?case={case.reference}")).words
    assert client.post(url(point), form(text_ok="no")).status_code == 302
    assert "Text them: not asked, now no" in Page(client.get(url(point))).words


def test_the_person_page_leads_there_and_back(point: ContactPoint, desk: Any) -> None:
    person = Person.objects.get()
    client = desk("handler")
    assert f"{url(point)}?person={person.pk}" in client.get(f"/desk/people/{person.pk}/").content.decode()
    assert "Back to the person" in Page(client.get(f"{url(point)}?person={person.pk}")).words
    for odd in ("?person=x", "?case=%00", "?case=" + "7" * 500):
        assert "Back to the queue" in Page(client.get(url(point) + odd)).words


# Session and who asks (2), the frame; the number; its mark as shared; holders; history; the guard's three; the channel.
STATEMENTS = 11


def test_the_page_takes_as_many_statements_whatever_happened(
    point: ContactPoint, desk: Any, staff: dict[str, Staff], django_assert_max_num_queries: Any
) -> None:
    client = desk("handler")
    client.get(url(point))
    with django_assert_max_num_queries(STATEMENTS) as first:
        client.get(url(point))
    for number in range(6):
        people.create(name=f"Somebody {number}", point=point, now=make.NOW, actor=staff["lead"], job="")
        set_to(point, replace(contact_safety.of(point), safety_note="x" * number), staff["lead"])
    with django_assert_max_num_queries(STATEMENTS) as later:
        client.get(url(point))
    assert len(first) == len(later)
