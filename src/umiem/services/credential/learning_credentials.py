"""An award as the learning credential of wallets (SD-JWT VC), the format that can hide fields."""

from __future__ import annotations

from typing import Any

from umiem.services.credential import credentials, issuing
from umiem.services.credential.conversion import stored_credential
from umiem.services.credential.representations.reading import read_credential
from umiem.services.credential.representations.sd_jwt_learning import readable_claims
from umiem.services.credential.representations.stored import get_representation
from umiem.services.files import File
from umiem.storage.models import Credential


def learning_credential(credential: Credential, *, language: str) -> File:
    """Return the learning credential of a released credential, as it is stored once for all.

    Every field is disclosed; whoever calls decides who may have it. Raises ``RefusedError``
    "representation-element-missing" where the type cannot hold the award.
    """
    return get_representation(credential, "sd-jwt", language=language if language in ("pl", "en") else "en")


def claims_for_reading(credential: Credential, *, language: str) -> dict[str, Any]:
    """Return what the signed bytes say, under the names of the learning credential, for a page."""
    read = read_credential(stored_credential(credentials.file_of(credential).data).document)
    identity = issuing.issuer_identity(credential.organisation)
    return readable_claims(read.award, identity, language=language)
