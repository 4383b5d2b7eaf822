"""The steps of a macro, each as a sentence in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from casework.macro_steps import KINDS, Step
from casework.templatetags._said import said
from casework.workflow import STATUS_LABELS

Names = Mapping[str, Mapping[str, str]]


def in_words(step: Step, names: Names) -> str:
    """One sentence. `names` has what codes are called: "template", "staff", "team"; an unknown code stands for itself."""
    do = step["do"]
    if do == "reply":
        return gettext("Reply with the template “%(name)s”") % {
            "name": _name(names, "template", step["template"])
        }
    if do == "note":
        return gettext("Write the note “%(words)s”") % {"words": _short(step["words"])}
    if do == "status":
        words = gettext("Change the status to “%(status)s”")
        if step.get("outcome"):
            words = gettext("Change the status to “%(status)s”, with the outcome “%(outcome)s”")
        return words % {"status": said(STATUS_LABELS[step["to"]]), "outcome": step.get("outcome")}
    if do == "assign":
        return _assign(step["to"], names)
    if do == "tag":
        return gettext("Add the tag “%(tag)s”") % {"tag": step["tag"]}
    return _later(step, names)


def _assign(to: str, names: Names) -> str:
    if to == "me":
        return gettext("Give it to whoever does it")
    if to == "nobody":
        return gettext("Give it to nobody: back to the team")
    return gettext("Give it to %(name)s") % {"name": _name(names, "staff", to)}


def _later(step: Step, names: Names) -> str:
    if step["do"] == "team":
        return gettext("Send it to the team “%(name)s”") % {"name": _name(names, "team", step["team"])}
    days = step["days"]
    if step["do"] == "follow_up":
        words = ngettext(
            "%(kind)s in %(count)s working day: %(words)s",
            "%(kind)s in %(count)s working days: %(words)s",
            days,
        )
        return words % {"kind": said(KINDS[step["kind"]]), "count": days, "words": step["words"]}
    words = ngettext(
        "Put it aside for %(count)s working day", "Put it aside for %(count)s working days", days
    )
    because = f": {step['reason']}" if step.get("reason") else ""
    return f"{words % {'count': days}}{because}"


def _name(names: Names, of: str, code: str) -> str:
    return names.get(of, {}).get(code, code)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:79].rstrip()}…"
