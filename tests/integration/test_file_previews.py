"""Files are looked at where they are named: pictures small in the story and large on a page of their own, texts too."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from casework.models import Attachment, Case, Contact, Event, Staff
from casework.views import files
from tests import factories as make

pytestmark = pytest.mark.django_db
# Who asks and the office, the file with its contact and case.
STATEMENTS_OF_A_LOOK = 2


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def case(worker: Staff) -> Case:
    return make.case("There is mould on the wall")


def picture(
    kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (3000, 1500), colour: Any = "red"
) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, kind)
    return made.getvalue()


def kept(
    of: Case | Contact, content: bytes, *, kind: str = "image/jpeg", name: str = "wall.jpg", refused: str = ""
) -> Attachment:
    contact = of.contacts.first() if isinstance(of, Case) else of
    made = Attachment(
        contact=contact, name=name, content_type=kind, size=len(content), sha256="0" * 64, refused=refused
    )
    if not refused:
        made.file.save(name, ContentFile(content), save=False)
    made.save()
    return made


def drawn(client: Client, name: str, file: Attachment) -> Image.Image:
    answer = client.get(reverse(name, args=[file.pk]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    return Image.open(io.BytesIO(answer.content))


@pytest.mark.parametrize(
    ("name", "size"), [("desk:file_small", (320, 160)), ("desk:file_large", (1600, 800))]
)
def test_a_picture_is_drawn_small_and_large(
    name: str, size: tuple[int, int], client: Client, case: Case
) -> None:
    assert drawn(client, name, kept(case, picture())).size == size


def test_a_small_picture_is_not_made_larger(client: Client, case: Case) -> None:
    assert drawn(client, "desk:file_large", kept(case, picture(size=(24, 16)))).size == (24, 16)


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [("PNG", "RGBA", (0, 0, 0, 0)), ("PNG", "LA", (0, 0)), ("WEBP", "RGBA", (0, 0, 0, 0))],
)
def test_what_is_transparent_is_white(kind: str, mode: str, colour: Any, client: Client, case: Case) -> None:
    content = picture(kind, mode=mode, size=(40, 40), colour=colour)
    shown = drawn(client, "desk:file_small", kept(case, content, kind=f"image/{kind.lower()}"))
    assert shown.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(("mode", "colour"), [("1", 1), ("L", 128), ("P", 3), ("I;16", 4000)])
def test_every_kind_of_png_that_is_kept_is_drawn(mode: str, colour: Any, client: Client, case: Case) -> None:
    content = picture("PNG", mode=mode, size=(40, 40), colour=colour)
    assert drawn(client, "desk:file_small", kept(case, content, kind="image/png")).size == (40, 40)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 no picture", picture()[:2000]])
def test_a_picture_that_is_damaged_is_not_there_and_can_still_be_downloaded(
    content: bytes, client: Client, case: Case
) -> None:
    file = kept(case, content)
    assert client.get(reverse("desk:file_small", args=[file.pk])).status_code == 404
    assert client.get(reverse("desk:file_look", args=[file.pk])).status_code == 200
    assert b"".join(client.get(reverse("desk:file", args=[file.pk]))) == content


@pytest.mark.parametrize("kind", ["application/pdf", "image/svg+xml", "text/html", "text/plain"])
def test_nothing_but_a_picture_is_sent_as_one(kind: str, client: Client, case: Case) -> None:
    file = kept(case, picture(), kind=kind)
    assert client.get(reverse("desk:file_small", args=[file.pk])).status_code == 404
    looks = 200 if kind == "text/plain" else 404
    assert client.get(reverse("desk:file_look", args=[file.pk])).status_code == looks


def test_a_file_that_was_not_kept_has_nothing_to_look_at(client: Client, case: Case) -> None:
    file = kept(case, b"", refused="The picture is damaged or far too large.")
    for name in ("desk:file", "desk:file_small", "desk:file_large", "desk:file_look"):
        assert client.get(reverse(name, args=[file.pk])).status_code == 404


def test_whoever_may_not_see_the_case_sees_no_picture_of_it(case: Case) -> None:
    file = kept(case, picture())
    stranger = Client()
    stranger.force_login(make.staff("stranger", teams=("elsewhere",)))
    for name in ("desk:file", "desk:file_small", "desk:file_large", "desk:file_look"):
        assert stranger.get(reverse(name, args=[file.pk])).status_code == 404


def test_the_story_shows_pictures_and_leads_to_what_can_be_looked_at(client: Client, case: Case) -> None:
    photo = kept(case, picture())
    text = kept(case, b"Dear all", kind="text/plain", name="letter.txt")
    pdf = kept(case, b"%PDF-1.7", kind="application/pdf", name="letter.pdf")
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert page.count("<img") == 1
    assert f'src="{reverse("desk:file_small", args=[photo.pk])}" alt="" loading="lazy"' in page
    assert f'href="{reverse("desk:file_look", args=[photo.pk])}"' in page
    assert f'href="{reverse("desk:file_look", args=[text.pk])}"' in page
    assert f'href="{reverse("desk:file", args=[pdf.pk])}"' in page
    assert reverse("desk:file_look", args=[pdf.pk]) not in page


def test_a_picture_has_a_page_that_leads_back_to_its_entry(client: Client, case: Case) -> None:
    file = kept(case, picture())
    with CaptureQueriesContext(connection) as said:
        page = client.get(reverse("desk:file_look", args=[file.pk])).content.decode()
    assert len(said) == STATEMENTS_OF_A_LOOK
    assert reverse("desk:file_large", args=[file.pk]) in page
    assert f'href="{reverse("desk:file", args=[file.pk])}"' in page
    entry = f"contact-{file.contact_id}"
    assert f'href="{reverse("desk:case", args=[case.reference])}?at={entry}#{entry}"' in page


def test_a_text_is_shown_as_text_and_its_beginning_where_it_is_long(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST_TEXT", 40)
    odd = "<script>alert(1)</script> \u202egnp.exe"
    file = kept(case, odd.encode() + b" " * 10 + "é".encode() * 20, kind="text/plain", name="a.txt")
    answer = client.get(reverse("desk:file_look", args=[file.pk])).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)" in answer
    assert "U+202E" in answer
    assert "Only its beginning is shown" in answer
    short = kept(case, "Grüße".encode("latin-1"), kind="text/plain", name="b.txt")
    assert "Gr\ufffd\ufffde" in client.get(reverse("desk:file_look", args=[short.pk])).content.decode()


def test_what_waits_to_be_filed_is_shown_with_its_pictures(client: Client, case: Case) -> None:
    for words in ("The bin was missed", "Damp in the hall"):
        make.form(words)
    held = make.text("Any news?", at=make.later(days=4)).contact
    assert held.filing == "held"
    file = kept(held, picture())
    assert reverse("desk:file_small", args=[file.pk]) in client.get(reverse("desk:filing")).content.decode()
    page = client.get(reverse("desk:file_look", args=[file.pk])).content.decode()
    way_back = reverse("desk:contact", args=[held.pk])
    assert f'href="{way_back}"' in page
    assert client.get(way_back).headers["Location"] == reverse("desk:filing")


def test_a_contact_without_a_case_shows_its_pictures(client: Client, worker: Staff) -> None:
    contact = Contact.objects.create(
        channel="phone", direction="in", body="A letter", filing="none", logged_by=worker,
        took_place_at=make.NOW, logged_at=make.NOW,
    )  # fmt: skip
    file = kept(contact, picture())
    page = client.get(reverse("desk:contact", args=[contact.pk])).content.decode()
    assert reverse("desk:file_small", args=[file.pk]) in page


def test_whoever_wants_no_pictures_sees_names_and_opens_them(
    client: Client, case: Case, worker: Staff
) -> None:
    file, small = kept(case, picture()), "desk:file_small"
    story = reverse("desk:case", args=[case.reference])
    client.post("/desk/preferences/", {"shortcuts": "on", "pictures": "off"})
    event = Event.objects.get(verb="pictures_set")
    assert (event.actor, event.before, event.after) == (worker, {"pictures": True}, {"pictures": False})
    page = client.get(story).content.decode()
    assert reverse(small, args=[file.pk]) not in page
    assert reverse("desk:file_look", args=[file.pk]) in page
    client.post("/desk/preferences/", {"shortcuts": "on"})  # says nothing of pictures
    assert reverse(small, args=[file.pk]) not in client.get(story).content.decode()
    client.post("/desk/preferences/", {"shortcuts": "on", "pictures": "on"})
    assert reverse(small, args=[file.pk]) in client.get(story).content.decode()
    odd = client.post("/desk/preferences/", {"shortcuts": "on", "pictures": "sometimes"})
    assert odd.status_code == 422 and "Choose how photographs are shown." in odd.content.decode()
