"""Mounted at /webhooks/twilio/."""

from django.urls import path

from channels.whatsapp import views

app_name = "whatsapp"
urlpatterns = [
    path("whatsapp/", views.Inbound.as_view(), name="inbound"),
    path("whatsapp/status/", views.Status.as_view(), name="status"),
]
