"""Every row of the table of bad inputs for calls and visits, P1 to P24, one test each, named by its row.

The rows and what is right for each are the reliability notes'; this file shows that the product does it. What a row needs
a browser for (a draft that survives a crash, a banner within seconds, a page that is translated) has its journey beside it.
"""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import age_rules, authority
from casework.ids import uuid7
from casework.models import (
    Attachment,
    CallInProgress,
    Case,
    Contact,
    ContactPoint,
    Event,
    HeldNote,
    Note,
    Party,
    Person,
    PersonContactPoint,
    Staff,
)
from casework.permissions import visible_contacts
from casework.references import new_reference
from casework.services import (
    closing_many,
    conflicts,
    contact_safety,
    follow_ups,
    merges,
    people_merge,
    status,
    who,
)
from casework.services.assignment import CannotBeAssigned, assign
from casework.services.filing_moves import CannotBeUndone
from tests import factories as make

pytestmark = pytest.mark.django_db

PHONE: Final = "/desk/log/phone/"
LOOK_UP: Final = "/desk/log/phone/look-up/"
Row = Callable[[], None]
ROWS: Final[dict[str, Row]] = {}


def row(name: str) -> Callable[[Row], Row]:
    def keep(test: Row) -> Row:
        ROWS[name] = test
        return test

    return keep


@pytest.mark.parametrize("name", [f"P{number}" for number in range(1, 25)])
def test_row(name: str) -> None:
    ROWS[name]()


def desk(role: str = "handler", username: str = "", **fields: Any) -> Client:
    client = Client()
    client.force_login(make.staff(username or role, role=role, **fields))
    return client


def asked(**more: Any) -> dict[str, Any]:
    return {
        "once": uuid4().hex, "number": make.AMINA, "words": "Rang about the boiler", "outcome": "passed_on", **more,
    }  # fmt: skip


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def logged() -> Contact:
    return Contact.objects.filter(channel="phone").latest("logged_at", "id")


@row("P1")
def _nobody_in_particular() -> None:
    """No name, no number, "didn't want to say": a contact like any other, of nobody."""
    page = desk().post(PHONE, asked(number="", name="", words="Didn't want to say"), follow=True)
    contact = logged()
    assert contact.contact_point is None and contact.person is None and contact.case is not None
    assert contact.case.reference in said(page)


@row("P2")
def _numbers_that_are_nobodys_own() -> None:
    """Withheld, and the landing's pay phone that three share: kept as it was said; the shared one joins nobody."""
    client = desk()
    client.post(PHONE, asked(number="withheld", words="Withheld"))
    assert logged().sender_as_typed == "withheld" and not ContactPoint.objects.exists()
    for name in ("Amina Yusuf", "Olga Petrova"):
        client.post(
            PHONE,
            asked(
                number=make.LANDLINE, name=name, person="other", case="new", words=f"{name} from the landing"
            ),
        )
    assert set(PersonContactPoint.objects.values_list("label", flat=True)) == {"shared"}
    assert Person.objects.filter(merged_into=None).count() == 2
    client.post(PHONE, asked(number="01632 960002 ext. 14", words="From a switchboard"))
    assert "14" in logged().sender_as_typed


@row("P3")
def _the_same_call_twice() -> None:
    """Two who log one call: the second sees the first one's case while typing, and one press puts it there."""
    desk("handler").post(
        PHONE, asked(words="The boiler has leaked since Monday", name="Amina Yusuf", case="new")
    )
    case = Case.objects.get()
    other = desk(username="colleague")
    typed = asked(words="Boiler leaking since Monday", name="Amina Yusuf")
    hint = said(other.post(reverse("desk:log_alike"), typed))
    assert case.reference in hint
    other.post(PHONE, typed | {"case": case.reference})
    assert Case.objects.count() == 1 and logged().case == case


