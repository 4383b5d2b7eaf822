"""Routing rules, in the order in which they are tried. The first with a team decides the team."""

from typing import Any, Final

from casework.demo.office import VAN_NUMBER
from casework.routing import Example, FollowUpAction, Rule


def fact(name: str, op: str, value: Any) -> dict[str, Any]:
    return {"fact": name, "op": op, "value": value}


def every(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"all": list(conditions)}


def either(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"any": list(conditions)}


def service(*codes: str) -> dict[str, Any]:
    return fact("service", "is_any_of", list(codes))


def words(*wanted: str) -> dict[str, Any]:
    return fact("words", "any_of", list(wanted))


def example(name: str, text: str, team: str, **expect: str) -> Example:
    """What somebody may write, and where it must go whatever else the rules say."""
    return Example(name, {"text": text}, {"team": team, **expect})


RULES: Final = (
    Rule(
        "Somebody may be in danger at home",
        either(
            service("worried-about-child", "safe-at-home"),
            words("safeguarding", "hits me", "hurting me", "scared of him", "scared of her", "afraid of him"),
        ),
        team="families",
        priority="urgent",
        tags=("safeguarding",),
        restricted=True,
        reroutes=True,
        examples=(
            example(
                "A child who is afraid",
                "she is scared of him and will not go home",
                "families",
                restricted="yes",
            ),
            Example(
                "The form for worries about a child",
                {"service": "worried-about-child", "text": "a boy next door"},
                {"team": "families", "priority": "urgent"},
            ),
        ),
    ),
    Rule(
        "Nowhere to sleep tonight",
        either(
            fact("answers.tonight", "is", "no"),
            words(
                "nowhere to sleep",
                "sleeping in the car",
                "sleeping in my car",
                "sofa surfing",
            ),
        ),
        team="housing",
        priority="urgent",
        tags=("homeless",),
        acknowledgement=(
            # Whoever holds the phone reads it: not a word about what was asked.
            "{office}: we have your message and somebody reads it today. Your reference is {reference}."
            " If it cannot wait, ring 01632 960100."
        ),
        follow_up=FollowUpAction("Is there a bed for tonight?", 120),
        examples=(example("Sleeping in a car", "we are sleeping in my car", "housing", priority="urgent"),),
    ),
    Rule(
        "No heating, no water or a danger in the home",
        either(
            fact("answers.danger", "is_any_of", ["no-heating", "no-water", "electric"]),
            words("no heating", "no hot water", "boiler", "sparking", "ceiling came down"),
        ),
        team="housing",
        priority="high",
        tags=("urgent-repair",),
        examples=(example("A cold flat", "there is NO HEATING since monday", "housing", priority="high"),),
    ),
    Rule(
        "Bailiffs or a court date",
        every(words("bailiff", "bailiffs", "enforcement", "court letter", "eviction", "notice to quit")),
        priority="high",
        tags=("legal-date",),
    ),
    Rule(
        "No food or no money for the meter",
        every(words("food bank", "no food", "nothing to eat", "prepayment", "key meter", "emergency credit")),
        team="money",
        priority="high",
        tags=("hardship",),
        follow_up=FollowUpAction("Did the food parcel or the voucher arrive?", 1, "days"),
    ),
    Rule(
        "Housing services",
        every(service("housing-repair", "housing-advice", "home-adaptations")),
        team="housing",
    ),
    Rule("Money services", every(service("debt-advice", "benefits-check", "council-tax")), team="money"),
    Rule("Street services", every(service("missed-bin", "bulky-waste", "street-problem")), team="streets"),
    Rule("Outreach services", every(service("befriending")), team="outreach"),
    Rule(
        "Texts to the van's own number",
        every(fact("number_texted", "is", VAN_NUMBER)),
        team="outreach",
        tags=("van",),
    ),
    Rule(
        "Words about a home",
        every(
            words(
                "damp",
                "mould",
                "landlord",
                "leak",
                "leaking",
                "repair",
                "evict",
                "evicted",
                "rent arrears",
                "housing",
            )
        ),
        team="housing",
    ),
    Rule(
        "Words about money",
        every(
            words(
                "universal credit",
                "council tax",
                "debt",
                "debts",
                "benefits",
                "pip",
                "bill",
                "bills",
                "rent",
                "overpaid",
            )
        ),
        team="money",
    ),
    Rule(
        "Words about streets and bins",
        every(
            words(
                "bin",
                "bins",
                "recycling",
                "rubbish",
                "fly tipping",
                "pothole",
                "streetlight",
                "street light",
                "sofa",
            )
        ),
        team="streets",
    ),
    Rule("Large things can wait a little", every(service("bulky-waste")), priority="low"),
    Rule(
        "Back again within two weeks",
        every(fact("last_contact", "within_days", "14")),
        tags=("repeat",),
    ),
    Rule(
        "Needs an interpreter",
        every(fact("adjustments", "any_of", ["interpreter", "BSL"])),
        tags=("interpreter",),
    ),
    Rule("Written in Welsh", every(fact("language", "is", "cy")), tags=("welsh",)),
    Rule("Across the river", every(fact("area", "is", "across-the-river")), tags=("across-the-river",)),
    Rule("Came when we were closed", every(fact("opening_hours", "is", "closed")), tags=("out-of-hours",)),
)
