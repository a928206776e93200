"""Enveloped credentials and presentations: a token as a ``data:`` URL in JSON (VCDM 2.0, 4.13.1, 4.13.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.engine.credential import SecuredCredential
from umiem.engine.data_model import CONTEXT_V2
from umiem.engine.envelopes.credential_report import unreadable
from umiem.engine.envelopes.sd_jwt_vc import MEDIA_TYPE_DC_SD_JWT, verify_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import (
    MEDIA_TYPE_VC_JWT,
    MEDIA_TYPE_VC_SD_JWT,
    verify_vc_jwt,
    verify_vc_sd_jwt,
)
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.report import VerificationReport
from umiem.errors import MalformedInputError, UmiemError, UnsupportedError

ENVELOPED_CREDENTIAL = "EnvelopedVerifiableCredential"
ENVELOPED_PRESENTATION = "EnvelopedVerifiablePresentation"
_VERIFIERS = {
    MEDIA_TYPE_VC_JWT: verify_vc_jwt,
    MEDIA_TYPE_VC_SD_JWT: verify_vc_sd_jwt,
    MEDIA_TYPE_DC_SD_JWT: verify_sd_jwt_vc,
}


def envelop(secured: SecuredCredential, *, kind: str = ENVELOPED_CREDENTIAL) -> dict[str, Any]:
    """Return the JSON object that carries a token inside a presentation or a VC-API message."""
    token = secured.data.decode("ascii")
    return {"@context": CONTEXT_V2, "type": kind, "id": f"data:{secured.media_type},{token}"}


def is_enveloped(document: Mapping[str, Any], kind: str = ENVELOPED_CREDENTIAL) -> bool:
    """Say whether the object calls itself enveloped."""
    types = document.get("type")
    return kind in (types if isinstance(types, list) else [types])


def open_enveloped(document: Mapping[str, Any], kind: str = ENVELOPED_CREDENTIAL) -> tuple[str, bytes]:
    """Return the media type and the token of an enveloped credential or presentation.

    Raises ``MalformedInputError`` when the object is not one, or its ``id`` is no ``data:`` URL of
    plain text (RFC 2397; JWTs need no further encoding).
    """
    context = document.get("@context")
    if not is_enveloped(document, kind) or CONTEXT_V2 not in (
        context if isinstance(context, list) else [context]
    ):
        raise MalformedInputError("enveloped-malformed")
    identifier = document.get("id")
    if not isinstance(identifier, str) or not identifier.startswith("data:") or not identifier.isascii():
        raise MalformedInputError("enveloped-not-a-data-url")
    media_type, separator, token = identifier.removeprefix("data:").partition(",")
    if not separator or not token or not media_type:
        raise MalformedInputError("enveloped-not-a-data-url")
    return media_type.lower(), token.encode("ascii")


def verify_enveloped_credential(
    document: Mapping[str, Any], *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Open the envelope and verify what is inside, by its media type.

    An envelope that Umiem does not know (``vc+cose``) leaves the answer open; it is never valid.
    """
    try:
        media_type, token = open_enveloped(document)
        verify = _VERIFIERS.get(media_type)
        if verify is None:
            raise UnsupportedError("media-type-unsupported", media_type=media_type[:100])
    except UmiemError as error:
        return unreadable("enveloped", error, at)
    return verify(token, policy=policy, at=at, sources=sources)