@row("P4")
def _merges_that_cross() -> None:
    """Of a merged case, across teams, restricted into open: flat, stricter, and apart again within thirty days."""
    actor = make.staff(
        "lead", role="lead", teams=("triage", "housing", "far"), lead=True, is_safeguarding=True
    )
    one, two, three = (
        make.case(f"Matter {name}", sender=sender)
        for name, sender in (("A", make.AMINA), ("B", make.BEN), ("C", make.LANDLINE))
    )
    Case.objects.filter(pk=one.pk).update(restricted=True, team=make.team("far"))
    one.refresh_from_db()
    first = merges.merge(merged=one, survivor=two, actor=actor, now=make.NOW)
    two.refresh_from_db()
    assert two.restricted
    with pytest.raises(merges.CannotBeMerged):
        merges.merge(
            merged=Case.objects.get(pk=two.pk),
            survivor=Case.objects.get(pk=one.pk),
            actor=actor,
            now=make.NOW,
        )
    last = merges.merge(merged=Case.objects.get(pk=two.pk), survivor=three, actor=actor, now=make.NOW)
    assert set(Case.objects.filter(merged_into=three).values_list("pk", flat=True)) == {one.pk, two.pk}
    merges.unmerge(row=last, actor=actor, now=make.NOW + timedelta(days=29))
    assert Case.objects.get(pk=two.pk).merged_into is None
    with pytest.raises(CannotBeUndone, match="30 days"):
        merges.unmerge(row=first, actor=actor, now=make.NOW + timedelta(days=31))


@row("P5")
def _people_who_share_a_phone() -> None:
    """All they share is a telephone: merging asks for a word, and leaves them apart without it."""
    worker = make.staff("worker")
    make.case()
    one = Person.objects.get()
    one.name = "Amina Yusuf"
    one.save()
    two = Person.objects.create(name="Olga Petrova")
    point = one.points.get().contact_point
    PersonContactPoint.objects.create(person=two, contact_point=point, label="shared")
    assert people_merge.doubts(one=one, other=two).must_be_sure
    with pytest.raises(people_merge.CannotBeJoined):
        people_merge.merge(survivor=one, merged=two, sure=False, actor=worker, now=make.NOW)
    assert not Person.objects.exclude(merged_into=None).exists()


@row("P7")
def _when_it_took_place() -> None:
    """The future is refused; yesterday is fine, longer ago needs a reason; more than a year is asked about."""
    now = datetime(2026, 10, 25, 15, 0, tzinfo=UTC)  # the clocks went back this night
    with time_machine.travel(now, tick=False):
        client = desk()
        assert client.post(PHONE, asked(**_on(date(2026, 10, 26)), clock="10:00")).status_code == 422
        assert (
            client.post(
                PHONE, asked(**_on(date(2025, 10, 1)), clock="10:00", late_because="Lost")
            ).status_code
            == 422
        )
        assert client.post(PHONE, asked(**_on(date(2026, 10, 20)), clock="10:00")).status_code == 422
        assert not Contact.objects.exists()
        client.post(PHONE, asked(**_on(date(2026, 10, 24)), clock="18:00", words="Yesterday evening"))
        assert logged().took_place_at == datetime(2026, 10, 24, 17, 0, tzinfo=UTC)
        page = client.post(
            PHONE, asked(**_on(date(2026, 10, 25)), clock="01:30", words="In the night"), follow=True
        )
        assert "twice" in said(page)
        late = asked(**_on(date(2026, 10, 20)), clock="10:00", late_because="Was ill", words="Last week")
        client.post(PHONE, late)
    assert Event.objects.get(verb="logged_late").after["because"] == "Was ill"


def _on(day: date) -> dict[str, str]:
    return {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}


@row("P18")
def _whom_a_case_cannot_be_given() -> None:
    """Neither to whoever left nor to whoever has a conflict of interest, and the words tell nobody which."""
    lead, worker = make.staff("lead", role="lead", lead=True), make.staff("worker")
    case = make.case()
    conflicts.declare(case=case, staff=worker, reason="My sister", actor=worker, now=make.NOW)
    with pytest.raises(CannotBeAssigned) as refused:
        assign(case=case, to=worker, actor=lead, now=make.NOW)
    assert "sister" not in str(refused.value) and "conflict" not in str(refused.value).lower()
    gone = make.staff("gone", is_active=False)
    with pytest.raises(CannotBeAssigned):
        assign(case=case, to=gone, actor=lead, now=make.NOW)
    full = make.staff("full", most_cases=1) if hasattr(Staff, "most_cases") else None
    assert full is None or assign(case=case, to=full, actor=lead, now=make.NOW, anyway=True).assignee == full
    assert not visible_contacts(worker).filter(case=case).exists()


