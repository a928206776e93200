"""What wallets ask: OpenID for Verifiable Credential Issuance 1.0 with a pre-authorised code.

These are the addresses and errors of that standard, not problem documents. Any web page may ask: what
protects a credential is the code, the transaction code and the key, not where the question comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from umiem.api.problems import status_of
from umiem.engine import parse_json_object
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError
from umiem.sentences.errors import error_sentence
from umiem.services.organisations import public_organisation
from umiem.services.wallet import configurations, issuing, offers

MAX_REQUEST_BYTES = 64 * 1024
METADATA_SECONDS = 300
# our code → the status, and what the standard calls it (RFC 6749, 5.2; RFC 6750, 3.1; OpenID4VCI, 8.3.1)
_ERRORS: Mapping[str, tuple[int, str]] = {
    "offer-not-open": (400, "invalid_grant"),
    "tx-code-wrong": (400, "invalid_grant"),
    "grant-type-unknown": (400, "unsupported_grant_type"),
    "wallet-request-malformed": (400, "invalid_request"),
    "wallet-token-unknown": (401, "invalid_token"),
    "credential-request-malformed": (400, "invalid_credential_request"),
    "credential-configuration-unknown": (400, "unknown_credential_configuration"),
    "credential-identifier-unknown": (400, "unknown_credential_identifier"),
    "encryption-not-supported": (400, "invalid_encryption_parameters"),
    "key-proof-wrong": (400, "invalid_proof"),
    "nonce-wrong": (400, "invalid_nonce"),
    "credential-not-in-force": (400, "credential_request_denied"),
    "too-many-copies": (400, "credential_request_denied"),
    "wallet-event-unknown": (400, "invalid_notification_request"),
    "notification-unknown": (400, "invalid_notification_id"),
    "offer-unknown": (404, "invalid_request"),
    "organisation-unknown": (404, "invalid_request"),
    "method-not-allowed": (405, "invalid_request"),
}


def _asked_by_wallets(method: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer one method, and a browser that asks whether it may; errors as the standard has them."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, organisation: str, **more: str) -> HttpResponse:
            if request.method == "OPTIONS":
                return _open_to_all(HttpResponse(status=204), method)
            try:
                if request.method != method and not (method == "GET" and request.method == "HEAD"):
                    raise RefusedError("method-not-allowed", method=request.method or "")
                made = view(request, organisation, **more)
            except UmiemError as error:
                made = _refused(error)
            return _open_to_all(made, method)

        return answer

    return wrap


def _open_to_all(answer: HttpResponse, method: str) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = f"{method}, OPTIONS"
    answer["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    if "Cache-Control" not in answer:
        answer["Cache-Control"] = "no-store"
    return answer


def _refused(error: UmiemError) -> HttpResponse:
    status, name = _ERRORS.get(error.code, (status_of(error), "server_error"))
    sentence = error_sentence(error, "en").replace('"', "'").replace("\\", "/")
    told = sentence.encode("ascii", "replace").decode("ascii")
    answer = JsonResponse({"error": name, "error_description": told}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = f'Bearer error="{name}"'
    return answer


@_asked_by_wallets("GET")
def issuer_metadata(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return what an organisation issues to wallets (12.2)."""
    return _metadata(configurations.issuer_metadata(public_organisation(organisation)))


@_asked_by_wallets("GET")
def authorization_server_metadata(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return where its codes are exchanged (RFC 8414; 12.3)."""
    return _metadata(configurations.authorization_server_metadata(public_organisation(organisation)))


def _metadata(document: Mapping[str, Any]) -> HttpResponse:
    answer = JsonResponse(document)
    answer["Cache-Control"] = f"public, max-age={METADATA_SECONDS}"
    return answer


@_asked_by_wallets("GET")
def offer(request: HttpRequest, organisation: str, offer_code: str) -> HttpResponse:
    """Return an offer by reference (4.1.3)."""
    return JsonResponse(offers.offer_document(organisation, offer_code))


@_asked_by_wallets("POST")
def token(request: HttpRequest, organisation: str) -> HttpResponse:
    """Exchange a pre-authorised code for an access token (6.1, 6.2)."""
    if request.content_type != "application/x-www-form-urlencoded" or len(request.body) > MAX_REQUEST_BYTES:
        raise MalformedInputError("wallet-request-malformed")
    if request.POST.get("grant_type") != configurations.PRE_AUTHORIZED:
        raise RefusedError("grant-type-unknown")
    code, tx_code = request.POST.get("pre-authorized_code", ""), request.POST.get("tx_code", "")
    if not code or not tx_code:
        raise MalformedInputError("wallet-request-malformed")
    made = issuing.exchange(organisation, code, tx_code)
    return JsonResponse({"access_token": made.token, "token_type": "Bearer", "expires_in": made.seconds})


@_asked_by_wallets("POST")
def nonce(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return a fresh nonce (7)."""
    return JsonResponse({"c_nonce": issuing.new_nonce(public_organisation(organisation))})


@_asked_by_wallets("POST")
def credential(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the credential of an offer, bound to the wallet's key (8)."""
    access_token, body = _bearer(request), _body(request, "credential-request-malformed")
    named = [name for name in ("credential_configuration_id", "credential_identifier") if name in body]
    if named == ["credential_identifier"]:
        raise RefusedError("credential-identifier-unknown")
    configuration = body.get("credential_configuration_id")
    if len(named) != 1 or not isinstance(configuration, str) or "proof" in body:
        raise MalformedInputError("credential-request-malformed")
    if "credential_response_encryption" in body:
        raise RefusedError("encryption-not-supported")
    made = issuing.issue(organisation, access_token, configuration, _proofs(body))
    answer = {"credentials": [{"credential": made.credential}], "notification_id": made.notification_id}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@_asked_by_wallets("POST")
def notification(request: HttpRequest, organisation: str) -> HttpResponse:
    """Hear what became of a copy (11)."""
    access_token, body = _bearer(request), _body(request, "wallet-event-unknown")
    name, event = body.get("notification_id"), body.get("event")
    if not isinstance(name, str) or not isinstance(event, str):
        raise MalformedInputError("wallet-event-unknown", event=str(event)[:40])
    issuing.note_event(organisation, access_token, name, event)
    return HttpResponse(status=204)


def _bearer(request: HttpRequest) -> str:
    """Return the access token, from the header only (RFC 6750, 2.1)."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise NotFoundError("wallet-token-unknown")
    return secret.strip()


def _body(request: HttpRequest, code: str) -> dict[str, Any]:
    if request.content_type != "application/json" or len(request.body) > MAX_REQUEST_BYTES:
        raise MalformedInputError(code)
    try:
        return parse_json_object(request.body)
    except MalformedInputError as error:
        raise MalformedInputError(code) from error


def _proofs(body: Mapping[str, Any]) -> list[str]:
    """Return the proofs of a request: ``proofs`` names one kind with a list of texts (8.2)."""
    stated = body.get("proofs")
    if stated is None:
        return []
    found = stated.get("jwt") if isinstance(stated, dict) and list(stated) == ["jwt"] else None
    if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
        raise RefusedError("key-proof-wrong", reason="key-proof-malformed")
    return found
