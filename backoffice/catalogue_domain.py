"""Where the domain speaks to staff: the modules whose sentences are in the catalogue, and those put together of parts."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from backoffice.catalogue_sentences import is_nothing, is_part, is_sentence, sentences
from casework.routing.rules import ASSIGN

# Where the domain speaks to staff. What is put on record by others is written to people, or to whoever runs the server.
MODULES: Final = (
    "casework/services/*.py", "casework/filing/*.py", "casework/*_rules.py", "casework/macro_steps.py", "casework/next_case.py",
    "casework/permissions.py", "casework/put_right.py", "casework/phone_numbers.py", "casework/reply_warnings.py", "casework/text.py",
    "casework/text_fields.py", "casework/workflow.py", "casework/routing/*.py", "channels/inbox.py", "channels/web/guard.py", "channels/*/errors.py",
)  # fmt: skip
_TO_OTHERS: Final = frozenset(
    [
        "acknowledgement",
        "books",
        "digests",
        "help_texts",
        "holidays",
        "list_words",
        "sheet",
        "rule_check",
        "text_fields",
        "situations",
        "explaining",
        "comparing",
    ]
)
# Whose texts are parts of sentences, so that they begin with small letters too.
_IN_PARTS: Final = frozenset(["sentences", "reasons"])
# Put together by hand from parts that are no texts of their own.
_TOGETHER: Final = {
    "casework/services/events.py": ("%(words)s (macro “%(name)s”)",),
    "casework/services/tasks_of_case.py": ("%(words)s: “%(title)s”",),
    "casework/services/links.py": tuple(
        f"{done} {how}"
        for done in ("Linked", "Unlinked")
        for how in (
            "%(reference)s as part of this case", "this case as part of %(reference)s", "%(reference)s as related",
            "%(reference)s, split off this case", "%(reference)s, which this case was split off",
        )
    ),
    "casework/filing/words.py": (
        "by text", "by WhatsApp", "by web form", "by phone", "in person", "by e-mail", "by letter",
        "%(service)s, opened %(ago)s", "%(service)s, opened %(ago)s %(by)s", "opened %(ago)s %(by)s",
        "opened %(ago)s",
    ),
    "casework/macro_steps.py": ("Step %(number)s: %(words)s",),
    "casework/routing/sentences.py": (
        "When %(parts)s", "tag %(rule_tags)s", "tags %(rule_tags)s", "%(number)s working day", "%(number)s working days",
        "%(number)s working minute", "%(number)s working minutes", *ASSIGN.values(),
        "When %(parts)s, unless %(unless)s: %(actions)s.",
        "When %(parts)s: %(actions)s.", "Always, unless %(unless)s: %(actions)s.", "Always: %(actions)s.", "it is %(weekdays)s",
        "we are open", "we are closed", "make it %(what)s", "make it urgent", "either %(either)s",
        "the word %(in_quotes)s is in what they need", "the phrase %(in_quotes)s is in what they need",
        "the words %(listed)s are in what they need",
    ),
    "casework/routing/reasons.py": ("Rule “%(rule_name)s” %(did)s.",),
    "casework/presenters_why.py": ("It did not fit: %(failed)s.", "It did not fit: not so that %(failed)s."),
    "casework/safety_rules.py": (
        "%(label)s: %(was)s, now %(becomes)s", "Shared", "not asked", "yes", "no", "written", "empty", "any",
    ),
    "casework/services/clocks.py": ("%(label)s by %(when)s",),
    "casework/services/taking_out.py": ("%(number)s entry", "%(number)s entries"),
    "casework/services/changing_many.py": ("%(number)s case", "%(number)s cases"),
    "casework/services/teams.py": (
        "%(number)s open case", "%(number)s open cases", "%(number)s follow-up", "%(number)s follow-ups",
    ),
    "casework/put_right.py": ("a contact", "%(number)s contacts"),
    "casework/text_fields.py": (
        "Write the words yourself, or take it out.", "There is no field %(shown)s. Those there are: %(names)s.",
    ),
    "casework/task_rules.py": ("%(number)s task is", "%(number)s tasks are"),
}  # fmt: skip


def of_domain(root: Path) -> Iterator[tuple[str, Path]]:
    """Every sentence with the file that says it."""
    for path in (path for each in MODULES for path in sorted(root.glob(each))):
        module = import_module(
            ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        )
        for words in sentences(path.read_text(encoding="utf-8"), vars(module), counts=_counts(path)):
            yield words, path
    for name, together in _TOGETHER.items():
        yield from ((words, root / name) for words in together)


def _counts(path: Path) -> Callable[[str], bool]:
    if path.stem in _TO_OTHERS:
        return is_nothing
    return is_part if path.parent.name == "routing" and path.stem in _IN_PARTS else is_sentence
