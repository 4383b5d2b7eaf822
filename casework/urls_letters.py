"""Letters that go out, and confirmations."""

from django.urls import path

from casework.views import confirmations, letters

urlpatterns = [
    path("cases/<str:reference>/letter/", letters.new, name="letter_new"),
    path("letters/", letters.waiting, name="letters"),
    path("letters/print/", letters.to_print, name="letters_print"),
    path("letters/<uuid:contact_id>/not-sent/", letters.not_sent, name="letter_not_sent"),
    path("contacts/<uuid:contact_id>/confirm/", confirmations.confirm, name="confirm"),
]
