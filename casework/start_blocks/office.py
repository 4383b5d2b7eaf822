"""How the office runs, for whoever sets it up and reads no case: alarms, channels, settings."""

from collections.abc import Iterable
from datetime import datetime
from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import presenters_health, selectors_health
from casework import presenters_start as show
from casework.ports import channel_health
from casework.presenters_health import SIGNS
from casework.selectors_health import Traffic


def of_setter(*, parts: Iterable[dict[str, str]], now: datetime) -> SimpleNamespace:
    """`parts`: the settings they may open: title, about, url. 4 statements, and what the channels ask themselves."""
    listed = SimpleNamespace(
        code="settings", title=_("Settings"), kind="links", count="", parts=list(parts), links=[]
    )
    return SimpleNamespace(
        code="office",
        title=_("How the office runs"),
        names="",
        blocks=[_alarms(), _channels(now), listed],
        empty="",
    )


def _alarms() -> SimpleNamespace:
    found = [presenters_health.alarm(each) for each in selectors_health.open_alarms()]
    rows = [
        SimpleNamespace(
            url="", title=each.words, words="", facts=[each.times], at=each.last_at, tag="", tone=""
        )
        for each in found[: show.MOST_SHOWN]
    ]
    links = [(_("All alarms"), reverse("desk:health"))] if rows else []
    return show.block(
        "alarms", _("Alarms"), rows=rows, count=len(found), empty=_("There is no alarm."), links=links
    )


def _channels(now: datetime) -> SimpleNamespace:
    """Those that somebody must look at; the others are on the page of health."""
    traffic = selectors_health.traffic(now=now)
    all_of_them = [
        presenters_health.channel(each, traffic.get(each.kind, Traffic()), now=now)
        for each in channel_health()
    ]
    quiet = (SIGNS[presenters_health.GOOD][0], SIGNS[presenters_health.OFF][0])
    found = [each for each in all_of_them if each.sign not in quiet]
    rows = [
        SimpleNamespace(
            url=reverse("desk:health"), title=each.title, words=each.reasons[0], tag=each.sign, tone=each.tone, facts=[]
        )
        for each in found[: show.MOST_SHOWN]
    ]  # fmt: skip
    return show.block(
        "channels",
        _("Channels to look at"),
        rows=rows,
        count=len(found),
        empty=_("Every channel that is set up works."),
        links=[(_("How all channels are doing"), reverse("desk:health"))],
    )
