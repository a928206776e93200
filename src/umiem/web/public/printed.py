"""The page behind the code of a printed certificate: what was signed, checked at this moment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from umiem.errors import NotFoundError
from umiem.services.credential.printed_codes import plain_code
from umiem.services.verifying import printed
from umiem.web.responses import attachment
from umiem.web.verifier.verdict import view_of


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with one in the address, lead to its page."""
    typed = request.GET.get("code", "")[:60]
    letters = plain_code(typed)
    if letters is not None:
        return redirect("public:printed", letters)
    context = {"typed": typed, "wrong": bool(typed)}
    return _private(render(request, "public/printed_ask.html", context, status=422 if typed else 200))


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the certificate's credential says; a wrong code gets the form back."""
    try:
        found = printed.open_printed(code)
    except NotFoundError:
        context = {"typed": code[:60], "wrong": True}
        return _private(render(request, "public/printed_ask.html", context, status=404))
    context = {"found": found, "view": view_of(found.report), "code": code}
    return _private(render(request, "public/printed.html", context))


@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the signed file behind a code."""
    return attachment(printed.printed_file(code))


def _private(response: HttpResponse) -> HttpResponse:
    """Search engines stay away, and nobody learns the address of the page from a link on it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
