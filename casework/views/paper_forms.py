"""Forms on paper: which service, and the sheet to print."""

from typing import Final

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casework.services import paper_forms
from casework.views.base import DeskRequest, desk

QUIET_ZONE: Final = 4  # modules of white around a code, as its standard wants


@desk("log_contact")
def choose(request: DeskRequest) -> HttpResponse:
    context = {"nav": "log_in_person", "services": paper_forms.services(actor=request.user)}
    return render(request, "casework/paper/choose.html", context)


@desk("log_contact")
def printed(request: DeskRequest, code: str) -> HttpResponse:
    form = paper_forms.current(code=code, actor=request.user)
    if form is None:
        raise Http404("There is no such service.")
    address = f"{settings.PUBLIC_BASE_URL}{reverse('desk:log_paper', args=[code])}?version={form.version}"
    size, path = drawn(address)
    context = {
        "nav": "log_in_person",
        "service": form.service,
        "asked": form.asked,
        "version": form.version.replace("-", " "),
        "large": "large" in request.GET,
        "address": address,
        "qr_size": size,
        "qr_path": path,
    }
    return render(request, "casework/paper/form.html", context)


def drawn(address: str) -> tuple[int, str]:
    """A QR code as the size and the path of a drawing: a square for each dark module. A quarter may be smudged."""
    code = segno.make(address, error="q", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(squares)
