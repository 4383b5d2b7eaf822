"""What people need, how old they are, and notes that are kept for their author."""

from django.urls import path

from casework.views import adjustments, held_notes

urlpatterns = [
    path("adjustments/", adjustments.adjustments, name="adjustments"),
    path("adjustments/<uuid:adjustment_id>/", adjustments.one, name="adjustment"),
    path("people/<uuid:person_id>/adjustments/", adjustments.of_person, name="adjustments_of"),
    path("people/<uuid:person_id>/born/", adjustments.born, name="person_born"),
    path("held-notes/", held_notes.held_notes, name="held_notes"),
    path("held-notes/<uuid:note_id>/drop/", held_notes.drop, name="held_note_drop"),
]
