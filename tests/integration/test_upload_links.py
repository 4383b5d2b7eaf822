"""Links for photographs: asked for, texted, opened by anybody, used once, and nothing told to whoever guesses."""

import io
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from backoffice.logging import Redacting
from casework.models import (
    Attachment,
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    Person,
    Staff,
    UploadLink,
)
from casework.models.delivery import DeliveryStatus, Purpose
from casework.permissions import NotAllowed
from casework.services import status, upload_links
from casework.services.upload_links import CannotAsk, LinkIsNoGood
from channels import outbox
from channels.contracts import Outgoing, Sent
from channels.sms.adapter import Sms
from channels.web import guard
from channels.web.drafts import FOLDER
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE_STATEMENTS = 2  # the link with its case; the office's name and telephone


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def worker() -> Staff:
    make.office(phone="01632 960100", acknowledge_texts=False)
    return make.staff("worker")


@pytest.fixture
def case(worker: Staff) -> Case:
    return make.case("Nobody must read this here")


@pytest.fixture
def point(case: Case) -> ContactPoint:
    found = case.contacts.get().contact_point
    assert found is not None
    return found


@pytest.fixture
def link(case: Case, point: ContactPoint, worker: Staff) -> UploadLink:
    return upload_links.ask(case=case, contact_point=point, actor=worker, now=make.NOW)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[Outgoing]:
    """What the provider was handed."""
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_NUMBER = (
        "AC1",
        "t",
        "+447700900999",
    )
    handed: list[Outgoing] = []

    def send(self: Sms, outgoing: Outgoing) -> Sent:
        handed.append(outgoing)
        return Sent(provider_id=f"SM{len(handed)}")

    monkeypatch.setattr(Sms, "send", send)
    return handed


def path_of(link: UploadLink) -> str:
    return reverse("web:link", args=[upload_links.token_of(link)])


def photo(name: str = "damp.jpg", **options: Any) -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(made, "JPEG", **options)
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def text_of(response: Any) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.split())


# Asking


def test_a_link_is_texted_in_fixed_words_and_its_token_is_nowhere_in_the_database(
    link: UploadLink, case: Case, sent: list[Outgoing]
) -> None:
    token = upload_links.token_of(link)
    assert len(token) * 6 >= 160 and link.expires_at == make.later(days=7)
    contact = link.sent
    assert contact is not None and contact.delivery.purpose == Purpose.LINK and not contact.automatic
    assert token not in contact.body and upload_links.PLACEHOLDER in contact.body
    everything = [
        str(vars(row)) for model in (UploadLink, Contact, Delivery, Event) for row in model.objects.all()
    ]
    assert not any(token in row for row in everything)
    outbox.drain(now=make.NOW)
    (text,) = sent
    assert text.body == (
        f"Riverbank Help: send us photos, a place or words here: https://requests.example.org/add/{token}/ "
        "It works once, until 9 March."
    )
    assert case.reference not in text.body and path_of(link) in text.body
    assert contact.delivery.segments == 1 and len(text.body) <= 160
    assert Case.objects.get(pk=case.pk).waiting_for == "person"


def test_every_link_has_a_token_of_its_own(case: Case, point: ContactPoint, worker: Staff) -> None:
    moments = [make.later(minutes=5 * number) for number in range(5)]
    made = [upload_links.ask(case=case, contact_point=point, actor=worker, now=at) for at in moments]
    assert len({upload_links.token_of(each) for each in made}) == len({each.pk for each in made}) == 5
    assert all(each.token_digest == upload_links.digest(upload_links.token_of(each)) for each in made)


