"""Puts the office itself on record: hours, teams, staff, services, rules, the people it knows."""

from datetime import datetime

from django.db import transaction

from casework.demo import desk_views, office, people, rules, services, targets, templates
from casework.ids import uuid7
from casework.models import (
    Area,
    ContactPoint,
    EscalationStep,
    Membership,
    Office,
    OpeningHours,
    Person,
    PersonContactPoint,
    Question,
    RuleSetVersion,
    Service,
    Staff,
    Target,
    TargetFor,
    Team,
    TextTemplate,
    WorkHours,
)
from casework.routing import to_document
from casework.services import adjustments, contact_points
from casework.services import people as people_services

JOB = "demo"
# Everyday matters: what they ask tells nobody a secret who looks at the telephone.
ASKED_BY_TEXT = ("housing-repair", "missed-bin", "street-problem")


class NoSuchPoint(ValueError):
    """The demo's people have a number that cannot be read."""


def furnish(*, known_since: datetime) -> dict[str, Person]:
    """Everything but the conversations. Returns the people by key, without those of `later`."""
    _office()
    _teams()
    for colleague in office.STAFF:
        _colleague(colleague)
    _targets()
    for position, service in enumerate(services.SERVICES, start=1):
        _service(service, position)
    _templates()
    _areas()
    _rules(known_since)
    desk_views.put(at=known_since)
    return {each.key: _person(each, known_since) for each in people.PEOPLE if not each.later}


def _office() -> None:
    Office.objects.update_or_create(pk=1, defaults={"name": office.NAME, "phone": office.PHONE})
    if not OpeningHours.objects.exists():
        OpeningHours.objects.bulk_create(
            OpeningHours(weekday=day, opens=opens, closes=closes) for day, opens, closes in office.HOURS
        )


def _teams() -> None:
    """A triage team that is there already becomes ours: an office has one."""
    for team in office.TEAMS:
        there = Team.objects.filter(is_triage=True).first() if team.is_triage else None
        if there is not None:
            there.code, there.name, there.active = team.code, team.name, True
            there.save(update_fields=["code", "name", "active"])
            continue
        Team.objects.get_or_create(code=team.code, defaults={"name": team.name, "is_triage": team.is_triage})


def _colleague(colleague: office.Colleague) -> None:
    if Staff.objects.filter(username=colleague.username).exists():
        return
    staff = Staff.objects.create_user(
        username=colleague.username,
        password=office.PASSWORD,
        full_name=colleague.full_name,
        email=f"{colleague.username}@riverbank.example.org",
        role=colleague.role,
        is_safeguarding=colleague.is_safeguarding,
        cap=colleague.cap,
        languages=list(colleague.languages),
        skills=list(colleague.skills),
    )
    WorkHours.objects.bulk_create(
        WorkHours(staff=staff, weekday=day, starts=starts, ends=ends) for day, starts, ends in colleague.hours
    )
    for code in (*colleague.teams, *colleague.leads):
        Membership.objects.create(
            staff=staff, team=Team.objects.get(code=code), is_lead=code in colleague.leads
        )


def _service(service: services.Service, position: int) -> None:
    made, created = Service.objects.get_or_create(
        code=service.code,
        defaults={
            "name": service.name,
            "group": service.group,
            "summary": service.summary,
            "guidance": service.guidance,
            "stop_notice": service.stop_notice,
            "restricted": service.restricted,
            "sensitive": service.restricted,
            "position": position,
        },
    )
    if not created:
        return
    TargetFor.objects.create(service=made, target=Target.objects.get(code=service.target))
    for place, asked in enumerate(service.questions, start=1):
        Question.objects.create(
            service=made,
            code=asked.code,
            label=asked.label,
            hint=asked.hint,
            kind=asked.kind,
            choices=[{"value": value, "label": label} for value, label in asked.choices],
            required=asked.required,
            by_text=service.code in ASKED_BY_TEXT,
            position=place,
        )


def _templates() -> None:
    """An office that has templates of its own keeps them."""
    if TextTemplate.objects.exists():
        return
    for code, language, name, body, service in templates.TEMPLATES:
        TextTemplate.objects.create(
            code=code,
            language=language,
            name=name,
            body=body,
            service=Service.objects.filter(code=service).first() if service else None,
        )


def _targets() -> None:
    """An office that has targets of its own keeps them."""
    for target in targets.TARGETS:
        Target.objects.get_or_create(code=target["code"], defaults=target)
    if not EscalationStep.objects.exists():
        EscalationStep.objects.bulk_create(EscalationStep(**step) for step in targets.STEPS)


def _areas() -> None:
    for code, name, postcodes in office.AREAS:
        Area.objects.get_or_create(code=code, defaults={"name": name, "postcodes": list(postcodes)})


def _rules(at: datetime) -> None:
    if RuleSetVersion.objects.exists():
        return
    RuleSetVersion.objects.create(
        number=1,
        rules=[{**to_document(rule), "id": str(uuid7())} for rule in rules.RULES],
        job=JOB,
        reason="As the office began",
        at=at,
    )


def _person(somebody: people.Somebody, known_since: datetime) -> Person:
    person = people_services.create(name=somebody.name, point=None, now=known_since, actor=None, job=JOB)
    describe(person=person, somebody=somebody, known_since=known_since)
    return person


@transaction.atomic
def describe(*, person: Person, somebody: people.Somebody, known_since: datetime) -> None:
    """What is known of a person: language, needs, and how they can be reached without harm."""
    person.language, person.about = somebody.language, somebody.about
    person.save(update_fields=["language", "about"])
    for words in somebody.adjustments.splitlines():
        adjustments.put(person=person, words=words, job=JOB, now=known_since)
    for point in somebody.points:
        _point(person, point, known_since)


def _point(person: Person, point: people.Point, known_since: datetime) -> None:
    kept = contact_points.find_or_create(kind=point.kind, raw=point.raw)
    if kept is None:
        raise NoSuchPoint(f"{point.raw!r} of {person} is no number or address.")
    people_services.attach(person=person, point=kept)
    flags = (
        "text_ok",
        "call_ok",
        "voicemail_ok",
        "say_who_we_are",
        "safe_hours",
        "do_not_use",
        "safety_note",
    )
    told = {name: getattr(point, name) for name in flags if getattr(point, name) not in (None, "", False)}
    told |= {name: False for name in flags if getattr(point, name) is False and name != "do_not_use"}
    ContactPoint.objects.filter(pk=kept.pk).update(**told)
    contact_points.confirm(contact_point=kept, now=known_since)
    if point.label != "own" or point.preferred:
        PersonContactPoint.objects.filter(person=person, contact_point=kept).update(
            label=point.label, preferred=point.preferred
        )
