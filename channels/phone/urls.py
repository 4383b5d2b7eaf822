"""Below /desk/, in its namespace."""

from django.urls import path

from casework.views.log import done, found
from channels.phone.views import LogPhone

urlpatterns = [
    path("log/phone/", LogPhone.as_view(), name="log_phone"),
    path("log/phone/look-up/", found, name="log_phone_lookup"),
    path("log/phone/done/<uuid:contact>/", done, {"again": "desk:log_phone"}, name="log_done"),
]
