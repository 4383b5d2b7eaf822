"""What the office needs before recorded requests can come in: an actor, and the services they ask for."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from casework.models import Service, Staff
from casework.models.staff import Role
from casework.services import events

ACTOR: Final = "replay"
JOB: Final = "replay"
LONGEST_CODE: Final = 50
LONGEST_NAME: Final = 120


def actor(*, now: datetime) -> Staff:
    """The machine that stands in for whoever took these calls. It belongs to no team, so it sees no case."""
    found = Staff.objects.filter(username=ACTOR).first()
    if found is not None:
        return found
    with transaction.atomic():
        made = Staff.objects.create_user(
            username=ACTOR, full_name="Replay of recorded requests", role=Role.CASEWORKER, is_machine=True
        )
        events.record(
            verb="staff_created", words=f"{ACTOR} made to replay recorded requests", job=JOB, now=now
        )
    return made


def code_of(name: str) -> str:
    """A code for a service's name. Long or unwritable names get a digest, so that two never share a code by chance."""
    code = slugify(name)
    if code and len(code) <= LONGEST_CODE:
        return code
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{code[: LONGEST_CODE - 9].rstrip('-') or 'service'}-{digest}"


def services(*, names: Iterable[str], now: datetime) -> tuple[dict[str, str], int]:
    """Code by name for every name, and how many were created. A service of that name or code is used as it is.

    New ones are not published: they take contacts, and the public form does not offer them.
    """
    wanted = {name for name in names if name}
    codes = {service.name.casefold(): service.code for service in Service.objects.all()}
    existing = set(codes.values())
    position = (Service.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    found, created = {}, 0
    with transaction.atomic():
        for name in sorted(wanted):
            code = codes.get(name.casefold()) or code_of(name)
            if code not in existing:
                _create(code=code, name=name, position=min(position, 32_000), now=now)
                existing.add(code)
                created += 1
            found[name] = code
    return found, created


def _create(*, code: str, name: str, position: int, now: datetime) -> None:
    Service.objects.create(
        code=code, name=name[:LONGEST_NAME], group="Recorded requests", published=False, position=position
    )
    events.record(
        verb="service_created", words=f"Service {code} created for recorded requests", job=JOB, now=now
    )