def test_pressed_twice_it_is_one_text(
    case: Case, point: ContactPoint, worker: Staff, link: UploadLink
) -> None:
    again = upload_links.ask(case=case, contact_point=point, actor=worker, now=make.later(seconds=20))
    assert again == link and Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opted_out_at": make.NOW}, "asked not to be texted"),
        ({"text_ok": False}, "not safe to text"),
        ({"do_not_use": True}, "must not be used"),
        ({"say_who_we_are": False}, "shows who we are"),
        ({"confirmed_at": None}, "typed into a form"),
    ],
)
def test_the_guard_refuses_it_with_what_to_do(
    fields: dict[str, Any], words: str, case: Case, point: ContactPoint, worker: Staff
) -> None:
    ContactPoint.objects.filter(pk=point.pk).update(**fields)
    with pytest.raises(CannotAsk, match=words):
        upload_links.ask(case=case, contact_point=point, actor=worker, now=make.NOW)
    assert not UploadLink.objects.exists() and not Delivery.objects.exists()


def test_only_somebody_on_the_case_is_asked(case: Case, worker: Staff) -> None:
    other = make.case("Another matter", sender=make.BEN).contacts.get().contact_point
    assert other is not None
    with pytest.raises(CannotAsk, match="nobody on this case"):
        upload_links.ask(case=case, contact_point=other, actor=worker, now=make.NOW)


def test_a_handler_asks_for_nothing(case: Case, point: ContactPoint, link: UploadLink) -> None:
    handler = make.staff("handler", role="handler")
    with pytest.raises(NotAllowed):
        upload_links.ask(case=case, contact_point=point, actor=handler, now=make.NOW)
    with pytest.raises(NotAllowed):
        upload_links.withdraw(link=link, actor=handler, now=make.NOW)


def test_a_link_of_a_phone_that_must_not_show_us_any_more_is_not_sent(
    link: UploadLink, point: ContactPoint, sent: list[Outgoing]
) -> None:
    ContactPoint.objects.filter(pk=point.pk).update(say_who_we_are=False)
    outbox.drain(now=make.NOW)
    delivery = Delivery.objects.get()
    assert sent == [] and delivery.status == DeliveryStatus.FAILED
    assert "shows who we are" in delivery.error_words


def test_words_about_safe_hours_that_came_meanwhile_hold_back_what_nobody_wrote(
    case: Case, point: ContactPoint, sent: list[Outgoing]
) -> None:
    assert failed(case) is not None
    ContactPoint.objects.filter(pk=point.pk).update(safe_hours="when he is at work")
    outbox.drain(now=make.NOW)
    assert sent == [] and "a person must judge" in Delivery.objects.get().error_words


# After a picture that did not come


def failed(case: Case, *, at: Any = make.NOW) -> UploadLink | None:
    contact = case.contacts.filter(direction="in").latest("took_place_at")
    return upload_links.offer(contact=contact, now=at, job="media")


def test_a_picture_that_did_not_come_is_answered_with_a_link_once_a_day(case: Case) -> None:
    made = failed(case)
    assert made is not None and made.sent is not None and made.sent.automatic and made.made_by is None
    assert failed(case, at=make.later(hours=23)) is None
    make.text("Here it is again", at=make.later(hours=24))
    assert failed(case, at=make.later(hours=24, seconds=1)) is not None
    assert Event.objects.filter(verb="link_sent", job="media").count() == 2


@pytest.mark.parametrize(
    "fields", [{"opted_out_at": make.NOW}, {"text_ok": False}, {"safe_hours": "when he is at work"}]
)
def test_nothing_goes_by_itself_where_the_guard_or_a_person_must_judge(
    fields: dict[str, Any], case: Case, point: ContactPoint
) -> None:
    ContactPoint.objects.filter(pk=point.pk).update(**fields)
    assert failed(case) is None and not Delivery.objects.exists()


def test_nothing_goes_by_itself_about_a_closed_case_or_an_old_text(case: Case, worker: Staff) -> None:
    assert failed(case, at=make.later(days=1, seconds=1)) is None
    status.change_status(case=case, to="closed", outcome="done", actor=worker, now=make.later(hours=1))
    assert failed(case, at=make.later(hours=2)) is None


