"""Files that should not be there: the words beside them arrive all the same, and nothing of a file ever runs."""

import io
import zipfile
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from casework.models import Attachment, Case, Contact, Staff
from channels.web import guard
from channels.web.uploads import MOST_BYTES
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

BASE = "/request/housing-repair/"
# The harmless text by which every virus scanner tries itself out, in two halves so that no scanner stops this file.
SCANNER_TEST = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(worker)
    return client


@pytest.fixture
def visitor(worker: Staff, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(guard, "LEAST_TIME", timedelta(0))
    monkeypatch.setattr(guard, "BUDGET", 10_000)
    asked = make.service()
    make.question(asked, "story", "long_text", required=True)
    make.question(asked, "photo", "file")
    return Client(raise_request_exception=False)


def photograph(kind: str = "JPEG", **more: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (24, 16), "red").save(made, kind, **more)
    return made.getvalue()


def located() -> bytes:
    """A photograph that tells where it was taken: 51° 30' north, and a comment."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    exif[0x010E] = "the refuge"
    return photograph(exif=exif.tobytes(), comment=b"the refuge")


def archive(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def attach(visitor: Client, *files: tuple[str, bytes]) -> Any:
    """Send a form with these files, and give the page on which they were checked."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    for upload, (name, _) in zip(sent, files, strict=True):
        upload._name = name  # as it is sent: Django's own test object would tidy it
    assert visitor.post(f"{BASE}questions/", {"q-story": "The damp", "q-photo": sent}).status_code == 302
    assert visitor.post(f"{BASE}contact/", {"rather_not": "on"}).status_code == 302
    page = visitor.get(f"{BASE}check/")
    done = visitor.post(f"{BASE}check/", {"draft": Page(page).values["draft"]}, follow=True)
    assert done.status_code == 200 and b"We have your request" in done.content
    assert Contact.objects.get().body == "The damp"
    return page


REFUSED: dict[str, tuple[str, bytes]] = {
    "nothing in it": ("damp.jpg", b""),
    "too large": ("damp.txt", b"x" * (MOST_BYTES + 1)),
    "a program": ("setup.exe", b"MZ\x90\x00" + b"\x00" * 60),
    "a program that is a pdf": ("a.pdf.exe", b"%PDF-1.4"),
    "a pdf that is a program": ("a.pdf", b"MZ\x90\x00" + b"\x00" * 60),
    "a picture that is a script": ("damp.png", SVG),
    "a picture that is a page": ("damp.jpg", b"<!doctype html><script>alert(1)</script>"),
    "a drawing": ("damp.svg", SVG),
    "a page": ("damp.html", b"<script>alert(1)</script>"),
    "a page that is a text": ("damp.txt", b"  <script>alert(1)</script>"),
    "a page after a byte order mark": ("damp.txt", b"\xef\xbb\xbf<html onload=alert(1)>"),
    "a page in wide letters": ("damp.txt", "<html>".encode("utf-16")),
    "markup for a reader": ("damp.xml", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
    "a scanner's test": ("eicar.com", SCANNER_TEST.encode()),
    "a scanner's test in a picture": ("eicar.jpg", SCANNER_TEST.encode()),
    "an archive": ("42.zip", archive(bomb=b"\x00" * 1_000_000)),
    "an archive in an archive": ("42.docx", archive(inner=archive(bomb=b"\x00" * 1_000_000))),
    "a path in an archive": ("slip.docx", archive(**{"..__..__etc__passwd": b"x"})),
    "a document with macros": (
        "a.docx", archive(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>", "word__vbaProject.bin": b"x"}),
    ),
    "a picture cut off": ("damp.png", PNG_HEAD + b"\x00\x00\x00\rIHDR"),
    "a picture of nonsense": ("damp.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 200),
    "a picture with far too many points": (
        "big.png", PNG_HEAD + b"\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00" + b"\x00" * 8,
    ),
    "bytes": ("data.bin", bytes(range(256)) * 4),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_not_kept_says_why_and_the_words_arrive(
    visitor: Client, desk: Client, kind: str
) -> None:
    name, content = REFUSED[kind]
    page = attach(visitor, (name, content))
    kept = Attachment.objects.get()
    assert kept.refused and not kept.file and kept.size == 0
    assert "Files we cannot keep" in page.content.decode() and kept.refused in Page(page).words
    case = Page(desk.get(f"/desk/cases/{Case.objects.get().reference}/"))
    assert kept.refused in case.words and not case.dangers
    assert desk.get(f"/desk/files/{kept.pk}/").status_code == 404


NAMES: dict[str, str] = {
    "../../x.txt": "x.txt",
    "..\\..\\x.txt": "x.txt",
    "/etc/passwd.txt": "passwd.txt",
    "C:\\Users\\amina\\note.txt": "note.txt",
    "con": "con",
    "...": "file",
    "photo\u202egpj.txt": "photogpj.txt",
    "a\r\nSet-Cookie: x=1.txt": "aSet-Cookie: x=1.txt",
    'a"b;c=d.txt': 'a"b;c=d.txt',
    "<img src=x onerror=alert(1)>.txt": "<img src=x onerror=alert(1)>.txt",
    "{{7*7}}%s.txt": "{{7*7}}%s.txt",
    "لم يصل.txt": "لم يصل.txt",
    "👨‍👩‍👧.txt": "👨👩👧.txt",
    "   .txt": ".txt",
}


def test_whatever_a_file_is_called_is_only_its_name(visitor: Client, desk: Client) -> None:
    sent = {name: f"note {number}".encode() for number, name in enumerate(NAMES)}
    names = list(NAMES)
    for chosen in (names[:7], names[7:]):
        _send_names(visitor, {name: sent[name] for name in chosen})
    found = {file.sha256: file for file in Attachment.objects.all()}
    assert len(found) == len(NAMES)
    for name, content in sent.items():
        file = found[sha256(content).hexdigest()]
        assert file.name == NAMES[name], repr(name)
        assert name not in file.file.name and ".." not in file.file.name
        answer = desk.get(f"/desk/files/{file.pk}/")
        assert answer.getvalue() == content
        header = answer["Content-Disposition"]
        assert header.startswith("attachment") and not {"\r", "\n"} & set(header)
        assert "Set-Cookie" not in answer
    for case in Case.objects.all():
        assert not Page(desk.get(f"/desk/cases/{case.reference}/")).dangers


def _send_names(visitor: Client, files: dict[str, bytes]) -> None:
    """The parts written by hand: no helper tidies the names."""
    parts = [b'--x\r\nContent-Disposition: form-data; name="q-story"\r\n\r\nThe damp\r\n']
    for name, content in files.items():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "%0D%0A").encode()
        head = b'--x\r\nContent-Disposition: form-data; name="q-photo"; filename="' + quoted + b'"\r\n\r\n'
        parts.append(head.replace(b"%0D%0A", b"\r") + content + b"\r\n")
    body = b"".join(parts) + b"--x--\r\n"
    answer = visitor.generic(
        "POST", f"{BASE}questions/", body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 302
    visitor.post(f"{BASE}contact/", {"rather_not": "on"})
    draft = Page(visitor.get(f"{BASE}check/")).values["draft"]
    assert visitor.post(f"{BASE}check/", {"draft": draft}).status_code == 302


def test_a_very_long_name_of_wide_letters_is_no_path_that_a_disk_refuses(visitor: Client) -> None:
    attach(visitor, ("é家" * 120 + ".txt", b"note"))
    kept = Attachment.objects.get()
    assert not kept.refused and kept.name.endswith(".txt") and len(kept.name) <= 255


@pytest.mark.parametrize("make_file", [located, lambda: photograph("PNG"), lambda: photograph("WEBP")])
def test_a_photograph_is_handed_out_without_its_place_and_never_as_a_picture(
    visitor: Client, desk: Client, make_file: Any
) -> None:
    attach(visitor, ("damp", make_file()))
    answer = desk.get(f"/desk/files/{Attachment.objects.get().pk}/")
    content = answer.getvalue()
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (24, 16) and not picture.getexif() and "comment" not in picture.info
    assert b"refuge" not in content and b"GPS" not in content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "no-store"


def test_ten_of_eleven_files_are_kept_beside_the_refused_ones(visitor: Client) -> None:
    files = [(f"{number}.txt", f"note {number}".encode()) for number in range(11)]
    attach(visitor, ("a.exe", b"MZ"), *files)
    kept = Attachment.objects.filter(refused="")
    assert kept.count() == 10
    reasons = sorted(Attachment.objects.exclude(refused="").values_list("refused", flat=True))
    assert len(reasons) == 2 and reasons[0].startswith("Only 10")


def test_hundreds_of_refused_files_do_not_pile_up(visitor: Client) -> None:
    attach(visitor, *[(f"{number}.exe", b"MZ%d" % number) for number in range(60)])
    assert Attachment.objects.count() == 20


def test_a_text_in_place_of_a_file_and_a_file_in_place_of_a_text(visitor: Client) -> None:
    """An edited page. The text of the file is no answer, so the answer is asked for."""
    answer = visitor.post(f"{BASE}questions/", {"q-story": "The damp", "q-photo": "C:\\damp.jpg"})
    assert answer.status_code == 302
    story = SimpleUploadedFile("story.txt", b"The damp")
    answer = visitor.post(f"{BASE}questions/", {"q-story": story})
    assert answer.status_code == 422 and b"write an answer" in answer.content


@pytest.mark.parametrize("field", ["q-nothing", "file", "q-photo--unknown", "__proto__", "q-"])
def test_a_file_for_a_question_that_is_not_asked_is_left_out(visitor: Client, field: str) -> None:
    sent = {"q-story": "The damp", field: SimpleUploadedFile("a.txt", b"note")}
    assert visitor.post(f"{BASE}questions/", sent).status_code == 302
    assert "a.txt" not in visitor.get(f"{BASE}questions/").content.decode()


@pytest.mark.parametrize("ids", ["nonsense", "../../x", "0" * 32, "\x00", "' OR 1=1--"])
def test_leaving_out_a_file_that_is_not_there_harms_nothing(visitor: Client, ids: str) -> None:
    attached = {"q-story": "The damp", "q-photo": SimpleUploadedFile("a.txt", b"note")}
    visitor.post(f"{BASE}questions/", attached)
    assert visitor.post(f"{BASE}questions/", {"q-story": "The damp", "remove": [ids] * 5}).status_code == 302
    assert "a.txt" in visitor.get(f"{BASE}questions/").content.decode()


# Whose file


@pytest.fixture
def file(visitor: Client) -> Attachment:
    attach(visitor, ("letter.txt", b"Dear Sir"))
    return Attachment.objects.get()


@pytest.mark.parametrize("hidden", ["other team", "restricted"])
def test_a_file_of_a_hidden_case_is_as_missing_as_any(desk: Client, file: Attachment, hidden: str) -> None:
    assert desk.get(f"/desk/files/{file.pk}/").getvalue() == b"Dear Sir"
    Case.objects.update(team=make.team("far-away"), restricted=hidden == "restricted")
    never = desk.get("/desk/files/019391a0-0000-7000-8000-000000000000/")
    answer = desk.get(f"/desk/files/{file.pk}/")
    assert answer.status_code == never.status_code == 404 and answer.content == never.content


def test_a_file_asks_strangers_to_log_in_and_administrators_to_leave(
    visitor: Client, file: Attachment
) -> None:
    assert visitor.get(f"/desk/files/{file.pk}/").status_code == 302
    admin = Client()
    admin.force_login(make.staff("admin", role="administrator", teams=()))
    assert admin.get(f"/desk/files/{file.pk}/").status_code == 403


def test_a_file_that_is_gone_from_the_disk_is_said_to_be_missing(desk: Client, file: Attachment) -> None:
    file.file.storage.delete(file.file.name)
    assert desk.get(f"/desk/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/never-served-directly/{}", "/media/{}", "/static/{}", "/static/../files/{}"]
)
def test_no_address_leads_to_the_storage(desk: Client, file: Attachment, path: str) -> None:
    assert desk.get(path.format(file.file.name)).status_code == 404
