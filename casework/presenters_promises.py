"""How promises were kept, drawn and in words."""

from types import SimpleNamespace

from casework import load_chart
from casework.load_chart import Week
from casework.services.promises_kept import Figures, OfTeam
from casework.text import show_bidi_controls as plainly


def team(found: OfTeam) -> SimpleNamespace:
    """The bars are what was kept in time; the line above them all that was promised for the week."""
    name = plainly(found.name)
    weeks = [Week(monday, each.all, each.kept) for monday, each in found.weeks.items()]
    return SimpleNamespace(
        name=name,
        title=f"Promises of {name} by week: kept in time, of all. The table below has the figures.",
        chart=load_chart.draw(weeks),
        words=f"{_words(found.total)} {_older(found.older)}".rstrip(),
        about=name,
        caption=f"Promises of {name} by week",
        heads=["Week from", "Kept", "Late", "Broken", "Not reached"],
        rows=[
            (f"{monday.day} {monday:%B}", each.kept, each.late, each.broken, each.not_reached)
            for monday, each in found.weeks.items()
        ],
        total=found.total,
    )


def total(figures: Figures) -> SimpleNamespace:
    return SimpleNamespace(
        rows=[
            ("Kept in time", figures.kept, "green"),
            ("Kept late", figures.late, "orange"),
            ("Broken", figures.broken, "red"),
            ("Could not reach them", figures.not_reached, "grey"),
        ],
        all=figures.all,
        words=_words(figures),
    )


def _words(figures: Figures) -> str:
    if not figures.all:
        return "Nothing was promised for these weeks."
    share = round(100 * figures.kept / figures.all)
    return f"{figures.kept:,} of {figures.all:,} kept in time ({share}%)."


def _older(number: int) -> str:
    if not number:
        return ""
    return f"{number:,} {'was' if number == 1 else 'were'} due before these weeks and {'is' if number == 1 else 'are'} still open."
