"""What a role may not do is said in words, in the language of the page; never in the code of the verb."""

import pytest
from django.utils import translation

from casework import verbs
from casework.models import Staff
from casework.models.staff import Role
from casework.permissions import VERBS, NotAllowed, not_for, require
from casework.templatetags._said import said


def test_every_verb_has_words_and_there_are_no_words_without_a_verb() -> None:
    assert verbs.WORDS.keys() == VERBS.keys()
    assert len(set(verbs.WORDS.values())) == len(VERBS)


def refused(role: Role, verb: str) -> str:
    with pytest.raises(NotAllowed) as refusal:
        require(Staff(role=role), verb)
    return str(refusal.value)


def test_whoever_may_not_is_told_what() -> None:
    assert refused(Role.HANDLER, "text_many") == "Your role (call handler) cannot text many people at once."
    assert not_for(Staff(role=Role.LEAD)) == "Your role (team lead) does not include this page."


@pytest.mark.parametrize("verb", VERBS)
def test_a_page_in_welsh_says_it_in_welsh(verb: str) -> None:
    role = next((role for role in Role if role not in VERBS[verb]), None)
    if role is None:
        assert verb == "see_start", "everybody may"
        return
    with translation.override("cy"):
        told = said(refused(role, verb))
    assert told.startswith("Ni all eich rôl (") and verbs.WORDS[verb] not in told.split(": ", 1)[1]
