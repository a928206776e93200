"""Whoever sent a form after the session had ended comes back to the page with the form."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from umiem.web.middleware import Handler

_READING = ("GET", "HEAD", "OPTIONS")


class SignedOutMiddleware:
    """Leads from signing in to the page that sent a form; that nothing was saved is said before."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._handler(request)
        if request.method in _READING or not _asks_to_sign_in(response):
            return response
        page = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
            return response
        messages.warning(
            request,
            _("You had been signed out, so what you entered was not saved. Sign in and enter it once more."),
        )
        parts = urlsplit(page)
        return redirect_to_login(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _asks_to_sign_in(response: HttpResponse) -> bool:
    """Whether the answer is that of ``login_required``: to the page of signing in, and back again."""
    address = urlsplit(response.headers.get("Location", ""))
    return address.path == resolve_url(settings.LOGIN_URL) and address.query.startswith("next=")
