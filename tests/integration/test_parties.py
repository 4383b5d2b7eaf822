"""Who is on a case, who gets the replies, and what the composer warns of."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.authority import Authority
from casework.models import Case, Contact, ContactPoint, Event, Party, Person, Staff
from casework.permissions import NotAllowed
from casework.services import parties, people
from casework.services.parties import CannotChangeParties
from casework.services.survivors import WasMerged
from tests import factories as make

pytestmark = pytest.mark.django_db

SECRET = "only about the money from her sister"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def case(worker: Staff) -> Case:
    """Opened by a call of Amina, who gets the replies."""
    taken = make.call("The boiler is broken", by=worker, person_name="Amina Khan")
    assert taken.case is not None
    return Case.objects.get(pk=taken.case.pk)


def add(case: Case, worker: Staff, **fields: Any) -> Party:
    fields.setdefault("role", "representative")
    return parties.add(case=case, actor=worker, now=make.NOW, **fields)


def rival_number(name: str = "Ben Okri", number: str = make.BEN) -> ContactPoint:
    point = ContactPoint.objects.create(
        kind="phone", value="+44" + number.replace(" ", "")[1:], confirmed_at=make.NOW
    )
    people.attach(person=Person.objects.create(name=name), point=point)
    return point


def lapsed() -> Authority:
    return Authority(basis="written", scope=SECRET, until=timezone.localdate() - timedelta(days=1))


# Adding


def test_somebody_new_is_added_by_name_and_number_with_an_authority(case: Case, worker: Staff) -> None:
    party = add(case, worker, name=" Dana  Reed ", number="07700 900150", authority=lapsed())
    assert str(party.person) == "Dana Reed" and party.authority_scope == SECRET
    assert party.person is not None and str(party.person.contact_points.get()) == "07700 900150"
    assert not party.reply_to and case.parties.count() == 2


def test_somebody_on_record_is_added_without_a_second_record(case: Case, worker: Staff) -> None:
    ben = rival_number().people.get()
    add(case, worker, person=ben)
    assert Person.objects.filter(name="Ben Okri").count() == 1 and case.parties.filter(person=ben).exists()


def test_the_same_name_at_the_same_number_is_the_same_person(case: Case, worker: Staff) -> None:
    ben = rival_number().people.get()
    assert add(case, worker, name="ben OKRI", number=make.BEN).person == ben


def test_another_name_at_a_number_shares_it_and_renames_nobody(case: Case, worker: Staff) -> None:
    point = rival_number()
    add(case, worker, name="Carla", number=make.BEN)
    assert sorted(point.people.values_list("name", flat=True)) == ["Ben Okri", "Carla"]
    assert set(point.holders.values_list("label", flat=True)) == {"shared"}


def test_a_number_alone_is_somebody_at_it(case: Case, worker: Staff) -> None:
    party = add(case, worker, number="07700 900150", role="caller")
    assert party.person is None and str(party) == "Somebody at 07700 900150"


def test_an_odd_number_is_kept_with_the_name_and_a_withheld_one_names_nobody(
    case: Case, worker: Staff
) -> None:
    odd = add(case, worker, name="Dana", number="ask at the shop")
    assert odd.person is not None and odd.person.contact_points.get().value == "ask at the shop"
    assert add(case, worker, name="Emil", number="withheld", role="supporter").person is not None
    with pytest.raises(CannotChangeParties, match="Write a name or a number"):
        add(case, worker, number="withheld")


def test_a_new_number_is_texted_only_after_they_said_so(case: Case, worker: Staff) -> None:
    add(case, worker, name="Dana", number="07700 900150")
    add(case, worker, name="Emil", number="07700 900151", confirmed=True)
    confirmed = ContactPoint.objects.filter(value__in=("+447700900150", "+447700900151")).order_by("value")
    assert [point.confirmed_at for point in confirmed] == [None, make.NOW]


def test_nobody_plays_one_part_twice(case: Case, worker: Staff) -> None:
    amina = case.parties.get().person
    with pytest.raises(CannotChangeParties, match="play this part"):
        add(case, worker, person=amina, role="subject")
    assert add(case, worker, person=amina, role="caller").role == "caller"


def test_whoever_comes_to_an_empty_case_gets_the_replies(case: Case, worker: Staff) -> None:
    case.parties.all().delete()
    assert add(case, worker, name="Dana").reply_to


def test_a_merged_case_takes_nobody(case: Case, worker: Staff) -> None:
    other = make.case("other", sender=make.BEN)
    Case.objects.filter(pk=case.pk).update(
        merged_into=other, is_open=False, status="closed", closed_at=make.NOW
    )
    with pytest.raises(WasMerged):
        add(case, worker, name="Dana")


def test_a_handler_changes_no_parties(case: Case) -> None:
    with pytest.raises(NotAllowed):
        add(case, make.staff("handler", role="handler"), name="Dana")


# Changing, naming, choosing, removing


def test_role_and_authority_change_and_say_so(case: Case, worker: Staff) -> None:
    party = add(case, worker, name="Dana", role="caller")
    changed = parties.change(
        party=party, role="representative", authority=lapsed(), actor=worker, now=make.NOW
    )
    assert changed.role == "representative" and changed.authority_until == lapsed().until
    verbs = list(Event.objects.filter(case=case).order_by("id").values_list("verb", flat=True))[-2:]
    assert verbs == ["party_role_changed", "authority_recorded"]


def test_saving_what_is_there_leaves_no_event(case: Case, worker: Staff) -> None:
    party = add(case, worker, name="Dana", authority=lapsed())
    before = Event.objects.count()
    parties.change(party=party, role="representative", authority=lapsed(), actor=worker, now=make.NOW)
    assert Event.objects.count() == before


def test_an_authority_can_be_taken_off_record(case: Case, worker: Staff) -> None:
    party = add(case, worker, name="Dana", authority=lapsed())
    parties.change(party=party, role="representative", authority=Authority(), actor=worker, now=make.NOW)
    event = Event.objects.filter(case=case, verb="authority_recorded").get()
    assert event.words == "Took an authority off record" and event.before["basis"] == "written"


def test_events_never_repeat_names_or_the_scope(case: Case, worker: Staff) -> None:
    party = add(case, worker, name="Dana Reed", authority=lapsed())
    parties.send_replies_to(party=party, actor=worker, now=make.NOW)
    parties.change(
        party=party, role="supporter", authority=Authority(scope=SECRET), actor=worker, now=make.NOW
    )
    parties.remove(party=party, actor=worker, now=make.NOW)
    said = " ".join(f"{e.words} {e.before} {e.after}" for e in Event.objects.filter(case=case))
    assert "Dana" not in said and SECRET not in said


def test_one_party_gets_the_replies(case: Case, worker: Staff) -> None:
    dana = add(case, worker, name="Dana")
    parties.send_replies_to(party=dana, actor=worker, now=make.NOW)
    assert case.parties.get(reply_to=True) == dana
    parties.send_replies_to(party=dana, actor=worker, now=make.NOW)
    assert Event.objects.filter(case=case, verb="reply_to_chosen").count() == 1


def test_somebody_at_a_number_becomes_who_they_are_with_what_they_wrote(worker: Staff) -> None:
    point = rival_number()
    people.attach(person=Person.objects.create(name="Carla"), point=point)
    case = make.case("any news?", sender=make.BEN)
    party = case.parties.get()
    assert party.person is None
    named = parties.say_who(party=party, person=point.people.get(name="Carla"), actor=worker, now=make.NOW)
    assert str(named) == "Carla" and named.reply_to
    assert str(Contact.objects.get(case=case, direction="in").person) == "Carla"
    with pytest.raises(CannotChangeParties, match="meanwhile"):
        parties.say_who(party=party, name="Emil", actor=worker, now=make.NOW)


def test_somebody_new_at_a_number_is_put_on_record(worker: Staff) -> None:
    point = rival_number()
    people.attach(person=Person.objects.create(name="Carla"), point=point)
    case = make.case("any news?", sender=make.BEN)
    named = parties.say_who(party=case.parties.get(), name="Emil", actor=worker, now=make.NOW)
    assert str(named) == "Emil" and point.people.count() == 3


def test_somebody_who_turns_out_to_be_on_the_case_already_is_there_once(worker: Staff) -> None:
    point = rival_number()
    people.attach(person=Person.objects.create(name="Carla"), point=point)
    case = make.case("any news?", sender=make.BEN)
    carla = point.people.get(name="Carla")
    add(case, worker, person=carla, role="subject")
    nameless = case.parties.get(person=None)
    named = parties.say_who(party=nameless, person=carla, actor=worker, now=make.NOW)
    assert case.parties.get() == named and named.reply_to


def test_anybody_can_be_taken_off_but_the_last_one_whose_contacts_are_here(case: Case, worker: Staff) -> None:
    amina, dana = case.parties.get(), add(case, worker, name="Dana")
    parties.remove(party=dana, actor=worker, now=make.NOW)
    with pytest.raises(CannotChangeParties, match="only one on this case"):
        parties.remove(party=amina, actor=worker, now=make.NOW)
    assert case.parties.get() == amina and Person.objects.filter(name="Dana").exists()
    with pytest.raises(CannotChangeParties, match="not on this case any more"):
        parties.remove(party=dana, actor=worker, now=make.NOW)


def test_the_last_one_without_contacts_can_be_taken_off(case: Case, worker: Staff) -> None:
    dana = add(case, worker, name="Dana")
    parties.remove(party=case.parties.exclude(pk=dana.pk).get(), actor=worker, now=make.NOW)
    parties.remove(party=dana, actor=worker, now=make.NOW)
    assert not case.parties.exists()


def test_what_somebody_added_writes_next_finds_this_case(case: Case, worker: Staff) -> None:
    add(case, worker, name="Dana", number=make.BEN)
    assert make.text("Dana here", sender=make.BEN, at=make.later(hours=1)).case == case


# Pages


def page_of(client: Client, case: Case) -> Any:
    return client.get(reverse("desk:case", args=[case.reference]))


def test_the_page_finds_somebody_on_record_and_asks_before_it_makes_a_second_one(
    client: Client, case: Case
) -> None:
    ben = rival_number().people.get()
    url = reverse("desk:party_add", args=[case.reference])
    found = client.post(url, {"find": "1", "number": "900102", "role": "supporter", "until_day": "3"})
    assert found.status_code == 200 and "Ben Okri" in found.content.decode()
    assert found.context["form"]["role"].value() == "supporter"
    asked = client.post(url, {"number": make.BEN, "name": "Benny", "role": "supporter"})
    assert asked.status_code == 422 and "Choose one of them, or somebody new" in asked.content.decode()
    client.post(url, {"number": make.BEN, "name": "Benny", "role": "supporter", "person": str(ben.pk)})
    assert case.parties.get(role="supporter").person == ben
    client.post(url, {"number": make.BEN, "name": "Benny", "role": "interpreter", "person": "new"})
    assert str(case.parties.get(role="interpreter").person) == "Benny"


def test_a_number_they_said_we_may_reach_them_on_is_confirmed_whoever_it_is(
    client: Client, case: Case
) -> None:
    ben = rival_number().people.get()
    ContactPoint.objects.update(confirmed_at=None)
    url = reverse("desk:party_add", args=[case.reference])
    typed = {"role": "supporter", "confirmed": "on", "person": str(ben.pk)}
    refused = client.post(url, {**typed, "name": "Ben"})
    assert refused.status_code == 422 and "Write the whole number" in refused.content.decode()
    client.post(url, {**typed, "number": "900102"})
    assert ben.contact_points.get().confirmed_at is not None
    client.post(url, {**typed, "number": "07700 900150", "role": "caller"})
    assert sorted(map(str, ben.contact_points.all())) == ["07700 900102", "07700 900150"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"role": "supporter"}, "Write a name or a number."),
        ({"name": "Dana"}, "Choose their part in this case."),
        ({"name": "Dana", "role": "king"}, "Choose their part in this case."),
        ({"name": "Dana", "role": "caller", "person": "rubbish"}, "not on record any more"),
        ({"name": "D" * 301, "role": "caller"}, "Shorten it to 300"),
        (
            {"name": "Dana", "role": "caller", "until_day": "31", "until_month": "2", "until_year": "2026"},
            "The last day must be a real date",
        ),
    ],
)
def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(
    data: dict[str, str], words: str, client: Client, case: Case
) -> None:
    page = client.post(reverse("desk:party_add", args=[case.reference]), data)
    assert page.status_code == 422 and words in page.content.decode()
    assert case.parties.count() == 1


@pytest.mark.parametrize("words", ["\x00", "' OR 1=1--", "<script>", "\u202e", "🔥", "%"])
def test_anything_can_be_a_name(words: str, client: Client, case: Case) -> None:
    for _ in range(2):
        page = client.post(
            reverse("desk:party_add", args=[case.reference]),
            {"name": words, "role": "supporter", "number": words},
            follow=True,
        )
        assert page.status_code in (200, 422)
        assert "<script>" not in page.content.decode().split("<main", 1)[1]


def test_somebody_known_only_through_a_hidden_case_cannot_be_chosen_or_found(
    client: Client, case: Case
) -> None:
    hidden = make.form("he hits me", sender=make.BEN, person_name="Zelda Quist").case
    assert hidden is not None
    Case.objects.filter(pk=hidden.pk).update(restricted=True, team=make.team("far-away"))
    zelda = Person.objects.get(name="Zelda Quist")
    url = reverse("desk:party_add", args=[case.reference])
    assert "Zelda" not in client.post(url, {"find": "1", "number": make.BEN}).content.decode()
    answer = client.post(url, {"role": "caller", "person": str(zelda.pk)})
    assert answer.status_code == 422 and not case.parties.filter(person=zelda).exists()


@pytest.mark.parametrize("name", ["party", "party_who", "party_replies", "party_remove"])
def test_a_party_of_a_hidden_case_answers_like_none(name: str, client: Client, case: Case) -> None:
    url = reverse(f"desk:{name}", args=[case.parties.get().pk])
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    assert client.post(url, {"role": "caller"}).status_code == 404
    assert case.parties.get().role == "subject"


def test_a_past_day_is_kept_and_shown_as_lapsed(client: Client, case: Case) -> None:
    party = case.parties.get()
    day = {"until_day": "1", "until_month": "2", "until_year": "2020"}
    client.post(
        reverse("desk:party", args=[party.pk]),
        {"role": "representative", "basis": "verbal", "scope": "the repair", **day},
    )
    party.refresh_from_db()
    assert party.authority_until == date(2020, 2, 1)
    for url in (reverse("desk:parties", args=[case.reference]), reverse("desk:case", args=[case.reference])):
        page = client.get(url).content.decode()
        assert "lapsed: it ran until 1 February 2020" in page and "the repair" in page


def test_an_authority_in_words_of_another_door_survives_the_page(client: Client, case: Case) -> None:
    party = case.parties.get()
    Party.objects.filter(pk=party.pk).update(authority_basis="Court of Protection", role="representative")
    url = reverse("desk:party", args=[party.pk])
    assert "Court of Protection" in client.get(url).content.decode()
    client.post(url, {"role": "representative", "basis": "Court of Protection", "scope": "x"})
    party.refresh_from_db()
    assert (party.authority_basis, party.authority_scope) == ("Court of Protection", "x")


def test_the_list_names_everybody_and_offers_to_say_who_somebody_is(client: Client, worker: Staff) -> None:
    point = rival_number()
    people.attach(person=Person.objects.create(name="Carla"), point=point)
    case = make.case("any news?", sender=make.BEN)
    party = case.parties.get()
    assert "Say who it is" in client.get(reverse("desk:parties", args=[case.reference])).content.decode()
    who = reverse("desk:party_who", args=[party.pk])
    page = client.get(who).content.decode()
    assert "Carla" in page and "Ben Okri" in page
    assert client.post(who, {}).status_code == 422
    assert client.post(who, {"person": "new"}).status_code == 422
    client.post(who, {"person": "new", "name": "Emil"})
    assert str(case.parties.get()) == "Emil"
    assert client.get(who).status_code == 302


def test_a_case_without_anybody_says_so(client: Client, case: Case) -> None:
    case.parties.all().delete()
    assert (
        "Nobody is on this case"
        in client.get(reverse("desk:parties", args=[case.reference])).content.decode()
    )


# What the composer warns of


def warnings(client: Client, case: Case) -> list[str]:
    found: list[str] = page_of(client, case).context["reply"]["warnings"]
    return found


def test_one_person_with_a_number_of_their_own_is_no_warning(client: Client, case: Case) -> None:
    assert warnings(client, case) == []


def test_a_lapsed_authority_is_warned_of_and_a_running_one_is_not(
    client: Client, case: Case, worker: Staff
) -> None:
    dana = add(case, worker, name="Dana Reed", authority=lapsed())
    assert warnings(client, case)[0].startswith("The authority of Dana Reed lapsed: it ran until ")
    today = Authority(basis="written", until=timezone.localdate())
    parties.change(party=dana, role="representative", authority=today, actor=worker, now=make.NOW)
    assert not any("authority" in words for words in warnings(client, case))


def test_a_representative_without_any_authority_is_warned_of(
    client: Client, case: Case, worker: Staff
) -> None:
    add(case, worker, name="Dana Reed")
    assert warnings(client, case)[0].startswith("Dana Reed acts for somebody, but no authority is on record.")


def test_a_change_of_parties_makes_a_new_version_of_the_case(case: Case, worker: Staff) -> None:
    before = Case.objects.get(pk=case.pk).version
    add(case, worker, name="Dana", role="supporter")
    assert Case.objects.get(pk=case.pk).version == before + 1


def test_several_people_are_told_apart(client: Client, case: Case, worker: Staff) -> None:
    add(case, worker, name="Dana", role="supporter")
    add(case, worker, name="Emil", role="interpreter")
    add(case, worker, person=case.parties.get(role="subject").person, role="caller")
    told = page_of(client, case).context["reply"]["told"]
    assert told == "This goes to Amina Khan. Dana and Emil do not get it."
    assert warnings(client, case) == [], "on every case of two people, so no warning"
    case.parties.update(reply_to=False)
    assert warnings(client, case) == ["Nobody was chosen to get the replies."]


def test_the_nominated_one_who_cannot_be_reached_is_said_with_who_gets_it_instead(
    client: Client, case: Case, worker: Staff
) -> None:
    ContactPoint.objects.update(confirmed_at=make.NOW)
    dana = add(case, worker, name="Dana", number="07700 900150", role="supporter")
    parties.send_replies_to(party=dana, actor=worker, now=make.NOW)
    words = warnings(client, case)[0]
    assert words.startswith(
        "Replies should go to Dana, who cannot be texted, so this goes to Amina Khan instead."
    )
    assert "never contacted us" in words
    ContactPoint.objects.update(confirmed_at=make.NOW)
    reply = page_of(client, case).context["reply"]
    assert "This goes to Dana, unless you choose another number." in reply["told"]
    assert reply["person"] == "Dana" and reply["to"] == "07700 900150"


def test_a_nominated_one_without_a_number_is_said_too(client: Client, case: Case, worker: Staff) -> None:
    ContactPoint.objects.update(confirmed_at=make.NOW)
    dana = add(case, worker, name="Dana", role="supporter")
    parties.send_replies_to(party=dana, actor=worker, now=make.NOW)
    assert "No phone number is on record for them" in warnings(client, case)[0]


def test_a_shared_number_is_warned_of(client: Client, case: Case, worker: Staff) -> None:
    ContactPoint.objects.update(confirmed_at=make.NOW)
    add(case, worker, name="Ben", number=make.AMINA, role="supporter")
    assert warnings(client, case) == ["07700 900101 is a shared number: others may read this."]


def test_warnings_are_on_the_page_and_a_refused_reply_keeps_the_one_of_authority(
    client: Client, case: Case, worker: Staff
) -> None:
    add(case, worker, name="Dana Reed", authority=lapsed())
    assert "The authority of Dana Reed lapsed" in page_of(client, case).content.decode()
    ContactPoint.objects.update(opted_out_at=make.NOW)
    page = page_of(client, case)
    assert "refused" in page.context["reply"] and "The authority of Dana Reed" in page.content.decode()
