"""One change to many cases, and putting a case aside for later."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
