"""Bins, lights, potholes, things left on the towpath."""

from typing import Final

from casework.demo.script import Story, call, note, reply, status, story, take, text, visit, web

STORIES: Final[tuple[Story, ...]] = (
    story(
        "assisted-bin",
        "dot",
        call(
            "2d 11:40",
            "janet",
            "Mrs Sugden is 90 and on the list for carried bins. Nobody has fetched hers for "
            "three weeks; her great-grandson has been taking bags away in his car. She says the "
            "regular man, Steve, always knew, so he must be poorly.",
            service="missed-bin",
            minutes=11,
            answers={"bin": "general", "due": "@-5", "assisted": "yes", "postcode": "ZR1 7GG"},
            postcode="ZR1 7GG",
        ),
        take("2d 12:00", "janet"),
        note(
            "2d 12:20",
            "marcus",
            "Steve is off with his knee. Relief crew has no list of carried bins for round 14! "
            "Printing it today.",
        ),
        call(
            "1d 10:15",
            "janet",
            "Rang Dot: bin was emptied this morning and she sends Steve her love. Two more on "
            "the same round checked.",
            outcome="answered",
            choose="this",
        ),
        status("1d 10:30", "marcus", "resolved", "Emptied; list of carried bins given to the relief crew"),
    ),
    story(
        "street-light",
        "vikram",
        web(
            "14d 18:05",
            "street-problem",
            "Lamp post number 41 at the bottom of Cutlers Steps has been out since the clocks "
            "went back. My mother fell there on Monday. She is all right but the steps are pitch "
            "dark and the handrail stops half way.",
            answers={"what": "light", "where": "Lamp post 41, Cutlers Steps", "risk": "yes"},
            location="Cutlers Steps, lower flight",
        ),
        take("13d 09:20", "marcus"),
        reply(
            "13d 09:30",
            "marcus",
            "Dear Vikram, I am sorry about your mother's fall. The light is booked as urgent: 48 "
            "hours. I have also asked for the handrail to be looked at. Would your mother like "
            "somebody to ring her?",
        ),
        text("13d 13:00", "No she's fine, just cross. Thanks for taking it seriously"),
        status("11d 15:10", "marcus", "resolved", "Lamp replaced; handrail ordered"),
        text("3d 18:30", "Out again! Same post, 41. Steps black as your hat"),
    ),
    story(
        "needles",
        "anneke",
        text(
            "5d 07:55",
            "There are needles by the swings in Tannery park, next to the baby swing. 4 or 5. I "
            "put a bin over them",
        ),
        reply(
            "5d 09:03",
            "marcus",
            "Thank you, Anneke, and well thought of with the bin. Please do not touch them. A "
            "crew will be there within the hour.",
        ),
        note(
            "5d 10:10",
            "marcus",
            "Cleared 09:50, seven found. Park put on the daily check for two weeks; told outreach nurse.",
        ),
        reply(
            "5d 10:15",
            "marcus",
            "All cleared, and the park will be checked each morning for two weeks. Thank you for telling us.",
        ),
        text("5d 10:20", "great 👍"),
        status("5d 10:30", "marcus", "resolved", "Cleared within two hours"),
    ),
    story(
        "fly-tip-towpath",
        "toby",
        web(
            "6d 13:30",
            "street-problem",
            "Somebody has dumped what looks like an entire bathroom on the towpath by lock 9. "
            "Bath, loo, tiles, the lot. There's a box with an address label on it in the middle.",
            answers={"what": "dumped", "where": "Towpath, 50 m north of lock 9", "risk": "no"},
            location="Towpath by lock 9",
            photo="bathroom on towpath.png",
        ),
        take("5d 09:40", "bethan"),
        reply(
            "5d 09:45",
            "bethan",
            "Hello Toby, thank you, the label is very useful: please leave it where it is, our "
            "enforcement officer wants to photograph it there. It will be cleared afterwards.",
        ),
        text("5d 12:30", "Ha, proper detective work. ok cheers"),
        status("4d 09:15", "bethan", "waiting_for_third_party"),
    ),
    story(
        "sofa-third-floor",
        "mei",
        web(
            "10d 14:10",
            "bulky-waste",
            "One sofa and two mattress. My husband hurt his back, we can not carry down. "
            "三樓，沒有電梯。Thank you very much.",
            answers={
                "things": "1 sofa, 2 mattresses",
                "floor": "Third floor, no lift",
                "day": "@-3",
                "postcode": "ZR2 6LJ",
            },
            postcode="ZR2 6LJ",
            language="zh",
        ),
        take("9d 10:30", "janet"),
        reply(
            "9d 10:45",
            "marcus",
            "Dear Mei Lin, two people can come and carry everything down on the day you chose, "
            "between 8 and 12. There is no charge for carrying when somebody is ill. Is there a "
            "code for the front door?",
        ),
        text("9d 11:20", "Code is 4 7 1 9 then key sign. 謝謝", language="zh"),
        note("3d 12:15", "janet", "Done at 9.40. Sofa is good enough for the furniture shop."),
        status("3d 12:20", "marcus", "closed", "Collected"),
    ),
    story(
        "pothole-bike",
        "declan",
        text(
            "8d 17:50",
            "Came off the bike in the hole outside the bakery on Bridge St. Wheel's bent, I'm "
            "grand. Someone will break a neck in it",
        ),
        take("7d 09:10", "marcus"),
        reply(
            "7d 09:15",
            "marcus",
            "Hello Declan, glad you are in one piece. It is being filled today. If you would "
            "like to claim for the wheel, keep it, and take a photograph of the hole before noon "
            "with something beside it for scale.",
        ),
        text("7d 09:40", "Used a sausage roll for scale. Sent it to the email. Fair play, quick work"),
        status("7d 16:40", "marcus", "closed", "Filled the next day; claim form sent"),
    ),
    story(
        "recycling-wrong",
        "kasia",
        web(
            "3d 08:20",
            "missed-bin",
            'Blue bin not emptied, red sticker says "contaminated" but there is only paper and '
            "tins inside, I looked. The neighbours have the same sticker, whole street. Maybe "
            "the lorry was full?",
            answers={"bin": "recycling", "due": "@-3", "assisted": "no", "postcode": "ZR2 1RS"},
            postcode="ZR2 1RS",
        ),
        note(
            "2d 10:05",
            "janet",
            "Fifth form from Sadler Street today. Asked the depot what happened on round 6.",
        ),
    ),
    story(
        "clinical-sacks",
        "tariq",
        call(
            "1d 09:35",
            "janet",
            "Home dialysis, clinical waste is collected on Tuesdays. Not taken this week and he "
            "has no room for another delivery.",
            service="missed-bin",
            minutes=4,
            answers={"bin": "clinical", "due": "@-2", "assisted": "no", "postcode": "ZR3 8WT"},
            postcode="ZR3 8WT",
        ),
        take("1d 09:40", "marcus"),
        reply(
            "1d 11:10",
            "marcus",
            "Hello Tariq, a van comes for the sacks between 2 and 4 today. Sorry about this; "
            "yours should never wait.",
        ),
        text("1d 15:30", "Been and gone. Thanks"),
    ),
    story(
        "garden-bin-sticker",
        "hazel",
        text(
            "4d 11:45",
            "Hi, I am Deaf so cannot ring. I paid for a garden bin 5 weeks ago and it has not "
            "come. Order G-20816. Please reply by text",
        ),
        take("3d 10:00", "janet"),
        reply(
            "3d 10:10",
            "marcus",
            "Hello Hazel, thank you for texting, we will always answer you by text. Your bin was "
            "taken to number 16 by mistake. It will be with you tomorrow.",
        ),
        text("3d 10:14", "Thank you! Number 16 has been enjoying it 😂"),
        status("2d 15:00", "marcus", "resolved", "Bin moved to the right house"),
    ),
    story(
        "bench",
        "norman",
        visit(
            "2d 10:30",
            "handler",
            "Mr Fairweather would like a bench put at the bus stop on Mill Hill. Walked all the "
            "way here to ask. He sat with us for a cup of tea before walking back; we offered a "
            "lift, he would not hear of it.",
            service="street-problem",
            answers={"what": "other", "where": "Bus stop Mill Hill, towards town", "risk": "no"},
            choose="new",
        ),
    ),
    story(
        "fridge",
        "kwame",
        web(
            "33d 12:00",
            "bulky-waste",
            "Fridge freezer, still works but noisy. Could it go to somebody instead of the tip?",
            answers={"things": "Fridge freezer, tall", "floor": "Ground floor", "postcode": "ZR5 2EA"},
            postcode="ZR5 2EA",
        ),
        reply(
            "32d 09:20",
            "marcus",
            "Dear Kwame, yes, the furniture shop would love it. They test it and fetch it on "
            "Friday morning. Please switch it off on Thursday evening and leave the door open.",
        ),
        text("32d 09:50", "Perfect"),
        status("29d 14:00", "marcus", "closed", "Gone to the furniture shop"),
    ),
)
