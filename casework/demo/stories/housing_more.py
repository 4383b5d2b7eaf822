"""More about homes: neighbours, landlords, moving."""

from typing import Final

from casework.demo.script import Story, assign, call, note, reply, status, story, take, text, visit, web

STORIES: Final[tuple[Story, ...]] = (
    story(
        "polish-deposit",
        "krzysztof",
        text(
            "7d 12:25",
            "Dzień dobry. Właściciel nie oddał mi kaucji 650 funtów, minęły dwa miesiące od "
            "wyprowadzki. Czy możecie pomóc? Mówię trochę po angielsku. My landlord keep my "
            "deposit.",
            language="pl",
        ),
        take("6d 09:50", "caseworker"),
        reply(
            "6d 10:05",
            "caseworker",
            "Dzień dobry, tu Tomasz z Riverbank Help. Oczywiście pomożemy. Proszę napisać adres "
            "tamtego mieszkania i datę wyprowadzki. Czy ma Pan umowę albo potwierdzenie przelewu?",
        ),
        text("6d 18:30", "Weir Street 40, pokój 2. 14 września. Mam przelew na telefonie 👍", language="pl"),
        reply(
            "5d 11:15",
            "caseworker",
            "Dziękuję. Kaucja nie jest w żadnym rejestrze, więc może Pan żądać do trzykrotności. "
            "Piszę dziś do właściciela, ma 14 dni. Odezwę się w każdym przypadku.",
        ),
        status("5d 11:20", "caseworker", "waiting_for_third_party"),
    ),
    story(
        "welsh-landlord",
        "gwenllian",
        web(
            "19d 07:35",
            "housing-repair",
            "Mae drws y ffrynt wedi chwyddo a dydy o ddim yn cau yn iawn. Mae'r landlord yn "
            "gwybod ers mis. Rydw i'n byw ar fy mhen fy hun a dydw i ddim yn teimlo'n ddiogel yn "
            "y nos.",
            answers={
                "landlord": "Mr H. Vaughan",
                "danger": "none",
                "who": ["disabled"],
                "postcode": "ZR5 7HE",
            },
            postcode="ZR5 7HE",
            language="cy",
        ),
        assign("18d 09:10", "lead", "dewi"),
        reply(
            "18d 09:40",
            "dewi",
            "Bore da Gwenllian, Dewi sydd yma. Diolch am ysgrifennu. Mae drws sydd ddim yn cloi "
            "yn waith brys: mi wna i ffonio Mr Vaughan bore 'ma. Ydy'r drws cefn yn cloi?",
        ),
        text("18d 10:02", "Ydy, mae'r cefn yn iawn diolch", language="cy"),
        note(
            "18d 10:45",
            "dewi",
            "Mr Vaughan will send a joiner tomorrow morning; apologised, had thought it could wait.",
        ),
        text("17d 16:00", "Mae o wedi trwsio'r drws. Diolch o galon i chi!", language="cy"),
        status("17d 16:30", "dewi", "closed", "Door mended the next day"),
    ),
    story(
        "stairs-buggy",
        "patience",
        call(
            "5d 10:50",
            "handler",
            "Third floor, no lift, twins of nine months and a bad back. Has been on the transfer "
            "list for two years in band C. Asks whether a doctor's letter would change the band.",
            service="housing-advice",
            outcome="passed_on",
            minutes=11,
            answers={"tonight": "yes", "household": "Patience, partner, twins", "postcode": "ZR2 9SW"},
            postcode="ZR2 9SW",
        ),
        reply(
            "4d 15:30",
            "bethan",
            "Hello Patience, Bethan at Riverbank Help. Yes, a letter can change the band. Ask "
            "the surgery to write that you cannot carry both children up three floors, and why. "
            "They may charge; do not pay, tell me first.",
        ),
        text("4d 15:52", "Ok thank you"),
        text("1d 16:45", "The receptionist says £35 for the letter. What do I do now please"),
    ),
    story(
        "noise-upstairs",
        "norman",
        call(
            "31d 14:15",
            "janet",
            "Neighbour above plays drums on an electronic kit until one in the morning. Has "
            "asked twice, politely. Does not want to get anybody into trouble, only to sleep.",
            service="housing-advice",
            outcome="passed_on",
            minutes=14,
        ),
        take("30d 10:00", "bethan"),
        call(
            "28d 11:00",
            "bethan",
            "Rang with the offer of mediation; both have agreed. First meeting on Wednesday in the library.",
            outcome="answered",
            choose="this",
        ),
        visit(
            "24d 15:00",
            "bethan",
            "Mediation. The young man had not known that the stand carries through the floor. "
            "Rubber mats, and nothing after ten. They left talking about Gene Krupa.",
            place="Ferry Street library, room 2",
            present="Norman, Kyle (neighbour), a mediator",
            outcome="answered",
            choose="this",
        ),
        status("21d 09:30", "bethan", "closed", "Settled by mediation"),
    ),
    story(
        "arrears-letter",
        "stacey",
        text(
            "3d 21:40",
            "got notice seeking possession today 1850 rent arrears. UC didnt pay housing bit for "
            "2 months. is this eviction? kids are 3 and 6 im panicing",
        ),
        take("2d 09:05", "caseworker"),
        reply(
            "2d 09:10",
            "caseworker",
            "Hello Stacey-Leigh, Tomasz here. This is a first step, not an eviction, and nobody "
            "can come to your door because of it. If Universal Credit missed the housing part it "
            "usually pays it back. May I ring you at 11?",
        ),
        text("2d 09:14", "yes pls thank you so much"),
        call(
            "2d 11:00",
            "caseworker",
            "Rang as agreed. Housing costs stopped because the new tenancy was not verified. She "
            "gave me permission to speak to Universal Credit and the landlord. Arrears should "
            "clear if backdated. Two food vouchers sent.",
            outcome="answered",
            minutes=26,
            choose="this",
        ),
        note(
            "2d 13:30",
            "caseworker",
            "Landlord agrees to do nothing for 28 days. UC journal message sent from her phone with her.",
        ),
        status("2d 13:35", "caseworker", "waiting_for_third_party"),
    ),
    story(
        "lift-broken",
        "beryl",
        call(
            "4d 13:05",
            "nathan",
            "Through the relay service. Lift at Millpond House out of order for nine days. Uses "
            "a wheelchair, fourth floor, has missed two hospital appointments. Next one is on "
            "Monday and she must not miss it.",
            service="housing-repair",
            minutes=21,
            answers={
                "landlord": "Weir Valley Homes",
                "danger": "none",
                "who": ["older", "disabled"],
                "postcode": "ZR1 5FA",
            },
            postcode="ZR1 5FA",
            location="Flat 19, Millpond House",
        ),
        assign("4d 14:00", "lead", "bethan"),
        note(
            "4d 15:10",
            "bethan",
            "Lift firm: part ordered, no date. Asked Weir Valley for a stair-climber crew for "
            "Monday's appointment.",
        ),
        note(
            "1d 10:20",
            "lead",
            "This must not slip: who confirms the crew for Monday? Please ring Beryl either way today.",
        ),
    ),
    story(
        "students-boiler",
        "zoe",
        web(
            "1d 23:50",
            "housing-repair",
            "Five of us in a house share. Boiler went on Friday, agency’s emergency line just "
            "rings out. We can see our breath in the kitchen 🥶 we’re washing at the gym",
            answers={
                "landlord": "Northbank Student Lets",
                "danger": "no-heating",
                "since": "@-3",
                "who": ["none"],
                "postcode": "ZR4 1NU",
            },
            postcode="ZR4 1NU",
        ),
    ),
    story(
        "garden-wall",
        "wolfe",
        web(
            "27d 11:00",
            "housing-advice",
            "One hesitates to trouble you. The wall between my late mother's garden and the "
            "towpath has begun to lean in a manner that would do credit to Pisa. The owners' "
            "association and the waterways people each write me charming letters explaining that "
            "it belongs to the other. I enclose neither, for they are long. I merely want to "
            "know whom to ask before it falls on a cyclist.",
            answers={"tonight": "yes", "household": "Myself and an elderly spaniel", "postcode": "ZR3 6RB"},
            postcode="ZR3 6RB",
        ),
        take("26d 10:15", "bethan"),
        reply(
            "26d 10:40",
            "bethan",
            "Dear Hugh, thank you for a letter that cheered up the whole office. The register "
            "shows the wall is the waterways trust's. I have told them in writing that it leans "
            "over a public path. Please keep the spaniel away from it.",
        ),
        text("26d 12:12", "Most obliged. The spaniel has been informed."),
        status("26d 12:30", "bethan", "waiting_for_third_party"),
        text("12d 09:05", "Scaffolding has appeared. Victory, I think, is the word."),
        status("11d 09:30", "bethan", "closed", "Wall made safe by its owner"),
    ),
)
