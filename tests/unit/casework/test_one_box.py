"""What the one box of a call takes a typed line for."""

import pytest

from casework import one_box
from casework.one_box import Typed

REFERENCE = "7K4M-9QXD"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", Typed()),
        ("   ", Typed()),
        ("07700 900101", Typed(number="07700 900101")),
        ("900101", Typed(number="900101")),
        ("+44 (0)7700 900101", Typed(number="+44 (0)7700 900101")),
        ("01632 960001 ext 12", Typed(number="01632 960001 ext 12")),
        ("01632 960001 x12", Typed(number="01632 960001 x12")),
        ("01632 960001 #12", Typed(number="01632 960001 #12")),
        ("12", Typed(number="12")),
        ("withheld", Typed(number="withheld")),
        ("Private number", Typed(number="Private number")),
        ("999", Typed(number="999")),
        ("\t07700\u00a0900101 ", Typed(number="07700 900101")),
        ("tel: 07700 900101", Typed(number="tel: 07700 900101")),
        ("Mob. 07700 900101", Typed(number="Mob. 07700 900101")),
        ("Amina Yusuf", Typed(name="Amina Yusuf")),
        ("O'Brien", Typed(name="O'Brien")),
        ("أمينة يوسف", Typed(name="أمينة يوسف")),
        ("Amina Yusuf 07700 900101", Typed(number="07700 900101", name="Amina Yusuf")),
        ("07700900101, Amina", Typed(number="07700900101", name="Amina")),
        ("ls1 4dy", Typed(postcode="LS1 4DY")),
        ("LS14DY", Typed(postcode="LS1 4DY")),
        ("LS1", Typed(place="LS1")),
        ("amina@example.org", Typed(number="amina@example.org")),
        ("flat 3, Mill Lane", Typed(name="flat 3, Mill Lane")),
    ],
)
def test_each_kind_goes_under_its_own_name(typed: str, read: Typed) -> None:
    assert one_box.read(typed) == read


@pytest.mark.parametrize("typed", ["7K4M-9QXD", "7k4m 9qxd", "#7K4M9QXD."])
def test_a_reference_is_read_however_it_is_written(typed: str) -> None:
    from casework import references

    whole = references.new_reference()
    spoken = typed.replace("7K4M", whole[:4]).replace("9QXD", whole[5:])
    spoken = spoken.replace("7k4m", whole[:4].lower()).replace("9qxd", whole[5:].lower())
    assert one_box.read(spoken) == Typed(reference=whole)


def test_whatever_is_typed_is_under_some_name() -> None:
    from tests.text_battery import TEXTS

    for name, text in TEXTS.items():
        if text.split():
            assert any(one_box.read(text[:320])), name
