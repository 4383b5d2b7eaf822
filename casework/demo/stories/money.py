"""Debts, benefits, council tax, empty meters."""

from typing import Final

from casework.demo.script import Story, assign, call, note, reply, status, story, take, text, visit, web

STORIES: Final[tuple[Story, ...]] = (
    story(
        "meter-empty",
        "joanne",
        text(
            "2h",
            "hi is it you that does vouchers for the meter? down to 40p of emergency credit and "
            "2 kids here. its the key meter",
        ),
        text("110m", "sorry forgot to say my name is Joanne P i came in last winter"),
    ),
    story(
        "pip-refused",
        "gareth",
        web(
            "16d 16:20",
            "benefits-check",
            'PIP turned down, nought points. They wrote that I walked to the desk "at a normal '
            'pace". I walked there because there was no chair in the corridor and it took me the '
            "rest of the week to get over it. MS since 2017. I get tired writing so please ring "
            "if you need more.",
            answers={"about": "challenge", "letter_date": "@-24", "born": "1971"},
        ),
        assign("15d 09:30", "lead", "farah"),
        call(
            "15d 11:20",
            "farah",
            "Rang Gareth. Decision dated three and a half weeks before the form came, so the "
            "month is nearly up. Went through the descriptors for moving around and preparing "
            "food; he tires after twenty minutes, we stopped and agreed to go on tomorrow at the "
            "same time.",
            outcome="callback",
            minutes=22,
            choose="this",
        ),
        call(
            "14d 11:20",
            "farah",
            "Second half. Mandatory reconsideration letter finished and read to him, sent by "
            "recorded post at 13:00.",
            outcome="answered",
            minutes=25,
            choose="this",
        ),
        reply(
            "14d 13:15",
            "farah",
            "Hello Gareth, it is in the post, tracked, and I have kept a copy. They may take ten "
            "weeks. If they ring you, you may say you would like to answer in writing. Rest now. "
            "Farah",
        ),
        status("14d 13:20", "farah", "waiting_for_third_party"),
        text(
            "2d 09:40", "They rang and I said in writing like you told me. Is that ok", number="07700 900160"
        ),
    ),
    story(
        "council-tax-alone",
        "maureen",
        call(
            "20d 10:10",
            "handler",
            "Husband died in September. Bill still for two people. Would like the discount, and "
            "to be told kindly by somebody what else she has to do. I said there is no hurry and "
            "that we would go through it with her.",
            service="council-tax",
            minutes=17,
            answers={"account": "40021877", "alone": "yes", "postcode": "ZR3 3LD"},
            postcode="ZR3 3LD",
        ),
        take("20d 11:00", "farah"),
        visit(
            "18d 14:00",
            "farah",
            "Home visit. Council tax single discount applied for on-line together, from the date "
            "of death. Pension Credit claimed. Made a list of six letters still to write; we did "
            "three over tea. She showed me the wedding album.",
            place="22 Ferry Lane",
            present="Maureen and her neighbour Pat",
            outcome="answered",
            choose="this",
            logged=180,
        ),
        text(
            "11d 15:25",
            "The council have put it right, and sent back £214! I had a little cry. Bless you Farah.",
        ),
        status("10d 09:40", "farah", "resolved", "Discount backdated, Pension Credit claimed"),
        text("4d 12:05", "Thank you so much x"),
    ),
    story(
        "bailiff-door",
        "ricky",
        text("1d 08:05", "theres a bailiff outside in a van for council tax. do i have to open"),
        reply(
            "1d 08:58",
            "farah",
            "No. Do not open the door, and keep windows locked. He may not force his way in for "
            "council tax on a first visit. Please ring us on 01632 960100 as soon as you can. "
            "Farah, Riverbank Help",
        ),
        call(
            "1d 09:20",
            "farah",
            "Ricky rang. Bailiff has gone, left a letter: £684 and fees. Works nights, sleeps "
            "with earplugs and found out from the neighbour. Agreed: I ask the council to take "
            "the account back; he sends a photograph of the letter.",
            outcome="information",
            minutes=13,
            choose="this",
        ),
        text("70m", "heres the number on the letter 7731-0088-K. he said hes back thursday"),
    ),
    story(
        "loan-app",
        "temperance",
        web(
            "9d 02:10",
            "debt-advice",
            "I can't sleep so I am writing this. Seven different apps, I borrowed from one to "
            "pay another. It started at £80 for school shoes. I have not told my husband. It is "
            "about £3,900 now. I pay every one of them first and then we have nothing left for "
            "shopping.",
            answers={
                "owed": ["loans"],
                "callback": "07700 900108",
                "story": "See above. Please not before nine, he is at home till then.",
            },
        ),
        take("8d 09:45", "ines"),
        reply(
            "8d 09:50",
            "ines",
            "Hello Temperance, my name is Inês. I am glad you wrote; this can be put right, and "
            "I have seen bigger. Nothing you tell me goes to anybody. Would you like to come in, "
            "or shall I ring one morning after nine?",
        ),
        text("8d 10:30", "Thank you. Tuesday after 9.30 is best. Please don't leave a voicemail"),
        note("8d 10:32", "ines", "No voicemail, and only after 9.30. Husband does not know."),
        call(
            "5d 09:40",
            "ines",
            "Rang. Listed all seven. Two never checked whether she could afford it: complaint. "
            "Breathing space applied for, sixty days from tomorrow. Stopped all seven card "
            "payments together with her bank's app. She laughed at the end.",
            outcome="answered",
            minutes=41,
            choose="this",
        ),
        status("5d 10:30", "ines", "waiting_for_third_party"),
    ),
    story(
        "uc-stopped",
        "ahmed",
        text(
            "4d 13:35",
            "My universal credit says £0 this month because I was paid twice by my work in one "
            "month. How can rent be paid",
        ),
        take("3d 11:00", "caseworker"),
        reply(
            "3d 11:05",
            "caseworker",
            "Hello Ahmed, this happens when two pay days fall in one month and they can move one "
            'of them. Please write in your journal: "Two pay days in one assessment period, '
            'please reallocate", with both pay slips. Would you like me to do it with you?',
            ends="undelivered",
            code="30003",
        ),
        note(
            "3d 11:30",
            "caseworker",
            "Text did not arrive, telephone off. Will try his work number, no voicemail there.",
        ),
        call(
            "2d 14:30",
            "caseworker",
            "Reached him at work. Done together on his telephone during his break.",
            outcome="answered",
            minutes=9,
            number="020 7946 0124",
            choose="this",
        ),
    ),
    story(
        "attendance-form",
        "doreen",
        call(
            "13d 11:30",
            "handler",
            "Mrs Huxtable has had the Attendance Allowance form on the sideboard for three "
            "weeks, it is 32 pages and the print is too small. Carers in the morning. Ring after "
            "eleven.",
            service="benefits-check",
            choose="new",
            minutes=8,
            answers={"about": "form", "born": "1938"},
        ),
        take("12d 12:00", "ines"),
        visit(
            "7d 13:30",
            "ines",
            "Filled in the form at the kitchen table. Two and a half hours with a break. She had "
            'put "no trouble" for dressing, and the carer says it takes forty minutes. Signed '
            "and posted.",
            place="3 Quarry Terrace",
            present="Doreen, her carer Bev for the first half hour",
            outcome="information",
            choose="this",
            logged=60,
        ),
        status("7d 17:00", "ines", "waiting_for_third_party"),
    ),
    story(
        "blue-badge-walter",
        "walter",
        call(
            "3d 15:10",
            "nathan",
            "Mr Huxtable rang on the household telephone, for himself. His blue badge runs out "
            "next month. Let it ring ten times when ringing back. He asks us not to worry his "
            "wife with it.",
            service="benefits-check",
            choose="new",
            minutes=10,
            answers={"about": "form", "born": "1935"},
        ),
    ),
    story(
        "water-bill",
        "iris",
        text(
            "6d 19:20",
            "Hello, bill for water is 1100 pound. We are 2 person in small flat. It is mistake? "
            "In Romania I never see like this",
        ),
        take("5d 10:40", "ines"),
        reply(
            "5d 10:45",
            "ines",
            "Hello Iris, that is far too much for two people. Please read me the numbers on the "
            "meter: the black ones only. It is usually under the sink or in the pavement by the "
            "door.",
        ),
        text("5d 17:15", "00412"),
        note(
            "5d 17:30",
            "ines",
            "Bill is for meter ending 4471, reading 1388. Theirs reads 412. Wrong meter, I "
            "think: the shop downstairs.",
        ),
        reply(
            "4d 09:30",
            "ines",
            "Thank you. I am nearly sure that you are paying for the shop below. I have "
            "complained for you; do not pay the bill until they answer. It may take two weeks.",
        ),
        text("4d 09:33", "👍 thank you"),
    ),
    story(
        "carers",
        "suresh",
        web(
            "41d 17:45",
            "benefits-check",
            "I gave up my job in July to look after my father. Somebody at the temple said there "
            "is an allowance for carers. He already gets Attendance Allowance. Would claiming "
            "take anything away from him?",
            answers={"about": "new", "born": "1979"},
        ),
        take("40d 10:00", "farah"),
        reply(
            "40d 10:20",
            "farah",
            "Dear Suresh, a good question and the right one to ask first. It can touch a severe "
            "disability premium if he has one. Could you send a photograph of his latest award "
            "letter? Please cover the account number.",
        ),
        text("40d 19:10", "Sent by email to the office, subject: for Farah. No premium as far as I can see"),
        note("39d 09:30", "farah", "Letter received. No premium: he can claim without loss to his father."),
        reply(
            "39d 09:40",
            "farah",
            "I have it, and it is good news: you can claim, and your father loses nothing. It is "
            "£81.90 a week, backdated up to three months. The form takes 30 minutes; ring me if "
            "any question is odd.",
        ),
        text("38d 12:00", "Done. Thank you, you have lifted a weight"),
        status("30d 09:00", "farah", "closed", "Allowance claimed and paid"),
    ),
    story(
        "dwp-overpaid",
        "samuel",
        call(
            "1d 16:20",
            "handler",
            "Letter says he was overpaid £2,316 in 2021 and it will be taken from his wages from "
            "next month. He was in hospital most of that spring. Very worried. Letter is at "
            "home, will photograph it tonight.",
            service="debt-advice",
            outcome="passed_on",
            minutes=12,
            answers={"owed": ["other"]},
        ),
        text("1d 17:40", "This is Samuel who rang. Ref on the letter is OP/55102/B and the date is the 9th"),
    ),
    story(
        "turkish-catalogue",
        "elif",
        text(
            "2d 10:15",
            "Merhaba, katalogdan aldığım çamaşır makinesi bozuldu ama borcu ödemeye devam "
            "ediyorum. Firma cevap vermiyor. Türkçe konuşan biri var mı?",
            language="tr",
        ),
        reply(
            "2d 15:50",
            "ines",
            "Merhaba Elif, ben Inês. We have a Turkish interpreter on Wednesdays at 10. Çarşamba "
            "10:00 uygun mu? Please bring the contract if you have it.",
        ),
        text("2d 16:20", "Evet, çarşamba gelirim. Teşekkür ederim 🙏", language="tr"),
    ),
)