@row("P21")
def _due_when_nobody_works() -> None:
    """A promise for a Sunday or a bank holiday falls due when the team next works; the past is refused."""
    make.opening_hours()
    worker, case = make.staff("worker"), make.case()
    sunday = datetime(2026, 3, 8, 10, 0, tzinfo=UTC)
    due = follow_ups.working_moment(team=case.team, at=sunday)
    assert timezone.localtime(due).strftime("%A %H:%M") == "Monday 09:00"
    with pytest.raises(follow_ups.CannotBeFollowedUp, match="passed"):
        follow_ups.make(
            case=case, kind="callback", words="Ring", due_at=make.NOW - timedelta(minutes=1), actor=worker, now=make.NOW
        )  # fmt: skip


@row("P24")
def _loosening_without_the_right() -> None:
    """A caseworker cannot allow again what somebody forbade: 403 in effect, and the attempt is on record."""
    worker = make.staff("worker")
    make.case()
    point = ContactPoint.objects.get()
    ContactPoint.objects.filter(pk=point.pk).update(call_ok=False)
    point.refresh_from_db()
    wanted = contact_safety.of(point).__class__(**{**vars(contact_safety.of(point)), "call_ok": True})
    with pytest.raises(contact_safety.MayNotLoosen):
        contact_safety.change(point=point, wanted=wanted, actor=worker, now=make.NOW)
    point.refresh_from_db()
    assert point.call_ok is False and Event.objects.filter(verb="safety_refused", actor=worker).exists()


@row("P6")
def _the_wrong_person() -> None:
    """A contact on the wrong person goes to the right one with all that hangs on it; both histories say so."""
    worker = make.staff("worker")
    make.case("Meant by Ben", person_name="Amina Yusuf")
    contact, right = Contact.objects.get(direction="in"), Person.objects.create(name="Ben Ali")
    wrong = contact.person
    assert wrong is not None
    who.correct(contact=contact, person=right, actor=worker, now=make.NOW)
    assert (
        not Contact.objects.filter(person=wrong).exists()
        and Contact.objects.get(direction="in").person == right
    )
    told = Event.objects.get(verb="person_corrected")
    assert (told.person, told.before["person"]) == (right, str(wrong.pk))


@row("P13")
def _is_she_with_you() -> None:
    """Whoever asks after somebody who is kept hidden learns nothing: the page is the same, byte for byte."""
    client = desk()
    make.case(person_name="Amina Yusuf")
    Case.objects.update(restricted=True, team=make.team("refuge"))
    hidden = client.get(LOOK_UP, {"name": "Amina Yusuf"}).content
    Person.objects.update(name="Somebody Else")
    assert client.get(LOOK_UP, {"name": "Amina Yusuf"}).content == hidden
    assert b"Yusuf" not in hidden


@row("P16")
def _pasted() -> None:
    """What a word processor or a browser puts into the clipboard is read as text, and shown as text."""
    client = desk()
    pasted = "<b>Boiler</b>\u00a0broken\r\n\tsince\u2028Monday \u201cagain\u201d <script>alert(1)</script>"
    client.post(PHONE, asked(number=" 07700\u00a0900\t101 ", words=pasted))
    contact = logged()
    assert contact.contact_point is not None and contact.contact_point.value == "+447700900101"
    assert "Boiler" in contact.body and "\u00a0" not in contact.body.replace("\u00a0", "")
    assert contact.case is not None
    page = client.get(f"/desk/cases/{contact.case.reference}/").content.decode()
    assert "<script>alert(1)" not in page and "&lt;b&gt;Boiler" in page


@row("P20")
def _many_at_once() -> None:
    """Five hundred ended together, one of them restricted: the others end, and whoever may not see it reads nothing of it."""
    worker = make.staff("worker")
    first = make.case()
    Case.objects.filter(pk=first.pk).update(restricted=True, team=make.team("far"))
    rows = []
    for _ in range(499):
        copy = Case.objects.get(pk=first.pk)
        copy.pk, copy.reference = uuid7(), new_reference()
        copy.restricted, copy.team, copy._state.adding = False, make.team("housing"), True
        rows.append(copy)
    Case.objects.bulk_create(rows)
    chosen = [first.reference, *(each.reference for each in rows)]
    change = closing_many.begin(chosen=chosen, to="closed", outcome="Sorted", actor=worker, now=make.NOW)
    while change.ended_at is None:
        change = closing_many.step(change=change, seconds=5, actor=worker, now=make.NOW)
    assert len(change.done) == 499 and change.refused == []
    assert Case.objects.get(pk=first.pk).is_open and Case.objects.filter(is_open=True).count() == 1
    client = Client()
    client.force_login(worker)
    assert first.reference not in said(client.get(f"/desk/close-many/{change.pk}/"))


