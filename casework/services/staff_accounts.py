"""Log-ins: who gets one, what they may do, and when it ends. Nobody knows a password but whoever chose it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from casework.models import Staff, Team
from casework.models.staff import Role
from casework.permissions import VERBS, require
from casework.services import events, leaving, office_changes, staff_kept, staff_sessions, teams
from casework.services.office_changes import one_line
from casework.text import is_blank

# Who may give a role, or change somebody who has it: nobody makes somebody more powerful than themselves.
GIVEN_BY: Final[dict[str, tuple[str, ...]]] = {
    Role.MANAGER: (Role.HANDLER, Role.CASEWORKER, Role.LEAD, Role.MANAGER),
    Role.ADMINISTRATOR: tuple(Role.values),
}
SHOWN: Final = {
    "full_name": "name",
    "email": "e-mail address",
    "role": "role",
    "is_safeguarding": "safeguarding",
}


class CannotBeStaff(Exception):
    """This cannot be done with a log-in; the words say why. `field` is the one to put right, "" where it is none."""

    def __init__(self, words: str, field: str = "") -> None:
        self.field = field
        super().__init__(words)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a log-in is to be. Teams by key."""

    full_name: str
    email: str
    role: str
    is_safeguarding: bool
    teams: Collection[UUID]
    leads: Collection[UUID]


@dataclass(frozen=True, kw_only=True)
class Link:
    """The two parts of an address that is good once. It is shown to whoever asked for it, and kept nowhere."""

    uid: str
    token: str


def roles_for(*, actor: Staff) -> tuple[str, ...]:
    return GIVEN_BY.get(actor.role, ())


def why_not(*, staff: Staff, actor: Staff) -> str:
    """Why the actor cannot change them; "" where they can."""
    if staff.is_machine:
        return "A machine acts through the API. Whoever runs the server sets it up."
    if staff.role not in roles_for(actor=actor):
        return f"Only an administrator changes an {staff.get_role_display().lower()}."
    return ""


def add(*, username: str, wanted: Wanted, actor: Staff, now: datetime) -> Staff:
    """Without a password: they choose it through a link. Raises CannotBeStaff."""
    require(actor, "edit_staff")
    _may_give(wanted.role, actor=actor)
    staff = Staff(username=username)
    _take(staff, wanted)
    staff.set_unusable_password()
    _whole(staff)
    with office_changes.by(actor):
        staff.save(force_insert=True)
        _put_in(staff, wanted, actor=actor, now=now)
        _tell(
            "staff_added", f"Made a log-in for {staff} ({staff.get_role_display().lower()})", staff,
            actor=actor, now=now, after={"username": username, **_facts(staff)},
        )  # fmt: skip
    return staff


def change(*, staff: Staff, wanted: Wanted, actor: Staff, now: datetime) -> bool:
    """Whether anything was different. Another role logs them out everywhere. Raises CannotBeStaff."""
    require(actor, "edit_staff")
    with office_changes.by(actor):
        locked = _locked(staff, actor=actor)
        before = _facts(locked)
        _check_change(locked, wanted, actor=actor)
        _take(locked, wanted)
        _whole(locked)
        after = _facts(locked)
        different = [name for name in after if before[name] != after[name]]
        moved = _put_in(locked, wanted, actor=actor, now=now)
        if different:
            locked.save(update_fields=different)
            _told_of_change(locked, before, after, different, actor=actor, now=now)
        if "role" in different:
            staff_sessions.end_all(staff=locked)
    return bool(different) or moved


def _check_change(staff: Staff, wanted: Wanted, *, actor: Staff) -> None:
    if wanted.role != staff.role:
        if staff.pk == actor.pk:
            raise CannotBeStaff("Nobody changes their own role. Ask a colleague who may.", "role")
        _may_give(wanted.role, actor=actor)
        if wanted.role not in VERBS["edit_staff"] and (kept := staff_kept.why_kept(staff)):
            raise CannotBeStaff(kept, "role")
    if wanted.is_safeguarding != staff.is_safeguarding and staff.pk == actor.pk:
        raise CannotBeStaff(
            "Nobody changes for themselves whether they see restricted cases. Ask a colleague.",
            "is_safeguarding",
        )


