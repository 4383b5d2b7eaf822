"""What a dry run found, as its page shows it."""

from collections.abc import Iterable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, ngettext

from casework import load_chart
from casework.load_chart import Week
from casework.models import DryRun, Team
from casework.text import show_bidi_controls as plainly

# Each with how many cases, in words.
_CHANGES: Final = {
    "priority": gettext_noop("%(cases)s would have had another priority"),
    "tags": gettext_noop("%(cases)s would have had other tags"),
    "restricted": gettext_noop("%(cases)s would have been restricted, or no longer restricted"),
    "target": gettext_noop("%(cases)s would have had another target"),
    "assignee": gettext_noop("%(cases)s would have been given to somebody else, or in another way"),
}


def cases(count: int) -> str:
    return ngettext("%(count)s case", "%(count)s cases", count) % {"count": f"{count:,}"}


def progress(run: DryRun) -> SimpleNamespace:
    """The words say how far it is; `total` is what the span held when it began."""
    total = max(run.total, run.done)
    return SimpleNamespace(
        words=gettext("%(number)s of %(cases)s") % {"number": f"{run.done:,}", "cases": cases(total)},
        done=run.done,
        total=max(total, 1),
        step_url=reverse("desk:rules_dry_run_step", args=[run.pk]),
    )


def found(run: DryRun, *, seen: set[str], reads_cases: bool) -> SimpleNamespace:
    """`seen` are the references of the listed cases that the reader sees now."""
    result = run.result
    names = _team_names()
    replayed, elsewhere = run.done - result["skipped"], result["elsewhere"]
    changes = [
        gettext(_CHANGES[key]) % {"cases": cases(count)}
        for key in _CHANGES
        if (count := result["changes"].get(key, 0))
    ]
    listed = [_case(each, names) for each in result["cases"] if each["reference"] in seen]
    teams = _teams(run, names)
    return SimpleNamespace(
        headline=_headline(run, replayed=replayed, elsewhere=elsewhere, changes=changes),
        text=_text(run, replayed=replayed, elsewhere=elsewhere, changes=changes),
        moves=[
            SimpleNamespace(before=_name(each["from"], names), after=_name(each["to"], names), count=f"{each['count']:,}")
            for each in result["moves"]
        ],
        changes=changes,
        cases=listed,
        more=_more(elsewhere - len(listed), listed=len(listed), reads_cases=reads_cases) if elsewhere else "",
        differing=[each for each in teams if each.differs] if elsewhere else [],
        same=[each for each in teams if not each.differs] if elsewhere else [],
        skipped=_skipped(result["skipped"]),
    )  # fmt: skip


def _headline(run: DryRun, *, replayed: int, elsewhere: int, changes: list[str]) -> str:
    if not replayed:
        return gettext("There was nothing to replay")
    if elsewhere:
        words = gettext("%(number)s of %(cases)s would have gone elsewhere")
        return words % {"number": f"{elsewhere:,}", "cases": cases(replayed)}
    return gettext("No case would have gone elsewhere") if changes else gettext("Nothing would have changed")


def _text(run: DryRun, *, replayed: int, elsewhere: int, changes: list[str]) -> str:
    since, until = (_day(timezone.localtime(each).date()) for each in (run.since, run.until))
    span = {"days": run.days, "since": since, "until": until, "cases": cases(replayed)}
    if not replayed:
        words = gettext(
            "No case that can be replayed was opened in the %(days)s days from %(since)s to %(until)s."
        )
    elif elsewhere or changes:
        words = gettext(
            "Replayed: %(cases)s opened in the %(days)s days from %(since)s to %(until)s, by the rules in force and by yours."
        )
    elif replayed == 1:
        words = gettext(
            "Replayed: %(cases)s opened in the %(days)s days from %(since)s to %(until)s. It would have gone to the same team, "
            "with the same priority, tags and target."
        )
    else:
        words = gettext(
            "Replayed: %(cases)s opened in the %(days)s days from %(since)s to %(until)s. All would have gone to the same team, "
            "with the same priority, tags and target."
        )
    return words % span


