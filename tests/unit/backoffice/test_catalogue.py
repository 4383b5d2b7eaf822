"""The Welsh catalogue: complete for what is marked, with the same things filled in, and compiled as it is written."""

import gettext
from io import BytesIO

import pytest
from django.utils import translation

from backoffice import catalogue, catalogue_file
from backoffice.catalogue import Message
from casework import pictures
from casework.templatetags import _said
from channels.web import asked, uploads, words


def test_every_message_is_translated_and_fills_in_the_same() -> None:
    assert catalogue_file.problems(catalogue_file.read()) == []


def test_what_is_served_is_what_is_written() -> None:
    with catalogue.MO.open("rb") as served:
        compiled = gettext.GNUTranslations(BytesIO(catalogue_file.compiled(catalogue_file.read())))
        assert gettext.GNUTranslations(served)._catalog == compiled._catalog, (
            "run `python manage.py catalogue`"
        )  # type: ignore[attr-defined]


def test_nothing_stays_in_the_catalogue_that_no_page_says() -> None:
    said = {message.words for message in catalogue.marked()}
    assert [
        entry.id for entry in catalogue_file.read() if entry.id and catalogue_file.first(entry) not in said
    ] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "One" %}', [Message(words="One")]),
        ('{% translate "It\'s" as it %}', [Message(words="It's")]),
        ('{% include "x.html" with text=_("Two") only %}', [Message(words="Two")]),
        (
            "{% blocktranslate trimmed %}\n  Three\n  four{% endblocktranslate %}",
            [Message(words="Three four")],
        ),
        (
            "{% blocktranslate count days=days %}{{ days }} day{% plural %}{{ days }} days{% endblocktranslate %}",
            [Message(words="%(days)s day", plural="%(days)s days")],
        ),
    ],
    ids=["plain", "named", "argument", "block", "plural"],
)
def test_a_template_says_what_is_marked(source: str, found: list[Message]) -> None:
    assert list(catalogue.messages_of(source, template=True)) == found


def test_python_says_what_is_marked() -> None:
    source = 'from x import gettext as _\nx = _("One")\ny = ngettext("%(n)s day", "%(n)s days", n)\nz = other("Three")'
    found = [Message(words="One"), Message(words="%(n)s day", plural="%(n)s days")]
    assert list(catalogue.messages_of(source, template=False)) == found


def test_words_that_are_not_marked_are_counted() -> None:
    source = (
        '<p class="a">{% translate "One" %} Two {{ three }}</p><p>{% if four %}Five{% endif %}</p>{# six #}'
    )
    assert catalogue.words_left(source) == 2


def test_what_is_kept_in_english_is_known_to_the_pages() -> None:
    kept = [
        pictures.EMPTY, pictures.TOO_LARGE, pictures.DAMAGED, pictures.PHONE_PHOTO, pictures.NO_PICTURE, uploads.ALLOWED,
        uploads.TOO_MANY, asked.NOT_KNOWN, asked.OWN_WORDS.label, asked.OWN_WORDS.hint,
    ]  # fmt: skip
    assert [each for each in kept if each not in words.KEPT_IN_ENGLISH] == []


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        ("Text not answered", "Neges destun heb ei hateb"),
        ("In hand, open 2 days", "Mewn llaw, ar agor ers 2 ddiwrnod"),
        ("Put aside until 5 June, 14:05", "O'r neilltu tan 5 Mehefin, 14:05"),
        ("Callback due Mon 10:00", "Galwad yn ôl i'w gwneud Llu 10:00"),
        ("Words of somebody, open 2 days", "Words of somebody, open 2 days"),
        ("", ""),
        ("Took the case (macro “Winter”)", "Cymerwyd yr achos (macro “Winter”)"),
        ("Given to May Work, who has least", "Rhoddwyd i May Work, sydd â'r lleiaf"),
        (
            "Filed here: 26-ABCD is the only open case of this number (Bins, opened 2 days ago by phone)",
            "Ffeiliwyd yma: 26-ABCD yw unig achos agored y rhif hwn (Bins, agorwyd 2 ddiwrnod yn ôl dros y ffôn)",
        ),
        (
            "Rang, no answer. To be tried again on Monday 5 October from 10:00 to 12:00",
            "Ffoniwyd, dim ateb. I roi cynnig arni eto: Dydd Llun 5 Hydref o 10:00 tan 12:00",
        ),
        (
            "First answer was due 5 October 2026 at 14:05: it is urgent already",
            "Ateb cyntaf: roedd i'w roi 5 Hydref 2026 am 14:05: mae'n frys yn barod",
        ),
        ("Linked another case as related", "Cysylltwyd achos arall fel un perthynol"),
        ("Opened: somebody wrote why", "Opened: somebody wrote why"),
        (
            "Status: Resolved (The tap is mended. Thanks)",
            "Statws: Wedi'i ddatrys (The tap is mended. Thanks)",
        ),
        ("This number has no case it could belong to", "Nid oes gan y rhif hwn achos y gallai berthyn iddo"),
        ("Saturday 28 November 2026", "Dydd Sadwrn 28 Tachwedd 2026"),
        (
            "When the service is Bins and paths or Trees, and either it is Monday or Friday, or the words “cold” and “and so, or” are in "
            "the text, unless we are closed: give it to the Housing team, urgent, follow up within 2 working days: “Ring. Them”.",
            "Pan fo hyn yn wir (y gwasanaeth yw Bins and paths neu Trees, a hefyd naill ai y diwrnod yw dydd Llun neu dydd Gwener, neu "
            "mae'r geiriau “cold” a “and so, or” yn y testun), oni bai bod hyn yn wir (rydym ar gau): ei roi i'r tîm Housing, brys, "
            "dilyn i fyny o fewn 2 ddiwrnod gwaith: “Ring. Them”.",
        ),
        (
            "Rule “Cold” gives it to the Housing team: the word “cold” is in the text. Rule “Baby” tagged it baby and restricted it.",
            "Mae'r rheol “Cold” yn ei roi i'r tîm Housing: mae'r gair “cold” yn y testun. Gwnaeth y rheol “Baby” hyn: ei dagio: baby a'i "
            "gyfyngu.",
        ),
        (
            "When it is cold outside: give it to the Housing team.",
            "When it is cold outside: give it to the Housing team.",
        ),
    ],
    ids=[
        "whole",
        "parts",
        "date",
        "weekday",
        "unknown-stays-whole",
        "nothing",
        "in-a-macro",
        "a-name-stays",
        "reason",
        "two-sentences",
        "nested",
        "hidden-case",
        "unknown-reason",
        "what-somebody-wrote",
        "reason-by-itself",
        "day",
        "rule",
        "why-it-was-routed",
        "unknown-condition",
    ],
)
def test_finished_words_are_said_in_welsh(english: str, welsh: str) -> None:
    assert _said.said(english) == english
    with translation.override("cy"):
        assert _said.said(english) == welsh


def test_what_is_too_long_for_a_sentence_of_ours_is_left_alone() -> None:
    with translation.override("cy"):
        assert _said.said("Given to Ann by a rule") != "Given to Ann by a rule"
        words = f"Given to {'Ann ' * 200}by a rule"
        assert _said.said(words) == words