def test_where_staff_asked_today_no_second_link_goes(case: Case, link: UploadLink) -> None:
    assert failed(case, at=make.later(hours=1)) is None


# The page


def test_the_page_says_nothing_of_the_case_and_looking_uses_nothing_up(link: UploadLink, case: Case) -> None:
    for method in ("get", "head", "get"):
        answer = getattr(Client(), method)(path_of(link))
        assert answer.status_code == 200
    page = answer.content.decode()
    person = case.contacts.get(direction="in").person
    hidden = [case.reference, "Nobody must read this", "900101", "900 101", case.team.name, str(case.pk)]
    assert not any(word in page for word in [*hidden, *([person.name] if person and person.name else [])])
    assert answer["Referrer-Policy"] == "no-referrer" and "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"] and not answer.cookies
    assert "Exit this page" in page
    link.refresh_from_db()
    assert link.used_at is None


def test_what_is_sent_is_a_contact_on_the_case_and_the_link_is_used(link: UploadLink, case: Case) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker of the camera"
    data = {
        "photos": [photo(exif=exif.tobytes()), photo("wall.jpg", quality=40)],
        "taken": photo("now.jpg", quality=30),
        "place": " Corner of Mill Lane ",
        "said": "It is worse now",
    }
    answer = Client().post(path_of(link), data)
    assert (answer.status_code, answer["Location"]) == (302, reverse("web:link_done"))
    contact = case.contacts.get(channel="web")
    assert (contact.body, contact.place, contact.rule, contact.arrived_at) == (
        "It is worse now", "Corner of Mill Lane", "4", "link",
    )  # fmt: skip
    assert contact.contact_point == link.contact_point and contact.person_id == link.person_id
    files = list(contact.attachments.order_by("name"))
    assert [file.name for file in files] == ["damp.jpg", "now.jpg", "wall.jpg"]
    assert not any(file.refused for file in files)
    with files[0].file.open() as stored:
        assert b"camera" not in stored.read()
    link.refresh_from_db()
    assert (link.used_at, link.brought) == (make.NOW, contact)
    assert Case.objects.get(pk=case.pk).needs_answer
    assert Event.objects.filter(verb="link_used", contact=contact).count() == 1
    assert not _waiting_files()
    assert "We have what you sent" in text_of(Client().get(answer["Location"]))


@pytest.fixture(autouse=True)
def no_photos_of_others() -> None:
    """What tests of other pages left half-way is not this page's."""
    for path in _waiting_files():
        storages["default"].delete(path)


def _waiting_files() -> list[str]:
    storage = storages["default"]
    hours = storage.listdir(FOLDER)[0] if storage.exists(FOLDER) else []
    return [f"{FOLDER}/{hour}/{name}" for hour in hours for name in storage.listdir(f"{FOLDER}/{hour}")[1]]


@pytest.mark.parametrize("data", [{"said": "Only words"}, {"place": "Only a place"}, {"photos": "one"}])
def test_one_of_them_is_enough(data: dict[str, Any], link: UploadLink, case: Case) -> None:
    given = {"photos": photo()} if "photos" in data else data
    assert Client().post(path_of(link), given).status_code == 302
    assert case.contacts.filter(channel="web").count() == 1


def test_nothing_at_all_is_asked_about_and_the_link_stays_good(link: UploadLink) -> None:
    answer = Client().post(path_of(link), {"said": "  ", "place": ""})
    assert answer.status_code == 422 and "Add a photo, a place or some words" in text_of(answer)
    assert Client().post(path_of(link), {"said": "Now with words"}).status_code == 302


