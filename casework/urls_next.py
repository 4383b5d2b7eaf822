"""The next case, follow-ups, why a case is where it is, and triage of its service."""

from django.urls import path

from casework.views import follow_ups, next_case, triage, why

urlpatterns = [
    path("next/", next_case.next_one, name="next"),
    path("cases/<str:reference>/pass-over/", next_case.skip, name="next_skip"),
    path("cases/<str:reference>/why/", why.why, name="why"),
    path("cases/<str:reference>/reroute/", why.reroute, name="reroute"),
    path("cases/<str:reference>/service/", triage.triage, name="triage"),
    path("cases/<str:reference>/follow-ups/new/", follow_ups.new, name="follow_up_new"),
    path("follow-ups/<uuid:follow_up_id>/", follow_ups.one, name="follow_up"),
]
