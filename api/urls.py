"""Below /api/."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

app_name = "api"
urlpatterns = [
    path("v1/", include("api.v1.urls")),
    # The description is the same for every office and holds nothing about anybody.
    path(
        "v1/schema/",
        SpectacularAPIView.as_view(permission_classes=[AllowAny]),
        name="schema",
    ),
]
