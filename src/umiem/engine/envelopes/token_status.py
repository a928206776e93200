"""Reading the status that an SD-JWT VC states in a Token Status List (draft-ietf-oauth-status-list, 8.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.engine.envelopes.jws import signature_fault
from umiem.engine.envelopes.key_discovery import find_signing_key
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.proof_checks import failure_of
from umiem.engine.report import Check, Outcome
from umiem.engine.status.token import (
    INVALID,
    SUSPENDED,
    VALID,
    StatusListToken,
    StatusReference,
    parse_status_list_token,
    status_reference,
    status_token_fault,
)
from umiem.errors import MalformedInputError, UmiemError, UnavailableError

_SPEC = "Token Status List, 8.3"


def token_status_checks(
    claims: Mapping[str, Any],
    issuer: str | None,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
) -> tuple[Check, Check]:
    """Return the checks ``revocation`` and ``suspension`` of a token.

    A status that is stated but cannot be read leaves both UNKNOWN. The list must be signed with a
    key of the credential's issuer, unless the policy gives up issuer binding.
    """
    try:
        reference = status_reference(claims)
    except MalformedInputError as error:
        return _both(Outcome.FAILED, {"reason": error.code})
    if reference is None:
        return _both(Outcome.NOT_APPLICABLE, {"stated": False})
    try:
        token = _verified_list(reference, issuer, policy, at, sources)
        status = token.statuses.read(reference.index)
    except UmiemError as error:
        outcome, params = failure_of(error)
        return _both(outcome, params | {"list": reference.uri, "index": reference.index})
    return _judged(status, {"list": reference.uri, "index": reference.index, "value": status})


def _verified_list(
    reference: StatusReference,
    issuer: str | None,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
) -> StatusListToken:
    try:
        data = sources.status_lists.fetch(reference.uri)
    except UnavailableError as error:
        raise UnavailableError("STATUS_RETRIEVAL_ERROR", url=reference.uri, cause=error.code) from error
    try:
        token = parse_status_list_token(data.strip())
        fault = status_token_fault(token, reference, at=at)
        speaker = token.issuer or issuer
        key = find_signing_key(
            token.jws.header, speaker, relationship="assertionMethod", sources=sources, at=at
        )
    except UmiemError as error:
        raise UnavailableError("STATUS_VERIFICATION_ERROR", url=reference.uri, cause=error.code) from error
    fault = fault or signature_fault(token.jws, key.public_key)
    if fault is None and policy.issuer_binding and (issuer is None or not key.speaks_for(issuer)):
        fault = "token-status-other-issuer"
    if fault is not None:
        raise UnavailableError("STATUS_VERIFICATION_ERROR", url=reference.uri, cause=fault)
    return token


def _judged(status: int, params: dict[str, Any]) -> tuple[Check, Check]:
    if status == VALID:
        return _both(Outcome.PASSED, params)
    if status == INVALID:
        return _check("revocation", Outcome.FAILED, params | {"reason": "revoked"}), _check(
            "suspension", Outcome.NOT_APPLICABLE, params
        )
    if status == SUSPENDED:
        return _check("revocation", Outcome.PASSED, params), _check(
            "suspension", Outcome.FAILED, params | {"reason": "suspended"}
        )
    # Reserved and application-specific values: not valid, but what they mean is not known here.
    return _both(Outcome.UNKNOWN, params | {"reason": "token-status-value-unknown"})


def _both(outcome: Outcome, params: Mapping[str, Any]) -> tuple[Check, Check]:
    return _check("revocation", outcome, params), _check("suspension", outcome, params)


def _check(code: str, outcome: Outcome, params: Mapping[str, Any]) -> Check:
    return Check(code=code, outcome=outcome, params=params, spec=_SPEC)
