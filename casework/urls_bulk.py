"""Texting everybody on a list of the queue."""

from django.urls import path

from casework.views import bulk_texts

urlpatterns = [
    path("texts-to-many/", bulk_texts.past, name="bulk_list"),
    path("texts-to-many/new/", bulk_texts.new, name="bulk_new"),
    path("texts-to-many/<uuid:bulk_id>/", bulk_texts.one, name="bulk"),
    path("texts-to-many/<uuid:bulk_id>/send/", bulk_texts.send, name="bulk_send"),
    path("texts-to-many/<uuid:bulk_id>/stop/", bulk_texts.stop, name="bulk_stop"),
    path("texts-to-many/<uuid:bulk_id>/progress/", bulk_texts.progress, name="bulk_progress"),
]
