"""The whole access policy: what a member of staff may see and do.

Pages, API, search, counts, files and live updates all ask here and nowhere else. What may not be seen answers
like what does not exist. Configuration power never includes reading cases: an administrator sees none.
"""

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from casework.models import (
    Attachment,
    Case,
    Conflict,
    Contact,
    FollowUp,
    Party,
    PersonContactPoint,
    Staff,
    Task,
)
from casework.models.case import CaseQuerySet
from casework.models.contact import ContactQuerySet, Filing
from casework.models.follow_up import FollowUpQuerySet
from casework.models.staff import Role
from casework.verbs import WORDS

READERS = (Role.HANDLER, Role.CASEWORKER, Role.LEAD, Role.MANAGER)
WORKERS = (Role.CASEWORKER, Role.LEAD, Role.MANAGER)
LEADERS = (Role.LEAD, Role.MANAGER)
# Those who set up how the office works; see docs/adr/0004: it lets nobody read a case.
SETTERS = (Role.LEAD, Role.MANAGER, Role.ADMINISTRATOR)

# Which roles may do what. A verb that is not here may be done by nobody; its words are in `verbs`.
VERBS: dict[str, tuple[str, ...]] = {
    "log_contact": READERS,
    "see_queue": READERS,
    "see_start": (*READERS, Role.ADMINISTRATOR),
    "search": READERS,
    "note": READERS,
    "reply": WORKERS,
    "take": WORKERS,
    "assign": WORKERS,
    "change_status": WORKERS,
    "move_contact": WORKERS,
    "file_held": WORKERS,
    "merge_cases": WORKERS,
    "link_cases": WORKERS,
    "change_parties": WORKERS,
    "see_person": READERS,
    "change_person": WORKERS,
    "merge_people": WORKERS,
    "correct_person": WORKERS,
    "release_quarantine": LEADERS,
    "change_service": WORKERS,
    "reroute": WORKERS,
    "next_case": WORKERS,
    "hand_over": WORKERS,
    "follow_up": READERS,
    "change_target": LEADERS,
    "declare_conflict": READERS,
    "see_settings": SETTERS,
    "edit_rules": SETTERS,
    "edit_targets": SETTERS,
    "edit_hours": SETTERS,
    "edit_duty": SETTERS,
    "edit_texting": SETTERS,
    "edit_templates": SETTERS,
    "see_health": SETTERS,
    "clear_alarm": SETTERS,
    "text_many": LEADERS,
    "send_link": WORKERS,
    "ask_by_text": WORKERS,
    "take_back": WORKERS,
    "tighten_safety": READERS,
    "loosen_safety": LEADERS,
    "confirm_number": WORKERS,
    "close_many": WORKERS,
    "print_case": READERS,
    "export_cases": LEADERS,
    "hand_over_call": READERS,
    "ring": READERS,
    "confirm_by_message": READERS,
    "send_letter": WORKERS,
    "post_letters": READERS,
    "note_adjustment": READERS,
    "end_adjustment": LEADERS,
    "see_promises": LEADERS,
    "file_without_case": WORKERS,
    "take_calls": READERS,
    "edit_calls": SETTERS,
    "arrange_desk": READERS,
    "share_view": LEADERS,
    "star": READERS,
    "snooze": WORKERS,
    "change_many": WORKERS,
    "change_priority": WORKERS,
    "change_tags": WORKERS,
    "follow_case": READERS,
    "work_tasks": READERS,
    "use_macro": WORKERS,
    "edit_macros": SETTERS,
    "edit_checklists": SETTERS,
    "edit_services": SETTERS,
    "edit_teams": (Role.MANAGER, Role.ADMINISTRATOR),
    "edit_staff": (Role.MANAGER, Role.ADMINISTRATOR),
}


class NotAllowed(Exception):
    """The member of staff may see this, but not do that to it."""


def sees_cases(staff: Staff) -> bool:
    return bool(staff.is_active and staff.role in READERS)


