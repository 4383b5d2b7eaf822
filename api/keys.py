"""Making, recognising and withdrawing keys."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from api.models import ApiKey
from casework import afterwards, standing
from casework.asked_ahead import Question
from casework.kept_sql import Kept
from casework.models import Membership, Staff, Team
from casework.services import events

JOB: Final = "create_api_key"
LONGEST: Final = timedelta(days=365)
USED_EVERY: Final = timedelta(minutes=1)
_PREFIX_LENGTH: Final = 8
_NAME: Final = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_KEY: Final = re.compile(r"oq_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"


class KeyRefused(Exception):
    """The key cannot be made or withdrawn; the words say why."""


def issue(
    *, name: str, role: str, teams: Iterable[Team], lasts: timedelta, now: datetime, renew: bool = False
) -> tuple[ApiKey, str]:
    """A key and its secret, which nobody can read again. A machine member of staff is made for it: `api:NAME`.

    With `renew` the machine that is there gets a further key and keeps its role and teams. Raises KeyRefused.
    """
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise KeyRefused("Write the name in small letters, digits and dashes, for example website-2.")
    if not timedelta() < lasts <= LONGEST:
        raise KeyRefused(f"A key lasts 1 to {LONGEST.days} days. Make a new one before it ends (--renew).")
    with transaction.atomic():
        staff = _machine(name=name, role=role, teams=teams, now=now, renew=renew)
        secret, prefix = _secret()
        key = ApiKey.objects.create(
            staff=staff, prefix=prefix, hashed=digest(secret), created_at=now, expires_at=now + lasts
        )
        events.record(verb="api_key_made", words=f"Key {prefix} made for {staff.username}", job=JOB, now=now)
    return key, secret


def revoke(*, prefix: str, now: datetime) -> ApiKey:
    """The key works no longer. Raises KeyRefused where there is no such key in use."""
    with transaction.atomic():
        key = (
            ApiKey.objects.select_for_update(of=("self",))
            .select_related("staff")
            .filter(prefix=prefix)
            .first()
        )
        if key is None or key.revoked_at is not None:
            raise KeyRefused(
                f"There is no key {prefix!r} in use. It is the part between the first two underscores."
            )
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        events.record(
            verb="api_key_revoked",
            words=f"Key {prefix} of {key.staff.username} withdrawn",
            job="revoke_api_key",
            now=now,
        )
    return key


def recognise(*, secret: str, now: datetime) -> ApiKey | None:
    """The valid key with this secret, or None alike for unknown, expired, withdrawn and malformed.

    Its machine comes with its standing, as somebody at a browser does: 1 statement.
    """
    found = _KEY.fullmatch(secret)
    if found is None:
        return None
    key, hashed = _of_prefix(found[1]), digest(secret)
    # Compared even where there is none, so that the time taken does not tell which prefixes exist.
    same = hmac.compare_digest(hashed, key.hashed if key else "")
    if key is None or not same or not key.valid_at(now) or not key.staff.is_active:
        _recognised.pop(hashed, None)
        return None
    _recognised[hashed] = key
    return key


# By digest, each as it was when this process last recognised it: as many as there are valid keys.
_recognised: Final[dict[str, ApiKey]] = {}


def recognised(secret: str) -> ApiKey | None:
    """The key, as it was the last time here. It says what its caller is likely to ask, and nothing of whether they may:
    that is asked of its row each time, by `recognise`.
    """
    return _recognised.get(digest(secret))


def question(key: ApiKey) -> Question | None:
    """To be asked ahead of `recognise`."""
    return _OF_PREFIX.question(prefix=key.prefix)


_OF_PREFIX: Final = Kept(
    lambda prefix: (
        ApiKey.objects.select_related("staff").annotate(**standing.beside("staff")).filter(prefix=prefix)
    )
)


def _of_prefix(prefix: str) -> ApiKey | None:
    key: ApiKey | None = _OF_PREFIX.first(prefix=prefix)
    if key is not None:
        key.staff.standing = standing.read(key)
    return key


def used(*, key: ApiKey, now: datetime) -> None:
    """Notes the use, at most once a minute and when its caller has been answered, so that forgotten keys can be found."""
    if key.last_used_at is None or key.last_used_at <= now - USED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
        this = ApiKey.objects.filter(stale, pk=key.pk)
        afterwards.do(lambda: this.update(last_used_at=now))


def digest(secret: str) -> str:
    """Plain SHA-256 is enough for 256 random bits; a slow hash guards guessable passwords, which these are not."""
    return hashlib.sha256(secret.encode("ascii", "replace")).hexdigest()


def _secret() -> tuple[str, str]:
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(_PREFIX_LENGTH))
    return f"oq_{prefix}_{secrets.token_urlsafe(32)}", prefix


def _machine(*, name: str, role: str, teams: Iterable[Team], now: datetime, renew: bool) -> Staff:
    username = f"api:{name}"
    there = Staff.objects.filter(username=username).first()
    if there is not None and not renew:
        raise KeyRefused(
            f"{username} has a key already. Choose another name, or add --renew for a further key."
        )
    if there is None and renew:
        raise KeyRefused(f"There is no {username} to renew. Leave out --renew to make it.")
    if there is not None:
        return there
    staff = Staff.objects.create_user(username=username, full_name=f"API: {name}", role=role, is_machine=True)
    for team in teams:
        Membership.objects.create(staff=staff, team=team)
    events.record(
        verb="staff_created",
        words=f"{username} made for a program ({staff.get_role_display().lower()})",
        job=JOB,
        now=now,
    )
    return staff
