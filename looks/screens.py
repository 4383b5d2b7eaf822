"""Pictures of the screens of a demo office, in docs/screens, with a page that shows them all."""

import io
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page

from backoffice.up.home import CHECKOUT
from looks.demo import demo_office
from looks.shots import SHOTS, Shot
from looks.visitor import Visitors, visitors

SCREENS: Final = CHECKOUT / "docs" / "screens"
# The README's own, made of these.
PICTURES: Final = {
    "queue": CHECKOUT / "docs" / "pictures" / "queue.png",
    "case": CHECKOUT / "docs" / "pictures" / "case.png",
}
COLOURS: Final = 128  # flat colours and edges of letters need no more, and the folder stays small
TALLEST: Final = 4000
MOST_BYTES: Final = 3_000_000
TOP: Final = """# Screens

Made by `make screens` from the demo office; everybody in them is made up. Do not edit this page: the words stand in `looks/shots.py`.
"""


def run() -> int:
    with demo_office() as url, visitors(url) as people:
        complaints = [words for shot in SHOTS for words in _take(people, shot)]
    (SCREENS / "README.md").write_text(_page(), encoding="utf-8")
    for words in complaints:
        print(words)
    size = sum(each.stat().st_size for each in SCREENS.iterdir())
    print(f"{len(SHOTS)} pictures, {size / 1000:,.0f} kB")
    return 1 if complaints or size > MOST_BYTES else 0


def _take(people: Visitors, shot: Shot) -> list[str]:
    """Returns what the page complained about while it was pictured."""
    complaints: list[str] = []
    with people.page(shot.who, width=shot.width, dark=shot.dark) as page:
        page.on("pageerror", lambda error: complaints.append(f"{shot.name}: {error}"))
        _open(page, shot)
        picture = page.screenshot(full_page=shot.whole, animations="disabled", caret="hide")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        complaints.append(f"{shot.name}: scrolls sideways by {wide} pixels")
    _keep(picture, [SCREENS / f"{shot.name}.png", *([PICTURES[shot.name]] if shot.name in PICTURES else [])])
    return complaints


def _open(page: Page, shot: Shot) -> None:
    if shot.go is None:
        answer = page.goto(shot.path)
        assert answer is not None and answer.ok, f"{shot.name} answers {answer and answer.status}"  # noqa: S101
    else:
        shot.go(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)  # what htmx fetches after the page is there


def _keep(picture: bytes, places: list[Path]) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, TALLEST)))
    small = image.quantize(colors=COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        small.save(place, optimize=True)


def _page() -> str:
    """A heading, whose screen it is and how wide, and the picture with its words."""
    return "\n".join([TOP, *(_entry(shot) for shot in SHOTS)])


def _entry(shot: Shot) -> str:
    who = shot.who or "anybody"
    night = ", by night" if shot.dark else ""
    return f"## {shot.name}\n\n{shot.words}. Seen by: {who}; {shot.width} pixels{night}.\n\n![{shot.words}]({shot.name}.png)\n"
