"""The four answers, as codes: what the page, the table, the record and the API call a result."""

from __future__ import annotations

import hashlib
from typing import Any

from umiem.engine.legacy.open_badges_2 import FORMAT as OPEN_BADGES_2
from umiem.engine.report import Outcome, VerificationReport
from umiem.services.verifying.verification import CheckResult

VERIFIED = "verified"
OPEN_POINTS = "verified-with-open-points"
NOT_VERIFIED = "not-verified"
NO_CREDENTIAL = "not-a-credential"
NOT_CHECKED = "not-checked"
"""It could not be found out whether the signature is good, or there was nothing to be had under a link."""
ANSWERS = (VERIFIED, OPEN_POINTS, NOT_VERIFIED, NO_CREDENTIAL, NOT_CHECKED)
UNSURE = ("redrawn", "not-compared")
"""Differences that name nothing false: the page is not the one that was made, or nobody knows."""
ON_THE_PAGE = ("not-printed", "not-signed", *UNSURE)
PAGE = "page"
"""The code of reasons that no check gives: what is printed or drawn around a good credential."""
_SPOILT = "signature-invalid"
LIST_TYPES = ("BitstringStatusListCredential", "StatusList2021Credential")


def answer_of(result: CheckResult) -> str:
    """Return the answer to a check: *verified* only when everything passed and somebody vouches.

    A good signature with something open (unknown issuer, status that could not be read, a page that differs
    from it) is *verified with open points*; without a good signature nothing is verified. A signature that
    could not be checked (the issuer's server does not answer) says nothing against it: *not checked*.
    """
    report = result.report
    if not is_readable(report):
        return NO_CREDENTIAL
    if report.verdict == "indeterminate" and result.summary is None:
        return NOT_CHECKED
    if report.verdict == "invalid":
        return NOT_VERIFIED
    if result.summary is None:
        return OPEN_POINTS  # a presentation of nobody in particular
    doubted = is_status_list(result) or page_differs(result) or not result.summary.issuer_known
    return VERIFIED if report.verdict == "valid" and not doubted else OPEN_POINTS


def is_readable(report: VerificationReport) -> bool:
    """Whether it was a credential at all: its form is in order, or a signature was checked and does not fit.

    Who changes the end of a credential to a day before its beginning has spoilt its form, too; what must be
    said is that the signature does not fit. A badge that is only a link to a silent server is a badge.
    """
    form, proof = report.check("format"), report.check("proof")
    if form is None or form.outcome is Outcome.PASSED:
        return True
    if form.outcome is Outcome.UNKNOWN and report.format == OPEN_BADGES_2:
        return True
    return proof is not None and proof.params.get("reason") == _SPOILT


def page_differs(result: CheckResult) -> bool:
    """Whether a printed page or a picture does not show what was signed and nothing else, or may not."""
    return any(difference.kind in ON_THE_PAGE for difference in result.differences)


def is_unsure(result: CheckResult) -> bool:
    """Whether nothing false was found on the page, but it is not known to be the one that was made."""
    return bool(result.differences) and all(each.kind in UNSURE for each in result.differences)


def is_status_list(result: CheckResult) -> bool:
    """Whether it is signed, but only tells about other credentials."""
    types = None if result.summary is None else result.summary.document.get("type")
    return any(name in LIST_TYPES for name in (types if isinstance(types, list) else [types]))


def row_of(result: CheckResult) -> dict[str, Any]:
    """Return a result as the row of a table: codes and signed facts, no wording."""
    summary = result.summary
    row: dict[str, Any] = {
        "verdict": answer_of(result),
        "at": result.report.at.isoformat(),
        "sha256": hashlib.sha256(result.data).hexdigest(),
        "format": result.report.format,
        "reasons": [*reasons_of(result.report), *_reasons_of_the_page(result)],
    }
    if summary is not None:
        row |= {
            "issuer": summary.issuer_id[:400],
            "issuer_names": dict(summary.vouched_name or summary.issuer_name),
            "issuer_known": summary.issuer_known,
            "person": summary.learner_name[:200],
            "titles": {tag: text[:300] for tag, text in summary.titles.items()},
            "valid_from": summary.valid_from[:40],
            "valid_until": summary.valid_until[:40],
        }
    return row


def _reasons_of_the_page(result: CheckResult) -> list[str]:
    kinds = dict.fromkeys(each.kind for each in result.differences if each.kind in ON_THE_PAGE)
    return [f"{PAGE}: {kind}" for kind in kinds]


def reasons_of(report: VerificationReport) -> list[str]:
    """Return the codes of why checks did not pass."""
    found = (check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN))
    return [f"{check.code}: {check.params.get('reason', '')}"[:100] for check in found]
