"""The questions as steps: where they stand, and what a text does to that. One page of plain code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from casework.dialogue import elsewhere
from casework.dialogue.asked import Asked
from casework.dialogue.commands import Command, command_in
from casework.dialogue.reading import Unread, read
from casework.dialogue.steps_taken import Step
from casework.filing.keywords import keyword_in
from casework.text import is_blank

# So many texts that could not be read, and a person is told.
MOST_MISSES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The questions in their order, None for one that was taken out of the service meanwhile, and the one that waits."""

    questions: tuple[Asked | None, ...]
    position: int = 0
    misses: int = 0
    answered: frozenset[str] = frozenset()
    """Codes that have an answer by now, whoever gave it: those are passed over on the way forward."""

    @property
    def waits(self) -> Asked | None:
        return self.questions[self.position] if self.position < len(self.questions) else None

    @property
    def number(self) -> int:
        """Of the question that waits, among those that there are: the first is 1."""
        return len([each for each in self.questions[: self.position] if each is not None]) + 1

    @property
    def count(self) -> int:
        return len([each for each in self.questions if each is not None])


def after(where: Where) -> int:
    """The next question that has no answer; their number where there is none."""
    for position in range(where.position + 1, len(where.questions)):
        asked = where.questions[position]
        if asked is not None and asked.code not in where.answered:
            return position
    return len(where.questions)


def before(questions: Sequence[Asked | None], position: int) -> int:
    """The one before; the same where it is the first."""
    earlier = range(position - 1, -1, -1)
    return next((each for each in earlier if questions[each] is not None), position)


def respond(where: Where, text: str, *, today: date) -> Step:
    """What this text does. `today` is the day at the office."""
    asked = where.waits
    if asked is None or is_blank(text) or keyword_in(text):
        return Step(does="elsewhere", position=where.position, misses=where.misses)
    command = command_in(text)
    # A list that offers "Back" or "Next" is answered by that word.
    answer = read(asked, text, today=today)
    if command and (asked.is_free or isinstance(answer, Unread)):
        return _obeyed(where, asked, command)
    if asked.is_free or isinstance(answer, Unread):
        if elsewhere.is_danger(text):
            return Step(does="danger", position=where.position, misses=where.misses)
        if elsewhere.is_something_else(asked, text):
            return Step(does="elsewhere", position=where.position, misses=where.misses)
    if isinstance(answer, Unread):
        return _missed(where, asked, answer.words)
    return _on(where, does="answered", asked=asked, value=answer.value)


def _obeyed(where: Where, asked: Asked, command: Command) -> Step:
    if command == "done":
        return Step(does="done", position=where.position, misses=where.misses)
    if command == "back":
        return Step(does="back", position=before(where.questions, where.position))
    if asked.required and not where.misses:
        return Step(
            does="insisted",
            position=where.position,
            misses=1,
            words="We need this one to help you. If you cannot answer it, reply SKIP once more.",
        )
    return _on(where, does="skipped", asked=asked)


def _missed(where: Where, asked: Asked, words: str) -> Step:
    misses = where.misses + 1
    if misses >= MOST_MISSES:
        return Step(does="handed_over", position=where.position, misses=misses)
    return Step(does="missed", position=where.position, misses=misses, words=words)


def _on(where: Where, *, does: str, asked: Asked, value: object = None) -> Step:
    position = after(where)
    return Step(
        does="answered" if does == "answered" else "skipped",
        position=position,
        code=asked.code,
        value=value,
        finished=position >= len(where.questions),
    )
