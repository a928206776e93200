"""Whether the picture or the page around a credential of this installation is the one that was made here.

The proof covers the attached data alone. What this installation made is kept, so a file of a credential of
ours that is not among it is told as such, and text that was added to a page is named. Nothing is told here
of other installations' files: nobody here knows how theirs looked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import islice

from umiem.adapters.documents.words import WORDS
from umiem.domain.differences import MOST_DIFFERENCES, SHORTEST_COMPARED, bare_text
from umiem.engine.containers import pdf, png
from umiem.engine.report import VerificationReport
from umiem.errors import UmiemError
from umiem.services.credential.representations.stored import get_representation
from umiem.services.verifying.tampering import Difference
from umiem.storage.models import Credential, CredentialState

_LONGEST_SHOWN = 200
_SHORTEST_FIXED = 12
_MADE_AS = {"png": ("png",), "svg": ("svg",), "pdf": ("pdf", "sheet")}
_FIXED = tuple(bare_text(text) for texts in WORDS.values() for text in texts.values())
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def strange_looks(
    data: bytes, report: VerificationReport, said: tuple[Difference, ...]
) -> tuple[Difference, ...]:
    """Say what stands on the page that was not made here, or that the whole is not what was made here.

    ``said`` is what was found already: then only added texts are told, too.
    """
    container = str(report.checks[0].params.get("container", "")) if report.checks else ""
    row = _own(report) if container in _MADE_AS else None
    if row is None:
        return ()
    stored = row.representations.filter(format__in=_MADE_AS[container])
    if stored.filter(digest=hashlib.sha256(data).hexdigest()).exists():
        return ()
    if container == "pdf":
        return _of_a_page(data, (bytes(one.data) for one in stored.iterator()), said)
    return () if said else _of_a_picture(data, row, container)


def _own(report: VerificationReport) -> Credential | None:
    """Return our credential that the report is about, while there is something to compare with."""
    claims = report.secured_claims or {}
    names = (str(claims.get(member, "")) for member in ("id", "jti"))
    found = [name for text in names for name in _IDENTIFIER.findall(text)]
    if not found:
        return None
    rows = Credential.objects.filter(public_id=found[-1], state=CredentialState.RELEASED)
    return rows.filter(organisation__did=report.issuer or "").exclude(data=None).first()


def _of_a_picture(data: bytes, row: Credential, container: str) -> tuple[Difference, ...]:
    try:
        made = get_representation(row, container).data
        same = made == data if container == "svg" else png.picture_of(made) == png.picture_of(data)
    except UmiemError:
        return (Difference(kind="not-compared", place="picture"),)
    return () if same else (Difference(kind="redrawn", place="picture"),)


def _of_a_page(data: bytes, made: Iterable[bytes], said: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Compare the lines of a page with those of the pages that were made here, until all are known."""
    left, compared = [line for line in _lines(data) if not _is_fixed(line)], False
    for document in made:
        compared = True
        known = _lines(document)
        whole = bare_text("".join(known))
        left = [line for line in left if not _stands(line, known, whole)]
        if not left:
            break
    if not compared:
        return () if said else (Difference(kind="not-compared", place="page"),)
    if not left:
        return () if said else (Difference(kind="redrawn", place="page"),)
    return tuple(
        Difference(kind="not-signed", place="page", shown=line[:_LONGEST_SHOWN])
        for line in islice(left, MOST_DIFFERENCES)
    )


def _is_fixed(line: str) -> bool:
    """Whether it is one of the fixed words of certificates: ``umiem convert`` prints some of its own."""
    bare = bare_text(line)
    return len(bare) >= _SHORTEST_FIXED and any(bare in words for words in _FIXED)


def _lines(document: bytes) -> list[str]:
    try:
        text = pdf.printed_text(document)
    except UmiemError:
        return []
    return [line for line in map(str.strip, text.splitlines()) if line]


def _stands(line: str, known: list[str], whole: str) -> bool:
    """Whether a line stands on a known page: as a line of its own, or inside, when it is long enough."""
    bare = bare_text(line)
    return line in known or not bare or (len(bare) >= SHORTEST_COMPARED and bare in whole)
