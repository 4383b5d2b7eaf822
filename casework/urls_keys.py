"""Keyboard, command palette and search."""

from django.urls import path

from casework.views import keys, palette, preferences, search

urlpatterns = [
    path("search/", search.search, name="search"),
    path("keys/", keys.keys, name="keys"),
    path("palette/", palette.palette, name="palette"),
    path("preferences/", preferences.preferences, name="preferences"),
]
