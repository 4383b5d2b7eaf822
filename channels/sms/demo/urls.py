"""Mounted at /demo/, in the demonstration only."""

from django.urls import path

from channels.sms.demo import provider, telephone

app_name = "demo"
urlpatterns = [
    path("phone/", telephone.Telephone.as_view(), name="phone"),
    path("phone/send/", telephone.Send.as_view(), name="phone_send"),
    path("phone/handset/", telephone.Handset.as_view(), name="phone_handset"),
    path("phone/conversation/", telephone.conversation, name="phone_conversation"),
    path(
        "twilio/2010-04-01/Accounts/<str:sid>/Messages.json",
        provider.Messages.as_view(),
        name="twilio_messages",
    ),
]
