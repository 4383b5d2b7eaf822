"""What scripts say and the list that pages in another language bring for them: the same sentences."""

import re

import pytest
from django import forms
from django.utils import translation

from backoffice.up.assets import SOURCES
from casework.templatetags import _outreach_words, _script_words, oq

CALL = re.compile(r"\btranslated\(")
SAID = re.compile(r'\btranslated\(\s*"((?:[^"\\]|\\.)*)"')


class Story(forms.Form):
    story = forms.CharField(widget=forms.Textarea)


# These are the outreach page's alone; the log-out is on every page.
OUTREACH = re.compile(r"outreach(?!_log_out)")


def scripts(*, outreach: bool) -> str:
    others = (path for path in sorted((SOURCES / "js").glob("*.js")) if path.name != "words.js")
    chosen = (path for path in others if bool(OUTREACH.match(path.name)) is outreach)
    return "\n".join(path.read_text(encoding="utf-8") for path in chosen)


@pytest.mark.parametrize(
    ("outreach", "listed"),
    [(False, _script_words.WORDS), (True, _outreach_words.WORDS)],
    ids=["desk", "outreach"],
)
def test_every_sentence_of_a_script_is_listed_and_every_listed_one_is_said(
    outreach: bool, listed: tuple[str, ...]
) -> None:
    source = scripts(outreach=outreach)
    said = SAID.findall(source)
    assert len(CALL.findall(source)) == len(said) > 40, "a sentence has to stand where it is said"
    assert set(said) == set(listed)
    assert list(listed) == sorted(set(listed))


def test_the_outreach_page_brings_its_words_beside_those_of_every_page() -> None:
    with translation.override("cy"):
        usual, outreach = oq.script_words(), oq.script_words(outreach=True)
    assert "Hand in with this choice" in outreach and "Hand in with this choice" not in usual
    assert "Show less" in usual and "Show less" in outreach
    assert oq.script_words(outreach=True) == ""


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
