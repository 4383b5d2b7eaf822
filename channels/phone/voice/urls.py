"""Mounted at /webhooks/twilio/."""

from django.urls import path

from channels.phone.voice import views

app_name = "voice"
urlpatterns = [
    path("voice/", views.Ring.as_view(), name="ring"),
    path("voice/dialled/", views.Dialled.as_view(), name="dialled"),
    path("voice/recorded/", views.Recorded.as_view(), name="recorded"),
    path("voice/recording/", views.Recording.as_view(), name="recording"),
    path("voice/status/", views.Status.as_view(), name="status"),
]
