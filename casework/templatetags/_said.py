"""Finished English words of the pure modules, said in the language of the page.

The pure parts know no Django and their words are stored and sent, too, so they stay English. What a page shows of them
passes through here: whole, or part by part where they were put together from known parts. Where one part is not known
the whole stays as it is, so that no sentence is half in one language. Never for what people, colleagues or the office
wrote.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from casework import (
    keyboard,
    promises,
    queue_columns,
    queue_groups,
    search_words,
    verbs,
    why_here,
    workflow,
)  # fmt: skip
from casework.templatetags import _said_sentences, _said_values
from casework.templatetags._said_words import WORDS

# Beyond this it is no sentence of ours alone, and looking for one in it takes the longer the more somebody wrote.
LONGEST: Final = 600

_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ABBREVIATED: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_WEEKDAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def said(words: str) -> str:
    if get_language() in (None, settings.LANGUAGE_CODE) or not 0 < len(words) <= LONGEST:
        return words
    return _known(words) or capfirst(_value(words) or "") or words


def _value(words: str) -> str | None:
    return _said_values.said(words, _known)


def _known(words: str) -> str | None:
    found = gettext(words)
    if found != words or words in ALL:
        return found
    for pattern, made in _MADE:
        if match := pattern.fullmatch(words):
            return made(match)
    return _said_sentences.told(words, language=get_language() or "", say=_value)


def _days(match: re.Match[str]) -> str:
    number = int(match["n"].replace(",", ""))
    return ngettext("open %(count)s day", "open %(count)s days", number) % {"count": match["n"]}


def _at_clock(match: re.Match[str]) -> str:
    what = gettext(f"{match['what']} due")
    return f"{what} {match['clock']}"


def _at_day(match: re.Match[str]) -> str:
    day = WEEKDAYS_ABBR[_ABBREVIATED.index(match["day"])]
    what = gettext(f"{match['what']} due")
    return f"{what} {day} {match['clock']}"


def _until(match: re.Match[str]) -> str:
    day = datetime(2000, _MONTHS.index(match["month"]) + 1, int(match["day"]))  # noqa: DTZ001  (only its name is said)
    return gettext("Put aside until %(day)s") % {"day": date_format(day, "j F")}


def _on_this_page(match: re.Match[str]) -> str:
    number = int(match["n"])
    return ngettext("%(count)s on this page", "%(count)s on this page", number) % {"count": match["n"]}


def _grouped(match: re.Match[str]) -> str:
    return (
        gettext("Grouped by %s. A group goes on where its page ends.")
        % gettext(match["what"].capitalize()).lower()
    )


def _grouped_apart(match: re.Match[str]) -> str:
    what = gettext(match["what"].capitalize()).lower()
    return gettext("Each page is grouped by %s on its own: a group can come again on the next page.") % what


def _two_weeks(match: re.Match[str]) -> str:
    return (
        gettext(
            "Today %(new)s new and %(ended)s ended; in two weeks %(all_new)s new and %(all_ended)s ended."
        )
        % match.groupdict()
    )


def _promised_for(match: re.Match[str]) -> str:
    """ "Callback today by 14:00", "Promise Mon 10:00 to 12:00"."""
    day = match["day"]
    said_day = str(WEEKDAYS_ABBR[_ABBREVIATED.index(day)]) if day in _ABBREVIATED else gettext(day)
    return f"{gettext(match['what'])} {said_day} {_clock(match['clock'])}"


def _clock(words: str) -> str:
    """ "by 14:00", "10:00 to 12:00"."""
    return words.replace("by ", f"{gettext('by')} ").replace(" to ", f" {gettext('to')} ")


def _window(match: re.Match[str]) -> str:
    """ "today by 14:00", "Tuesday 10:00 to 12:00", "Tuesday 24 November by 14:00"."""
    if match["weekday"] is None:
        return f"{gettext(match['near'])} {_clock(match['clock'])}"
    day = str(WEEKDAYS[_WEEKDAYS.index(match["weekday"])])
    if match["number"]:
        on = datetime(2000, _MONTHS.index(match["month"]) + 1, int(match["number"]))  # noqa: DTZ001  (only its name is said)
        day = f"{day} {date_format(on, 'j F')}"
    return f"{day} {_clock(match['clock'])}"


def _tried(match: re.Match[str]) -> str:
    return ngettext("tried %(count)s time", "tried %(count)s times", int(match["n"])) % {"count": match["n"]}


def _filled(words: str) -> Callable[[re.Match[str]], str]:
    return lambda match: gettext(words) % match.groupdict()


_MADE: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"open (?P<n>[\d,]+) days?"), _days),
    (re.compile(r"(?P<what>Callback|Promise) due (?P<clock>\d\d:\d\d)"), _at_clock),
    (
        re.compile(rf"(?P<what>Callback|Promise) due (?P<day>{'|'.join(_ABBREVIATED)}) (?P<clock>\d\d:\d\d)"),
        _at_day,
    ),
    (re.compile(rf"Put aside until (?P<day>\d+) (?P<month>{'|'.join(_MONTHS)})"), _until),
    (re.compile(r"\d\d:\d\d"), lambda match: match[0]),
    (re.compile(r"(?P<n>\d+) on this page"), _on_this_page),
    (re.compile(r"Grouped by (?P<what>[a-z ]+)\. A group goes on where its page ends\."), _grouped),
    (re.compile(r"Each page is grouped by (?P<what>[a-z ]+) on its own: .*"), _grouped_apart),
    (
        re.compile(
            r"Today (?P<new>[\d,]+) new and (?P<ended>[\d,]+) ended; in two weeks (?P<all_new>[\d,]+) new and "
            r"(?P<all_ended>[\d,]+) ended\."
        ),
        _two_weeks,
    ),
    (
        re.compile(
            rf"(?P<what>Callback|Promise|Reminder) (?P<day>today|tomorrow|yesterday|{'|'.join(_ABBREVIATED)}) "
            r"(?P<clock>(?:by )?\d\d:\d\d(?: to \d\d:\d\d)?)"
        ),
        _promised_for,
    ),
    (
        re.compile(
            rf"(?:(?P<near>today|tomorrow|yesterday)|(?P<weekday>{'|'.join(_WEEKDAYS)})"
            rf"(?: (?P<number>\d+) (?P<month>{'|'.join(_MONTHS)}))?) (?P<clock>(?:by )?\d\d:\d\d(?: to \d\d:\d\d)?)"
        ),
        _window,
    ),
    (re.compile(r"tried (?P<n>\d+) times"), _tried),
    # The line below a text, which the browser goes on with in the same words.
    (
        re.compile(r"(?P<characters>[\d,]+) of (?P<longest>[\d,]+) characters"),
        _filled("%(characters)s of %(longest)s characters"),
    ),
    (re.compile(r"(?P<count>\d+) parts"), _filled("%(count)s parts")),
    (re.compile(r"about (?P<pence>[\d.]+)p"), _filled("about %(pence)sp")),
    (re.compile(r"about £(?P<pounds>[\d.]+)"), _filled("about £%(pounds)s")),
    (re.compile(r"GSM-7|UCS-2"), lambda match: match[0]),
)


def _tables() -> list[str]:
    """Every word of these tables that a page shows; the catalogue takes them from here."""
    return [
        *queue_columns.COLUMNS.values(),
        *(heading for _code, groups in queue_columns._CELLS for _columns, heading in groups),
        *queue_groups.BY.values(),
        *queue_groups.NOBODY.values(),
        *workflow.STATUS_LABELS.values(),
        *promises.OVERDUE.values(),
        *promises.DUE.values(),
        *(f"{due} soon" for due in promises.DUE.values()),
        *why_here.PRESSING.values(),
        *why_here.WAITING.values(),
        *_REASONS,
        *(finds for _typed, finds in search_words.EXAMPLES),
        *(group.title for group in keyboard.GROUPS),
        *(key.words for group in keyboard.GROUPS for key in group.keys),
        *(place.words for place in keyboard.PLACES),
        "Go to",
        *verbs.WORDS.values(),
        *WORDS,
        *_said_sentences.STAND_INS,
    ]


# What `why_here` and `follow_up_rules` say in whole; with a number or a time in it they are read by `_MADE`.
_REASONS: Final = (
    "Ended", "Overdue", "Due", "Due soon", "New text", "Text not answered", "Our message did not arrive", "New",
    "Waiting for an answer from us", "In hand", "opened today", "Callback overdue", "Promise overdue", "Callback due",
    "Promise due", "Urgent", "High", "Low", "Waiting for: us", "Waiting for: the person", "Waiting for: somebody else",
    "Waiting for: nobody", "Mine", "Nobody's yet", "Not known yet", "No outcome was given", "Nobody yet", "Yourself", "text message",
    "All open", "All closed", "Open and closed", "Shown with the others", "Only those put aside", "Text message",
    "WhatsApp message", "Phone call", "E-mail", "Social media", "Another way", "Any team", "Whose", "Anybody's",
    "Anybody", "Began by", "Any channel", "Any service", "Any priority", "Overdue only", "Waiting for us", "Put aside",
    "Left out", "Tag", "Words, name, number or reference", "Group by", "yes", "Normal", "Web form", "In person", "Letter",
    "Not grouped", "No case came and none ended in these two weeks.", "today", "tomorrow", "yesterday",
    "by", "to", "Callback", "Promise", "Reminder", "not tried yet", "tried once", "tried twice",
    "Service", "Status", "Priority", "Assigned to", "Team",
)  # fmt: skip
ALL: Final = frozenset(_tables())
