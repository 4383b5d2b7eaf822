"""Opening hours, closures and bank holidays; below /desk/settings/hours/."""

from typing import Any

urlpatterns: list[Any] = []
