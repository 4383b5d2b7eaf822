"""Safe contact of a number, the settings of texting, and the health of the channels."""

from typing import Any

from django.urls import path

from casework.views import contact_safety, health, service_texts, texting

urlpatterns: list[Any] = [
    path("numbers/<uuid:point_id>/", contact_safety.safety, name="safety"),
    path("settings/texting/", texting.texting, name="texting"),
    path("settings/texting/services/", service_texts.services, name="services_texts"),
    path("settings/texting/services/<slug:code>/", service_texts.service, name="service_texts"),
    path("settings/health/", health.health, name="health"),
]
