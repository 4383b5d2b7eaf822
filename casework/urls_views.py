"""Saved views, what a list shows, and the personal shortlist."""

from django.urls import URLPattern, path

from casework.views import saved_views, shortlist

urlpatterns: list[URLPattern] = [
    path("views/", saved_views.views, name="views"),
    path("views/new/", saved_views.new, name="view_new"),
    path("views/<uuid:view_id>/", saved_views.view, name="view"),
    path("views/<uuid:view_id>/move/", saved_views.move, name="view_move"),
    path("views/<uuid:view_id>/remove/", saved_views.remove, name="view_remove"),
    path("columns/", saved_views.columns, name="columns"),
    path("shortlist/", shortlist.shortlist, name="shortlist"),
    path("shortlist/<uuid:star_id>/move/", shortlist.move, name="shortlist_move"),
    path("cases/<str:reference>/star/", shortlist.star, name="star"),
]
