"""What the questions say. Short, because every part of a text costs, and without characters that double its price."""

from casework.dialogue.asked import Asked
from casework.dialogue.commands import BACK, DONE, SKIP

THANKS = "Thank you, that is all we wanted to know. We will be in touch."
STOPPED = "Thank you. We will ask nothing more by text and will be in touch."
HANDED_OVER = "Sorry, we could not read that. A person will look at it and be in touch."


def question(asked: Asked, *, number: int, count: int) -> str:
    """`2 of 4: Is anybody at home without heating?` and the choices by number."""
    head = f"{number} of {count}: {asked.label.strip()}" if count > 1 else asked.label.strip()
    lines = [f"{place} {label}" for place, (_, label) in enumerate(asked.choices, start=1)]
    return "\n".join([head, *lines, *_how(asked)])


def _how(asked: Asked) -> list[str]:
    return {
        "choice": ["Reply with its number."],
        "choices": ["Reply with all the numbers that fit."],
        "date": ["Reply with day, month and year."],
    }.get(asked.kind, [])


def opening(asked: Asked, *, office: str, reference: str, number: int, count: int) -> str:
    """The first text: who asks and why, the words that steer, and the first question. `office` "" is not named."""
    some = "a question" if count == 1 else f"{count} questions, one at a time,"
    who = f"{office}: {some}" if office else some.capitalize()
    steer = f"Reply {SKIP} to leave one out, {BACK} to change the last answer, {DONE} for no more questions."
    return f"{who} about your request {reference}. {steer}\n\n{question(asked, number=number, count=count)}"


def again(words: str, asked: Asked, *, number: int, count: int) -> str:
    """What was wrong, then the same question."""
    return f"{words}\n\n{question(asked, number=number, count=count)}"
