"""Repairs, letters and nowhere to stay."""

from typing import Final

from casework.demo.script import Story, assign, call, note, reply, status, story, take, text, visit, web

STORIES: Final[tuple[Story, ...]] = (
    story(
        "damp-nursery",
        "amina",
        web(
            "12d 20:40",
            "housing-repair",
            "The wall behind the cot is black with mould again. I wash it with bleach and in two "
            "weeks it is back. The baby has had a cough since October and the doctor asked about "
            "damp at home. I reported it to the landlord three times, he says to open the "
            "windows. It is on the ground floor at the back, the wall is wet to touch when it "
            "rains.",
            answers={
                "landlord": "Kestrel Lettings",
                "danger": "none",
                "since": "@-70",
                "who": ["child", "ill"],
                "postcode": "ZR2 4LP",
            },
            postcode="ZR2 4LP",
            location="14b Malthouse Row",
            photo="wall behind the cot.png",
        ),
        take("11d 09:20", "dewi"),
        reply(
            "11d 09:45",
            "dewi",
            "Hello Amina, this is Dewi at Riverbank Help. Thank you for the photograph, it shows "
            "exactly what we need. I am writing to Kestrel Lettings today. Could you tell me the "
            "three dates on which you told them, even roughly?",
        ),
        text(
            "11d 12:10",
            "hi Dewi. first was in august I think the 20th, then 2 october by whatsapp and last monday",
        ),
        note(
            "11d 14:30",
            "dewi",
            "Letter before action sent to Kestrel by e-mail and post. Fourteen days to answer.",
        ),
        status("11d 14:32", "dewi", "waiting_for_third_party"),
        visit(
            "6d 11:00",
            "dewi",
            "Home visit with Amina and the environmental health officer. Damp reading of 38 % at "
            "skirting height. A gutter joint above the window drips straight down the wall. "
            "Officer will serve a notice if nothing is booked by the end of the month.",
            place="14b Malthouse Row",
            present="Amina, her baby, Ms Okafor (environmental health)",
            outcome="information",
            logged=140,
            choose="this",
        ),
        text(
            "2d 17:05",
            "they came today!! man fixed the gutter and says the wall needs 2 weeks to dry then plaster",
        ),
        reply(
            "1d 09:35",
            "dewi",
            "That is very good news, Amina. Please send me a text if nobody has been to plaster "
            "by the date they gave you. How is the cough?",
        ),
        text("3h", "a bit better thank god. one more thing who pays for the paint? he says me"),
    ),
    story(
        "no-heating-pensioner",
        "len",
        call(
            "2d 09:12",
            "handler",
            "Mr Stubbs, 81, has had no heating since Saturday night. Boiler shows F28. He rang "
            "the housing association twice and was told five working days. He is sitting in one "
            "room with an electric bar heater and his coat on.",
            service="housing-repair",
            minutes=9,
            answers={
                "landlord": "Weir Valley Homes",
                "danger": "no-heating",
                "who": ["older"],
                "postcode": "ZR1 8DD",
            },
            postcode="ZR1 8DD",
        ),
        take("2d 09:25", "caseworker"),
        note(
            "2d 09:50",
            "caseworker",
            "Spoke to duty manager at Weir Valley (Ms Lund). She accepts it is an emergency "
            "repair for somebody over 65. Engineer today between 2 and 6.",
        ),
        call(
            "2d 17:20",
            "caseworker",
            "Rang Mr Stubbs. Engineer came at four, new ignition lead fitted, radiators are "
            "warm. He is very pleased and asked me to thank the young lady who answered the "
            "telephone.",
            outcome="answered",
            minutes=4,
            choose="this",
        ),
        status("2d 17:30", "caseworker", "resolved", "Repaired within the day after we rang the landlord"),
    ),
    story(
        "car-tonight",
        "jamal",
        text(
            "4h",
            "hi someone at the library gave me this number. me and my dog have been sleeping in "
            "my car since thursday, landlord changed the locks while i was on nights. is there "
            "anywhere that takes dogs",
        ),
        reply(
            "3h",
            "dewi",
            "Hello, this is Dewi at Riverbank Help. You were right to text. Changing the locks "
            "on you may well be against the law. Can you come to Ferry Street before 5, or shall "
            "I ring you? Bring the tenancy if you have it on your phone. There is a place that "
            "takes dogs and I am asking them now.",
        ),
        text(
            "160m",
            "can u ring me pls battery is at 9%. any time. his names Biscuit he is good with people 🐶",
        ),
    ),
    story(
        "section-21",
        "charlotte",
        web(
            "23d 22:15",
            "housing-advice",
            "I have had a notice by e-mail that says Form 6A and gives me two months. I have "
            "lived here nine years and have never been late with the rent. My daughter sits her "
            "exams in June. I do not understand whether an e-mail counts. I have read so many "
            "websites that I no longer know what is true.",
            answers={
                "tonight": "yes",
                "letter": "Form 6A, notice seeking possession of an assured shorthold tenancy",
                "by": "@+28",
                "household": "Me and my daughter, 16",
                "postcode": "ZR3 1QA",
            },
            postcode="ZR3 1QA",
        ),
        assign("22d 10:05", "lead", "caseworker"),
        reply(
            "22d 11:40",
            "caseworker",
            "Dear Charlotte, thank you for writing. Please stay where you are: nobody can make "
            "you leave on the date in the notice, only a court can. Could you send us the "
            "tenancy agreement, and tell us whether the deposit was ever registered and whether "
            "you were given a gas safety record?",
        ),
        text(
            "21d 08:30",
            "Deposit yes, 1100, I have no certificate of any scheme. Gas record only last year. "
            "Agreement is from 2016, I will photograph it tonight.",
        ),
        note(
            "21d 15:10",
            "caseworker",
            "Deposit not found with any of the three schemes. If that holds the notice is not "
            "valid. Asked duty solicitor to read it.",
        ),
        visit(
            "15d 14:00",
            "caseworker",
            "Appointment with Charlotte. Went through agreement and all letters. Solicitor's "
            "view: notice cannot be used while the deposit is unprotected. Drafted the reply to "
            "the agent together; she took it home to think about it.",
            present="Charlotte, Tomasz, Ms Abara (solicitor) by telephone",
            outcome="information",
            choose="this",
        ),
        text("14d 19:55", "Sent it. My hands were shaking a bit. Thank you for not making me feel stupid."),
        reply(
            "13d 09:15",
            "caseworker",
            "You did that very well. Agents usually answer within a fortnight. If anything "
            "comes, even a phone call, text me here with {ref} and I will ring you the same day.",
        ),
        text(
            "4d 13:20", "They have withdrawn it!! In writing. They also want to talk about the deposit. {ref}"
        ),
        reply(
            "4d 14:05",
            "caseworker",
            "Wonderful. Do not agree to anything about the deposit on the phone; let us look at "
            "it together next week.",
        ),
        status("4d 14:06", "caseworker", "waiting_for_person"),
    ),
    story(
        "ceiling",
        "sean",
        text(
            "9d 06:50",
            "ceiling came down in the bathroom overnight, water comeing through the light. flat 3 Tannery Ct",
        ),
        take("9d 09:02", "bethan"),
        reply(
            "9d 09:05",
            "bethan",
            "Hello, Bethan at Riverbank Help. Please do not use that light, and switch off its "
            "circuit at the fuse box if you can reach it safely. Is the water still coming?",
        ),
        text("9d 09:11", "slowed down. elec off in there. upstairs not answering"),
        note(
            "9d 09:30",
            "bethan",
            "Council out-of-hours had no record. Logged as emergency with repairs, plumber by 11.",
        ),
        text("9d 12:40", "plumber been. upstairs washer. they say 3 wks for ceiling???"),
        reply(
            "9d 14:00",
            "bethan",
            "Glad the water has stopped. Three weeks is too long with a bare ceiling over a "
            "bath; I am asking for it to be boarded this week and for a damp reading.",
        ),
        text("5d 10:15", "boarded today. cheers for that", number="07700 900155"),
        status("4d 16:20", "bethan", "waiting_for_third_party"),
    ),
    story(
        "rails-for-ivy",
        "lorna",
        web(
            "17d 13:05",
            "home-adaptations",
            "It is for my mother, Ivy Barraclough. She has come down twice getting out of the "
            "bath, the second time she lay there until I got in from work. She has dementia and "
            "will tell you she is fine. Please ring me and not her to arrange it, a stranger on "
            "the telephone upsets her.",
            answers={
                "needs": ["rails", "shower", "alarm"],
                "falls": "yes",
                "therapist": "community.ot@example.net",
                "postcode": "ZR1 2TN",
            },
            postcode="ZR1 2TN",
            about="Ivy Barraclough",
        ),
        take("16d 11:10", "dewi"),
        call(
            "16d 11:30",
            "dewi",
            "Rang Lorna at her work. Has lasting power of attorney for health, will bring it. "
            "Occupational therapist can visit on the Tuesday; Lorna will take the morning off.",
            outcome="answered",
            minutes=12,
            choose="this",
        ),
        visit(
            "10d 10:00",
            "dewi",
            "Joint visit with the therapist. Ivy showed us her roses. Two rails by the bath, one "
            "by the back step, and a falls alarm were agreed. Ivy was happy with it once Lorna "
            "said the rails were for guests.",
            place="7 Orchard Close",
            present="Ivy, Lorna, Ms Tandy (occupational therapist)",
            outcome="information",
            choose="this",
            logged=95,
        ),
        status("10d 12:30", "dewi", "waiting_for_third_party"),
        text(
            "3d 18:10",
            "Rails are in, alarm is Thursday. Mum calls the alarm her medal. Thank you both. Lorna",
        ),
        status("2d 10:00", "dewi", "resolved", "Rails and alarm fitted"),
    ),
    story(
        "shared-toilet",
        "pavel",
        visit(
            "8d 15:20",
            "nathan",
            "Pavel came with Rhys from the same corridor, who translated. Only one of four "
            "toilets at Quay House works, for eleven men, since the weekend before last. Staff "
            "say it is reported.",
            service="housing-repair",
            present="Pavel, Rhys ap Gwilym (helped with English)",
            answers={
                "landlord": "Quay House hostel",
                "danger": "none",
                "who": ["none"],
                "postcode": "ZR4 3BX",
            },
            postcode="ZR4 3BX",
        ),
        take("7d 10:00", "bethan"),
        call(
            "7d 10:25",
            "bethan",
            "Rang the hostel office. Manager says plumber waits for a part. Asked for portable "
            "toilets meanwhile; she will ask her head office today and ring back.",
            outcome="callback",
            minutes=7,
            choose="this",
        ),
        note(
            "5d 16:00",
            "bethan",
            "Nothing heard. Told the council's housing standards team, their ref HS/2291.",
        ),
    ),
    story(
        "hostel-move-on",
        "rhys",
        call(
            "6d 16:40",
            "handler",
            "Rings from the hostel office. Has been offered a one-bedroom flat across the river, "
            "must say yes or no by Friday, wants to know whether housing benefit would cover it. "
            "Prefers Welsh if anybody has it.",
            service="housing-advice",
            minutes=6,
            outcome="passed_on",
            choose="new",
            answers={"tonight": "yes", "household": "Just me", "postcode": "ZR4 3BX"},
            postcode="ZR4 3BX",
        ),
        take("5d 09:15", "dewi"),
        call(
            "5d 09:30",
            "dewi",
            "Rang Rhys, in Welsh. Local allowance is £112 a week and the flat is £118. Shortfall "
            "about £6; discretionary payment likely for six months. He will take it. Wants help "
            "with a bed and a cooker.",
            outcome="answered",
            minutes=18,
            choose="this",
        ),
    ),
)
