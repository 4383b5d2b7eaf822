"""Who follows a case, what they are told, and who else is on the page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
