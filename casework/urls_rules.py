"""Routing rules: what is in force, drafts, dry runs, versions, areas; below /desk/settings/rules/."""

from typing import Any

urlpatterns: list[Any] = []
