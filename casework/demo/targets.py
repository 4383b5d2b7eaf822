"""What Riverbank Help promises, in working time but for safety; and what happens when it gets late."""

from typing import Any, Final

from casework.services.targets import COMPLAINTS, PROFILE


def _target(code: str, name: str, first: int, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "first_response": first, **more}


TARGETS: Final[tuple[dict[str, Any], ...]] = (
    _target("same-day", "Safety: within 8 hours, day and night", 8, first_response_unit="hours"),
    _target("next-day", "Next working day", 1, next_response=1, resolution=10),
    _target("two-days", "Within 2 working days", 2, next_response=2, resolution=20),
    _target("three-days", "Within 3 working days", 3, next_response=3, resolution=20),
    _target("five-days", "Within 5 working days", 5, next_response=5),
    *({**each, "source": COMPLAINTS} for each in PROFILE),
)

STEPS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "first_response", "minutes": -240, "action": "remind"},
    {"kind": "first_response", "minutes": 0, "action": "raise"},
    {"kind": "resolution", "minutes": -960, "action": "remind"},
)
