"""Visits that are written up together, and forms on paper."""

from django.urls import path

from casework.views import drop_in, paper_forms

urlpatterns = [
    path("log/drop-in/", drop_in.sheet, name="drop_in"),
    path("log/drop-in/keep/", drop_in.keep, name="drop_in_keep"),
    path("log/drop-in/discard/", drop_in.discard, name="drop_in_discard"),
    path("log/drop-in/rows/<int:number>/", drop_in.look_up, name="drop_in_look_up"),
    path("log/drop-in/<uuid:sheet_id>/", drop_in.done, name="drop_in_done"),
    path("paper/", paper_forms.choose, name="paper"),
    path("services/<slug:code>/paper/", paper_forms.printed, name="paper_form"),
]
