"""The outermost layer of every page and answer: errors become pages or problems, headers are set."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse

from umiem.errors import RefusedError, UmiemError, UnavailableError
from umiem.web.errors import error_answer

_LOG = logging.getLogger("umiem")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

_IN_THE_READERS_LANGUAGE = frozenset({"api-reference", "health"})

Handler = Callable[[HttpRequest], HttpResponse]


class ProblemMiddleware:
    """Turns what services raise into an answer people and programs can read. No input gives a bare 500."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._handler(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            # the address of a form, opened as a page: most often after signing in anew in the middle of work
            page = error_answer(request, RefusedError("form-only"))
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer an exception of a view; None leaves it to Django (404, permission, suspicious)."""
        if isinstance(problem, UmiemError):
            return error_answer(request, problem)
        if isinstance(problem, DatabaseError):  # a full or read-only disk, a database that does not answer
            _LOG.error("the database refused at %s: %s", request.path, problem)
            return error_answer(request, UnavailableError("storage-refused"))
        if isinstance(problem, Http404 | PermissionDenied | SuspiciousOperation):
            return None  # answers, not errors of ours
        _LOG.error("unexpected %s at %s", type(problem).__name__, request.path, exc_info=problem)
        return None


class HeadersMiddleware:
    """Adds the security headers that Django does not; tells caches what is private and what public."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._handler(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_private(request):
            response.headers.setdefault("Cache-Control", "no-store")
        if _is_same_for_all(request, response):
            for name in ("Vary", "Content-Language"):  # a cache would keep a copy for each cookie
                response.headers.pop(name, None)
        return response


def _is_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is a public file: status lists, DID documents, the trust list, descriptions."""
    found = request.resolver_match
    return (
        found is not None
        and found.app_name == "published"
        and found.url_name not in _IN_THE_READERS_LANGUAGE
        and response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
    )


def _is_private(request: HttpRequest) -> bool:
    """Whether the answer may depend on who asks: somebody signed in, or a program with a token."""
    user = getattr(request, "user", None)
    return "Authorization" in request.headers or (user is not None and user.is_authenticated)
