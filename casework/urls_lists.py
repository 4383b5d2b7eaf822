"""What is done with a whole list: ending its cases together, downloading it; and one case on paper."""

from django.urls import path

from casework.views import closing_many, taking_out

urlpatterns = [
    path("download/", taking_out.export, name="export"),
    path("cases/<str:reference>/print/", taking_out.print_case, name="print_case"),
    path("close-many/", closing_many.new, name="close_many"),
    path("close-many/<uuid:change_id>/", closing_many.one, name="closing_many"),
    path("close-many/<uuid:change_id>/step/", closing_many.step, name="closing_many_step"),
]
