"""An award as the learning credential of wallets (SD-JWT VC), the format that can hide fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from umiem.services.credential import credentials, issuing
from umiem.services.credential.conversion import Conversion, convert, stored_credential
from umiem.services.credential.representations.reading import read_credential
from umiem.services.credential.representations.sd_jwt_learning import (
    learning_credential_claims,
    readable_claims,
)
from umiem.services.credential.representations.stored import get_representation, made_at, token_status
from umiem.services.files import File
from umiem.services.key import keys
from umiem.storage.models import Credential, SigningKey


def learning_credential(credential: Credential, *, language: str) -> File:
    """Return the learning credential of a released credential, as it is stored once for all.

    Every field is disclosed; whoever calls decides who may have it. Raises ``RefusedError``
    "representation-element-missing" where the type cannot hold the award.
    """
    return get_representation(credential, "sd-jwt", language=language if language in ("pl", "en") else "en")


def type_of(credential: Credential, *, language: str) -> str:
    """Return the type (``vct``) of the learning credential; raises ``RefusedError`` as the other does."""
    read = read_credential(stored_credential(credentials.file_of(credential).data).document)
    claims = learning_credential_claims(
        read.award,
        issuing.issuer_identity(credential.organisation),
        credential_id=read.credential_id,
        issued_at=made_at(credential),
        language=language,
    )
    return str(claims["vct"])


def bound_to_wallet(
    credential: Credential, *, language: str, holder_key: Mapping[str, Any]
) -> tuple[bytes, SigningKey]:
    """Sign the learning credential for the key of one wallet (a public JWK); return it with our key.

    It has the identifier and the place on the status list of the credential that was issued, so that one
    decision is about every copy. It is not stored; whoever calls logs the signature.
    """
    key, signer = keys.active_signer(credential.organisation)
    conversion = Conversion(
        at=made_at(credential),
        languages=(language,),
        signer=signer,
        token_status=token_status(credential),
        holder_key=holder_key,
    )
    return convert(stored_credential(credentials.file_of(credential).data), "sd-jwt", conversion), key


def claims_for_reading(credential: Credential, *, language: str) -> dict[str, Any]:
    """Return what the signed bytes say, under the names of the learning credential, for a page."""
    read = read_credential(stored_credential(credentials.file_of(credential).data).document)
    identity = issuing.issuer_identity(credential.organisation)
    return readable_claims(read.award, identity, language=language)
