"""The start page of each role."""

from django.urls import path

from casework.views import start

urlpatterns = [path("start/", start.start, name="start")]
