"""Addresses of the outreach page. All lie below one folder, which is as far as its service worker reaches."""

from django.urls import path

from casework.views import outreach

urlpatterns = [
    path("outreach/", outreach.page, name="outreach"),
    path("outreach/shell/", outreach.shell, name="outreach_shell"),
    path("outreach/worker.js", outreach.worker, name="outreach_worker"),
    path("outreach/now/", outreach.now, name="outreach_now"),
    path("outreach/hand-in/", outreach.hand_in, name="outreach_hand_in"),
    path("outreach/leave/", outreach.leave, name="outreach_leave"),
]
