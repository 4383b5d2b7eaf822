"""The one list of channels. A new channel is its folder and one line here."""

from functools import cache

from django.utils.module_loading import import_string

from channels.contracts import Channel

CHANNELS = [
    "channels.web.adapter.Web",
    "channels.sms.adapter.Sms",
    "channels.whatsapp.adapter.WhatsApp",
    "channels.phone.adapter.Phone",
    "channels.in_person.adapter.InPerson",
    "channels.letter.adapter.Letter",
    "channels.email.adapter.Email",
]


class KindTwice(Exception):
    """Two channels of the list have the same kind."""


@cache
def _by_kind() -> dict[str, Channel]:
    found: dict[str, Channel] = {}
    for path in CHANNELS:
        channel = import_string(path)()
        if channel.kind in found:
            raise KindTwice(
                f"'{channel.kind}' is the kind of {path} and of {type(found[channel.kind]).__name__}."
            )
        found[channel.kind] = channel
    return found


def channels() -> list[Channel]:
    """Every installed channel, in the order of the list."""
    return list(_by_kind().values())


def channel(kind: str) -> Channel:
    """The channel of this kind; for a kind nobody has, one that only knows a label."""
    return _by_kind().get(kind) or _unknown(kind)


def by_hand() -> tuple[str, ...]:
    """Kinds whose messages a person sends, on paper."""
    return tuple(kind for kind, each in _by_kind().items() if each.capabilities.by_hand)


def label(kind: str) -> str:
    return channel(kind).label


def _unknown(kind: str) -> Channel:
    words = kind.replace("_", " ").replace("-", " ").strip()[:40] or "another way"
    return type("Unknown", (Channel,), {"kind": kind, "label": words, "known": False})()
