"""Moving contacts, splitting a case, undo: both cases keep the event, delivery news and later replies follow."""

import pytest

from casework.models import Case, CaseLink, Contact, ContactPoint, Event, Move, Party, Person
from casework.services import (
    case_activity,
    deliveries,
    filing_moves,
    notes,
    people,
    people_merge,
    replies,
    who,
)
from casework.services.filing_moves import CannotBeMoved, CannotBeUndone
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def twilio(settings: object) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32  # type: ignore[attr-defined]
    settings.TWILIO_AUTH_TOKEN = "test-token"  # type: ignore[attr-defined]
    settings.TWILIO_NUMBER = "+447700900000"  # type: ignore[attr-defined]


@pytest.fixture
def ours(settings: object) -> tuple[Case, Case]:
    """A case of Amina's and one of Ben's."""
    one, two = make.case("My boiler is broken"), make.case("The bin was missed", sender=make.BEN)
    return one, two


def only(case: Case) -> Contact:
    return case.contacts.get(direction="in")


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_both_cases_keep_an_event_and_the_contact_says_who_moved_it(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    stray = make.text("About the bin", at=make.later(minutes=1)).contact
    filing_moves.move(contacts=[stray], to=two, actor=worker, now=make.later(hours=1))
    stray.refresh_from_db()
    assert (stray.case, stray.rule) == (two, "3") and str(worker) in stray.reason
    assert Event.objects.filter(case=one, verb="contact_moved_away", actor=worker).exists()
    assert Event.objects.filter(case=two, verb="contact_filed", contact=stray, actor=worker).exists()
    assert Case.objects.filter(search="bin", pk=two.pk).exists()


def test_several_contacts_move_as_one_step_and_come_back_as_one(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    strays = [make.text(f"Bin {n}", at=make.later(minutes=n)).contact for n in (1, 2, 3)]
    made = filing_moves.move(contacts=strays, to=two, actor=worker, now=make.later(hours=1))
    assert two.contacts.filter(pk__in=[stray.pk for stray in strays]).count() == 3
    filing_moves.undo_move(move=made, actor=worker, now=make.later(hours=2))
    assert one.contacts.filter(pk__in=[stray.pk for stray in strays]).count() == 3
    assert Event.objects.filter(case=two, verb="move_undone").exists()
    assert {contact.reason for contact in one.contacts.filter(direction="in")} == {
        stray.reason for stray in strays
    } | {only_first(one).reason}


def only_first(case: Case) -> Contact:
    found = case.contacts.filter(direction="in").order_by("took_place_at").first()
    assert found is not None
    return found


def test_undoing_puts_times_and_parties_of_both_cases_back(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    stray = make.text("About the bin", at=make.later(minutes=1)).contact
    before = [(c.last_in_at, c.needs_answer, c.is_open) for c in (fresh(one), fresh(two))]
    made = filing_moves.move(contacts=[stray], to=two, actor=worker, now=make.later(hours=1))
    assert fresh(one).last_in_at == make.NOW and fresh(two).last_in_at == make.later(minutes=1)
    assert two.parties.count() == 2
    filing_moves.undo_move(move=made, actor=worker, now=make.later(hours=2))
    assert [(c.last_in_at, c.needs_answer, c.is_open) for c in (fresh(one), fresh(two))] == before
    assert two.parties.count() == 1


def test_a_held_contact_goes_back_to_the_lane(ours: tuple[Case, Case]) -> None:
    worker = make.staff("worker")
    make.form("another", at=make.later(minutes=1))
    held = make.text("which one", at=make.later(days=4)).contact
    candidates = held.candidates
    made = filing_moves.move(contacts=[held], to=ours[0], actor=worker, now=make.later(days=4))
    filing_moves.undo_move(move=made, actor=worker, now=make.later(days=5))
    held.refresh_from_db()
    assert (held.filing, held.case, held.candidates) == ("held", None, candidates)


def test_later_replies_follow_a_text_of_ours_that_was_moved(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    point = only(one).contact_point
    assert point is not None
    sent = replies.reply(case=one, body="When?", contact_point=point, actor=worker, now=make.later(hours=1))
    filing_moves.move(contacts=[sent], to=two, actor=worker, now=make.later(hours=2))
    assert make.text("Tomorrow", at=make.later(hours=3)).case == two


def test_news_of_a_delivery_reaches_the_case_the_text_is_on_now(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    point = only(one).contact_point
    assert point is not None
    sent = replies.reply(case=one, body="When?", contact_point=point, actor=worker, now=make.later(hours=1))
    filing_moves.move(contacts=[sent], to=two, actor=worker, now=make.later(hours=2))
    deliveries.advance(
        delivery=sent.delivery,
        status="undelivered",
        code="30003",
        words="Off",
        now=make.later(hours=3),
        job="inbox",
    )
    assert Event.objects.filter(case=two, verb="not_reached").exists()
    assert not Event.objects.filter(case=one, verb="not_reached").exists()


def test_a_case_that_nothing_is_left_on_ends_and_lives_again_by_undo(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    everything = list(one.contacts.all())
    made = filing_moves.move(contacts=everything, to=two, actor=worker, now=make.later(hours=1))
    assert not fresh(one).is_open and "moved" in fresh(one).outcome
    assert make.text("Again", at=make.later(days=5)).case == two
    filing_moves.undo_move(move=made, actor=worker, now=make.later(days=6))
    assert fresh(one).is_open and fresh(one).status == "new" and fresh(one).outcome == ""


def test_a_note_keeps_a_case_open_though_its_contacts_went(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    notes.add_note(case=one, body="Ring her", actor=worker, now=make.NOW)
    filing_moves.move(contacts=list(one.contacts.all()), to=two, actor=worker, now=make.later(hours=1))
    assert fresh(one).is_open and not fresh(one).needs_answer


def test_a_split_opens_a_routed_case_that_is_linked_to_the_first(ours: tuple[Case, Case]) -> None:
    one, _ = ours
    worker = make.staff("worker")
    about = make.service("missed-bin")
    stray = make.text("And my bin was missed", at=make.later(minutes=1)).contact
    made = filing_moves.move(contacts=[stray], to=None, service=about, actor=worker, now=make.later(hours=1))
    assert made.opened and made.to.service == about and made.to.summary == "And my bin was missed"
    assert made.to.opened_at == make.later(minutes=1)
    assert CaseLink.objects.get().case == one and CaseLink.objects.get().other == made.to
    assert Event.objects.filter(case=made.to, verb="case_routed").exists()
    assert fresh(one).contacts.filter(direction="in").count() == 1


def test_a_new_case_needs_something_that_they_said(ours: tuple[Case, Case]) -> None:
    worker = make.staff("worker")
    ack = ours[0].contacts.get(direction="out")
    with pytest.raises(CannotBeMoved, match="something that they said"):
        filing_moves.move(contacts=[ack], to=None, actor=worker, now=make.NOW)
    assert Move.objects.count() == 0


def test_whoever_comes_second_is_told_and_moves_nothing(ours: tuple[Case, Case]) -> None:
    one, two = ours
    worker = make.staff("worker")
    seen_by_both = only(one)
    filing_moves.move(contacts=[only(one)], to=two, actor=worker, now=make.NOW)
    with pytest.raises(CannotBeMoved, match="meanwhile"):
        filing_moves.move(contacts=[seen_by_both], to=None, actor=worker, now=make.NOW)


def test_nothing_is_undone_twice_late_or_after_it_was_moved_on(ours: tuple[Case, Case]) -> None:
    _, two = ours
    worker = make.staff("worker")
    stray = make.text("About the bin", at=make.later(minutes=1)).contact
    made = filing_moves.move(contacts=[stray], to=two, actor=worker, now=make.NOW)
    with pytest.raises(CannotBeUndone, match="30 days"):
        filing_moves.undo_move(move=made, actor=worker, now=make.later(days=31))
    stray.refresh_from_db()
    filing_moves.move(contacts=[stray], to=None, actor=worker, now=make.later(hours=1))
    with pytest.raises(CannotBeUndone, match="moved on"):
        filing_moves.undo_move(move=made, actor=worker, now=make.later(hours=2))


def test_the_sender_finds_the_new_case_and_no_longer_the_old_one(ours: tuple[Case, Case]) -> None:
    """A text of Amina's was put on Ben's case by mistake; moved away, Amina plays no part there any more."""
    one, two = ours
    worker = make.staff("worker")
    stray = make.text("Hello", at=make.later(minutes=1)).contact
    filing_moves.move(contacts=[stray], to=two, actor=worker, now=make.later(minutes=2))
    stray.refresh_from_db()
    filing_moves.move(contacts=[stray], to=one, actor=worker, now=make.later(minutes=3))
    assert not Party.objects.filter(case=two, contact_point=stray.contact_point).exists()
    assert make.text("And again", at=make.later(days=5)).case == one


def test_a_call_that_was_passed_on_still_waits_for_us_after_it_was_moved(ours: tuple[Case, Case]) -> None:
    handler, worker = make.staff("handler", role="handler"), make.staff("worker")
    taken = make.call(by=handler, staff_choice=ours[0].reference, at=make.later(hours=1))
    filing_moves.move(contacts=[taken.contact], to=ours[1], actor=worker, now=make.later(hours=2))
    assert fresh(ours[1]).needs_answer and fresh(ours[1]).responded_at == make.later(hours=1)


def test_counting_anew_changes_nothing_on_a_case_that_nobody_moved_anything_on(
    ours: tuple[Case, Case],
) -> None:
    worker = make.staff("worker")
    point = only(ours[0]).contact_point
    assert point is not None
    replies.reply(case=ours[0], body="When?", contact_point=point, actor=worker, now=make.later(hours=1))
    make.text("Tomorrow", at=make.later(hours=2))
    fields = ("last_in_at", "last_out_at", "last_activity_at", "responded_at", "needs_answer", "waiting_for")
    before = [getattr(fresh(ours[0]), name) for name in fields]
    case_activity.recount(case=fresh(ours[0]), now=make.NOW, came=True)
    assert [getattr(fresh(ours[0]), name) for name in fields] == before


def test_what_is_split_off_a_restricted_case_is_restricted_too(ours: tuple[Case, Case]) -> None:
    one, _ = ours
    lead = make.staff("lead", role="lead", is_safeguarding=True)
    stray = make.text("And my bin was missed", at=make.later(minutes=1)).contact
    Case.objects.filter(pk=one.pk).update(restricted=True)
    made = filing_moves.move(contacts=[stray], to=None, actor=lead, now=make.later(hours=1))
    assert fresh(made.to).restricted and Event.objects.filter(case=made.to, verb="restricted").exists()


def test_a_person_put_right_after_the_move_stays_right_when_it_is_undone(ours: tuple[Case, Case]) -> None:
    worker, stray = make.staff("worker"), make.text("Hm", at=make.later(minutes=1)).contact
    right = at_home("Amina")
    made = filing_moves.move(contacts=[stray], to=ours[1], actor=worker, now=make.NOW)
    who.correct(contact=reread(stray), person=right, actor=worker, now=make.NOW)
    filing_moves.undo_move(move=made, actor=worker, now=make.NOW)
    assert reread(stray).person == right


def test_whom_staff_named_stays_named_wherever_the_contact_goes(ours: tuple[Case, Case]) -> None:
    worker, stray = make.staff("worker"), make.text("Hm", at=make.later(minutes=1)).contact
    wrong, right = at_home("Ben"), at_home("Amina")
    Party.objects.create(case=ours[1], person=wrong)
    who.correct(contact=reread(stray), person=right, actor=worker, now=make.NOW)
    filing_moves.move(contacts=[reread(stray)], to=ours[1], actor=worker, now=make.NOW)
    assert reread(stray).person == right


def test_undoing_after_two_records_became_one_names_the_one_that_is_left(ours: tuple[Case, Case]) -> None:
    worker, stray = make.staff("worker"), make.text("Hm", at=make.later(minutes=1)).contact
    one, same = at_home("Amina"), at_home("Amina")
    who.correct(contact=reread(stray), person=same, actor=worker, now=make.NOW)
    made = filing_moves.move(contacts=[reread(stray)], to=ours[1], actor=worker, now=make.NOW)
    people_merge.merge(survivor=one, merged=same, sure=True, actor=worker, now=make.NOW)
    filing_moves.undo_move(move=made, actor=worker, now=make.NOW)
    assert reread(stray).person == one


def at_home(name: str) -> Person:
    """Somebody at Amina's number, which several people then share."""
    point = ContactPoint.objects.get(value="+447700900101")
    return people.create(name=name, point=point, now=make.NOW, actor=None, job="test")


def reread(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)
