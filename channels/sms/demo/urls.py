"""Mounted at /demo/, in the demonstration only."""

from django.urls import path

from channels.sms.demo import media, provider, recordings, ringing, telephone

app_name = "demo"
urlpatterns = [
    path("phone/", telephone.Telephone.as_view(), name="phone"),
    path("phone/send/", telephone.Send.as_view(), name="phone_send"),
    path("phone/handset/", telephone.Handset.as_view(), name="phone_handset"),
    path("phone/conversation/", telephone.conversation, name="phone_conversation"),
    path("call/", ringing.Call.as_view(), name="call"),
    path(
        "twilio/2010-04-01/Accounts/<str:sid>/Recordings/<str:recording>",
        recordings.Recording.as_view(),
        name="twilio_recording",
    ),
    path(
        "twilio/2010-04-01/Accounts/<str:sid>/Messages.json",
        provider.Messages.as_view(),
        name="twilio_messages",
    ),
    path(
        "twilio/2010-04-01/Accounts/<str:sid>/Messages/<str:message>.json",
        provider.Message.as_view(),
        name="twilio_message",
    ),
    path(
        "twilio/2010-04-01/Accounts/<str:sid>/Messages/<str:message>/Media.json",
        media.MediaList.as_view(),
        name="twilio_media_list",
    ),
    path(
        "twilio/2010-04-01/Accounts/<str:sid>/Messages/<str:message>/Media/<str:media>",
        media.Media.as_view(),
        name="twilio_media",
    ),
]
