"""What Jinja prints and calls for us stands on the page as Django's own templates would write it."""

from typing import Any

import pytest
from django.template import engines
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from backoffice.jinja import Templates, printed

HOSTILE = "<script>alert('x')</script> & \"more\""


class Shown:
    def __html__(self) -> str:
        return "<b>as it is</b>"

    def __str__(self) -> str:
        raise AssertionError("asked for its text, though it says how it is shown")


class Text(str):
    """A kind of text of its own, such as a choice."""


@pytest.mark.parametrize(
    "value",
    [
        "", "plain", HOSTILE, "a&amp;b", "é😀\u202e", Text(HOSTILE), gettext_lazy("Say why <b>."), 0, 7, 1.5, None, True,
        ["<b>"], SafeString("<b>ours</b>"), mark_safe("<i>"), Markup("<u>"), format_html("<b>{}</b>", HOSTILE),
    ],
    ids=repr,
)  # fmt: skip
def test_a_value_is_printed_as_django_prints_it(value: Any) -> None:
    wanted = engines["django"].from_string("{{ value }}").render({"value": value})
    assert str(printed(value)).replace("&#39;", "&#x27;").replace("&#34;", "&quot;") == wanted


def drawn(source: str, **given: Any) -> str:
    return Templates(autoescape=True).from_string(source).render(given)


@pytest.mark.parametrize(
    "source",
    [
        "{{ value }}",
        "{{ value }}{{ value }}",
        "{% for each in [value] %}{{ each }}{% endfor %}",
        "{% macro draw(what) %}{{ what }}{% endmacro %}{{ draw(value) }}",
        "{% set kept %}{{ value }}{% endset %}{{ kept }}",
        "{% macro around() %}{{ caller() }}{% endmacro %}{% call around() %}{{ value }}{% endcall %}",
        "{{ value ~ '' }}",
        "{{ '%s' | format(value) }}",
        "{% block part %}{{ value }}{% endblock %}",
        "{% filter trim %}{{ value }}{% endfilter %}",
        "{{ told(value) }}",
        "{% if value %}{{ value if value else '' }}{% endif %}",
    ],
)
def test_what_somebody_wrote_is_escaped_once_wherever_it_is_printed(source: str) -> None:
    found = drawn(source, value=HOSTILE, told=lambda said: said)
    assert "<script>" not in found and "&amp;lt;" not in found
    assert "&lt;script&gt;" in found.replace("\n", "")


def test_what_says_how_it_is_shown_is_not_asked_for_its_text() -> None:
    assert printed(Shown()) == "<b>as it is</b>"


def test_markup_is_printed_as_it_is_and_once() -> None:
    source = "{% macro draw(what) %}<b>{{ what }}</b>{% endmacro %}{{ draw(value) }}{{ value }}"
    assert drawn(source, value=Markup("<i>")) == "<b><i></b><i>"


def test_a_function_is_called_with_what_it_is_given_and_nothing_else() -> None:
    def told(*given: Any, **named: Any) -> str:
        return f"{given} {named}"

    source = "{% for each in [1] %}{{ told(each, *(2, 3), a=4, **{'b': 5}) }}{% endfor %}"
    assert drawn(source, told=told) == str(printed("(1, 2, 3) {'a': 4, 'b': 5}"))
    assert drawn("{% block part %}{{ told() }}{% endblock %}", told=told) == "() {}"


def test_what_is_not_there_is_named_where_it_is_called() -> None:
    with pytest.raises(Exception, match="'missing' is undefined"):
        drawn("{{ missing() }}")
