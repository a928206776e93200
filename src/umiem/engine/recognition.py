"""Saying what a file is, and verifying it, whatever it is.

``recognise`` looks at the bytes alone and believes nothing; ``verify_any`` hands the credential to
the verifier of its format. A container (PNG, SVG, PDF) is opened once: what is in it may not be a
container again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.compiled.known import KnownDocument, read_known
from umiem.engine.containers import pdf, png, svg
from umiem.engine.containers.payload import ContainedPayload
from umiem.engine.data_model import is_presentation
from umiem.engine.envelopes.credential_report import unreadable
from umiem.engine.envelopes.enveloped import (
    ENVELOPED_CREDENTIAL,
    ENVELOPED_PRESENTATION,
    is_enveloped,
    open_enveloped,
)
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.open_badges_jwt import verify_open_badge_jwt
from umiem.engine.envelopes.opening import media_type
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt_json
from umiem.engine.envelopes.sd_jwt_vc import verify_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import verify_vc_jwt, verify_vc_sd_jwt
from umiem.engine.envelopes.vp_jwt import verify_vp_jwt, verify_vp_sd_jwt
from umiem.engine.legacy.open_badges_2 import is_assertion, verify_open_badge_2
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.presentation import verify_presentation
from umiem.engine.report import VerificationReport
from umiem.engine.seals.verification import (
    MAX_SEALED_BYTES,
    is_sealed,
    is_unsealed,
    verify_seal,
    verify_unsealed,
)
from umiem.engine.strangers import WITHOUT_CREDENTIAL, is_web_page, looks_like
from umiem.engine.timestamps import require_zone
from umiem.engine.verify import verify_credential, verify_known
from umiem.errors import MalformedInputError, NotFoundError, UmiemError, UnsupportedError

MAX_INPUT_BYTES = pdf.MAX_PDF_BYTES
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Kind(StrEnum):
    """What the bytes turned out to be, out of their container."""

    CREDENTIAL = "credential"
    PRESENTATION = "presentation"
    VC_JWT = "vc+jwt"
    VP_JWT = "vp+jwt"
    VC_SD_JWT = "vc+sd-jwt"
    VP_SD_JWT = "vp+sd-jwt"
    DC_SD_JWT = "dc+sd-jwt"
    OPEN_BADGE_JWT = "open-badges-3+jwt"
    OPEN_BADGE_2 = "open-badges-2"
    SEALED = "edc+jades"
    UNSEALED = "edc"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was recognised: the exact bytes of the credential, and the container they were in."""

    kind: Kind
    payload: bytes
    container: str | None = None
    known: KnownDocument | None = None
    """A credential that was read here, because its shape is known: nobody has to parse it again."""


def recognise(data: bytes) -> Found:
    """Say what ``data`` is, by its content alone (names and media types can be wrong).

    Raises ``MalformedInputError`` (broken, too large, a web page), ``NotFoundError`` (a picture or document
    that carries no credential) or ``UnsupportedError`` (``input-not-recognised``, or what it seems to be
    instead: see ``strangers``). A byte order mark before a text, and line breaks within a token, belong to
    the file that carries them, not to what was signed.

    >>> recognise(b'{"type": ["VerifiableCredential"]}').kind.value
    'credential'
    """
    if len(data) > MAX_INPUT_BYTES:
        raise MalformedInputError("input-too-large", limit=MAX_INPUT_BYTES)
    if is_web_page(data):
        raise MalformedInputError("input-is-web-page")
    container, read = _container(data)
    if read is None:
        return _recognise_text(data.removeprefix(_BYTE_ORDER_MARK))
    contained = read(data)
    found = _recognise_text(contained.payload)
    kind = Kind.OPEN_BADGE_2 if contained.legacy and found.kind is Kind.OPEN_BADGE_JWT else found.kind
    return replace(found, kind=kind, container=container)


