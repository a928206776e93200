"""Read a credential document back into an award record, so that another representation can be made of it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from umiem.domain.award import AwardRecord, IssuerIdentity
from umiem.engine.profiles.european_digital_credential import is_european_digital_credential
from umiem.engine.seals.credential_checks import stated_status
from umiem.engine.status.bitstring import StatusEntry, read_entry
from umiem.engine.status.checks import stated_entries
from umiem.errors import UnsupportedError
from umiem.services.credential.representations.european_digital_credential import CREDENTIAL_SCHEME
from umiem.services.credential.representations.reading.elm import read_european_digital_credential
from umiem.services.credential.representations.reading.learning_credential import read_learning_credential
from umiem.services.credential.representations.reading.nodes import Node, children, moment, string, whole
from umiem.services.credential.representations.reading.open_badge import read_open_badge
from umiem.services.credential.representations.sd_jwt_learning import TYPES

_BADGES = {"OpenBadgeCredential", "AchievementCredential"}
_LATEST = 253_402_300_800  # the year 10000
_EDC_IDENTIFIER = re.compile(r"urn:credential:(\S+)\Z")


@dataclass(frozen=True, kw_only=True)
class ReadCredential:
    """What a credential document says, ready for another representation.

    It is *read*, not believed: verify the document before anything is made of it.
    """

    award: AwardRecord
    issuer: IssuerIdentity
    credential_id: str
    valid_from: datetime | None
    valid_until: datetime | None
    status_entries: tuple[StatusEntry, ...]


def read_credential(document: Node) -> ReadCredential:
    """Read an Open Badges 3.0, European Digital Credential or learning credential (claims, no envelope).

    Raises ``UnsupportedError`` ("representation-unreadable") for any other type, ``RefusedError`` when
    the date of award is missing, ``MalformedInputError`` for a malformed status entry.
    """
    types = document.get("type")
    names = set(types) if isinstance(types, list) and all(isinstance(one, str) for one in types) else set()
    if is_european_digital_credential(document):
        award, issuer = read_european_digital_credential(document)
        entries = stated_status(document)
    elif names & _BADGES:
        award, issuer = read_open_badge(document)
        entries = [dict(one) for one in stated_entries(document) if isinstance(one, dict)]
    elif is_learning_credential(document):
        award, issuer = read_learning_credential(document)
        entries = []  # a Token Status List is not what the other formats state
    else:
        raise UnsupportedError("representation-unreadable", types=", ".join(sorted(names))[:200])
    return ReadCredential(
        award=award,
        issuer=issuer,
        credential_id=_credential_id(document),
        valid_from=moment(document, "validFrom"),
        valid_until=moment(document, "validUntil") or moment(document, "expirationDate") or _ends(document),
        status_entries=tuple(read_entry(one) for one in entries),
    )


def is_learning_credential(document: Node) -> bool:
    """Say whether these are the claims of a learning credential for wallets (SD-JWT VC)."""
    return document.get("vct") in TYPES


def shared_identifier(text: str) -> str:
    """Return the identifier that every format of a credential has: EDC write it in a form of their own."""
    found = _EDC_IDENTIFIER.match(text)
    return f"urn:uuid:{found[1]}" if found else text


def _ends(document: Node) -> datetime | None:
    """Return when a token ends, in seconds since 1970 (RFC 7519, 4.1.4)."""
    seconds = whole(document, "exp")
    if seconds is None or not 0 <= seconds < _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _credential_id(document: Node) -> str:
    """Return the identifier that all representations share; EDC keeps it beside its own form."""
    for one in children(document, "identifier"):
        if one.get("schemeName") == CREDENTIAL_SCHEME:
            return string(one, "notation")
    if is_learning_credential(document):
        return string(document, "jti") or f"urn:uuid:{uuid.uuid4()}"
    return shared_identifier(string(document, "id"))
