"""Who is meant by "@name": a table."""

import unicodedata

import pytest

from casework import mentions

NAMES = mentions.known(
    [
        ("olga", "olga"), ("Olga Petrova", "olga"), ("sam.lee", "sam"), ("Sam Lee", "sam"),
        ("sam", "other-sam"), ("Sam Lee-Jones", "jones"), ("o'brien", "brien"), ("Aoife O'Brien", "brien"),
        ("josé", "jose"), ("José Núñez", "jose"), ("प्रिया शर्मा", "priya"), ("Łukasz Żak", "lukasz"),
        ("james", "james"), ("pat@office.example", "pat"), ("Chris Doe", "chris-1"), ("Chris Doe", "chris-2"),
        ("housing-team", "housing"), ("李雷", "li"), ("Straße Müller", "mueller"), ("_night", "night"),
    ]
)  # fmt: skip

TABLE = [
    ("log-in", "Ask @olga about it", ["@olga"]),
    ("at the start", "@olga please ring", ["@olga"]),
    ("at the end", "over to @olga", ["@olga"]),
    ("whole name", "@Olga Petrova please ring", ["@Olga Petrova"]),
    ("letters of any case", "@OLGA PETROVA", ["@OLGA PETROVA"]),
    ("two spaces in a name", "@Olga  Petrova", ["@Olga  Petrova"]),
    ("a name does not go over a line", "@Olga\nPetrova", ["@Olga"]),
    ("the longest name", "@Sam Lee-Jones knows", ["@Sam Lee-Jones"]),
    ("the longer of two log-ins", "@sam.lee knows", ["@sam.lee"]),
    ("a full stop", "I asked @sam. Lee was out.", ["@sam"]),
    ("punctuation", "(@olga), @sam! @james?", ["@olga", "@sam", "@james"]),
    ("a dash", "@olga—please", ["@olga"]),
    ("two at once", "@olga/@sam", ["@olga", "@sam"]),
    ("a longer word is another name", "@samantha and @sam-2 and @sam_b", []),
    ("first names alone are none", "@Aoife and @José N", ["@José"]),
    ("nobody", "@nobody is called so", []),
    ("a sign alone", "meet @ the office @ 9", []),
    ("an e-mail address", "write to olga@sam.example or x+olga@olga", []),
    ("an e-mail address that begins with a name", "@sam@social.example", []),
    ("a log-in that is an e-mail address", "ask @pat@office.example", ["@pat@office.example"]),
    ("twice the sign", "@@olga", []),
    ("a quoted line", "> thanks @olga\nwill do @sam", ["@sam"]),
    ("curly quotation marks", "She wrote “@olga is rude” and @sam saw it", ["@sam"]),
    ("straight quotation marks", 'He tweets "RT @olga: hello" to @sam', ["@sam"]),
    ("inches are no quotation", 'a 6" pipe for @sam and a 4" one', ["@sam"]),
    ("an address of a page", "see https://social.example/@olga and www.x.example/@sam", []),
    ("an apostrophe", "@O'Brien and @o’brien and @Aoife O’Brien", ["@O'Brien", "@o’brien", "@Aoife O’Brien"]),
    ("a possessive", "in @olga's and @Sam Lee’s hands", ["@olga", "@Sam Lee"]),
    ("a possessive without s", "@James' list", ["@James"]),
    ("accents", "@josé, @José Núñez", ["@josé", "@José Núñez"]),
    ("other scripts", "@प्रिया शर्मा और @Łukasz Żak、@李雷", ["@प्रिया शर्मा", "@Łukasz Żak", "@李雷"]),
    ("a name without spaces", "问 @李雷 吧", ["@李雷"]),
    ("sharp s", "@STRASSE MÜLLER", ["@STRASSE MÜLLER"]),
    ("a team", "@housing-team can somebody look", ["@housing-team"]),
    ("an underscore", "@_night", ["@_night"]),
    ("a longest name at the very end", "@a b c d e f g h", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_names_in_a_note(text: str, written: list[str]) -> None:
    assert [text[each.start : each.end] for each in mentions.find(text, NAMES)] == written


def test_letters_with_marks_of_their_own_are_the_same_name() -> None:
    text = unicodedata.normalize("NFD", "@José Núñez rang")
    (found,) = mentions.find(text, NAMES)
    assert found.keys == ("jose",) and text[found.end :] == " rang"


def test_two_of_one_name_are_both_meant() -> None:
    (found,) = mentions.find("@Chris Doe", NAMES)
    assert found.keys == ("chris-1", "chris-2")


def test_a_note_of_nothing_but_signs_takes_no_time() -> None:
    assert mentions.find("@a." * 100_000, NAMES) == []
    assert len(mentions.find("@olga " * 60_000, NAMES)) == mentions.MOST
    assert mentions.find(' @a "' * 80_000, NAMES) == []
    assert mentions.find("“@a" * 100_000, NAMES) == []
