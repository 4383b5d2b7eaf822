"""Opening hours, closures and bank holidays; below /desk/settings/hours/."""

from typing import Any

from django.urls import path

from casework.views import hours

urlpatterns: list[Any] = [
    path("settings/hours/", hours.hours, name="hours"),
    path("settings/hours/office/", hours.office_week, name="hours_office"),
    path("settings/hours/teams/<uuid:team_id>/", hours.team_week, name="hours_team"),
    path("settings/hours/closures/new/", hours.closure_new, name="closure_new"),
    path("settings/hours/closures/<uuid:closure_id>/", hours.closure, name="closure"),
    path("settings/hours/holidays/", hours.holidays, name="holidays"),
]
