"""What people need: noted by anybody, weakened by leads alone, kept right by merges, shown and reported."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from casework import presenters_adjustments as show
from casework.models import Adjustment, Case, Contact, Event, Party, Person, PersonMerge, Staff
from casework.services import adjustments, birth, parties, people, people_merge, people_parted, replies
from casework.services.adjustments import CannotChangeAdjustment, MayNotWeaken
from casework.services.meanwhile import ChangedMeanwhile
from casework.services.person_points import CannotChangePerson
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def office() -> None:
    make.office(acknowledge_texts=False)


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def amina() -> Person:
    return person("Amina Yusuf")


def person(name: str, *needs: str, language: str = "") -> Person:
    made = people.create(name=name, point=None, now=make.NOW, actor=None, job="test")
    Person.objects.filter(pk=made.pk).update(language=language)
    made.refresh_from_db()
    for words in needs:
        adjustments.put(person=made, words=words, job="test", now=make.NOW)
    return made


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def text_of(someone: Person) -> str:
    someone.refresh_from_db()
    return someone.adjustments


def words_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


# Noting


def test_anybody_notes_one_and_the_text_on_record_follows(amina: Person, handler: Staff) -> None:
    made = adjustments.note(
        person=amina, words="  Large\nprint ", actor=handler, now=make.NOW, review_on=date(2026, 9, 1)
    )
    adjustments.note(person=amina, words="No calls before noon", actor=handler, now=make.NOW)
    assert (made.words, made.since, made.review_on, made.noted_by) == (
        "Large print", TODAY, date(2026, 9, 1), handler,
    )  # fmt: skip
    assert text_of(amina) == "Large print\nNo calls before noon"
    told = Event.objects.get(verb="adjustment_noted", after__adjustment=str(made.pk))
    assert told.person == amina and "Large print" not in told.words


def test_the_same_words_twice_are_one(amina: Person, handler: Staff) -> None:
    first = adjustments.note(person=amina, words="Large print", actor=handler, now=make.NOW)
    assert adjustments.note(person=amina, words="LARGE PRINT", actor=handler, now=make.NOW) == first
    assert Event.objects.filter(verb="adjustment_noted").count() == 1


def test_offered_and_declined_is_on_record_and_not_something_they_need(amina: Person, handler: Staff) -> None:
    made = adjustments.note(person=amina, words="Interpreter", actor=handler, now=make.NOW, declined=True)
    assert made.declined and text_of(amina) == "" and show.shown(amina.pk) == []
    assert "declined" in Event.objects.get(verb="adjustment_noted").words
    # They want it after all
    adjustments.note(person=amina, words="Interpreter", actor=handler, now=make.NOW)
    assert text_of(amina) == "Interpreter" and Adjustment.objects.count() == 2


def test_what_they_need_is_not_declined_by_the_way(amina: Person, handler: Staff) -> None:
    adjustments.note(person=amina, words="Interpreter", actor=handler, now=make.NOW)
    with pytest.raises(CannotChangeAdjustment, match="Ask a lead to end it"):
        adjustments.note(person=amina, words="interpreter", actor=handler, now=make.NOW, declined=True)
    assert text_of(amina) == "Interpreter"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"words": " \u200b "}, "Say what they need"),
        ({"words": "x" * 301}, "300 characters"),
        ({"since": date(2026, 3, 3)}, "from today or an earlier day"),
        ({"review_on": date(2026, 3, 1)}, "has passed"),
    ],
)
def test_what_cannot_be_noted_says_why(
    amina: Person, handler: Staff, fields: dict[str, Any], words: str
) -> None:
    given = {"words": "Large print", **fields}
    with pytest.raises(CannotChangeAdjustment, match=words):
        adjustments.note(person=amina, actor=handler, now=make.NOW, **given)
    assert not Adjustment.objects.exists()


# Changing and ending: P24


def test_words_are_added_by_anybody_and_taken_away_by_leads(
    amina: Person, handler: Staff, lead: Staff
) -> None:
    made = adjustments.note(person=amina, words="Large print", actor=handler, now=make.NOW)
    more = "Large print, 18 points or more"
    adjustments.change(adjustment=made, words=more, actor=handler, now=make.NOW)
    assert text_of(amina) == more
    with pytest.raises(MayNotWeaken, match="Only a lead"):
        adjustments.change(adjustment=made, words="Print", actor=handler, now=make.NOW)
    assert text_of(amina) == more
    refused = Event.objects.get(verb="adjustment_refused")
    assert (refused.actor, refused.person) == (handler, amina) and "was refused" in refused.words
    adjustments.change(adjustment=made, words="Print", actor=lead, now=make.NOW)
    assert text_of(amina) == "Print"
    told = Event.objects.filter(verb="adjustment_changed").latest("pk")
    assert (told.before["words"], told.after["words"]) == (more, "Print")


def test_only_a_lead_ends_one_with_a_reason(amina: Person, handler: Staff, lead: Staff) -> None:
    made = adjustments.note(person=amina, words="Large print", actor=handler, now=make.NOW)
    with pytest.raises(MayNotWeaken):
        adjustments.end(adjustment=made, because="She says so", actor=handler, now=make.NOW)
    assert Event.objects.filter(verb="adjustment_refused", actor=handler).count() == 1
    with pytest.raises(CannotChangeAdjustment, match="Say why"):
        adjustments.end(adjustment=made, because=" ", actor=lead, now=make.NOW)
    assert text_of(amina) == "Large print"
    ended = adjustments.end(adjustment=made, because="New glasses", actor=lead, now=make.NOW)
    assert (ended.ended_by, ended.ended_because, text_of(amina)) == (lead, "New glasses", "")
    with pytest.raises(CannotChangeAdjustment, match="ended already"):
        adjustments.end(adjustment=made, because="Again", actor=lead, now=make.NOW)


def test_the_page_answers_403_and_keeps_what_was_typed(amina: Person, handler: Staff) -> None:
    made = adjustments.note(person=amina, words="Large print", actor=handler, now=make.NOW)
    url = f"/desk/adjustments/{made.pk}/"
    page = client_of(handler).post(url, {"do": "change", "words": "Nothing much"})
    assert page.status_code == 403 and "Nothing much" in words_of(page) and "Only a lead" in words_of(page)
    page = client_of(handler).post(url, {"do": "end", "because": "She is fine"})
    assert page.status_code == 403 and text_of(amina) == "Large print"
    assert Event.objects.filter(verb="adjustment_refused").count() == 2


def test_a_change_on_old_words_is_compared_first(amina: Person, handler: Staff, lead: Staff) -> None:
    made = adjustments.note(person=amina, words="Large print", actor=handler, now=make.NOW)
    seen = adjustments.seen(made)
    adjustments.change(adjustment=made, words="Large print, A3", actor=handler, now=make.NOW, seen=seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        adjustments.change(adjustment=made, words="Large print, A4", actor=handler, now=make.NOW, seen=seen)
    first = caught.value.differences[0]
    assert (first.seen, first.now) == ("Large print", "Large print, A3")
    page = client_of(lead).post(
        f"/desk/adjustments/{made.pk}/", {"do": "change", "words": "Large print, A4", "seen": seen}
    )
    told = words_of(page)
    assert page.status_code == 409
    for words in ("As you saw it", "As it is now", "Large print, A3", "Large print, A4"):
        assert words in told
    # Sent again from that page, it is saved
    page = client_of(lead).post(
        f"/desk/adjustments/{made.pk}/",
        {"do": "change", "words": "Large print, A4", "seen": caught.value.seen},
    )
    assert page.status_code == 302 and text_of(amina) == "Large print, A4"


# Merging people, and undoing it


def merged(keep: Person, gone: Person, actor: Staff) -> PersonMerge:
    return people_merge.merge(survivor=keep, merged=gone, sure=True, actor=actor, now=make.NOW)


def rows() -> list[Any]:
    names = ("pk", "person", "words", "declined", "ended_at", "since")
    return [
        list(Adjustment.objects.order_by("pk").values_list(*names)),
        list(Person.objects.order_by("pk").values_list("pk", "adjustments")),
    ]


def test_a_merge_brings_them_along_once_each_and_its_undo_takes_exactly_them_back(lead: Staff) -> None:
    keep = person("Amina", "Large print", language="so")
    gone = person("Amina", "LARGE PRINT", "No calls before noon", language="ar")
    adjustments.note(person=gone, words="Interpreter", actor=lead, now=make.NOW, declined=True)
    over = adjustments.note(person=gone, words="A ramp", actor=lead, now=make.NOW)
    adjustments.end(adjustment=over, because="She moved", actor=lead, now=make.NOW)
    before = rows()
    made = merged(keep, gone, lead)
    assert text_of(keep).split("\n") == ["Large print", "No calls before noon", "Also speaks Arabic"]
    assert set(Adjustment.objects.filter(person=keep).values_list("words", flat=True)) == {
        "Large print", "No calls before noon", "Also speaks Arabic", "Interpreter", "A ramp",
    }  # fmt: skip
    people_parted.undo(merge=made, actor=lead, now=make.later(days=1))
    assert rows() == before


def test_what_was_noted_and_ended_since_stays_as_it_is_after_an_undo(lead: Staff) -> None:
    keep, gone = person("Amina", "Large print"), person("Amina", "No calls before noon")
    made = merged(keep, gone, lead)
    later = adjustments.note(person=keep, words="Home visits", actor=lead, now=make.later(hours=1))
    theirs = Adjustment.objects.get(words="No calls before noon")
    adjustments.end(adjustment=theirs, because="Works nights no more", actor=lead, now=make.later(hours=2))
    people_parted.undo(merge=made, actor=lead, now=make.later(days=1))
    theirs.refresh_from_db(), later.refresh_from_db()
    assert (theirs.person, theirs.ended_by) == (gone, lead) and later.person == keep
    assert (text_of(keep), text_of(gone)) == ("Large print\nHome visits", "")


def test_a_language_that_was_noted_before_the_merge_stays_after_its_undo(lead: Staff) -> None:
    keep, gone = person("Amina", "Also speaks Arabic", language="so"), person("Amina", language="ar")
    made = merged(keep, gone, lead)
    assert text_of(keep) == "Also speaks Arabic"
    people_parted.undo(merge=made, actor=lead, now=make.later(days=1))
    assert (text_of(keep), text_of(gone)) == ("Also speaks Arabic", "")


def test_a_merge_from_before_they_were_rows_is_undone_right(lead: Staff) -> None:
    keep, gone = person("Amina", "Large print", "No calls before noon"), person("Amina")
    made = merged(keep, gone, lead)
    # As migration 0009 leaves it: the line of the other record stands on both
    adjustments.put(person=keep, words="Large print", job="test", now=make.NOW)
    Adjustment.objects.create(person=gone, words="No calls before noon", since=TODAY, noted_at=make.NOW)
    moved = {name: ids for name, ids in made.moved.items() if name != "adjustments"}
    PersonMerge.objects.filter(pk=made.pk).update(
        moved=moved,
        before={**made.before, "adjustments": "Large print"},
        after={**made.after, "adjustments": "Large print\nNo calls before noon"},
    )
    made.refresh_from_db()
    people_parted.undo(merge=made, actor=lead, now=make.later(days=1))
    assert (text_of(keep), text_of(gone)) == ("Large print", "No calls before noon")


def test_one_that_is_changed_after_a_merge_is_found_under_the_survivor(lead: Staff) -> None:
    keep, gone = person("Amina"), person("Amina", "Large print")
    held = Adjustment.objects.get()
    merged(keep, gone, lead)
    adjustments.change(adjustment=held, words="Large print, A3", actor=lead, now=make.NOW)
    assert text_of(keep) == "Large print, A3" and text_of(gone) == ""


# The migration


def test_the_migration_makes_each_line_a_row() -> None:
    long = "y" * 650
    lines = people.create(name="Amina", point=None, now=make.NOW, actor=None, job="test")
    none = people.create(name="Ben", point=None, now=make.NOW, actor=None, job="test")
    Person.objects.filter(pk=lines.pk).update(adjustments=f"Large print\n\n  No calls before noon \r\n{long}")
    import_module("casework.migrations.0009_adjustments_as_rows").carry_over(apps, None)
    words = list(Adjustment.objects.filter(person=lines).values_list("words", flat=True))
    assert words == ["Large print", "No calls before noon", "y" * 300, "y" * 300, "y" * 50]
    assert not Adjustment.objects.filter(person=none).exists()
    first = Adjustment.objects.first()
    assert first is not None and first.since == timezone.localdate(lines.created_at)
    assert first.noted_by is None and first.ended_at is None and not first.declined


# Shown


def on_a_case(someone: Person) -> Case:
    case = make.case("The boiler", sender=make.AMINA)
    Party.objects.filter(case=case).update(person=someone)
    return case


def test_they_are_on_the_card_with_a_review_that_is_due(amina: Person, handler: Staff) -> None:
    case = on_a_case(amina)
    made = adjustments.note(person=amina, words="Large print", actor=handler, now=make.NOW)
    Adjustment.objects.filter(pk=made.pk).update(review_on=date(2026, 3, 5))
    page = words_of(client_of(handler).get(f"/desk/cases/{case.reference}/"))
    assert (
        "Large print" in page
        and "since 2 March 2026" in page
        and "Review by 5 March 2026" in page
        and "Review due" in page
    )
    assert f"/desk/people/{amina.pk}/adjustments/" in page
    assert "Large print" in words_of(client_of(handler).get(f"/desk/people/{amina.pk}/"))


def test_their_page_notes_and_tells_what_ended(amina: Person, handler: Staff, lead: Staff) -> None:
    desk, url = client_of(handler), f"/desk/people/{amina.pk}/adjustments/"
    wrong = desk.post(url, {"words": "", "since_day": "31", "since_month": "2", "since_year": "2026"})
    assert wrong.status_code == 422 and "real date" in words_of(wrong)
    assert desk.post(url, {"words": "Large print <b>"}).status_code == 302
    adjustments.end(adjustment=Adjustment.objects.get(), because="New glasses", actor=lead, now=make.NOW)
    desk.post(url, {"words": "Interpreter", "declined": "on"})
    page = words_of(desk.get(url))
    for words in ("Large print &lt;b&gt;", "New glasses", "Interpreter", "Declined", "Ended"):
        assert words in page


def test_the_timeline_says_whether_they_were_honoured(amina: Person, handler: Staff) -> None:
    case = on_a_case(amina)
    Contact.objects.filter(case=case).update(honoured=False, honoured_words="No interpreter came")
    page = words_of(client_of(handler).get(f"/desk/cases/{case.reference}/"))
    assert "Adjustments not honoured: No interpreter came" in page
    Contact.objects.filter(case=case).update(honoured=True, honoured_words="")
    assert "Adjustments honoured" in words_of(client_of(handler).get(f"/desk/cases/{case.reference}/"))


def test_whoever_may_not_know_of_the_person_finds_nothing(amina: Person, handler: Staff) -> None:
    made = adjustments.note(person=amina, words="Large print", actor=handler, now=make.NOW)
    case = on_a_case(amina)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    stranger = client_of(make.staff("other", role="caseworker", teams=("triage",)))
    assert stranger.get(f"/desk/adjustments/{made.pk}/").status_code == 404
    assert stranger.get(f"/desk/people/{amina.pk}/adjustments/").status_code == 404


# The report


def asked(case: Case, honoured: bool, days: int = 1) -> Contact:
    at = timezone.now() - timedelta(days=days)
    return Contact.objects.create(
        case=case, filing="filed", channel="phone", took_place_at=at, logged_at=at,
        person=Party.objects.get(case=case).person, honoured=honoured,
    )  # fmt: skip


def test_leads_see_reviews_and_how_often_it_was_honoured(lead: Staff) -> None:
    amina = person("Amina Yusuf", "Large print", "Interpreter")
    Adjustment.objects.filter(words="Interpreter").update(review_on=timezone.localdate() + timedelta(days=3))
    case = on_a_case(amina)
    asked(case, True), asked(case, True), asked(case, False), asked(case, True, days=100)
    page = client_of(lead).get("/desk/adjustments/")
    tables = {table["title"]: table["rows"] for table in page.context["tables"]}
    by_words = {row.name: (row.bar.kept, row.bar.not_kept) for row in tables["By what they need"]}
    assert by_words == {"Large print": (2, 1), "Interpreter": (2, 1)}
    (team,) = tables["By team"]
    assert (team.name, team.bar.kept, team.bar.not_kept, team.bar.width) == (case.team.name, 2, 1, "66.7")
    told = words_of(page)
    assert "Interpreter" in told and "Soon" in told and "67%" in told and "<rect" in told


def test_the_report_counts_visible_cases_alone_in_few_statements(
    lead: Staff, django_assert_max_num_queries: Any
) -> None:
    case = on_a_case(person("Amina Yusuf", "Large print"))
    asked(case, False)
    Case.objects.filter(pk=case.pk).update(team=make.team("elsewhere"))
    desk = client_of(lead)
    with django_assert_max_num_queries(4):  # 3 of the page, session with staff and office
        page = desk.get("/desk/adjustments/")
    assert all(not table["rows"] for table in page.context["tables"])
    assert "Nobody was asked yet" in words_of(page)


def test_the_page_of_a_person_states_its_statements(
    amina: Person, handler: Staff, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        adjustments.note(person=amina, words=f"Need {number}", actor=handler, now=make.NOW)
    desk = client_of(handler)
    with django_assert_max_num_queries(
        4
    ):  # the person twice, their adjustments, session with staff and office
        assert desk.get(f"/desk/people/{amina.pk}/adjustments/").status_code == 200


# Age: P14


def test_the_day_they_were_born_is_put_on_record_and_shown(amina: Person, lead: Staff) -> None:
    case = on_a_case(amina)
    desk, url = client_of(lead), f"/desk/people/{amina.pk}/born/"
    born = timezone.localdate() - timedelta(days=366 * 14)
    wrong = desk.post(url, {"born_on_day": "29", "born_on_month": "2", "born_on_year": "2011"})
    assert wrong.status_code == 422 and "real date" in words_of(wrong)
    day = {"born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year}
    assert desk.post(url, day).status_code == 302
    amina.refresh_from_db()
    assert amina.born_on == born
    for page in (f"/desk/people/{amina.pk}/", f"/desk/cases/{case.reference}/"):
        told = words_of(desk.get(page))
        assert "13 to 15" in told and "never share with a parent by itself" in told
    told = Event.objects.get(verb="born_on_changed")
    assert str(born.year) not in told.words
    assert desk.post(url, {"born_on_day": "", "born_on_month": "", "born_on_year": ""}).status_code == 302
    amina.refresh_from_db()
    assert amina.born_on is None


def test_nobody_is_born_tomorrow(amina: Person, lead: Staff) -> None:
    with pytest.raises(CannotChangePerson, match="later than today"):
        birth.change(person=amina, born_on=date(2026, 3, 3), actor=lead, now=make.NOW)


def family(born_on: date | None) -> tuple[Case, Party, Party]:
    """A young person on a landline that cannot be texted, and a parent who acts for them with a mobile."""
    case = make.case("I need help with school", sender=make.AMINA)
    child = Party.objects.get(case=case)
    young = person("Zed Young")
    Person.objects.filter(pk=young.pk).update(born_on=born_on)
    point = child.contact_point or child.person.contact_points.get()  # type: ignore[union-attr]
    point.text_ok = False
    point.save(update_fields=["text_ok"])
    Party.objects.filter(pk=child.pk).update(person=young, contact_point=point)
    parent = person("Pat Young")
    people.claim_points(person=parent, points=(("phone", make.BEN),))
    held = parent.contact_points.get()
    held.confirmed_at = make.NOW
    held.save(update_fields=["confirmed_at"])
    acts = Party.objects.create(case=case, person=parent, role="representative", authority_basis="parental")
    child.refresh_from_db()
    return case, child, acts


@pytest.mark.parametrize(
    ("born_on", "parent_waits"),
    [
        (date(2013, 3, 2), True),
        (date(2008, 3, 3), True),
        (date(2013, 3, 3), False),
        (date(1990, 1, 1), False),
        (None, False),
    ],
)
def test_replies_never_turn_to_a_parent_by_themselves(
    lead: Staff, born_on: date | None, parent_waits: bool
) -> None:
    case, _child, acts = family(born_on)
    ways = replies.ways(case=case, now=make.NOW)
    of_parent = [refused for party, _, refused in ways if party.pk == acts.pk]
    assert [("Ask the young person first" in (refused or "")) for refused in of_parent] == [parent_waits]
    point = acts.person.contact_points.get()  # type: ignore[union-attr]
    if parent_waits:
        with pytest.raises(replies.ReplyRefused, match="Ask the young person first"):
            replies.reply(case=case, body="Hello", contact_point=point, actor=lead, now=make.NOW)
        # Staff chose it, after they asked
        parties.send_replies_to(party=acts, actor=lead, now=make.NOW)
    sent = replies.reply(case=case, body="Hello", contact_point=point, actor=lead, now=make.NOW)
    assert sent.person == acts.person


def test_who_gets_the_replies_does_not_change_by_itself(lead: Staff) -> None:
    """A parent who rings about it, and a parent who is added or changed, do not become the one to answer."""
    case, child, acts = family(date(2012, 1, 1))
    assert child.reply_to
    make.call(
        "His mother asks how it goes", by=lead, sender=make.BEN, staff_choice=case.reference,
        subject_id=child.person_id, person_id=acts.person_id,
    )  # fmt: skip
    parties.change(
        party=acts, role="representative", actor=lead, now=make.NOW,
        authority=parties.Authority(basis="parental", scope="School"),
    )  # fmt: skip
    child.refresh_from_db(), acts.refresh_from_db()
    assert child.reply_to and not acts.reply_to
