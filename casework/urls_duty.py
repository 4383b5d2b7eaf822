"""Who works when, what they can do, whom they must not deal with, and leaving; below /desk/settings/duty/."""

from typing import Any

urlpatterns: list[Any] = []
