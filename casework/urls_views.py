"""Saved views, what a list shows, and the personal shortlist."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
