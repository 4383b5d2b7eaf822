"""The list of rules and the editor of one, page by page."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from casework.forms.rules_editor import Editor
from casework.models import Area, Case, RuleDraft, RuleSetVersion, Staff, Target
from casework.routing.conditions import FACTS
from casework.selectors_rules import offered
from casework.services import rule_documents, rule_drafts
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

RULES = "/desk/settings/rules/"
NEW = f"{RULES}new/"
ORDER = f"{RULES}order/"
PREVIEW = f"{RULES}preview/"


@pytest.fixture
def lead() -> Staff:
    make.office()
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


def several(count: int, **more: Any) -> RuleSetVersion:
    return make.rules(*(rule(f"Rule for word {number}", f"word{number}", **more) for number in range(count)))


def written(**more: Any) -> dict[str, Any]:
    """What the form sends for a rule with one condition."""
    return {
        "do": "save", "name": "No heating", "row": ["all-0"], "all-0-what": "words", "all-0-was": "words",
        "all-0-op": "any_of", "all-0-value": "no heating\nboiler", "team": "housing", "who": "", **more,
    }  # fmt: skip


def draft_of(staff: Staff) -> list[dict[str, Any]]:
    return list(RuleDraft.objects.get(owner=staff).rules)


def names(staff: Staff) -> list[str]:
    return [each["name"] for each in draft_of(staff)]


def words(answer: Any) -> str:
    return Page(answer).words


# The list


def test_an_office_without_rules_is_told_what_a_rule_does(desk: Client) -> None:
    assert "No rules yet" in words(desk.get(RULES))


def test_the_rules_in_force_are_shown_with_who_saved_them_and_why(desk: Client) -> None:
    make.rules(rule())
    page = words(desk.get(RULES))
    assert "version 1, saved by test" in page and "Reason: For a test" in page
    assert "the word “boiler” is in the text" in page and "Your draft" not in page


def test_a_draft_is_shown_in_place_of_what_is_in_force(desk: Client, lead: Staff) -> None:
    make.rules(rule())
    rule_drafts.put(actor=lead, document=rule("Bins", "bin"), now=timezone.now())
    page = words(desk.get(RULES))
    assert "Your draft: not in force 1 change since version 1" in page and "Bins" in page


def test_a_draft_that_somebody_overtook_says_so(desk: Client, lead: Staff) -> None:
    make.rules(rule())
    rule_drafts.put(actor=lead, document=rule("Bins", "bin"), now=timezone.now())
    make.rules(rule("Other", "other"))
    assert "Somebody saved version 2 meanwhile" in words(desk.get(RULES))


def test_what_is_odd_about_a_rule_stands_beside_it(desk: Client) -> None:
    make.rules(rule(), rule("Again"), rule("Gone", "gone", team="nobody"), rule("Off", "off", active=False))
    page = words(desk.get(RULES))
    assert "Never decides" in page and "Names what is gone" in page and "Switched off" in page


def test_a_rule_says_how_many_examples_it_has(desk: Client) -> None:
    example = {"name": "", "facts": {"text": "boiler"}, "expect": {"team": "housing"}}
    make.rules(rule(examples=[example]), rule("Two", "two", examples=[example, example]))
    page = words(desk.get(RULES))
    assert "1 example" in page and "2 examples" in page


def test_the_filter_looks_in_names_and_in_sentences(desk: Client) -> None:
    make.rules(rule("Boilers", "boiler"), rule("Bins", "rubbish"))
    page = words(desk.get(RULES, {"q": "RUBBISH"}))
    assert "1 of 2 rules" in page and "Bins" in page and "Boilers" not in page
    assert "No rule has these words" in words(desk.get(RULES, {"q": "zzz"}))


@pytest.mark.parametrize("count", [2, 60])
def test_the_list_takes_as_many_statements_for_many_rules_as_for_few(
    desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    several(count, assignee="lead", target="t")
    with django_assert_num_queries(15):
        desk.get(RULES)


def test_a_rule_that_cannot_be_read_does_not_break_the_list(desk: Client) -> None:
    make.rules(
        {"name": "Broken", "conditions": {"all": [{"fact": "nonsense"}]}}, {"name": "Odd", "tags": 5}, rule()
    )
    page = words(desk.get(RULES))
    assert "Broken" in page and "Cannot be used" in page and "Boilers" in page


# Order


@pytest.mark.parametrize(
    ("do", "index", "after"),
    [("up", 2, "ACB"), ("down", 0, "BAC"), ("up", 0, "ABC"), ("down", 2, "ABC")],
)
def test_a_rule_moves_one_place(desk: Client, lead: Staff, do: str, index: int, after: str) -> None:
    version = make.rules(*(rule(name, name) for name in "ABC"))
    key = version.rules[index]["id"]
    answer = desk.post(ORDER, {"do": f"{do}:{key}"})
    assert answer.status_code == 302 and f"at={do}-{key}" in answer["Location"]
    assert "".join(names(lead)) == after and RuleSetVersion.objects.count() == 1


def test_a_rule_moves_to_a_position(desk: Client, lead: Staff) -> None:
    version = make.rules(*(rule(name, name) for name in "ABC"))
    path = f"{RULES}{version.rules[2]['id']}/move/"
    assert desk.get(path).status_code == 200
    assert "The first position is 1" in words(desk.post(path, {"position": "0"}))
    assert desk.post(path, {"position": "1"}).status_code == 302
    assert "".join(names(lead)) == "CAB"


def test_a_drag_moves_it_and_the_list_alone_comes_back(desk: Client, lead: Staff) -> None:
    version = make.rules(*(rule(name, name) for name in "ABC"))
    answer = desk.post(
        ORDER,
        {"do": "place:", "rule": version.rules[0]["id"], "position": "3"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200 and "“A” is now rule 3 of 3" in answer.content.decode()
    assert "".join(names(lead)) == "BCA"


def test_a_rule_is_switched_off_and_on(desk: Client, lead: Staff) -> None:
    key = make.rules(rule()).rules[0]["id"]
    desk.post(ORDER, {"do": f"off:{key}"})
    assert draft_of(lead)[0]["active"] is False
    desk.post(ORDER, {"do": f"on:{key}"})
    assert draft_of(lead)[0]["active"] is True


def test_a_filter_stays_when_a_rule_is_moved(desk: Client) -> None:
    key = make.rules(rule(), rule("Other", "other")).rules[1]["id"]
    assert "q=other" in desk.post(ORDER, {"do": f"up:{key}", "q": "other"})["Location"]


@pytest.mark.parametrize("do", ["", "up:", "up:nonsense", "fly:{key}", "place:"])
def test_what_cannot_be_done_is_not_found(desk: Client, do: str) -> None:
    key = make.rules(rule()).rules[0]["id"]
    assert desk.post(ORDER, {"do": do.format(key=key)}).status_code == 404


def test_removing_asks_first(desk: Client, lead: Staff) -> None:
    key = make.rules(rule(), rule("Other", "other")).rules[0]["id"]
    assert "Remove “Boilers”?" in words(desk.get(f"{RULES}{key}/remove/"))
    assert not RuleDraft.objects.exists()
    desk.post(f"{RULES}{key}/remove/")
    assert names(lead) == ["Other"]


def test_throwing_the_draft_away_asks_first(desk: Client, lead: Staff) -> None:
    rule_drafts.put(actor=lead, document=rule(), now=timezone.now())
    assert "Throw your draft away?" in words(desk.get(f"{RULES}discard/"))
    assert RuleDraft.objects.exists()
    desk.post(f"{RULES}discard/")
    assert not RuleDraft.objects.exists()


# The editor


def test_a_new_rule_is_kept_in_the_draft(desk: Client, lead: Staff) -> None:
    answer = desk.post(NEW, written(tags="heating, cold flat", priority="high", who="least"))
    assert answer.status_code == 302
    (kept,) = draft_of(lead)
    assert kept["conditions"] == {
        "all": [{"fact": "words", "op": "any_of", "value": ["no heating", "boiler"]}]
    }
    assert (kept["tags"], kept["priority"], kept["assign"]) == (["heating", "cold flat"], "high", "least")
    assert RuleSetVersion.objects.count() == 0


WHOLE = {
    "name": "Everything", "team": "housing", "priority": "urgent", "assign": "turn", "tags": ["a", "b c"], "restricted": True,
    "target": "fast", "acknowledgement": "We have it: {reference}.", "stop": True, "reroutes": True, "active": False,
    "follow_up": {"words": "Ring back", "amount": 3, "unit": "days"},
    "examples": [
        {"name": "Cold", "facts": {"text": "no heating", "answers.danger": "yes", "at": "2026-03-28 18:30"},
         "expect": {"team": "housing", "restricted": "yes"}},
    ],
    "conditions": {
        "all": [
            {"fact": "service", "op": "is_any_of", "value": ["repair", "long-gone"]},
            {"fact": "service", "op": "is", "value": "repair"},
            {"fact": "words", "op": "phrase", "value": "no heating"},
            {"fact": "words", "op": "pattern", "value": r"ref\w{4}"},
            {"fact": "words", "op": "all_of", "value": ["a*", "b"]},
            {"fact": "answers.danger", "op": "is", "value": "yes"},
            {"fact": "answers.danger", "op": "contains", "value": ["e"]},
            {"fact": "answers.gone", "op": "is_empty"},
        ],
        "any": [
            {"fact": "hour", "op": "between", "value": ["18:00", "08:00"]},
            {"fact": "weekday", "op": "is_any_of", "value": ["saturday", "sunday"]},
            {"fact": "postcode", "op": "is_in", "value": ["SW1A", "ZR4 5"]},
            {"fact": "area", "op": "is_any_of", "value": ["an-area"]},
            {"fact": "last_contact", "op": "within_days", "value": "14"},
        ],
        "none": [
            {"fact": "restricted", "op": "is", "value": "yes"},
            {"fact": "opening_hours", "op": "is", "value": "open"},
            {"fact": "channel", "op": "is_empty"},
            {"fact": "language", "op": "is_any_of", "value": ["cy"]},
            {"fact": "adjustments", "op": "any_of", "value": ["wheelchair"]},
            {"fact": "partner", "op": "is_any_of", "value": ["a-partner"]},
            {"fact": "number_texted", "op": "is", "value": "+447700900000"},
        ],
    },
}  # fmt: skip


def test_a_rule_that_is_opened_and_saved_is_the_same_rule(desk: Client, lead: Staff) -> None:
    service = make.service("repair")
    make.question(service, "danger", "choice", choices=[{"value": "yes", "label": "Yes"}])
    Area.objects.create(code="an-area", name="An area", postcodes=["SW1A"])
    Target.objects.create(code="fast", name="Fast")
    key = make.rules(WHOLE).rules[0]["id"]
    before = rule_documents.read({**WHOLE, "id": key})
    assert Editor(before=before, offered=offered()).make().document() == before
    answer = desk.get(f"{RULES}{key}/")
    assert desk.post(f"{RULES}{key}/", sent(answer)).status_code == 302
    assert draft_of(lead) == [before]


def sent(answer: Any) -> dict[str, list[str]]:
    """What a browser sends for the editor's page as it came."""
    editor = answer.context["editor"]
    data: dict[str, list[str]] = {
        "do": ["save"],
        "row": [each.row.key for each in editor.conditions],
        "example": [str(each.row.number) for each in editor.examples],
    }
    for form in editor.forms:
        for bound in form:
            value = bound.value()
            values = value if isinstance(value, list) else [value]
            data[bound.html_name] = ["on" if each is True else str(each) for each in values if each]
    return data


