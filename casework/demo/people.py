"""The people of the demo, and the telephones, addresses and needs they have.

The first number of a person is the one they write and ring from unless a step says otherwise. A number that
stands with several people is shared by them; it is written the same way at each.
"""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Point:
    """A contact point with what is known about its safe use; None is "not asked"."""

    raw: str
    kind: str = "phone"
    label: str = "own"  # own | shared | carer | work
    preferred: bool = False
    text_ok: bool | None = None
    call_ok: bool | None = None
    voicemail_ok: bool | None = None
    say_who_we_are: bool | None = None
    safe_hours: str = ""
    safety_note: str = ""
    do_not_use: bool = False


@dataclass(frozen=True)
class Somebody:
    key: str
    name: str
    points: tuple[Point, ...]
    language: str = ""
    adjustments: str = ""
    about: str = ""
    later: bool = False  # put on record by a contact in which somebody else named them


def person(key: str, name: str, *points: Point | str, **more: Any) -> Somebody:
    return Somebody(key, name, tuple(_point(point) for point in points), **more)


def _point(point: Point | str) -> Point:
    return Point(point, kind="email" if "@" in point else "phone") if isinstance(point, str) else point


HOUSEHOLD: Final = Point("01632 960211", label="shared", text_ok=False, call_ok=True)
HOSTEL: Final = Point(
    "01632 960240", label="shared", voicemail_ok=False, safety_note="Office of Quay House hostel."
)

