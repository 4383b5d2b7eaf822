"""Putting a set of rules in force, and going back to one that was."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.models import RuleSetVersion, Staff
from casework.permissions import require
from casework.services import events, rule_check, rule_documents
from casework.services.rule_documents import Document, Problem
from casework.text import clean, is_blank

LONGEST_REASON: Final = 500


class RulesRefused(Exception):
    """These rules cannot be put in force. `problems` says why, rule by rule."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        more = f" There are {len(problems) - 1} more problems." if len(problems) > 1 else ""
        super().__init__(f"The rules were not put in force. {problems[0]}{more}")


class SomebodyWasFirst(Exception):
    """Another set was put in force since these rules were read. `version` is that set, the newest."""

    def __init__(self, version: RuleSetVersion | None) -> None:
        self.version = version
        who = f"{version.author or version.job} put version {version.number} in force" if version else ""
        at = timezone.localtime(version.at) if version else None
        since = f"{who} on {at:%-d %B at %H:%M}," if at else "The rules changed"
        super().__init__(
            f"{since} after you began. Bring your changes up to date, look them over, and save again."
        )


class NothingHasChanged(Exception):
    """These rules are in force already."""

    def __init__(self) -> None:
        super().__init__("Nothing has changed: these rules are in force already.")


class NoReason(Exception):
    """A set of rules is put in force with a reason, for whoever asks later why they changed."""

    def __init__(self, words: str = "Say why the rules change.") -> None:
        super().__init__(words)


def publish(
    *, documents: Iterable[Any], base: RuleSetVersion | None, reason: str, actor: Staff, now: datetime
) -> RuleSetVersion:
    """Puts the documents in force in place of `base`, the set they were written from (None: there were no rules).

    Raises RulesRefused, SomebodyWasFirst, NothingHasChanged, NoReason.
    """
    return _put(documents=documents, base=base, reason=reason, actor=actor, now=now)


def go_back(*, to: RuleSetVersion, reason: str, actor: Staff, now: datetime) -> RuleSetVersion:
    """A new version with the rules of an old one. What they name must still exist. Raises as `publish` does."""
    return _put(
        documents=to.rules,
        base=RuleSetVersion.objects.live(),
        reason=reason,
        actor=actor,
        now=now,
        went_back_to=to,
    )


def _put(
    *,
    documents: Iterable[Any],
    base: RuleSetVersion | None,
    reason: str,
    actor: Staff,
    now: datetime,
    went_back_to: RuleSetVersion | None = None,
) -> RuleSetVersion:
    require(actor, "edit_rules")
    reason = _reason(reason)
    newest = RuleSetVersion.objects.select_related("author").order_by("-number").first()
    if newest != base:
        raise SomebodyWasFirst(newest)
    read, problems = rule_check.checked(documents)
    if problems:
        raise RulesRefused(problems)
    if read == (rule_documents.whole(base.rules) if base else []):
        raise NothingHasChanged
    version = RuleSetVersion(
        number=base.number + 1 if base else 1,
        rules=read,
        author=actor,
        reason=reason,
        went_back_to=went_back_to,
        at=now,
    )
    return _first_wins(version, rules=read, now=now)


def _reason(typed: str) -> str:
    reason = clean(typed).text.strip()
    if is_blank(reason):
        raise NoReason
    if len(reason) > LONGEST_REASON:
        raise NoReason(f"The reason may have {LONGEST_REASON} characters.")
    return reason


def _first_wins(version: RuleSetVersion, *, rules: list[Document], now: datetime) -> RuleSetVersion:
    """Whoever writes the next number first; the constraint decides, and the other is told who it was."""
    try:
        with transaction.atomic():
            version.save(force_insert=True)
            _tell(version, rules=len(rules), now=now)
    except IntegrityError as error:
        if "number" not in str(error):
            raise
        newest = RuleSetVersion.objects.select_related("author").order_by("-number").first()
        raise SomebodyWasFirst(newest) from error
    return version


def _tell(version: RuleSetVersion, *, rules: int, now: datetime) -> None:
    back = version.went_back_to
    events.record(
        verb="rules_published",
        words=f"Version {version.number} of the routing rules was put in force"
        + (f", with the rules of version {back.number}." if back else "."),
        actor=version.author,
        now=now,
        after={"number": version.number, "rules": rules, "went_back_to": back.number if back else None},
    )
