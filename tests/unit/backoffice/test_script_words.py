"""What scripts say and the list that pages in another language bring for them: the same sentences."""

import re

import pytest
from django import forms
from django.utils import translation

from backoffice.up.assets import SOURCES
from casework.templatetags import _script_words, oq

CALL = re.compile(r"\btranslated\(")
SAID = re.compile(r'\btranslated\(\s*"((?:[^"\\]|\\.)*)"')


class Story(forms.Form):
    story = forms.CharField(widget=forms.Textarea)


def scripts() -> str:
    others = (path for path in sorted((SOURCES / "js").glob("*.js")) if path.name != "words.js")
    return "\n".join(path.read_text(encoding="utf-8") for path in others)


def test_every_sentence_of_a_script_is_listed_and_every_listed_one_is_said() -> None:
    source = scripts()
    said = SAID.findall(source)
    assert len(CALL.findall(source)) == len(said) > 40, "a sentence has to stand where it is said"
    assert set(said) == set(_script_words.WORDS)
    assert list(_script_words.WORDS) == sorted(set(_script_words.WORDS))


def test_a_page_in_english_brings_nothing_and_no_word_ends_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    _script_words.block.cache_clear()
    monkeypatch.setattr(_script_words, "WORDS", ("</script><script>alert(1)</script>",))
    assert [_script_words.block(language) for language in (None, "en-gb")] == ["", ""]
    block = _script_words.block("cy")
    _script_words.block.cache_clear()  # the list is put back: what was made of the false one must not stay
    assert block.startswith('<script id="oq-words" type="application/json">')
    assert block.count("<") == 2 and block.endswith("</script>")


def test_the_count_below_a_long_text_speaks_the_language_of_its_page() -> None:
    english = oq.field(Story()["story"], count=200)
    assert 'data-maxlength="200">' in english and "data-i18n" not in english
    with translation.override("cy"):
        welsh, plain = oq.field(Story()["story"], count=200), oq.field(Story()["story"])
    assert 'data-i18n.characters-under-limit="Mae gennych %{count} nod ar ôl"' in welsh
    assert welsh.count("data-i18n.") == len(_script_words.COUNTS) and "data-i18n" not in plain
