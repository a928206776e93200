"""did:web: where the document of a domain's identifier is published (W3C CCG did:web).

Only the text is handled here. Fetching, and refusing private addresses, is the resolver's job.
"""

from __future__ import annotations

import re

from umiem.errors import MalformedInputError

PREFIX = "did:web:"
_HOST = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\Z"
)
_PORT = re.compile(r"[1-9][0-9]{0,4}\Z")
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+\Z")
MAX_DID_CHARACTERS = 1024


def url_of(did: str) -> str:
    """Return the https URL of the DID document of ``did``.

    The port is percent-encoded (``did:web:example.com%3A8443``). Refused with
    ``MalformedInputError``: user info, upper case or non-ASCII hosts, empty or dot segments,
    percent-encoded slashes, anything a URL parser might read in two ways.

    >>> url_of("did:web:example.com:unit:math")
    'https://example.com/unit/math/did.json'
    """
    host, port, path = _parts(did)
    authority = f"{host}:{port}" if port else host
    return f"https://{authority}/{'/'.join(path) if path else '.well-known'}/did.json"


def did_of(host: str, *, port: int | None = None, path: tuple[str, ...] = ()) -> str:
    """Return the did:web of a host; the result is checked by the rules of ``url_of``."""
    did = PREFIX + ":".join((host + (f"%3A{port}" if port else ""), *path))
    _parts(did)
    return did


def _parts(did: str) -> tuple[str, str, tuple[str, ...]]:
    if not did.startswith(PREFIX) or len(did) > MAX_DID_CHARACTERS:
        raise MalformedInputError("did-invalid", did=did[:100])
    authority, *path = did.removeprefix(PREFIX).split(":")
    host, separator, port = authority.replace("%3a", "%3A").partition("%3A")
    if not _HOST.match(host) or (separator and (not _PORT.match(port) or int(port) > 65535)):
        raise MalformedInputError("did-invalid", did=did[:100])
    for segment in path:
        if (
            not _SEGMENT.match(segment)
            or segment.strip(".") == ""
            or re.search("%(2f|5c|2e|00)", segment, re.I)
        ):
            raise MalformedInputError("did-invalid", did=did[:100])
    return host, port, tuple(path)
