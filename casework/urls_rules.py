"""Routing rules: what is in force, drafts, dry runs, versions, areas; below /desk/settings/rules/."""

from typing import Any

from django.urls import path

from casework.views import areas
from casework.views.rules import comparing, dry_run, editing, listing, ordering, preview, saving, versions

urlpatterns: list[Any] = [
    path("settings/rules/", listing.rules, name="rules"),
    path("settings/rules/order/", ordering.order, name="rules_order"),
    path("settings/rules/discard/", ordering.discard, name="rules_discard"),
    path("settings/rules/preview/", preview.preview, name="rule_preview"),
    path("settings/rules/new/", editing.new, name="rule_new"),
    path("settings/rules/<uuid:rule_id>/", editing.rule, name="rule"),
    path("settings/rules/<uuid:rule_id>/move/", ordering.move, name="rule_move"),
    path("settings/rules/<uuid:rule_id>/remove/", ordering.remove, name="rule_remove"),
    path("settings/rules/save/", saving.save, name="rules_save"),
    path("settings/rules/save/meanwhile/", saving.conflicts, name="rules_conflicts"),
    path("settings/rules/dry-run/", dry_run.start, name="rules_dry_run_start"),
    path("settings/rules/dry-run/<uuid:run_id>/", dry_run.dry_run, name="rules_dry_run"),
    path("settings/rules/dry-run/<uuid:run_id>/step/", dry_run.step, name="rules_dry_run_step"),
    path("settings/rules/versions/", versions.versions, name="rules_versions"),
    path("settings/rules/versions/compare/", comparing.compare, name="rules_compare"),
    path("settings/rules/versions/<int:number>/", versions.version, name="rules_version"),
    path("settings/rules/versions/<int:number>/go-back/", versions.go_back, name="rules_go_back"),
    path("settings/areas/", areas.areas, name="areas"),
    path("settings/areas/new/", areas.new, name="area_new"),
    path("settings/areas/<uuid:area_id>/", areas.area, name="area"),
]
