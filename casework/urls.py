"""Addresses of the desk, below /desk/ and in its namespace."""

from django.urls import path
from django.views.generic import RedirectView

from casework.views import case, case_actions, files, filing, queue

urlpatterns = [
    path("", queue.queue, name="queue"),
    path(
        "search/",
        RedirectView.as_view(pattern_name="desk:queue", query_string=True),
        name="search",
    ),
    path("live/", queue.no_stream, name="live"),
    path("filing/", filing.needs_filing, name="filing"),
    path("set-aside/", filing.set_aside, name="set_aside"),
    path("set-aside/<uuid:contact_id>/", filing.judge, name="judge"),
    path("contacts/<uuid:contact_id>/move/", filing.move, name="move"),
    path("files/<uuid:file_id>/", files.file, name="file"),
    path("cases/<str:reference>/", case.case, name="case"),
    path("cases/<str:reference>/reply/", case_actions.reply, name="reply"),
    path("cases/<str:reference>/note/", case_actions.note, name="note"),
    path("cases/<str:reference>/take/", case_actions.take, name="take"),
    path("cases/<str:reference>/assign/", case_actions.assign, name="assign"),
    path("cases/<str:reference>/team/", case_actions.team, name="team"),
    path("cases/<str:reference>/status/", case_actions.change_status, name="status"),
]
