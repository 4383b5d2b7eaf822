"""What is done with a whole list: ending its cases together, downloading it; and a copy of one case."""

from django.urls import path

from casework.views import closing_many, printing, taking_out

urlpatterns = [
    path("download/", taking_out.export, name="export"),
    path("cases/<str:reference>/print/", printing.ask, name="print_case"),
    path("cases/<str:reference>/print/<uuid:copy_id>/", printing.ready, name="case_copy"),
    path(
        "cases/<str:reference>/print/<uuid:copy_id>/<int:number>/", printing.page, name="case_page_to_print"
    ),
    path("cases/<str:reference>/print/<uuid:copy_id>/<int:number>/pdf/", printing.pdf, name="case_pdf"),
    path("close-many/", closing_many.new, name="close_many"),
    path("close-many/<uuid:change_id>/", closing_many.one, name="closing_many"),
    path("close-many/<uuid:change_id>/step/", closing_many.step, name="closing_many_step"),
]