@row("P22")
def _taken_out() -> None:
    """A list for somebody who leads nobody, and a restricted case on paper: refused, and on record."""
    client = desk()
    assert client.get("/desk/download/", {"who": "mine"}).status_code == 403
    assert Event.objects.filter(verb="export_refused").exists()
    case = make.case()
    Case.objects.filter(pk=case.pk).update(restricted=True)
    case.named.add(Staff.objects.get())
    assert client.get(f"/desk/cases/{case.reference}/print/").status_code == 403
    assert Event.objects.filter(verb="print_refused", case=case).exists()


@row("P8")
def _the_call_ends_in_the_middle() -> None:
    """Typed, then a crash or a log-out: after the next log-in it is all there. The journeys do it in a browser."""
    client = desk()
    typed = asked(once=uuid7().hex, words="She said the landl", name="Amina Yusuf")
    assert client.post(f"{PHONE}{UUID(typed['once'])}/keep/", typed).status_code == 204
    again = Client()
    again.force_login(Staff.objects.get())
    page = said(again.get(f"{PHONE}?going={UUID(typed['once'])}"))
    assert "She said the landl" in page and "Amina Yusuf" in page
    again.post(PHONE, typed)
    assert logged().body == "She said the landl" and not CallInProgress.objects.exists()


@row("P9")
def _two_edit_one_case() -> None:
    """The second decides on what is not so any more: 409 with both versions, and what they typed."""
    case, client = make.case(), desk("caseworker")
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    status.change_status(case=case, to="open", actor=make.staff("other"), now=make.NOW)
    typed = {"status": "closed", "outcome": "Fixed on Monday", "seen": seen}
    answer = client.post(f"/desk/cases/{case.reference}/status/", typed)
    assert answer.status_code == 409
    assert all(words in said(answer) for words in ("As you saw it", "As it is now", "Fixed on Monday"))
    assert Case.objects.get().status == "open"


@row("P10")
def _out_of_sight() -> None:
    """A note that is typed while the case is restricted is its author's, and nobody else's."""
    case, client = make.case(), desk("caseworker")
    Case.objects.update(restricted=True)
    answer = client.post(f"/desk/cases/{case.reference}/note/", {"body": "The lodger hits her"})
    assert answer.status_code == 409 and "kept for you" in said(answer)
    assert "The lodger hits her" in said(client.get("/desk/held-notes/"))
    boss = desk("manager")
    assert "lodger" not in said(boss.get("/desk/held-notes/")) and not Note.objects.exists()


@row("P11")
def _very_much() -> None:
    """Five thousand contacts on one case, and a note of fifty thousand words: both are pages like any other."""
    case, client = make.case(), desk("caseworker")
    first = Contact.objects.get(direction="in")
    copies = []
    for number in range(5_000):
        copy = Contact(
            **{field.attname: getattr(first, field.attname) for field in Contact._meta.concrete_fields}
        )
        copy.pk, copy.external_id, copy.body = uuid7(), "", f"Number {number}"
        copy.took_place_at = make.NOW + timedelta(minutes=number)
        copies.append(copy)
    Contact.objects.bulk_create(copies)
    words = "wordy " * 50_000
    assert client.post(f"/desk/cases/{case.reference}/note/", {"body": words}).status_code == 302
    page = client.get(f"/desk/cases/{case.reference}/")
    assert page.status_code == 200 and "Number 4999" in said(page) and "Show earlier" in said(page)


