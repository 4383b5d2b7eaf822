"""Settings of teams, staff, services, questions and macros; a macro on a case."""

from django.urls import URLPattern, path

from casework.views.office import (
    changes,
    channels,
    macro_runs,
    macros,
    outcomes,
    questions,
    services,
    staff,
    teams,
)

urlpatterns: list[URLPattern] = [
    path("settings/teams/", teams.teams, name="office_teams"),
    path("settings/teams/new/", teams.new, name="office_team_new"),
    path("settings/teams/<uuid:team_id>/", teams.team, name="office_team"),
    path("settings/teams/<uuid:team_id>/changes/", changes.team, name="office_team_changes"),
    path("settings/staff/", staff.everybody, name="office_staff"),
    path("settings/staff/new/", staff.new, name="office_person_new"),
    path("settings/staff/<uuid:staff_id>/", staff.person, name="office_person"),
    path("settings/staff/<uuid:staff_id>/link/", staff.link, name="office_person_link"),
    path("settings/staff/<uuid:staff_id>/use/", staff.use, name="office_person_use"),
    path("settings/staff/<uuid:staff_id>/changes/", changes.person, name="office_person_changes"),
    path("settings/services/", services.services, name="office_services"),
    path("settings/services/new/", services.new, name="office_service_new"),
    path("settings/services/<slug:code>/", services.service, name="office_service"),
    path("settings/services/<slug:code>/words/", services.words, name="office_service_words"),
    path("settings/services/<slug:code>/move/", services.move, name="office_service_move"),
    path("settings/services/<slug:code>/publish/", services.publish, name="office_service_publish"),
    path("settings/services/<slug:code>/preview/", services.preview, name="office_service_preview"),
    path("settings/services/<slug:code>/changes/", changes.service, name="office_service_changes"),
    path("settings/services/<slug:code>/questions/new/", questions.new, name="office_question_new"),
    path("settings/questions/<uuid:question_id>/", questions.question, name="office_question"),
    path("settings/questions/<uuid:question_id>/move/", questions.move, name="office_question_move"),
    path("settings/questions/<uuid:question_id>/remove/", questions.remove, name="office_question_remove"),
    path("settings/macros/", macros.macros, name="macros"),
    path("settings/macros/new/", macros.new, name="macro_new"),
    path("settings/macros/<uuid:macro_id>/", macros.macro, name="macro"),
    path("settings/macros/<uuid:macro_id>/step/", macros.step, name="macro_step"),
    path("cases/<str:reference>/macros/", macro_runs.run, name="case_macros"),
    path("settings/outcomes/", outcomes.outcomes, name="office_outcomes"),
    path("settings/channels/", channels.channels, name="office_channels"),
    path("settings/outcomes/one/", outcomes.outcome, name="office_outcome"),
]
