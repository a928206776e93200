"""Signatures of keys that were stolen later: the signer's log says which of them are older than the theft.

A compromised key verifies nothing by itself: whoever has it can write any date into a signature. What the
log of this installation holds was signed here, and when. Therefore, for a credential signed with such a key:
logged before the theft: the signature counts; logged after it: nobody can tell, the issuer signs again; not
logged: it was not signed here, and does not count (facts on revoked and rotated keys: three answers).
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from umiem.engine import Check, Outcome, VerificationReport, parse_json_object
from umiem.engine.timestamps import format_timestamp
from umiem.services.key import signer_log
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import Credential, CredentialState, KeyState, Organisation, SigningKey

CODE = "key-state"
_SPEC = "Controlled Identifiers 1.0, 2.2"


def key_with(did: str, fragment: str) -> SigningKey | None:
    """Return a key of this installation by its DID URL, with its organisation."""
    rows = SigningKey.objects.filter(organisation__did=did, fragment=fragment)
    return rows.select_related("organisation").first()


def judged(
    report: VerificationReport, *, find_key: Callable[[str, str], SigningKey | None] = key_with
) -> VerificationReport:
    """Add what is known about the key that signed, when it is a former one of ours; else change nothing.

    When the signature does not count, the claims are not ``secured`` either. ``find_key`` looks a key up by
    its DID and fragment.
    """
    key = _key_of(report, find_key)
    if key is None or key.state == KeyState.ACTIVE:
        return report
    check = _check(key, report)
    counts = check.outcome is Outcome.PASSED
    return dataclasses.replace(
        report,
        checks=(*report.checks, check),
        secured_claims=report.secured_claims if counts else None,
    )


def _check(key: SigningKey, report: VerificationReport) -> Check:
    if key.state != KeyState.COMPROMISED or key.compromised_since is None:
        return Check(code=CODE, outcome=Outcome.PASSED, params={"state": str(key.state)}, spec=_SPEC)
    since = key.compromised_since
    at = _logged_at(key.organisation, report.secured_claims or {})
    params = {"state": str(key.state), "since": format_timestamp(since)}
    if at is None and report.format.startswith("dc+sd-jwt"):  # its claims are others than the logged ones
        return _told(Outcome.UNKNOWN, "key-compromised-before", params)
    if at is None:
        return _told(Outcome.FAILED, "key-compromised-not-logged", params)
    params["signed"] = format_timestamp(at)
    if at < since:
        return Check(code=CODE, outcome=Outcome.PASSED, params=params, spec=_SPEC)
    return _told(Outcome.UNKNOWN, "key-compromised-before", params)


def _told(outcome: Outcome, reason: str, params: Mapping[str, Any]) -> Check:
    return Check(code=CODE, outcome=outcome, params={**params, "reason": reason}, spec=_SPEC)


def _key_of(
    report: VerificationReport, find_key: Callable[[str, str], SigningKey | None]
) -> SigningKey | None:
    """The key of the proof that was found good, when it is one of this installation."""
    proof = report.check("proof")
    if proof is None or proof.outcome is not Outcome.PASSED:
        return None
    method = str(proof.params.get("verification_method") or "")
    did, _, fragment = method.partition("#")
    if not fragment or did != report.issuer:
        return None
    return find_key(did, fragment)


def _logged_at(organisation: Organisation, claims: Mapping[str, Any]) -> datetime | None:
    """When exactly these claims were signed here, in whatever file they come; None: the log does not know."""
    try:
        public_id = UUID(str(claims.get("id") or "").removeprefix("urn:uuid:"))
    except ValueError:
        return None
    rows = Credential.objects.filter(organisation=organisation, state=CredentialState.RELEASED)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        return None
    data = signed_bytes(row)
    stored = {name: value for name, value in parse_json_object(data).items() if name != "proof"}
    if stored != dict(claims):
        return None
    digest = hashlib.sha256(data).hexdigest()
    return signer_log.signed_at(organisation, f"credential:{public_id}", signed_digest=digest)
