"""One change to many cases, and putting a case aside for later."""

from django.urls import path

from casework.views import changing_many, priority_and_tags, snoozing

urlpatterns = [
    path("change-many/", changing_many.choose, name="change_many"),
    path("change-many/preview/", changing_many.preview, name="change_many_preview"),
    path("change-many/begin/", changing_many.begin, name="change_many_begin"),
    path("change-many/<uuid:change_id>/", changing_many.one, name="changing_many"),
    path("change-many/<uuid:change_id>/step/", changing_many.step, name="changing_many_step"),
    path("change-many/<uuid:change_id>/undo/", changing_many.undo, name="changing_many_undo"),
    path("cases/<str:reference>/aside/", snoozing.put_aside, name="put_aside"),
    path("cases/<str:reference>/back/", snoozing.bring_back, name="bring_back"),
    path("cases/<str:reference>/priority/", priority_and_tags.priority, name="priority"),
    path("cases/<str:reference>/tags/", priority_and_tags.tag, name="tags"),
]
