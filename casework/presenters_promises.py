"""How promises were kept, drawn and in words."""

from types import SimpleNamespace

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

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
        title=gettext("Promises of %(name)s by week: kept in time, of all. The table below has the figures.")
        % {"name": name},
        chart=load_chart.draw(weeks),
        words=f"{_words(found.total)} {_older(found.older)}".rstrip(),
        about=name,
        caption=gettext("Promises of %(name)s by week") % {"name": name},
        heads=[
            gettext("Week from"),
            gettext("Kept"),
            gettext("Late"),
            gettext("Broken"),
            gettext("Not reached"),
        ],
        rows=[
            (date_format(monday, "j F"), each.kept, each.late, each.broken, each.not_reached)
            for monday, each in found.weeks.items()
        ],
        total=found.total,
    )


def total(figures: Figures) -> SimpleNamespace:
    return SimpleNamespace(
        rows=[
            (gettext("Kept in time"), figures.kept, "green"),
            (gettext("Kept late"), figures.late, "orange"),
            (gettext("Broken"), figures.broken, "red"),
            (gettext("Could not reach them"), figures.not_reached, "grey"),
        ],
        all=figures.all,
        words=_words(figures),
    )


def _words(figures: Figures) -> str:
    if not figures.all:
        return gettext("Nothing was promised for these weeks.")
    share = round(100 * figures.kept / figures.all)
    return gettext("%(kept)s of %(all)s kept in time (%(share)s%%).") % {
        "kept": f"{figures.kept:,}",
        "all": f"{figures.all:,}",
        "share": share,
    }


def _older(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(number)s was due before these weeks and is still open.",
        "%(number)s were due before these weeks and are still open.",
        number,
    ) % {"number": f"{number:,}"}
