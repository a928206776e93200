"""Presentations as people ask about them: for the credentials inside, not for the wrapping.

Wallets hand credentials over in a presentation, signed by whoever shows them or by nobody. The answer is
about the one credential inside; of the presentation it is told whether it was changed. That its signer is the
person whom the credential names is not checked here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from umiem.engine import Check, Outcome, VerificationReport, parse_json_object
from umiem.engine.envelopes.enveloped import is_enveloped, open_enveloped
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.recognition import Kind, recognise
from umiem.errors import UmiemError

_INSIDE = "credential"
_MARK = b"VerifiablePresentation"
_UNSIGNED = "proof-missing"
_SPEC = "VCDM 2.0, 4.13"


def opened(report: VerificationReport) -> VerificationReport:
    """Return the report on the one credential in a presentation, with a check on what is around it.

    Any other report is returned as it is, also that of a presentation whose signer only speaks of themselves.
    """
    inside = [check for check in report.checks if check.code == _INSIDE]
    inner = inside[0].params.get("report") if len(inside) == 1 else None
    if not isinstance(inner, VerificationReport) or "self_asserted" in inside[0].params:
        return report
    first, *others = inner.checks
    container = {
        name: report.checks[0].params[name] for name in ("container",) if name in report.checks[0].params
    }
    first = replace(first, params={**first.params, **container})
    return replace(inner, checks=(first, *others, *_around(report)))


def is_bare(report: VerificationReport) -> bool:
    """Whether it is a presentation of no credential or of several: nothing that one answer could be about."""
    types = (report.secured_claims or {}).get("type")
    return "VerifiablePresentation" in (types if isinstance(types, list) else [types])


def credentials_in(data: bytes) -> tuple[bytes, ...]:
    """Return the credentials in a presentation, each as it can be checked by itself; nothing for all else."""
    try:
        found = recognise(data)
        if found.kind is Kind.PRESENTATION:
            claims = parse_json_object(found.payload)
        elif found.kind is Kind.VP_JWT:
            claims = parse_json_object(parse_compact_jws(found.payload).payload)
        else:
            return ()
        stated = claims.get("verifiableCredential", [])
        return tuple(_alone(one) for one in (stated if isinstance(stated, list) else [stated]))
    except UmiemError:
        return ()


def several_in(data: bytes) -> tuple[bytes, ...]:
    """Return the credentials in a presentation of several; nothing for all else.

    Most of what is brought is one credential: what neither names the type nor is a token is not opened.
    """
    if _MARK not in data and not data.lstrip().startswith(b"ey"):
        return ()
    inside = credentials_in(data)
    return inside if len(inside) > 1 else ()


def _alone(entry: Any) -> bytes:
    if isinstance(entry, Mapping) and is_enveloped(entry):
        return open_enveloped(entry)[1]
    return json.dumps(entry, ensure_ascii=False).encode()


def _around(report: VerificationReport) -> tuple[Check, ...]:
    """One check on the presentation itself, and the one on its holder when somebody signed it."""
    about = [check for check in report.checks if check.code not in (_INSIDE, "holder-binding")]
    reasons = {check.outcome: check.params.get("reason") for check in reversed(about)}
    if _UNSIGNED in reasons.values():
        return (Check(code="presentation", outcome=Outcome.NOT_APPLICABLE, spec=_SPEC),)
    worst = next((one for one in (Outcome.FAILED, Outcome.UNKNOWN) if one in reasons), Outcome.PASSED)
    params = {} if worst is Outcome.PASSED else {"reason": f"presentation-{worst}", "cause": reasons[worst]}
    holder = report.check("holder-binding")
    whole = Check(code="presentation", outcome=worst, params=params, spec=_SPEC)
    return (whole,) if holder is None else (whole, holder)
