"""Every address against every role. An address without a line in ACCESS fails, so nobody forgets to decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from casework.models import (
    Adjustment,
    Area,
    Attachment,
    BulkText,
    Call,
    Case,
    Checklist,
    Closure,
    Conflict,
    Contact,
    EscalationStep,
    HeldNote,
    Leave,
    Macro,
    Merge,
    Move,
    Person,
    PersonContactPoint,
    Staff,
    Target,
    TextTemplate,
    UploadLink,
)
from casework.services import filing_moves, follow_ups, merges, people_merge, tasks_of_case
from tests import factories as make

pytestmark = pytest.mark.django_db

ROLES = ("nobody", "handler", "caseworker", "lead", "manager", "administrator")

PUBLIC = "public"  # everybody, logged in or not
READERS = "readers"  # all staff who read cases
WORKERS = "workers"  # those who work on cases
LEADERS = "leaders"
SETTERS = "setters"  # those who set up how the office works
OFFICE = "office"  # those who set up teams and staff
STAFF = "staff"  # anybody logged in
MACHINE = "machine"  # proves itself by signature or key, not by a log-in

WHO = {
    PUBLIC: ROLES,
    READERS: ("handler", "caseworker", "lead", "manager"),
    WORKERS: ("caseworker", "lead", "manager"),
    LEADERS: ("lead", "manager"),
    SETTERS: ("lead", "manager", "administrator"),
    OFFICE: ("manager", "administrator"),
    STAFF: ROLES[1:],
}


@dataclass(frozen=True)
class Line:
    """How one address answers: who may, by which method, and what the path needs."""

    who: str
    method: str = "get"
    needs: str = ""  # "reference", "held", "quarantined", "logged", "file", "service"
    stranger: int = 302  # where somebody without a log-in is sent, or the API's 401


ACCESS: dict[str, Line] = {
    # Public pages
    "web:start": Line(PUBLIC),
    "web:service": Line(PUBLIC, needs="service"),
    "web:questions": Line(PUBLIC, needs="service"),
    "web:contact": Line(PUBLIC, needs="service"),
    "web:check": Line(PUBLIC, needs="service"),
    "web:done": Line(PUBLIC, needs="service"),
    "web:link": Line(PUBLIC, needs="link_token"),
    "web:link_done": Line(PUBLIC),
    "login": Line(PUBLIC),
    "set_password": Line(PUBLIC, needs="password_link"),
    "logout": Line(PUBLIC, method="post"),
    "livez": Line(PUBLIC),
    "readyz": Line(PUBLIC),
    # The desk
    "desk:queue": Line(READERS),
    "desk:start": Line(STAFF),
    "desk:views": Line(READERS),
    "desk:view_new": Line(READERS),
    "desk:view": Line(READERS, needs="saved_view"),
    "desk:view_move": Line(READERS, method="post", needs="saved_view"),
    "desk:view_remove": Line(READERS, needs="saved_view"),
    "desk:columns": Line(READERS),
    "desk:shortlist": Line(READERS),
    "desk:shortlist_move": Line(READERS, method="post", needs="star"),
    "desk:star": Line(READERS, method="post", needs="reference"),
    "desk:calls": Line(READERS),
    "desk:calls_ringing": Line(READERS),
    "desk:call_take": Line(READERS, method="post", needs="call"),
    "desk:recording": Line(READERS, needs="recording"),
    "desk:search": Line(READERS),
    "desk:keys": Line(READERS),
    "desk:palette": Line(STAFF),
    "desk:preferences": Line(READERS),
    "desk:live": Line(PUBLIC),
    "desk:filing": Line(READERS),
    "desk:set_aside": Line(LEADERS),
    "desk:judge": Line(LEADERS, method="post", needs="quarantined"),
    "desk:decide": Line(WORKERS, method="post"),
    "desk:move": Line(WORKERS, needs="held"),
    "desk:move_some": Line(WORKERS, needs="reference"),
    "desk:merge": Line(WORKERS, needs="reference"),
    "desk:undo_move": Line(WORKERS, method="post", needs="move"),
    "desk:undo_merge": Line(WORKERS, method="post", needs="merge"),
    "desk:who": Line(WORKERS, needs="logged"),
    "desk:person": Line(READERS, needs="person"),
    "desk:person_name": Line(WORKERS, needs="person"),
    "desk:person_born": Line(WORKERS, needs="person"),
    "desk:adjustments": Line(LEADERS),
    "desk:adjustments_of": Line(READERS, needs="person"),
    "desk:adjustment": Line(READERS, needs="adjustment"),
    "desk:held_notes": Line(READERS),
    "desk:held_note_drop": Line(READERS, method="post", needs="held_note"),
    "desk:without_case": Line(READERS),
    "desk:contact": Line(READERS, needs="logged"),
    "desk:person_add": Line(WORKERS, needs="person"),
    "desk:person_point": Line(WORKERS, needs="person_point"),
    "desk:person_merge": Line(WORKERS, needs="person"),
    "desk:person_unmerge": Line(WORKERS, method="post", needs="person_merge"),
    "desk:file": Line(READERS, needs="file"),
    "desk:file_look": Line(READERS, needs="file"),
    "desk:file_small": Line(READERS, needs="file"),
    "desk:file_large": Line(READERS, needs="file"),
    "desk:case": Line(READERS, needs="reference"),
    "desk:parties": Line(WORKERS, needs="reference"),
    "desk:party_add": Line(WORKERS, needs="reference"),
    "desk:party": Line(WORKERS, needs="party"),
    "desk:party_who": Line(WORKERS, needs="party"),
    "desk:party_replies": Line(WORKERS, method="post", needs="party"),
    "desk:party_remove": Line(WORKERS, method="post", needs="party"),
    "desk:links": Line(WORKERS, needs="reference"),
    "desk:dialogue": Line(WORKERS, needs="reference"),
    "desk:dialogue_take_over": Line(WORKERS, method="post", needs="reference"),
    "desk:link_ask": Line(WORKERS, method="post", needs="reference"),
    "desk:link_withdraw": Line(WORKERS, method="post", needs="upload_link"),
    "desk:reply": Line(WORKERS, method="post", needs="reference"),
    "desk:draft": Line(WORKERS, method="post", needs="reference"),
    "desk:take_back": Line(WORKERS, method="post", needs="sent"),
    "desk:text_templates": Line(SETTERS),
    "desk:text_template_new": Line(SETTERS),
    "desk:text_template": Line(SETTERS, needs="text_template"),
    "desk:follow": Line(READERS, method="post", needs="reference"),
    "desk:unfollow": Line(READERS, method="post", needs="reference"),
    "desk:presence": Line(READERS, method="post", needs="reference"),
    "desk:mention_names": Line(READERS),
    "desk:notifications": Line(READERS),
    "desk:notifications_count": Line(READERS),
    "desk:notifications_read": Line(READERS, method="post"),
    "desk:notification_open": Line(READERS, needs="nobodys_id"),
    "desk:notification_read": Line(READERS, method="post", needs="nobodys_id"),
    "desk:notify_choices": Line(READERS),
    "desk:note": Line(READERS, method="post", needs="reference"),
    "desk:take": Line(WORKERS, method="post", needs="reference"),
    "desk:assign": Line(WORKERS, method="post", needs="reference"),
    "desk:team": Line(WORKERS, method="post", needs="reference"),
    "desk:status": Line(WORKERS, method="post", needs="reference"),
    "desk:next": Line(WORKERS, method="post"),
    "desk:next_skip": Line(WORKERS, needs="reference"),
    "desk:why": Line(READERS, needs="reference"),
    "desk:reroute": Line(WORKERS, method="post", needs="reference"),
    "desk:triage": Line(WORKERS, needs="reference"),
    "desk:follow_up_new": Line(READERS, needs="reference"),
    "desk:follow_up": Line(READERS, needs="follow_up"),
    "desk:promised": Line(READERS),
    "desk:tasks": Line(READERS),
    "desk:task": Line(READERS, needs="task"),
    "desk:task_tick": Line(READERS, method="post", needs="task"),
    "desk:task_move": Line(READERS, method="post", needs="task"),
    "desk:task_take_away": Line(READERS, method="post", needs="task"),
    "desk:task_add": Line(READERS, method="post", needs="reference"),
    "desk:checklist_put": Line(READERS, method="post", needs="reference"),
    "desk:checklists": Line(SETTERS),
    "desk:checklist_new": Line(SETTERS),
    "desk:checklist": Line(SETTERS, needs="checklist"),
    "desk:ring": Line(READERS, needs="follow_up"),
    "desk:ring_case": Line(READERS, needs="reference"),
    "desk:promises_kept": Line(LEADERS),
    "desk:duty": Line(SETTERS),
    "desk:duty_person": Line(SETTERS, needs="colleague"),
    "desk:leaving": Line(SETTERS, needs="colleague"),
    "desk:leave_remove": Line(SETTERS, method="post", needs="leave"),
    "desk:conflict_new": Line(READERS, needs="reference"),
    "desk:hand_over": Line(WORKERS, needs="reference"),
    "desk:person_conflict": Line(READERS, needs="person"),
    "desk:conflict_remove": Line(LEADERS, method="post", needs="conflict"),
    "desk:log_phone": Line(READERS),
    "desk:log_phone_lookup": Line(READERS),
    "desk:log_in_person": Line(READERS),
    "desk:log_in_person_lookup": Line(READERS),
    "desk:log_letter": Line(READERS),
    "desk:log_letter_lookup": Line(READERS),
    "desk:letter_new": Line(WORKERS, needs="reference"),
    "desk:letters": Line(READERS),
    "desk:letters_print": Line(READERS),
    "desk:letter_not_sent": Line(READERS, needs="sent"),
    "desk:letters_posted": Line(READERS),
    "desk:letter_again": Line(READERS, needs="sent"),
    "desk:letter_sheet": Line(READERS, needs="sent"),
    "desk:confirm": Line(READERS, method="post", needs="logged"),
    "desk:log_paper": Line(READERS, needs="service"),
    "desk:drop_in": Line(READERS),
    "desk:drop_in_keep": Line(READERS, method="post"),
    "desk:drop_in_discard": Line(READERS, method="post"),
    "desk:drop_in_look_up": Line(READERS, method="post", needs="row_number"),
    "desk:drop_in_done": Line(READERS, needs="sheet"),
    "desk:paper": Line(READERS),
    "desk:paper_form": Line(READERS, needs="service"),
    "desk:log_alike": Line(READERS, method="post"),
    "desk:log_heed": Line(READERS),
    "desk:log_script": Line(READERS, method="post"),
    "desk:log_subjects": Line(READERS, method="post"),
    "desk:calls_going": Line(READERS),
    "desk:call_keep": Line(READERS, method="post", needs="call_in_progress"),
    "desk:call_drop": Line(READERS, needs="call_in_progress"),
    "desk:call_hand_over": Line(READERS, needs="call_in_progress"),
    "desk:log_done": Line(READERS, needs="logged"),
    "desk:outreach": Line(READERS),
    "desk:outreach_shell": Line(READERS),
    "desk:outreach_worker": Line(READERS),
    "desk:outreach_now": Line(READERS),
    "desk:outreach_hand_in": Line(READERS, method="post"),
    "desk:outreach_leave": Line(READERS),
    "desk:rules": Line(SETTERS),
    "desk:rules_order": Line(SETTERS, method="post"),
    "desk:rules_discard": Line(SETTERS),
    "desk:rule_preview": Line(SETTERS, method="post"),
    "desk:rule_new": Line(SETTERS),
    "desk:rule": Line(SETTERS, needs="rule"),
    "desk:rule_move": Line(SETTERS, needs="rule"),
    "desk:rule_remove": Line(SETTERS, needs="rule"),
    "desk:rules_save": Line(SETTERS),
    "desk:rules_conflicts": Line(SETTERS),
    "desk:rules_dry_run_start": Line(SETTERS, method="post"),
    "desk:rules_dry_run": Line(SETTERS, needs="dry_run"),
    "desk:rules_dry_run_step": Line(SETTERS, method="post", needs="dry_run"),
    "desk:rules_versions": Line(SETTERS),
    "desk:rules_version": Line(SETTERS, needs="rules_number"),
    "desk:rules_compare": Line(SETTERS),
    "desk:rules_go_back": Line(SETTERS, needs="rules_number"),
    "desk:areas": Line(SETTERS),
    "desk:area_new": Line(SETTERS),
    "desk:area": Line(SETTERS, needs="area"),
    "desk:change_many": Line(WORKERS),
    "desk:change_many_preview": Line(WORKERS, method="post"),
    "desk:change_many_begin": Line(WORKERS, method="post"),
    "desk:changing_many": Line(WORKERS, needs="bulk_change"),
    "desk:changing_many_step": Line(WORKERS, method="post", needs="bulk_change"),
    "desk:changing_many_undo": Line(WORKERS, method="post", needs="bulk_change"),
    "desk:put_aside": Line(WORKERS, needs="reference"),
    "desk:bring_back": Line(WORKERS, method="post", needs="reference"),
    "desk:priority": Line(WORKERS, method="post", needs="reference"),
    "desk:tags": Line(WORKERS, needs="reference"),
    "desk:close_many": Line(WORKERS),
    "desk:closing_many": Line(WORKERS, needs="bulk_change"),
    "desk:closing_many_step": Line(WORKERS, method="post", needs="bulk_change"),
    "desk:export": Line(LEADERS),
    "desk:print_case": Line(READERS, needs="reference"),
    "desk:case_copy": Line(READERS, needs="copy"),
    "desk:case_page_to_print": Line(READERS, needs="copy_part"),
    "desk:case_pdf": Line(READERS, needs="copy_part"),
    "desk:bulk_list": Line(LEADERS),
    "desk:bulk_new": Line(LEADERS),
    "desk:bulk": Line(LEADERS, needs="bulk"),
    "desk:bulk_send": Line(LEADERS, method="post", needs="bulk"),
    "desk:bulk_stop": Line(LEADERS, method="post", needs="bulk"),
    "desk:bulk_progress": Line(LEADERS, needs="bulk"),
    "desk:hours": Line(SETTERS),
    "desk:hours_office": Line(SETTERS),
    "desk:hours_team": Line(SETTERS, needs="a_team"),
    "desk:closure_new": Line(SETTERS),
    "desk:closure": Line(SETTERS, needs="closure"),
    "desk:holidays": Line(SETTERS),
    "desk:settings": Line(SETTERS),
    "desk:macros": Line(SETTERS),
    "desk:macro_new": Line(SETTERS),
    "desk:macro": Line(SETTERS, needs="macro"),
    "desk:macro_step": Line(SETTERS, needs="macro"),
    "desk:case_macros": Line(WORKERS, needs="reference"),
    "desk:office_teams": Line(OFFICE),
    "desk:office_team_new": Line(OFFICE),
    "desk:office_team": Line(OFFICE, needs="a_team"),
    "desk:office_team_changes": Line(OFFICE, needs="a_team"),
    "desk:office_staff": Line(OFFICE),
    "desk:office_person_new": Line(OFFICE),
    "desk:office_person": Line(OFFICE, needs="colleague"),
    "desk:office_person_link": Line(OFFICE, method="post", needs="colleague"),
    "desk:office_person_use": Line(OFFICE, method="post", needs="colleague"),
    "desk:office_person_changes": Line(OFFICE, needs="colleague"),
    "desk:office_services": Line(SETTERS),
    "desk:office_service_new": Line(SETTERS),
    "desk:office_service": Line(SETTERS, needs="service"),
    "desk:office_service_words": Line(SETTERS, needs="service"),
    "desk:office_service_move": Line(SETTERS, method="post", needs="service"),
    "desk:office_service_publish": Line(SETTERS, method="post", needs="service"),
    "desk:office_service_preview": Line(SETTERS, needs="service"),
    "desk:office_service_changes": Line(SETTERS, needs="service"),
    "desk:office_question_new": Line(SETTERS, needs="service"),
    "desk:office_question": Line(SETTERS, needs="question"),
    "desk:office_question_move": Line(SETTERS, method="post", needs="question"),
    "desk:office_question_remove": Line(SETTERS, needs="question"),
    "desk:office_outcomes": Line(SETTERS),
    "desk:office_channels": Line(SETTERS),
    "desk:office_outcome": Line(SETTERS, method="post"),
    "desk:texting": Line(SETTERS),
    "desk:services_texts": Line(SETTERS),
    "desk:service_texts": Line(SETTERS, needs="service"),
    "desk:health": Line(SETTERS),
    "desk:safety": Line(READERS, needs="point"),
    "desk:targets": Line(SETTERS),
    "desk:target_new": Line(SETTERS),
    "desk:target": Line(SETTERS, needs="target"),
    "desk:targets_complaints": Line(SETTERS, method="post"),
    "desk:target_for": Line(SETTERS),
    "desk:escalation_step_new": Line(SETTERS),
    "desk:escalation_step": Line(SETTERS, needs="step"),
    "desk:case_target": Line(LEADERS, needs="reference"),
    "desk:case_extend": Line(LEADERS, needs="reference"),
    # The API, with the session of the desk; keys are tried in tests/integration/test_api.py
    "api:schema": Line(PUBLIC),
    "api:cases": Line(READERS, stranger=401),
    "api:case": Line(READERS, needs="reference", stranger=401),
    "api:case_assign": Line(WORKERS, method="post", needs="reference", stranger=401),
    "api:case_status": Line(WORKERS, method="post", needs="reference", stranger=401),
    "api:case_notes": Line(READERS, method="post", needs="reference", stranger=401),
    "api:case_replies": Line(WORKERS, method="post", needs="reference", stranger=401),
    "api:contacts": Line(READERS, stranger=401),
    "api:contact": Line(READERS, needs="logged", stranger=401),
    "api:outcomes": Line(STAFF, stranger=401),
    "api:services": Line(STAFF, stranger=401),
    "api:teams": Line(STAFF, stranger=401),
    "api:me": Line(STAFF, stranger=401),
    "api:rule_set": Line(SETTERS, stranger=401),
    "api:rule_set_versions": Line(SETTERS, stranger=401),
    "api:rule_set_version": Line(SETTERS, needs="rules_number", stranger=401),
    "api:dry_runs": Line(SETTERS, method="post", stranger=401),
    "api:dry_run": Line(SETTERS, needs="dry_run", stranger=401),
    # Twilio proves itself by its signature: tests/channels
    "sms:inbound": Line(MACHINE, method="post"),
    "sms:status": Line(MACHINE, method="post"),
    "whatsapp:inbound": Line(MACHINE, method="post"),
    "whatsapp:status": Line(MACHINE, method="post"),
    "voice:ring": Line(MACHINE, method="post"),
    "voice:dialled": Line(MACHINE, method="post"),
    "voice:recorded": Line(MACHINE, method="post"),
    "voice:recording": Line(MACHINE, method="post"),
    "voice:status": Line(MACHINE, method="post"),
    # GOV.UK Notify carries the token that the office gave it
    "notify:text": Line(MACHINE, method="post"),
    "notify:receipt": Line(MACHINE, method="post"),
    # Only in demo mode
    "styleguide": Line(PUBLIC),
    "demo:phone": Line(PUBLIC),
    "demo:phone_conversation": Line(PUBLIC),
    "demo:phone_handset": Line(PUBLIC, method="post"),
    "demo:phone_send": Line(PUBLIC, method="post"),
    "demo:call": Line(PUBLIC),
    "demo:twilio_recording": Line(MACHINE),
    "demo:twilio_messages": Line(MACHINE),
    "demo:twilio_media_list": Line(MACHINE),
    "demo:twilio_media": Line(MACHINE),
    "demo:twilio_message": Line(MACHINE),
}

# Addresses whose reference belongs to a case: tried again with a case of another team and a restricted one.
OF_A_CASE = [name for name, line in ACCESS.items() if line.needs == "reference"]


def addresses(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"


def test_every_address_has_a_line() -> None:
    missing = sorted(set(addresses()) - set(ACCESS) - {"favicon.ico"})
    assert not missing, f"Decide who may use these, in ACCESS: {missing}"


def test_no_line_without_an_address() -> None:
    gone = sorted(set(ACCESS) - set(addresses()))
    assert not gone, f"These addresses do not exist any more: {gone}"


@pytest.fixture
def world() -> dict[str, Any]:
    """An office with one member of staff per role, all of one team, and one thing of each kind in it."""
    make.office()
    people = {role: make.staff(role, role=role, lead=role == "lead") for role in ROLES[1:]}
    service = make.service("missed-bin")
    case = make.case()
    held = _contact("held")
    file = Attachment.objects.create(
        contact=case.contacts.first(), name="a.txt", content_type="text/plain", size=1, sha256="0" * 64
    )
    return {
        "people": people,
        "reference": case.reference,
        "held": held,
        "file": file,
        "service": service,
        "quarantined": _contact("quarantined"),
        "sent": Contact.objects.create(
            case=case,
            filing="filed",
            channel="sms",
            direction="out",
            took_place_at=make.NOW,
            logged_at=make.NOW,
            body="hello",
        ),
        "call": Call.objects.create(provider="x", account="x", external_id="1", rang_at=make.NOW),
        "recording": _recording(case),
        "text_template": TextTemplate.objects.create(code="hello", name="Hello", body="Hello {name}"),
        "logged": _contact("none"),
        "link_token": "a-token-of-nobody",
        "macro": Macro.objects.create(name="Tag it", steps=[{"do": "tag", "tag": "x"}]),
        "password_link": ("bm9ib2R5", "a-token-of-nobody"),
        "question": make.question(service, "since"),
        "upload_link": UploadLink.objects.create(
            case=case, token_digest="0" * 64, made_at=make.NOW, expires_at=make.later(days=7)
        ),
        "party": case.parties.get(),
        "move": _moved(people["lead"], case),
        "merge": _merged(people["lead"], case),
        "case": case,
        "colleague": people["caseworker"],
        "leave": Leave.objects.create(
            staff=people["caseworker"], first_day="2026-03-02", last_day="2026-03-03"
        ),
        "conflict": Conflict.objects.create(
            staff=make.staff("cousin"), case=case, reason="Cousins", made_by=people["lead"], at=make.NOW
        ),
        "follow_up": follow_ups.make(
            case=case,
            kind="callback",
            words="Ring back",
            due_at=make.later(days=1),
            actor=people["lead"],
            now=make.NOW,
        ),
        "task": tasks_of_case.add(case=case, title="Ask", actor=people["lead"], now=make.NOW),
        "checklist": Checklist.objects.create(name="A visit", steps=["Ask"]),
        "bulk": BulkText.objects.create(
            body="We are closed on Friday.",
            state="sending",
            made_by=people["lead"],
            made_at=make.NOW,
            confirmed_at=make.NOW,
        ),
        "rules_number": (make.rules({"name": "A rule"}).number,),
        "dry_run": "00000000-0000-4000-8000-000000000000",
        "row_number": (1,),
        "sheet": "00000000-0000-4000-8000-000000000000",
        "saved_view": "00000000-0000-4000-8000-000000000000",
        "star": "00000000-0000-4000-8000-000000000000",
        "bulk_change": "00000000-0000-4000-8000-000000000000",
        "nobodys_id": "00000000-0000-4000-8000-000000000000",
        "call_in_progress": "00000000-0000-4000-8000-000000000000",
        "rule": "00000000-0000-4000-8000-000000000000",
        "a_team": make.team("housing"),
        "closure": Closure.objects.create(first_day="2026-12-24", last_day="2026-12-24", reason="Training"),
        "area": Area.objects.create(code="an-area", name="An area", postcodes=["SW1A"]),
        "target": Target.objects.create(code="quick", name="Quick", first_response=1),
        "step": EscalationStep.objects.create(action="raise"),
        "copy": (case.reference, held.pk),
        "copy_part": (case.reference, held.pk, 1),
        **_people(people["lead"]),
    }


def _contact(filing: str) -> Contact:
    return Contact.objects.create(
        channel="sms", took_place_at=make.NOW, logged_at=make.NOW, body="hello", filing=filing
    )


def _recording(case: Case) -> Attachment:
    contact = Contact.objects.create(
        case=case, filing="filed", channel="phone", took_place_at=make.NOW, logged_at=make.NOW
    )
    Call.objects.create(
        provider="x", account="x", external_id="2", rang_at=make.NOW, state="voicemail", contact=contact
    )
    sound = Attachment(contact=contact, name="Voicemail", content_type="audio/mpeg", size=1, sha256="0" * 64)
    sound.file.save("Voicemail", ContentFile(b"x"), save=False)
    sound.save(force_insert=True)
    return sound


def _moved(actor: Staff, to: Case) -> Move:
    return filing_moves.move(contacts=[_contact("held")], to=to, actor=actor, now=make.NOW)


def _merged(actor: Staff, survivor: Case) -> Merge:
    other = make.case("The same boiler", sender=make.BEN)
    return merges.merge(merged=other, survivor=survivor, actor=actor, now=make.NOW)


def _people(actor: Staff) -> dict[str, Any]:
    """Somebody on a case with a number, and what became part of their record."""
    held = PersonContactPoint.objects.get(contact_point__value="+447700900101")
    twin = Person.objects.create(name="The same")
    merge = people_merge.merge(survivor=held.person, merged=twin, sure=True, actor=actor, now=make.NOW)
    return {
        "adjustment": Adjustment.objects.create(
            person=held.person, words="Large print", since="2026-03-02", noted_at=make.NOW
        ),
        "held_note": HeldNote.objects.create(
            author=actor,
            reference="7K4M-9QXD",
            body="Rang her",
            because="It left your sight",
            held_at=make.NOW,
        ),
        "person": held.person,
        "person_point": (held.person_id, held.contact_point_id),
        "point": (held.contact_point_id,),
        "person_merge": merge,
    }


def _path(name: str, line: Line, world: dict[str, Any]) -> str:
    if not line.needs:
        return reverse(name)
    thing = world[line.needs]
    if line.needs == "service":
        return reverse(name, args=[thing.code])
    if isinstance(thing, tuple):
        return reverse(name, args=thing)
    return reverse(name, args=[thing if isinstance(thing, str) else thing.pk])


def client_of(person: Staff | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def answer(name: str, line: Line, world: dict[str, Any], role: str) -> int:
    client = client_of(world["people"].get(role))
    response = getattr(client, line.method)(_path(name, line, world))
    _close(response)
    return int(response.status_code)


def _close(response: Any) -> None:
    """A file that was opened to be sent is closed, and the connection that the test works in is not."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("name", [name for name, line in ACCESS.items() if line.who != MACHINE])
