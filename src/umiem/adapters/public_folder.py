"""The public folder of an installation on this machine: its DID documents and status lists as files.

Lets the command line check what this installation issued without a server, a database or a network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from umiem.engine import parse_json_object
from umiem.engine.identifiers import did_web
from umiem.engine.ports import StatusListSource, VerificationMethodResolver
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, UnavailableError

_PATH = re.compile(r"/(?:o/[A-Za-z0-9_-]{1,80}/did\.json|status/[0-9a-f-]{36}(?:/token)?)")


class PublicFolder:
    """Answers from files for the addresses of this installation, and asks ``otherwise`` for all others."""

    def __init__(
        self,
        folder: Path,
        base_urls: Sequence[str],
        *,
        did_documents: VerificationMethodResolver,
        status_lists: StatusListSource,
    ) -> None:
        self._folder = folder
        self._authorities = {split_address(url).netloc for url in base_urls}
        self._did_documents = did_documents
        self._status_lists = status_lists

    def resolve(self, did: str) -> Mapping[str, Any]:
        """Return the DID document from the folder, else from elsewhere."""
        found = self._read(did_web.url_of(did)) if did.startswith(did_web.PREFIX) else None
        return self._did_documents.resolve(did) if found is None else parse_json_object(found)

    def fetch(self, url: str) -> bytes:
        """Return the status list from the folder, else from elsewhere."""
        found = self._read(url)
        return self._status_lists.fetch(url) if found is None else found

    def issuers(self) -> dict[str, str]:
        """Return the DIDs of the organisations of this installation, each with its short name."""
        known: dict[str, str] = {}
        for path in sorted(self._folder.glob("o/*/did.json")):
            try:
                did = parse_json_object(path.read_bytes()).get("id")
            except (OSError, MalformedInputError):
                continue  # a damaged file vouches for nobody
            if isinstance(did, str):
                known[did] = path.parent.name
        return known

    def _read(self, url: str) -> bytes | None:
        parts = split_address(url)
        if parts.netloc not in self._authorities:
            return None
        if not _PATH.fullmatch(parts.path):
            raise UnavailableError("nothing-there", url=url[:200])
        try:
            return (self._folder / _file_of(parts.path)).read_bytes()
        except OSError as problem:
            raise UnavailableError("nothing-there", url=url[:200]) from problem


def _file_of(path: str) -> str:
    """Return where what is published at ``path`` lies: a token list stands beside the list, as a JWT."""
    name = path.lstrip("/")
    return f"{name.removesuffix('/token')}.jwt" if name.endswith("/token") else name
