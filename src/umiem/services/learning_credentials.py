"""An award as the learning credential of wallets (SD-JWT VC), the format that can hide fields."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from umiem.engine import sign_sd_jwt_vc
from umiem.services import credentials, issuing, keys, signer_log
from umiem.services.conversion import stored_credential
from umiem.services.files import File
from umiem.services.representations.reading import read_credential
from umiem.services.representations.sd_jwt_learning import (
    disclosure_plan,
    learning_credential_claims,
    readable_claims,
)
from umiem.storage.models import Credential

MEDIA_TYPE = "application/dc+sd-jwt"


def learning_credential(credential: Credential, *, language: str) -> File:
    """Return the learning credential of a released credential, signed with the organisation's key.

    Made from the signed bytes, with every field disclosed; whoever calls decides who may have it. Raises
    ``RefusedError`` "representation-element-missing" where the type cannot hold the award.
    """
    original = credentials.file_of(credential)
    read = read_credential(stored_credential(original.data).document)
    key, signer = keys.active_signer(credential.organisation)
    claims = learning_credential_claims(
        read.award,
        issuing.issuer_identity(credential.organisation),
        credential_id=read.credential_id,
        issued_at=credential.released_at or credential.valid_from,
        expires_at=read.valid_until,
        language=language if language in ("pl", "en") else "en",
    )
    data = sign_sd_jwt_vc(claims, signer, plan=disclosure_plan(claims)).data
    logged = signer_log.Signature(
        key=key,
        subject=f"sd-jwt:{credential.public_id}",
        intent_digest=credential.digest,
        signed_digest=hashlib.sha256(data).hexdigest(),
    )
    with transaction.atomic():
        signer_log.append(credential.organisation, [logged])
    return File(name=original.name.removesuffix(".json") + ".sd-jwt", media_type=MEDIA_TYPE, data=data)


def claims_for_reading(credential: Credential, *, language: str) -> dict[str, Any]:
    """Return what the signed bytes say, under the names of the learning credential, for a page."""
    read = read_credential(stored_credential(credentials.file_of(credential).data).document)
    identity = issuing.issuer_identity(credential.organisation)
    return readable_claims(read.award, identity, language=language)
