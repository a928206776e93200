"""``vc+jwt`` and ``vc+sd-jwt``: a VCDM 2.0 credential as a JWT payload (VC-JOSE-COSE 3.1, 3.2).

The payload is the credential itself; there are no ``vc`` and ``vp`` claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.credential import PreparedCredential, SecuredCredential
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS
from umiem.engine.envelopes.credential_report import (
    report_on_credential,
    unreadable,
)
from umiem.engine.envelopes.jws import (
    compact_json,
    parse_compact_jws,
    sign_compact_jws,
    signature_fault,
)
from umiem.engine.envelopes.opening import VC_JWT, open_concealed, open_vc_jwt
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan, conceal
from umiem.engine.envelopes.sd_jwt.token import SdJwt
from umiem.engine.issue import require_issuers_key
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.ports import Signer
from umiem.engine.report import VerificationReport
from umiem.engine.status.checks import STATUS_MEMBERS
from umiem.engine.timestamps import require_zone
from umiem.engine.verify import read_stated_status
from umiem.errors import RefusedError, UmiemError

VC_SD_JWT = "vc+sd-jwt"
MEDIA_TYPE_VC_JWT = "application/vc+jwt"
MEDIA_TYPE_VC_SD_JWT = "application/vc+sd-jwt"
_NEVER_CONCEALED = frozenset({"@context", "type", "issuer", "validFrom", "validUntil", *STATUS_MEMBERS})


def sign_vc_jwt(
    prepared: PreparedCredential, signer: Signer, *, check_signature: bool = True
) -> SecuredCredential:
    """Sign a prepared credential as ``vc+jwt``; the payload is its RFC 8785 form.

    ``check_signature`` False leaves the check of the result to a caller who issues in bulk and
    verifies what it stores. Raises ``RefusedError``: the key is not the issuer's, or the signature
    does not verify.
    """
    require_issuers_key(prepared.issuer, signer)
    header = header_for(VC_JWT, "vc", signer)
    token = signed_token(header, prepared.canonical, signer, check_signature=check_signature)
    return SecuredCredential(token, MEDIA_TYPE_VC_JWT)


def sign_vc_sd_jwt(
    prepared: PreparedCredential, signer: Signer, *, plan: DisclosurePlan
) -> SecuredCredential:
    """Sign a prepared credential as ``vc+sd-jwt`` with the claims of ``plan`` selectively disclosable.

    What a verifier needs to judge the credential may not be concealed (VC-JOSE-COSE section 3.2.1):
    contexts, types, issuer, dates and status. Raises ``RefusedError``.
    """
    require_issuers_key(prepared.issuer, signer)
    forbidden = _NEVER_CONCEALED & plan.tree.keys()
    if forbidden:
        raise RefusedError("sd-jwt-claim-never-disclosable", claim=str(min(forbidden, key=str)))
    payload, disclosures = conceal(parse_json_object(prepared.canonical), plan)
    token = signed_token(header_for(VC_SD_JWT, "vc", signer), compact_json(payload), signer)
    secured = SdJwt(token.decode("ascii"), disclosures).compact().encode("ascii")
    return SecuredCredential(secured, MEDIA_TYPE_VC_SD_JWT)


def verify_vc_jwt(
    token: bytes,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
) -> VerificationReport:
    """Verify a ``vc+jwt`` as of the moment ``at``; bad input never raises, it is a FAILED check."""
    require_zone(at)
    try:
        opened = open_vc_jwt(token)
    except UmiemError as error:
        return unreadable(VC_JWT, error, at)
    return report_on_credential(
        opened,
        policy=policy,
        at=at,
        sources=sources,
        read_status=read_stated_status,
        algorithms=algorithms,
    )


def verify_vc_sd_jwt(
    token: bytes,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
) -> VerificationReport:
    """Verify a ``vc+sd-jwt``: disclosures are put in their places, then all is as for ``vc+jwt``."""
    require_zone(at)
    try:
        opened = open_concealed(token, VC_SD_JWT, "vc")
    except UmiemError as error:
        return unreadable(VC_SD_JWT, error, at)
    return report_on_credential(
        opened,
        policy=policy,
        at=at,
        sources=sources,
        read_status=read_stated_status,
        algorithms=algorithms,
    )


def header_for(kind: str, content: str, signer: Signer) -> dict[str, str]:
    """Return the header of a W3C envelope: ``kid`` is an absolute URL, so that ``iss`` is not needed."""
    return {"typ": kind, "cty": content, "kid": signer.verification_method}


def signed_token(
    header: Mapping[str, Any], payload: bytes, signer: Signer, *, check_signature: bool = True
) -> bytes:
    """Sign, and check the signature with the public key before anybody sees it."""
    token = sign_compact_jws(header, payload, signer)
    if not check_signature:
        return token
    fault = signature_fault(parse_compact_jws(token), signer.public_key, algorithms=_ANY)
    if fault is not None:
        raise RefusedError("signature-does-not-verify", verification_method=signer.verification_method)
    return token


# Signing is not limited by what verifiers take by default: the signer's owner chose the key.
_ANY = DEFAULT_ALGORITHMS | {"ES512"}
