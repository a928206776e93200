"""The verification report: every check with its outcome, and the only way to verified claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NoReturn

from umiem.errors import VerificationError


class Outcome(StrEnum):
    """What one check found out."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Verdict(StrEnum):
    """What all checks together say. ``INDETERMINATE`` is never shown as valid."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check: a stable ``code``, its outcome, parameters for a sentence, and the source.

    ``params`` always has ``reason`` (an error code) when the outcome is FAILED or UNKNOWN.
    ``spec`` names the standard and section that demands the check.
    """

    code: str
    outcome: Outcome
    params: Mapping[str, Any] = field(default_factory=dict)
    spec: str = ""


@lru_cache(maxsize=256)
def plain_check(code: str, outcome: Outcome, spec: str) -> Check:
    """Return a check without parameters: always the same one, as most checks of most documents are."""
    return Check(code=code, outcome=outcome, spec=spec)


@dataclass(frozen=True, kw_only=True)
class VerifiedClaims:
    """The credential as covered by a proof that was verified; made by ``require_valid`` only."""

    document: Mapping[str, Any]
    issuer: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class VerificationReport:
    """What was found, by check, at time ``at``.

    ``format`` says what was recognised (for instance ``vcdm-2.0+data-integrity``, ``vc+jwt``,
    ``dc+sd-jwt``, ``open-badges-2``). ``secured_claims`` is the part of the document that a proof
    covers, present only when every signature check passed; whether the credential is also in date,
    not revoked and so on is said by the checks. Its truth value raises, so that a careless
    ``if report`` cannot pass.
    """

    format: str
    checks: tuple[Check, ...]
    at: datetime
    issuer: str | None = None
    secured_claims: Mapping[str, Any] | None = None

    @property
    def verdict(self) -> Verdict:
        outcomes = {check.outcome for check in self.checks}
        if Outcome.FAILED in outcomes:
            return Verdict.INVALID
        if Outcome.UNKNOWN in outcomes or Outcome.PASSED not in outcomes:
            return Verdict.INDETERMINATE
        return Verdict.VALID

    def check(self, code: str) -> Check | None:
        """Return the first check with this code, or None when it was not made."""
        return next((check for check in self.checks if check.code == code), None)

    def require_valid(self) -> VerifiedClaims:
        """Return the verified claims, or raise ``VerificationError`` with this report."""
        if self.verdict is not Verdict.VALID or self.secured_claims is None or self.issuer is None:
            raise VerificationError(f"credential-{self.verdict.value}", report=self)
        return VerifiedClaims(document=self.secured_claims, issuer=self.issuer, at=self.at)

    def __bool__(self) -> NoReturn:
        raise TypeError("a VerificationReport has no truth value: use .verdict or .require_valid()")
