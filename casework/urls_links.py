"""Links with which people add photographs to their case."""

from django.urls import path

from casework.views import upload_links

urlpatterns = [
    path("cases/<str:reference>/ask-photo/", upload_links.ask, name="link_ask"),
    path("upload-links/<uuid:link_id>/withdraw/", upload_links.withdraw, name="link_withdraw"),
]
