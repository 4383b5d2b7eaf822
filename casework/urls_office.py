"""Settings of teams, staff, services and questions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
