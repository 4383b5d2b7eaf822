"""Every page of an office, looked at in each way people look: wide and narrow, by day and by night, at 400 %.

What is wrong is collected rather than raised, so that one sweep tells everything it found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, Response

from casework.models import (
    Area,
    BulkChange,
    Checklist,
    Macro,
    Notification,
    Person,
    RuleSetVersion,
    SavedView,
    Service,
    Staff,
    Star,
    Target,
    Team,
    TextTemplate,
)
from tests import factories as make
from tests.access.test_every_url import ACCESS, MACHINE, _path

WIDE: Final = {"width": 1280, "height": 900}
NARROW: Final = {"width": 320, "height": 720}
ZOOMED: Final = {"width": 320, "height": 225}  # what 1280 by 900 pixels hold at 400 %
SEEN: Final = {"resultTypes": ["violations"]}
# What the width of a window can change; all other rules were asked of the same page when it was wide.
OF_A_WIDTH: Final = {
    **SEEN,
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]},
    "rules": {"target-size": {"enabled": True}},
}
OF_COLOURS: Final = {**SEEN, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
LONG: Final = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and everybody who lives there"
SIDEWAYS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The innermost things that stick out, as tag and class.
OUTSIDE: Final = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && each.checkVisibility())
  .filter((each, _, all) => !all.some((other) => other !== each && each.contains(other)))
  .slice(0, 3).map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 40)}`)"""
# The tallest thing that stays where it is while the page scrolls: at 400 % it must leave room to read.
STICKING: Final = """() => Math.max(0, ...[...document.querySelectorAll("body *")]
  .filter((each) => ["fixed", "sticky"].includes(getComputedStyle(each).position) && each.checkVisibility())
  .map((each) => Math.min(each.getBoundingClientRect().height, innerHeight)))"""


@dataclass
class Sweep:
    """`found` has a line for each thing that is wrong: where, in which state, what."""

    page: Page
    found: list[str] = field(default_factory=list)
    _axe: Axe = field(default_factory=Axe)

    def __post_init__(self) -> None:
        self.page.on("response", self._answered)
        self.page.on("requestfailed", lambda request: self._failed(request.url, request.failure))

    def look(self, name: str, path: str) -> None:
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        self.page.goto(path)
        before = len(self.found)
        self.stands(name)
        print(name, *self.found[before:], sep="\n  ", flush=True)

    def stands(self, name: str) -> None:
        """The page that is open, in every way."""
        self._one_heading(name)
        self._ask(f"{name}, wide", SEEN)
        self._by_night(f"{name}, wide")
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        self._fits(f"{name}, 320")
        self._ask(f"{name}, 320", OF_A_WIDTH)
        self._by_night(f"{name}, 320")
        self.page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
        self._fits(f"{name}, 400 %")
        tallest = self.page.evaluate(STICKING)
        if tallest > ZOOMED["height"] / 2:
            self.found.append(f"{name}, 400 %: {tallest:.0f} of {ZOOMED['height']} pixels do not scroll")

    def _by_night(self, name: str) -> None:
        self.page.emulate_media(color_scheme="dark")
        self._ask(f"{name}, dark", OF_COLOURS)
        self.page.emulate_media(color_scheme="light")

    def _one_heading(self, name: str) -> None:
        count = self.page.locator("h1").count()
        if count != 1 or not self.page.title().strip(" –"):
            self.found.append(f"{name}: {count} h1, title {self.page.title()!r}")

    def _fits(self, name: str) -> None:
        wide = self.page.evaluate(SIDEWAYS)
        if wide > 0:
            self.found.append(f"{name}: scrolls sideways by {wide} pixels: {self.page.evaluate(OUTSIDE)}")

    def _ask(self, name: str, options: dict[str, Any]) -> None:
        for each in self._axe.run(self.page, options=options).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in each["nodes"][:3])
            self.found.append(f"{name}: {each['id']}, {each['help']}: {nodes}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.found.append(f"{self.page.url}: {response.status} for {response.url}")

    def _failed(self, url: str, why: str | None) -> None:
        if why != "net::ERR_ABORTED":  # what leaving a page breaks off
            self.found.append(f"{self.page.url}: {why} for {url}")


def pages(
    world: dict[str, Any], reader: Staff, names: Iterable[str] = tuple(ACCESS)
) -> Iterator[tuple[str, str]]:
    """Name and path of every address of these that answers a browser with a page of ours."""
    client = Client()
    client.force_login(reader)
    for name in names:
        line = ACCESS[name]
        if line.method != "get" or line.who == MACHINE or (line.needs and line.needs not in world):
            continue
        path = _path(name, line, world)
        answer = client.get(path)
        kind = answer.headers.get("Content-Type", "")
        whole = answer.status_code == 200 and kind.startswith("text/html") and not answer.streaming
        if whole and answer.content.lstrip()[:9].lower() == b"<!doctype":
            yield name, path
        if file := getattr(answer, "file_to_stream", None):
            file.close()  # opened to be sent; closing the whole answer would close the test's connection


def furnish(world: dict[str, Any]) -> dict[str, Any]:
    """The world of the access tests, with a real thing wherever it has the id of nobody's, and every word long."""
    lead, case = world["people"]["lead"], world["case"]
    manager = world["people"]["manager"]
    _fill(manager)
    own = {"made_by": manager, "made_at": make.NOW}
    rules = RuleSetVersion.objects.order_by("-number").first()
    assert rules is not None
    more = {
        "saved_view": SavedView.objects.create(name=LONG[:60], owner=manager, query="channel=sms", **own),
        "star": Star.objects.create(staff=manager, case=case, made_at=make.NOW),
        "bulk_change": BulkChange.objects.create(
            kind="tag", to="damp", done=[case.reference], refused=[["7K4M-9QXD", LONG]], **own
        ),
        "rule": rules.rules[0]["id"],
    }
    Notification.objects.create(
        staff=manager, case=case, kind="mention", source=case.pk, by=lead, at=make.NOW
    )
    _lengthen()
    return {**world, **more}


def _fill(manager: Staff) -> None:
    """A queue of several rows and tabs of views, and a timeline of many kinds."""
    for number in range(8):
        make.case(
            f"{LONG} {number}\n" * 6, sender=f"07700 9002{number:02}", person_name=f"{LONG[:70]} {number}"
        )
        SavedView.objects.create(
            name=f"{number} {LONG[:50]}", owner=manager, made_by=manager, made_at=make.NOW, position=number
        )


def _lengthen() -> None:
    """Names as long as they may be. Only those of things that keep no history of their words."""
    names = (
        (Team, "name"), (Service, "name"), (Staff, "full_name"), (Person, "name"), (Macro, "name"),
        (Checklist, "name"), (TextTemplate, "name"), (Area, "name"), (Target, "name"),
    )  # fmt: skip
    for model, field_name in names:
        room = model._meta.get_field(field_name).max_length or 200
        for number, row in enumerate(model._default_manager.all()):
            words = f"{number} {LONG} {LONG} {LONG}"[:room].strip()
            model._default_manager.filter(pk=row.pk).update(**{field_name: words})
