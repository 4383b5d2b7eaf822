"""The keys: one table, without two meanings of a key on one page."""

from casework import keyboard


def presses() -> list[str]:
    keys = [press for group in keyboard.GROUPS for key in group.keys for press in key.press]
    return keys + [place.press for place in keyboard.PLACES]


def test_no_key_means_two_things() -> None:
    assert len(presses()) == len(set(presses()))


def test_no_single_key_begins_a_longer_one() -> None:
    single = {press for press in presses() if " " not in press}
    assert not [press for press in presses() if " " in press and press.split(" ")[0] in single]


def test_every_key_is_one_character_or_enter() -> None:
    each = [key for press in presses() for key in press.split(" ")]
    assert all(len(key) == 1 or key == "Enter" for key in each)


def test_codes_are_used_once_and_say_what_they_do() -> None:
    codes = [key.code for group in keyboard.GROUPS for key in group.keys] + [
        place.code for place in keyboard.PLACES
    ]
    words = [key.words for group in keyboard.GROUPS for key in group.keys]
    assert len(codes) == len(set(codes)) and set(keyboard.ROWS) <= set(codes)
    assert all(each[0].isupper() and not each.endswith(".") for each in words)
