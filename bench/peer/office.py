"""`python -m bench.peer.office FOLDER`: the office that the harness measures, and in FOLDER the SQL by which it grows.

Everything is made by the product's own services: rules in force, one case with an answer and an end, ten keys. Each row
of the grown cases takes its form from that one case. FOLDER gets `seed.sql` and `keys`.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

TEAMS, STAFF, KEYS = 4, 5, 10
PASSWORD: Final = "the-harness-logs-in-0123"  # noqa: S105  (of an office that is thrown away)


def main(folder: Path) -> None:
    os.environ["ONEQUEUE_HOME"] = str(folder)
    from backoffice.up import attach
    from backoffice.up.home import at

    attach.for_part(at(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")
    import django

    django.setup()
    from django.utils import timezone

    from bench.peer import seed

    now = timezone.now()
    staff = _staff()
    _services(staff[0], now=now)
    case = _pattern(staff[1], now=now)
    (folder / "seed.sql").write_text(seed.sql(case=case, staff=staff), encoding="utf-8")
    _keep(folder / "keys", "\n".join(_keys(now=now)))


def _staff() -> list[Any]:
    """The first is a lead and sees all teams; the others are caseworkers of one."""
    from casework.models import Membership, Office, Staff, Team

    # Whoever is measured writes to the same two hundred people again and again.
    Office.objects.update_or_create(
        pk=1, defaults={"name": "Bench", "texts_per_number": 30_000, "parts_per_day": 1_000_000_000}
    )
    teams = [Team.objects.create(code=f"team-{n}", name=f"Team {n}", is_triage=n == 0) for n in range(TEAMS)]
    staff = [
        Staff.objects.create_user(
            username=f"staff{n}",
            full_name=f"Staff {n}",
            password=PASSWORD,
            role="caseworker" if n else "lead",
        )
        for n in range(STAFF)
    ]
    for n, each in enumerate(staff):
        for team in [teams[n % TEAMS]] if n else teams:
            Membership.objects.create(staff=each, team=team, is_lead=n == 0)
    return staff


def _services(lead: Any, *, now: datetime) -> None:
    """One for every team, each with a question, and the rules that send its cases there."""
    from casework.models import Question, Service
    from casework.services import rule_sets

    for n in range(TEAMS):
        service = Service.objects.create(code=f"service-{n}", name=f"Service {n}", position=n)
        Question.objects.create(
            service=service, code="story", kind="long_text", label="What has happened?", required=True
        )
    rules = [
        {
            "name": f"Service {n}",
            "conditions": {"all": [{"fact": "service", "op": "is", "value": f"service-{n}"}]},
            "team": f"team-{n}",
        }
        for n in range(TEAMS)
    ]
    rule_sets.publish(documents=rules, base=None, reason="For the harness", actor=lead, now=now)


def _pattern(staff: Any, *, now: datetime) -> Any:
    """A case as the product leaves it: a form came in, was routed, was answered by text, and ended."""
    from casework.models import Delivery
    from casework.services import assignment, replies, status
    from casework.services.arrivals import Arrival
    from casework.services.intake import take_in

    arrival = Arrival(
        channel="web",
        body="The tap drips",
        took_place_at=now,
        sender="07700 900999",
        person_name="Amina Yusuf",
        service_code="service-1",
        sender_confirmed=True,
    )
    case: Any = take_in(arrival=arrival, now=now, job="web form").case
    assignment.take(case=case, actor=staff, now=now)
    _, point, _ = replies.ways(case=case, now=now)[0]
    replies.reply(
        case=case, body="We will come", contact_point=point, actor=staff, now=now + timedelta(seconds=1)
    )
    Delivery.objects.update(status="delivered", settled_at=now, attempts=1)
    return status.change_status(case=case, to="closed", outcome="Settled", actor=staff, now=now)


def _keys(*, now: datetime) -> list[str]:
    """Several programs call: each key may be used so many times a minute."""
    from api import keys
    from casework.models import Team

    made = [
        keys.issue(
            name=f"bench-{n}", role="lead", teams=Team.objects.all(), lasts=timedelta(days=30), now=now
        )
        for n in range(KEYS)
    ]
    return [secret for _, secret in made]


def _keep(path: Path, words: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
