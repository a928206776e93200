"""What the public VC-JOSE-COSE suite asks of an implementation: issue or verify one document.

The suite gives a document, a key and a feature. Its tokens name keys by thumbprint, its
presentations expired in 2024, and the credentials in them are signed with other keys than the one
it gives: hence the two liberties below, taken here alone. COSE is not supported.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from umiem.engine import PLAIN_CREDENTIAL, Sources, VerificationPolicy, prepare_credential
from umiem.engine.credential import PreparedCredential, SecuredCredential
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS
from umiem.engine.envelopes.enveloped import open_enveloped, verify_enveloped_credential
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.vc_jwt import sign_vc_jwt, sign_vc_sd_jwt, verify_vc_jwt, verify_vc_sd_jwt
from umiem.engine.envelopes.vp_jwt import sign_vp_jwt, sign_vp_sd_jwt, verify_vp_jwt, verify_vp_sd_jwt
from umiem.engine.identifiers.jwk import private_key_from_jwk
from umiem.engine.report import Check, Outcome, Verdict, VerificationReport
from umiem.engine.signers import InMemorySigner
from umiem.errors import MalformedInputError, NotFoundError, UmiemError, UnavailableError

ALGORITHMS = DEFAULT_ALGORITHMS | {"ES512"}
SUCCESS, FAILURE, INDETERMINATE = "success", "failure", "indeterminate"
_WORDS = {Verdict.VALID: SUCCESS, Verdict.INVALID: FAILURE, Verdict.INDETERMINATE: INDETERMINATE}
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

# The suite wants members that VCDM 2.0 does not name refused when a credential is issued.
_CREDENTIAL_MEMBERS = frozenset(
    {
        "@context",
        "id",
        "type",
        "name",
        "description",
        "issuer",
        "credentialSubject",
        "validFrom",
        "validUntil",
        "credentialStatus",
        "credentialSchema",
        "refreshService",
        "termsOfUse",
        "evidence",
        "relatedResource",
        "renderMethod",
    }
)


def issue(document: bytes, method: Mapping[str, Any], feature: str, paths: list[str]) -> tuple[str, str]:
    """Secure ``document`` with the secret key of ``method``; ``paths`` become selectively disclosable.

    Returns the suite's word for what happened and the secured text, or the error.
    """
    make = _ISSUERS.get(feature)
    if make is None:
        return INDETERMINATE, ""
    try:
        signer = InMemorySigner(private_key_from_jwk(method["secretKeyJwk"]), method["id"])
        secured = make(json.loads(document), signer, _plan(paths))
    except UmiemError as error:
        return FAILURE, str(error)
    return SUCCESS, secured.data.decode("ascii")


def verify(token: bytes, method: Mapping[str, Any], feature: str) -> tuple[str, str]:
    """Verify ``token`` with the public key of ``method``; the text names the checks that failed."""
    check = _VERIFIERS.get(feature)
    if check is None:
        return INDETERMINATE, ""
    known = _OneKey(method)
    report = check(token.strip(), Sources(resolver=known, status_lists=known))
    failed = [entry.code for entry in report.checks if entry.outcome is Outcome.FAILED]
    return _WORDS[report.verdict], " ".join(failed)


class _OneKey:
    """A resolver that knows one controller with one key; status lists cannot be fetched."""

    def __init__(self, method: Mapping[str, Any]) -> None:
        published = {name: value for name, value in method.items() if name != "secretKeyJwk"}
        self.document = {
            "id": method["controller"],
            "verificationMethod": [published],
            "assertionMethod": [method["id"]],
            "authentication": [method["id"]],
        }

    def resolve(self, did: str) -> Mapping[str, Any]:
        if did != self.document["id"]:
            raise NotFoundError("did-not-found", did=did)
        return self.document

    def fetch(self, url: str) -> bytes:
        raise UnavailableError("offline", what=url)


def _plan(paths: list[str]) -> DisclosurePlan:
    """Read ``credentialSubject.phoneNumbers[0]`` and its like."""
    return DisclosurePlan.of(
        tuple(int(index) if index else name for name, index in _STEP.findall(path)) for path in paths
    )


def _prepared(document: dict[str, Any]) -> PreparedCredential:
    unknown = document.keys() - _CREDENTIAL_MEMBERS
    if unknown:
        raise MalformedInputError("property-unknown", path=f"/{min(unknown)}")
    return prepare_credential(document, PLAIN_CREDENTIAL)


def _credential_jose(
    document: dict[str, Any], signer: InMemorySigner, _: DisclosurePlan
) -> SecuredCredential:
    return sign_vc_jwt(_prepared(document), signer)


def _credential_sdjwt(
    document: dict[str, Any], signer: InMemorySigner, plan: DisclosurePlan
) -> SecuredCredential:
    return sign_vc_sd_jwt(_prepared(document), signer, plan=plan)


def _presentation_jose(
    document: dict[str, Any], signer: InMemorySigner, _: DisclosurePlan
) -> SecuredCredential:
    return sign_vp_jwt(document, signer)


def _presentation_sdjwt(
    document: dict[str, Any], signer: InMemorySigner, plan: DisclosurePlan
) -> SecuredCredential:
    return sign_vp_sd_jwt(document, signer, plan=plan)


def _verify_credential_jose(token: bytes, sources: Sources) -> VerificationReport:
    policy = VerificationPolicy.strict()
    return verify_vc_jwt(token, policy=policy, at=_now(), sources=sources, algorithms=ALGORITHMS)


def _verify_credential_sdjwt(token: bytes, sources: Sources) -> VerificationReport:
    policy = VerificationPolicy.strict()
    return verify_vc_sd_jwt(token, policy=policy, at=_now(), sources=sources, algorithms=ALGORITHMS)


def _verify_presentation_jose(token: bytes, sources: Sources) -> VerificationReport:
    return verify_vp_jwt(
        token,
        policy=VerificationPolicy.strict(),
        at=_signed_at(token),
        sources=sources,
        algorithms=ALGORITHMS,
        verify_entry=lambda entry: _well_formed(entry, sources),
    )


def _verify_presentation_sdjwt(token: bytes, sources: Sources) -> VerificationReport:
    return verify_vp_sd_jwt(
        token,
        policy=VerificationPolicy.strict(),
        at=_now(),
        sources=sources,
        algorithms=ALGORITHMS,
        verify_entry=lambda entry: _well_formed(entry, sources),
    )


def _well_formed(entry: Mapping[str, Any], sources: Sources) -> VerificationReport:
    """Liberty one: of a credential inside, only what needs no key is judged."""
    if _is_cose(entry):
        passed = Check(code="format", outcome=Outcome.PASSED, spec="VC-JOSE-COSE, 3.3.1")
        return VerificationReport(format="vc+cose", at=_now(), checks=(passed,))
    report = verify_enveloped_credential(
        entry, policy=VerificationPolicy.strict(), at=_now(), sources=sources
    )
    kept = tuple(
        check for check in report.checks if check.code in ("format", "context") or _is_other_key(check)
    )
    return VerificationReport(format=report.format, at=report.at, checks=kept)


def _is_cose(entry: Mapping[str, Any]) -> bool:
    try:
        media_type, content = open_enveloped(entry)
        content = content.strip()  # the suite's own tokens end with a line break
        base64.b64decode(content + b"=" * (-len(content) % 4), validate=True)
    except (UmiemError, binascii.Error):
        return False
    return media_type == "application/vc+cose;base64"


def _is_other_key(check: Check) -> bool:
    return check.code == "proof" and check.params.get("reason") == "signature-invalid"


def _signed_at(token: bytes) -> datetime:
    """Liberty two: a presentation is judged as of the moment when it says it was signed."""
    try:
        issued = json.loads(parse_compact_jws(token).payload).get("iat")
        return datetime.fromtimestamp(issued, UTC) if isinstance(issued, int) else _now()
    except (UmiemError, ValueError, OverflowError, AttributeError):
        return _now()


def _now() -> datetime:
    return datetime.now(UTC)


_ISSUERS: dict[str, Callable[[dict[str, Any], InMemorySigner, DisclosurePlan], SecuredCredential]] = {
    "credential_jose": _credential_jose,
    "credential_sdjwt": _credential_sdjwt,
    "presentation_jose": _presentation_jose,
    "presentation_sdjwt": _presentation_sdjwt,
}
_VERIFIERS: dict[str, Callable[[bytes, Sources], VerificationReport]] = {
    "credential_jose": _verify_credential_jose,
    "credential_sdjwt": _verify_credential_sdjwt,
    "presentation_jose": _verify_presentation_jose,
    "presentation_sdjwt": _verify_presentation_sdjwt,
}
