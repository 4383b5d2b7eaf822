"""The next case, follow-ups, why a case is where it is, and triage of its service."""

from typing import Any

urlpatterns: list[Any] = []
