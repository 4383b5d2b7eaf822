"""Below /api/v1/."""

from django.urls import path

from api.v1 import case_actions, cases, contacts, me, outcomes, rule_sets, services, teams

urlpatterns = [
    path("cases/", cases.Cases.as_view(), name="cases"),
    path("cases/<str:reference>/", cases.OneCase.as_view(), name="case"),
    path("cases/<str:reference>/assign/", case_actions.Assign.as_view(), name="case_assign"),
    path("cases/<str:reference>/status/", case_actions.Status.as_view(), name="case_status"),
    path("cases/<str:reference>/notes/", case_actions.Notes.as_view(), name="case_notes"),
    path("cases/<str:reference>/replies/", case_actions.Replies.as_view(), name="case_replies"),
    path("contacts/", contacts.Contacts.as_view(), name="contacts"),
    path("contacts/<uuid:pk>/", contacts.OneContact.as_view(), name="contact"),
    path("outcomes/", outcomes.Outcomes.as_view(), name="outcomes"),
    path("rule-set/", rule_sets.RuleSet.as_view(), name="rule_set"),
    path("rule-set/versions/", rule_sets.Versions.as_view(), name="rule_set_versions"),
    path("rule-set/versions/<int:number>/", rule_sets.OneVersion.as_view(), name="rule_set_version"),
    path("rule-set/dry-run/", rule_sets.DryRuns.as_view(), name="dry_runs"),
    path("rule-set/dry-run/<uuid:pk>/", rule_sets.OneDryRun.as_view(), name="dry_run"),
    path("services/", services.Services.as_view(), name="services"),
    path("teams/", teams.Teams.as_view(), name="teams"),
    path("me/", me.Me.as_view(), name="me"),
]
