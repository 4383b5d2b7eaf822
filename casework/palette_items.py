"""Places and saved views as the palette lists them."""

from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_lazy

from casework import presenters_views, text
from casework.models import SavedView, Staff
from casework.permissions import may
from casework.presenters import plainly

# A verb (none: for everybody), the address and its words. What this office has no page for is left out.
PLACES: Final = (
    ("", "desk:start", "", gettext_lazy("Start")),
    ("see_queue", "desk:queue", "", gettext_lazy("Queue")),
    ("see_queue", "desk:queue", "who=mine", gettext_lazy("My cases")),
    ("see_queue", "desk:queue", "who=unassigned", gettext_lazy("Nobody's yet")),
    ("see_queue", "desk:queue", "overdue=true", gettext_lazy("Overdue")),
    ("search", "desk:search", "", gettext_lazy("Search")),
    ("star", "desk:shortlist", "", gettext_lazy("Shortlist")),
    ("follow_case", "desk:notifications", "", gettext_lazy("Notifications")),
    ("work_tasks", "desk:tasks", "", gettext_lazy("Tasks")),
    ("see_queue", "desk:views", "", gettext_lazy("All views")),
    ("see_queue", "desk:filing", "", gettext_lazy("Needs filing")),
    ("follow_up", "desk:promised", "", gettext_lazy("Promised")),
    ("see_queue", "desk:without_case", "", gettext_lazy("Without a case")),
    ("release_quarantine", "desk:set_aside", "", gettext_lazy("Set aside")),
    ("log_contact", "desk:log_phone", "", gettext_lazy("Log a call")),
    ("log_contact", "desk:log_in_person", "", gettext_lazy("Log a visit")),
    ("log_contact", "desk:log_letter", "", gettext_lazy("Log a letter")),
    ("post_letters", "desk:letters", "", gettext_lazy("Letters")),
    ("see_queue", "desk:keys", "", gettext_lazy("Keys")),
    ("arrange_desk", "desk:preferences", "", gettext_lazy("Preferences")),
    ("see_settings", "desk:settings", "", gettext_lazy("Settings")),
)
MOST: Final = 8


def places(staff: Staff) -> list[dict[str, str]]:
    found = []
    for verb, name, query, label in PLACES:
        try:
            url = reverse(name) if not verb or may(staff, verb) else ""
        except NoReverseMatch:
            url = ""
        if url:
            found.append({"label": str(label), "hint": "", "url": f"{url}?{query}" if query else url})
    return found


def view(found: SavedView) -> dict[str, str]:
    """With the rights of whoever opens it: its address is the queue's, with what it filters by."""
    whose = (
        gettext("Yours") if found.owner_id else str(found.team) if found.team else gettext("The whole office")
    )
    return {"label": plainly(found.name), "hint": plainly(whose), "url": presenters_views.url(found)}


def fitting(items: list[dict[str, str]], typed: str) -> list[dict[str, str]]:
    """Every word of what was typed begins a word of the label or the hint."""
    wanted = text.words(typed)
    if not wanted:
        return [] if typed else items
    return [item for item in items if _fits(text.words(f"{item['label']} {item['hint']}"), wanted)][:MOST]


def _fits(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in wanted)
