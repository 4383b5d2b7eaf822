"""The question after a case has ended: its words, and how the answer is read."""

from typing import Final, Literal

from casework.filing.answers import answer_in
from casework.filing.plain import plain, strip_edges

SORTED: Final = "sorted"
NOT_SORTED: Final = "not_sorted"
Answer = Literal["sorted", "not_sorted"]

_SORTED: Final = frozenset(
    {
        "yes", "yes sorted", "yes its sorted", "yes it's sorted", "yes it is", "yes it is sorted", "sorted", "all sorted",
        "its sorted", "it's sorted", "it is sorted", "yes all sorted", "yep", "yeah", "yes fixed", "ie", "ydy",
    }
)  # fmt: skip
_NOT_SORTED: Final = frozenset(
    {
        "no", "not sorted", "no not sorted", "its not sorted", "it's not sorted", "it is not sorted", "no its not",
        "no it's not", "no it isnt", "no it isn't", "no it is not", "not yet", "no not yet", "nope", "still not sorted",
        "not fixed", "no not fixed", "na", "nac ydy",
    }
)  # fmt: skip
_POLITE: Final = (" thanks", " thank you", " please", " thx", " ta", " cheers", " diolch")


def closing_answer(text: str) -> Answer | None:
    """What the whole text says; None for anything that says more, which is filed as any other text is."""
    number = answer_in(text, (SORTED, NOT_SORTED))
    if number in (SORTED, NOT_SORTED):
        return SORTED if number == SORTED else NOT_SORTED
    short = plain(text, longest=60)
    if not short or "?" in short:
        return None
    bare = strip_edges(short).replace(",", "").replace(".", "")
    for polite in _POLITE:
        bare = strip_edges(bare.removesuffix(polite))
    if bare in _SORTED:
        return SORTED
    return NOT_SORTED if bare in _NOT_SORTED else None


def closing_question(*, office: str, reference: str) -> str:
    """Fixed words: nothing of what it was about. `office` "" is not named."""
    who = f"{office}: y" if office else "Y"
    return f"{who}our request {reference} has been closed. Reply 1 if it is sorted, 2 if it is not."
