"""Calls that come in by themselves."""

from typing import Any

from django.urls import path

from casework.views import calls

urlpatterns: list[Any] = [
    path("calls/", calls.today, name="calls"),
    path("calls/ringing/", calls.ringing, name="calls_ringing"),
    path("calls/<uuid:call_id>/take/", calls.take, name="call_take"),
    path("calls/recordings/<uuid:file_id>/", calls.recording, name="recording"),
]
