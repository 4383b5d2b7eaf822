"""The sentences that the domain puts on record and refuses with: found in the source, and known to the pages."""

import re
from inspect import getsourcefile
from pathlib import Path

import pytest

from backoffice import catalogue, catalogue_domain, catalogue_file, catalogue_sentences
from backoffice.catalogue import ROOT, Message
from casework.errors import REFUSALS
from casework.templatetags import _said_sentences

SOURCE = """
'Of the module.'
_ENDS = "Ask a lead."
ROLES = {"a": "as a helper", "b": "to act for them"}

def _word(point):
    return "phone number" if point else "address"

def add(*, party, ready):
    '''What it does.'''
    refused = "" if ready else "It is not ready. Wait a moment."
    way = "up" if ready else "down"
    log("said in a log", _("Marked already."))
    raise Refused(f"It is now {party}. {_ENDS}")
    tell(verb="x", words="Opened")
    tell(verb="y", words=f"Added {ROLES[party.role]}, to {party.name} and {other.name}")
    tell(f"Moved a {_word(party)} {way}, {len(party)} in all", "SELECT * FROM x")
    tell(f"{party} is 5% larger" + ("" if ready else ", and late"))
    why = "one half" if ready else "the other half"
    decide(reason=why)
"""


def test_sentences_are_found_in_the_source() -> None:
    known = {"ROLES": {"a": "as a helper", "b": "to act for them"}, "_ENDS": "Ask a lead."}
    assert catalogue_sentences.sentences(SOURCE, known) == [
        "Ask a lead.",
        "It is not ready. Wait a moment.",
        "It is now %(party)s. %(ends)s",
        "Opened",
        "Added as a helper, to %(party_name)s and %(other_name)s",
        "Added to act for them, to %(party_name)s and %(other_name)s",
        "Moved a phone number up, %(party)s in all",
        "Moved a phone number down, %(party)s in all",
        "Moved a address up, %(party)s in all",
        "Moved a address down, %(party)s in all",
        "%(party)s is 5%% larger",
        "%(party)s is 5%% larger, and late",
        "one half",
        "the other half",
    ]


def test_a_module_that_writes_to_others_says_only_what_is_put_on_record() -> None:
    assert catalogue_sentences.sentences(SOURCE, counts=catalogue_sentences.is_nothing)[0] == "Opened"


@pytest.mark.parametrize(
    "source",
    [
        'events.record(verb="made", words="Made something quite new", actor=actor, now=now)',
        'events.record(verb="made", words=f"Made {thing} quite new", actor=actor, now=now)',
        'raise CannotBeTask(f"This is quite new to {staff}. Choose another.")',
    ],
    ids=["event", "event-filled-in", "refusal"],
)
def test_new_words_that_are_in_no_catalogue_are_told(source: str) -> None:
    messages = {catalogue.sentence(words): ["new.py"] for words in catalogue_sentences.sentences(source)}
    assert [each.split(":")[0] for each in catalogue_file.problems(catalogue_file.read(), messages)] == [
        "not translated"
    ]


def test_every_refusal_is_in_a_module_that_is_read() -> None:
    read = {path for each in catalogue_domain.MODULES for path in ROOT.glob(each)}
    assert [each.__name__ for each in REFUSALS if Path(getsourcefile(each) or "") not in read] == []


# Places with names, numbers, references and words that somebody wrote: they stand in a Welsh sentence as they are.
_KEPT = """
above_reference actor added amount and asked at_count at_number back_number before begins_day body budget called
case_assignee case_outcome case_reference case_service case_team checklist_name chosen chosen_point chosen_reference
code codes count day_parts days deciding_name display done due_at each_reference entries facts_limits_per_number
first_name follow_up_owner found frm given gone_reference group in_quotes kept kept_reference key keys language
larger_reference least left_reference line listed locked locked_answered_by locked_name long longest
longest_acknowledgement longest_choice longest_days longest_follow_up longest_name longest_step longest_tag
longest_text many mark meant_upper minutes most most_cases most_choices most_conditions most_countries most_days
most_of_one most_on_a_case most_parts most_pence most_questions most_rules most_slots most_steps most_working name
named names near neutral note number of office office_name office_neutral_name op outcomes_LONGEST own part_reference
person placeholder placeholders point point_safe_hours priorities question_service_name receipt_attempts reference
routed_rule_name routed_team row_actor row_external_id row_merged_reference row_name row_team rows rule_assignee
rule_name rule_tags rule_target run_macro_name safety_safe_hours seen service service_name shown sms_limit staff
status step steps surplus tag target team team_name text texts them title to to_reference tried typed unknown
unused_after_days username usual value values version_author version_number waiting_at_count waiting_at_number wanted
weekdays whom word_upper words_name words_names years
"""
KEPT = frozenset(_KEPT.split())


def _domain() -> list[Message]:
    return [each for each in catalogue.marked() if each.context == _said_sentences.CONTEXT]


def test_of_every_place_it_is_known_whether_it_holds_words_of_ours() -> None:
    places = {name for each in _domain() for name in re.findall(r"%\((\w+?)(?:_\d+)?\)s", each.words)}
    assert sorted(name for name in places - KEPT if not _said_sentences.is_ours(name)) == []
    assert sorted(KEPT - places) == [], "no sentence has it any more"


def test_no_sentence_is_so_general_that_it_takes_any_words_for_its_own() -> None:
    general = [
        each.words for each in _domain() if not any(map(_is_narrow, re.findall(r"%\((\w+)\)s", each.words)))
    ]
    assert [each for each in general if len(re.sub(r"%\(\w+\)s|\W", "", each)) < 5] == []


def _is_narrow(place: str) -> bool:
    narrow = {*_said_sentences.COUNTED, *_said_sentences.LISTS, *_said_sentences.EXACT}
    return _said_sentences.is_ours(place) or place in narrow
