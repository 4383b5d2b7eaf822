"""A person's own words as HTML: nothing of theirs is markup, no link hides where it leads, no control character hides what it turns round."""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Embeddings, overrides and isolates reorder text that is not theirs. The plain marks (LRM, RLM, ALM) are honest Arabic and Hebrew.
REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LINK = re.compile(rf"\bhttps?://[^\s<>\"'{REORDERING}]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}’”…"
_CONTROL = re.compile(f"[{REORDERING}]")
_NAMES = {
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "end of embedding",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "isolate",
    "\u2069": "end of isolate",
}


def to_html(text: str, *, names: Iterable[tuple[int, int]] = ()) -> SafeString:
    """Escaped text with line breaks, links to http and https only, and reordering controls spelled out.

    `names` are stretches of it, in order, that are marked as names of colleagues; their text has no carriage returns.
    """
    pieces: list[SafeString] = []
    end = 0
    for begins, ends in names:
        name = format_html('<span class="oq-mention">{}</span>', _plain(text[begins:ends]))
        pieces += [*_linked(text[end:begins]), name]
        end = ends
    pieces += _linked(text[end:])
    return SafeString(f'<bdi dir="auto">{"".join(pieces)}</bdi>')


def _linked(text: str) -> list[SafeString]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "://" not in text:
        return [_plain(text)]
    pieces: list[SafeString] = []
    end = 0
    for match in _LINK.finditer(text):
        url = match.group().rstrip(_TRAILING)
        pieces += [_plain(text[end : match.start()]), _link(url)]
        end = match.start() + len(url)
    return [*pieces, _plain(text[end:])]


def _plain(text: str) -> SafeString:
    html = escape(text).replace("\n", "<br>")
    return SafeString(html if html.isascii() else _CONTROL.sub(_shown, html))


def _shown(match: re.Match[str]) -> str:
    control = match.group()
    return f'<span class="oq-control" title="Hidden control: {_NAMES[control]}">U+{ord(control):04X}</span>'


def _link(url: str) -> SafeString:
    """The link with its true host in ASCII; plain text where the host cannot be told or a name stands before it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # UnicodeError too: no such host, no such port
        return _plain(url)
    if not host or "@" in parts.netloc:
        return _plain(url)
    if ":" in host:
        host = f"[{host}]"
    true = parts._replace(netloc=host + port).geturl()
    return format_html('<a class="govuk-link" href="{}" rel="noopener noreferrer">{}</a>', true, true)
