"""Problems as pages: one template, the status of the error, a sentence, and the stable code."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from umiem.api.problems import problem_answer, status_of
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError, UnavailableError
from umiem.sentences.errors import error_sentence


def error_answer(request: HttpRequest, error: UmiemError) -> HttpResponse:
    """Return the page (or, under /api/, the problem document) for an error."""
    if request.path.startswith("/api/"):
        return problem_answer(error)
    language = get_language() or "pl"
    context = {"status": status_of(error), "code": error.code, "sentence": error_sentence(error, language)}
    return render(request, "problem.html", context, status=status_of(error))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 400: a request that makes no sense, or has too many or too large parts."""
    if isinstance(exception, RequestDataTooBig):
        return error_answer(request, MalformedInputError("request-too-large"))
    return error_answer(request, MalformedInputError("request-malformed"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 404."""
    return error_answer(request, NotFoundError("page-unknown"))


def no_passwords(request: HttpRequest, anything: str) -> HttpResponse:
    """Answer the addresses at which others keep passwords."""
    return not_found(request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 403."""
    return error_answer(request, RefusedError("permission-missing", permission=""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: from another site, or after the session ended."""
    return error_answer(request, RefusedError("form-expired"))


def unexpected(request: HttpRequest) -> HttpResponse:
    """Django's 500: something nobody thought of; the log has the details, the page has none."""
    return error_answer(request, UnavailableError("unexpected"))
