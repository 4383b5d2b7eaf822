"""Logging a contact: the parts of the page that change while somebody types, and calls half done. Below /desk/log/."""

from django.urls import path

from casework.views import calls_in_progress, log

urlpatterns = [
    path("log/heed/", log.heed, name="log_heed"),
    path("log/script/", log.script, name="log_script"),
    path("log/about/", log.subjects, name="log_subjects"),
    path("log/calls/", calls_in_progress.going, name="calls_going"),
    path("log/phone/<uuid:going>/keep/", calls_in_progress.keep, name="call_keep"),
    path("log/phone/<uuid:going>/drop/", calls_in_progress.drop, name="call_drop"),
    path("log/phone/<uuid:going>/hand-over/", calls_in_progress.hand_over, name="call_hand_over"),
]
