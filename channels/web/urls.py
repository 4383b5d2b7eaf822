"""The public addresses. No address carries an answer or a reference."""

from django.urls import path

from channels.web import link_views, views

app_name = "web"

urlpatterns = [
    path("", views.start, name="start"),
    path("request/<slug:code>/", views.service, name="service"),
    path("request/<slug:code>/questions/", views.Questions.as_view(), name="questions"),
    path("request/<slug:code>/contact/", views.Details.as_view(), name="contact"),
    path("request/<slug:code>/check/", views.Check.as_view(), name="check"),
    path("request/<slug:code>/done/", views.done, name="done"),
    path("add/thank-you/", link_views.thank_you, name="link_done"),
    path("add/<str:token>/", link_views.Add.as_view(), name="link"),
]
