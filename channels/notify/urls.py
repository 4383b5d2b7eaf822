"""Mounted at /webhooks/notify/."""

from django.urls import path

from channels.notify import views

app_name = "notify"
urlpatterns = [
    path("text/", views.Texts.as_view(), name="text"),
    path("receipt/", views.Receipts.as_view(), name="receipt"),
]
