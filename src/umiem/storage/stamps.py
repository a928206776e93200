"""A stamp of everything that an answer about an organisation's credential depends on, in three small queries.

Written as SQL because it stands in front of every cached answer: building the same through the ORM costs
ten times as much as running it.
"""

from __future__ import annotations

from typing import TypeAlias

from django.db import connection

Stamp: TypeAlias = tuple[object, ...]

_ORGANISATION = (
    "SELECT id, slug, names, hue, website FROM storage_organisation WHERE did = %s"  # names: as text
)
_LISTS = "SELECT digest, token_digest FROM storage_statuslist WHERE organisation_id = %s ORDER BY id"
_CHAINS = "SELECT chain, digest FROM storage_audithead WHERE chain IN (%s, %s) ORDER BY chain"


_SHARE = (
    "SELECT s.id, s.revoked_at, s.expires_at, c.id, c.status, o.did FROM storage_sharelink s "
    "JOIN storage_credential c ON c.id = s.credential_id "
    "JOIN storage_organisation o ON o.id = s.organisation_id WHERE s.token_hash = %s"
)


def share_stamp(token_hash: str, *, platform_chain: str, chain_prefix: str) -> Stamp | None:
    """Return the stamp of what a public link shows; None for a link that does not exist."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [token_hash])
        link = cursor.fetchone()
    if link is None:
        return None
    did = str(link[5])
    return (
        tuple(map(str, link)),
        organisation_stamp(did, platform_chain=platform_chain, chain_prefix=chain_prefix),
    )


def organisation_stamp(did: str, *, platform_chain: str, chain_prefix: str) -> Stamp | None:
    """Return the stamp of an organisation of this installation; None for anybody else.

    It holds the name and colour, the digest of each published status list, and the heads of the audit chains
    of the organisation and of the platform: every change of keys, lists of trust and credentials is an entry.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ORGANISATION, [did])
        organisation = cursor.fetchone()
        if organisation is None:
            return None
        cursor.execute(_LISTS, [organisation[0]])
        lists = tuple(cursor.fetchall())
        cursor.execute(_CHAINS, [platform_chain, f"{chain_prefix}{organisation[1]}"])
        return (tuple(map(str, organisation)), lists, tuple(cursor.fetchall()))
