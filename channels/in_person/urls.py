"""Below /desk/, in its namespace."""

from django.urls import path

from casework.views.log import done, found
from channels.in_person.paper_views import LogPaper
from channels.in_person.views import LogInPerson

urlpatterns = [
    path("log/in-person/", LogInPerson.as_view(), name="log_in_person"),
    path("log/in-person/look-up/", found, name="log_in_person_lookup"),
    path("log/in-person/done/<uuid:contact>/", done, {"again": "desk:log_in_person"}, name="log_done"),
    path("log/paper/<slug:code>/", LogPaper.as_view(), name="log_paper"),
    path("log/paper/done/<uuid:contact>/", done, {"again": "desk:paper"}, name="log_done"),
]
