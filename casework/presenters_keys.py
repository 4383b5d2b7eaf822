"""The keys and the places of the desk, as the pages and the palette show them."""

from types import SimpleNamespace
from typing import Any

from django.urls import NoReverseMatch, reverse

from casework import keyboard
from casework.keyboard import Place
from casework.models import Staff


def shortcuts_on(staff: Staff) -> bool:
    """As the person chose. No statement where they were read together with their choices."""
    choices = getattr(staff, "desk_choices", None)
    return choices is None or bool(choices.shortcuts)


def url_of(place: Place) -> str:
    """ "" where the office has no such page."""
    for name in place.url_names:
        try:
            return reverse(name) + (f"?{place.query}" if place.query else "")
        except NoReverseMatch:
            continue
    return ""


def groups() -> list[SimpleNamespace]:
    """Titles with rows: `presses` is a list of ways, each a list of keys; places have a `url`."""
    found = [
        SimpleNamespace(title=group.title, rows=[_row(key.code, key.press, key.words) for key in group.keys])
        for group in keyboard.GROUPS
    ]
    places = [(place, url_of(place)) for place in keyboard.PLACES]
    rows = [_row(place.code, (place.press,), place.words, url) for place, url in places if url]
    return [found[0], SimpleNamespace(title="Go to", rows=rows), *found[1:]]


def _row(code: str, presses: tuple[str, ...], words: str, url: str = "") -> SimpleNamespace:
    ways: list[Any] = [press.split(" ") for press in presses]
    return SimpleNamespace(code=code, presses=ways, raw="|".join(presses), words=words, url=url)
