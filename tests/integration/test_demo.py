"""The demo office: loaded once, complete, and with nothing left lying about."""

import io
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db.models import Count

from casework import macro_steps, workflow
from casework.demo import desk_macros, loader, rules, short
from casework.demo.script import Story
from casework.demo.stories import SCRIPTED
from casework.models import (
    Attachment,
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    FollowUp,
    Macro,
    Note,
    OpeningHours,
    Party,
    Person,
    Question,
    RuleSetVersion,
    Service,
    Staff,
    Team,
)
from casework.models.case import Priority
from casework.models.contact import Filing
from casework.models.staff import Role
from casework.permissions import visible_cases
from channels.models import Receipt

pytestmark = pytest.mark.django_db

STORIES: tuple[Story, ...] = (*SCRIPTED, *short.stories())
A_MONDAY = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
COUNTED = (
    *(Attachment, Case, Contact, ContactPoint, Delivery, Event, Note, OpeningHours, Party, Person, Question),
    *(RuleSetVersion, Service, Staff, Team),
)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """One loaded office for all tests of this file, taken away again at its end."""
    from django.db import transaction

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield loader.load(now=A_MONDAY)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_it_is_the_size_of_a_small_office(seeded: loader.Loaded) -> None:
    assert seeded.created
    assert 110 <= seeded.cases <= 140
    assert Service.objects.count() == 12
    assert len(rules.RULES) == len(RuleSetVersion.objects.get().rules) >= 12


def test_loading_it_again_adds_nothing(seeded: loader.Loaded) -> None:
    before = counts()
    again = loader.load(now=A_MONDAY + timedelta(days=1))
    assert not again.created
    assert counts() == before


def test_every_channel_status_priority_and_role_is_there(seeded: loader.Loaded) -> None:
    assert set(Contact.objects.values_list("channel", flat=True)) == {
        "web",
        "sms",
        "phone",
        "in_person",
        "letter",
    }
    assert set(Case.objects.values_list("origin", flat=True)) == {"web", "sms", "phone", "in_person"}
    assert set(Case.objects.values_list("status", flat=True)) == set(workflow.STATUS_LABELS)
    assert set(Case.objects.values_list("priority", flat=True)) == set(Priority.values)
    assert set(Staff.objects.values_list("role", flat=True)) == set(Role.values)


def test_nothing_is_unrouted_or_left_waiting(seeded: loader.Loaded) -> None:
    assert not Case.objects.filter(team=None).exists()
    assert not Case.objects.filter(routing_reason="").exists()
    assert not Event.objects.filter(verb="rule_failed").exists()
    assert not Receipt.objects.exists()
    waiting = Delivery.objects.filter(status__in=["queued", "sending"])
    assert list(waiting.values_list("contact__channel", flat=True)) == ["letter"]


def test_every_team_has_cases_and_routing_uses_more_than_one_rule(seeded: loader.Loaded) -> None:
    assert not Team.objects.annotate(number=Count("cases")).filter(number=0).exists()
    assert Case.objects.exclude(routed_rule=None).values("routed_rule").distinct().count() >= 8


def test_conversations_stay_together_on_one_case(seeded: loader.Loaded) -> None:
    """What the scripts tell as one matter, the filing rules must have filed as one."""
    apart = {
        story.key
        for story in STORIES
        if Contact.objects.filter(external_id__startswith=f"demo:{story.key}:", case__isnull=False)
        .values("case")
        .distinct()
        .count()
        > 1
    }
    assert apart == set()


def test_some_contacts_need_a_person(seeded: loader.Loaded) -> None:
    held = set(Contact.objects.filter(filing=Filing.HELD).values_list("external_id", flat=True))
    assert held == {"demo:suresh-which:1", "demo:stranger-names-case:1", "demo:huxtable-call-back:1"}
    assert Contact.objects.filter(filing=Filing.QUARANTINED).count() == 2
    assert Contact.objects.filter(filing=Filing.NONE).count() >= 3


