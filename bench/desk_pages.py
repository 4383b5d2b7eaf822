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
    "service": "/desk/?service=service-1",
    "priority": "/desk/?priority=urgent",
    "tag": "/desk/?tag=damp",
    "status": "/desk/?status=waiting_for_person",
    "closed": "/desk/?status=closed_all",
    "rare_word": f"/desk/search/?q={RARE}",
    "common_word": f"/desk/search/?q={COMMON}",
    "start": "/desk/start/",
}
