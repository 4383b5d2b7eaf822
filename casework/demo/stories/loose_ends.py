"""Contacts that belong to no case yet, forms that were set aside, opt-outs and other days in an office."""

from typing import Final

from casework.demo.script import Story, call, note, reply, status, story, take, text, visit, web

STORIES: Final[tuple[Story, ...]] = (
    # Two open cases of one man; what he writes next could be about either.
    story(
        "suresh-again",
        "suresh",
        call(
            "19d 09:40",
            "handler",
            "Council tax account is still in his father's name although the flat has been his "
            "since 2019. Wants it put right before the new year.",
            service="council-tax",
            choose="new",
            minutes=6,
            answers={"account": "40077120", "alone": "no", "postcode": "ZR2 2PW"},
            postcode="ZR2 2PW",
        ),
    ),
    story(
        "suresh-drain",
        "suresh",
        call(
            "18d 13:50",
            "janet",
            "Drain in the yard behind the shop is blocked and smells. Landlord and council each "
            "say it is the other's.",
            service="housing-repair",
            choose="new",
            minutes=7,
            answers={
                "landlord": "Dunmore Estates",
                "danger": "none",
                "who": ["older"],
                "postcode": "ZR2 2PW",
            },
            postcode="ZR2 2PW",
        ),
    ),
    story("suresh-which", "suresh", text("5h", "Any news? They have sent me another letter about it")),
    # Somebody who names a case that is not theirs: kept, never put on it.
    story(
        "stranger-names-case",
        "boater",
        text("1d 12:30", "Ref {ref:garden-wall} tell Hugh the wall fell on my boat"),
    ),
    # Household telephone with several open cases.
    story(
        "huxtable-call-back",
        "doreen",
        text(
            "1d 13:10",
            "PLEASE RING BACK MRS HUXTABLE ABOUT THE FORM. SENT BY BEV (CARER)",
            number="01632 960211",
        ),
    ),
    story(
        "darren-stop",
        "darren",
        text("25d 17:20", "bulky waste people took my bike from the hall it wasnt rubbish!!"),
        reply(
            "24d 09:30",
            "marcus",
            "Dear Darren, I am very sorry. The crew have it at the depot and will bring it back "
            "this afternoon.",
        ),
        text("24d 09:32", "STOP"),
        call(
            "24d 09:50",
            "janet",
            "Rang Darren because he had stopped texts. He was only cross: bike is what matters. "
            "Delivered back at three.",
            outcome="answered",
            choose="this",
        ),
        status("24d 16:10", "marcus", "closed", "Bicycle returned with an apology"),
    ),
    story("wrong-number", "wrong-number", text("2d 20:15", "Hi babe running late, get chips x")),
    story(
        "lost-glasses",
        "bus-passenger",
        call(
            "3d 09:55",
            "handler",
            "Somebody left reading glasses on the 14 bus. Gave the number of the bus company.",
            outcome="signposted",
            minutes=2,
        ),
        status("3d 10:00", "lead", "closed", "Signposted to the bus company"),
    ),
    story(
        "withheld",
        "anonymous",
        call(
            "4d 15:30",
            "handler",
            "Caller would not give a name. Asked what happens if one lets the council know that "
            "somebody lives in a shed. I explained that it is about helping the person. Will "
            "think about it.",
            service="housing-advice",
            outcome="information",
            minutes=6,
        ),
    ),
    story(
        "thanks-only",
        "thankful",
        text("6d 16:00", "thank you so much"),
    ),
    story("help-word", "help-word", text("9d 10:35", "HELP")),
    story(
        "seo-form",
        "spam",
        web(
            "1d 03:15",
            "bulky-waste",
            "Dear site owner, we place your web page on first place of all search engines, 500 "
            "visitors guaranteed, click our best offer today!!!",
            answers={"things": "best offer", "postcode": "ZR1 1AA"},
            name="Search Growth Team",
            quarantine="A field that people cannot see was filled in",
        ),
    ),
    story(
        "hidden-field-but-real",
        "tessa",
        web(
            "3d 14:50",
            "debt-advice",
            "My computer fills in forms by itself, I hope this reaches you. Catalogue debt of "
            "£600, they ring my mother about it.",
            answers={"owed": ["loans"], "callback": "07700 900171"},
            name="Tessa Arkwright",
            quarantine="A field that people cannot see was filled in",
        ),
    ),
    story(
        "odd-text",
        "cold-shower",
        text("8d 04:44", "٣ اشخاص لا يوجد ماء ساخن 🚿❄️ ??? pls no hot water 3 days", language="ar"),
    ),
    story(
        "urdu-rent",
        "nadia",
        text(
            "3d 11:25",
            "السلام علیکم، میرا کرایہ بڑھا دیا گیا ہے، خط انگریزی میں ہے۔ rent from £520 to "
            "£710. کیا آپ خط پڑھ سکتے ہیں؟",
            language="ur",
        ),
        take("2d 10:20", "ines"),
        note(
            "2d 10:25",
            "ines",
            "Interpreter for Urdu booked tomorrow 14:00. Rent rise needs a proper notice: check the form.",
        ),
        reply(
            "2d 10:30",
            "ines",
            "وعلیکم السلام۔ جی ہاں، کل دوپہر 2 بجے مترجم کے ساتھ آئیں، خط لے آئیں۔ Please come "
            "tomorrow at 2 with the letter, an interpreter will be here.",
        ),
        text("2d 10:36", "شکریہ، میں آؤں گی", language="ur"),
    ),
    story(
        "landline-text",
        "rhys",
        text("2d 15:05", "Y fflat – ydy'r gwely yn dod? Rhys", number="07700 900172", language="cy"),
        reply(
            "1d 09:55", "dewi", "Bore da Rhys, ydy: dydd Mercher rhwng 10 a 12.", ends="failed", code="30006"
        ),
        note(
            "1d 10:05",
            "dewi",
            "Text failed: the number cannot receive texts. Ring the hostel office instead.",
        ),
    ),
    story(
        "volunteer-offer",
        "volunteer",
        visit(
            "2d 16:10",
            "handler",
            "A retired plumber would like to volunteer, one day a week, any day but bowls on "
            "Tuesday. Gave him the form and a cup of tea.",
            outcome="passed_on",
            name="Cyril Ashdown",
        ),
    ),
)
