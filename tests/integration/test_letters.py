"""Letters: one that came is logged with its scan; one that goes waits until somebody has printed and posted it."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from casework import presenters_letters
from casework.models import (
    Attachment,
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    FollowUp,
    PersonContactPoint,
    Staff,
    TextTemplate,
)
from casework.models.case import WaitingFor
from casework.models.delivery import DeliveryStatus
from casework.permissions import NotAllowed
from casework.services import letters, outbound, person_points, replies
from casework.services.letters import LetterRefused, MustBeHeeded
from channels import outbox
from tests import factories as make
from tests.reading import Page
from tests.text_battery import SENDABLE, TEXTS

pytestmark = pytest.mark.django_db

LOG = "/desk/log/letter/"
ADDRESS = "Flat 2\n14 Mill Lane\nLeeds\nLS1 4DY"
ONE_LINE = "Flat 2 14 Mill Lane Leeds LS1 4DY"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WAITING_STATEMENTS = 4
PRINT_STATEMENTS = 4
NEW_STATEMENTS = 9


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    return at_desk(handler)


@pytest.fixture
def case(worker: Staff) -> Case:
    make.office(acknowledge_texts=False)
    return make.case()


def at_desk(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def asked(**more: Any) -> dict[str, Any]:
    return {
        "once": uuid4().hex,
        "words": "Asks for a date",
        "outcome": "passed_on",
        "name": "Amina Yusuf",
        **more,
    }


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def photograph(kind: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (24, 16), "white").save(made, kind)
    return made.getvalue()


def scan(name: str = "letter.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# One that came


def test_a_letter_opens_a_case_with_its_scan(desk: Client, handler: Staff) -> None:
    page = desk.post(
        LOG, asked(scans=[scan(), scan("page 2.jpg", photograph())], address=ADDRESS), follow=True
    )
    case, contact = Case.objects.get(), Contact.objects.get()
    assert case.reference in said(page) and case.origin == "letter"
    assert (contact.channel, contact.logged_by, contact.outcome) == ("letter", handler, "passed_on")
    kept = Attachment.objects.order_by("name")
    assert [(each.name, each.content_type, each.refused) for each in kept] == [
        ("letter.pdf", "application/pdf", ""),
        ("page 2.jpg", "image/jpeg", ""),
    ]
    assert contact.contact_point == ContactPoint.objects.get(kind="address", value=ONE_LINE)


def test_a_letter_is_no_answer_of_ours(desk: Client) -> None:
    case = make.case(at=timezone.now() - timedelta(days=2))
    desk.post(LOG, asked(number=make.AMINA))
    case.refresh_from_db()
    assert Contact.objects.get(channel="letter").case == case
    assert case.needs_answer and case.waiting_for == WaitingFor.US and case.responded_at is None


def test_the_address_on_it_is_put_on_record_beside_the_number(desk: Client) -> None:
    make.case(at=timezone.now() - timedelta(days=2))
    desk.post(LOG, asked(number=make.AMINA, name="", address=ADDRESS))
    contact = Contact.objects.get(channel="letter")
    assert contact.person is not None and contact.contact_point is not None
    assert contact.contact_point.kind == "phone"
    assert contact.person.contact_points.filter(kind="address", value=ONE_LINE).exists()


def test_a_second_letter_from_an_address_joins_the_case(desk: Client) -> None:
    desk.post(LOG, asked(address=ADDRESS))
    desk.post(LOG, asked(words="Sends what was missing", address=f"  {ONE_LINE} "))
    assert Case.objects.count() == 1 and Contact.objects.filter(channel="letter").count() == 2


def test_the_day_it_came_needs_no_time(desk: Client, handler: Staff) -> None:
    with time_machine.travel(datetime(2026, 7, 3, 15, 0, tzinfo=UTC), tick=False):
        client = at_desk(handler)
        day = {"day_day": "2", "day_month": "7", "day_year": "2026"}
        page = client.post(LOG, asked(**day))
        assert page.status_code == 422 and "Write why it is put on record" in said(page)
        client.post(LOG, asked(**day, late_because="It lay in the wrong tray"))
    contact = Contact.objects.get()
    assert contact.took_place_at == datetime(2026, 7, 2, 11, 0, tzinfo=UTC)
    assert Event.objects.get(verb="logged_late").after["because"] == "It lay in the wrong tray"


def test_a_letter_of_tomorrow_has_not_come(desk: Client, handler: Staff) -> None:
    with time_machine.travel(datetime(2026, 7, 3, 15, 0, tzinfo=UTC), tick=False):
        page = at_desk(handler).post(LOG, asked(day_day="4", day_month="7", day_year="2026"))
    assert page.status_code == 422 and "in the future" in said(page)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("letter.tiff", photograph("TIFF"), "This kind of file is not taken"),
        ("letter.docx", b"PK\x03\x04" + b"\x00" * 40, "This kind of file is not taken"),
        ("letter.html", b"<script>alert(1)</script>", "This kind of file is not taken"),
        ("letter.pdf", b"", "It is empty"),
        ("letter.pdf", PDF + b"\x00" * 10_000_000, "It is larger than 10 MB"),
        ("letter.jpg", photograph()[:60], "The picture is damaged"),
        ("letter.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "The picture is damaged"),
    ],
)
def test_a_file_that_is_not_kept_is_on_record_with_the_reason(
    desk: Client, name: str, content: bytes, why: str
) -> None:
    page = desk.post(LOG, asked(scans=[scan(name, content)]), follow=True)
    assert f"“{name}” was not kept. {why}" in said(page)
    kept = Attachment.objects.get()
    assert not kept.file and kept.refused.startswith(why) and kept.contact == Contact.objects.get()


def test_a_file_is_told_by_its_content_and_named_for_it(desk: Client) -> None:
    desk.post(LOG, asked(scans=[scan("../../etc/run.exe", PDF), scan("x\u202egnp.jpg", photograph("PNG"))]))
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["run.exe.pdf", "xgnp.jpg.png"]
    assert set(Attachment.objects.values_list("refused", flat=True)) == {""}


def test_the_eleventh_file_is_refused_with_the_reason(desk: Client) -> None:
    desk.post(LOG, asked(scans=[scan(f"{number}.pdf") for number in range(11)]))
    assert Attachment.objects.filter(refused="").count() == 10
    assert Attachment.objects.exclude(refused="").get().refused == "Only 10 files of one letter are kept."


def test_a_wrong_form_keeps_what_was_typed_and_asks_for_the_files_again(desk: Client) -> None:
    page = desk.post(LOG, asked(outcome="", address="14 Mill Lane", scans=[scan()]))
    assert page.status_code == 422
    words = said(page)
    assert "Choose the files again" in words and "Choose how it ended" in words
    assert "Asks for a date" in words and "14 Mill Lane" in words
    assert Contact.objects.count() == 0 and Attachment.objects.count() == 0


def test_finding_without_script_asks_for_the_files_again_too(desk: Client) -> None:
    page = desk.post(LOG, asked(find="1", scans=[scan()]))
    assert page.status_code == 200 and "Choose the files again" in said(page)


def test_a_double_click_is_one_letter_with_one_scan(desk: Client) -> None:
    once = asked(scans=[scan()])
    desk.post(LOG, once)
    desk.post(LOG, {**once, "scans": [scan()]})
    assert Contact.objects.count() == 1 and Attachment.objects.count() == 1


@pytest.mark.parametrize("name", list(SENDABLE))
def test_odd_words_of_a_letter_are_kept(desk: Client, name: str) -> None:
    page = desk.post(
        LOG, asked(words=TEXTS[name], name=TEXTS[name][:200], address=TEXTS[name][:200]), follow=True
    )
    assert page.status_code in (200, 422) and not Page(page).dangers


# One that goes


def party(case: Case) -> Any:
    return case.parties.get()


def named(case: Case, name: str = "Amina Yusuf") -> Any:
    person = party(case).person
    person.name = name
    person.save(update_fields=["name"])
    return party(case)


def letter(case: Case, worker: Staff, body: str = "Dear Amina,\n\nit is done.", **more: Any) -> Contact:
    given = {"address": ADDRESS, **more}
    return letters.write(case=case, party=named(case), body=body, actor=worker, now=make.NOW, **given)


def test_a_letter_waits_and_no_worker_claims_it(case: Case, worker: Staff) -> None:
    written = letter(case, worker)
    delivery = written.delivery
    assert (delivery.status, delivery.segments) == (DeliveryStatus.QUEUED, 0)
    assert outbox.drain(now=make.later(days=30)) == 0
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.QUEUED and delivery.attempts == 0


def test_letters_that_wait_hold_up_no_text(case: Case, worker: Staff) -> None:
    letter(case, worker)
    text = outbound.write(
        case=case,
        channel="sms",
        point=party(case).contact_point,
        person=None,
        body="Hello",
        now=make.later(hours=1),
    )
    assert outbox.send_one(now=make.later(hours=2))
    text.delivery.refresh_from_db()
    assert text.delivery.attempts == 1
    assert not outbox.send_one(now=make.later(hours=2))


def test_the_address_is_theirs_from_now_on(case: Case, worker: Staff) -> None:
    written = letter(case, worker)
    held = PersonContactPoint.objects.get(contact_point__kind="address")
    assert held.person == written.person and held.contact_point == written.contact_point
    assert Event.objects.filter(verb="point_added").count() == 1
    again = letter(case, worker, "Dear Amina,\n\none thing more.")
    assert again.contact_point == written.contact_point
    assert PersonContactPoint.objects.filter(contact_point__kind="address").count() == 1


def test_a_letter_answers_the_case(case: Case, worker: Staff) -> None:
    written = letter(case, worker)
    case.refresh_from_db()
    assert not case.needs_answer and case.responded_at == make.NOW
    assert Event.objects.get(verb="letter_written").contact == written


def test_the_same_letter_at_once_is_one(case: Case, worker: Staff) -> None:
    first, again = letter(case, worker), letter(case, worker)
    assert first == again and Delivery.objects.filter(contact__channel="letter").count() == 1


def test_a_letter_that_is_refused_leaves_no_address(case: Case, worker: Staff) -> None:
    ContactPoint.objects.create(kind="address", value=ONE_LINE, do_not_use=True)
    with pytest.raises(LetterRefused, match="must not be used"):
        letter(case, worker)
    assert not PersonContactPoint.objects.filter(contact_point__kind="address").exists()
    assert not Contact.objects.filter(channel="letter").exists()


@pytest.mark.parametrize(
    ("flags", "refused"),
    [
        ({"do_not_use": True}, "must not be used"),
        ({"text_ok": False}, "not safe to write to this address"),
        ({"opted_out_at": make.NOW}, "asked us not to write"),
    ],
)
def test_the_guard_refuses_a_letter(case: Case, worker: Staff, flags: dict[str, Any], refused: str) -> None:
    place = person_points.add_point(
        person=named(case).person, kind="address", raw=ADDRESS, actor=worker, now=make.NOW
    )
    ContactPoint.objects.filter(pk=place.pk).update(**flags)
    with pytest.raises(LetterRefused, match=refused):
        letter(case, worker, point=place)
    [shown] = letters.addresses(parties=letters.parties_of(case), now=make.NOW)
    assert refused in shown.refused


@pytest.mark.parametrize("flags", [{"safety_note": "He opens the post"}, {"safe_hours": "while he is away"}])
def test_what_is_noted_about_an_address_must_be_read_first(
    case: Case, worker: Staff, flags: dict[str, str]
) -> None:
    place = person_points.add_point(
        person=named(case).person, kind="address", raw=ADDRESS, actor=worker, now=make.NOW
    )
    ContactPoint.objects.filter(pk=place.pk).update(**flags)
    with pytest.raises(MustBeHeeded, match="|".join(flags.values())):
        letter(case, worker, point=place)
    assert letter(case, worker, point=place, heeded=True).delivery.status == DeliveryStatus.QUEUED


def test_where_we_must_not_be_known_the_letter_may_not_name_us(case: Case, worker: Staff) -> None:
    place = ContactPoint.objects.create(kind="address", value=ONE_LINE, say_who_we_are=False)
    with pytest.raises(LetterRefused, match="Write “the team” in its place"):
        letter(case, worker, "Dear Amina,\n\nwrite to Riverbank Help.", heeded=True)
    written = letter(case, worker, "Dear Amina,\n\nwrite to {office} about {reference}.", heeded=True)
    assert written.contact_point == place
    assert written.body == f"Dear Amina,\n\nwrite to the team about {case.reference}."


def test_fields_are_filled_and_an_empty_one_is_refused(case: Case, worker: Staff) -> None:
    assert letter(case, worker, "Dear {name}, {office}").body == "Dear Amina Yusuf, Riverbank Help"
    with pytest.raises(LetterRefused, match=r"\{service\} would be empty"):
        letter(case, worker, "About {service}")


def test_a_telephone_gets_no_letter(case: Case, worker: Staff) -> None:
    with pytest.raises(LetterRefused, match="not theirs"):
        letter(case, worker, point=party(case).contact_point)


@pytest.mark.parametrize("body", ["", " \n ", "\u200b", "x" * 20_001])
def test_nothing_and_too_much_is_no_letter(case: Case, worker: Staff, body: str) -> None:
    with pytest.raises(LetterRefused):
        letter(case, worker, body)


def test_a_handler_writes_no_letters_and_posts_them(case: Case, worker: Staff, handler: Staff) -> None:
    with pytest.raises(NotAllowed):
        letter(case, handler)
    written = letter(case, worker)
    assert letters.posted(letters=[written], actor=handler, now=make.NOW) == [written]


def test_somebody_nobody_knows_has_no_address(case: Case, worker: Staff) -> None:
    case.parties.update(person=None)
    with pytest.raises(LetterRefused, match="Say who it is"):
        letters.write(case=case, party=party(case), address=ADDRESS, body="Hello", actor=worker, now=make.NOW)


# By hand


def test_posted_is_sent_by_whoever_says_so(case: Case, worker: Staff, handler: Staff) -> None:
    written = letter(case, worker)
    assert letters.posted(letters=[written], actor=handler, now=make.later(hours=2)) == [written]
    delivery = Delivery.objects.get(contact=written)
    assert (delivery.status, delivery.sent_at, delivery.waits_because) == ("sent", make.later(hours=2), "")
    told = Event.objects.get(verb="letter_posted")
    assert (told.actor, told.case, told.contact) == (handler, case, written)
    assert letters.posted(letters=[written], actor=worker, now=make.later(hours=3)) == []
    assert Event.objects.filter(verb="letter_posted").count() == 1


def test_an_address_that_became_unsafe_stops_all_of_them(case: Case, worker: Staff) -> None:
    first, second = letter(case, worker), letter(case, worker, "Dear Amina,\n\nand more.")
    ContactPoint.objects.filter(kind="address").update(do_not_use=True)
    with pytest.raises(LetterRefused, match="Nothing was marked"):
        letters.posted(letters=[first, second], actor=worker, now=make.NOW)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"queued"}


def test_what_could_not_be_sent_is_somebody_s_to_do(case: Case, worker: Staff, handler: Staff) -> None:
    written = letter(case, worker)
    assert letters.not_sent(letter=written, because="The address has no number.", actor=handler, now=make.NOW)
    delivery = Delivery.objects.get(contact=written)
    assert delivery.status == DeliveryStatus.FAILED
    assert delivery.error_words == "The letter could not be sent: The address has no number."
    case.refresh_from_db()
    assert case.needs_answer and case.waiting_for == WaitingFor.US
    assert FollowUp.objects.get().words == f"Not reached. {delivery.error_words}"
    assert Event.objects.get(verb="letter_not_sent").actor == handler
    assert not letters.not_sent(letter=written, because="Again", actor=handler, now=make.NOW)
    assert letters.posted(letters=[written], actor=handler, now=make.NOW) == []


def test_a_letter_that_waits_can_be_taken_back_with_its_words(case: Case, worker: Staff) -> None:
    written = letter(case, worker)
    assert replies.take_back(contact=written, actor=worker, now=make.later(minutes=1))
    assert list(letters.waiting(worker)) == []
    case.refresh_from_db()
    assert case.needs_answer
    other = letter(case, worker, "Dear Amina,\n\nbetter so.")
    letters.posted(letters=[other], actor=worker, now=make.NOW)
    assert not replies.take_back(contact=other, actor=worker, now=make.NOW)


# The pages


def test_one_writes_a_letter_at_the_case(case: Case, worker: Staff) -> None:
    named(case)
    client, url = at_desk(worker), f"/desk/cases/{case.reference}/letter/"
    assert f'href="{url}"' in said(client.get(f"/desk/cases/{case.reference}/"))
    page = client.post(url, {"to": f"{party(case).pk}:new", "body": "Dear Amina"})
    assert (
        page.status_code == 422 and "Write their postal address" in said(page) and "Dear Amina" in said(page)
    )
    page = client.post(
        url, {"to": f"{party(case).pk}:new", "address": ADDRESS, "body": "Dear Amina"}, follow=True
    )
    assert "waits under “Letters”" in said(page) and "Waiting to be sent" in said(page)
    assert "It goes at" not in said(page)
    assert Contact.objects.get(channel="letter").body == "Dear Amina"


def test_a_template_s_words_come_into_the_letter(case: Case, worker: Staff) -> None:
    named(case)
    row = TextTemplate.objects.create(code="x", name="Done", body="Your {reference} is done, {name}.")
    page = at_desk(worker).post(
        f"/desk/cases/{case.reference}/letter/",
        {"to": f"{party(case).pk}:new", "body": "Dear Amina,", "template": row.pk, "do": "template", "address": "14 Mill Lane"},
    )  # fmt: skip
    assert page.status_code == 200 and Contact.objects.filter(channel="letter").count() == 0
    words = said(page)
    assert f"Dear Amina, Your {case.reference} is done, Amina Yusuf." in words and "14 Mill Lane" in words


def test_a_note_about_the_address_is_ticked_on_the_page(case: Case, worker: Staff) -> None:
    place = person_points.add_point(
        person=named(case).person, kind="address", raw=ADDRESS, actor=worker, now=make.NOW
    )
    ContactPoint.objects.filter(pk=place.pk).update(safety_note="He opens the post")
    client, url = at_desk(worker), f"/desk/cases/{case.reference}/letter/"
    given = {"to": f"{party(case).pk}:{place.pk}", "body": "Dear Amina"}
    page = client.post(url, given)
    assert page.status_code == 422 and "Read what is noted about this address" in said(page)
    assert client.post(url, {**given, "heeded": "on"}).status_code == 302
    assert Contact.objects.get(channel="letter").contact_point == place


@pytest.mark.parametrize(
    "given",
    [{}, {"to": "x"}, {"to": "x:y", "body": "Hello"}, {"to": "\x00", "body": "Hello"}, {"body": "x" * 30_000}, {"do": "template", "template": "x"}],
)  # fmt: skip
def test_odd_input_writes_nothing(case: Case, worker: Staff, given: dict[str, str]) -> None:
    named(case)
    page = at_desk(worker).post(f"/desk/cases/{case.reference}/letter/", given)
    assert page.status_code in (200, 422) and not Page(page).dangers
    assert not Contact.objects.filter(channel="letter").exists()


@pytest.mark.parametrize("name", list(TEXTS))
def test_odd_words_are_shown_and_printed_as_they_are(case: Case, worker: Staff, name: str) -> None:
    body = f"Dear Amina, {TEXTS[name]}"
    if "{" in body or len(body) > 20_000:
        return
    written = letter(case, worker, body, address=f"{TEXTS[name][:150]} 14 Mill Lane")
    client = at_desk(worker)
    for page in (client.get("/desk/letters/"), client.get("/desk/letters/print/", {"letter": written.pk})):
        assert page.status_code == 200 and not Page(page).dangers


def test_ticked_letters_are_printed_together_and_marked(case: Case, worker: Staff, desk: Client) -> None:
    first, second = letter(case, worker), letter(case, worker, "Dear Amina,\n\nand more.")
    page = desk.post("/desk/letters/", {"letters": [first.pk, second.pk], "do": "print"}, follow=True)
    words = said(page)
    assert page.redirect_chain[0][0] == f"/desk/letters/print/?letter={first.pk}&letter={second.pk}"
    assert words.count('class="oq-letter"') == 2 and "csrf" not in page.redirect_chain[0][0]
    assert "it is done." in words and "and more." in words and f"Reference: {case.reference}" in words
    assert Delivery.objects.filter(status="queued").count() == 2
    desk.post("/desk/letters/", {"letters": [first.pk, second.pk], "do": "posted"})
    assert Delivery.objects.filter(status="sent").count() == 2
    assert "No letter waits" in said(desk.get("/desk/letters/"))


def test_the_sheet_has_what_a_letter_has(case: Case, worker: Staff, settings: Any) -> None:
    settings.LETTER_RETURN_ADDRESS = "Riverbank House|1 Quay Street|Leeds LS2 2AA"
    sheet = presenters_letters.sheet(letter(case, worker), office=make.office())
    assert (sheet.sender, sheet.sender_lines) == (
        "Riverbank Help",
        ["Riverbank House", "1 Quay Street", "Leeds LS2 2AA"],
    )
    assert sheet.to == ["Amina Yusuf", "Flat 2", "14 Mill Lane", "Leeds", "LS1 4DY"]
    assert (sheet.day, sheet.reference) == ("2 March 2026", case.reference)


def test_where_we_must_not_be_known_nothing_on_the_sheet_tells(
    case: Case, worker: Staff, settings: Any
) -> None:
    settings.LETTER_RETURN_ADDRESS = "Riverbank House|1 Quay Street"
    settings.LETTER_RETURN_ADDRESS_NEUTRAL = ""
    ContactPoint.objects.create(kind="address", value=ONE_LINE, say_who_we_are=False)
    written = letter(case, worker, heeded=True)
    sheet = presenters_letters.sheet(written, office=make.office(neutral_name="the team"))
    assert (sheet.sender, sheet.sender_lines) == ("The team", [])
    page = said(at_desk(worker).get("/desk/letters/print/", {"letter": written.pk}))
    article = page[page.index("<article") : page.index("</article>")]
    assert "Riverbank" not in article and "The team" in article


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("14 Mill Lane, Leeds, LS1 4DY", ["14 Mill Lane", "Leeds", "LS1 4DY"]),
        ("14 Mill Lane,\n Leeds ,\n\nLS1 4DY", ["14 Mill Lane", "Leeds", "LS1 4DY"]),
        ("14 Mill Lane", ["14 Mill Lane"]),
    ],
)
def test_an_address_is_parted_into_its_lines(typed: str, lines: list[str]) -> None:
    point = ContactPoint(kind="address", value=" ".join(typed.split()), as_typed=typed)
    assert presenters_letters.address_lines(point) == lines


def test_a_long_address_keeps_within_the_window(case: Case, worker: Staff) -> None:
    written = letter(case, worker, address="\n".join(f"Line {number}" for number in range(9)))
    sheet = presenters_letters.sheet(written, office=make.office())
    assert sheet.to == [
        "Amina Yusuf",
        "Line 0, Line 1, Line 2, Line 3, Line 4,",
        "Line 5, Line 6, Line 7, Line 8",
    ]


def test_a_name_is_cut_before_a_postcode_is(case: Case, worker: Staff) -> None:
    written = letter(case, worker)
    written.person.name = "Wolfeschlegelsteinhausenbergerdorff " * 8  # type: ignore[union-attr]
    sheet = presenters_letters.sheet(written, office=make.office())
    assert sheet.to[0].endswith("…") and len(sheet.to[0]) <= presenters_letters.LINE
    assert sheet.to[1:] == ["Flat 2", "14 Mill Lane", "Leeds", "LS1 4DY"]


def test_what_must_not_go_any_more_is_not_printed(case: Case, worker: Staff, desk: Client) -> None:
    written = letter(case, worker)
    ContactPoint.objects.filter(kind="address").update(do_not_use=True)
    assert "Do not post" in said(desk.get("/desk/letters/"))
    page = said(desk.get("/desk/letters/print/", {"letter": written.pk}))
    assert "<article" not in page and "Left out" in page and "it is done" not in page
    page = said(desk.post("/desk/letters/", {"letters": [written.pk], "do": "posted"}, follow=True))
    assert "Nothing was marked" in page


def test_why_it_could_not_be_sent_is_asked(case: Case, worker: Staff, desk: Client) -> None:
    url = f"/desk/letters/{letter(case, worker).pk}/not-sent/"
    page = desk.post(url, {"because": " "})
    assert page.status_code == 422 and "Write why it could not be sent" in said(page)
    page = desk.post(url, {"because": "No stamp"}, follow=True)
    assert "Whoever has the case has it to do again" in said(page)
    assert Delivery.objects.get(contact__channel="letter").status == "failed"
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize(
    "given", [[], ["x"], ["\x00"], ["019391a0-0000-7000-8000-000000000000"], ["'"] * 200]
)
def test_letters_that_do_not_wait_are_not_marked(
    case: Case, worker: Staff, desk: Client, given: list[str]
) -> None:
    letter(case, worker)
    for do in ("print", "posted", "x"):
        assert desk.post("/desk/letters/", {"letters": given, "do": do}).status_code == 422
    assert desk.get("/desk/letters/print/", {"letter": given}).status_code == 404
    assert Delivery.objects.get(contact__channel="letter").status == "queued"


@pytest.mark.parametrize("kind", ["restricted", "other team"])
def test_a_letter_of_a_hidden_case_is_in_no_list_and_on_no_sheet(
    case: Case, worker: Staff, kind: str
) -> None:
    """Not even for whoever wrote it, before the case was closed to them."""
    written = letter(case, worker)
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"), restricted=kind == "restricted")
    client = at_desk(worker)
    assert "No letter waits" in said(client.get("/desk/letters/"))
    assert client.get("/desk/letters/print/", {"letter": written.pk}).status_code == 404
    assert client.get(f"/desk/letters/{written.pk}/not-sent/").status_code == 404
    assert client.post("/desk/letters/", {"letters": [written.pk], "do": "posted"}).status_code == 422
    guard = make.staff("guard", is_safeguarding=True)
    if kind == "restricted":
        assert at_desk(guard).get("/desk/letters/print/", {"letter": written.pk}).status_code == 200


def test_a_letter_shows_who_it_is_from_at_the_case(case: Case, worker: Staff) -> None:
    letters.posted(letters=[letter(case, worker)], actor=worker, now=make.NOW)
    page = said(at_desk(worker).get(f"/desk/cases/{case.reference}/"))
    assert "Printed and posted a letter" in page and ONE_LINE in page


def test_the_pages_state_their_statements(case: Case, worker: Staff, django_assert_num_queries: Any) -> None:
    written = [letter(case, worker, f"Dear Amina {number}") for number in range(5)]
    client = at_desk(worker)
    client.get("/desk/letters/")
    with django_assert_num_queries(WAITING_STATEMENTS):
        client.get("/desk/letters/")
    with django_assert_num_queries(PRINT_STATEMENTS):
        client.get("/desk/letters/print/", {"letter": [each.pk for each in written]})
    with django_assert_num_queries(NEW_STATEMENTS):
        client.get(f"/desk/cases/{case.reference}/letter/")
