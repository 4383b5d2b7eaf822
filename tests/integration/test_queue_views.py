"""Saved views, columns, groups and the shortlist: what they show, to whom, at what cost."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Case, Delivery, DeskChoices, Event, SavedView, Service, Staff, Star, Team
from casework.permissions import NotAllowed
from casework.services import saved_views, stars
from casework.services.saved_views import CannotBeView, ViewNameTaken
from casework.services.stars import ShortlistFull
from casework.views import queue
from tests import factories as make

pytestmark = pytest.mark.django_db

STATEMENTS_OF_THE_SHORTLIST = 3  # session, user and office; stars, cases
STATEMENTS_OF_THE_VIEWS = 3  # session, user and office; views, one's teams


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


def client_of(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(worker: Staff) -> Client:
    return client_of(worker)


def save(name: str, actor: Staff, **fields: Any) -> SavedView:
    return saved_views.save(name=name, actor=actor, now=make.NOW, **{"filters": {}, **fields})


def fill(count: int, start: int = 0, **fields: Any) -> None:
    make.office()
    for number in range(start, start + count):
        made = make.text(f"text {number}", sender=f"07700 900{number:03}", at=make.later(minutes=number))
        if fields and made.case is not None:
            Case.objects.filter(pk=made.case.pk).update(**fields)


def statements(client: Client, url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, headers=headers).status_code == 200
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


def tabs(client: Client, query: str = "") -> dict[str, Any]:
    return {each["label"]: each for each in client.get(reverse("desk:queue") + query).context["views"]}


# Saving


def test_saving_a_list_keeps_its_filters_and_its_group(client: Client, worker: Staff) -> None:
    fill(2)
    url = reverse("desk:view_new") + "?channel=sms&needs_answer=on&group=team&at=x&nonsense=1"
    page = client.get(url)
    assert page.context["holds"] == ["Began by: Text message", "Waiting for us: yes"]
    answer = client.post(url, {"name": "  Texts \n that wait "})
    kept = SavedView.objects.get()
    assert (kept.name, kept.query, kept.group_by) == (
        "Texts that wait",
        "channel=sms&needs_answer=on",
        "team",
    )
    assert kept.owner == worker and kept.columns == []
    assert Event.objects.get(verb="view_saved").actor == worker
    opened = client.get(answer["Location"])
    assert len(opened.context["rows"]) == 2 and opened.context["view_name"] == "Texts that wait"


def test_a_name_is_taken_once_for_each_owner(client: Client, worker: Staff, lead: Staff) -> None:
    save("Today", worker)
    save("Today", lead)
    save("Today", lead, office=True)
    with pytest.raises(ViewNameTaken):
        save("Today", lead, office=True)
    page = client.post(reverse("desk:view_new"), {"name": "Today"})
    assert page.status_code == 422
    assert "There is a view with this name already" in page.content.decode()
    assert 'value="Today"' in page.content.decode()


@pytest.mark.parametrize(
    "name", ["", "   ", "\x00", "x" * 61, "\u202e"], ids=["none", "blank", "nul", "long", "invisible"]
)
def test_a_name_that_is_none_is_refused_on_the_page(name: str, client: Client) -> None:
    assert client.post(reverse("desk:view_new"), {"name": name}).status_code in (302, 422)
    assert all(len(view.name) <= 60 and view.name.strip() for view in SavedView.objects.all())


def test_a_list_of_too_many_words_is_refused(client: Client) -> None:
    page = client.post(reverse("desk:view_new") + "?q=" + "ü" * 400, {"name": "Long"})
    assert page.status_code == 422 and "too many words" in page.content.decode()


def test_thirty_views_are_enough(worker: Staff) -> None:
    for number in range(saved_views.MOST_OF_ONE):
        save(f"View {number}", worker)
    with pytest.raises(CannotBeView, match="Remove one first"):
        save("One more", worker)


def test_a_caseworker_is_not_asked_whose_and_shares_nothing(client: Client, worker: Staff) -> None:
    assert "whose" not in client.get(reverse("desk:view_new")).context["form"].fields
    client.post(reverse("desk:view_new"), {"name": "Sly", "whose": "office"})
    assert SavedView.objects.get().owner == worker
    with pytest.raises(NotAllowed):
        save("Ours", worker, team=make.team())


@pytest.mark.parametrize(("whose", "seen"), [("mine", False), ("team:housing", True), ("office", True)])
def test_a_lead_shares_with_a_team_or_the_office(whose: str, seen: bool, client: Client, lead: Staff) -> None:
    answer = client_of(lead).post(reverse("desk:view_new"), {"name": "Ours", "whose": whose})
    assert answer.status_code == 302
    assert ("Ours" in tabs(client)) is seen


def test_a_team_that_is_not_theirs_is_no_choice(lead: Staff) -> None:
    far = make.team("far-away")
    page = client_of(lead).post(reverse("desk:view_new"), {"name": "Theirs", "whose": "team:far-away"})
    assert page.status_code == 422 and not SavedView.objects.exists()
    with pytest.raises(NotAllowed):
        save("Theirs", lead, team=far)


# Who sees and changes which


def test_a_view_of_another_person_or_team_answers_like_a_missing_one(client: Client, lead: Staff) -> None:
    make.staff("far", role="lead", teams=("far-away",))
    hidden = [save("Hers", lead), save("Far", Staff.objects.get(username="far"), team=make.team("far-away"))]
    for pk in [*(view.pk for view in hidden), uuid4()]:
        for name in ("desk:view", "desk:view_remove"):
            assert client.get(reverse(name, args=[pk])).status_code == 404
        assert client.post(reverse("desk:view_move", args=[pk]), {"do": "up"}).status_code == 404
        assert client.get(reverse("desk:queue") + f"?view={pk}").context["view_name"] == ""
    assert "Far" not in tabs(client) and "Hers" not in tabs(client)


def test_a_shared_view_is_seen_but_not_changed_by_whoever_may_not_share(client: Client, lead: Staff) -> None:
    shared = save("Ours", lead, office=True)
    assert "Ours" in tabs(client)
    assert client.post(reverse("desk:view_remove", args=[shared.pk])).status_code == 404
    assert "Change: Ours" not in client.get(reverse("desk:views")).content.decode()
    with pytest.raises(NotAllowed, match="somebody else"):
        saved_views.remove(view=shared, actor=Staff.objects.get(username="worker"), now=make.NOW)


def test_a_view_holds_what_its_reader_may_see(lead: Staff) -> None:
    save("All", lead, office=True)
    fill(3)
    far = make.team("far-away")
    Case.objects.filter(pk=Case.objects.order_by("pk")[0].pk).update(team=far)
    Case.objects.filter(pk=Case.objects.order_by("pk")[1].pk).update(restricted=True, team=far)
    manager = make.staff("boss", role="manager", teams=())
    for person, count in ((make.staff("worker"), 1), (manager, 2)):
        tab = tabs(client_of(person))["All"]
        assert tab["count"] == str(count)
        assert len(client_of(person).get(tab["url"]).context["rows"]) == count


# Changing, order, removal


def test_a_view_is_renamed_and_keeps_its_filters(client: Client, worker: Staff) -> None:
    view = save("Old", worker, filters={"channel": "sms"})
    url = reverse("desk:view", args=[view.pk])
    client.post(url, {"name": "New", "group": "status", "columns": ["who", "opened"]})
    view.refresh_from_db()
    assert (view.name, view.query, view.group_by) == ("New", "channel=sms", "status")
    assert view.columns == ["who", "opened"]
    assert client.post(url, {"name": "", "group": "x", "columns": ["x"]}).status_code == 422


def test_a_view_is_removed_after_a_question(client: Client, worker: Staff) -> None:
    view = save("Old", worker)
    url = reverse("desk:view_remove", args=[view.pk])
    assert "Remove “" in client.get(url).content.decode() and SavedView.objects.exists()
    assert client.post(url).status_code == 302
    assert not SavedView.objects.exists()
    assert Event.objects.get(verb="view_removed").after["name"] == "Old"


def test_views_are_put_in_order_among_those_of_one_owner(client: Client, worker: Staff, lead: Staff) -> None:
    first, _, third = (save(name, worker) for name in ("One", "Two", "Three"))
    save("Office", lead, office=True)
    client.post(reverse("desk:view_move", args=[third.pk]), {"do": "up"})
    client.post(reverse("desk:view_move", args=[first.pk]), {"do": "down"})
    client.post(reverse("desk:view_move", args=[third.pk]), {"do": "up"})
    client.post(reverse("desk:view_move", args=[third.pk]), {"do": "sideways"})
    names = [label for label in tabs(client) if label in ("One", "Two", "Three", "Office")]
    assert names == ["Three", "One", "Two", "Office"]


# Counts


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, "3"),
        ({"channel": "sms"}, "3"),
        ({"channel": "phone"}, "0"),
        ({"team": "triage"}, "3"),
        ({"team": "gone"}, "0"),
        ({"service": "gone"}, "0"),
        ({"assignee": "worker"}, "1"),
        ({"who": "mine"}, "1"),
        ({"priority": "urgent"}, "1"),
        ({"priority": "nonsense"}, "0"),
        ({"status": "new"}, "3"),
        ({"overdue": "on"}, "1"),
        ({"tag": "a"}, "0"),
        ({"status": "closed"}, ""),
        ({"status": "all"}, ""),
        ({"q": "text"}, ""),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else None,
)
def test_the_figure_beside_a_view_is_what_it_holds(
    filters: dict[str, str], count: str, client: Client, worker: Staff
) -> None:
    fill(3, due_at=None)
    one = Case.objects.order_by("opened_at")[0]
    Case.objects.filter(pk=one.pk).update(
        assignee=worker, priority="urgent", priority_rank=3, due_at=make.NOW, due_kind="resolution"
    )
    save("It", worker, filters=filters)
    tab = tabs(client)["It"]
    assert tab["count"] == count
    if count:
        assert len(client.get(tab["url"]).context["rows"]) == int(count)


def test_a_figure_stops_where_the_others_do(
    client: Client, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casework import counting, counts, selectors_counts

    monkeypatch.setattr(counts, "MOST_COUNTED", 2)
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    selectors_counts._kept.cache_clear()
    fill(4)
    save("It", worker)
    assert tabs(client)["It"]["count"] == "2+"


def test_more_views_need_no_more_statements(client: Client, worker: Staff, lead: Staff) -> None:
    fill(2)
    save("View", worker, filters={"team": "triage"})
    few = statements(client, reverse("desk:queue"))
    for number in range(20):
        save(f"View {number}", worker, filters={"team": "housing", "service": "x", "assignee": "worker"})
        save(f"Team {number}", lead, team=make.team(), filters={"priority": "high"})
    assert statements(client, reverse("desk:queue")) == few
    assert len([label for label in tabs(client) if label.startswith(("View", "Team"))]) == 15


def test_a_list_that_asks_for_what_is_gone_opens_with_words(client: Client, worker: Staff) -> None:
    fill(1)
    Team.objects.create(code="old", name="Old team")
    view = save("Old", worker, filters={"team": "old", "channel": "sms"})
    Team.objects.filter(code="old").delete()
    page = client.get(tabs(client)["Old"]["url"])
    assert page.context["rows"] == []
    assert "not there any more: team" in page.content.decode()
    chips = {each["label"]: each["remove"] for each in page.context["chosen"]}
    assert list(chips) == ["Team: old (not known)", "Began by: Text message"]
    assert len(client.get(reverse("desk:queue") + chips["Team: old (not known)"]).context["rows"]) == 1
    assert client.get(reverse("desk:view", args=[view.pk])).status_code == 200


# Columns


def test_columns_are_remembered_for_each_person(client: Client, worker: Staff, lead: Staff) -> None:
    fill(1)
    back = reverse("desk:queue") + "?channel=sms"
    sent = {"columns": ["opened", "who"], "density": "compact", "back": back}
    answer = client.post(reverse("desk:columns"), sent)
    assert answer["Location"] == back
    page = client.get(reverse("desk:queue"))
    assert page.context["columns"] == ("who", "opened") and "oq-queue--compact" in page.content.decode()
    assert "Why here" not in page.content.decode()
    assert Case.objects.get().reference in page.content.decode()
    assert client_of(lead).get(reverse("desk:queue")).context["columns"] == ()


def test_a_view_carries_its_own_columns(client: Client, worker: Staff) -> None:
    client.post(reverse("desk:columns"), {"columns": ["status"], "density": "comfortable"})
    client.post(reverse("desk:view_new"), {"name": "It", "own_columns": "on"})
    client.post(reverse("desk:columns"), {"columns": ["team"], "density": "comfortable"})
    fill(1)
    assert client.get(tabs(client)["It"]["url"]).context["columns"] == ("status",)
    assert client.get(reverse("desk:queue")).context["columns"] == ("team",)


def test_what_was_chosen_before_stays_beside_the_columns(client: Client, worker: Staff) -> None:
    DeskChoices.objects.create(staff=worker, shortcuts=False, digest="daily")
    client.post(reverse("desk:columns"), {"columns": [], "density": "compact"})
    kept = DeskChoices.objects.get()
    assert (kept.shortcuts, kept.digest, kept.density, kept.columns) == (False, "daily", "compact", [])


@pytest.mark.parametrize(
    "sent",
    [{}, {"density": "tiny"}, {"columns": ["gone"], "density": "compact"}],
    ids=["nothing", "no such density", "no such column"],
)
def test_columns_that_are_none_are_refused(sent: dict[str, Any], client: Client) -> None:
    assert client.post(reverse("desk:columns"), sent).status_code == 422
    assert not DeskChoices.objects.exists()


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/desk/", "//evil.example", "/desk/\r\nX: y", "javascript:alert(1)", "/logout", ""],
)
def test_a_way_back_leads_to_the_desk_only(back: str, client: Client) -> None:
    answer = client.post(reverse("desk:columns"), {"density": "compact", "back": back})
    assert answer["Location"] == reverse("desk:queue")


# Groups


@pytest.mark.parametrize("by", ["team", "assignee", "service", "priority", "status", "channel"])
def test_grouped_pages_meet_without_gap_or_repeat(
    by: str, client: Client, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 3)
    fill(7)
    for number, case in enumerate(Case.objects.order_by("opened_at")):
        Case.objects.filter(pk=case.pk).update(
            team=make.team(("housing", "triage")[number % 2]), assignee=worker if number % 3 else None,
            service=make.service() if number % 2 else None, origin=("sms", "web", "phone")[number % 3],
            priority=("normal", "urgent")[number % 2], priority_rank=(1, 3)[number % 2],
        )  # fmt: skip
    seen: list[str] = []
    pages: list[list[str]] = []
    url = reverse("desk:queue") + f"?group={by}"
    while url:
        page = client.get(url)
        pages.append([row.reference for row in page.context["rows"]])
        seen += pages[-1]
        labels = [group.label for group in page.context["groups"]]
        assert len(labels) == len(set(labels))
        url = reverse("desk:queue") + page.context["older"] if page.context["older"] else ""
    assert len(seen) == len(set(seen)) == 7
    back = client.get(reverse("desk:queue") + page.context["newer"])
    assert [row.reference for row in back.context["rows"]] == pages[-2]


@pytest.mark.parametrize("by", ["team", "priority"])
def test_a_group_that_an_index_orders_stands_together_on_all_pages(
    by: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 3)
    fill(7)
    for number, case in enumerate(Case.objects.order_by("opened_at")):
        Case.objects.filter(pk=case.pk).update(
            team=make.team(("housing", "triage")[number % 2]),
            priority=("normal", "urgent")[number % 2], priority_rank=(1, 3)[number % 2],
        )  # fmt: skip
    labels: list[str] = []
    url = reverse("desk:queue") + f"?group={by}"
    while url:
        page = client.get(url)
        labels += [group.label for group in page.context["groups"] for _ in group.items]
        assert "A group goes on where its page ends." in page.content.decode()
        url = reverse("desk:queue") + page.context["older"] if page.context["older"] else ""
    changes = sum(one != other for one, other in pairwise(labels))
    assert len(labels) == 7 and changes == 1


def test_closed_cases_are_grouped_on_each_page_and_the_page_says_so(client: Client) -> None:
    fill(2, is_open=False, status="closed", closed_at=make.NOW)
    page = client.get(reverse("desk:queue") + "?status=closed&group=team")
    assert len(page.context["rows"]) == 2
    assert "a group can come again on the next page" in page.content.decode()


def test_a_group_that_nobody_offered_is_none(client: Client) -> None:
    fill(1)
    assert client.get(reverse("desk:queue") + "?group=password%00").context["groups"] is None


@pytest.mark.parametrize("by", ["team", "assignee", "service"])
def test_a_group_needs_no_more_statements(by: str, client: Client, worker: Staff) -> None:
    fill(2)
    plain = statements(client, reverse("desk:queue"))
    Case.objects.update(assignee=worker, service=make.service())
    assert statements(client, reverse("desk:queue") + f"?group={by}") == plain


# Why it is here


def test_a_row_says_that_a_text_waits_or_that_ours_did_not_arrive(client: Client, worker: Staff) -> None:
    case = make.case()
    Case.objects.filter(pk=case.pk).update(due_at=None)
    assert client.get(reverse("desk:queue")).context["rows"][0].why == "New text"
    Case.objects.filter(pk=case.pk).update(needs_answer=False, due_at=None, status="open")
    sent = case.contacts.create(
        filing="filed",
        channel="sms",
        direction="out",
        took_place_at=make.later(minutes=1),
        logged_at=make.NOW,
    )
    Delivery.objects.create(contact=sent, status="undelivered", next_attempt_at=make.NOW, queued_at=make.NOW)
    assert client.get(reverse("desk:queue")).context["rows"][0].why == "Our message did not arrive"


# Ticks


def test_ticks_are_for_those_who_may_change_many(client: Client) -> None:
    fill(1)
    tick = f'name="case" value="{Case.objects.get().reference}"'
    page = client.get(reverse("desk:queue")).content.decode()
    assert tick in page and 'form="change-many"' in page and 'id="change-many"' in page
    handler = client_of(make.staff("handler", role="handler")).get(reverse("desk:queue")).content.decode()
    assert tick not in handler and 'id="change-many"' not in handler


# The shortlist


def star_url(case: Case) -> str:
    return reverse("desk:star", args=[case.reference])


def test_a_star_is_put_and_taken_off_however_often_it_is_pressed(client: Client, worker: Staff) -> None:
    case = make.case()
    for _ in range(2):
        answer = client.post(star_url(case), {"star": "on", "back": "/desk/?channel=sms"})
        assert answer["Location"] == f"/desk/?channel=sms#star-{case.reference}"
    assert Star.objects.get().staff == worker and Event.objects.filter(verb="starred").count() == 1
    page = client.get(reverse("desk:queue"))
    assert page.context["rows"][0].starred and 'aria-pressed="true"' in page.content.decode()
    assert tabs(client)["Shortlist"]["count"] == "1"
    for _ in range(2):
        client.post(star_url(case), {"star": "off"})
    assert not Star.objects.exists() and Event.objects.filter(verb="unstarred").count() == 1


def test_a_star_comes_back_alone_to_a_script(client: Client) -> None:
    case = make.case()
    answer = client.post(star_url(case), {"star": "on"}, headers={"HX-Request": "true"})
    words = answer.content.decode()
    assert f"Star {case.reference}" in words and 'aria-pressed="true"' in words and "<h1" not in words


def test_the_page_of_a_case_has_its_star(client: Client, worker: Staff) -> None:
    case = make.case()
    stars.star(case=case, actor=worker, now=make.NOW)
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert star_url(case) in page and 'aria-pressed="true"' in page


def test_a_star_is_nobody_elses_business(client: Client, worker: Staff, lead: Staff) -> None:
    case = make.case()
    stars.star(case=case, actor=lead, now=make.NOW)
    assert not client.get(reverse("desk:queue")).context["rows"][0].starred
    assert client.get(reverse("desk:shortlist")).context["rows"] == []
    move = reverse("desk:shortlist_move", args=[Star.objects.get().pk])
    assert client.post(move, {"do": "up"}).status_code == 404
    assert not Event.objects.filter(case=case, verb="starred").exists()


def test_the_shortlist_is_in_ones_own_order(client: Client, worker: Staff) -> None:
    fill(3)
    one, two, three = Case.objects.order_by("opened_at")
    for case in (one, two, three):
        stars.star(case=case, actor=worker, now=make.NOW)
    last = Star.objects.get(case=three)
    for way in ("up", "up", "up", "down", "sideways"):
        client.post(reverse("desk:shortlist_move", args=[last.pk]), {"do": way})
    rows = client.get(reverse("desk:shortlist")).context["rows"]
    assert [row.reference for row in rows] == [one.reference, three.reference, two.reference]


def test_a_case_that_leaves_their_sight_leaves_the_shortlist_and_keeps_its_place(
    client: Client, worker: Staff
) -> None:
    fill(3)
    for case in Case.objects.order_by("opened_at"):
        stars.star(case=case, actor=worker, now=make.NOW)
    hidden = Case.objects.order_by("opened_at")[1]
    home = hidden.team
    Case.objects.filter(pk=hidden.pk).update(team=make.team("far-away"))
    page = client.get(reverse("desk:shortlist"))
    assert hidden.reference not in page.content.decode() and len(page.context["rows"]) == 2
    assert tabs(client)["Shortlist"]["count"] == "2"
    assert client.post(star_url(hidden), {"star": "off"}).status_code == 404
    Case.objects.filter(pk=hidden.pk).update(team=home)
    assert len(client.get(reverse("desk:shortlist")).context["rows"]) == 3


def test_a_shortlist_has_room_for_a_hundred(
    client: Client, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stars, "MOST", 1)
    fill(2)
    one, two = Case.objects.order_by("opened_at")
    stars.star(case=one, actor=worker, now=make.NOW)
    with pytest.raises(ShortlistFull):
        stars.star(case=two, actor=worker, now=make.NOW)
    page = client.post(star_url(two), {"star": "on"}, follow=True).content.decode()
    assert "Your shortlist is full" in page
    part = client.post(star_url(two), {"star": "on"}, headers={"HX-Request": "true"}).content.decode()
    assert "Your shortlist is full" in part and 'aria-pressed="false"' in part


def test_an_empty_shortlist_and_no_views_say_so(client: Client) -> None:
    make.office()
    assert "Nothing on your shortlist" in client.get(reverse("desk:shortlist")).content.decode()
    assert "No saved views yet" in client.get(reverse("desk:views")).content.decode()


def test_the_shortlist_and_the_views_need_the_same_statements_for_more_rows(
    client: Client, worker: Staff
) -> None:
    fill(6)
    cases = list(Case.objects.all())
    found = []
    for start in (0, 1):
        for case in cases[start : 1 + 5 * start]:
            stars.star(case=case, actor=worker, now=make.NOW)
            save(f"View of {case}", worker)
        found.append(
            (statements(client, reverse("desk:shortlist")), statements(client, reverse("desk:views")))
        )
    assert found == [(STATEMENTS_OF_THE_SHORTLIST, STATEMENTS_OF_THE_VIEWS)] * 2


@pytest.mark.parametrize("role", ["handler", "caseworker", "lead", "manager"])
def test_the_pages_open_for_everybody_who_reads_cases(role: str) -> None:
    client = client_of(make.staff("somebody", role=role))
    for name in ("views", "view_new", "columns", "shortlist"):
        assert client.get(reverse(f"desk:{name}")).status_code == 200


def test_the_services_of_views_are_not_looked_up_one_by_one(client: Client, worker: Staff) -> None:
    """A view of a service that is there is counted without asking for the service."""
    fill(1, service=Service.objects.create(code="bins", name="Bins"))
    save("Bins", worker, filters={"service": "bins"})
    assert tabs(client)["Bins"]["count"] == "1"


def test_what_somebody_wrote_of_a_person_is_kept_by_no_process(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.case("She is afraid of him", sender=make.BEN)
    Case.objects.filter(pk=case.pk).update(
        status="closed", is_open=False, outcome="Went to her sister in Leeds", closed_at=make.NOW
    )
    make.case("My tap drips")
    cells = engines["jinja2"].env.globals["cells"]
    kept: list[str] = []
    draw = cells.drawn

    def spy(*asked: Any) -> str:
        kept.append(repr(asked))
        found: str = draw(*asked)
        return found

    monkeypatch.setattr(cells, "drawn", spy)
    page = client.get("/desk/?status=all").content.decode()
    assert "Ended: Went to her sister in Leeds" in page and "My tap drips" in page
    assert kept and not [each for each in kept for words in ("sister", "afraid", "tap") if words in each]
