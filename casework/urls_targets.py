"""Targets and escalation; below /desk/settings/targets/, and the clocks of a case."""

from django.urls import path

from casework.views import targets, targets_of_case

urlpatterns = [
    path("settings/targets/", targets.targets, name="targets"),
    path("settings/targets/new/", targets.new, name="target_new"),
    path("settings/targets/complaints/", targets.complaints, name="targets_complaints"),
    path("settings/targets/use/", targets.use, name="target_for"),
    path("settings/targets/steps/new/", targets.step_new, name="escalation_step_new"),
    path("settings/targets/steps/<uuid:step_id>/", targets.step, name="escalation_step"),
    path("settings/targets/<uuid:target_id>/", targets.target, name="target"),
    path("cases/<str:reference>/target/", targets_of_case.target, name="case_target"),
    path("cases/<str:reference>/extend/", targets_of_case.extend, name="case_extend"),
]