def test_a_service_named_on_the_form_that_is_gone_is_named_still(desk: Client) -> None:
    key = make.rules(WHOLE).rules[0]["id"]
    assert "long-gone (not there any more)" in words(desk.get(f"{RULES}{key}/"))


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_and_comparison_has_its_controls(desk: Client, fact: str) -> None:
    for op in FACTS[fact]:
        data = written(**{"do": "update", "all-0-what": fact, "all-0-op": op})
        assert desk.post(NEW, data).status_code == 200
        assert desk.post(NEW, {**data, "do": "save", "all-0-was": fact, "all-0-value": ""}).status_code in (
            302,
            422,
        )


def test_rows_are_added_and_removed_without_losing_what_was_written(desk: Client, lead: Staff) -> None:
    page = desk.post(NEW, written(do="add-none"))
    assert [form.row.key for form in page.context["editor"].conditions] == ["all-0", "none-0"]
    assert "no heating\nboiler" in page.content.decode() and b"There is a problem" not in page.content
    page = desk.post(NEW, {**written(do="remove-all-0"), "row": ["all-0", "none-0"]})
    assert [form.row.key for form in page.context["editor"].conditions] == ["none-0"]
    assert not RuleDraft.objects.exists()


def test_another_fact_forgets_the_values_of_the_one_before(desk: Client) -> None:
    page = desk.post(NEW, written(**{"do": "update", "all-0-what": "service", "all-0-was": "words"}))
    assert page.context["editor"].rows[0].values == ()


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        ({"name": " "}, "#id_name", "Give the rule a name."),
        ({"all-0-value": " "}, "#id_all-0-value", "Write what it is compared with."),
        ({"all-0-op": "pattern", "all-0-value": "(?=x)"}, "#id_all-0-value", "The pattern “(?=x)” cannot be used"),
        ({"all-0-what": "postcode", "all-0-was": "postcode", "all-0-value": "!"}, "#id_all-0-value", "is no part of a postcode"),
        ({"all-0-what": "answers.", "all-0-was": "answers."}, "#id_all-0-question", "Choose the question."),
        ({"tags": "x" * 50}, "#id_tags", "must have 1 to 40 characters"),
        ({"acknowledgement": "Dear {name}"}, "#id_acknowledgement", "What can be filled in is"),
        ({"who": "person"}, "#id_assignee", "Choose the person."),
        ({"follow_amount": "3"}, "#id_follow_words", "Say what is to be followed up."),
        ({"follow_words": "Ring", "follow_amount": "soon"}, "#id_follow_amount", "Write a whole number above 0."),
        ({"example": "0", "example-0-text": "x"}, "#id_example-0-expect_team", "Say what must come of it"),
        ({"example": "0", "example-0-expect_team": "housing", "example-0-more_facts": "at: soon"}, "#id_example-0-more_facts", "is no time"),
    ],
)  # fmt: skip
def test_an_error_stands_at_its_control_and_nothing_is_kept(
    desk: Client, change: dict[str, str], where: str, said: str
) -> None:
    answer = desk.post(NEW, written(**change))
    assert answer.status_code == 422 and not RuleDraft.objects.exists()
    assert any(each["href"] == where and said in each["text"] for each in answer.context["errors"])
    assert f'id="{where[1:]}"' in answer.content.decode()