def case_filter(staff: Staff) -> Q | None:
    """The cases this member of staff sees, as a condition on `Case`; None where they see none.

    An ordinary case: managers every one, others those of their teams and their own. A restricted case: whoever it
    is assigned to, whoever is named on it, leads of the team that owns it, and safeguarding staff. Neither kind is
    seen by whoever has a conflict of interest with it or with a person in it: that rules out every other reason.
    """
    if not sees_cases(staff):
        return None
    return _by_role(staff) & no_conflict(staff)


def no_conflict(staff: Staff) -> Q:
    """Cases with which they have no conflict of interest. Sub-selects that are empty for nearly everybody."""
    return Q() if _known_free(staff) else ~_barred(staff)


def _known_free(staff: Staff) -> bool:
    """No conflict of interest is on record, as of the statement that read who asks."""
    return staff.standing is not None and not staff.standing.conflicted


def _barred(staff: Staff) -> Q:
    """Cases with which they have a conflict of interest, what such a case was merged into, and those of such a person."""
    theirs = Conflict.objects.filter(staff=staff, case__isnull=False)
    merged = theirs.filter(case__merged_into__isnull=False).values("case__merged_into")
    people = Party.objects.filter(person__in=people_barred(staff)).values("case")
    return Q(pk__in=theirs.values("case")) | Q(pk__in=merged) | Q(pk__in=people)


def people_barred(staff: Staff) -> QuerySet[Any, Any]:
    """Keys of the people with whom they have a conflict of interest, and of those whom such a person turned out to be."""
    if _known_free(staff):
        return Conflict.objects.none().values("person")
    theirs = Conflict.objects.filter(staff=staff, person__isnull=False)
    merged = theirs.filter(person__merged_into__isnull=False).values("person__merged_into")
    return theirs.values("person").union(merged, all=True)


def _by_role(staff: Staff) -> Q:
    mine = Q(assignee=staff)
    my_teams = Q(team__in=teams_of(staff))
    led = Q(team__in=_led_by(staff))
    ordinary = Q(restricted=False) if staff.role == Role.MANAGER else Q(restricted=False) & (my_teams | mine)
    if staff.is_safeguarding:
        return ordinary | Q(restricted=True)
    named = Q(pk__in=Case.named.through.objects.filter(staff=staff).values("case"))
    return ordinary | Q(restricted=True) & (mine | named | led)


def teams_of(staff: Staff) -> Any:
    """Keys of the teams they belong to: values where they are known, otherwise a sub-select."""
    return staff.teams.values("pk") if staff.standing is None else staff.standing.teams


def _led_by(staff: Staff) -> Any:
    if staff.standing is not None:
        return staff.standing.leads
    return staff.memberships.filter(is_lead=True).values("team")


def visible_cases(staff: Staff) -> CaseQuerySet:
    condition = case_filter(staff)
    return Case.objects.none() if condition is None else Case.objects.filter(condition)


def case_seen(staff: Staff, at: str) -> Q:
    """The same as a condition on rows that lead to a case by `at`, such as "case" of a party.

    Said of the row's own case it is read with it. A list of every case one sees, to look it up in, would be 100,000
    keys long in an office of a million cases, and made anew in every statement.
    """
    condition = case_filter(staff)
    return Q(pk__in=()) if condition is None else _said_of(condition, at)


def _said_of(condition: Q, at: str) -> Q:
    children: list[Any] = condition.children
    told: list[Any] = [
        _said_of(each, at) if isinstance(each, Q) else (f"{at}__{each[0]}", each[1]) for each in children
    ]
    return Q.create(told, connector=condition.connector, negated=condition.negated)


def surviving(staff: Staff, reference: str) -> Case | None:
    """The visible case of this reference; of a merged one the visible case it became part of."""
    found = visible_cases(staff).filter(reference=reference).first()
    if found is None or found.merged_into_id is None:
        return found
    return visible_cases(staff).filter(pk=found.merged_into_id).first()


