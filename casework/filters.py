"""The filters of the queue, shared by the desk and the API. Declared fields only; nothing is built from what was sent."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import DateTimeField, Func, Q, QuerySet, Value
from django.utils import timezone
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from casework import workflow
from casework.models import Case, Service, Staff, Team
from casework.models.case import PRIORITY_RANK, Priority
from casework.promises import SOON
from casework.search import matching

OPEN, CLOSED, ALL = "open_all", "closed_all", "all"
STATUS_CHOICES = [
    (OPEN, "All open"),
    *[(code, label) for code, label in workflow.STATUS_LABELS.items() if code in workflow.OPEN_STATUSES],
    (CLOSED, "All closed"),
    *[(code, label) for code, label in workflow.STATUS_LABELS.items() if code not in workflow.OPEN_STATUSES],
    (ALL, "Open and closed"),
]
ONLY, SHOWN = "only", "shown"
SNOOZED_CHOICES = [(SHOWN, "Shown with the others"), (ONLY, "Only those put aside")]
WHO_CHOICES = [("mine", "Mine"), ("unassigned", "Nobody's yet")]
CHANNEL_CHOICES = [
    ("web", "Web form"),
    ("sms", "Text message"),
    ("whatsapp", "WhatsApp message"),
    ("phone", "Phone call"),
    ("in_person", "In person"),
    ("letter", "Letter"),
    ("email", "E-mail"),
    ("social", "Social media"),
    ("other", "Another way"),
]


class _AtOnce(ModelChoiceIterator):
    """A few rows need no cursor of the server's, which is three statements."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from (self.choice(each) for each in self.queryset.all())


class _Choice(ModelChoiceField):
    iterator = _AtOnce


class _ChoiceFilter(filters.ModelChoiceFilter):
    field_class = _Choice


class CaseFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label="Words, name, number or reference")
    status = filters.ChoiceFilter(
        choices=STATUS_CHOICES, method="by_status", label="Status", empty_label=None
    )
    team = _ChoiceFilter(
        queryset=lambda request: Team.objects.filter(active=True),
        to_field_name="code",
        label="Team",
        empty_label="Any team",
    )
    who = filters.ChoiceFilter(choices=WHO_CHOICES, method="by_who", label="Whose", empty_label="Anybody's")
    assignee = _ChoiceFilter(
        queryset=lambda request: Staff.objects.people(),
        to_field_name="username",
        label="Assigned to",
        empty_label="Anybody",
    )
    channel = filters.ChoiceFilter(
        choices=CHANNEL_CHOICES,
        field_name="origin",
        label="Began by",
        empty_label="Any channel",
    )
    service = _ChoiceFilter(
        queryset=lambda request: Service.objects.all(),
        to_field_name="code",
        label="Service",
        empty_label="Any service",
    )
    priority = filters.ChoiceFilter(
        choices=Priority.choices, method="by_priority", label="Priority", empty_label="Any priority"
    )
    overdue = filters.BooleanFilter(method="by_overdue", label="Overdue only", widget=forms.CheckboxInput)
    due_soon = filters.BooleanFilter(method="by_due_soon", label="Due soon", widget=forms.CheckboxInput)
    needs_answer = filters.BooleanFilter(
        method="by_needs_answer", label="Waiting for us", widget=forms.CheckboxInput
    )
    snoozed = filters.ChoiceFilter(
        choices=SNOOZED_CHOICES, method="by_snoozed", label="Put aside", empty_label="Left out"
    )
    tag = filters.CharFilter(method="by_tag", label="Tag")

    def __init__(
        self, data: Any = None, *, with_snoozed: bool = False, now: datetime | None = None, **kwargs: Any
    ) -> None:
        """A NUL in the address would reach PostgreSQL, which refuses it; it matches nothing, like any odd value.

        `with_snoozed`: what is put aside for later is left out only where somebody asks for that.
        """
        self.with_snoozed, self.now = with_snoozed, now or timezone.now()
        if data is not None:
            data = {
                key: value.replace("\x00", "\ufffd") for key, value in data.items() if isinstance(value, str)
            }
        super().__init__(data, **kwargs)

    class Meta:
        model = Case
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Without a status chosen the queue shows what is open; a search looks everywhere."""
        queryset = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data
        if not chosen.get("status") and not chosen.get("q"):
            queryset = queryset.filter(is_open=True)
        if not (self.with_snoozed or chosen.get("snoozed") or chosen.get("q")):
            queryset = queryset.filter(in_the_queue_at(self.now))
        return queryset

    def search(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return matching(queryset, value)

    def by_status(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        if value in (OPEN, CLOSED):
            return queryset.filter(is_open=value == OPEN)
        return (
            queryset
            if value == ALL
            else queryset.filter(status=value, is_open=value in workflow.OPEN_STATUSES)
        )

    def by_who(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        if value == "mine":
            return queryset.filter(assignee=self.request.user)
        return queryset.filter(assignee=None)

    def by_priority(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """By its rank, which the queue's own index begins with."""
        return queryset.filter(priority_rank=PRIORITY_RANK[Priority(value)])

    def by_overdue(self, queryset: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        return queryset.filter(overdue_at(self.now)) if value else queryset

    def by_due_soon(self, queryset: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        return queryset.filter(due_soon_at(self.now)) if value else queryset

    def by_needs_answer(self, queryset: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        return queryset.filter(needs_answer=True) if value else queryset

    def by_snoozed(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(snoozed_until__gt=self.now) if value == ONLY else queryset

    def by_tag(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(tags__contains=[value])


def overdue_at(now: datetime) -> Q:
    """Open cases with a promise that runs and is late, of whichever kind."""
    return Q(is_open=True, due_at__lt=now)


def overdue_along(now: datetime) -> Q:
    """The same, to be read along the index of the order that is asked for. PostgreSQL takes "open" and "late" for two
    things that do not go together, expects a tenth of what there is, and would read all of it to sort it. A moment that
    it does not know while it plans makes it walk. Right where many are late, or where the order is when they were due.
    """
    return Q(
        is_open=True,
        due_at__lt=Func(Value(now), template="(SELECT %(expressions)s)", output_field=DateTimeField()),
    )


def due_soon_at(now: datetime) -> Q:
    """Open cases whose soonest promise falls due within a day by the clock, and is not late yet."""
    return Q(is_open=True, due_at__range=(now, now + SOON))


def in_the_queue_at(now: datetime) -> Q:
    """Not put aside for later. What is late is never out of the queue; see snooze_rules.hidden."""
    return Q(snoozed_until=None) | Q(snoozed_until__lte=now) | Q(due_at__lt=now)
