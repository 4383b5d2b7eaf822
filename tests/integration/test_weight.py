"""What a page of ours makes a browser fetch: its scripts and styles, as they go over the wire.

Half of the office's people read on a telephone with little data, and the outreach van has less.
"""

import posixpath
import re
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from django.http import FileResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from backoffice.middleware import PackedPages
from casework.models import Case
from tests import factories as make

pytestmark = pytest.mark.django_db

MOST = 200_000  # bytes, packed
PACKS = ("gzip", "br")
# Static and on demand: `import … from "./x.js"`, `import("./x.js")`.
IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\./[^"']+)["']""")


class Linked(HTMLParser):
    """Addresses of the scripts and style sheets that a page names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self.addresses.add(given["src"] or "")
        elif tag == "link" and given.get("rel") in ("stylesheet", "modulepreload"):
            self.addresses.add(given["href"] or "")


def _bytes(answer: Any) -> bytes:
    """Read to its end a file closes itself; closing the whole answer would close the test's connection, too."""
    return b"".join(answer.streaming_content)


def _fetched(client: Client, address: str) -> tuple[int, str]:
    """Bytes on the wire, and the text when unpacked. A file without its packed twin is a build that went wrong."""
    packed = client.get(address, headers={"accept-encoding": "gzip, deflate, br"})
    assert packed.status_code == 200, f"{address}: run python -m backoffice.up.assets"
    assert packed.headers.get("Content-Encoding") in PACKS, f"{address} is not packed"
    return len(_bytes(packed)), _bytes(client.get(address)).decode()


def _weight(client: Client, path: str) -> dict[str, int]:
    page = client.get(path)
    assert page.status_code == 200
    todo, weight = Linked(page.content.decode()).addresses, {}
    assert todo, f"{path} names no style at all"
    while todo:
        address = todo.pop()
        weight[address], text = _fetched(client, address)
        if address.endswith(".js"):
            folder = posixpath.dirname(address)
            found = {posixpath.normpath(posixpath.join(folder, each)) for each in IMPORTED.findall(text)}
            todo |= found - set(weight)
    return weight


def _pages(case: Case) -> dict[str, str]:
    code = make.service("missed-bin").code
    return {
        "queue": "/desk/",
        "case": f"/desk/cases/{case.reference}/",
        "start page": "/desk/start/",
        "call screen": "/desk/log/phone/",
        "drop-in sheet": reverse("desk:drop_in"),
        "settings": "/desk/settings/",
        "rule editor": "/desk/settings/rules/new/",
        "public start": "/",
        "public form": reverse("web:contact", args=[code]),
        "outreach": reverse("desk:outreach_shell"),
    }


def test_no_page_fetches_more_than_200_kb_of_script_and_style() -> None:
    lead = make.staff("lead", role="lead", lead=True)
    client = Client()
    client.force_login(lead)
    weights = {name: _weight(client, path) for name, path in _pages(make.case()).items()}
    heavy = {name: sum(each.values()) for name, each in weights.items()}
    assert all(0 < total <= MOST for total in heavy.values()), heavy
    # The count follows what modules import, and what those import.
    assert {"/static/onequeue/live.js", "/static/onequeue/govuk-frontend.min.js"} <= set(weights["queue"])
    print(heavy)


def test_a_browser_that_unpacks_nothing_gets_the_style_as_it_is() -> None:
    plain = Client().get("/static/onequeue/main.css", headers={"accept-encoding": "identity"})
    assert "Content-Encoding" not in plain.headers and b"govuk" in _bytes(plain)


def test_pages_go_out_packed_and_files_as_they_are() -> None:
    client = Client()
    client.force_login(make.staff("lead", role="lead", lead=True))
    for number in range(5):
        make.case(f"The same boiler {number}", sender=f"07700 9002{number:02}")
    packs = {"accept-encoding": "gzip"}
    page = client.get("/desk/", headers=packs)
    assert page.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in page.headers["Vary"]
    whole = client.get("/desk/")
    assert "Content-Encoding" not in whole.headers and len(page.content) < len(whole.content) / 3
    assert "Content-Encoding" not in client.get("/api/v1/cases/", headers=packs).headers
    file = FileResponse(BytesIO(b"a sound" * 500), content_type="audio/mpeg")
    sent = PackedPages(lambda request: file)(RequestFactory().get("/", headers=packs))
    assert "Content-Encoding" not in sent.headers and sent.headers["Content-Length"] == "3500"
