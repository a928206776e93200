"""Reading the status that a credential states: a stated status that cannot be read is UNKNOWN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from umiem.engine.limits import MAX_STATUS_ENTRIES
from umiem.engine.policy import Sources
from umiem.engine.proof_checks import failure_of
from umiem.engine.report import Check, Outcome, Verdict, VerificationReport
from umiem.engine.status.bitstring import ENTRY_TYPE, StatusEntry, read_entry, read_status
from umiem.errors import MalformedInputError, UmiemError, UnavailableError, UnsupportedError

SPEC = "Bitstring Status List 1.0, 3.2"
EXTENSION_CONTEXT = "https://w3id.org/umiem/microcredential/v1"
STATUS_MEMBERS = ("credentialStatus", "suspensionStatus")
_CODES = {"revocation": "revocation", "suspension": "suspension", "message": "status-message"}
_REASONS = {"revocation": "revoked", "suspension": "suspended"}

_NOT_STATED = {
    code: Check(code=code, outcome=Outcome.NOT_APPLICABLE, params={"stated": False}, spec=SPEC)
    for code in ("revocation", "suspension")
}
NO_STATUS_STATED = tuple(_NOT_STATED.values())
"""The checks of a document without ``credentialStatus``."""

VerifyList: TypeAlias = Callable[[bytes], VerificationReport]


def check_status(
    document: Mapping[str, Any],
    *,
    issuer: str | None,
    sources: Sources,
    verify_list: VerifyList,
    issuer_binding: bool,
) -> tuple[Check, ...]:
    """Return a check for each stated status, and always one for revocation and one for suspension.

    ``verify_list`` verifies the list credential itself. With ``issuer_binding`` the list must come
    from the issuer of the credential.
    """
    entries = stated_entries(document)
    if len(entries) > MAX_STATUS_ENTRIES:
        params = {"reason": "too-many-status-entries", "limit": MAX_STATUS_ENTRIES}
        return (Check(code="revocation", outcome=Outcome.FAILED, params=params, spec=SPEC),)
    required = issuer if issuer_binding else None
    checks = [_check_entry(entry, required, sources, verify_list) for entry in entries]
    made = {check.code for check in checks}
    checks += [check for code, check in _NOT_STATED.items() if code not in made]
    return tuple(checks)


def stated_entries(document: Mapping[str, Any]) -> list[Any]:
    """Return everything that a document states as its status.

    The JSON Schema of Open Badges 3.0 admits one ``credentialStatus`` only. Umiem's context has a second
    name for the same property, ``suspensionStatus``, which a badge uses for its entry on the list of the
    suspended (docs/decisions/0054).
    """
    entries: list[Any] = []
    for name in STATUS_MEMBERS:
        stated = document.get(name, [])
        if name == "credentialStatus" or EXTENSION_CONTEXT in _listed(document.get("@context")):
            entries += _listed(stated)
    return entries


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _check_entry(entry: Any, issuer: str | None, sources: Sources, verify_list: VerifyList) -> Check:
    code = "revocation"
    try:
        if not isinstance(entry, Mapping):
            raise MalformedInputError("MALFORMED_VALUE_ERROR", member="credentialStatus")
        purpose = entry.get("statusPurpose")
        code = _CODES.get(purpose, "status-message") if isinstance(purpose, str) else code
        if entry.get("type") not in (ENTRY_TYPE, [ENTRY_TYPE]):
            raise UnsupportedError("status-type-unknown", type=str(entry.get("type"))[:100])
        status = read_entry(entry)
        listed = _fetch_list(status, issuer, sources, verify_list)
        value = read_status(listed, status)
    except UmiemError as error:
        outcome, params = failure_of(error)
        return Check(code=code, outcome=outcome, params=params, spec=SPEC)
    return _judged(code, status, value)


def _judged(code: str, status: StatusEntry, value: int) -> Check:
    params: dict[str, Any] = {
        "purpose": status.purpose,
        "list": status.list_url,
        "index": status.index,
        "value": value,
    }
    if status.messages:
        params["message"] = status.messages[value]
    if value and status.purpose in _REASONS:
        params["reason"] = _REASONS[status.purpose]
        return Check(code=code, outcome=Outcome.FAILED, params=params, spec=SPEC)
    return Check(code=code, outcome=Outcome.PASSED, params=params, spec=SPEC)


def _fetch_list(
    status: StatusEntry, issuer: str | None, sources: Sources, verify_list: VerifyList
) -> Mapping[str, Any]:
    """Fetch and verify the list; what is wrong with the list leaves the status unknown."""
    try:
        data = sources.status_lists.fetch(status.list_url)
    except UnavailableError as error:
        raise UnavailableError("STATUS_RETRIEVAL_ERROR", url=status.list_url, cause=error.code) from error
    report = verify_list(data)
    if report.verdict is not Verdict.VALID or report.secured_claims is None:
        failed = [check.code for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
        raise UnavailableError("STATUS_VERIFICATION_ERROR", url=status.list_url, failed=failed)
    if issuer is not None and report.issuer != issuer:
        raise UnavailableError("STATUS_VERIFICATION_ERROR", url=status.list_url, list_issuer=report.issuer)
    if report.secured_claims.get("id") not in (None, status.list_url):
        raise UnavailableError("STATUS_VERIFICATION_ERROR", url=status.list_url, member="id")
    return report.secured_claims
