"""Forms as a page offers them are made and drawn once for all who are offered the same; what somebody wrote is not among them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from casework.forms.case import AssignForm, NoteForm, StatusForm
from casework.forms.fresh import fresh, is_fresh
from casework.models import Case, Draft, Staff
from casework.templatetags import _fields, oq
from casework.views import case_forms
from tests import factories as make

pytestmark = pytest.mark.django_db

ASKED: Any = {"label_size": "s"}


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


def page(staff: Staff, case: Case) -> str:
    client = Client()
    client.force_login(staff)
    return client.get(reverse("desk:case", args=[case.reference])).content.decode()


def test_a_field_is_drawn_once_for_all_who_are_offered_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    facts = _fields.facts
    monkeypatch.setattr(
        _fields, "facts", lambda bound, told: [drawn.append(bound.name), facts(bound, told)][1]
    )
    people = (("olga", "Olga Petrova"), ("drawn-once", "Sam Lee"))
    first, again = (fresh(AssignForm, offered=people, chosen="olga") for _ in range(2))
    assert first is again and is_fresh(first) and not first.is_bound
    assert oq.field(first["assignee"], **ASKED) == oq.field(again["assignee"], **ASKED)
    assert drawn == ["assignee"]
    other = oq.field(fresh(AssignForm, offered=people, chosen="drawn-once")["assignee"], **ASKED)
    assert '<option value="olga" selected>' not in other and '<option value="drawn-once" selected>' in other


def test_it_says_what_the_same_form_of_ones_own_says_in_each_language() -> None:
    own, kept = StatusForm(status="open", role="lead"), fresh(StatusForm, status="open", role="lead")
    said = set()
    for language in ("en-gb", "cy", "en-gb"):
        with translation.override(language):
            for name in ("status", "outcome"):
                assert oq.field(kept[name], **ASKED) == oq.field(own[name], **ASKED)
            said.add(oq.field(kept["outcome"]))
    assert len(said) == 2


def test_what_was_sent_is_a_form_of_its_own() -> None:
    sent = NoteForm({"body": ""}, auto_id="note-%s")
    writing = case_forms.writing({"note": sent}, judged=(), draft=None)
    assert writing["note"] is sent and not is_fresh(sent)
    assert "govuk-error-message" in oq.field(sent["body"])
    assert "govuk-error-message" not in oq.field(fresh(NoteForm, auto_id="note-%s")["body"])


def test_a_draft_stands_on_its_writers_page_alone(worker: Staff) -> None:
    case, colleague = make.case(), make.staff("colleague")
    Draft.objects.create(case=case, author=worker, body="Dear Anna, only I see this", saved_at=make.NOW)
    for _ in range(2):
        assert "Dear Anna, only I see this</textarea>" in page(worker, case)
        assert "only I see this" not in page(colleague, case)


def test_who_came_to_the_team_is_offered_on_the_next_page(worker: Staff) -> None:
    case = make.case()
    assert "Nia Newcomer" not in page(worker, case)
    newcomer = make.staff("newcomer")
    Staff.objects.filter(pk=newcomer.pk).update(full_name="Nia Newcomer")
    assert page(worker, case).count('<option value="newcomer">Nia Newcomer</option>') == 2
    Staff.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert "Nia Newcomer" not in page(worker, case)
