"""What is kept of a file somebody sends, and what is said of one that is not."""

import io
import zipfile

import pytest
from PIL import Image

from channels.web import uploads

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(made, kind, **options)  # type: ignore[arg-type]
    return made.getvalue()


def office_file(*more: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<document/>")
        for name in more:
            archive.writestr(name, "x")
    return made.getvalue()


def refusal(name: str, content: bytes) -> str:
    found = uploads.examine(name=name, content=content)
    assert (found.content == b"") is bool(found.refused)
    return found.refused


def test_a_photograph_loses_the_place_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker of the camera"
    exif.get_ifd(0x8825)[1] = "N"
    found = uploads.examine(name="damp.jpg", content=picture(exif=exif.tobytes(), comment=b"at the refuge"))
    assert (found.refused, found.content_type, found.name) == ("", "image/jpeg", "damp.jpg")
    with Image.open(io.BytesIO(found.content)) as again:
        assert len(again.getexif()) == 0
        assert again.size == (40, 30)
    assert b"camera" not in found.content and b"refuge" not in found.content


def test_a_photograph_is_stood_upright_before_its_notes_are_dropped() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = uploads.examine(name="damp.jpg", content=picture(exif=exif.tobytes()))
    with Image.open(io.BytesIO(found.content)) as again:
        assert again.size == (30, 40)


@pytest.mark.parametrize(
    ("kind", "name", "stored", "content_type"),
    [
        ("PNG", "a.png", "a.png", "image/png"),
        ("WEBP", "a.webp", "a.webp", "image/webp"),
        ("GIF", "a.gif", "a.png", "image/png"),
        ("BMP", "a", "a.png", "image/png"),
        ("TIFF", "a.tif", "a.png", "image/png"),
    ],
)
def test_pictures_are_drawn_again(kind: str, name: str, stored: str, content_type: str) -> None:
    found = uploads.examine(name=name, content=picture(kind))
    assert (found.refused, found.name, found.content_type) == ("", stored, content_type)


def test_documents_and_texts_are_kept_as_they_are() -> None:
    for name, content, kind in (
        ("letter.pdf", PDF, "application/pdf"),
        ("letter", PDF, "application/pdf"),
        ("note.txt", "BMW stands in the way, łukasz".encode(), "text/plain"),
        (
            "letter.docx",
            office_file(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ):
        found = uploads.examine(name=name, content=content)
        assert (found.refused, found.content, found.content_type) == ("", content, kind), name


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "empty"),
        ("big.pdf", PDF + b"x" * uploads.MOST_BYTES, "larger than 10 MB"),
        ("a.pdf.exe", PDF, ".exe"),
        ("photo.jpg", PDF, ".jpg"),
        ("program.exe", b"MZ" + b"\0" * 200, "do not take"),
        ("archive.zip", b"PK\x03\x04" + b"\0" * 60, "do not take"),
        ("page.html", b"<html><script>alert(1)</script>", "do not take"),
        ("drawing.svg", b"<svg onload='alert(1)'/>", "do not take"),
        ("page.txt", b"<script>alert(1)</script>", "do not take"),
        ("unknown", b"\xff\xfe\x00\x01\x02", "cannot tell"),
        ("broken.png", picture("PNG")[:60], "damaged"),
        ("macros.docx", office_file("word/vbaProject.bin"), "macros"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60, "JPEG"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
    ],
)
def test_what_is_not_kept_says_why(name: str, content: bytes, words: str) -> None:
    found = refusal(name, content)
    assert found and words in found


def test_a_picture_of_far_too_many_points_is_never_unfolded() -> None:
    header = picture("PNG", size=(10, 10))
    huge = header[:16] + (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + header[24:]
    assert refusal("bomb.png", huge)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\letter.pdf", "letter.pdf"),
        ("con", "con"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ('he said "no".pdf', 'he said "no".pdf'),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_a_name_and_never_a_path(name: str, safe: str) -> None:
    assert uploads.safe_name(name) == safe


def test_a_very_long_name_keeps_its_ending() -> None:
    safe = uploads.safe_name("x" * 400 + ".pdf")
    assert len(safe) == 255 and safe.endswith(".pdf")
