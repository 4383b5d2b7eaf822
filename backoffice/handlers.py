"""Error pages that Django asks for by name."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from backoffice.views import page_error

bad_request = page_error("400.html", 400)
forbidden = page_error("403.html", 403)
not_found = page_error("404.html", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Needs nothing that may be what broke: no session, no database."""
    return HttpResponse(render_to_string("500.html"), status=500)
