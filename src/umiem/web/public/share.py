"""The page behind a public link that a learner made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from umiem.services import portfolio
from umiem.web.responses import attachment
from umiem.web.verifier.verdict import view_of


@require_safe
def share(request: HttpRequest, token: str) -> HttpResponse:
    """Show a shared credential, checked at this moment; search engines are asked to stay away."""
    shared = portfolio.open_share(token)
    context = {"shared": shared, "held": shared.held, "view": view_of(shared.report), "token": token}
    response = render(request, "public/share.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def download(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the signed file behind a public link."""
    return attachment(portfolio.shared_file(token))