def test_deliveries_ended_well_and_badly(seeded: loader.Loaded) -> None:
    ended = Counter(Delivery.objects.values_list("status", flat=True))
    assert ended["delivered"] > 50
    assert ended["failed"] == 1
    assert ended["undelivered"] == 1


def test_a_household_shares_its_telephone(seeded: loader.Loaded) -> None:
    shared = ContactPoint.objects.get(value="+441632960211")
    assert set(shared.people.values_list("name", flat=True)) == {"Doreen Huxtable", "Walter Huxtable"}
    assert set(shared.holders.values_list("label", flat=True)) == {"shared"}


def test_a_carer_stands_in_for_somebody_who_is_on_record_once(seeded: loader.Loaded) -> None:
    ivy = Person.objects.get(name="Ivy Barraclough")
    assert {str(held.contact_point.value) for held in ivy.points.all()} == {"+441632960203", "+447700900109"}
    assert ivy.points.get(contact_point__value="+447700900109").label == "carer"
    assert ivy.parties.get().role == "subject"


def test_somebody_said_stop_and_somebody_must_not_be_texted(seeded: loader.Loaded) -> None:
    assert ContactPoint.objects.get(value="+447700900113").opted_out_at is not None
    unsafe = ContactPoint.objects.get(value="+447700900114")
    assert (unsafe.text_ok, unsafe.voicemail_ok, unsafe.say_who_we_are) == (False, False, False)
    assert ContactPoint.objects.get(value="+447700900164").do_not_use


def test_restricted_cases_are_seen_by_few(seeded: loader.Loaded) -> None:
    restricted = Case.objects.filter(restricted=True)
    assert restricted.count() >= 4
    for username in ("handler", "caseworker", "lead", "manager"):
        staff = Staff.objects.get(username=username)
        assert visible_cases(staff).filter(restricted=False).count() > 50
        assert not visible_cases(staff).filter(restricted=True).exists()
    assert (
        visible_cases(Staff.objects.get(username="siobhan")).filter(restricted=True).count()
        == restricted.count()
    )
    assert not visible_cases(Staff.objects.get(username="admin")).exists()


def test_promises_run_were_tried_kept_and_broken(seeded: loader.Loaded) -> None:
    callbacks = FollowUp.objects.filter(kind="callback", done_at=None)
    assert callbacks.filter(window_from__isnull=False).exists()
    assert callbacks.filter(due_at__lt=A_MONDAY).exists()
    assert Contact.objects.filter(follow_up__in=callbacks, outcome="no_answer").count() == 2
    assert {"kept", "broken", "not_needed"} <= set(FollowUp.objects.values_list("result", flat=True))


def test_some_open_cases_are_overdue(seeded: loader.Loaded) -> None:
    assert Case.objects.open().filter(due_at__lt=A_MONDAY, responded_at=None).count() >= 3


def test_last_week_is_the_fullest(seeded: loader.Loaded) -> None:
    recent = Case.objects.filter(opened_at__gte=A_MONDAY - timedelta(days=7)).count()
    assert recent > Case.objects.count() / 4
    assert Case.objects.filter(opened_at__lt=A_MONDAY - timedelta(days=75)).exists()


def test_nothing_is_dated_after_now(seeded: loader.Loaded) -> None:
    assert not Contact.objects.filter(took_place_at__gt=A_MONDAY).exists()
    assert not Event.objects.filter(at__gt=A_MONDAY).exists()


def test_its_macros_can_be_used_as_they_stand(seeded: loader.Loaded) -> None:
    kept = list(Macro.objects.all())
    assert len(kept) == len(desk_macros.MACROS) and all(each.active and each.steps for each in kept)
    assert [str(wrong) for each in kept for wrong in macro_steps.check(each.steps)] == []
    assert Macro.objects.get(service__code="housing-repair").name == "Book the plumber"


def test_the_demo_log_ins_work(seeded: loader.Loaded) -> None:
    for username in ("handler", "caseworker", "lead", "manager", "admin"):
        assert Staff.objects.get(username=username).check_password("onequeue-demo")


def test_the_command_says_that_it_was_there_already(seeded: loader.Loaded) -> None:
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    assert "was there already" in said.getvalue()
