"""The pages on which an office keeps the words that its staff send again and again."""

from typing import Any

import pytest
from django.test import Client

from casework.models import Event, Staff, TextTemplate
from casework.permissions import NotAllowed
from casework.services import text_templates
from casework.services.text_templates import CannotBeTemplate
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

LIST = "/desk/settings/templates/"
NEW = f"{LIST}new/"


@pytest.fixture
def lead() -> Staff:
    make.office(phone="01632 960123")
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def typed(**fields: str) -> dict[str, str]:
    return {
        "name": "Appointment made", "service": "", "language": "en", "body": "Dear {name}, we come. {office}",
        "active": "on", "do": "save", **fields,
    }  # fmt: skip


def kept(lead: Staff, **fields: Any) -> TextTemplate:
    values = {
        "name": "Appointment made",
        "language": "en",
        "service": None,
        "body": "We come.",
        "active": True,
    }
    return text_templates.save(template=None, actor=lead, now=make.NOW, **{**values, **fields})


def test_a_template_is_kept_and_offered_with_who_did_it_on_record(desk: Client, lead: Staff) -> None:
    service = make.service("repairs")
    page = desk.post(NEW, typed(service="repairs"), follow=True)
    row = TextTemplate.objects.get()
    assert (row.code, row.service, row.active) == ("appointment-made", service, True)
    assert "“Appointment made” is kept." in Page(page).words and "Dear {name}, we come." in Page(page).words
    event = Event.objects.get(verb="template_kept")
    assert event.actor == lead and "Appointment made" in event.words


def test_a_preview_reads_as_for_a_made_up_person_and_keeps_nothing(desk: Client) -> None:
    page = Page(
        desk.post(NEW, typed(do="preview", body="Dear {name}, it is {office}. Ring {phone}. It’s late"))
    )
    assert "As a made-up person reads it" in page.words
    assert "Dear Amina Yusuf, it is Riverbank Help. Ring 01632 960123. It’s late" in page.words
    assert "of 1,600 characters, 1 part, about 4p, UCS-2" in page.words
    assert not TextTemplate.objects.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Dear {nmae}", "There is no field {nmae}. Those there are: {name}"),
        ("Dear {name", "There is no field {."),
        ("", "Write the words of the template."),
        ("\u200b", "Write the words of the template."),
        ("x" * 1601, "1,601 characters long; a text may have 1,600"),
        ("x" * 20_001, "20,001 characters long"),
        ("{<script>alert(1)</script>}", "There is no field"),
    ],
)
@pytest.mark.parametrize("do", ["save", "preview"])
def test_words_that_could_never_be_sent_are_refused(do: str, body: str, words: str, desk: Client) -> None:
    answer = desk.post(NEW, typed(body=body, do=do))
    page = Page(answer)
    assert answer.status_code == 422 and words in page.words and page.dangers == []
    assert not TextTemplate.objects.exists()


@pytest.mark.parametrize("body", ["", "Dear {nmae}", "x" * 1601])
def test_the_service_refuses_the_same(body: str, lead: Staff) -> None:
    with pytest.raises(CannotBeTemplate):
        kept(lead, body=body)
    assert not TextTemplate.objects.exists() and not Event.objects.exists()


def test_the_same_template_in_another_language_has_the_same_code(desk: Client, lead: Staff) -> None:
    english = kept(lead, service=make.service("repairs"))
    page = desk.get(f"{NEW}?of={english.pk}")
    assert "“Appointment made” in another language" in Page(page).words
    desk.post(f"{NEW}?of={english.pk}", typed(language="cy", body="Rydym yn dod.", name="Apwyntiad"))
    assert set(TextTemplate.objects.values_list("code", "language")) == {
        ("appointment-made", "en"),
        ("appointment-made", "cy"),
    }
    again = desk.post(f"{NEW}?of={english.pk}", typed(language="cy", body="Eto"))
    assert again.status_code == 422 and "in this language already" in Page(again).words


def test_two_templates_of_one_name_are_two(desk: Client, lead: Staff) -> None:
    kept(lead)
    kept(lead, body="Another one")
    assert TextTemplate.objects.values("code").distinct().count() == 2


def test_a_name_without_letters_has_a_code_too(lead: Staff) -> None:
    assert kept(lead, name="…").code == "template"


def test_a_template_is_changed_and_switched_off_and_what_it_was_is_known(desk: Client, lead: Staff) -> None:
    row = kept(lead)
    data = typed(name="Appointment", body="We come soon.")
    del data["active"]
    page = desk.post(f"{LIST}{row.pk}/", data, follow=True)
    row.refresh_from_db()
    assert (row.name, row.body, row.active, row.code) == (
        "Appointment",
        "We come soon.",
        False,
        "appointment-made",
    )
    assert "Switched off" in Page(page).words
    assert list(row.versions.order_by("pgh_id").values_list("body", flat=True)) == [
        "We come.",
        "We come soon.",
    ]  # type: ignore[attr-defined]
    assert text_templates.offered(service=None, language="en") == []


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Visit"),
        ("cy", "Ymweliad"),
        ("cy-GB", "Ymweliad"),
        ("CY", "Ymweliad"),
        ("so", "Visit"),
        ("", "Visit"),
    ],
)
def test_the_language_of_the_person_goes_before_english(language: str, name: str, lead: Staff) -> None:
    english = kept(lead, name="Visit")
    kept(lead, name="Ymweliad", language="cy", of=english)
    assert [row.name for row in text_templates.offered(service=None, language=language)] == [name]


def test_what_is_in_neither_language_is_offered_as_it_is(lead: Staff) -> None:
    kept(lead, name="Ymweliad", language="cy")
    assert [row.language for row in text_templates.offered(service=None, language="so")] == ["cy"]


@pytest.mark.parametrize("role", ["handler", "caseworker"])
def test_who_does_not_set_up_the_office_keeps_no_template(role: str, lead: Staff) -> None:
    with pytest.raises(NotAllowed):
        kept(make.staff(role, role=role))


@pytest.mark.parametrize(
    "path", [f"{NEW}?of=nonsense", f"{NEW}?of=%00", f"{LIST}00000000-0000-4000-8000-000000000000/"]
)
def test_a_template_that_is_not_there_is_not_found(path: str, desk: Client) -> None:
    assert desk.get(path).status_code == 404


@pytest.mark.parametrize("words", ["\u202etxt", "<script>x</script>", "Ω" * 90, "\x00a"])
@pytest.mark.parametrize("field", ["name", "body"])
def test_any_words_are_shown_and_run_nothing(field: str, words: str, desk: Client) -> None:
    answer = desk.post(NEW, typed(**{field: words}), follow=True)
    row = TextTemplate.objects.get()
    for page in (answer, desk.get(f"{LIST}{row.pk}/"), desk.get(LIST)):
        assert page.status_code == 200 and Page(page).dangers == []
    assert "\u202e" not in Page(desk.get(LIST)).words


def test_the_pages_state_their_statements(desk: Client, lead: Staff, django_assert_num_queries: Any) -> None:
    row = kept(lead)
    for _ in range(2):
        with django_assert_num_queries(2):  # session, user and office; the templates with their services
            assert desk.get(LIST).status_code == 200
        for number in range(20):
            kept(lead, name=f"Template {number}", service=make.service(f"service-{number}"))
    with django_assert_num_queries(3):  # session, user and office; the template, services
        assert desk.get(f"{LIST}{row.pk}/").status_code == 200
    with django_assert_num_queries(2):
        assert desk.get(NEW).status_code == 200
