"""Writing to people: drafts, taking back, and the templates; below /desk/cases/, /desk/contacts/ and /desk/settings/."""

from django.urls import path

from casework.views import composing, text_templates

urlpatterns = [
    path("cases/<str:reference>/draft/", composing.draft, name="draft"),
    path("contacts/<uuid:contact_id>/take-back/", composing.take_back, name="take_back"),
    path("settings/templates/", text_templates.templates, name="text_templates"),
    path("settings/templates/new/", text_templates.new, name="text_template_new"),
    path("settings/templates/<uuid:template_id>/", text_templates.template, name="text_template"),
]
