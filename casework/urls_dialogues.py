"""A service's questions by text."""

from django.urls import path

from casework.views import dialogues

urlpatterns = [
    path("cases/<str:reference>/ask/", dialogues.ask, name="dialogue"),
    path("cases/<str:reference>/ask/take-over/", dialogues.take_over, name="dialogue_take_over"),
]