def visible_contacts(staff: Staff) -> ContactQuerySet:
    """Contacts on visible cases, those without a case, and those one logged oneself.

    A contact that may belong to a restricted case one does not see is as hidden as that case.
    """
    if not sees_cases(staff):
        return Contact.objects.none()
    loose = Q(~Exists(_hidden_candidates(staff)), filing__in=(Filing.HELD, Filing.NONE))
    seen = case_seen(staff, "case") | loose | Q(logged_by=staff)
    if may(staff, "release_quarantine"):
        seen |= Q(filing=Filing.QUARANTINED)
    return Contact.objects.filter(seen & _unbarred(staff))


def _unbarred(staff: Staff) -> Q:
    """Contacts in which nobody, and no case, is one with whom they have a conflict of interest: not even their own."""
    if _known_free(staff):
        return Q()
    people = people_barred(staff)
    points = PersonContactPoint.objects.filter(person__in=people).values("contact_point")
    cases = Case.objects.filter(_barred(staff))
    likely = Exists(cases.filter(_among_candidates()))
    return (
        ~Q(person__in=people)
        & ~Q(case__in=cases.values("pk"))
        & ~Q(case=None, contact_point__in=points)
        & ~Q(likely, filing=Filing.HELD)
    )


def _hidden_candidates(staff: Staff) -> CaseQuerySet:
    """For a contact in the outer query: restricted cases among its candidates that this member of staff does not see."""
    seen = case_filter(staff) or Q(pk__in=())
    return Case.objects.filter(~seen, _among_candidates(), restricted=True)


def _among_candidates() -> Func:
    """Said as the case's reference, so that its index finds the few: asked the other way round ("does the list hold this
    one?"), each contact that waits would be held against every restricted case there is.
    """
    named = Func(
        OuterRef("candidates"),
        template="(ARRAY(SELECT jsonb_array_elements_text(%(expressions)s)))",
        output_field=BooleanField(),
    )
    return Func(
        F("reference"), named, template="(%(expressions)s)", arg_joiner=" = ANY ", output_field=BooleanField()
    )


def visible_follow_ups(staff: Staff) -> FollowUpQuerySet:
    """Those of visible cases, and those without a case that are with one's teams, with oneself or, for a manager, anywhere.

    One whose contact is kept from them is as hidden as that contact.
    """
    if not sees_cases(staff):
        return FollowUp.objects.none()
    mine = Q(owner=staff) | Q(team__in=teams_of(staff))
    loose = Q(case=None, contact__in=visible_contacts(staff).values("pk"))
    if staff.role != Role.MANAGER:
        loose &= mine
    # Looked up row by row: a handful of follow-ups must not cost a list of every case one sees.
    return FollowUp.objects.filter(Exists(visible_cases(staff).filter(pk=OuterRef("case"))) | loose)


def visible_tasks(staff: Staff) -> QuerySet[Task]:
    """Those of visible cases; a case that was merged brought its tasks along."""
    seen = visible_cases(staff).filter(Q(pk=OuterRef("case")) | Q(pk=OuterRef("case__merged_into")))
    return Task.objects.filter(Exists(seen))


def visible_attachments(staff: Staff) -> QuerySet[Attachment]:
    return Attachment.objects.filter(contact__in=visible_contacts(staff).values("pk"))


def may(staff: Staff, verb: str) -> bool:
    return bool(staff.is_active and staff.role in VERBS.get(verb, ()))


def require(staff: Staff, verb: str) -> None:
    """Raises NotAllowed with words for the person who tried."""
    if not may(staff, verb):
        raise NotAllowed(f"Your role ({staff.get_role_display().lower()}) cannot {WORDS[verb]}.")


def not_for(staff: Staff) -> str:
    """Of a whole page."""
    return f"Your role ({staff.get_role_display().lower()}) does not include this page."
