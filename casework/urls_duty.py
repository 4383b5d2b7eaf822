"""Who works when, what they can do, whom they must not deal with, and leaving."""

from django.urls import path

from casework.views import conflicts, duty

urlpatterns = [
    path("settings/duty/", duty.people, name="duty"),
    path("settings/duty/<uuid:staff_id>/", duty.person, name="duty_person"),
    path("settings/duty/<uuid:staff_id>/leaving/", duty.leave_work, name="leaving"),
    path("settings/duty/leave/<uuid:leave_id>/remove/", duty.remove_leave, name="leave_remove"),
    path("cases/<str:reference>/conflict/", conflicts.of_case, name="conflict_new"),
    path("cases/<str:reference>/hand-over/", conflicts.hand_over, name="hand_over"),
    path("people/<uuid:person_id>/conflict/", conflicts.of_person, name="person_conflict"),
    path("conflicts/<uuid:conflict_id>/remove/", conflicts.remove, name="conflict_remove"),
]
