"""The panels of a case's page, which Jinja draws: nothing of anybody's words is markup in any of them, and each piece of markup has one source."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from casework.models import (
    Case,
    CaseLink,
    Checklist,
    Draft,
    Follower,
    FollowUp,
    Party,
    Person,
    Service,
    Staff,
    Task,
    TextTemplate,
)
from casework.services import notes
from tests import factories as make

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("x")</script> O\'Brien & {{ 7 }}'


def section(page: str, title: str) -> str:
    """The part of a page that is called by this heading."""
    found = re.search(rf'<section[^>]*aria-labelledby="{title}".*?</section>', page, re.DOTALL)
    assert found, title
    return found.group()


def hostile_case(worker: Staff) -> Case:
    """Something of everybody's in each panel."""
    now = timezone.now()
    case, other = make.case(at=now), make.case("Bins", sender=make.BEN, at=now)
    Service.objects.filter(pk=make.service().pk).update(name=HOSTILE)
    for each in (case, other):
        Case.objects.filter(pk=each.pk).update(
            summary=HOSTILE, tags=[HOSTILE[:40]], location=HOSTILE, service=make.service()
        )
    Person.objects.update(name=HOSTILE)
    Party.objects.filter(case=case).update(
        role="representative", authority_basis=HOSTILE, authority_scope=HOSTILE
    )
    colleague = make.staff("colleague")
    Staff.objects.update(full_name=HOSTILE)
    told = {"case": case, "words": HOSTILE, "made_by": worker, "owner": worker}
    FollowUp.objects.create(kind="reminder", due_at=now + timedelta(days=1), made_at=now, **told)
    FollowUp.objects.create(
        kind="reminder", due_at=now, made_at=now, done_at=now, done_by=worker, done_words=HOSTILE, result="kept", **told
    )  # fmt: skip
    Task.objects.create(case=case, title=HOSTILE, made_by=worker, made_at=now)
    Task.objects.create(case=case, title=HOSTILE, made_by=worker, made_at=now, done_at=now, done_by=worker)
    Checklist.objects.create(name=HOSTILE, steps=["One", "Two"])
    for each in (worker, colleague):
        Follower.objects.create(case=case, staff=each, since=now)
    Draft.objects.create(case=case, author=worker, body=HOSTILE, saved_at=now)
    TextTemplate.objects.create(name=HOSTILE, body=HOSTILE)
    CaseLink.objects.create(case=other, other=case, kind="related", created_by=worker, created_at=now)
    notes.add_note(case=case, body=HOSTILE, actor=worker, now=now)
    return case


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.mark.parametrize("send", ["page", "refused"])
def test_nobodys_words_are_markup_in_any_panel(client: Client, worker: Staff, send: str) -> None:
    case = hostile_case(worker)
    if send == "page":
        page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    else:
        typed = {"body": HOSTILE, "to": HOSTILE, "what": "callback", "words": HOSTILE, "day_day": HOSTILE}
        page = client.post(reverse("desk:reply", args=[case.reference]), typed).content.decode()
    assert "<script>alert" not in page and "{{ 7 }}" in page and "&amp;amp;" not in page
    assert "&amp;lt;" not in page  # nor escaped twice
    titles = (
        "follow-ups-title",
        "tasks-title",
        "people-title",
        "related-title",
        "following-title",
        "timeline-title",
    )
    for title in titles:
        assert escape("<script>") in section(page, title), title
    for rest in (
        "oq-identity__title",
        "oq-glance__summary",
        'data-words="',
        'id="reply-body"',
        'id="details-title"',
    ):
        after = page[page.index(rest) :][:600]
        assert escape("<script>") in after, rest


def test_a_page_has_one_token_for_all_its_forms_in_the_panels(client: Client, worker: Staff) -> None:
    page = client.get(reverse("desk:case", args=[hostile_case(worker).reference])).content.decode()
    content = page[page.index('id="main-content"') :]
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', content)
    assert len(tokens) == content.count('method="post"') and len(set(tokens)) == 1


@pytest.mark.parametrize(
    ("part", "begins"), [("tasks", 'id="tasks-list"'), ("timeline", 'id="timeline-latest"')]
)
def test_a_part_asked_for_alone_is_what_stands_in_the_page(
    client: Client, worker: Staff, part: str, begins: str
) -> None:
    url = reverse("desk:case", args=[hostile_case(worker).reference])
    page = squeezed(client.get(url).content.decode())
    alone = squeezed(client.get(url, {"part": part}, headers={"HX-Request": "true"}).content.decode())
    assert begins in alone
    # Addresses say who asked when, and where this part began.
    assert without_addresses(alone) in without_addresses(page)


def squeezed(html: str) -> str:
    html = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", html)
    return re.sub(r"\s+", " ", re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)).strip()


def without_addresses(html: str) -> str:
    return re.sub(r'(hx-get|href|data-live-url)="[^"]*"', r"\1", html)


COMPONENTS = (
    "tag", "star", "views", "empty", "inset", "live_pill", "safe_contact", "identity_bar", "person_card",
    "composer_reply", "composer_note",
)  # fmt: skip


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_hands_all_it_is_given_to_the_macro_that_the_page_of_a_case_uses(name: str) -> None:
    source = engines["django"].get_template(f"components/{name}.html").template.source
    lines = [line for line in source.splitlines() if line and not line.startswith("{#")]
    assert len(lines) == 1 and lines[0].startswith(f'{{% jinja "components/{name}.html" ')
    jinja: Any = engines["jinja2"]
    takes = set(jinja.env.get_template(f"components/{name}.html").module.draw.arguments)
    # The tag gives the token; words of many stars are given by a list that has many.
    assert set(re.findall(r"(\w+)=", lines[0])) == takes - {"csrf_input", "words"}


def test_a_checklist_says_how_many_steps_it_has(client: Client, worker: Staff) -> None:
    case = make.case()
    Checklist.objects.create(name="Short", steps=["One"])
    Checklist.objects.create(name="Long", steps=["One", "Two"])
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "Short (1 step)" in page and "Long (2 steps)" in page
