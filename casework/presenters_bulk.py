"""Texts to many, as their pages show them: whom they reach, how far they are, what became of them."""

from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, Final

from django.urls import reverse

from casework import bulk_rules, phone_numbers
from casework.filters import CaseFilter
from casework.models import BulkText, BulkTextItem, Case, Office
from casework.models.bulk_text import BulkItemState, BulkState
from casework.models.delivery import DeliveryStatus
from casework.presenters import case_url, said
from casework.services.bulk_recipients import Scope
from casework.text import show_bidi_controls as plainly
from casework.tones import DELIVERY

STATE: Final = {
    BulkState.PREPARED: ("Not sent yet", "yellow"),
    BulkState.SENDING: ("Being sent", "blue"),
    BulkState.DONE: ("Done", "green"),
    BulkState.STOPPED: ("Stopped", "grey"),
}
WAITS: Final = "Waiting to be written"
REFUSED: Final = "Not sent, for the reasons below"
STOPPED: Final = "Not written, because it was stopped"
# What became of them in the order in which a table tells it.
ORDER: Final = (
    DeliveryStatus.DELIVERED.label,
    DeliveryStatus.SENT.label,
    DeliveryStatus.SENDING.label,
    DeliveryStatus.QUEUED.label,
    WAITS,
    DeliveryStatus.IN_DOUBT.label,
    DeliveryStatus.UNDELIVERED.label,
    DeliveryStatus.FAILED.label,
    REFUSED,
    DeliveryStatus.WITHDRAWN.label,
    STOPPED,
)
TONES: Final = {DeliveryStatus(status).label: tone for status, tone in DELIVERY.items()} | {
    WAITS: "grey",
    REFUSED: "red",
    DeliveryStatus.WITHDRAWN.label: "grey",
    STOPPED: "grey",
}
NEVER_WENT: Final = (REFUSED, DeliveryStatus.WITHDRAWN.label, STOPPED)
# What a phone company was asked to carry costs, whatever became of it.
COSTS: Final = (
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.UNDELIVERED,
    DeliveryStatus.IN_DOUBT,
)
QUICK, SLOW = 2, 15  # seconds between two looks


def some(number: int, one: str, many: str = "") -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"


# Whom


def filter_words(filtered: CaseFilter) -> list[str]:
    """The filters of the list in words; a list that nothing narrows says so."""
    chosen = filtered.form.cleaned_data if filtered.is_valid() else {}
    words = [
        f"{filtered.form.fields[name].label}: {_value(filtered, name, value)}"
        for name, value in chosen.items()
        if value not in (None, "", False) and name in filtered.filters
    ]
    if not chosen.get("status") and not chosen.get("q"):
        words.append("Status: All open")
    return [plainly(each) for each in words]


def _value(filtered: CaseFilter, name: str, value: Any) -> str:
    if value is True:
        return "yes"
    choices = dict(getattr(filtered.form.fields[name], "choices", []) or []) if isinstance(value, str) else {}
    return str(choices.get(value, value))


def delicate(cases: Iterable[Case]) -> list[tuple[str, str]]:
    return [
        (case.reference, f"{case.reference}, {case.service.name if case.service else ''}: {plainly(said(case.summary))}")
        for case in cases
    ]  # fmt: skip


def scope(found: Scope, *, people: int) -> SimpleNamespace:
    """What the list holds, and why some of it gets no text, before a word is written."""
    return SimpleNamespace(
        rows=[
            {"key": "Cases", "value": f"{found.cases:,}"},
            {"key": "People with a phone number", "value": f"{people:,}"},
        ],
        left_out=left_out({"restricted": found.restricted}),
    )


def left_out(filters: dict[str, Any]) -> list[str]:
    """Why there are fewer texts than cases."""
    restricted, sensitive = filters.get("restricted", 0), filters.get("left_out", 0)
    same, later = filters.get("same_number", 0), filters.get("later", 0)
    words = []
    if restricted:
        words.append(
            f"{some(restricted, 'restricted case')} left out: restricted cases are never texted in bulk."
        )
    if sensitive:
        words.append(
            f"{some(sensitive, 'case')} of sensitive services left out, because nobody ticked the very case."
        )
    if same:
        words.append(
            f"{some(same, 'case')} {'has' if same == 1 else 'have'} the number of another one on the list. "
            "Each number gets one text."
        )
    if later:
        words.append(
            f"{some(later, 'text')} would wait for {'its' if later == 1 else 'their'} hour: the office is quiet now, or "
            "the person may be texted at certain hours only."
        )
    return words


