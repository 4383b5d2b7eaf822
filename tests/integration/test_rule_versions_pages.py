"""Checking, replaying, saving, comparing and going back, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from casework.models import DryRun, RoutingDecision, RuleDraft, RuleSetVersion, Staff, Team
from casework.services import rule_drafts, rule_sets
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

SAVE = "/desk/settings/rules/save/"
MEANWHILE = "/desk/settings/rules/save/meanwhile/"
REPLAY = "/desk/settings/rules/dry-run/"
VERSIONS = "/desk/settings/rules/versions/"


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    return client_of(lead)


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def rule(name: str = "Boilers", word: str = "boiler", team: str = "housing", **more: Any) -> dict[str, Any]:
    conditions = {"all": [{"fact": "words", "op": "any_of", "value": [word]}]}
    return {"name": name, "conditions": conditions, "team": team, **more}


def put(by: Staff, document: dict[str, Any]) -> dict[str, Any]:
    return rule_drafts.put(actor=by, document=document, now=timezone.now())


def in_force(by: Staff, *documents: dict[str, Any], reason: str = "Winter") -> RuleSetVersion:
    return rule_sets.publish(
        documents=documents,
        base=RuleSetVersion.objects.live(),
        reason=reason,
        actor=by,
        now=timezone.now(),
    )


def changed(version: RuleSetVersion, number: int = 0, **more: Any) -> dict[str, Any]:
    return {**version.rules[number], **more}


def words(answer: Any) -> str:
    return Page(answer).words


# Check and save


def test_nothing_changed_says_so(desk: Client, lead: Staff) -> None:
    assert "You have changed nothing" in words(desk.get(SAVE))
    in_force(lead, rule())
    rule_drafts.begin(actor=lead, now=timezone.now())
    assert "You have changed nothing" in words(desk.get(SAVE))
    assert RuleDraft.objects.count() == 1


def test_what_changed_is_said_as_sentences_before_and_after(desk: Client, lead: Staff) -> None:
    version = in_force(lead, rule())
    put(lead, changed(version, priority="urgent"))
    put(lead, rule("Damp", "mould", "triage"))
    said = words(desk.get(SAVE))
    assert "1 rule added, 1 changed against version 1" in said
    assert "Before" in said and "After" in said and "urgent" in said and "mould" in said


def test_what_looks_odd_is_warned_of_and_can_be_saved(desk: Client, lead: Staff) -> None:
    put(lead, {"name": "All of it", "team": "housing"})
    assert "What looks odd" in words(desk.get(SAVE))
    assert desk.post(SAVE, {"reason": "On purpose"}).status_code == 302
    assert RuleSetVersion.objects.get().reason == "On purpose"


def test_a_reason_is_required_and_the_page_says_so(desk: Client, lead: Staff) -> None:
    put(lead, rule())
    for reason in ("", "   ", "\u200b\u200b"):
        answer = desk.post(SAVE, {"reason": reason})
        assert answer.status_code == 422 and "Say why the rules change." in words(answer)
    assert not RuleSetVersion.objects.exists()


def test_a_reason_is_too_long_at_five_hundred_and_one(desk: Client, lead: Staff) -> None:
    put(lead, rule())
    answer = desk.post(SAVE, {"reason": "x" * 501})
    assert answer.status_code == 422 and "Shorten it to 500" in words(answer)


def test_saving_puts_the_rules_in_force_and_ends_the_draft(desk: Client, lead: Staff) -> None:
    put(lead, rule())
    answer = desk.post(SAVE, {"reason": "Winter <b>"}, follow=True)
    assert "Version 1 is in force" in words(answer)
    assert not RuleDraft.objects.exists() and make.case().team.code == "housing"


def test_an_example_that_breaks_is_named_with_what_came_and_refuses_saving(desk: Client, lead: Staff) -> None:
    example = {"name": "A cold flat", "facts": {"text": "my boiler"}, "expect": {"team": "housing"}}
    version = in_force(lead, rule(examples=[example]))
    put(lead, changed(version, team="triage"))
    for answer in (desk.get(SAVE), desk.post(SAVE, {"reason": "Why"})):
        said = words(answer)
        assert "“Boilers”" in said and "A cold flat" in said and "triage" in said
    assert "There is a problem" in said and RuleSetVersion.objects.count() == 1


def test_a_team_that_is_gone_is_named(desk: Client, lead: Staff) -> None:
    put(lead, rule())
    Team.objects.filter(code="housing").update(active=False)
    answer = desk.post(SAVE, {"reason": "Why"})
    assert answer.status_code == 422 and "no team “housing”" in words(answer)


def test_the_page_takes_as_many_statements_for_forty_rules_as_for_one(
    desk: Client, lead: Staff, django_assert_num_queries: Any
) -> None:
    in_force(lead, rule("Old", "old"))
    put(lead, rule())
    desk.get(SAVE)
    with django_assert_num_queries(SAVE_STATEMENTS):
        desk.get(SAVE)
    RuleDraft.objects.update(
        rules=[{**put(lead, rule(f"Rule {number}", f"word{number}"))} for number in range(40)]
    )
    with django_assert_num_queries(SAVE_STATEMENTS):
        desk.get(SAVE)


SAVE_STATEMENTS = 18


# Somebody saved meanwhile


@pytest.fixture
def other() -> Staff:
    return make.staff("other", role="manager")


def test_who_saved_meanwhile_and_when_is_said(desk: Client, lead: Staff, other: Staff) -> None:
    put(lead, rule("Damp", "mould"))
    in_force(other, rule(), reason="Heating season")
    answer = desk.get(SAVE)
    assert (answer.status_code, answer["Location"]) == (302, MEANWHILE)
    said = words(desk.get(MEANWHILE))
    assert "Other Example put version 1 in force" in said and "Heating season" in said
    assert "Nothing has to be chosen" in said


def test_different_rules_are_brought_together_without_a_choice(
    desk: Client, lead: Staff, other: Staff
) -> None:
    put(lead, rule("Damp", "mould"))
    version = in_force(other, rule())
    answer = desk.post(MEANWHILE, {"seen": version.number}, follow=True)
    assert "Your changes are up to date" in words(answer)
    draft = RuleDraft.objects.get()
    assert draft.base == version and {each["name"] for each in draft.rules} == {"Boilers", "Damp"}


@pytest.mark.parametrize(("keep", "priority"), [("theirs", "low"), ("mine", "urgent")])
def test_of_a_rule_that_both_changed_one_is_chosen(
    desk: Client, lead: Staff, other: Staff, keep: str, priority: str
) -> None:
    first = in_force(lead, rule())
    put(lead, changed(first, priority="urgent"))
    second = in_force(other, changed(first, priority="low"))
    said = words(desk.get(MEANWHILE))
    assert "urgent" in said and "low priority" in said and "Which one of “Boilers” do you want?" in said
    key = f"keep-{first.rules[0]['id']}"
    assert desk.post(MEANWHILE, {"seen": second.number}).status_code == 422
    assert desk.post(MEANWHILE, {"seen": second.number, key: "both"}).status_code == 422
    assert RuleDraft.objects.get().base == first
    assert desk.post(MEANWHILE, {"seen": second.number, key: keep}).status_code == 302
    draft = RuleDraft.objects.get()
    assert draft.base == second and draft.rules[0]["priority"] == priority


def test_a_rule_that_one_removed_can_be_chosen_either_way(desk: Client, lead: Staff, other: Staff) -> None:
    first = in_force(lead, rule(), rule("Damp", "mould"))
    put(lead, changed(first, priority="urgent"))
    second = in_force(other, first.rules[1])
    assert "The rule is removed." in words(desk.get(MEANWHILE))
    key = f"keep-{first.rules[0]['id']}"
    desk.post(MEANWHILE, {"seen": second.number, key: "theirs"})
    assert [each["name"] for each in RuleDraft.objects.get().rules] == ["Damp"]


def test_who_saved_a_second_time_meanwhile_is_not_overlooked(desk: Client, lead: Staff, other: Staff) -> None:
    put(lead, rule("Damp", "mould"))
    first = in_force(other, rule())
    in_force(other, changed(first, priority="low"))
    answer = desk.post(MEANWHILE, {"seen": first.number})
    assert answer.status_code == 422 and "Somebody saved again" in words(answer)
    assert 'name="seen" value="2"' in answer.content.decode()
    assert RuleDraft.objects.get().base is None


def test_a_draft_that_is_up_to_date_has_no_such_page(desk: Client, lead: Staff) -> None:
    assert desk.get(MEANWHILE)["Location"] == SAVE
    put(lead, rule())
    assert desk.get(MEANWHILE)["Location"] == SAVE


# Replay


def past(body: str = "My boiler is broken", days: int = 3, sender: str = make.AMINA) -> None:
    """A case that was opened some days ago."""
    case = make.case(body, sender=sender)
    RoutingDecision.objects.filter(case=case).update(at=timezone.now() - timedelta(days=days))


def replayed(desk: Client, days: int = 30) -> str:
    return str(desk.post(REPLAY, {"days": days})["Location"])


def test_a_replay_says_how_many_cases_would_have_gone_elsewhere(desk: Client, lead: Staff) -> None:
    make.office(acknowledge_texts=False)
    past()
    past("Where is my bin", sender=make.BEN)
    put(lead, rule())
    answer = desk.get(replayed(desk))
    page = Page(answer, "oq-dry__case", "oq-load__name", "oq-load__words")
    assert "1 of 2 cases would have gone elsewhere" in page.words
    assert "from Triage to Housing, by “Boilers”" in page.words
    assert sorted(each.strip() for each in page.texts["oq-load__name"]) == ["Housing", "Triage"]
    assert "1 in place of 0: 1 more." in page.words and "1 in place of 2: 1 fewer." in page.words
    assert answer.content.decode().count('role="img"') == 2


def test_a_replay_of_rules_that_change_nothing_says_so(desk: Client, lead: Staff) -> None:
    make.office()
    past()
    put(lead, rule(word="nobody writes this"))
    said = words(desk.get(replayed(desk)))
    assert "Nothing would have changed" in said and "<svg" not in said


def test_a_replay_without_any_case_says_so(desk: Client, lead: Staff) -> None:
    make.office()
    put(lead, rule())
    assert "There was nothing to replay" in words(desk.get(replayed(desk)))


def test_cases_without_facts_are_counted_and_explained(desk: Client, lead: Staff) -> None:
    make.office()
    past()
    RoutingDecision.objects.update(facts={})
    put(lead, rule())
    said = words(desk.get(replayed(desk)))
    assert "1 case was left out" in said and "There was nothing to replay" in said


def test_what_else_would_differ_is_counted(desk: Client, lead: Staff) -> None:
    make.office()
    past()
    put(lead, rule(team="", priority="urgent", tags=["heating"]))
    said = words(desk.get(replayed(desk)))
    assert "No case would have gone elsewhere" in said
    assert "1 case would have had another priority" in said and "1 case would have had other tags" in said


def test_cases_that_one_may_not_see_are_counted_and_not_listed(lead: Staff) -> None:
    make.office()
    past()
    outsider = make.staff("outsider", role="lead", teams=("parks",))
    put(outsider, rule())
    desk = client_of(outsider)
    page = Page(desk.get(replayed(desk)), "oq-dry__case")
    assert "1 of 1 case would have gone elsewhere" in page.words
    assert "1 is not listed" in page.words and page.texts["oq-dry__case"] == []


def test_a_case_that_became_hidden_since_is_not_listed_any_more(desk: Client, lead: Staff) -> None:
    make.office()
    past()
    put(lead, rule())
    where = replayed(desk)
    assert Page(desk.get(where), "oq-dry__case").texts["oq-dry__case"]
    lead.memberships.all().delete()
    assert not Page(desk.get(where), "oq-dry__case").texts["oq-dry__case"]


def test_an_administrator_sees_figures_and_no_case_and_is_told_why() -> None:
    make.office()
    past()
    make.team("housing")
    admin = make.staff("admin", role="administrator")
    put(admin, rule())
    desk = client_of(admin)
    page = Page(desk.get(replayed(desk)), "oq-dry__case")
    assert "1 of 1 case would have gone elsewhere" in page.words
    assert "read no cases" in page.words and page.texts["oq-dry__case"] == []


def test_a_replay_is_its_owners_alone(desk: Client, lead: Staff, other: Staff) -> None:
    put(lead, rule())
    where = replayed(desk)
    assert client_of(other).get(where).status_code == 404
    assert client_of(other).post(f"{where}step/").status_code == 404


def unfinished(lead: Staff) -> DryRun:
    put(lead, rule())
    run = DryRun(
        owner=lead, rules=[], days=30, since=make.NOW, until=timezone.now(), total=10_000, done=4_000
    )
    run.result = {"elsewhere": 0, "moves": [], "changes": {}, "weeks": [], "cases": [], "skipped": 0}
    run.save()
    return run


def test_a_replay_that_goes_on_says_how_far_it_is(desk: Client, lead: Staff) -> None:
    make.office()
    run = unfinished(lead)
    answer = desk.get(f"{REPLAY}{run.pk}/")
    html = answer.content.decode()
    assert "4,000 of 10,000 cases" in words(answer)
    assert "<progress" in html and 'value="4000" max="10000"' in html and "Go on" in html
    assert DryRun.objects.get(pk=run.pk).finished_at is None


def test_a_step_goes_on_with_and_without_a_script(desk: Client, lead: Staff) -> None:
    make.office()
    run = unfinished(lead)
    answer = desk.post(f"{REPLAY}{run.pk}/step/")
    assert (answer.status_code, answer["Location"]) == (302, f"{REPLAY}{run.pk}/")
    answer = desk.post(f"{REPLAY}{run.pk}/step/", HTTP_HX_REQUEST="true")
    assert answer["HX-Refresh"] == "true"


def test_a_replay_of_rules_that_changed_since_says_so(desk: Client, lead: Staff) -> None:
    put(lead, rule())
    where = replayed(desk)
    assert "The rules changed since this replay" not in words(desk.get(where))
    put(lead, rule("Damp", "mould"))
    assert "The rules changed since this replay" in words(desk.get(where))


@pytest.mark.parametrize("days", ["", "31", "-1", "x", "9" * 40])
def test_days_that_are_not_offered_replay_nothing(desk: Client, lead: Staff, days: str) -> None:
    put(lead, rule())
    assert desk.post(REPLAY, {"days": days})["Location"] == SAVE
    assert not DryRun.objects.exists()


def test_the_result_takes_as_many_statements_for_twelve_teams_as_for_one(
    desk: Client, lead: Staff, django_assert_num_queries: Any
) -> None:
    make.office()
    past()
    put(lead, rule())
    where = replayed(desk)
    with django_assert_num_queries(REPLAY_STATEMENTS):
        desk.get(where)
    run = DryRun.objects.get()
    codes = [make.team(f"team-{number}").code for number in range(12)]
    run.result["weeks"] = [
        {"week": "2026-11-16", "before": dict.fromkeys(codes, 3), "after": dict.fromkeys(codes, 4)}
    ]
    run.result["cases"] = run.result["cases"] * 50
    run.save()
    with django_assert_num_queries(REPLAY_STATEMENTS):
        desk.get(where)


REPLAY_STATEMENTS = 6


# Versions


def test_every_version_has_its_author_reason_and_rules(desk: Client, lead: Staff) -> None:
    make.rules({"name": "Old"}, {"name": "Older"})
    in_force(lead, rule(), reason="Heating season")
    page = Page(desk.get(VERSIONS), "oq-versions__item")
    newest, oldest = page.texts["oq-versions__item"]
    assert "Version 2" in newest and "In force" in newest and "Heating season" in newest
    assert "Lead Example" in newest and "1 rule." in newest
    assert "test," in oldest and "2 rules." in oldest and "In force" not in oldest


def test_an_office_without_rules_says_so(desk: Client) -> None:
    assert "No rules were saved yet" in words(desk.get(VERSIONS))


def test_the_list_has_pages_of_fifty(desk: Client) -> None:
    for _ in range(53):
        make.rules({"name": "A rule"})
    page = Page(desk.get(VERSIONS), "oq-versions__item")
    assert len(page.texts["oq-versions__item"]) == 50
    page = Page(desk.get(VERSIONS, {"below": "4"}), "oq-versions__item")
    assert len(page.texts["oq-versions__item"]) == 3
    for odd in ("x", "-1", "9" * 30, "٣"):
        assert desk.get(VERSIONS, {"below": odd}).status_code == 200


def test_the_list_takes_as_many_statements_for_thirty_versions_as_for_two(
    desk: Client, django_assert_num_queries: Any
) -> None:
    make.rules({"name": "A rule"})
    make.rules({"name": "A rule"})
    with django_assert_num_queries(VERSION_STATEMENTS):
        desk.get(VERSIONS)
    for _ in range(28):
        make.rules({"name": "A rule"})
    with django_assert_num_queries(VERSION_STATEMENTS):
        desk.get(VERSIONS)


VERSION_STATEMENTS = 3


def test_a_version_says_its_rules_as_sentences(desk: Client, lead: Staff) -> None:
    in_force(lead, rule(active=False))
    said = words(desk.get(f"{VERSIONS}1/"))
    assert "the word “boiler” is in the text" in said and "Switched off" in said and "Reason: Winter" in said


def test_a_version_with_a_rule_that_cannot_be_read_opens(desk: Client) -> None:
    make.rules({"name": "Broken", "conditions": 7}, {"name": "Worse", "x": 1})
    said = words(desk.get(f"{VERSIONS}1/"))
    assert said.count("cannot be used") == 2 and "Worse" in said


def test_a_version_that_never_was_is_not_found(desk: Client) -> None:
    make.rules({"name": "A rule"})
    for number in (0, 2, 10**9, 10**12):
        assert desk.get(f"{VERSIONS}{number}/").status_code == 404
        assert desk.get(f"{VERSIONS}{number}/go-back/").status_code == 404


def test_two_versions_are_compared_in_words(desk: Client, lead: Staff) -> None:
    first = in_force(lead, rule(), rule("Damp", "mould"), rule("Bins", "bin"))
    in_force(lead, first.rules[2], changed(first, 0, priority="urgent"), rule("Rats", "rat"), reason="Rats")
    said = words(desk.get(f"{VERSIONS}compare/", {"before": 1, "after": 2}))
    for word in ("Added Rats", "Removed Damp", "Changed Boilers", "Moved Bins"):
        assert word in said, said


def test_a_rule_that_was_switched_off_is_named(desk: Client, lead: Staff) -> None:
    first = in_force(lead, rule())
    in_force(lead, changed(first, active=False))
    said = words(desk.get(f"{VERSIONS}compare/", {"before": 1, "after": 2}))
    assert "Switched Boilers" in said and "switched off" in said


def test_examples_alone_are_a_change_too(desk: Client, lead: Staff) -> None:
    example = {"name": "A", "facts": {"text": "boiler"}, "expect": {"team": "housing"}}
    first = in_force(lead, rule(examples=[example]))
    in_force(lead, changed(first, examples=[{**example, "name": "B"}]))
    said = words(desk.get(f"{VERSIONS}compare/", {"before": 1, "after": 2}))
    assert "Its sentence stays the same" in said


def test_a_version_compared_with_itself_has_the_same_rules(desk: Client, lead: Staff) -> None:
    in_force(lead, rule())
    assert "have the same rules" in words(desk.get(f"{VERSIONS}compare/", {"before": 1, "after": 1}))


@pytest.mark.parametrize(
    "pair", [{}, {"before": "1"}, {"before": "x", "after": "1"}, {"before": 10**20, "after": 1}]
)
def test_what_cannot_be_compared_leads_back_with_words(
    desk: Client, lead: Staff, pair: dict[str, Any]
) -> None:
    in_force(lead, rule())
    answer = desk.get(f"{VERSIONS}compare/", pair, follow=True)
    assert "Choose two versions to compare." in words(answer)


# Going back


def test_going_back_routes_new_cases_by_the_old_rules(desk: Client, lead: Staff) -> None:
    make.office()
    first = in_force(lead, rule())
    in_force(lead, changed(first, team="triage"))
    assert make.case().team.code == "triage"
    said = words(desk.get(f"{VERSIONS}1/go-back/"))
    assert "What would change" in said and "1 rule changed" in said
    answer = desk.post(f"{VERSIONS}1/go-back/", {"seen": 2, "reason": "It was worse"}, follow=True)
    assert "as version 3" in words(answer) and "With the rules of version 1" in words(answer)
    assert make.case("Another boiler", sender=make.BEN).team.code == "housing"


def test_going_back_needs_a_reason(desk: Client, lead: Staff) -> None:
    first = in_force(lead, rule())
    in_force(lead, changed(first, team="triage"))
    answer = desk.post(f"{VERSIONS}1/go-back/", {"seen": 2, "reason": " "})
    assert answer.status_code == 422 and RuleSetVersion.objects.count() == 2


def test_going_back_is_refused_with_words_where_a_team_is_gone(desk: Client, lead: Staff) -> None:
    first = in_force(lead, rule())
    in_force(lead, changed(first, team="triage"))
    Team.objects.filter(code="housing").update(active=False)
    answer = desk.post(f"{VERSIONS}1/go-back/", {"seen": 2, "reason": "Back"})
    assert answer.status_code == 422 and "“Boilers”: There is no team “housing”" in words(answer)


def test_going_back_over_what_somebody_saved_since_is_not_done_unseen(desk: Client, lead: Staff) -> None:
    first = in_force(lead, rule())
    in_force(lead, changed(first, team="triage"))
    in_force(lead, changed(first, priority="low"))
    answer = desk.post(f"{VERSIONS}1/go-back/", {"seen": 2, "reason": "Back"})
    assert answer.status_code == 422 and "put version 3 in force since you opened this page" in words(answer)
    assert RuleSetVersion.objects.count() == 3
    assert desk.post(f"{VERSIONS}1/go-back/", {"seen": 3, "reason": "Back"}).status_code == 302


def test_the_version_in_force_is_nothing_to_go_back_to(desk: Client, lead: Staff) -> None:
    in_force(lead, rule())
    assert "Version 1 is in force already" in words(desk.get(f"{VERSIONS}1/go-back/", follow=True))


def test_words_of_people_stay_words_on_every_page(desk: Client, lead: Staff) -> None:
    odd = "<script>alert(1)</script>\u202eevil"
    first = in_force(lead, rule(odd), reason=odd)
    in_force(lead, changed(first, priority="low"), reason=odd)
    put(lead, changed(first, priority="high"))
    for path in (
        SAVE,
        VERSIONS,
        f"{VERSIONS}1/",
        f"{VERSIONS}1/go-back/",
        f"{VERSIONS}compare/?before=1&after=2",
    ):
        answer = desk.get(path)
        assert "\u202e" not in answer.content.decode() and not Page(answer).dangers