def test_a_name_that_another_rule_has_is_an_error_of_the_name(desk: Client, lead: Staff) -> None:
    rule_drafts.put(actor=lead, document=rule("no HEATING"), now=timezone.now())
    answer = desk.post(NEW, written())
    assert answer.status_code == 422 and answer.context["errors"][0]["href"] == "#id_name"


def test_a_rule_that_is_gone_is_not_found(desk: Client) -> None:
    assert desk.get(f"{RULES}00000000-0000-4000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_editor_takes_as_many_statements_for_many_conditions_as_for_few(
    desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    conditions = {
        "any": [{"fact": "service", "op": "is_any_of", "value": [f"s{number}"]} for number in range(count)]
    }
    example = {"name": "", "facts": {"text": "boiler"}, "expect": {"team": "housing"}}
    key = make.rules(rule(conditions=conditions, examples=[example] * count)).rules[0]["id"]
    for number in range(count):
        make.service(f"s{number}")
    with django_assert_num_queries(10):
        desk.get(f"{RULES}{key}/")


# Preview and examples


def test_the_preview_says_the_sentence_and_which_cases_fit(desk: Client) -> None:
    make.rules(rule())
    case = make.case("There is no heating here")
    make.form("my bin", at=make.later(minutes=1))
    page = words(desk.post(PREVIEW, written()))
    assert "When the words “no heating” or “boiler” are in the text: give it to the Housing team." in page
    assert "of the latest" in page and case.reference in page


def test_the_preview_says_what_is_wrong(desk: Client) -> None:
    page = words(desk.post(PREVIEW, written(**{"all-0-value": ""})))
    assert "Fits" not in page and "at least one value" in page


def test_the_preview_works_without_scripts(desk: Client) -> None:
    assert "give it to the Housing team" in words(desk.post(NEW, written(do="preview")))


@pytest.mark.parametrize("kind", ["other team", "restricted"])
def test_the_preview_shows_no_case_that_the_reader_may_not_see(desk: Client, kind: str) -> None:
    case = make.case("There is no heating here")
    Case.objects.update(team=make.team("far-away"), restricted=kind == "restricted")
    assert case.reference not in words(desk.post(PREVIEW, written()))


def test_an_administrator_sees_no_case_in_the_preview() -> None:
    make.office()
    case = make.case("There is no heating here")
    page = words(client_of(make.staff("admin", role="administrator")).post(PREVIEW, written()))
    assert case.reference not in page and "no heating here" not in page


@pytest.mark.parametrize("count", [1, 8])
def test_the_preview_takes_as_many_statements_for_many_cases_as_for_few(
    desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    make.rules(rule())
    for number in range(count):
        make.case("There is no heating here", sender=f"+4477009001{number:02}")
    with django_assert_num_queries(16):
        desk.post(PREVIEW, written())


def test_an_example_is_made_from_a_case_and_passes(desk: Client) -> None:
    case = make.case("There is no heating here")
    page = desk.post(NEW, written(do="example-from-case", case=case.reference.lower()))
    (example,) = page.context["examples"]
    assert example.form.row.facts["text"] == "There is no heating here"
    assert example.form.row.expect["team"] == "housing" and example.state == "Passes"


def test_an_example_that_fails_says_what_came_instead(desk: Client) -> None:
    data = written(
        **{"do": "update", "example": "0", "example-0-text": "boiler", "example-0-expect_team": "triage"}
    )
    page = words(desk.post(NEW, data))
    assert "Fails" in page and "team: expected triage, got housing" in page


@pytest.mark.parametrize("kind", ["missing", "other team", "restricted"])
def test_no_example_is_made_from_a_case_that_is_not_for_everybody(desk: Client, kind: str) -> None:
    case = make.case("There is no heating here")
    if kind != "missing":
        far = make.team("far-away") if kind == "other team" else case.team
        Case.objects.update(team=far, restricted=kind == "restricted")
    reference = case.reference if kind != "missing" else "7K4M-9QXX"
    answer = desk.post(NEW, written(do="example-from-case", case=reference))
    assert answer.status_code == 422 and "no heating here" not in words(answer)


def test_words_that_turn_the_reading_direction_are_made_visible(desk: Client, lead: Staff) -> None:
    make.rules(rule("Name \u202egnp.exe", "x\u202ey"))
    page = desk.get(RULES).content.decode()
    assert "\u202e" not in page


def test_who_may_not_edit_rules_sees_none_of_it() -> None:
    make.office()
    caseworker = client_of(make.staff("worker", role="caseworker"))
    assert {caseworker.get(path).status_code for path in (RULES, NEW, f"{RULES}discard/")} == {403}
    assert {caseworker.post(path).status_code for path in (ORDER, PREVIEW)} == {403}
