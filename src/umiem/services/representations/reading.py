"""Read a credential document back into an award record, so that another representation can be made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from umiem.domain.award import AwardRecord, IssuerIdentity
from umiem.engine.profiles.european_digital_credential import is_european_digital_credential
from umiem.engine.seals.credential_checks import stated_status
from umiem.engine.status.bitstring import StatusEntry, read_entry
from umiem.engine.status.checks import stated_entries
from umiem.errors import UnsupportedError
from umiem.services.representations.european_digital_credential import CREDENTIAL_SCHEME
from umiem.services.representations.json_reading import Node, children, moment, string
from umiem.services.representations.reading_elm import read_european_digital_credential
from umiem.services.representations.reading_open_badge import read_open_badge

_BADGES = {"OpenBadgeCredential", "AchievementCredential"}
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
    """Read an Open Badges 3.0 or European Digital Credential document (claims only, no envelope).

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
    else:
        raise UnsupportedError("representation-unreadable", types=", ".join(sorted(names))[:200])
    return ReadCredential(
        award=award,
        issuer=issuer,
        credential_id=_credential_id(document),
        valid_from=moment(document, "validFrom"),
        valid_until=moment(document, "validUntil") or moment(document, "expirationDate"),
        status_entries=tuple(read_entry(one) for one in entries),
    )


def _credential_id(document: Node) -> str:
    """Return the identifier that all representations share; EDC keeps it beside its own form."""
    for one in children(document, "identifier"):
        if one.get("schemeName") == CREDENTIAL_SCHEME:
            return string(one, "notation")
    found = _EDC_IDENTIFIER.match(string(document, "id"))
    return f"urn:uuid:{found[1]}" if found else string(document, "id")
