"""Tasks and checklists of a case."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
