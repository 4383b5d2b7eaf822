"""Letters that go out, and confirmations."""

from django.urls import path

from casework.views import confirmations, letters, letters_again

urlpatterns = [
    path("cases/<str:reference>/letter/", letters.new, name="letter_new"),
    path("letters/", letters.waiting, name="letters"),
    path("letters/print/", letters.to_print, name="letters_print"),
    path("letters/<uuid:contact_id>/not-sent/", letters.not_sent, name="letter_not_sent"),
    path("letters/posted/", letters_again.posted, name="letters_posted"),
    path("letters/<uuid:contact_id>/again/", letters_again.again, name="letter_again"),
    path("letters/<uuid:contact_id>/sheet/", letters_again.sheet, name="letter_sheet"),
    path("contacts/<uuid:contact_id>/confirm/", confirmations.confirm, name="confirm"),
]
