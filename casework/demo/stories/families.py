"""Safety at home. Restricted: leads of the families team, those named and safeguarding staff see them."""

from typing import Final

from casework.demo.script import Story, assign, call, note, reply, status, story, take, text, visit, web

STORIES: Final[tuple[Story, ...]] = (
    story(
        "tulips",
        "rosa",
        call(
            "8d 11:05",
            "siobhan",
            "Rosa rang from the school office. She is planning to leave at half term. Agreed a "
            "code word and safe hours; never a text, never the second number. Say it is the "
            "library.",
            service="safe-at-home",
            outcome="passed_on",
            minutes=31,
            answers={"safe_number": "07700 900114", "safe_times": "Weekdays, ten to two", "message": "no"},
        ),
        assign("8d 11:45", "siobhan", "oluwaseun"),
        note(
            "8d 12:30",
            "oluwaseun",
            "Refuge has a family room from the 2nd. School knows and keeps the passports.",
        ),
        call(
            "4d 10:30",
            "oluwaseun",
            "Rang in the safe hours, code word given. Bag is at her sister's. She is calm and "
            "clear about the day.",
            outcome="answered",
            minutes=15,
            choose="this",
        ),
        visit(
            "2d 12:15",
            "oluwaseun",
            "Met at the school after drop-off. Went through the day hour by hour. Taxi account set up.",
            place="St Brannoc’s primary school, head’s office",
            present="Rosa, Mrs Ellery (head)",
            outcome="information",
            choose="this",
            logged=200,
        ),
    ),
    story(
        "worried-teacher",
        "lucy",
        web(
            "1d 15:40",
            "worried-about-child",
            "I am a teaching assistant. A boy in my class, 7, has come without a coat since the "
            "half term and puts his lunch in his pockets. Today he asked if he could sleep in "
            "the reading corner. I have told our safeguarding lead as well.",
            answers={
                "about": "A pupil, name given to our lead Mr Sims",
                "seen": "No coat, hiding food, asked to sleep at school",
                "when": "@-1",
                "contact": "yes",
            },
        ),
        take("1d 15:58", "siobhan"),
        reply(
            "1d 16:20",
            "siobhan",
            "Thank you for telling us, and for noticing. I have spoken to Mr Sims. You will not "
            "hear details from us, but please tell us at once if you see anything else. Siobhán",
        ),
        note("1d 16:45", "siobhan", "Strategy discussion tomorrow 10:00 with school nurse and MASH."),
    ),
    story(
        "scared-text",
        "olena",
        text(
            "5d 23:30",
            "Please help. My husband drink and I am scared of him. I have son 5 years. Я не знаю куди йти",
            language="uk",
        ),
        take("4d 09:01", "oluwaseun"),
        note(
            "4d 09:10",
            "oluwaseun",
            "No reply by text until we know the telephone is hers alone. Ukrainian interpreter "
            "booked for 09:30.",
        ),
        call(
            "4d 09:35",
            "oluwaseun",
            "Rang with interpreter. Telephone is hers alone and texts are safe. He is away at "
            "work until Saturday. She and her son can come in today.",
            outcome="answered",
            minutes=28,
            choose="this",
        ),
        visit(
            "4d 14:00",
            "oluwaseun",
            "Olena and her son came in. Safety plan in Ukrainian. Police report made from here. "
            "Friends in Hexley will have them from tonight.",
            place="Ferry Street, family room",
            present="Olena, her son, interpreter, PC Lamb",
            outcome="information",
            choose="this",
        ),
        reply(
            "3d 10:30",
            "oluwaseun",
            "Доброго ранку, Олено. Це Олу. Ви добре спали? The solicitor can see you tomorrow at "
            "11, we pay the taxi.",
        ),
        text("3d 10:41", "Так, дякую. First time in long time. Tomorrow ok", language="uk"),
    ),
    story(
        "neighbour-adult",
        "chidi",
        web(
            "22d 19:30",
            "worried-about-child",
            'The old gentleman next door to us at number 9 has new "friends" who come on pension '
            "day. He gave me his door key to keep because, he said, they had asked for it. I "
            "don't want to make trouble for anyone.",
            answers={
                "about": "Gentleman at 9 Quarry Terrace",
                "seen": "Strangers on pension day, asking for his key",
                "contact": "yes",
            },
        ),
        take("21d 09:05", "oluwaseun"),
        visit(
            "21d 14:30",
            "oluwaseun",
            "Called on him with PC Lamb, on the pretext of the smoke alarm. Two men left as we "
            "came. He talked, a little at first. Bank card stopped with his consent.",
            place="9 Quarry Terrace",
            present="The gentleman, PC Lamb",
            outcome="information",
            choose="this",
        ),
        reply(
            "20d 11:00",
            "oluwaseun",
            "Thank you, Chidi. You did the right thing. Please keep the key for now; he says so himself.",
        ),
        text("20d 11:30", "ok thanks"),
        status("15d 16:00", "siobhan", "closed", "Protected; police dealing with the two men"),
    ),
    story(
        "contact-centre-visit",
        "fatima",
        visit(
            "6d 14:10",
            "siobhan",
            "فاطمة came with her sister. Wants to see her children at the contact centre, "
            "letters from the court are in English only. Read them with the woman interpreter. "
            "Next hearing in five weeks.",
            service="safe-at-home",
            present="Fatima, her sister, interpreter",
            outcome="passed_on",
            answers={"message": "no", "need": "Letters in Arabic, somebody at the hearing"},
        ),
        assign("6d 15:00", "siobhan", "oluwaseun"),
    ),
)
