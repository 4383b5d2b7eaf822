"""Two cases become one and two again; nobody is written to, nothing is lost, the stricter rule wins."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, connections

from casework.models import Case, Clock, Contact, Delivery, Event, Merge, Note
from casework.permissions import NotAllowed
from casework.services import books, filing_moves, merges, notes, replies, status
from casework.services.filing_moves import CannotBeUndone
from casework.services.merges import CannotBeMerged
from casework.services.survivors import WasMerged
from tests import factories as make

pytestmark = pytest.mark.django_db


def pair() -> tuple[Case, Case]:
    """Amina's case, and one of Ben's about the same thing."""
    return make.case("My boiler is broken"), make.case("Boiler of number 5 is broken", sender=make.BEN)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_the_survivor_has_all_contacts_notes_and_people_and_the_other_points_to_it() -> None:
    one, two = pair()
    worker = make.staff("worker")
    note = notes.add_note(case=two, body="Same house", actor=worker, now=make.NOW)
    merges.merge(merged=two, survivor=one, actor=worker, now=make.later(hours=1))
    assert fresh(one).contacts.count() == 4 and Note.objects.get(pk=note.pk).case == one
    assert {str(party.contact_point) for party in one.parties.all()} == {"07700 900101", "07700 900102"}
    gone = fresh(two)
    assert (gone.merged_into, gone.is_open, gone.contacts.count()) == (one, False, 0)
    assert Event.objects.filter(case=one, verb="merged").exists()
    assert Event.objects.filter(case=two, verb="merged").exists()
    assert not books.faults()


def test_nobody_is_written_to() -> None:
    one, two = pair()
    before = Delivery.objects.count()
    merges.merge(merged=two, survivor=one, actor=make.staff("worker"), now=make.later(hours=1))
    assert Delivery.objects.count() == before


def test_each_person_is_answered_in_their_own_way_and_replies_go_to_whom_they_went() -> None:
    one, two = pair()
    merges.merge(merged=two, survivor=one, actor=make.staff("worker"), now=make.NOW)
    ways = replies.ways(case=fresh(one), now=make.NOW)
    assert [str(point) for _, point, _ in ways] == ["07700 900101", "07700 900102"]
    assert one.parties.filter(reply_to=True).count() == 1


def test_texts_of_both_people_find_the_survivor_and_so_does_the_old_reference() -> None:
    one, two = pair()
    merges.merge(merged=two, survivor=one, actor=make.staff("worker"), now=make.later(days=4))
    assert make.text("Any news?", sender=make.BEN, at=make.later(days=5)).case == one
    assert make.text(f"About {two.reference}", sender=make.BEN, at=make.later(days=9)).case == one
    stranger = make.text(f"About {two.reference}", sender="07700 900103", at=make.later(days=9))
    assert stranger.contact.filing == "held"


def test_the_stricter_and_the_more_pressing_win() -> None:
    one, two = pair()
    Case.objects.filter(pk=two.pk).update(restricted=True, priority="urgent", priority_rank=3, tags=["gas"])
    Clock.objects.filter(case=two).update(due_at=make.later(hours=2), amount=2, unit="hours")
    merges.merge(merged=fresh(two), survivor=one, actor=make.staff("worker"), now=make.NOW)
    kept = fresh(one)
    assert (kept.restricted, kept.priority, kept.priority_rank) == (True, "urgent", 3)
    assert kept.due_at == make.later(hours=2) and kept.tags == ["gas"]


def test_unmerging_gives_back_exactly_what_came_along() -> None:
    one, two = pair()
    worker = make.staff("worker")
    Case.objects.filter(pk=two.pk).update(priority="urgent", priority_rank=3, restricted=True)
    before = {case.pk: state(case) for case in (fresh(one), fresh(two))}
    row = merges.merge(merged=fresh(two), survivor=one, actor=worker, now=make.later(hours=1))
    merges.unmerge(row=row, actor=worker, now=make.later(days=29))
    assert {case.pk: state(case) for case in (fresh(one), fresh(two))} == before
    assert one.parties.count() == two.parties.count() == 1
    assert fresh(two).merged_into is None and not books.faults()


def state(case: Case) -> tuple[object, ...]:
    contacts = sorted(str(pk) for pk in case.contacts.values_list("pk", flat=True))
    fields = (
        "status", "is_open", "closed_at", "outcome", "priority", "priority_rank", "restricted", "due_at", "tags",
        "needs_answer", "waiting_for", "last_in_at", "last_out_at", "last_activity_at",
    )  # fmt: skip
    return (*(getattr(case, name) for name in fields), contacts)


def test_what_came_after_the_merge_stays_with_the_survivor() -> None:
    one, two = pair()
    worker = make.staff("worker")
    Case.objects.filter(pk=two.pk).update(restricted=True)
    row = merges.merge(merged=fresh(two), survivor=one, actor=worker, now=make.later(hours=1))
    late = make.text("And now it floods", sender=make.BEN, at=make.later(days=5)).contact
    merges.unmerge(row=row, actor=worker, now=make.later(days=6))
    late.refresh_from_db()
    assert late.case == one
    assert one.parties.filter(contact_point=late.contact_point).exists(), (
        "Ben writes about it, so he is on it"
    )
    assert fresh(one).restricted, "something new came while it was restricted, so it stays so"


def test_a_merge_of_a_merged_case_stays_flat_and_comes_apart_in_order() -> None:
    one, two = pair()
    three = make.case("Third", sender="07700 900103")
    worker = make.staff("worker")
    first = merges.merge(merged=one, survivor=two, actor=worker, now=make.NOW)
    second = merges.merge(merged=two, survivor=three, actor=worker, now=make.later(hours=1))
    assert fresh(one).merged_into == fresh(two).merged_into == three
    with pytest.raises(CannotBeUndone, match="Undo that merge first"):
        merges.unmerge(row=first, actor=worker, now=make.later(hours=2))
    merges.unmerge(row=second, actor=worker, now=make.later(hours=3))
    assert fresh(one).merged_into == two and fresh(two).merged_into is None
    merges.unmerge(row=first, actor=worker, now=make.later(hours=4))
    assert fresh(one).merged_into is None and one.contacts.filter(direction="in").count() == 1


def test_what_cannot_be_merged_says_why() -> None:
    one, two = pair()
    worker, handler = make.staff("worker"), make.staff("handler", role="handler")
    with pytest.raises(CannotBeMerged, match="itself"):
        merges.merge(merged=one, survivor=one, actor=worker, now=make.NOW)
    with pytest.raises(NotAllowed):
        merges.merge(merged=one, survivor=two, actor=handler, now=make.NOW)
    status.change_status(case=two, to="closed", outcome="Done", actor=worker, now=make.NOW)
    with pytest.raises(CannotBeMerged, match="Keep the open one"):
        merges.merge(merged=one, survivor=two, actor=worker, now=make.NOW)
    assert not Merge.objects.exists()


def test_undo_ends_after_thirty_days() -> None:
    one, two = pair()
    worker = make.staff("worker")
    row = merges.merge(merged=two, survivor=one, actor=worker, now=make.NOW)
    with pytest.raises(CannotBeUndone, match="Split the case"):
        merges.unmerge(row=row, actor=worker, now=make.later(days=30, seconds=1))


def test_what_was_typed_while_the_case_was_merged_goes_on_and_what_was_decided_does_not() -> None:
    one, two = pair()
    worker = make.staff("worker")
    merges.merge(merged=two, survivor=one, actor=worker, now=make.NOW)
    note = notes.add_note(case=two, body="She is at home after six", actor=worker, now=make.NOW)
    assert note.case == one
    with pytest.raises(WasMerged):
        status.change_status(case=two, to="open", actor=make.staff("lead", role="lead"), now=make.NOW)


def test_a_moved_contact_comes_back_to_where_its_case_was_merged() -> None:
    one, two = pair()
    three = make.case("Third", sender="07700 900103")
    worker = make.staff("worker")
    stray = make.text("Hm", at=make.later(minutes=1)).contact
    made = filing_moves.move(contacts=[stray], to=three, actor=worker, now=make.later(hours=1))
    merges.merge(merged=one, survivor=two, actor=worker, now=make.later(hours=2))
    filing_moves.undo_move(move=made, actor=worker, now=make.later(hours=3))
    stray.refresh_from_db()
    assert stray.case == two


def test_the_events_of_a_merge_name_a_hidden_case_to_nobody(client: object) -> None:
    one, two = pair()
    lead = make.staff("lead", role="lead", is_safeguarding=True)
    Case.objects.filter(pk=one.pk).update(restricted=True, team=make.team("far-away"))
    merges.merge(merged=two, survivor=fresh(one), actor=lead, now=make.NOW)
    worker = make.staff("worker")
    client.force_login(worker)  # type: ignore[attr-defined]
    page = client.get(f"/desk/cases/{two.reference}/").content.decode()  # type: ignore[attr-defined]
    assert one.reference not in page and "merged into another case" in page


@pytest.mark.django_db(transaction=True)
def test_merging_a_into_b_and_b_into_a_at_one_moment_leaves_one_winner() -> None:
    one, two = pair()
    worker = make.staff("worker")
    refused = at_once(
        lambda: merges.merge(merged=one, survivor=two, actor=worker, now=make.NOW),
        lambda: merges.merge(merged=two, survivor=one, actor=worker, now=make.NOW),
    )
    assert [type(error) for error in refused] == [CannotBeMerged]
    assert Merge.objects.count() == 1 and Case.objects.filter(merged_into=None).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(5))
def test_a_text_that_comes_while_its_case_is_merged_is_on_the_survivor(attempt: int) -> None:
    one, two = pair()
    worker = make.staff("worker")
    texts = [f"part {number}" for number in range(6)]
    refused = at_once(
        lambda: merges.merge(merged=two, survivor=one, actor=worker, now=make.later(days=4)),
        *[lambda body=body: make.text(body, sender=make.BEN, at=make.later(days=4)) for body in texts],
    )
    assert not refused
    assert set(Contact.objects.filter(body__in=texts).values_list("case", flat=True)) == {one.pk}
    assert Case.objects.count() == 2 and not books.faults()


@pytest.mark.django_db(transaction=True)
def test_a_text_that_comes_while_its_case_is_closed_is_on_it() -> None:
    one, _ = pair()
    worker = make.staff("worker")
    refused = at_once(
        lambda: status.change_status(
            case=one, to="resolved", outcome="Mended", actor=worker, now=make.NOW + timedelta(days=4)
        ),
        lambda: make.text("It broke again", at=make.later(days=4)),
    )
    late = Contact.objects.get(body="It broke again")
    assert not refused and late.case == one


def at_once(*actions: Callable[[], object]) -> list[Exception]:
    """Each in a thread and on a connection of its own, let loose together; what each was refused with."""
    barrier, refused = Barrier(len(actions)), []

    def run(action: Callable[[], object]) -> None:
        try:
            barrier.wait()
            action()
        except (CannotBeMerged, DatabaseError) as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    return refused


def test_a_text_after_its_case_was_anonymised_opens_a_new_one() -> None:
    """What anonymising leaves: the case, without parties, and contacts without words, number and person."""
    one = make.case("My boiler is broken")
    one.parties.all().delete()
    Contact.objects.filter(case=one).update(contact_point=None, person=None, body="", sender_as_typed="")
    again = make.text("It broke again", at=make.later(hours=1))
    assert again.case is not None and again.case != one
