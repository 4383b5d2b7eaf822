"""Two records of one person become one, and apart again; two merges at once leave one winner."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Event,
    Party,
    Person,
    PersonContactPoint,
    PersonMerge,
    Staff,
)
from casework.permissions import NotAllowed
from casework.services import adjustments, people, people_merge, people_parted, person_points
from casework.services.people_merge import CannotBeJoined, doubts
from casework.services.people_parted import CannotBeParted
from tests import factories as make

pytestmark = pytest.mark.django_db

HOME = "+447700900150"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def somebody(name: str, *numbers: str, **fields: Any) -> Person:
    person = people.create(name=name, point=None, now=make.NOW, actor=None, job="test")
    if needs := fields.pop("adjustments", ""):
        adjustments.put(person=person, words=needs, job="test", now=make.NOW)
    Person.objects.filter(pk=person.pk).update(**fields)
    for number in numbers:
        kind = "email" if "@" in number else "phone"
        point, _ = ContactPoint.objects.get_or_create(kind=kind, value=number)
        people.attach(person=person, point=point)
    person.refresh_from_db()
    return person


def case_of(person: Person, body: str = "My boiler is broken", **fields: Any) -> Case:
    make.office(acknowledge_texts=False)
    taken = make.form(body, sender="", **fields)
    assert taken.case is not None
    Party.objects.create(case=taken.case, person=person, reply_to=True)
    Contact.objects.filter(case=taken.case).update(person=person)
    return taken.case


def join(keep: Person, gone: Person, actor: Staff, **more: Any) -> PersonMerge:
    return people_merge.merge(survivor=keep, merged=gone, sure=True, actor=actor, now=make.NOW, **more)


def everything() -> dict[str, Any]:
    """All that a merge of people touches, as the database has it."""
    return {
        "people": list(Person.objects.order_by("pk").values()),
        "contacts": list(Contact.objects.order_by("pk").values("pk", "person")),
        "places": list(Party.objects.order_by("pk").values()),
        "held": sorted(
            PersonContactPoint.objects.values_list("person", "contact_point", "label", "preferred"), key=str
        ),
        "points": list(ContactPoint.objects.order_by("pk").values()),
    }


def two_with_much(worker: Staff) -> tuple[Person, Person]:
    keep = somebody("Amina Yusuf", HOME, "+447700900101", language="so", adjustments="Large print")
    gone = somebody(
        "Amina Yusuf", HOME, "amina@example.org", language="ar", adjustments="No calls before noon"
    )
    PersonContactPoint.objects.filter(person=gone).update(preferred=True)
    both = case_of(keep)
    Party.objects.create(
        case=both, person=gone, authority_basis="Lasting power", authority_until=date(2027, 1, 1)
    )
    Party.objects.create(case=both, person=gone, role="caller")
    case_of(gone, "The bin", at=make.later(hours=1))
    replies = case_of(gone, "The lamp", at=make.later(hours=2))
    Party.objects.create(case=replies, person=keep)
    return keep, gone


def test_the_survivor_keeps_everything_of_both(worker: Staff) -> None:
    keep, gone = two_with_much(worker)
    join(keep, gone, worker)
    keep.refresh_from_db(), gone.refresh_from_db()
    assert gone.merged_into == keep
    assert set(Contact.objects.values_list("person", flat=True)) == {keep.pk}
    assert set(Party.objects.values_list("person", flat=True)) == {keep.pk}
    assert sorted(PersonContactPoint.objects.values_list("person", "contact_point__value")) == sorted(
        (keep.pk, value) for value in (HOME, "+447700900101", "amina@example.org")
    )
    assert keep.language == "so"
    assert keep.adjustments.split("\n") == ["Large print", "No calls before noon", "Also speaks Arabic"]
    assert Event.objects.filter(verb="people_merged", actor=worker).count() == 2


def test_the_same_place_twice_stays_once_with_what_either_had(worker: Staff) -> None:
    keep, gone = two_with_much(worker)
    join(keep, gone, worker)
    places = Party.objects.filter(role="subject").order_by("case__opened_at")
    assert [(each.reply_to, each.authority_basis) for each in places] == [
        (True, "Lasting power"),
        (True, ""),
        (True, ""),
    ]
    assert Party.objects.filter(role="caller").count() == 1


def test_no_safe_contact_word_is_loosened(worker: Staff) -> None:
    keep, gone = two_with_much(worker)
    ContactPoint.objects.filter(value="+447700900101").update(text_ok=True, voicemail_ok=True)
    ContactPoint.objects.filter(value="amina@example.org").update(do_not_use=True, safety_note="Not this one")
    ContactPoint.objects.filter(value=HOME).update(
        text_ok=False, say_who_we_are=False, opted_out_at=make.NOW, safe_hours="mornings"
    )
    before = everything()["points"]
    join(keep, gone, worker)
    assert everything()["points"] == before


def test_a_number_that_both_held_is_their_own_now(worker: Staff) -> None:
    keep, gone = somebody("Amina", HOME), somebody("Amina", HOME)
    assert set(PersonContactPoint.objects.values_list("label", flat=True)) == {"shared"}
    join(keep, gone, worker)
    assert PersonContactPoint.objects.get().label == "own"


def test_a_number_that_a_third_person_holds_stays_shared(worker: Staff) -> None:
    keep, gone = somebody("Amina", HOME), somebody("Amina", HOME)
    somebody("Ben", HOME)
    join(keep, gone, worker)
    assert list(PersonContactPoint.objects.values_list("label", flat=True)) == ["shared", "shared"]


def test_whoever_has_no_name_gets_it(worker: Staff) -> None:
    keep, gone = somebody("", HOME), somebody("Amina", HOME)
    merge = join(keep, gone, worker)
    keep.refresh_from_db()
    assert keep.name == "Amina"
    people_parted.undo(merge=merge, actor=worker, now=make.NOW)
    keep.refresh_from_db()
    assert keep.name == ""


def test_people_merged_before_are_repointed_and_go_back(worker: Staff) -> None:
    first, second, third = (somebody("Amina") for _ in range(3))
    join(second, third, worker)
    merge = join(first, second, worker)
    assert set(Person.objects.exclude(pk=first.pk).values_list("merged_into", flat=True)) == {first.pk}
    people_parted.undo(merge=merge, actor=worker, now=make.NOW)
    third.refresh_from_db(), second.refresh_from_db()
    assert third.merged_into == second and second.merged_into is None


# What speaks against it


@pytest.mark.parametrize(
    ("one", "other", "sure", "words"),
    [
        (("Amina", HOME), ("Amina", HOME), False, ""),
        (("Amina", HOME), ("Ben", HOME), True, "names differ"),
        (("Amina", HOME), ("", HOME), True, "share is a phone"),
        (("", HOME, "a@example.org"), ("Amina", HOME, "a@example.org"), False, ""),
        (("Amina",), ("amína",), False, "share is a name"),
        (("Amina",), ("",), True, "share no number"),
    ],
)
def test_doubts_are_said(one: Any, other: Any, sure: bool, words: str) -> None:
    found = doubts(one=somebody(*one), other=somebody(*other))
    assert found.must_be_sure is sure
    assert words in " ".join(found.warnings) and bool(words) == bool(found.warnings)


def test_where_all_they_share_is_a_phone_it_takes_a_word(worker: Staff) -> None:
    keep, gone = somebody("Amina", HOME), somebody("", HOME)
    with pytest.raises(CannotBeJoined, match="sure"):
        people_merge.merge(survivor=keep, merged=gone, sure=False, actor=worker, now=make.NOW)
    assert not PersonMerge.objects.exists()


def test_the_same_record_a_merged_one_and_a_handler_are_refused(worker: Staff) -> None:
    keep, gone = somebody("Amina"), somebody("Amina")
    with pytest.raises(CannotBeJoined, match="same record"):
        join(keep, keep, worker)
    with pytest.raises(NotAllowed):
        join(keep, gone, make.staff("handler", role="handler"))
    join(keep, gone, worker)
    with pytest.raises(people.NoSuchPerson, match="merged"):
        join(gone, somebody("Amina"), worker)
    with pytest.raises(people.NoSuchPerson, match="merged"):
        join(somebody("Amina"), gone, worker)


# Undo


def test_undo_puts_exactly_that_back(worker: Staff) -> None:
    keep, gone = two_with_much(worker)
    before = everything()
    merge = join(keep, gone, worker)
    assert everything() != before
    people_parted.undo(merge=merge, actor=worker, now=make.later(days=29))
    assert everything() == before
    merge.refresh_from_db()
    assert merge.undone_by == worker
    assert Event.objects.filter(verb="people_parted").count() == 2


def test_what_came_later_stays_with_the_survivor(worker: Staff) -> None:
    keep, gone = two_with_much(worker)
    merge = join(keep, gone, worker)
    later = case_of(keep, "Something new", at=make.later(days=1))
    person_points.add_point(person=keep, kind="phone", raw="07700 900199", actor=worker, now=make.NOW)
    person_points.change_name(person=keep, name="Amina Y.", actor=worker, now=make.NOW)
    adjustments.note(person=keep, words="Home visits", actor=worker, now=make.NOW)
    people_parted.undo(merge=merge, actor=worker, now=make.later(days=2))
    keep.refresh_from_db()
    assert Contact.objects.get(case=later).person == keep and Party.objects.get(case=later).person == keep
    assert PersonContactPoint.objects.get(contact_point__value="+447700900199").person == keep
    assert (keep.name, keep.language) == ("Amina Y.", "so")
    assert keep.adjustments == "Large print\nHome visits"


def test_what_was_given_to_somebody_else_since_stays_there(worker: Staff) -> None:
    keep, gone, third = somebody("Amina"), somebody("Amina"), somebody("Ben")
    case_of(gone)
    merge = join(keep, gone, worker)
    Contact.objects.update(person=third)
    people_parted.undo(merge=merge, actor=worker, now=make.NOW)
    assert Contact.objects.get().person == third


def test_undo_is_refused_twice_late_and_out_of_order(worker: Staff) -> None:
    keep, gone, third = (somebody("Amina") for _ in range(3))
    first = join(keep, gone, worker)
    with pytest.raises(CannotBeParted, match="30 days"):
        people_parted.undo(merge=first, actor=worker, now=make.NOW + timedelta(days=31))
    second = people_merge.merge(
        survivor=keep, merged=third, sure=True, actor=worker, now=make.later(minutes=1)
    )
    with pytest.raises(CannotBeParted, match="later merge first"):
        people_parted.undo(merge=first, actor=worker, now=make.later(hours=1))
    people_parted.undo(merge=second, actor=worker, now=make.later(hours=1))
    people_parted.undo(merge=first, actor=worker, now=make.later(hours=1))
    with pytest.raises(CannotBeParted, match="already"):
        people_parted.undo(merge=first, actor=worker, now=make.later(hours=1))


def test_a_survivor_that_was_merged_itself_keeps_what_it_brought(worker: Staff) -> None:
    one, two, three = (somebody("Amina") for _ in range(3))
    first = join(two, three, worker)
    join(one, two, worker)
    with pytest.raises(CannotBeParted, match="later merge first"):
        people_parted.undo(merge=first, actor=worker, now=make.NOW)


def test_a_merge_undone_can_be_made_again(worker: Staff) -> None:
    keep, gone = two_with_much(worker)
    people_parted.undo(merge=join(keep, gone, worker), actor=worker, now=make.NOW)
    before = everything()
    people_parted.undo(merge=join(keep, gone, worker), actor=worker, now=make.NOW)
    assert everything() == before


def test_somebody_with_2000_contacts_is_merged_and_parted(worker: Staff) -> None:
    keep, gone = somebody("Amina"), somebody("Amina")
    case = case_of(gone)
    Contact.objects.bulk_create(
        Contact(
            case=case, channel="sms", filing="filed", took_place_at=make.NOW, logged_at=make.NOW, person=gone
        )
        for _ in range(2000)
    )
    merge = join(keep, gone, worker)
    assert Contact.objects.filter(person=keep).count() == 2001
    people_parted.undo(merge=merge, actor=worker, now=make.NOW)
    assert Contact.objects.filter(person=gone).count() == 2001


# Two at once


def _at_once(*actions: Any) -> list[str]:
    barrier, said = threading.Barrier(len(actions)), []

    def run(action: Any) -> None:
        barrier.wait()
        try:
            action()
            said.append("done")
        except (CannotBeJoined, people.NoSuchPerson):
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(said)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_merges_at_once_leave_one_winner(round_: int) -> None:
    worker = make.staff("worker")
    one, two = somebody("Amina", HOME), somebody("Amina", HOME)
    case = case_of(one)
    Party.objects.create(case=case, person=two)
    assert _at_once(lambda: join(one, two, worker), lambda: join(two, one, worker)) == ["done", "refused"]
    winner = Person.objects.get(merged_into=None)
    assert Person.objects.exclude(merged_into=None).get().merged_into == winner
    assert PersonMerge.objects.get().survivor == winner
    assert PersonContactPoint.objects.get().person == winner
    assert Party.objects.get().person == winner


@pytest.mark.django_db(transaction=True)
def test_three_merges_in_a_ring_leave_no_ring() -> None:
    worker = make.staff("worker")
    ring = [somebody("Amina", HOME) for _ in range(3)]
    actions = [
        lambda one=one, two=two: join(one, two, worker)
        for one, two in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    _at_once(*actions)
    standing = Person.objects.filter(merged_into=None)
    assert standing.exists()
    for each in Person.objects.exclude(merged_into=None):
        assert each.merged_into in standing, "flat: nobody points to somebody who was merged"


@pytest.mark.django_db(transaction=True)
def test_a_text_that_comes_meanwhile_is_the_survivors() -> None:
    worker = make.staff("worker")
    make.office(acknowledge_texts=False)
    one, two = somebody("Amina"), somebody("Amina", "+447700900101")
    _at_once(lambda: join(one, two, worker), *(make.text for _ in range(3)))
    if Contact.objects.filter(person=two).exists():
        pytest.fail("a contact was left with a record that is no more")
    assert set(Party.objects.values_list("person", flat=True)) == {one.pk}


# The pages


def merge_url(person: Person) -> str:
    return f"/desk/people/{person.pk}/merge/"


def test_the_other_is_found_compared_and_merged(desk: Client) -> None:
    keep, gone = somebody("Amina Yusuf", HOME), somebody("Amina Yusuf", "+447700900101")
    near = desk.get(merge_url(keep)).content.decode()
    assert f"?with={gone.pk}" in near
    for query in ({"name": "yusuf"}, {"number": "900101"}):
        assert f"?with={gone.pk}" in desk.get(merge_url(keep), query).content.decode()
    compare = desk.get(merge_url(keep), {"with": gone.pk}).content.decode()
    assert "07700 900150" in compare and "07700 900101" in compare
    done = desk.post(merge_url(keep), {"with": gone.pk})
    assert done.status_code == 302 and done["Location"] == f"/desk/people/{keep.pk}/"
    followed = desk.get(f"/desk/people/{gone.pk}/")
    assert followed.status_code == 302 and followed["Location"] == f"/desk/people/{keep.pk}/"


def test_the_tick_is_asked_for_on_the_page(desk: Client) -> None:
    keep, gone = somebody("Amina", HOME), somebody("Ben", HOME)
    page = desk.get(merge_url(keep), {"with": gone.pk}).content.decode()
    assert "Their names differ" in page and "I am sure they are one person" in page
    refused = desk.post(merge_url(keep), {"with": gone.pk})
    assert refused.status_code == 422 and "Tick that you are sure" in refused.content.decode()
    assert desk.post(merge_url(keep), {"with": gone.pk, "sure": "on"}).status_code == 302


def test_undo_from_the_page(desk: Client, worker: Staff) -> None:
    keep, gone = somebody("Amina"), somebody("Amina Y")
    from django.utils import timezone

    merge = people_merge.merge(survivor=keep, merged=gone, sure=True, actor=worker, now=timezone.now())
    page = desk.get(f"/desk/people/{keep.pk}/").content.decode()
    assert f"/desk/people/merges/{merge.pk}/undo/" in page and "Amina Y" in page
    assert desk.post(f"/desk/people/merges/{merge.pk}/undo/").status_code == 302
    gone.refresh_from_db()
    assert gone.merged_into is None
    PersonMerge.objects.update(undone_at=None, at=timezone.now() - timedelta(days=31))
    Person.objects.filter(pk=gone.pk).update(merged_into=keep)
    assert "Undo this merge" not in desk.get(f"/desk/people/{keep.pk}/").content.decode()


def test_a_find_without_words_says_so_and_one_in_vain_too(desk: Client) -> None:
    keep = somebody("Amina")
    assert "Write a name or part of a number" in desk.get(merge_url(keep), {"name": ""}).content.decode()
    assert "Nobody found" in desk.get(merge_url(keep), {"name": "zzzz"}).content.decode()


@pytest.mark.parametrize("chosen", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_choice_that_is_none_is_missing(desk: Client, chosen: str) -> None:
    keep = somebody("Amina")
    assert desk.get(merge_url(keep), {"with": chosen}).status_code == 404
    assert desk.get(merge_url(keep), {"with": keep.pk}).status_code == 404


def test_a_restricted_case_of_either_stays_invisible(desk: Client, worker: Staff) -> None:
    keep, gone = somebody("Amina", HOME), somebody("Amina", HOME)
    case_of(gone, "an ordinary case")
    secret = case_of(gone, "the secret case", at=make.later(hours=1))
    far = make.team("far")
    Case.objects.filter(pk=secret.pk).update(restricted=True, team=far)
    compare = desk.get(merge_url(keep), {"with": gone.pk}).content.decode()
    assert "Cases that you can see</dt>\n          <dd>1</dd>" in compare
    assert "Contacts that you can see</dt>\n          <dd>1," in compare
    desk.post(merge_url(keep), {"with": gone.pk})
    page = desk.get(f"/desk/people/{keep.pk}/").content.decode()
    assert "an ordinary case" in page and "the secret case" not in page and secret.reference not in page
    told = " ".join(Event.objects.filter(verb="people_merged").values_list("words", flat=True))
    assert secret.reference not in told


def test_somebody_known_only_from_a_restricted_case_cannot_be_found_or_chosen(desk: Client) -> None:
    keep, hidden = somebody("Amina", HOME), somebody("Amina Hidden", HOME)
    secret = case_of(hidden)
    Case.objects.filter(pk=secret.pk).update(restricted=True, team=make.team("far"))
    assert str(hidden.pk) not in desk.get(merge_url(keep)).content.decode()
    assert str(hidden.pk) not in desk.get(merge_url(keep), {"name": "Hidden"}).content.decode()
    assert desk.get(merge_url(keep), {"with": hidden.pk}).status_code == 404
    assert desk.post(merge_url(keep), {"with": hidden.pk, "sure": "on"}).status_code == 404


def test_a_merge_with_a_hidden_record_is_not_told(desk: Client, worker: Staff) -> None:
    keep, hidden = somebody("Amina", HOME), somebody("Amina Hidden", HOME)
    case_of(keep)
    secret = case_of(hidden, "secret", at=make.later(hours=1))
    Case.objects.filter(pk=secret.pk).update(restricted=True, team=make.team("far"))
    merge = join(keep, hidden, make.staff("safe", is_safeguarding=True))
    page = desk.get(f"/desk/people/{keep.pk}/").content.decode()
    assert "Amina Hidden" not in page and "Merged records" not in page and "merged" not in page
    assert desk.post(f"/desk/people/merges/{merge.pk}/undo/").status_code == 404
