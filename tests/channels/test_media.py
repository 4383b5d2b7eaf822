"""Pictures that came with a text: fetched later from Twilio alone, kept without where they were taken, deleted there."""

import contextlib
import io
import itertools
import threading
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from casework import pictures
from casework.models import Alarm, Attachment, Contact, Event, UploadLink
from casework.services.files import BEING_FETCHED
from channels import inbox, looking, media
from channels.contracts import NotFetched
from channels.models import DemoText, MediaFetch, MediaState
from channels.sms.demo import media as demo_media
from channels.sms.demo import telephone
from channels.twilio import account, payload
from channels.twilio import media as twilio_media
from tests import factories as make
from tests.channels import twilio
from tests.channels.test_payload import form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]

MESSAGE = "MM" + "a" * 32
PLACE = f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/{MESSAGE}/Media"
ADDRESS = f"https://api.twilio.com{PLACE}/ME" + "b" * 32
LOGIN = "Basic " + b64encode(f"{twilio.ACCOUNT}:{twilio.TOKEN}".encode()).decode()


@dataclass
class Twilio:
    """Twilio on loopback: what it answers to a GET and a DELETE, and what it was asked."""

    url: str = ""
    get: Callable[[], tuple[int, bytes, dict[str, str]]] = field(default=lambda: (404, b"", {}))
    delete: int = 204
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def gives(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.get = lambda: (
            status,
            content,
            {name.replace("_", "-"): value for name, value in headers.items()},
        )


@pytest.fixture
def far(settings: Any) -> Iterator[Twilio]:
    make.office(acknowledge_texts=False)
    told = Twilio()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note()
            status, content, headers = told.get()
            if status:
                self._answer(status, content, headers)
            self.close_connection = True

        def do_DELETE(self) -> None:
            self._note()
            self._answer(told.delete, b"", {})

        def _note(self) -> None:
            told.asked.append((self.command, self.path, self.headers.get("Authorization", "")))

        def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):  # whoever asked had enough of it
                self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """A test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = settings.TWILIO_API_BASE = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(made, kind, **options)
    return made.getvalue()


def text(*urls: str, at: datetime = make.NOW, **changes: str) -> Contact:
    """A text with these pictures, filed."""
    fields = twilio.fields(NumMedia=str(len(urls)))
    for number, url in enumerate(urls):
        fields |= {f"MediaUrl{number}": url, f"MediaContentType{number}": "image/jpeg"}
    incoming = payload.message(form(fields | changes))
    inbox.accept(channel="sms", incoming=incoming, now=at)
    inbox.drain(now=at)
    return Contact.objects.get(external_id=incoming.external_id)


def fetched(contact: Contact) -> MediaFetch:
    return MediaFetch.objects.select_related("attachment").get(attachment__contact=contact)


def test_a_text_with_a_picture_is_on_its_case_before_anything_is_fetched(far: Twilio) -> None:
    contact = text(ADDRESS)
    (file,) = contact.attachments.all()
    assert contact.case is not None and file.refused == BEING_FETCHED and not file.file
    row = fetched(contact)
    assert (row.state, row.url, row.account, row.channel) == ("waiting", ADDRESS, twilio.ACCOUNT, "sms")
    assert far.asked == []


def test_it_is_fetched_with_our_login_kept_without_its_place_and_deleted_at_twilio(far: Twilio) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Maker of the camera"
    exif.get_ifd(0x8825)[1] = "N"
    far.gives(photo(exif=exif.tobytes(), comment=b"at the refuge"), Content_Type="image/jpeg")
    contact = text(ADDRESS)
    assert looking.look(budget=timedelta(seconds=5), now=make.later(seconds=1)) == 2
    path = ADDRESS.removeprefix("https://api.twilio.com")
    assert far.asked == [("GET", path, LOGIN), ("DELETE", f"{path}.json", LOGIN)]
    (file,) = contact.attachments.all()
    with file.file.open() as stored:
        kept = stored.read()
    assert (file.refused, file.content_type, file.name) == ("", "image/jpeg", "Sent by text, number 1.jpg")
    assert (file.size, len(file.sha256)) == (len(kept), 64) and file.sha256 != "0" * 64
    assert b"camera" not in kept and b"refuge" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert len(picture.getexif()) == 0 and picture.size == (30, 40)
    row = fetched(contact)
    assert (row.state, row.error, row.ended_at, row.lease_until) == (
        "deleted",
        "",
        make.later(seconds=1),
        None,
    )
    assert Event.objects.filter(verb="file_fetched", contact=contact).count() == 1
    assert media.drain(now=make.later(days=2)) == 0


@pytest.mark.parametrize(
    ("announced", "given", "rows", "files"),
    [
        ("0", 1, 0, 0), ("1", 1, 1, 1), ("10", 10, 10, 10), ("11", 12, 10, 10), ("9999", 12, 10, 10),
        ("-1", 1, 0, 0), ("abc", 1, 0, 0), ("3", 1, 1, 3),
    ],
)  # fmt: skip
def test_s30_as_many_as_announced_ten_at_most_and_only_listed_addresses(
    far: Twilio, announced: str, given: int, rows: int, files: int
) -> None:
    urls = [f"https://api.twilio.com{PLACE}/ME{number:032x}" for number in range(given)]
    contact = text(*urls, NumMedia=announced)
    assert list(MediaFetch.objects.order_by("id").values_list("url", flat=True)) == urls[:rows]
    waiting = contact.attachments.filter(refused=BEING_FETCHED).count()
    assert (waiting, contact.attachments.count()) == (rows, files)


def test_s30_without_a_count_nothing_is_announced(far: Twilio) -> None:
    fields = {**twilio.fields(NumMedia=None), "MediaUrl0": ADDRESS}
    inbox.accept(channel="sms", incoming=payload.message(form(fields)), now=make.NOW)
    inbox.drain(now=make.NOW)
    assert Contact.objects.count() == 1 and not MediaFetch.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        ADDRESS.replace("https://", "http://"),
        ADDRESS.replace("api.twilio.com", "api.twilio.com.example.org"),
        ADDRESS.replace("api.twilio.com", "example.org"),
        ADDRESS.replace("https://api.twilio.com", "https://api.twilio.com@example.org"),
        ADDRESS.replace("https://api.twilio.com", "https://api.twilio.com:8443"),
        ADDRESS.replace(twilio.ACCOUNT, "AC" + "9" * 32),
        ADDRESS.replace("/Media/", "/Media/../Media/"),
        ADDRESS + "?x=1",
        ADDRESS + "#x",
        ADDRESS + ".json",
        ADDRESS + "\n",
        "file:///etc/passwd",
        "https://api.twilio.com/" + "x" * 600,
    ],
)
def test_s31_no_other_address_is_asked_and_somebody_is_told(far: Twilio, url: str) -> None:
    contact = text(url)
    media.drain(now=make.NOW)
    assert far.asked == []
    row = fetched(contact)
    assert row.state == MediaState.REFUSED and row.attachment.refused == twilio_media.NOT_OURS
    assert "not fetched" in Alarm.objects.get().words


def test_s31_a_redirect_leads_to_twilios_media_host_or_nowhere(far: Twilio) -> None:
    far.gives(b"", status=302, Location="http://169.254.169.254/latest/")
    contact = text(ADDRESS)
    media.drain(now=make.NOW)
    assert len(far.asked) == 1 and Alarm.objects.count() == 1
    assert fetched(contact).state == MediaState.REFUSED


@pytest.mark.parametrize(
    "target",
    [
        "https://mms.twiliocdn.com.example.org/x",
        "https://user@mms.twiliocdn.com/x",
        "https://mms.twiliocdn.com:444/x",
        "http://mms.twiliocdn.com/x",
        "//mms.twiliocdn.com/x",
        "/x",
        "",
        "https://mms.twiliocdn.com\\@example.org/x",
    ],
)
def test_s31_what_only_looks_like_the_media_host_is_not_asked(far: Twilio, target: str) -> None:
    far.gives(b"", status=307, Location=target)
    with pytest.raises(NotFetched) as refused:
        twilio_media.fetch(account=twilio.ACCOUNT, url=ADDRESS)
    assert refused.value.outcome == "never" and refused.value.alarm and len(far.asked) == 1


def test_the_media_host_gets_no_credentials_and_its_own_redirect_is_not_followed(
    far: Twilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_media, "MEDIA_HOST", far.url)
    answers = iter([(302, b"", {"Location": f"{far.url}/signed?for=4h"}), (200, photo(), {})])
    far.get = lambda: next(answers)
    assert twilio_media.fetch(account=twilio.ACCOUNT, url=ADDRESS) == photo()
    assert [(path, login) for _, path, login in far.asked][1] == ("/signed?for=4h", "")
    far.gives(b"", status=302, Location=f"{far.url}/for-ever")
    with pytest.raises(NotFetched) as refused:
        twilio_media.fetch(account=twilio.ACCOUNT, url=ADDRESS)
    assert "302" in refused.value.words and len(far.asked) == 4


def bomb() -> bytes:
    """A small PNG that says it is 30,000 pixels wide and as high."""
    header = (30_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
        )

    pixels = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60, "Send it as JPEG"),
        (b"BEGIN:VCARD\r\nFN:Somebody\r\nEND:VCARD", "not a photograph"),
        (b"MZ" + b"\0" * 200, "not a photograph"),
        (EICAR, "not a photograph"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a photograph"),
        (b"PK\x03\x04" + b"\0" * 200, "not a photograph"),
        (b"%PDF-1.4\n%%EOF", "not a photograph"),
        (photo("PNG")[:60], "damaged"),
        (bomb(), "damaged or far too large"),
    ],
    ids=["empty", "heic", "vcard", "exe", "eicar", "svg", "zip", "pdf", "cut-off", "bomb"],
)
def test_s32_what_is_no_picture_leaves_its_reason_and_stays_at_twilio(
    far: Twilio, content: bytes, words: str
) -> None:
    far.gives(content, Content_Type="image/jpeg")
    contact = text(ADDRESS, Body="Look at this")
    media.drain(now=make.NOW)
    row = fetched(contact)
    assert row.state == MediaState.REFUSED and words in row.attachment.refused and not row.attachment.file
    assert contact.body == "Look at this" and contact.case is not None
    assert [method for method, *_ in far.asked] == ["GET"]
    assert Event.objects.get(verb="file_not_fetched").contact == contact


@pytest.mark.parametrize("announced", [True, False])
def test_s32_what_is_too_large_is_broken_off(
    far: Twilio, announced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if announced:
        far.gives(b"x", Content_Length="200000000")
    else:
        far.get = lambda: (200, b"x" * (pictures.MOST_BYTES + 2_000_000), {"Content-Length": ""})
    with pytest.raises(NotFetched) as refused:
        twilio_media.fetch(account=twilio.ACCOUNT, url=ADDRESS)
    assert "10 MB" in refused.value.words and refused.value.outcome == "never"


def test_s32_what_is_packed_is_not_unfolded(far: Twilio) -> None:
    packed = zlib.compress(b"\0" * 5_000_000)
    far.gives(packed, Content_Encoding="deflate")
    assert twilio_media.fetch(account=twilio.ACCOUNT, url=ADDRESS) == packed


def test_what_trickles_is_broken_off_and_tried_again(far: Twilio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twilio_media, "WHOLE", -1.0)
    far.gives(photo())
    with pytest.raises(NotFetched) as refused:
        twilio_media.fetch(account=twilio.ACCOUNT, url=ADDRESS)
    assert refused.value.outcome == "later"


def test_s33_what_is_not_there_yet_may_come_a_moment_later(far: Twilio) -> None:
    far.gives(b"", status=404)
    contact = text(ADDRESS)
    media.drain(now=make.NOW)
    row = fetched(contact)
    assert (row.state, row.attempts, row.attachment.refused) == ("waiting", 1, BEING_FETCHED)
    far.gives(photo())
    media.drain(now=make.later(seconds=4))
    assert fetched(contact).state == MediaState.WAITING
    media.drain(now=make.later(seconds=5))
    assert fetched(contact).state == MediaState.DELETED


@pytest.mark.parametrize(("status", "after"), [(404, timedelta(minutes=10)), (410, timedelta(0))])
def test_s33_what_is_gone_is_said_to_be_and_the_text_is_safe(
    far: Twilio, status: int, after: timedelta
) -> None:
    far.gives(b"", status=status)
    contact = text(ADDRESS, Body="The wall is wet")
    media.drain(now=make.NOW + after)
    row = fetched(contact)
    assert row.state == MediaState.REFUSED and "no longer available" in row.attachment.refused
    assert Contact.objects.get(pk=contact.pk).body == "The wall is wet"


def test_who_sent_pictures_that_did_not_come_is_texted_one_link(far: Twilio) -> None:
    far.gives(b"", status=410)
    contact = text(ADDRESS, ADDRESS[:-1] + "c")
    assert media.drain(now=make.NOW) == 2
    link = UploadLink.objects.get()
    assert (link.case, link.contact_point, link.made_by) == (contact.case, contact.contact_point, None)
    assert link.sent is not None and link.sent.automatic and link.sent.delivery.purpose == "link"


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_after_a_failure_the_waits_grow_and_end(far: Twilio, status: int) -> None:
    far.gives(b"", status=status)
    contact, moments, moment = text(ADDRESS), [], make.NOW
    while fetched(contact).state == MediaState.WAITING:
        moments.append(moment - make.NOW)
        media.drain(now=moment)
        assert media.drain(now=moment) == 0
        moment = fetched(contact).next_attempt_at
    waits = [after - before for before, after in itertools.pairwise(moments)]
    assert waits == sorted(waits) == list(media.WAITS)
    assert fetched(contact).state == MediaState.REFUSED and len(far.asked) == media.MAX_ATTEMPTS


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_token_is_an_administrators_matter(far: Twilio, status: int) -> None:
    far.gives(b"", status=status)
    contact = text(ADDRESS)
    media.drain(now=make.NOW)
    assert fetched(contact).state == MediaState.WAITING and "TWILIO_AUTH_TOKEN" in Alarm.objects.get().words


def test_a_worker_that_died_is_followed_by_another_after_the_lease(far: Twilio) -> None:
    far.gives(photo())
    contact = text(ADDRESS)
    assert media.claim(now=make.NOW) is not None
    assert media.drain(now=make.later(minutes=2)) == 0
    media.drain(now=make.NOW + media.LEASE)
    assert fetched(contact).state == MediaState.DELETED


def test_what_stops_its_worker_each_time_is_given_up(far: Twilio) -> None:
    contact, moment = text(ADDRESS), make.NOW
    for _ in range(media.MAX_ATTEMPTS):
        assert media.claim(now=moment) is not None
        moment += media.LEASE
    media.drain(now=moment)
    row = fetched(contact)
    assert (row.state, far.asked) == ("refused", []) and "stopped the worker" in row.attachment.refused


def test_a_worker_that_lost_its_lease_writes_nothing(far: Twilio) -> None:
    contact = text(ADDRESS)
    slow = media.claim(now=make.NOW)
    far.gives(b"", status=410)
    media.drain(now=make.NOW + media.LEASE)
    assert fetched(contact).state == MediaState.REFUSED
    far.gives(photo())
    assert slow is not None
    media.work(row=slow, now=make.NOW + media.LEASE)
    assert fetched(contact).state == MediaState.REFUSED and not Attachment.objects.get().file


def test_a_surprise_is_tried_again_too(far: Twilio, monkeypatch: pytest.MonkeyPatch) -> None:
    far.gives(photo())
    contact = text(ADDRESS)
    with monkeypatch.context() as patch:
        patch.setattr(pictures, "redrawn", lambda content: 1 // 0)
        media.drain(now=make.NOW)
    row = fetched(contact)
    assert row.state == MediaState.WAITING and "ZeroDivisionError" in row.error
    media.drain(now=row.next_attempt_at)
    assert fetched(contact).state == MediaState.DELETED


def test_what_twilio_does_not_delete_is_tried_daily_and_somebody_is_told_once(far: Twilio) -> None:
    far.gives(photo())
    far.delete = 500
    contact, moment = text(ADDRESS), make.NOW
    for _ in range(media.MAX_ATTEMPTS + 3):
        media.drain(now=moment)
        row = fetched(contact)
        assert row.state == MediaState.KEPT and row.attachment.file
        moment = row.next_attempt_at
    assert Alarm.objects.get().times == 1 and "cannot be deleted" in Alarm.objects.get().words
    assert [method for method, *_ in far.asked].count("GET") == 1
    far.delete = 404  # somebody deleted it by hand
    media.drain(now=moment)
    assert fetched(contact).state == MediaState.DELETED


def test_the_same_text_again_brings_no_second_picture(far: Twilio) -> None:
    fields = {**twilio.fields(NumMedia="1"), "MediaUrl0": ADDRESS}
    incoming = payload.message(form(fields))
    for _ in range(2):
        inbox.accept(channel="sms", incoming=incoming, now=make.NOW)
        inbox.drain(now=make.NOW)
    assert MediaFetch.objects.count() == Attachment.objects.count() == 1


def test_a_half_written_file_is_replaced(far: Twilio) -> None:
    from django.core.files.base import ContentFile

    from casework.models.attachment import private_name

    far.gives(photo())
    contact = text(ADDRESS)
    (file,) = contact.attachments.all()
    name = private_name(file, file.name)
    file.file.storage.save(name, ContentFile(b"half"))
    media.drain(now=make.NOW)
    file.refresh_from_db()
    with file.file.open() as stored:
        assert file.file.name == name and stored.read() != b"half"


@pytest.mark.django_db(transaction=True)
def test_a_picture_of_the_demonstrations_telephone_arrives_and_is_deleted_there(
    live_server: Any, settings: Any
) -> None:
    make.office(acknowledge_texts=False)
    settings.TWILIO_ACCOUNT_SID = ""
    settings.LOOPBACK_BASE_URL = live_server.url
    text = telephone.send(number="+447700900101", body="Look", pictures=(demo_media.NAME,))
    assert text.status == "received"
    looking.look(budget=timedelta(seconds=20))
    (file,) = Attachment.objects.all()
    assert (file.refused, file.content_type) == ("", "image/png") and file.size > 500
    assert MediaFetch.objects.get().state == MediaState.DELETED
    text.refresh_from_db()
    assert text.media == []


def test_the_simulators_pictures_are_for_its_account_alone(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = ""
    own = account.current()
    DemoText.objects.create(
        sid="SM" + "a" * 32, account=own.sid, number="+447700900101", office=own.number, to_office=True,
        status="received", media=[demo_media.NAME], created_at=make.NOW,
    )  # fmt: skip
    place = f"/demo/twilio/2010-04-01/Accounts/{own.sid}/Messages/SM{'a' * 32}/Media"
    login = {"Authorization": "Basic " + b64encode(f"{own.sid}:{own.token}".encode()).decode()}
    assert Client().get(f"{place}.json").status_code == 401
    (row,) = Client().get(f"{place}.json", headers=login).json()["media_list"]
    assert Client().get(f"{place}/{row['sid']}").status_code == 401
    assert Client().get(f"{place}/{row['sid']}", headers=login)["Content-Type"] == "image/png"
    assert Client().delete(f"{place}/{row['sid']}", headers=login).status_code == 204
    assert Client().get(f"{place}/{row['sid']}", headers=login).status_code == 404
    assert Client().get(f"{place}.json".replace("a" * 32, "b" * 32), headers=login).status_code == 404
