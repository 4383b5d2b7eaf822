"""Texts to many, as their pages show them: whom they reach, how far they are, what became of them."""

from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext

from casework import bulk_rules, phone_numbers
from casework.filters import CaseFilter
from casework.models import BulkText, BulkTextItem, Case, Office
from casework.models.bulk_text import BulkItemState, BulkState
from casework.models.delivery import DeliveryStatus
from casework.presenters import case_url, said
from casework.services.bulk_recipients import Scope
from casework.templatetags import _said
from casework.text import show_bidi_controls as plainly
from casework.tones import DELIVERY

STATE: Final = {
    BulkState.PREPARED: (gettext_lazy("Not sent yet"), "yellow"),
    BulkState.SENDING: (gettext_lazy("Being sent"), "blue"),
    BulkState.DONE: (gettext_lazy("Done"), "green"),
    BulkState.STOPPED: (gettext_lazy("Stopped"), "grey"),
}
WAITS: Final = gettext_noop("Waiting to be written")
REFUSED: Final = gettext_noop("Not sent, for the reasons below")
STOPPED: Final = gettext_noop("Not written, because it was stopped")
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
            {"key": gettext("Cases"), "value": f"{found.cases:,}"},
            {"key": gettext("People with a phone number"), "value": f"{people:,}"},
        ],
        left_out=left_out({"restricted": found.restricted}),
    )


def left_out(filters: dict[str, Any]) -> list[str]:
    """Why there are fewer texts than cases."""
    restricted, sensitive = filters.get("restricted", 0), filters.get("left_out", 0)
    same, later = filters.get("same_number", 0), filters.get("later", 0)
    told = [
        (restricted, ngettext(
            "%(count)s restricted case left out: restricted cases are never texted in bulk.",
            "%(count)s restricted cases left out: restricted cases are never texted in bulk.", restricted,
        )),
        (sensitive, ngettext(
            "%(count)s case of sensitive services left out, because nobody ticked the very case.",
            "%(count)s cases of sensitive services left out, because nobody ticked the very case.", sensitive,
        )),
        (same, ngettext(
            "%(count)s case has the number of another one on the list. Each number gets one text.",
            "%(count)s cases have the number of another one on the list. Each number gets one text.", same,
        )),
        (later, ngettext(
            "%(count)s text would wait for its hour: the office is quiet now, or the person may be texted at certain "
            "hours only.",
            "%(count)s texts would wait for their hour: the office is quiet now, or the person may be texted at certain "
            "hours only.", later,
        )),
    ]  # fmt: skip
    return [words % {"count": f"{number:,}"} for number, words in told if number]


def finding(bulk: BulkText, *, left: int) -> SimpleNamespace:
    filters = bulk.filters
    total = filters["cases"] - filters["restricted"] - filters["left_out"]
    return SimpleNamespace(
        words=ngettext("%(done)s of %(count)s case looked at", "%(done)s of %(count)s cases looked at", total)
        % {"done": f"{total - left:,}", "count": f"{total:,}"},
        done=total - left,
        total=max(total, 1),
        every=QUICK,
        url=reverse("desk:bulk_progress", args=[bulk.pk]),
        here=reverse("desk:bulk", args=[bulk.pk]),
    )


def preview(*, texts: int, parts: int, office: Office) -> list[dict[str, str]]:
    cost = bulk_rules.cost(parts, office.pence_per_part)
    each = gettext("%(cost)s at %(pence)sp a part") % {"cost": cost, "pence": f"{office.pence_per_part:.2f}"}
    return [
        {"key": gettext("Texts"), "value": f"{texts:,}"},
        {"key": gettext("Parts"), "value": f"{parts:,}"},
        {"key": gettext("Cost"), "value": each},
    ]


def sample(item: BulkTextItem, body: str) -> SimpleNamespace:
    point = item.contact_point
    return SimpleNamespace(
        reference=item.case.reference,
        url=case_url(item.case),
        number=phone_numbers.display(point.value) if point else "",
        body=body,
        parts=ngettext("%(count)s part", "%(count)s parts", item.parts) % {"count": f"{item.parts:,}"},
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
        words=ngettext("%(done)s of %(count)s number dealt with", "%(done)s of %(count)s numbers dealt with", total)
        % {"done": f"{written:,}", "count": f"{total:,}"},
        done=written,
        total=max(total, 1),
        rows=[
            SimpleNamespace(label=_said.said(label), tone=TONES[label], texts=f"{texts[label]:,}", parts=f"{parts[label]:,}")
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
        label = _said.said(DeliveryStatus(delivery.status).label)
        words = delivery.error_words or delivery.waits_because
        tone = DELIVERY.get(delivery.status, "grey")
    elif row.state == BulkItemState.REFUSED:
        label, words, tone = gettext("Not sent"), row.words, "red"
    else:
        stopped = row.bulk.state == BulkState.STOPPED
        label = gettext("Stopped") if stopped else gettext("Waiting")
        words, tone = gettext(STOPPED) if stopped else "", "grey"
    return SimpleNamespace(
        reference=row.case.reference,
        url=case_url(row.case),
        person=plainly(str(row.person)) if row.person else gettext("Somebody"),
        number=phone_numbers.display(row.contact_point.value) if row.contact_point else gettext("no number"),
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
        sent=gettext("%(number)s of %(total)s") % {"number": f"{sent:,}", "total": f"{texts:,}"},
    )
