"""The API and its errors: every answer that is not a success is a problem document (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from umiem import __version__
from umiem.api.applications import router as applications
from umiem.api.auth import bearer
from umiem.api.awards import router as awards
from umiem.api.batches import router as batches
from umiem.api.credentials import router as credentials
from umiem.api.definition_review import router as definition_review
from umiem.api.definitions import router as definitions
from umiem.api.description import DocumentedAPI
from umiem.api.keys import router as keys
from umiem.api.lists import router as lists
from umiem.api.mail import router as mail
from umiem.api.offers import router as offers
from umiem.api.problems import problem_answer
from umiem.api.public import router as public
from umiem.api.reports import router as reports
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError

_DESCRIPTION = (
    "Define, award and verify micro-credentials. Send the token of your organisation as "
    "`Authorization: Bearer umiem_…`; verification and the catalogue need none. Every error is a problem "
    "document with a stable `code`. A request that carries `Idempotency-Key` is answered once."
)

api = DocumentedAPI(
    title="Umiem",
    version=__version__,
    description=_DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=bearer,
)
api.add_router("/organisations/{organisation}/definitions", definitions, tags=["Definitions"])
api.add_router("/organisations/{organisation}/definitions", offers, tags=["Definitions: dates and prices"])
api.add_router(
    "/organisations/{organisation}/definitions", definition_review, tags=["Definitions: review and versions"]
)
api.add_router("/organisations/{organisation}/lists", lists, tags=["Lists of learners"])
api.add_router("/organisations/{organisation}", awards, tags=["Awards"])
api.add_router("/organisations/{organisation}/awards", credentials, tags=["Credentials and their status"])
api.add_router("/organisations/{organisation}/batches", batches, tags=["Batches"])
api.add_router("/organisations/{organisation}/applications", applications, tags=["Applications"])
api.add_router("/organisations/{organisation}/reports", reports, tags=["Reports of errors"])
api.add_router("/organisations/{organisation}/mail", mail, tags=["Notices to learners"])
api.add_router("/organisations/{organisation}/keys", keys, tags=["Signing keys"])
api.add_router("", public, tags=["Public: catalogue and verification"], auth=None)


@api.exception_handler(UmiemError)
def refused(request: HttpRequest, error: UmiemError) -> HttpResponse:
    """Answer what a service refused."""
    return problem_answer(error)


@api.exception_handler(ValidationError)
def not_as_described(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a request that does not fit the description: unknown, missing or wrong members."""
    found = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors[:20]]
    return problem_answer(MalformedInputError("request-not-as-described", problems=found))


@api.exception_handler(AuthenticationError)
def not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer a request without a token that counts."""
    return problem_answer(RefusedError("token-missing"))


@api.exception_handler(HttpError)
def not_understood(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework could not read: mostly a body that is no JSON."""
    return problem_answer(MalformedInputError("request-malformed", problem=str(error)[:200]))


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer an address that does not exist."""
    return problem_answer(NotFoundError("page-unknown"))


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI description of the whole API."""
    return dict(api.get_openapi_schema())
