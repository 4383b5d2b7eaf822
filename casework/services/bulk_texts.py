"""A text to many: prepared, looked at, confirmed, and stopped again where somebody thinks better of it.

Its rows are the job: `bulk_work` writes the texts from them, some at a time. A text to many answers nobody's own
question, so it is put on record as sent by the office, and the cases go on waiting for whom they wait for.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from casework import text_fields
from casework.bulk_rules import Budget
from casework.models import BulkText, BulkTextItem, Case, Delivery, Office, Person, SendingDay, Staff
from casework.models.bulk_text import BulkItemState, BulkState
from casework.models.delivery import DeliveryStatus
from casework.permissions import require
from casework.ports import sending
from casework.services import bulk_finding, bulk_recipients, bulk_words, bulk_work, events
from casework.services.bulk_recipients import CHANNEL, Narrow
from casework.text import clean, is_blank

MOST_CASES: Final = 20_000
# Cases, people and flags move on: what was looked at yesterday is no longer what would be sent.
KEPT: Final = timedelta(hours=24)


class CannotTextMany(Exception):
    """The text to many was not prepared, started or stopped; the words say why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which cases: the queue's filters, as sent and in words, and the sensitive cases ticked one by one."""

    narrow: Narrow
    filters: dict[str, str]
    words: list[str]
    sensitive: Collection[str] = ()


def prepare(*, choice: Choice, body: str, actor: Staff, now: datetime) -> BulkText:
    """Who would get what, on record, and nothing sent. Of a long list a worker finds the numbers: see `bulk_finding`.

    Raises CannotTextMany with what to do; NotAllowed for a role that may not.
    """
    require(actor, "text_many")
    text = clean(body).text.strip()
    _check_words(text)
    scope = bulk_recipients.scope(narrow=choice.narrow, actor=actor)
    _check_scope(scope.cases)
    delicate = bulk_recipients.sensitive(narrow=choice.narrow, actor=actor)
    ticked = sorted(delicate.filter(reference__in=choice.sensitive).values_list("reference", flat=True))
    facts = {
        "query": choice.filters,
        "words": choice.words,
        "sensitive": ticked,
        **_counts(scope, len(ticked)),
    }
    with transaction.atomic():
        BulkText.objects.filter(made_by=actor, state=BulkState.PREPARED, made_at__lt=now - KEPT).delete()
        bulk = BulkText.objects.create(body=text, made_by=actor, made_at=now, filters=facts)
        cases = bulk_recipients.texted(narrow=choice.narrow, actor=actor, chosen=ticked)
        if not bulk_finding.begin(bulk=bulk, cases=cases):
            raise CannotTextMany("No case of this list may be texted in bulk. Choose other filters.")
        events.record(verb="bulk_prepared", words="Prepared a text to many", actor=actor, now=now,
                      after={"bulk": str(bulk.pk), "cases": scope.cases})  # fmt: skip
        transaction.on_commit(lambda: sending().wake(bulk.pk))
    for _ in range(bulk_finding.STEPS_AT_ONCE):
        bulk_finding.step(now=now, bulk=bulk)
    bulk.refresh_from_db(fields=["filters"])
    return bulk


def _counts(scope: bulk_recipients.Scope, ticked: int) -> dict[str, int | bool]:
    """What the pages say of how the list became the texts; finding the numbers adds to it."""
    return {
        "cases": scope.cases,
        "restricted": scope.restricted,
        "left_out": scope.sensitive - ticked,
        "finding": True,
    }


def _check_words(text: str) -> None:
    if is_blank(text):
        raise CannotTextMany("Write the words of the text.")
    if unknown := text_fields.unknown(text):
        raise CannotTextMany(text_fields.why_unknown(unknown))
    longest = sending().longest(CHANNEL)
    if len(text) > longest:
        raise CannotTextMany(
            f"This is {len(text):,} characters long; a text may have {longest:,}. Shorten it."
        )


def _check_scope(cases: int) -> None:
    if not cases:
        raise CannotTextMany("No case is on this list. Choose other filters.")
    if cases > MOST_CASES:
        raise CannotTextMany(
            f"{cases:,} cases are on this list; {MOST_CASES:,} can be texted at once. Choose more filters."
        )


def confirm(*, bulk: BulkText, typed: int, actor: Staff, now: datetime) -> BulkText:
    """Lets it begin. `typed`: how many texts whoever confirms believes they send. Confirmed twice, it begins once."""
    require(actor, "text_many")
    with transaction.atomic():
        # One at a time in the office, or two would both find room in the day's budget.
        office = Office.objects.select_for_update().get(pk=Office.current().pk)
        locked = BulkText.objects.select_for_update(of=("self",)).get(pk=bulk.pk)
        if locked.state != BulkState.PREPARED:
            return locked
        _check_own(locked, actor=actor, now=now)
        texts, parts = waiting(locked)
        _check_typed(texts=texts, typed=typed)
        budget = budget_of(needs=parts, office=office, now=now)
        if not budget.holds:
            raise CannotTextMany(budget.in_words())
        locked.state, locked.confirmed_at = BulkState.SENDING, now
        locked.save(update_fields=["state", "confirmed_at"])
        events.record(
            verb="bulk_confirmed", words="Started a text to many", actor=actor, now=now,
            after={"bulk": str(locked.pk), "texts": texts, "parts": parts},
        )  # fmt: skip
        transaction.on_commit(lambda: sending().wake(locked.pk))
    return locked


