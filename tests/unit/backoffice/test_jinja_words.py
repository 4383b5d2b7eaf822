"""Words of a template that Jinja draws stand in it as it was compiled for a language, and nothing else is touched."""

from typing import Any

import pytest
from django.template import engines
from django.utils.translation import gettext, override

RESTRICTED = {"en-gb": "Restricted", "cy": "Cyfyngedig"}


def drawn(source: str, language: str | None, **given: Any) -> str:
    engine: Any = engines["jinja2"]
    return str(engine.env.in_language(language).from_string(source).render(given))


def test_the_words_are_those_of_the_catalogue() -> None:
    with override("cy"):
        assert RESTRICTED["cy"] == gettext("Restricted") != "Restricted"


@pytest.mark.parametrize("language", RESTRICTED)
def test_a_template_says_the_words_of_its_language_whoever_draws_it(language: str) -> None:
    source = (
        '{% set word = _("Restricted") %}{{ word }}, {{ _("Restricted") }}, {{ [_("Restricted")] | join }}'
    )
    for other in RESTRICTED:
        with override(other):
            assert drawn(source, language) == ", ".join([RESTRICTED[language]] * 3)


@pytest.mark.parametrize("language", RESTRICTED)
def test_what_is_imported_says_them_too(language: str) -> None:
    source = '{% from "components/identity_bar.html" import draw %}{{ draw.name }}{{ _("Restricted") }}'
    assert drawn(source, language) == f"draw{RESTRICTED[language]}"


def test_without_a_language_the_page_says_which() -> None:
    for language, word in RESTRICTED.items():
        with override(language):
            assert drawn('{{ _("Restricted") }}', None) == word


def test_words_that_are_only_known_when_it_is_drawn_are_looked_up_then() -> None:
    with override("cy"):
        assert drawn("{{ _(word) }}", "cy", word="Restricted") == RESTRICTED["cy"]


def test_only_what_is_marked_is_words() -> None:
    source = '{{ shout("Restricted") }} {{ "Restricted" }} _("Restricted") {{ _ is defined }}'
    assert drawn(source, "cy", shout=str.upper) == 'RESTRICTED Restricted _("Restricted") True'


def test_words_are_escaped_and_so_is_what_is_filled_in() -> None:
    assert drawn('{{ _("a < b") }}', "cy") == "a &lt; b"
    assert drawn('{{ _("<b>%(who)s</b>")|safe % {"who": who} }}', "cy", who="<i>") == "<b>&lt;i&gt;</b>"