def _told_of_change(
    staff: Staff,
    before: dict[str, Any],
    after: dict[str, Any],
    different: list[str],
    *,
    actor: Staff,
    now: datetime,
) -> None:
    said = ", ".join(SHOWN[name] for name in different)
    _tell(
        "staff_changed", f"Changed {staff}: {said}", staff, actor=actor, now=now,
        before={name: before[name] for name in different}, after={name: after[name] for name in different},
    )  # fmt: skip


def put_out_of_use(*, staff: Staff, actor: Staff, now: datetime) -> None:
    """For whoever has nothing left to hand over. Raises CannotBeStaff, leaving.StillHasWork."""
    require(actor, "edit_staff")
    with office_changes.by(actor):
        locked = _locked(staff, actor=actor)
        if locked.pk == actor.pk:
            raise CannotBeStaff("Nobody puts themselves out of use. Ask a colleague who may.")
        if locked.is_active:
            leaving.switch_off(staff=locked, actor=actor, now=now)


def put_in_use(*, staff: Staff, actor: Staff, now: datetime) -> None:
    """They log in with the password they had, or with a new link."""
    require(actor, "edit_staff")
    with office_changes.by(actor):
        locked = _locked(staff, actor=actor)
        if locked.is_active:
            return
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        _tell(
            "staff_back", f"{locked} works here again", locked, actor=actor, now=now,
            before={"is_active": False}, after={"is_active": True},
        )  # fmt: skip


def link(*, staff: Staff, actor: Staff, now: datetime) -> Link:
    """To choose a password: good once, and for as long as the settings say. Older links of a new log-in end with it."""
    require(actor, "edit_staff")
    with office_changes.by(actor):
        locked = _locked(staff, actor=actor)
        if not locked.is_active:
            raise CannotBeStaff(f"{locked} is out of use. Put them back in use first.")
        if not locked.has_usable_password():
            locked.set_unusable_password()
            locked.save(update_fields=["password"])
        _tell("password_link", f"Made a link for {locked} to choose a password", locked, actor=actor, now=now)
        return Link(
            uid=urlsafe_base64_encode(force_bytes(locked.pk)),
            token=default_token_generator.make_token(locked),
        )


def chose_password(*, staff: Staff, password: str, now: datetime) -> None:
    """By themselves, with a link. Every session of theirs ends: the old password may have been somebody's."""
    with office_changes.by(staff):
        staff.set_password(password)
        staff.save(update_fields=["password"])
        staff_sessions.end_all(staff=staff)
        _tell("password_set", f"{staff} chose a password", staff, actor=staff, now=now)


def _locked(staff: Staff, *, actor: Staff) -> Staff:
    locked = Staff.objects.select_for_update().get(pk=staff.pk)
    if refused := why_not(staff=locked, actor=actor):
        raise CannotBeStaff(refused)
    return locked


def _may_give(role: str, *, actor: Staff) -> None:
    if role not in roles_for(actor=actor):
        raise CannotBeStaff("You cannot give this role. Choose another one, or ask an administrator.", "role")


def _take(staff: Staff, wanted: Wanted) -> None:
    staff.full_name, staff.email = one_line(wanted.full_name), wanted.email.strip()
    staff.role, staff.is_safeguarding = wanted.role, wanted.is_safeguarding


def _whole(staff: Staff) -> None:
    if is_blank(staff.full_name):
        raise CannotBeStaff("Write their name, as colleagues see it.", "full_name")
    try:
        staff.full_clean(exclude=["password"])
    except ValidationError as error:
        field, words = next(iter(error.message_dict.items()))
        raise CannotBeStaff(" ".join(words), field) from error


def _put_in(staff: Staff, wanted: Wanted, *, actor: Staff, now: datetime) -> bool:
    """Into these teams and out of the others; teams out of use are left as they are."""
    moved = False
    for team in Team.objects.filter(active=True):
        role = "lead" if team.pk in wanted.leads else "member" if team.pk in wanted.teams else ""
        moved |= teams.belongs(team=team, staff=staff, as_=role, actor=actor, now=now)
    return moved


def _facts(staff: Staff) -> dict[str, Any]:
    return {name: getattr(staff, name) for name in SHOWN}


def _tell(
    verb: str, words: str, staff: Staff, *, actor: Staff, now: datetime,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    events.record(
        verb=verb,
        words=words,
        actor=actor,
        now=now,
        before=before,
        after={**(after or {}), "staff": str(staff.pk)},
    )
