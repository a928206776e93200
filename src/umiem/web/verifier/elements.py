"""The European elements of a verified credential of another form: European Digital Credential, SD-JWT VC.

Open Badges are read where they stand (``microcredential``); these are read back into an award first, by the
same reading from which further representations are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umiem.errors import UmiemError
from umiem.services.credential.representations.annex_one import annex_one
from umiem.services.credential.representations.reading import read_credential
from umiem.web.verifier.microcredential import effort_and_level
from umiem.web.verifier.reading import Entry, Group

_SAID_ABOVE = ("M1",)


@dataclass(frozen=True, kw_only=True)
class EuropeanReading:
    """What a verified document says in the elements of Annex I."""

    title: str
    plain_words: tuple[str, ...]
    groups: tuple[Group, ...]


def european_reading(document: Mapping[str, Any]) -> EuropeanReading | None:
    """Read a verified document; None when it is of another type or too incomplete to be read."""
    try:
        read = read_credential(dict(document))
    except UmiemError:
        return None
    language = get_language() or "pl"
    definition = read.award.definition
    elements = annex_one(read.award, read.issuer)
    groups: Iterator[Group] = (
        (
            element.code,
            element.name.best(language)[0],
            [Entry(line.best(language)[0]) for line in element.lines],
        )
        for element in elements
        if element.code not in _SAID_ABOVE
    )
    described: Group = ("", _("Description"), [Entry(definition.description.best(language)[0])])
    return EuropeanReading(
        title=definition.title.best(language)[0],
        plain_words=effort_and_level(hours=definition.workload.hours, step=definition.level.eqf),
        groups=(*groups, described) if definition.description else tuple(groups),
    )
