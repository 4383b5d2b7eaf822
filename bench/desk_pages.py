"""The pages that the bench of the desk asks for, and the words it searches."""

from typing import Final

RARE, COMMON = "quokka", "boiler"

PAGES: Final = {
    "queue": "/desk/",
    "team": "/desk/?team=team-1",
    "mine": "/desk/?who=mine",
    "unassigned": "/desk/?who=unassigned",
    "overdue": "/desk/?overdue=true",
    "due_soon": "/desk/?due_soon=true",
    "needs_answer": "/desk/?needs_answer=true",
    "channel": "/desk/?channel=sms",
    "rare_channel": "/desk/?channel=letter",
    "service": "/desk/?service=service-1",
    "rare_service": "/desk/?service=seldom",
    "priority": "/desk/?priority=urgent",
    "low": "/desk/?priority=low",
    "tag": "/desk/?tag=damp",
    "rare_tag": "/desk/?tag=mould",
    "status": "/desk/?status=waiting_for_person",
    "rare_status": "/desk/?status=waiting_for_third_party",
    "grouped": "/desk/?group=team",
    "team_and_service": "/desk/?team=team-1&service=service-1",
    "closed": "/desk/?status=closed_all",
    "rare_word": f"/desk/search/?q={RARE}",
    "common_word": f"/desk/search/?q={COMMON}",
    "start": "/desk/start/",
}
