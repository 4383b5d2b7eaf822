"""Mounted at /webhooks/twilio/."""

from django.urls import path

from channels.sms import views

app_name = "sms"
urlpatterns = [
    path("sms/", views.Inbound.as_view(), name="inbound"),
    path("status/", views.Status.as_view(), name="status"),
]
