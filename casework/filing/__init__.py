"""Filing: which case does a contact belong to? A pure function of facts; it knows no database and no clock."""

from casework.filing.decision import Decision, Result
from casework.filing.facts import (
    AnsweringFact,
    CaseFact,
    ContactFact,
    Facts,
    OutboundFact,
    QuestionFact,
    Settings,
)
from casework.filing.rules import RULES, decide

__all__ = [
    "RULES",
    "AnsweringFact",
    "CaseFact",
    "ContactFact",
    "Decision",
    "Facts",
    "OutboundFact",
    "QuestionFact",
    "Result",
    "Settings",
    "decide",
]