@row("P12")
def _somebody_for_somebody() -> None:
    """A mother about her grown-up son: two people, each with a number and flags of their own, and no leave but what is noted."""
    client = desk()
    client.post(
        PHONE,
        asked(name="Mary Ode", about="Sam Ode", answers_to="nobody", words="Her son cannot ring", case="new"),
    )
    parties = {str(party.person): party for party in Party.objects.select_related("person")}
    assert parties["Mary Ode"].role == "caller" and parties["Sam Ode"].role == "subject"
    assert authority.standing(authority.of(parties["Mary Ode"]), on=date(2026, 3, 2)).name == "NONE"
    assert not any(party.reply_to for party in parties.values()), "nobody was asked yet"
    mary, sam = parties["Mary Ode"].person, parties["Sam Ode"].person
    assert mary is not None and sam is not None
    assert mary.points.count() == 1 and sam.points.count() == 0
    assert logged().subject == sam and logged().person == mary


@row("P14")
def _a_child() -> None:
    """How old somebody is on the day decides what staff are told; a parent is turned to only where staff chose it."""
    assert [age_rules.age(date(2012, 2, 29), on=date(2025, 2, day)) for day in (27, 28)] == [12, 12]
    assert age_rules.age(date(2012, 2, 29), on=date(2025, 3, 1)) == 13
    client = desk("caseworker")
    case = make.case(person_name="Sam Ode")
    person = Person.objects.get()
    born = timezone.localdate() - timedelta(days=14 * 366)
    Person.objects.filter(pk=person.pk).update(born_on=born)
    page = said(client.get(f"/desk/cases/{case.reference}/"))
    assert "13 to 15" in page and "never share with a parent by itself" in page


@row("P15")
def _while_a_colleague_dials() -> None:
    """The fragment that the ring page asks for every four seconds says at once what a colleague has just set."""
    client, case = desk("caseworker"), make.case(person_name="Amina Yusuf")
    address = f"/desk/cases/{case.reference}/ring/"
    page = client.get(address).content.decode()
    every = re.search(r'hx-get="([^"]+)"[^>]*hx-trigger="[^"]*every (\d+)s', page)
    assert every is not None and int(every[2]) <= 5
    point = ContactPoint.objects.get()
    wanted = replace(contact_safety.of(point), call_ok=False)
    contact_safety.change(point=point, wanted=wanted, actor=make.staff("colleague"), now=make.NOW)
    banner = said(client.get(html.unescape(every[1]), headers={"HX-Request": "true"}))
    assert "ring" in banner.lower() and ("not safe" in banner.lower() or "do not ring" in banner.lower())


@row("P17")
def _an_emergency() -> None:
    """999 and the like in what is typed: advice, and the call is logged all the same, never ended by itself."""
    client = desk()
    page = client.post(PHONE, asked(words="She is not breathing, she said 999"), follow=True)
    assert "ring 999" in said(page)
    contact = logged()
    assert contact.case is not None and contact.case.is_open


@row("P19")
def _hands_and_browsers() -> None:
    """A page that the browser translates changes no data: what is sent are codes, and names stay as they are. The rest
    of the row (keyboard alone, fast typing, two windows, a translated page) are journeys of the call screen."""
    page = desk().get(PHONE).content.decode()
    for code in ("passed_on", "answered", "callback"):
        assert f'value="{code}"' in page
    client = Client()
    client.force_login(Staff.objects.get())
    client.post(PHONE, asked(name="Jo Ni\u00f1o", words="Traducir", outcome="passed_on"))
    assert logged().outcome == "passed_on" and Person.objects.get().name == "Jo Ni\u00f1o"


@row("P23")
def _anothers() -> None:
    """Somebody else's half-done call, kept note, file and live stream answer like what does not exist."""
    mine, other = desk("caseworker"), desk("handler", "stranger", teams=("far",))
    case = make.case()
    typed = asked(once=uuid7().hex)
    mine.post(f"{PHONE}{UUID(typed['once'])}/keep/", typed)
    note = HeldNote.objects.create(
        author=Staff.objects.get(username="caseworker"), reference=case.reference, body="x", because="y", held_at=make.NOW
    )  # fmt: skip
    file = Attachment.objects.create(
        contact=Contact.objects.get(direction="in"), name="a.txt", content_type="text/plain", size=1, sha256="0" * 64
    )  # fmt: skip
    assert other.get(f"{PHONE}{UUID(typed['once'])}/drop/").status_code == 404
    assert other.post(f"/desk/held-notes/{note.pk}/drop/").status_code == 404
    assert other.get(f"/desk/files/{file.pk}/").status_code == 404
    assert other.get(f"/desk/cases/{case.reference}/").status_code == 404
    assert case.reference not in said(other.get("/desk/"))
