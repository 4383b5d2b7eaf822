"""A page as a browser takes it: which words it shows where, and what in it would run."""

from html.parser import HTMLParser
from typing import Any, Final

# What the product itself puts on a page; anything else came with a text.
SCRIPT_SOURCES: Final = ("/static/",)
SCHEMES: Final = ("http:", "https:", "tel:", "mailto:")
_EMPTY: Final = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr")
)


class Page(HTMLParser):
    """`texts` has the words inside each element of a class in `watched`; `dangers` what somebody smuggled in."""

    def __init__(self, answer: Any, *watched: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {name: [] for name in watched}
        self.dangers: list[str] = []
        self.values: dict[str, str] = {}
        self._open: list[tuple[str, list[str]]] = []
        self._words: list[str] = []
        html = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        return squeeze("".join(self._words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._look_for_danger(tag, given)
        if tag == "input" and "name" in given:
            self.values[given["name"]] = given.get("value", "")
        if tag == "br":
            self.handle_data("\n")
        if tag in _EMPTY:
            return
        classes = [name for name in given.get("class", "").split() if name in self.texts]
        for name in classes:
            self.texts[name].append("")
        self._open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        for _, classes in self._open:
            for name in classes:
                self.texts[name][-1] += data

    def _look_for_danger(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "script" and not attrs.get("src", "").startswith(SCRIPT_SOURCES):
            self.dangers.append("a script")
        if tag in ("iframe", "object", "embed", "base", "img", "o:p"):
            self.dangers.append(f"<{tag}>")
        if any(name.startswith("on") or name == "style" for name in attrs):
            self.dangers.append(f"an attribute of <{tag}>: {sorted(attrs)}")
        for name in ("href", "src", "action", "formaction", "hx-get"):
            where = attrs.get(name, "").strip().casefold()
            if ":" in where.split("/")[0].split("?")[0] and not where.startswith(SCHEMES):
                self.dangers.append(f"{name}={where[:40]}")
            if name != "href" and where.startswith(("http", "//")):
                self.dangers.append(f"{name} leads away")


def squeeze(text: str) -> str:
    return " ".join(text.split())
