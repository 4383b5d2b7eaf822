"""The van, visitors, lifts, and people who do not come to offices."""

from typing import Final

from casework.demo.office import VAN_NUMBER
from casework.demo.script import Story, call, note, reply, status, story, take, text, visit, web

STORIES: Final[tuple[Story, ...]] = (
    story(
        "van-friday",
        "mick",
        visit(
            "10d 19:15",
            "nathan",
            "Mick at the van. Foot is bad, would not show it at first. Nurse cleaned and dressed "
            "it, wants him seen on Monday. No telephone charger. Gave soup, socks, a charged "
            "power bank.",
            place="Van, Corn Exchange steps",
            service="befriending",
            present="Mick, nurse Adaeze",
            answers={"help": ["lift"]},
            logged=55,
        ),
        take("9d 09:30", "bethan"),
        text("9d 11:00", "its mick. foots worse. is the nurse there today", to=VAN_NUMBER),
        reply(
            "9d 11:04",
            "bethan",
            "Hello Mick, Bethan. The nurse is at the Corn Exchange at 2. If you feel hot or "
            "shivery, ring 111 or go to A&E and say I sent you. Shall we fetch you?",
        ),
        text("9d 11:10", "yeh. behind the cinema", to=VAN_NUMBER),
        visit(
            "9d 12:00",
            "bethan",
            "Fetched him. Nurse says infected, took him to hospital. Kept in.",
            place="Behind the Rialto cinema",
            present="Mick, nurse Adaeze",
            outcome="information",
            choose="this",
            logged=30,
        ),
        visit(
            "5d 15:00",
            "bethan",
            "On the ward. Colour is back. Asked, by himself, about a room. Spoke to the "
            "hospital's housing nurse with him.",
            place="Royal Infirmary, ward 7",
            present="Mick, Sister Dunne",
            outcome="information",
            choose="this",
            logged=120,
        ),
    ),
    story(
        "chess-visitor",
        "walter",
        call(
            "26d 11:45",
            "nathan",
            'Mr Huxtable would like somebody to play chess with. "Not too good and not too bad." '
            "Mrs Huxtable cannot abide the game.",
            service="befriending",
            choose="new",
            minutes=9,
            answers={"help": ["visit"], "likes": "Chess, brass bands, pigeons"},
        ),
        take("25d 10:00", "ines"),
        call(
            "19d 12:10",
            "ines",
            "Found: Farid, 24, plays in the second team. Starts on Wednesday. Let it ring ten "
            "times, as noted: it works.",
            outcome="answered",
            choose="this",
        ),
        status("14d 11:00", "ines", "closed", "Matched with a visitor"),
    ),
    story(
        "hospital-lift",
        "bronwen",
        text(
            "7d 08:50",
            "Bore da, oes modd cael lifft i'r ysbyty dydd Iau nesa am 10? Dwi wedi cael "
            "triniaeth ar fy llygad a cha i ddim gyrru",
            language="cy",
        ),
        take("7d 09:20", "dewi"),
        reply(
            "7d 09:25",
            "dewi",
            "Bore da Bronwen. Oes, wrth gwrs. Bydd Alun yn eich nôl am 9:20, Skoda las. Ydych "
            "chi angen help at y drws?",
        ),
        text("7d 09:31", "Dim diolch, dim ond braich i lawr y grisiau 😊", language="cy"),
        status("2d 14:00", "dewi", "resolved", "Driven there and back"),
    ),
    story(
        "shopping-after-op",
        "anneke",
        web(
            "2d 09:10",
            "befriending",
            "I come out of hospital on Thursday after a hip operation and live alone. I need "
            "somebody for the shopping for perhaps four weeks. I can pay for the shopping of "
            "course. I have a small dog who would also like to be noticed.",
            answers={
                "help": ["shop"],
                "likes": "The dog. Crosswords. Not television.",
                "postcode": "ZR3 9AN",
            },
            postcode="ZR3 9AN",
        ),
        take("1d 10:30", "ines"),
        reply(
            "1d 10:40",
            "ines",
            "Dear Anneke, yes to both, the shopping and the dog. May Carol ring you on Wednesday "
            "to say hello first?",
        ),
    ),
    story(
        "quiet-caller",
        "madonna",
        call(
            "15d 16:50",
            "handler",
            "Rang to ask what the office does, and stayed on for a while. Came here for nursing "
            "in the spring, nobody to talk to outside the ward. I told her of the Thursday "
            "supper; she may come.",
            service="befriending",
            outcome="signposted",
            minutes=19,
        ),
        visit(
            "12d 18:30",
            "nathan",
            "She came to the Thursday supper and brought enough noodles for everybody.",
            place="Thursday supper, Quay Hall",
            present="Suryani and about thirty others",
            outcome="answered",
            choose="this",
            logged=60,
        ),
        status("11d 09:10", "bethan", "closed", "Comes to the Thursday supper"),
    ),
    story(
        "wifi-van",
        "mohammed",
        text(
            "3d 12:15",
            "Is the van with free wifi coming to Kiln Lane this week? For my asylum appointment "
            "online on Friday at 2",
            to=VAN_NUMBER,
        ),
        reply(
            "3d 12:40",
            "bethan",
            "Hello Mohammed, the van is there on Thursdays only. For your appointment you can "
            "have the quiet room here in Ferry Street on Friday from 1.30, with a computer and a "
            "camera. I have written you in.",
        ),
        text("3d 12:44", "Thank you very much, God bless you"),
        visit(
            "1d 13:25",
            "handler",
            "Came for the quiet room. Everything worked. Appointment lasted fifty minutes.",
            present="Mohammed",
            outcome="answered",
            choose="this",
            logged=70,
        ),
        status("1d 15:00", "bethan", "resolved", "Used the quiet room"),
    ),
    story(
        "allotment",
        "len",
        call(
            "44d 10:20",
            "nathan",
            "Mr Stubbs can no longer dig his allotment and does not want to give it up. Would "
            "share it with a family who would like to grow something.",
            service="befriending",
            choose="new",
            answers={
                "help": ["visit"],
                "likes": "Leeks, onions, putting the world to rights",
                "relative": "01632 960205",
            },
        ),
        take("43d 10:00", "bethan"),
        visit(
            "36d 11:00",
            "bethan",
            "Introduced the Kovalenko family. The boy was shown how to hold a worm properly.",
            place="Allotment 12, Weir Bank",
            present="Len, a family of three",
            outcome="answered",
            choose="this",
            logged=240,
        ),
        status("35d 09:30", "bethan", "closed", "Shares the allotment with a family"),
        note("20d 15:00", "bethan", "Postcard from Len on the office door: first radishes."),
    ),
)
