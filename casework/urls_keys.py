"""Keyboard, command palette and preferences."""

from django.urls import path

from casework.views import keys, palette, preferences

urlpatterns = [
    path("keys/", keys.keys, name="keys"),
    path("palette/", palette.palette, name="palette"),
    path("preferences/", preferences.preferences, name="preferences"),
]