def _skipped(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(count)s case was left out: what they were routed from is not on record. "
        "It has been kept only since the office began to keep its decisions.",
        "%(count)s cases were left out: what they were routed from is not on record. "
        "It has been kept only since the office began to keep its decisions.",
        count,
    )
    return words % {"count": f"{count:,}"}


def _more(count: int, *, listed: int, reads_cases: bool) -> str:
    """Why not every case is in the list."""
    if not reads_cases:
        return gettext(
            "Administrators set up how the office works and read no cases, so none is listed here. "
            "Ask a team lead to replay the same rules."
        )
    if not count:
        return ""
    words = (
        ngettext(
            "%(count)s more is not listed: the list ends after 200, and leaves out cases that you may not see.",
            "%(count)s more are not listed: the list ends after 200, and leaves out cases that you may not see.",
            count,
        )
        if listed
        else ngettext(
            "%(count)s is not listed: the list ends after 200, and leaves out cases that you may not see.",
            "%(count)s are not listed: the list ends after 200, and leaves out cases that you may not see.",
            count,
        )
    )
    return words % {"count": f"{count:,}"}


def _case(each: dict[str, Any], names: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(
        reference=each["reference"],
        url=reverse("desk:case", args=[each["reference"]]),
        before=_name(each["from"], names),
        after=_name(each["to"], names),
        rule=gettext("by “%(rule)s”") % {"rule": plainly(each["rule"])}
        if each["rule"]
        else gettext("because no rule fits"),
    )


def _team_names() -> dict[str, str]:
    return dict(Team.objects.values_list("code", "name"))


def _name(code: str, names: dict[str, str]) -> str:
    return plainly(names.get(code, code))


# The load per team and week


def _teams(run: DryRun, names: dict[str, str]) -> list[SimpleNamespace]:
    """Every team of the result, those whose work changes most first."""
    kept = {date.fromisoformat(each["week"]): each for each in run.result["weeks"]}
    mondays = list(_mondays(kept))
    codes = {code for each in kept.values() for side in ("before", "after") for code in each[side]}
    teams = [_team(code, names, [_week(day, kept.get(day), code) for day in mondays]) for code in codes]
    return sorted(teams, key=lambda each: (-abs(each.after - each.before), -each.moved, each.name))


def _mondays(kept: dict[date, Any]) -> Iterable[date]:
    """Every week from the first to the last, also those in which nothing came."""
    day = min(kept, default=None)
    while day is not None and day <= max(kept):
        yield day
        day += timedelta(days=7)


def _week(day: date, kept: Any, code: str) -> Week:
    return Week(day, kept["before"].get(code, 0), kept["after"].get(code, 0)) if kept else Week(day, 0, 0)


def _team(code: str, names: dict[str, str], weeks: list[Week]) -> SimpleNamespace:
    before, after = sum(each.before for each in weeks), sum(each.after for each in weeks)
    moved = sum(abs(each.after - each.before) for each in weeks)
    name = _name(code, names)
    return SimpleNamespace(
        code=code,
        name=name,
        before=before,
        after=after,
        moved=moved,
        differs=moved > 0,
        words=_difference(before, after),
        total=cases(before),
        title=gettext("%(team)s: cases per week, %(since)s to %(until)s. %(difference)s")
        % {
            "team": name,
            "since": _day(weeks[0].monday),
            "until": _day(weeks[-1].monday),
            "difference": _difference(before, after),
        },
        chart=load_chart.draw(weeks),
        about=name,
        caption=gettext("New cases of %(team)s per week") % {"team": name},
        heads=[gettext("Week from"), gettext("Before"), gettext("After")],
        rows=[(_day(each.monday), f"{each.before:,}", f"{each.after:,}") for each in weeks],
    )


def _difference(before: int, after: int) -> str:
    if before == after:
        words = gettext("%(count)s as before, in other weeks or of other cases.")
        return words % {"count": f"{before:,}"}
    words = (
        gettext("%(after)s in place of %(before)s: %(count)s more.")
        if after > before
        else gettext("%(after)s in place of %(before)s: %(count)s fewer.")
    )
    return words % {"after": f"{after:,}", "before": f"{before:,}", "count": f"{abs(after - before):,}"}


def _day(day: date) -> str:
    return date_format(day, "j M Y")
