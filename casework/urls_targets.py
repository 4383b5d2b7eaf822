"""Targets and escalation; below /desk/settings/targets/, and the clocks of a case."""

from typing import Any

urlpatterns: list[Any] = []