def _check_own(bulk: BulkText, *, actor: Staff, now: datetime) -> None:
    if bulk.made_by_id != actor.pk:
        raise CannotTextMany("Only whoever prepared it can send it. Prepare one of your own from the queue.")
    if now - bulk.made_at > KEPT:
        raise CannotTextMany(
            "This was prepared more than a day ago, and people and cases have changed since. Prepare it again."
        )
    if bulk_finding.finding(bulk):
        raise CannotTextMany("It is not known yet who can be texted. Wait a moment, and look again.")
    if not sending().can_send(CHANNEL):
        raise CannotTextMany("Texting is not set up in this office. Ask an administrator.")


def _check_typed(*, texts: int, typed: int) -> None:
    if not texts:
        raise CannotTextMany("There is nobody to send it to. Choose other filters.")
    if typed != texts:
        raise CannotTextMany(f"You typed {typed:,}, and it is {texts:,}. Type {texts:,} to send them.")


def waiting(bulk: BulkText) -> tuple[int, int]:
    """Texts still to be written, and their parts. 1 statement."""
    found = bulk.items.filter(state=BulkItemState.WAITING).aggregate(
        texts=Count("pk"), parts=Sum("parts", default=0)
    )
    return found["texts"], found["parts"]


def budget_of(*, needs: int, office: Office, now: datetime) -> Budget:
    """What went today, and all that waits to go, of this kind and any other. 3 statements."""
    today = SendingDay.objects.filter(pk=timezone.localdate(now)).first()
    queued = Delivery.objects.filter(status=DeliveryStatus.QUEUED).aggregate(parts=Sum("segments", default=0))
    others = BulkTextItem.objects.filter(state=BulkItemState.WAITING, bulk__state=BulkState.SENDING)
    return Budget(
        needs=needs,
        went=today.parts if today else 0,
        waits=queued["parts"] + others.aggregate(parts=Sum("parts", default=0))["parts"],
        limit=office.parts_per_day,
    )


def may_stop(bulk: BulkText) -> bool:
    """Something of it can still be kept from going."""
    if bulk.state == BulkState.SENDING:
        return True
    return bulk.state == BulkState.DONE and bulk_work.not_sent_yet(bulk).exists()


def stop(*, bulk: BulkText, actor: Staff, now: datetime) -> BulkText:
    """No further text is written, and those that wait to be sent are taken back. What went, went.

    Anybody who may text many may stop one.
    """
    require(actor, "text_many")
    with transaction.atomic():
        locked = BulkText.objects.select_for_update(of=("self",)).get(pk=bulk.pk)
        if locked.state == BulkState.STOPPED:
            return locked
        if not may_stop(locked):
            raise CannotTextMany("It is too late to stop it: nothing of it waits to be sent.")
        locked.state, locked.stopped_by, locked.ended_at = BulkState.STOPPED, actor, None
        locked.save(update_fields=["state", "stopped_by", "ended_at"])
        events.record(verb="bulk_stopped", words="Stopped a text to many", actor=actor, now=now,
                      after={"bulk": str(locked.pk)})  # fmt: skip
        transaction.on_commit(lambda: sending().wake(locked.pk))
    return locked


def known(*, actor: Staff) -> QuerySet[BulkText]:
    """Those that were started, and one's own that were not: what somebody only prepared is theirs alone."""
    require(actor, "text_many")
    started = Q(confirmed_at__isnull=False)
    return BulkText.objects.filter(started | Q(made_by=actor)).select_related("made_by", "stopped_by")


def samples(bulk: BulkText, *, number: int) -> list[tuple[BulkTextItem, str]]:
    """The first texts as they will read: 7 statements."""
    items = list(
        bulk.items.filter(state=BulkItemState.WAITING).select_related("contact_point").order_by("id")[:number]
    )
    office = Office.current()
    cases = {case.pk: case for case in bulk_recipients.load([item.case_id for item in items])}
    return [
        (item, bulk_words.fill(body=bulk.body, case=cases[item.case_id], person=_person(cases[item.case_id], item),
                               point=item.contact_point, office=office, actor=bulk.made_by).text)
        for item in items if item.contact_point
    ]  # fmt: skip


def _person(case: Case, item: BulkTextItem) -> Person | None:
    found = bulk_recipients.holder(case, item.contact_point) if item.contact_point else None
    return found.person if found else None


def tally(bulk: BulkText) -> list[Any]:
    """How many texts and parts, by what became of them. 1 statement."""
    return list(
        bulk.items.order_by()
        .values("state", "contact__delivery__status")
        .annotate(texts=Count("pk"), parts=Sum("parts"))
    )
