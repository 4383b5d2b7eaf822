"""A program answers from a case: with words, with another status, or with both at once.

The caller holds the case: it was found among those that the actor sees, and locked, in this transaction. So the people
on it are read once, and the guard is asked once, under the number's lock, unless there are several numbers to choose
from.
"""

from datetime import datetime

from casework.models import Case, Contact, ContactPoint, Party, Staff
from casework.permissions import require
from casework.send_rules import channel_to
from casework.services import contact_points, replies, reply_ways, survivors


class NobodysNumber(Exception):
    """It was to go to a number of nobody on the case."""


def answer(
    *,
    case: Case,
    body: str,
    actor: Staff,
    now: datetime,
    channel: str,
    to: str = "",
    then: str = "",
    outcome: str = "",
) -> Contact:
    """Queues one message, and with `then` changes the status as a second step would, with an `outcome` where it ends.

    `to`: a number of somebody on the case as typed; "" for the one to reply to. Raises what `replies.reply` and
    `status.change_status` raise, and NobodysNumber: the caller's transaction must then be taken back as a whole.
    """
    require(actor, "reply")
    if then:
        require(actor, "change_status")
        survivors.itself(case)
    wanted = replies.Then(then, outcome) if then else None
    return _replied(case, body=body, to=to, channel=channel, actor=actor, now=now, then=wanted)


def _replied(
    case: Case,
    *,
    body: str,
    to: str,
    channel: str,
    actor: Staff,
    now: datetime,
    then: replies.Then | None,
) -> Contact:
    with replies.read_ahead(case, actor=actor, now=now):
        party, point = _whom(case, to=to, channel=channel, now=now)
        if case.merged_into_id is not None:  # what was said goes on, on the case that this one became part of
            return replies.reply(
                case=case, body=body, contact_point=point, actor=actor, now=now, channel=channel
            )
        text = replies.readable(body)
        replies.check(body=text, channel=channel)
        # It may have left their sight while its lock was waited for.
        survivors.in_sight(case, actor=actor)
        return replies.send_to(
            point,
            whom=lambda _: party.person,
            case=case,
            body=text,
            actor=actor,
            now=now,
            channel=channel,
            then=then,
        )


def _whom(case: Case, *, to: str, channel: str, now: datetime) -> tuple[Party, ContactPoint]:
    """The number asked for, or the first that may be used. Refusals come in the words of the guard."""
    reached = reply_ways.reachable(case=case, now=now)
    if to:
        wanted = contact_points.normalised(kind="phone", raw=to)
        reached = [each for each in reached if each.point.value == wanted]
        if not reached:
            raise NobodysNumber("This number belongs to nobody on this case.")
    if not reached:
        raise replies.ReplyRefused("Nobody on this case has a number. Ask for one.")
    first = reached[0]
    # Where there is no choice the guard need not be asked before its number is locked.
    if to or (len(reached) == 1 and channel_to(first.point.value) == channel):
        if first.held_back:
            raise replies.ReplyRefused(first.held_back)
        return first.party, first.point
    return _usable(reply_ways.judge(reached, now=now))


def _usable(ways: list[reply_ways.Way]) -> tuple[Party, ContactPoint]:
    for way in ways:
        if way.refused is None:
            return way.party, way.point
    raise replies.ReplyRefused(ways[0].refused or "")
