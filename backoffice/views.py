"""Pages of the frame itself: health, style guide, errors."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from backoffice import styleguide as styleguide_content
from casework.models import Staff
from casework.permissions import may


class LogInForm(AuthenticationForm):
    """Django's own form, whose word for the log-in name comes from our model and so knows one language only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = gettext("Username")

    def get_invalid_login_error(self) -> ValidationError:
        words = self.error_messages["invalid_login"]
        return ValidationError(words, code="invalid_login", params={"username": gettext("username")})


class LogIn(auth.LoginView):
    template_name = "login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Where to go after. Back to this page would go round for ever, which Django answers with an error."""
        url = str(super().get_redirect_url())
        return "" if urlsplit(url).path == self.request.path else url

    def get_success_url(self) -> str:
        """Whoever reads no cases has no queue to begin at: an administrator begins at the settings."""
        url, staff = str(super().get_success_url()), self.request.user
        no_queue = isinstance(staff, Staff) and not may(staff, "see_queue")
        if urlsplit(url).path == reverse("desk:queue") and no_queue:
            return reverse("desk:settings")
        return url


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready when the database answers and its tables are there. Redis is not needed to serve."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM casework_office LIMIT 1")
    except DatabaseError:
        return JsonResponse(
            {"ready": False, "database": "does not answer, or is not migrated"},
            status=503,
        )
    return JsonResponse({"ready": True})


def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "styleguide.html", styleguide_content.context())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old page was sent. Nothing of it was kept, so say how to go on."""
    return render(request, "errors/old_page.html", {"back": request.path}, status=403)


def page_error(template: str, status: int) -> Any:
    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return render(
            request,
            template,
            {"words": str(exception) if status == 403 and exception else ""},
            status=status,
        )

    return view
