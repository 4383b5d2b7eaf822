"""The form in a page's main part, as a browser would send it back untouched."""

from html.parser import HTMLParser
from typing import Any


class Filled(HTMLParser):
    """`values` by name: what is written, ticked or chosen. Buttons send nothing by themselves."""

    def __init__(self, answer: Any) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._select = self._textarea = ""
        html = answer.content.decode()
        self.feed(html[html.index("<main") : html.index("</main>")])
        self.close()
        # A browser drops the line break after the tag, and sends none that was not typed.
        self.values = {name: value.removeprefix("\n") for name, value in self.values.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name:
            ticked = given.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in given:
                self.values[name] = given.get("value", "on") or "" if ticked else value
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.values or "selected" in given):
            self.values[self._select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data
