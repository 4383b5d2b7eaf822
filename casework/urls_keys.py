"""Keyboard, command palette and search."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
