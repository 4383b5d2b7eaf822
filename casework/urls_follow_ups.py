"""What was promised: the list, ringing somebody back, and how promises were kept."""

from django.urls import path

from casework.views import promised, ringing

urlpatterns = [
    path("follow-ups/", promised.promised, name="promised"),
    path("follow-ups/<uuid:follow_up_id>/ring/", ringing.of_follow_up, name="ring"),
    path("cases/<str:reference>/ring/", ringing.of_case, name="ring_case"),
    path("promises/", promised.kept, name="promises_kept"),
]