def test_after_an_error_words_and_good_photos_are_kept_without_a_cookie(link: UploadLink, case: Case) -> None:
    heic = SimpleUploadedFile("holiday.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60)
    data = {"photos": [photo("good.jpg"), heic], "place": "By the river", "said": "See <this>"}
    answer = Client().post(path_of(link), data)
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "holiday.heic" in text_of(answer)
        and "Send it as JPEG" in text_of(answer)
    )
    assert "By the river" in page and "See &lt;this&gt;" in page and "good.jpg" in page
    assert not answer.cookies and case.contacts.count() == 2
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept is not None
    again = Client().post(path_of(link), {"kept": kept[1], "place": "By the river", "said": "See <this>"})
    assert again.status_code == 302
    contact = case.contacts.get(channel="web")
    assert [file.name for file in contact.attachments.all()] == ["good.jpg"]
    assert not _waiting_files()


def test_a_photo_so_far_can_be_left_out(link: UploadLink, case: Case) -> None:
    page = Client().post(path_of(link), {"photos": photo("a.jpg"), "place": "x" * 201}).content.decode()
    kept, file = (
        re.search(r'name="kept" value="([^"]+)"', page),
        re.search(r'name="remove" value="(\w+)"', page),
    )
    assert kept is not None and file is not None
    assert (
        Client().post(path_of(link), {"kept": kept[1], "remove": file[1], "said": "No photo"}).status_code
        == 302
    )
    assert not case.contacts.get(channel="web").attachments.exists()
    assert not _waiting_files()


@pytest.mark.parametrize("kept", ["", "x", "W10:1vX:abc", "{}", "\0", "a" * 5_000])
def test_what_the_page_did_not_write_itself_is_no_photo(kept: str, link: UploadLink, case: Case) -> None:
    assert Client().post(path_of(link), {"kept": kept, "said": "Words"}).status_code == 302
    assert not case.contacts.get(channel="web").attachments.exists()


def test_photos_kept_for_one_link_are_none_of_another(
    link: UploadLink, case: Case, point: ContactPoint, worker: Staff
) -> None:
    other = upload_links.ask(case=case, contact_point=point, actor=worker, now=make.later(minutes=2))
    page = Client().post(path_of(link), {"photos": photo(), "place": "x" * 201}).content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept is not None
    assert Client().post(path_of(other), {"kept": kept[1], "said": "Words"}).status_code == 302
    assert not Attachment.objects.exists()


def test_six_photos_are_one_too_many(link: UploadLink, case: Case) -> None:
    photos = [photo(f"{number}.jpg", quality=20 + number) for number in range(6)]
    answer = Client().post(path_of(link), {"photos": photos})
    assert answer.status_code == 422 and "You can send 5 photos" in text_of(answer)
    assert not case.contacts.filter(channel="web").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.4\n%%EOF"), ("a.txt", b"words"), ("a.svg", b"<svg/>"), ("a.jpg", b"")],
)
def test_only_photographs_are_taken(name: str, content: bytes, link: UploadLink) -> None:
    answer = Client().post(path_of(link), {"photos": SimpleUploadedFile(name, content), "said": "Words"})
    assert answer.status_code == 422 and name in text_of(answer) and "Words" in answer.content.decode()
    link.refresh_from_db()
    assert link.used_at is None


