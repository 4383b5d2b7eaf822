"""People's telephones: texts to an office, each brought by several hands at once, given up as Twilio gives up."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Final

from chaos.calling import UNANSWERED, call
from chaos.phone_company import TOKEN, PhoneCompany
from chaos.texts import Text

TAKEN: Final = 200
REFUSED: Final = 503
EXPECTED: Final = (TAKEN, REFUSED, UNANSWERED)


def sid_of(number: int) -> str:
    return f"SM{number:032x}"


@dataclass
class Brought:
    """What became of each delivery: status of the answer and seconds it took."""

    answers: list[tuple[str, int]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def given_up(self) -> int:
        """Texts of which no delivery was taken."""
        taken = {sid for sid, answer in self.answers if answer == TAKEN}
        return len({sid for sid, _ in self.answers} - taken)

    def by_answer(self) -> Counter[int]:
        return Counter(answer for _, answer in self.answers)

    def unexpected(self) -> int:
        """Answers other than "taken" and "nothing can be stored", which is no error of ours; none at all is no answer."""
        return sum(times for answer, times in self.by_answer().items() if answer not in EXPECTED)


@dataclass
class Telephones:
    """Six hands bring all the copies of all texts in any order. `company` has each on its list from its first try on."""

    company: PhoneCompany
    url: str
    copies: list[tuple[str, Text]]
    patience: float
    aged: timedelta = timedelta(0)
    """How long a text was under way before the phone company had it."""
    brought: Brought = field(default_factory=Brought)
    at: dict[str, datetime] = field(default_factory=dict)
    """When each was sent, where that is to be another moment than now."""
    _todo: "SimpleQueue[tuple[str, Text]]" = field(default_factory=SimpleQueue)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, hands: int) -> None:
        for copy in self.copies:
            self._todo.put(copy)
        self._threads = [threading.Thread(target=self._bring, daemon=True) for _ in range(hands)]
        for thread in self._threads:
            thread.start()

    @property
    def done(self) -> int:
        return len(self.brought.answers)

    @property
    def ended(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()

    def _bring(self) -> None:
        while True:
            try:
                sid, text = self._todo.get_nowait()
            except Empty:
                return
            at = self.at.get(sid) or datetime.now(UTC) - self.aged
            fields = self.company.carries(sid=sid, sender=text.sender, body=text.body, at=at)
            began = time.monotonic()
            answer = call(url=self.url, fields=fields, token=TOKEN, patience=self.patience)
            self.brought.seconds.append(time.monotonic() - began)
            self.brought.answers.append((sid, answer))
            if answer == UNANSWERED:
                time.sleep(0.01)


def shuffled(sent: list[Text], *, most_copies: int, dice: random.Random) -> list[tuple[str, Text]]:
    """Each once to `most_copies` times, in any order."""
    copies = [
        (sid_of(number), text)
        for number, text in enumerate(sent)
        for _ in range(dice.randint(1, most_copies))
    ]
    dice.shuffle(copies)
    return copies