PEOPLE: Final = (
    person("amina", "Amina Yusuf", "07700 900101", "amina.yusuf@example.org", language="so"),
    person(
        "gwenllian",
        "Gwenllian Rhys-Pritchard",
        Point("07700 900102", preferred=True, text_ok=True),
        "01632 960202",
        language="cy",
        about="Would rather write in Welsh; English is fine by phone.",
    ),
    person("krzysztof", "Krzysztof Wójcik", "07700 900103", language="pl"),
    person(
        "nadia",
        "نادیہ پروین",
        "07700 900104",
        language="ur",
        adjustments="Urdu interpreter for calls and visits.",
    ),
    person("sean", "Seán O’Dowd", "07700 900105", "07700 900155"),
    # A married couple on one household telephone: nobody else may be told about either's case.
    person(
        "doreen",
        "Doreen Huxtable",
        HOUSEHOLD,
        adjustments="Large print.\nRing after 11am, she has carers till then.",
    ),
    person(
        "walter",
        "Walter Huxtable",
        HOUSEHOLD,
        adjustments="Hard of hearing: speak slowly, let it ring ten times.",
    ),
    person("suresh", "Suresh Patel", "07700 900107", "suresh.patel@example.com"),
    person(
        "temperance",
        "Temperance Achieng-Williams",
        Point("07700 900108", voicemail_ok=False, safe_hours="after 9.30, when she is alone"),
    ),
    person(
        "ivy",
        "Ivy Barraclough",
        "01632 960203",
        Point(
            "07700 900109",
            label="carer",
            preferred=True,
            text_ok=True,
            safety_note="Her daughter Lorna’s mobile.",
        ),
        adjustments="Memory problems: write down what was agreed and send it to Lorna as well.",
        later=True,
    ),
    person("lorna", "Lorna Barraclough", Point("07700 900109", label="carer")),
    person("madonna", "Suryani", "07700 900110", about="Has one name only; it is not a first name."),
    person(
        "wolfe",
        "Hubert Blaine Montgomery-Featherstonehaugh Wolstenholme-Cholmondeley "
        "of Upper Little Tottering-by-the-Water",
        "07700 900111",
        about="Prefers “Hugh”.",
    ),
    person("joanne", "Joanne Pickersgill", "07700 900112"),
    person("darren", "Darren Tuckwell", "07700 900113", about="Asked us to stop texting; ring instead."),
    person(
        "rosa",
        "Rosa Delgado",
        Point(
            "07700 900114",
            text_ok=False,
            call_ok=True,
            voicemail_ok=False,
            say_who_we_are=False,
            safe_hours="weekdays 10:00 to 14:00",
            safety_note="He reads her messages. Say it is the library. Code word: tulips.",
        ),
        Point("07700 900164", do_not_use=True, safety_note="His telephone. Never ring it."),
        language="es",
    ),
    person("mohammed", "Mohammed Al-Hakimi", "07700 900115", language="ar"),
    person(
        "fatima", "فاطمة الحكيمي", "07700 900116", language="ar", adjustments="Woman interpreter, please."
    ),
    person("bronwen", "Bronwen Tudor-Evans", "07700 900117", language="cy"),
    person("kasia", "Katarzyna Błaszczyk", "07700 900118", "k.blaszczyk@example.net", language="pl"),
    person("len", "Leonard Stubbs", "01632 960205", adjustments="No texts: he has only the landline."),
    person("chidi", "Chidi Okonkwo", "07700 900119"),
    person("maureen", "Maureen D’Arcy", "07700 900120", "01632 960206"),
    person("jamal", "Jamal Thompson", "07700 900121"),
    person("mei", "林美 (Mei Lin)", "07700 900122", language="zh"),
    person("pavel", "Pavel Novák", HOSTEL, language="cs"),
    person("rhys", "Rhys ap Gwilym", HOSTEL, language="cy"),
    person("stacey", "Stacey-Leigh Umpleby", "07700 900123"),
    person(
        "ahmed", "Ahmed Warsame", "07700 900124", Point("020 7946 0124", label="work", voicemail_ok=False)
    ),
    person("olena", "Олена Коваленко", "07700 900125", language="uk"),
    person(
        "beryl", "Beryl Whitehouse", "01632 960207", adjustments="Uses a relay service; allow extra time."
    ),
    person("tariq", "Tariq Mehmood", "07700 900126"),
    person("charlotte", "Charlotte Fitzgerald-Osei", "07700 900127", "cfo@example.org"),
    person("ricky", "Ricky Marsh", "07700 900128"),
    person("elif", "Elif Yıldız", "07700 900129", language="tr"),
    person("gareth", "Gareth Pugh", "07700 900130", "07700 900160"),
    person("patience", "Patience Nakato", "07700 900131"),
    person("norman", "Norman Fairweather", "01632 960208"),
    person("lucy", "Lucy Ferreira", "07700 900132", "lucy.f@example.com"),
    person("declan", "Declan Mac Giolla Phádraig", "07700 900133", language="ga"),
    person(
        "hazel",
        "Hazel Entwistle",
        Point("07700 900134", text_ok=True, call_ok=False),
        adjustments="Deaf: text or e-mail only, BSL interpreter for visits.",
    ),
    person("samuel", "Samuel Boateng", "07700 900135"),
    person("vikram", "Vikram Chaudhry", "07700 900136"),
    person("anneke", "Anneke van der Meer", "07700 900137"),
    person("toby", "Toby Lightfoot", "07700 900138"),
    person("iris", "Iris Popescu", "07700 900139", language="ro"),
    person("kwame", "Kwame Asante", "07700 900140", "kwame@example.org"),
    person("dot", "Dorothy “Dot” Sugden", "01632 960209"),
    person("zoe", "Zoë Brontë-Hall", "07700 900141"),
    person("mick", "Mick", "07700 900142", about="Has given only this name. Often at the van on Fridays."),
)

# Those of whom the office knows a number at most: key and number, "" for none.
STRANGERS: Final = {
    "anonymous": "",
    "volunteer": "",
    "boater": "07700 900180",
    "wrong-number": "07700 900181",
    "bus-passenger": "07700 900182",
    "thankful": "07700 900183",
    "help-word": "07700 900184",
    "cold-shower": "07700 900185",
    "spam": "07700 900170",
    "tessa": "07700 900171",
}