def test_no_log_keeps_the_address(link: UploadLink, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        assert Client().post(path_of(link), {"said": ""}).status_code == 422
        assert Client().post(path_of(link), {"said": "Words"}).status_code == 302
        assert Client().get(path_of(link)).status_code == 404
    written = [Redacting("%(message)s").format(record) for record in caplog.records]
    assert any("/add/[link]/" in line for line in written)
    assert not any(upload_links.token_of(link) in line for line in written)


# A link that leads nowhere


def spoilt(link: UploadLink, how: str, worker: Staff, clock: Any) -> str:
    path = path_of(link)
    if how == "used":
        assert Client().post(path, {"said": "First"}).status_code == 302
    elif how == "withdrawn":
        upload_links.withdraw(link=link, actor=worker, now=make.NOW)
    elif how == "expired":
        clock.move_to(link.expires_at)
    elif how == "wrong":
        path = path[:-2] + ("A/" if path[-2] != "A" else "B/")
    return path


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_expired_withdrawn_and_wrong_links_answer_alike(
    method: str, link: UploadLink, case: Case, point: ContactPoint, worker: Staff, clock: Any
) -> None:
    links = {"used": link} | {
        how: upload_links.ask(
            case=case, contact_point=point, actor=worker, now=make.later(minutes=2 * number)
        )
        for number, how in enumerate(("withdrawn", "wrong", "expired"), 1)
    }
    answers = {}
    for how, each in links.items():
        path = spoilt(each, how, worker, clock)
        before = Contact.objects.count()
        answers[how] = getattr(Client(), method)(path, {"said": "Second"})
        assert Contact.objects.count() == before, how
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.content for answer in answers.values()}) == 1
    each_its_own = {"X-Request-Id": "", "Expires": ""}  # the clock of one of them has moved on
    headers = [{**answer.headers, **each_its_own} for answer in answers.values()]
    assert headers == [headers[0]] * 4
    assert all(answer["Referrer-Policy"] == "no-referrer" for answer in answers.values())
    assert "works once, and for seven days" in text_of(answers["used"])


def test_a_link_is_good_until_its_last_moment(link: UploadLink, clock: Any) -> None:
    clock.move_to(link.expires_at - timedelta(seconds=1))
    assert Client().get(path_of(link)).status_code == 200
    clock.move_to(link.expires_at)
    assert Client().get(path_of(link)).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 2_000, "é" * 30, "%00", "..", "' OR 1=1 --"])
def test_odd_tokens_are_wrong_ones(token: str, link: UploadLink) -> None:
    assert Client().get(f"/add/{token}/").status_code == 404


