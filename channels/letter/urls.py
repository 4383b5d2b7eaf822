"""Below /desk/, in its namespace."""

from django.urls import path

from casework.views.log import done, found
from channels.letter.views import LogLetter

urlpatterns = [
    path("log/letter/", LogLetter.as_view(), name="log_letter"),
    path("log/letter/look-up/", found, name="log_letter_lookup"),
    path("log/letter/done/<uuid:contact>/", done, {"again": "desk:log_letter"}, name="log_done"),
]
