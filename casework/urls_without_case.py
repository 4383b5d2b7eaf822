"""Contacts without a case: found, read and filed."""

from django.urls import path

from casework.views import without_case

urlpatterns = [
    path("contacts/", without_case.contacts, name="without_case"),
    path("contacts/<uuid:contact_id>/", without_case.contact, name="contact"),
]
