"""What can be asked for at Riverbank Help, and the questions each service asks in every channel."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Question:
    code: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Service:
    code: str
    name: str
    group: str
    summary: str
    questions: tuple[Question, ...]
    target: str
    guidance: str = ""
    stop_notice: str = ""
    restricted: bool = False


YES_NO: Final = (("yes", "Yes"), ("no", "No"))
GAS: Final = (
    "If you smell gas, open the windows, go outside and ring 0800 111 999. It is free, day and night. "
    "If somebody is in danger, ring 999."
)
DANGER: Final = (
    "If somebody is in danger now, ring 999. "
    "If you cannot speak, ring 999 from a mobile, listen, and press 55."
)

HOUSING: Final = (
    Service(
        code="housing-repair",
        name="Report a repair in a rented home",
        group="Home",
        summary="Damp, leaks, heating, electrics, doors and windows, whoever your landlord is.",
        guidance="We write to your landlord with you and follow it up until it is mended. Photographs help.",
        stop_notice=GAS,
        target="two-days",
        questions=(
            Question(
                "landlord", "Who is your landlord?", hint="A name, a housing association or “the council”."
            ),
            Question(
                "danger",
                "Is any of this true today?",
                "choice",
                choices=(
                    ("no-heating", "There is no heating or hot water"),
                    ("no-water", "There is no water"),
                    ("electric", "Something electrical sparks, buzzes or is wet"),
                    ("none", "None of these"),
                ),
                required=True,
            ),
            Question("since", "When did it begin?", "date", hint="Roughly is fine."),
            Question(
                "who",
                "Who lives there?",
                "choices",
                hint="Choose all that apply. It tells us how quickly it must be mended.",
                choices=(
                    ("child", "A child under five"),
                    ("older", "Somebody over 65"),
                    ("ill", "Somebody with a lung or heart condition"),
                    ("disabled", "A disabled person"),
                    ("none", "None of these"),
                ),
            ),
            Question("postcode", "Postcode of the home", "postcode", required=True),
            Question("photo", "A photograph", "file", hint="Only if you have one. JPEG, PNG or PDF."),
        ),
    ),
    Service(
        code="housing-advice",
        name="Get help to keep or find a home",
        group="Home",
        summary="Eviction letters, rent arrears, overcrowding, nowhere to stay.",
        guidance="Tell us of any letter with a date on it. Do not move out before you have spoken to us.",
        stop_notice="Nowhere to sleep tonight, and it is after 5.30pm? Ring the night line: 01632 960555.",
        target="next-day",
        questions=(
            Question(
                "tonight", "Do you have somewhere to sleep tonight?", "choice", choices=YES_NO, required=True
            ),
            Question(
                "letter",
                "What does the latest letter say?",
                "long_text",
                hint="Its title and date are enough.",
            ),
            Question("by", "Is there a date by which you must leave or go to court?", "date"),
            Question(
                "household", "Who is in your household?", hint="For example: me, my partner, two children."
            ),
            Question("postcode", "Your postcode now", "postcode"),
            Question("upload", "A copy of the letter", "file"),
        ),
    ),
    Service(
        code="home-adaptations",
        name="Ask for rails, a ramp or other changes to a home",
        group="Home",
        summary="Changes that make a home safer for somebody who is older, ill or disabled.",
        guidance="An occupational therapist visits first. We tell you the date within ten working days.",
        target="five-days",
        questions=(
            Question(
                "needs",
                "What would help?",
                "choices",
                choices=(
                    ("rails", "Grab rails"),
                    ("ramp", "A ramp or half step"),
                    ("shower", "A level shower"),
                    ("stairs", "Help with the stairs"),
                    ("alarm", "A door entry or an alarm"),
                ),
                required=True,
            ),
            Question("falls", "Has the person fallen in the last six months?", "choice", choices=YES_NO),
            Question("therapist", "E-mail address of a therapist or nurse we may ask", "email"),
            Question("postcode", "Postcode of the home", "postcode", required=True),
        ),
    ),
)

MONEY: Final = (
    Service(
        code="debt-advice",
        name="Get help with debts and bills",
        group="Money",
        summary="Rent, energy, council tax, loans, catalogues, bailiffs. Free and in confidence.",
        guidance="You do not need to add anything up first. Bring or photograph whatever letters you have.",
        stop_notice="You need not let a bailiff in. Keep the door shut and ring us: 01632 960100.",
        target="two-days",
        questions=(
            Question(
                "owed",
                "What do you owe money for?",
                "choices",
                choices=(
                    ("rent", "Rent or mortgage"),
                    ("energy", "Gas or electricity"),
                    ("council-tax", "Council tax"),
                    ("loans", "Loans, cards or catalogues"),
                    ("fines", "Fines"),
                    ("other", "Something else"),
                ),
                required=True,
            ),
            Question("hearing", "Date of a court hearing or visit, if there is one", "date"),
            Question("callback", "A number on which it is safe to ring you about money", "phone"),
            Question("story", "What has happened?", "long_text", hint="As much or as little as you like."),
        ),
    ),
    Service(
        code="benefits-check",
        name="Check what benefits you can claim",
        group="Money",
        summary="Universal Credit, PIP, Attendance Allowance, Pension Credit, and decisions that seem wrong.",
        guidance="A decision can be challenged within one month. Tell us the date on the letter.",
        target="three-days",
        questions=(
            Question(
                "about",
                "What is it about?",
                "choice",
                choices=(
                    ("new", "A first claim"),
                    ("form", "Help with a form"),
                    ("challenge", "A decision that seems wrong"),
                    ("stopped", "A payment that stopped"),
                ),
                required=True,
            ),
            Question("letter_date", "Date on the letter", "date"),
            Question("born", "Year the person was born", hint="It decides which benefits count."),
            Question("letter", "A photograph of the letter", "file"),
        ),
    ),
    Service(
        code="council-tax",
        name="Ask about council tax support",
        group="Money",
        summary="Reductions, discounts for people who live alone, arrears and payment plans.",
        target="five-days",
        questions=(
            Question("account", "Council tax account number", hint="Eight digits, at the top of the bill."),
            Question("alone", "Are you the only adult in the home?", "choice", choices=YES_NO),
            Question("email", "E-mail address for the decision", "email"),
            Question("postcode", "Postcode on the bill", "postcode"),
        ),
    ),
)

STREETS: Final = (
    Service(
        code="missed-bin",
        name="Report a bin that was not emptied",
        group="Streets and rubbish",
        summary="General waste, recycling, food or garden waste, and help with carrying bins out.",
        guidance="Leave the bin at the edge of your property. We come back within two working days.",
        target="two-days",
        questions=(
            Question(
                "bin",
                "Which bin?",
                "choice",
                choices=(
                    ("general", "General waste (black)"),
                    ("recycling", "Recycling (blue)"),
                    ("food", "Food waste (small brown)"),
                    ("garden", "Garden waste (green)"),
                    ("clinical", "Clinical waste (yellow sacks)"),
                ),
                required=True,
            ),
            Question("due", "When should it have been emptied?", "date", required=True),
            Question("assisted", "Do our crews carry your bin out for you?", "choice", choices=YES_NO),
            Question("postcode", "Postcode", "postcode", required=True),
        ),
    ),
    Service(
        code="bulky-waste",
        name="Have something large taken away",
        group="Streets and rubbish",
        summary="Sofas, mattresses, fridges, wardrobes. Up to five things at a time.",
        guidance="Things that can be used again go to the Ferry Street furniture shop.",
        target="five-days",
        questions=(
            Question("things", "What should we take?", "long_text", required=True),
            Question(
                "floor",
                "Where are they?",
                hint="For example: ground floor, front garden, third floor with lift.",
            ),
            Question("day", "A day that would suit you", "date"),
            Question("postcode", "Postcode", "postcode", required=True),
        ),
    ),
    Service(
        code="street-problem",
        name="Report a problem in a street or park",
        group="Streets and rubbish",
        summary="Potholes, street lights, dumped rubbish, broken paving, play areas.",
        stop_notice="If a road is blocked or a cable is hanging down, ring 01632 960100 (nights: 999).",
        target="five-days",
        questions=(
            Question(
                "what",
                "What is it?",
                "choice",
                choices=(
                    ("light", "A street light"),
                    ("pothole", "A pothole or broken paving"),
                    ("dumped", "Dumped rubbish"),
                    ("park", "Something in a park"),
                    ("other", "Something else"),
                ),
                required=True,
            ),
            Question(
                "where", "Where exactly?", hint="A house number, a lamp-post number, or what it is next to."
            ),
            Question("risk", "Could somebody be hurt by it?", "choice", choices=YES_NO),
            Question("photo", "A photograph", "file"),
        ),
    ),
)

FAMILIES: Final = (
    Service(
        code="worried-about-child",
        name="Tell us you are worried about a child or an adult",
        group="Safety",
        summary="You need not be certain, and you need not give your name.",
        guidance="A safeguarding worker reads this on the same working day. We do not say who told us.",
        stop_notice=DANGER,
        target="same-day",
        restricted=True,
        questions=(
            Question(
                "about", "Who are you worried about?", hint="A name, an address, or how we could find them."
            ),
            Question("seen", "What have you seen or heard?", "long_text", required=True),
            Question("when", "When did it last happen?", "date"),
            Question("contact", "May we contact you?", "choice", choices=YES_NO, required=True),
        ),
    ),
    Service(
        code="safe-at-home",
        name="Get help if somebody at home frightens or hurts you",
        group="Safety",
        summary="Partners, relatives, anyone. We contact you only in the way and at the times you choose.",
        guidance="This form leaves nothing on your telephone but the page itself. Close it afterwards.",
        stop_notice=DANGER,
        target="same-day",
        restricted=True,
        questions=(
            Question("safe_number", "A number that is safe to ring", "phone"),
            Question("safe_times", "When is it safe?", hint="For example: weekdays, ten to two."),
            Question(
                "message",
                "May we leave a message or say who we are?",
                "choice",
                choices=YES_NO,
                required=True,
            ),
            Question("need", "What would help first?", "long_text"),
        ),
    ),
)

OUTREACH: Final = (
    Service(
        code="befriending",
        name="Ask for a visitor, a lift or help with shopping",
        group="Company and getting about",
        summary="Volunteers who call in, ring, drive or shop. For anybody who finds it hard to get out.",
        target="five-days",
        questions=(
            Question(
                "help",
                "What would you like?",
                "choices",
                choices=(
                    ("visit", "A visitor"),
                    ("ring", "Somebody who rings"),
                    ("lift", "A lift to an appointment"),
                    ("shop", "Help with shopping"),
                ),
                required=True,
            ),
            Question("appointment", "Date of the appointment, if it is for a lift", "date"),
            Question(
                "likes", "What does the person enjoy?", "long_text", hint="So that we find somebody to match."
            ),
            Question("relative", "Telephone number of a relative we may ring", "phone"),
            Question("postcode", "Postcode", "postcode"),
        ),
    ),
)

SERVICES: Final = (*HOUSING, *MONEY, *STREETS, *FAMILIES, *OUTREACH)