def test_who_tries_many_links_waits_and_others_do_not(link: UploadLink) -> None:
    guesser, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    codes = [guesser.get(f"/add/{number:027}/").status_code for number in range(guard.WRONG_LINKS + 1)]
    assert codes == [404] * guard.WRONG_LINKS + [429]
    assert guesser.get(path_of(link)).status_code == 429
    assert other.get(path_of(link)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_sent_from_four_tabs_at_once_it_is_one_contact(link: UploadLink, case: Case) -> None:
    outcomes: list[str] = []

    def bring(number: int) -> None:
        try:
            upload_links.bring(link=link, said=f"Tab {number}", place="", files=(), now=make.NOW)
            outcomes.append("taken")
        except LinkIsNoGood:
            outcomes.append("no good")
        finally:
            connection.close()

    threads = [threading.Thread(target=bring, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["no good", "no good", "no good", "taken"]
    assert case.contacts.filter(channel="web").count() == 1


# Where it goes


def test_a_closed_case_is_opened_again(link: UploadLink, case: Case, worker: Staff) -> None:
    status.change_status(case=case, to="closed", outcome="done", actor=worker, now=make.NOW)
    Client().post(path_of(link), {"said": "It is back"})
    case.refresh_from_db()
    assert case.is_open and case.contacts.filter(channel="web").exists()


def test_long_after_the_end_it_opens_a_case_that_follows(
    case: Case, point: ContactPoint, worker: Staff, clock: Any
) -> None:
    status.change_status(case=case, to="closed", outcome="done", actor=worker, now=make.NOW)
    clock.move_to(make.later(days=13))
    link = upload_links.ask(case=case, contact_point=point, actor=worker, now=make.later(days=13))
    clock.move_to(make.later(days=15))
    assert Client().post(path_of(link), {"said": "It is back", "place": "Mill Lane"}).status_code == 302
    new = Case.objects.exclude(pk=case.pk).get()
    assert (
        new.follows == case
        and new.contacts.get().body == "It is back"
        and not Case.objects.get(pk=case.pk).is_open
    )


# The desk


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def test_the_case_page_asks_lists_and_takes_back(desk: Client, case: Case, point: ContactPoint) -> None:
    page = reverse("desk:case", args=[case.reference])
    assert "Ask for a photo" in text_of(desk.get(page))
    answer = desk.post(reverse("desk:link_ask", args=[case.reference]), {"to": str(point.pk)}, follow=True)
    assert "A link goes to" in text_of(answer) and "Not used yet" in text_of(answer)
    link = UploadLink.objects.get()
    assert upload_links.token_of(link) not in answer.content.decode()
    answer = desk.post(reverse("desk:link_withdraw", args=[link.pk]), follow=True)
    assert "The link leads nowhere now" in text_of(answer) and "Taken back" in text_of(answer)
    link.refresh_from_db()
    assert link.withdrawn_at == make.NOW
    assert Delivery.objects.get().status == DeliveryStatus.WITHDRAWN  # it had not gone yet


@pytest.mark.parametrize("to", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_number_that_is_not_theirs_is_not_asked(to: str, desk: Client, case: Case) -> None:
    answer = desk.post(reverse("desk:link_ask", args=[case.reference]), {"to": to}, follow=True)
    assert "Choose whom to ask" in text_of(answer) and not UploadLink.objects.exists()


def test_the_page_says_why_nobody_can_be_asked(desk: Client, case: Case, point: ContactPoint) -> None:
    ContactPoint.objects.filter(pk=point.pk).update(say_who_we_are=False)
    page = text_of(desk.get(reverse("desk:case", args=[case.reference])))
    assert "No link can be texted." in page and "shows who we are" in page and "Ask for a photo" not in page


def test_a_link_of_a_hidden_case_cannot_be_taken_back(desk: Client, link: UploadLink, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    assert desk.post(reverse("desk:link_withdraw", args=[link.pk])).status_code == 404
    link.refresh_from_db()
    assert link.withdrawn_at is None


def test_what_was_used_stays_used(link: UploadLink, worker: Staff) -> None:
    upload_links.bring(link=link, said="Here", place="", files=(), now=make.NOW)
    with pytest.raises(CannotAsk, match="used already"):
        upload_links.withdraw(link=link, actor=worker, now=make.NOW)


def test_taken_back_twice_it_is_one_event(link: UploadLink, worker: Staff) -> None:
    for _ in range(2):
        upload_links.withdraw(link=link, actor=worker, now=make.NOW)
    assert Event.objects.filter(verb="link_withdrawn").count() == 1


def test_the_page_takes_the_same_statements_however_long_the_case_is(
    link: UploadLink, case: Case, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        make.text(f"Again {number}", at=make.later(minutes=number))
    with django_assert_num_queries(PAGE_STATEMENTS):
        assert Client().get(path_of(link)).status_code == 200


def test_the_case_page_takes_one_statement_for_any_number_of_links(
    desk: Client, case: Case, point: ContactPoint, worker: Staff
) -> None:
    from tests.integration.test_links import statements

    upload_links.ask(case=case, contact_point=point, actor=worker, now=make.NOW)
    page = reverse("desk:case", args=[case.reference])
    one = statements(desk, page)
    for number in range(1, 4):
        upload_links.ask(case=case, contact_point=point, actor=worker, now=make.later(minutes=2 * number))
    assert statements(desk, page) == one


def test_a_link_of_a_merged_case_leads_to_the_one_that_remains(
    link: UploadLink, case: Case, worker: Staff
) -> None:
    from casework.services import merges

    other = make.case("The same matter", sender=make.BEN, at=make.later(minutes=1))
    merges.merge(merged=case, survivor=other, actor=worker, now=make.later(minutes=2))
    upload_links.bring(link=link, said="Here", place="", files=(), now=make.later(minutes=3))
    assert Contact.objects.get(body="Here").case == other


def test_the_person_is_the_one_who_was_asked(link: UploadLink) -> None:
    assert link.person == Person.objects.get()
