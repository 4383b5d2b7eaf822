"""Fixed words and addresses are drawn once a language; whatever may differ is Django's own."""

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from casework.templatetags.kept_nodes import _Address, _Words


def nodes(source: str) -> list[Any]:
    return [type(node) for node in Template(source).nodelist]


def drawn(source: str, **given: Any) -> str:
    return str(Template(source).render(Context(given)))


def test_words_follow_the_language_of_each_page() -> None:
    template = Template('{% translate "Search" %}')
    for language, words in (("en-gb", "Search"), ("cy", "Chwilio"), ("en-gb", "Search"), ("cy", "Chwilio")):
        with override(language):
            assert template.render(Context()) == words
    assert nodes('{% translate "Search" %}') == [_Words]


def test_percent_signs_and_markup_stand_as_they_did() -> None:
    assert drawn('{% translate "100% <b>" %}') == "100% <b>"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% translate words %}", "a &lt;b&gt;"),
        ('{% translate "Search"|upper %}', "SEARCH"),
        ('{% translate "Search" as found %}[{{ found }}]', "[Search]"),
        ('{% translate "Search" context "a verb" %}', "Search"),
        ("{% url 'desk:case' 'ABCD-EFGH' %}", "/desk/cases/ABCD-EFGH/"),
        ("{% url 'desk:queue' as place %}[{{ place }}]", "[/desk/]"),
        ("{% url name %}", "/desk/"),
    ],
)
def test_what_may_differ_is_djangos(source: str, words: str) -> None:
    given = {"words": "a <b>", "name": "desk:queue"}
    for _ in range(2):
        assert drawn(source, **given) == words
    assert not {_Words, _Address} & set(nodes(source))


def test_addresses_are_found_once_and_a_wrong_one_is_still_an_error() -> None:
    assert drawn("{% url 'desk:queue' %}") == "/desk/" and nodes("{% url 'desk:queue' %}") == [_Address]
    with pytest.raises(Exception, match="nowhere"):
        drawn("{% url 'desk:nowhere' %}")
    with pytest.raises(TemplateSyntaxError):
        Template("{% url %}")


def test_blocks_of_a_page_that_is_extended_are_found_again_for_each_page() -> None:
    one, two = (
        Template(
            f'{{% extends "bare.html" %}}{{% block title %}}{title}{{% endblock %}}{{% block content %}}{title}!{{% endblock %}}'
        )
        for title in ("One", "Two")
    )
    for template, title in ((one, "One"), (two, "Two"), (one, "One")):
        page = template.render(Context())
        assert f"<title>{title}" in page and f"{title}!" in page


def test_a_page_extends_only_one_other() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template('{% extends "bare.html" %}{% extends "base.html" %}')