def verify_any(
    data: bytes, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Recognise ``data`` and verify it as of the moment ``at``.

    The report's ``format`` says what it was; the parameters of its first check name the
    ``container`` when there was one. Only the data is verified, never the picture or the page that
    carries it. Bad input never raises.
    """
    require_zone(at)
    try:
        found = recognise(data)
    except UmiemError as error:
        return unreadable("unknown", error, at)
    if found.known is not None:
        report = verify_known(found.known, policy=policy, at=at, sources=sources)
    else:
        report = _VERIFIERS[found.kind](found.payload, policy=policy, at=at, sources=sources)
    if found.container is None:
        return report
    first, *others = report.checks
    opened = replace(first, params={**first.params, "container": found.container})
    return replace(report, checks=(opened, *others))


def _container(data: bytes) -> tuple[str | None, Callable[[bytes], ContainedPayload] | None]:
    if data.startswith(png.SIGNATURE[:4]):
        return "png", png.read_png
    if data.startswith(pdf.SIGNATURE):
        return "pdf", pdf.read_pdf
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "svg", svg.read_svg
    return None, None


def _recognise_text(data: bytes) -> Found:
    text = data.strip()
    if text.startswith(b"{"):
        return _recognise_json(text)
    if text.startswith((b"https://", b"http://")) and b"\n" not in text and len(text) < 2_000:
        return Found(kind=Kind.OPEN_BADGE_2, payload=text)
    if text.startswith(b"ey") and b"." in text:
        return _recognise_token(b"".join(text.split()))
    seems = looks_like(text)
    raise NotFoundError(seems) if seems == WITHOUT_CREDENTIAL else UnsupportedError(seems)


def _recognise_json(text: bytes) -> Found:
    # The payload of a seal is one string; each verifier parses again under its own limits.
    known = read_known(text)
    if known is not None:
        document = known.document
    else:
        document = parse_json_object(text, max_bytes=MAX_SEALED_BYTES, max_string_bytes=MAX_SEALED_BYTES)
    for kind in (ENVELOPED_CREDENTIAL, ENVELOPED_PRESENTATION):
        if is_enveloped(document, kind):
            return _recognise_token(open_enveloped(document, kind)[1])
    if is_sealed(document):
        return _recognise_sealed(text)
    if is_unsealed(document):
        return Found(kind=Kind.UNSEALED, payload=text)
    if is_assertion(document):
        return Found(kind=Kind.OPEN_BADGE_2, payload=text)
    if is_presentation(document):
        return Found(kind=Kind.PRESENTATION, payload=text)
    return Found(kind=Kind.CREDENTIAL, payload=text, known=known)


def _recognise_sealed(text: bytes) -> Found:
    """Tell an SD-JWT in JSON form (one signature) from a sealed European Digital Credential."""
    try:
        sd_jwts = parse_sd_jwt_json(text)
        token = sd_jwts[0].compact().encode("ascii")
        found = _recognise_token(token)
    except UmiemError:
        return Found(kind=Kind.SEALED, payload=text)
    is_sd_jwt = found.kind in (Kind.DC_SD_JWT, Kind.VC_SD_JWT, Kind.VP_SD_JWT)
    if not is_sd_jwt:
        return Found(kind=Kind.SEALED, payload=text)
    if len(sd_jwts) != 1:
        raise UnsupportedError("sd-jwt-several-signatures", signatures=len(sd_jwts))
    return found


def _recognise_token(text: bytes) -> Found:
    token, disclosing, _ = text.partition(b"~")
    jws = parse_compact_jws(token)
    kind = _BY_TYPE.get(media_type(jws.header.get("typ")) or "jwt")
    if kind is None or bool(disclosing) != (kind in _DISCLOSING):
        raise UnsupportedError("token-type-unknown", type=str(jws.header.get("typ"))[:100])
    if kind is Kind.OPEN_BADGE_JWT and _is_legacy_payload(jws.payload):
        return Found(kind=Kind.OPEN_BADGE_2, payload=text)
    return Found(kind=kind, payload=text)


def _is_legacy_payload(payload: bytes) -> bool:
    try:
        claims = parse_json_object(payload)
    except MalformedInputError:
        return False
    return is_assertion(claims)


_BY_TYPE = {
    "vc+jwt": Kind.VC_JWT,
    "vp+jwt": Kind.VP_JWT,
    "vc+sd-jwt": Kind.VC_SD_JWT,
    "vp+sd-jwt": Kind.VP_SD_JWT,
    "dc+sd-jwt": Kind.DC_SD_JWT,
    "jwt": Kind.OPEN_BADGE_JWT,
}
_DISCLOSING = frozenset({Kind.VC_SD_JWT, Kind.VP_SD_JWT, Kind.DC_SD_JWT})
_VERIFIERS: dict[Kind, Callable[..., VerificationReport]] = {
    Kind.CREDENTIAL: verify_credential,
    Kind.PRESENTATION: verify_presentation,
    Kind.VC_JWT: verify_vc_jwt,
    Kind.VP_JWT: verify_vp_jwt,
    Kind.VC_SD_JWT: verify_vc_sd_jwt,
    Kind.VP_SD_JWT: verify_vp_sd_jwt,
    Kind.DC_SD_JWT: verify_sd_jwt_vc,
    Kind.OPEN_BADGE_JWT: verify_open_badge_jwt,
    Kind.OPEN_BADGE_2: verify_open_badge_2,
    Kind.SEALED: verify_seal,
    Kind.UNSEALED: verify_unsealed,
}