def test_role_and_address(name: str, world: dict[str, Any]) -> None:
    line = ACCESS[name]
    for role in ROLES:
        with as_if_never():
            _let_in_or_not(name, line, role, answer(name, line, world, role))


def _let_in_or_not(name: str, line: Line, role: str, code: int) -> None:
    if role in WHO[line.who]:
        # Allowed: whatever the page then says of an empty form or a missing file, it is not "who are you" or "not you".
        assert code not in (401, 403) and code < 500, f"{role} should be let in to {name}, got {code}"
    elif role == "nobody":
        assert code == line.stranger, f"A stranger should not be let in to {name}, got {code}"
    else:
        assert code in (403, 404), f"{role} should not be let in to {name}, got {code}"


@contextmanager
def as_if_never() -> Iterator[None]:
    """What one role does to the world is undone before the next one comes: the world is dear to set up."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", ["other team", "restricted"])
@pytest.mark.parametrize("name", OF_A_CASE)
def test_a_hidden_case_answers_like_a_missing_one(name: str, kind: str, world: dict[str, Any]) -> None:
    hide(world["case"], kind)
    for role in ("handler", "caseworker", "lead"):
        with as_if_never():
            _hidden_like_missing(name, role, world)


def _hidden_like_missing(name: str, role: str, world: dict[str, Any]) -> None:
    client = client_of(world["people"][role])
    method = getattr(client, ACCESS[name].method)
    hidden = method(reverse(name, args=[world["reference"]]))
    missing = method(reverse(name, args=["7K4M-9QXX"]))
    if hidden.status_code == 403:
        assert role not in WHO[ACCESS[name].who] and missing.status_code == 403, role
        return
    assert hidden.status_code == missing.status_code == 404, role
    assert len(hidden.content) == len(missing.content), role


def hide(case: Case, kind: str) -> None:
    """Out of sight of everybody in the housing and triage teams."""
    far = make.team("far-away")
    Case.objects.filter(pk=case.pk).update(team=far, restricted=kind == "restricted")


@pytest.mark.parametrize("role", ["handler", "caseworker", "lead", "manager"])
def test_a_restricted_case_is_in_no_list_no_count_and_no_search(role: str, world: dict[str, Any]) -> None:
    hide(world["case"], "restricted")
    client = client_of(world["people"][role])
    for query in (
        "",
        "?q=boiler",
        f"?q={world['reference']}",
        "?q=07700900101",
        "?status=all",
        "?who=unassigned",
    ):
        page = client.get(reverse("desk:queue") + query)
        assert page.status_code == 200
        assert f"/desk/cases/{world['reference']}/" not in page.content.decode()


@pytest.mark.parametrize("way", ["assigned", "named", "safeguarding", "lead of the team"])
def test_a_restricted_case_is_seen_by_those_who_must(way: str, world: dict[str, Any]) -> None:
    case: Case = world["case"]
    hide(case, "restricted")
    person: Staff = world["people"]["caseworker"]
    if way == "assigned":
        Case.objects.filter(pk=case.pk).update(assignee=person)
    elif way == "named":
        case.named.add(person)
    elif way == "safeguarding":
        Staff.objects.filter(pk=person.pk).update(is_safeguarding=True)
    else:
        person.memberships.create(team=make.team("far-away"), is_lead=True)
    page = client_of(person).get(reverse("desk:case", args=[case.reference]))
    assert page.status_code == 200


@pytest.mark.parametrize(("role", "home"), [("administrator", "desk:settings"), ("lead", "desk:queue")])
def test_everybody_begins_at_a_page_they_may_use_and_is_offered_no_other(role: str, home: str) -> None:
    make.staff("somebody", role=role)
    page = Client().post(
        f"{reverse('login')}?next=/desk/", {"username": "somebody", "password": "onequeue-demo"}, follow=True
    )
    assert page.redirect_chain[-1][0] == reverse(home) and page.status_code == 200
    assert (b"Log a call" in page.content) == (role == "lead")


def test_somebody_who_left_sees_nothing(world: dict[str, Any]) -> None:
    person: Staff = world["people"]["manager"]
    client = client_of(person)
    Staff.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("desk:queue")).status_code == 302


@pytest.mark.parametrize(
    ("role", "sees"), [("handler", 0), ("caseworker", 0), ("manager", 0), ("safeguarding", 1)]
)
def test_a_held_text_that_may_be_about_a_restricted_case_is_hidden_with_it(role: str, sees: int) -> None:
    make.office()
    make.service("safety", restricted=True)
    make.form("he hits me", service_code="safety")
    make.form("my bin", at=make.later(minutes=1))
    held = make.text("he is back", at=make.later(days=4)).contact
    assert held.filing == "held" and len(held.candidates) == 2
    person = make.staff(
        "somebody",
        role="caseworker" if role == "safeguarding" else role,
        is_safeguarding=role == "safeguarding",
    )
    page = client_of(person).get(reverse("desk:filing"))
    assert page.content.decode().count("he is back") == sees
    moved = client_of(person).get(reverse("desk:move", args=[held.pk]))
    assert moved.status_code == (200 if sees else 403 if role == "handler" else 404)
