"""The stable addresses. Each door brings its own list."""

from django.conf import settings
from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import RedirectView

from backoffice import set_password, views

desk = (
    [
        path("", include("casework.urls")),
        path("", include("channels.phone.urls")),
        path("", include("channels.in_person.urls")),
        path("", include("channels.letter.urls")),
    ],
    "desk",
)

# Tried from the top, so what is asked for most comes first; none of them takes what another would.
urlpatterns = [
    path("api/", include("api.urls")),
    path("desk/", include(desk)),
    path("webhooks/twilio/", include("channels.sms.urls")),
    path("webhooks/twilio/", include("channels.whatsapp.urls")),
    path("webhooks/twilio/", include("channels.phone.voice.urls")),
    path("webhooks/notify/", include("channels.notify.urls")),
    path("", include("channels.web.urls")),
    path("log-in/", views.LogIn.as_view(), name="login"),
    path("set-password/<str:uidb64>/<str:token>/", set_password.SetPassword.as_view(), name="set_password"),
    path("log-out/", auth.LogoutView.as_view(), name="logout"),
    path(
        "favicon.ico",
        RedirectView.as_view(url=f"/{settings.STATIC_URL.strip('/')}/onequeue/favicon.svg"),
    ),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/", include("channels.sms.demo.urls")),
        path("demo/styleguide/", views.styleguide, name="styleguide"),
    ]

handler400 = "backoffice.handlers.bad_request"
handler403 = "backoffice.handlers.forbidden"
handler404 = "backoffice.handlers.not_found"
handler500 = "backoffice.handlers.broken"
