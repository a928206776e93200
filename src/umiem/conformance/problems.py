"""Problem details (RFC 9457) for the refusals of a conformance instance: always 4xx, never 200."""

from __future__ import annotations

from typing import Any

from umiem.engine import Outcome, VerificationReport
from umiem.errors import MalformedInputError, NotFoundError, UmiemError, UnavailableError

MEDIA_TYPE = "application/problem+json"
_TYPE_BASE = "https://www.w3.org/ns/credentials/status-list#"
_STATUS_ERRORS = frozenset(
    {
        "STATUS_RETRIEVAL_ERROR",
        "STATUS_VERIFICATION_ERROR",
        "STATUS_LIST_LENGTH_ERROR",
        "RANGE_ERROR",
        "MALFORMED_VALUE_ERROR",
    }
)


def status_of(error: UmiemError) -> int:
    """Return the HTTP status: 400 for what is not a request, 404 and 503, else 422."""
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, UnavailableError):
        return 503
    return 400 if isinstance(error, MalformedInputError) else 422


def problem_of(error: UmiemError) -> dict[str, Any]:
    """Return the problem details of ``error``."""
    return {"status": status_of(error), **_problem(error.code, str(error))}


def report_body(report: VerificationReport, *, verified: bool) -> dict[str, Any]:
    """Return the VC-API answer to a verification: what was checked and what was found wrong."""
    bad = [check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    problems = [_problem(str(check.params.get("reason", check.code)), check.code) for check in bad]
    return {
        "verified": verified,
        "format": report.format,
        "checks": [{"check": check.code, "outcome": check.outcome.value} for check in report.checks],
        "problemDetails": problems,
    }


def _problem(code: str, detail: str) -> dict[str, Any]:
    known = f"{_TYPE_BASE}{code}" if code in _STATUS_ERRORS else "about:blank"
    return {"type": known, "title": code, "detail": detail[:500]}
