"""P10: what somebody types while the case leaves their sight is kept for them, and for nobody else."""

import re
from typing import Any

import pytest
from django.test import Client

from casework.models import Case, Contact, HeldNote, Note, Staff
from casework.services import held_notes, merges, notes
from casework.services.survivors import LeftSight
from tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = "She told me about the lodger."


@pytest.fixture
def case() -> Case:
    make.office(acknowledge_texts=False)
    return make.case("My boiler is broken")


@pytest.fixture
def ann(case: Case) -> Staff:
    return make.staff("ann", role="caseworker", teams=("triage",))


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def words_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


def restrict(case: Case, lead: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(restricted=True)


def reassign(case: Case, lead: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(team=make.team("elsewhere"))


def merge_away(case: Case, lead: Staff) -> None:
    """Into a case that the author does not see."""
    other = make.case("The lamp", sender=make.BEN)
    Case.objects.filter(pk__in=(case.pk, other.pk)).update(team=make.team("elsewhere"))
    case.refresh_from_db(), other.refresh_from_db()
    merges.merge(merged=case, survivor=other, actor=lead, now=make.NOW)


LEAVES = {"restricted": restrict, "reassigned": reassign, "merged away": merge_away}


@pytest.mark.parametrize("action", ["note", "reply"])
@pytest.mark.parametrize("way", list(LEAVES))
def test_it_is_kept_for_its_author(case: Case, ann: Staff, way: str, action: str) -> None:
    desk = client_of(ann)
    assert desk.get(f"/desk/cases/{case.reference}/").status_code == 200
    LEAVES[way](case, make.staff("boss", role="manager"))
    answer = desk.post(f"/desk/cases/{case.reference}/{action}/", {"body": WORDS})
    assert answer.status_code == 409
    told = words_of(answer)
    assert "Your note is kept for you" in told and WORDS in told
    kept = HeldNote.objects.get()
    assert (kept.author, kept.reference, kept.body) == (ann, case.reference, WORDS)
    assert not Note.objects.exists() and not Contact.objects.filter(direction="out").exists()


def test_a_case_merged_into_a_hidden_one_while_it_is_still_in_sight_takes_no_note(
    case: Case, ann: Staff
) -> None:
    """The merged case itself is still seen; what it became part of is not."""
    other = make.case("The lamp", sender=make.BEN)
    merges.merge(merged=case, survivor=other, actor=make.staff("boss", role="manager"), now=make.NOW)
    Case.objects.filter(pk=other.pk).update(team=make.team("elsewhere"))
    with pytest.raises(LeftSight):
        notes.add_note(case=case, body=WORDS, actor=ann, now=make.NOW)
    answer = client_of(ann).post(f"/desk/cases/{case.reference}/note/", {"body": WORDS})
    assert answer.status_code == 409 and HeldNote.objects.get().author == ann
    assert not Note.objects.exists()


def test_a_note_of_handing_over_is_kept_too(case: Case, ann: Staff) -> None:
    restrict(case, ann)
    answer = client_of(ann).post(f"/desk/cases/{case.reference}/hand-over/", {"note": WORDS, "to": "ben"})
    assert answer.status_code == 409 and HeldNote.objects.get().body == WORDS


def test_a_case_that_closed_while_they_typed_takes_the_note(case: Case, ann: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(status="closed", is_open=False, closed_at=make.NOW, outcome="Done")
    assert client_of(ann).post(f"/desk/cases/{case.reference}/note/", {"body": WORDS}).status_code == 302
    assert Note.objects.get().body == WORDS and not HeldNote.objects.exists()


def test_a_hidden_case_answers_like_one_that_never_was(case: Case, ann: Staff) -> None:
    restrict(case, ann)
    desk = client_of(ann)
    hidden = words_of(desk.post(f"/desk/cases/{case.reference}/note/", {"body": WORDS}))
    missing = words_of(desk.post("/desk/cases/7K4M-9QXD/note/", {"body": WORDS}))
    first, second = HeldNote.objects.order_by("held_at", "pk")
    plain = [
        re.sub(r"\d\d:\d\d(:\d\d)?", "TIME", page.split("<main")[1].split("</main>")[0])
        .replace(note.reference, "REF")
        .replace(str(note.pk), "ID")
        for page, note in ((hidden, first), (missing, second))
    ]
    assert plain[0] == plain[1]


@pytest.mark.parametrize(
    ("reference", "body"), [("7K4M-9QXD", ""), ("7K4M-9QXD", " \u200b "), ("nonsense", WORDS)]
)
def test_nothing_typed_and_no_reference_is_404(ann: Staff, reference: str, body: str) -> None:
    answer = client_of(ann).post(f"/desk/cases/{reference}/note/", {"body": body})
    assert answer.status_code == 404 and not HeldNote.objects.exists()


def test_only_its_author_lists_and_drops_it(case: Case, ann: Staff) -> None:
    note = held_notes.keep(author=ann, reference=case.reference, body=WORDS, now=make.NOW)
    assert note is not None
    others = [
        make.staff("ben", role="caseworker"),
        make.staff("lead", role="lead", lead=True),
        make.staff("boss", role="manager", is_safeguarding=True),
    ]
    for other in others:
        desk = client_of(other)
        assert WORDS not in words_of(desk.get("/desk/held-notes/"))
        assert desk.post(f"/desk/held-notes/{note.pk}/drop/").status_code == 404
        assert "Notes kept for you" not in words_of(desk.get("/desk/"))
    mine = client_of(ann)
    assert WORDS in words_of(mine.get("/desk/held-notes/"))
    assert "/desk/held-notes/" in words_of(mine.get("/desk/"))
    assert mine.post(f"/desk/held-notes/{note.pk}/drop/").status_code == 302
    assert not HeldNote.objects.exists()
    assert mine.post(f"/desk/held-notes/{note.pk}/drop/").status_code == 404


def test_a_double_click_keeps_it_once(ann: Staff) -> None:
    for seconds in (0, 5):
        held_notes.keep(author=ann, reference="7K4M-9QXD", body=WORDS, now=make.later(seconds=seconds))
    assert HeldNote.objects.count() == 1


def test_the_list_states_its_statements(ann: Staff, django_assert_max_num_queries: Any) -> None:
    for number in range(9):
        held_notes.keep(author=ann, reference="7K4M-9QXD", body=f"Note {number}", now=make.NOW)
    desk = client_of(ann)
    with django_assert_max_num_queries(4):  # the notes, office, session and staff
        assert desk.get("/desk/held-notes/").status_code == 200
