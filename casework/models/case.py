"""The unit of work, and who plays which part in it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from casework import workflow
from casework.ids import uuid7
from casework.models.history import tracked


class Priority(models.TextChoices):
    LOW = "low", "Low"
    NORMAL = "normal", "Normal"
    HIGH = "high", "High"
    URGENT = "urgent", "Urgent"


# Stored beside the name so that the queue's order is one index scan.
PRIORITY_RANK = {
    Priority.LOW: 0,
    Priority.NORMAL: 1,
    Priority.HIGH: 2,
    Priority.URGENT: 3,
}


class WaitingFor(models.TextChoices):
    US = "us", "Us"
    PERSON = "person", "The person"
    THIRD_PARTY = "third_party", "Somebody else"
    NOBODY = "nobody", "Nobody"


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(is_open=True)

    def of_point(self, contact_point: Any) -> "CaseQuerySet":
        """Cases with a party at this contact point: by name through any person who shares it, or as "somebody at"."""
        people = contact_point.people.values("pk")
        parties = Party.objects.filter(Q(contact_point=contact_point) | Q(person__in=people)).values(
            "case_id"
        )
        return self.filter(pk__in=parties)


@tracked(
    name="CaseHistory",
    leaving_out=[
        "search",
        "last_activity_at",
        "last_in_at",
        "last_out_at",
        "version",
        "needs_answer",
    ],
    changes_often=True,
)
class Case(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Looked up as a whole, so its one index is the constraint's; Django's second one, for LIKE, is dropped (migration 0018).
    reference = models.CharField(max_length=9, unique=True)
    service = models.ForeignKey(
        "Service", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    status = models.CharField(max_length=30, choices=workflow.STATUS_CHOICES, default="new")
    is_open = models.BooleanField(default=True)
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.NORMAL)
    priority_rank = models.PositiveSmallIntegerField(default=1)
    team = models.ForeignKey("Team", on_delete=models.PROTECT, related_name="cases")
    assignee = models.ForeignKey(
        "Staff",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned",
    )
    assign_by = models.CharField(
        max_length=10, blank=True, help_text="Who gets it is the office's to find: least or turn."
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    assigned_by_job = models.BooleanField(
        default=False, help_text="Given unasked; it goes back if untouched at the end of a shift."
    )
    origin = models.CharField(max_length=30)
    summary = models.CharField(max_length=200, blank=True)
    answers: Any = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=20, blank=True)
    location = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    restricted = models.BooleanField(default=False)
    named: models.ManyToManyField = models.ManyToManyField("Staff", blank=True, related_name="named_on")
    outcome = models.CharField(max_length=200, blank=True)
    tags: Any = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    opened_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()
    last_in_at = models.DateTimeField(null=True, blank=True)
    last_out_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    target = models.ForeignKey(
        "Target", on_delete=models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="The soonest promise that runs; none while all are paused or kept."
    )
    due_kind = models.CharField(max_length=20, blank=True, help_text="Which promise that is.")
    responded_at = models.DateTimeField(
        null=True, blank=True, help_text="First contact in which we answered."
    )
    waiting_for = models.CharField(max_length=20, choices=WaitingFor, default=WaitingFor.US)
    needs_answer = models.BooleanField(default=True, help_text="The last word is theirs.")
    snoozed_until = models.DateTimeField(
        null=True, blank=True, help_text="Out of the queue till then, or till they are heard from."
    )
    snooze_reason = models.CharField(max_length=200, blank=True)
    routed_version = models.ForeignKey(
        "RuleSetVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    routed_rule = models.UUIDField(null=True, blank=True, help_text="The rule of that set that decided.")
    routing_reason = models.TextField(blank=True)
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        db_index=False,
    )
    possible_duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="possible_duplicates",
        db_index=False,
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    search = SearchVectorField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-last_activity_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=Q(status__in=workflow.OPEN_STATUSES)),
                name="open_as_status_says",
                violation_error_message="The status and whether the case is open do not agree.",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_at__isnull=True) | Q(is_open=False, closed_at__isnull=False),
                name="closed_has_time",
                violation_error_message="A closed case needs the time it was closed, an open one has none.",
            ),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values),
                name="case_priority_known",
                violation_error_message="This priority does not exist.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="not_merged_into_itself",
                violation_error_message="A case cannot be merged into itself.",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True) | Q(is_open=True),
                name="snoozed_is_open",
                violation_error_message="Only an open case can be put aside for later.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(is_open=False),
                name="merged_is_ended",
                violation_error_message="A merged case has ended. Undo the merge to work on it.",
            ),
        ]
        indexes = [
            # The queue: open cases, most pressing first (priority, then longest waiting).
            models.Index(
                fields=["-priority_rank", "opened_at", "id"],
                name="queue_order",
                condition=Q(is_open=True),
            ),
            # The queue of one team.
            models.Index(
                fields=["team", "-priority_rank", "opened_at", "id"],
                name="queue_team",
                condition=Q(is_open=True),
            ),
            # "Mine" and "nobody's yet"; and with all that is asked of a case before it counts (who sees it, whether it is
            # put aside), so that a thousand are counted for the figure beside the view and none of them is read.
            models.Index(
                fields=["assignee", "-priority_rank", "opened_at"],
                name="queue_whose",
                include=["id", "restricted", "team", "snoozed_until", "due_at"],
                condition=Q(is_open=True),
            ),
            # The filters of the queue, each in its order: of a value that few open cases have, the first page would
            # otherwise read every open one.
            models.Index(
                fields=["service", "-priority_rank", "opened_at", "id"],
                name="queue_service",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["origin", "-priority_rank", "opened_at", "id"],
                name="queue_channel",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["status", "-priority_rank", "opened_at", "id"],
                name="queue_status",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["-priority_rank", "opened_at", "id"],
                name="queue_unanswered",
                condition=Q(is_open=True, needs_answer=True),
            ),
            GinIndex(fields=["tags"], name="queue_tags", condition=Q(is_open=True)),
            # "Overdue" in the queue, and its figure in the same way.
            models.Index(
                fields=["due_at"],
                name="queue_late",
                include=["id", "restricted", "team", "assignee"],
                condition=Q(is_open=True, due_at__isnull=False),
            ),
            # Waiting for somebody with room, oldest first.
            models.Index(
                fields=["team", "opened_at", "id"],
                name="case_waits_for_room",
                condition=Q(is_open=True, assignee__isnull=True) & ~Q(assign_by=""),
            ),
            # Given unasked and perhaps untouched at the end of a shift.
            models.Index(
                fields=["assignee", "assigned_at"],
                name="case_given_unasked",
                condition=Q(is_open=True, assigned_by_job=True),
            ),
            # Closed cases, latest first (filter "status: closed") and the API's list by activity.
            models.Index(fields=["-last_activity_at", "-id"], name="case_activity"),
            # Put aside for later: the clock wakes those whose time has come.
            models.Index(
                fields=["snoozed_until"],
                name="case_snoozed",
                condition=Q(snoozed_until__isnull=False),
            ),
            # Restricted cases: the few that visibility looks at one by one.
            models.Index(
                fields=["team", "assignee"],
                name="case_restricted",
                condition=Q(restricted=True),
            ),
            # Full text search of the desk; names are found through people.
            # In kB. Each search reads what waits there to be filed; four times as much is little quicker to write.
            GinIndex(fields=["search"], name="case_search", gin_pending_list_limit=1024),
            # Hint "may be the same": open cases at one place, also where the service is not known yet.
            models.Index(
                fields=["postcode", "service"],
                name="case_same_place",
                condition=Q(is_open=True) & ~Q(postcode=""),
            ),
            models.Index(
                fields=["service", "latitude", "longitude"],
                name="case_same_spot",
                condition=Q(is_open=True, latitude__isnull=False),
            ),
            # What follows a case, became part of it or may be the same, and whose target it is. Each change of a case writes
            # its indexes anew: of what most cases have none of, they hold those that have one. They serve PostgreSQL's own
            # look for rows that refer to one which goes, too.
            *(
                models.Index(fields=[key], name=f"case_{key}", condition=Q(**{f"{key}__isnull": False}))
                for key in ("follows", "merged_into", "possible_duplicate_of", "target")
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PartyRole(models.TextChoices):
    SUBJECT = "subject", "Who it is about"
    CALLER = "caller", "Who contacted us"
    REPRESENTATIVE = "representative", "Acts for them"
    INTERPRETER = "interpreter", "Interpreter"
    SUPPORTER = "supporter", "Supporter"


class Party(models.Model):
    """A person's role in a case. Without a person it is "somebody at this number"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(
        "Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
    )
    contact_point = models.ForeignKey(
        "ContactPoint",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
    )
    role = models.CharField(max_length=20, choices=PartyRole, default=PartyRole.SUBJECT)
    reply_to = models.BooleanField(default=False)
    authority_basis = models.CharField(max_length=100, blank=True)
    authority_scope = models.CharField(max_length=300, blank=True)
    authority_until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(contact_point__isnull=False),
                name="party_is_somebody",
                violation_error_message="A party needs a person, or at least a number or address.",
            ),
            models.UniqueConstraint(
                fields=["case", "person", "role"],
                name="party_once",
                violation_error_message="This person has this role in the case already.",
            ),
            models.UniqueConstraint(
                fields=["case", "contact_point", "role"],
                condition=Q(person__isnull=True),
                name="somebody_once",
                violation_error_message="Somebody at this number has this role in the case already.",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(reply_to=True),
                name="one_reply_to",
                violation_error_message="Replies go to one party. Choose one.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person_id else f"Somebody at {self.contact_point}"
