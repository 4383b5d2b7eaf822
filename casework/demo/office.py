"""The office: teams, hours, and who works there."""

from dataclasses import dataclass
from datetime import time
from typing import Final

NAME: Final = "Riverbank Help"
PHONE: Final = "01632 960100"
# Where texts arrive when the office has no number of its own yet, and the telephone of the outreach van.
MAIN_NUMBER: Final = "+447700900000"
VAN_NUMBER: Final = "+447700900007"

# (weekday, opens, closes): Monday is 0. Late on Thursdays, Saturday mornings.
HOURS: Final = (
    *((day, time(9), time(17, 30)) for day in (0, 1, 2, 4)),
    (3, time(9), time(19)),
    (5, time(10), time(13)),
)


# (code, name, parts of postcodes): what rules call "the area".
AREAS: Final = (("across-the-river", "Across the river", ("ZR4", "ZR5")),)


@dataclass(frozen=True)
class Team:
    code: str
    name: str
    is_triage: bool = False


TEAMS: Final = (
    Team("contact-centre", "Contact centre", is_triage=True),
    Team("housing", "Housing"),
    Team("money", "Money and debt"),
    Team("streets", "Streets and bins"),
    Team("families", "Families and safeguarding"),
    Team("outreach", "Community outreach"),
)


@dataclass(frozen=True)
class Colleague:
    """`leads` are teams they lead, `teams` those they are otherwise in."""

    username: str
    full_name: str
    role: str
    teams: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    is_safeguarding: bool = False
    cap: int | None = None  # most open cases given to them unasked
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    hours: tuple[tuple[int, time, time], ...] = ()  # (weekday, starts, ends); none: whenever the team is open


MORNINGS: Final = tuple((day, time(9), time(13)) for day in range(5))
EVERYDAY: Final = ("contact-centre", "housing", "money", "streets", "outreach")

# The five log-ins that the start-up prints.
LOG_INS: Final = (
    Colleague("handler", "Grace Mensah", "handler", EVERYDAY),
    Colleague("caseworker", "Tomasz Lewandowski", "caseworker", EVERYDAY),
    Colleague("lead", "Priya Raman", "lead", ("contact-centre", "outreach"), ("housing", "money")),
    Colleague("manager", "Helen Ashworth", "manager", (*EVERYDAY, "families")),
    Colleague("admin", "Callum Fraser", "administrator"),
)

STAFF: Final = (
    *LOG_INS,
    Colleague(
        "siobhan", "Siobhán Kelleher", "lead", ("contact-centre",), ("families",), is_safeguarding=True
    ),
    Colleague(
        "dewi",
        "Dewi Prosser",
        "caseworker",
        ("contact-centre", "housing", "outreach"),
        cap=25,
        languages=("cy",),
    ),
    Colleague(
        "farah",
        "Farah Siddiqui",
        "caseworker",
        ("money", "contact-centre"),
        cap=20,
        languages=("ur", "pa"),
        skills=("debt",),
        hours=MORNINGS,
    ),
    Colleague("oluwaseun", "Oluwaseun Adeyemi-Clarke", "caseworker", (), ("families",)),
    Colleague("janet", "Janet Thwaite", "caseworker", ("contact-centre", "streets")),
    Colleague("marcus", "Marcus Bell", "lead", ("contact-centre",), ("streets",)),
    Colleague(
        "ines",
        "Inês Carvalho",
        "caseworker",
        ("contact-centre", "money", "outreach"),
        cap=20,
        languages=("pt",),
        skills=("debt",),
    ),
    Colleague("nathan", "Nathan O’Rourke", "handler", ("contact-centre", "outreach")),
    Colleague("bethan", "Bethan Lloyd-Hughes", "caseworker", ("housing", "streets"), ("outreach",)),
)

PASSWORD: Final = "onequeue-demo"  # noqa: S105 — printed at start-up, set only where ONEQUEUE_DEMO=1