def finding(bulk: BulkText, *, left: int) -> SimpleNamespace:
    filters = bulk.filters
    total = filters["cases"] - filters["restricted"] - filters["left_out"]
    return SimpleNamespace(
        words=f"{total - left:,} of {some(total, 'case')} looked at",
        done=total - left,
        total=max(total, 1),
        every=QUICK,
        url=reverse("desk:bulk_progress", args=[bulk.pk]),
        here=reverse("desk:bulk", args=[bulk.pk]),
    )


def preview(*, texts: int, parts: int, office: Office) -> list[dict[str, str]]:
    return [
        {"key": "Texts", "value": f"{texts:,}"},
        {"key": "Parts", "value": f"{parts:,}"},
        {"key": "Cost", "value": f"{bulk_rules.cost(parts, office.pence_per_part)} at {office.pence_per_part:.2f}p a part"},
    ]  # fmt: skip


def sample(item: BulkTextItem, body: str) -> SimpleNamespace:
    point = item.contact_point
    return SimpleNamespace(
        reference=item.case.reference,
        url=case_url(item.case),
        number=phone_numbers.display(point.value) if point else "",
        body=body,
        parts=some(item.parts, "part"),
    )


# How far, and what became of them


def progress(
    bulk: BulkText, tally: list[dict[str, Any]], *, office: Office, may_stop: bool
) -> SimpleNamespace:
    """`every`: in how many seconds a page that looks again may see something else; 0 where nothing will change."""
    texts, parts, spent = Counter[str](), Counter[str](), 0
    for row in tally:
        label = _label(bulk, row)
        texts[label] += row["texts"]
        parts[label] += 0 if label in NEVER_WENT else row["parts"]
        if row["contact__delivery__status"] in COSTS:
            spent += row["parts"]
    total, written = sum(texts.values()), sum(texts.values()) - texts[WAITS]
    state, tone = STATE[BulkState(bulk.state)]
    return SimpleNamespace(
        state=state,
        tone=tone,
        words=f"{written:,} of {some(total, 'number')} dealt with",
        done=written,
        total=max(total, 1),
        rows=[
            SimpleNamespace(label=label, tone=TONES[label], texts=f"{texts[label]:,}", parts=f"{parts[label]:,}")
            for label in ORDER
            if texts[label]
        ],
        spent=bulk_rules.cost(spent, office.pence_per_part),
        every=_every(bulk, texts),
        may_stop=may_stop,
        url=reverse("desk:bulk_progress", args=[bulk.pk]),
        stop_url=reverse("desk:bulk_stop", args=[bulk.pk]),
        here=reverse("desk:bulk", args=[bulk.pk]),
    )  # fmt: skip


def _every(bulk: BulkText, texts: Counter[str]) -> int:
    """Seldom where the outbox has them all: that may last until morning."""
    if bulk.ended_at is None:
        return QUICK
    return SLOW if texts[DeliveryStatus.SENDING.label] + texts[DeliveryStatus.QUEUED.label] else 0


def _label(bulk: BulkText, row: dict[str, Any]) -> str:
    if row["state"] == BulkItemState.WAITING:
        return STOPPED if bulk.state == BulkState.STOPPED else WAITS
    if row["state"] == BulkItemState.REFUSED or row["contact__delivery__status"] == DeliveryStatus.REFUSED:
        return REFUSED
    return str(DeliveryStatus(row["contact__delivery__status"]).label)


def item(row: BulkTextItem) -> SimpleNamespace:
    """One number of the list. `row.case` and what follows from it are read already."""
    delivery = row.contact.delivery if row.contact else None
    if delivery is not None:
        label, words = DeliveryStatus(delivery.status).label, delivery.error_words or delivery.waits_because
        tone = DELIVERY.get(delivery.status, "grey")
    elif row.state == BulkItemState.REFUSED:
        label, words, tone = "Not sent", row.words, "red"
    else:
        label, words, tone = (
            ("Waiting", "", "grey") if row.bulk.state != BulkState.STOPPED else ("Stopped", STOPPED, "grey")
        )
    return SimpleNamespace(
        reference=row.case.reference,
        url=case_url(row.case),
        person=plainly(str(row.person)) if row.person else "Somebody",
        number=phone_numbers.display(row.contact_point.value) if row.contact_point else "no number",
        label=label,
        tone=tone,
        words=words,
    )  # fmt: skip


def past(bulk: BulkText, *, texts: int, sent: int) -> SimpleNamespace:
    state, tone = STATE[BulkState(bulk.state)]
    return SimpleNamespace(
        url=reverse("desk:bulk", args=[bulk.pk]),
        body=plainly(bulk.body),
        who=f"{bulk.made_by}: {'; '.join(bulk.filters.get('words', []))}",
        at=bulk.confirmed_at or bulk.made_at,
        state=state,
        tone=tone,
        sent=f"{sent:,} of {texts:,}",
    )
