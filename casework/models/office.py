"""The office itself: its windows for filing, its hours, its words."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.db.models import Q

from casework import at_hand
from casework.filing.keywords import OPTIONAL_STOP_WORDS
from casework.kept_sql import Kept
from casework.models.history import tracked
from casework.models.hours import Nation


def uk_only() -> list[int]:
    return [44]


def optional_stop_words() -> list[str]:
    return sorted(OPTIONAL_STOP_WORDS)


class _Offices(models.QuerySet["Office"]):
    def update(self, **values: Any) -> int:
        at_hand.forget_office()
        return super().update(**values)


@tracked(name="OfficeHistory")
class Office(models.Model):
    """One row. Read it with `Office.current()`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=100, default="Our office")
    phone = models.CharField(
        max_length=40,
        blank=True,
        help_text="What people may ring; shown on public pages.",
    )
    reply_window_hours = models.PositiveSmallIntegerField(default=72)
    question_window_hours = models.PositiveSmallIntegerField(default=24)
    reopen_window_days = models.PositiveSmallIntegerField(default=14)
    nation = models.CharField(
        max_length=20,
        choices=Nation,
        default=Nation.ENGLAND_AND_WALES,
        help_text="Whose bank holidays the office keeps.",
    )
    neutral_name = models.CharField(
        max_length=60,
        default="the team",
        help_text="What we call ourselves on a phone that must not show whom its owner turned to.",
    )
    quiet_from = models.TimeField(null=True, blank=True, help_text="Texts that can wait are held from then …")
    quiet_until = models.TimeField(null=True, blank=True, help_text="… until then, local time.")
    texts_per_number = models.PositiveSmallIntegerField(
        default=20, help_text="Texts to one number within 24 hours."
    )
    parts_per_day = models.PositiveIntegerField(default=2000, help_text="Parts of texts in one day.")
    pence_per_part = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal("4.00"))
    calling_codes: Any = models.JSONField(
        default=uk_only, help_text="Countries that may be texted, by calling code."
    )
    stop_words: Any = models.JSONField(
        default=optional_stop_words, help_text="Which of CANCEL, END and QUIT mean STOP."
    )
    own_outcomes: Any = models.JSONField(
        default=list, blank=True, help_text="Codes of outcomes of its own, in their order."
    )
    outcomes_left_out: Any = models.JSONField(
        default=list, blank=True, help_text="Codes of outcomes that are offered no more."
    )
    answer_help = models.BooleanField(default=True, help_text="Whether we answer HELP and INFO.")
    acknowledge_texts = models.BooleanField(default=True)
    acknowledge_every_hours = models.PositiveSmallIntegerField(default=6)

    objects = _Offices.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_office"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
                violation_error_message="Say when the quiet hours begin and when they end.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        at_hand.forget_office()
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "Office":
        """As it was read with the session of this request, or as it is now."""
        office: Office | None = at_hand.office() or _CURRENT.first()
        return office or cls.objects.get_or_create(pk=1)[0]

    @property
    def reopen_window(self) -> timedelta:
        return timedelta(days=self.reopen_window_days)

    @property
    def question_window(self) -> timedelta:
        return timedelta(hours=self.question_window_hours)


_CURRENT: Final = Kept(lambda: Office.objects.filter(pk=1))
