"""A catalogue for plans as a YAML file: a light list of micro-credentials and their offerings.

The format is described in docs/skills-and-plans.md. It is for planning only; a definition that is
awarded has a file of its own with all elements of Annex I.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from umiem.domain.pathways.catalogue import Catalogue, CatalogueEntry, Offering, Requirement
from umiem.domain.text import LocalizedText
from umiem.errors import MalformedInputError

LARGEST = 20_000_000
_MARK = "umiem_catalogue"
_OFFERING = {
    "price": (int, float),
    "currency": str,
    "mode": str,
    "language": str,
    "region": str,
    "weeks": (int, float),
}


def load_catalogue(data: bytes, name: str) -> Catalogue:
    """Read a catalogue file.

    Raises:
        MalformedInputError: no YAML, no catalogue, or a field that is missing or wrong; ``name`` and
            ``line`` or ``path`` say where.
    """
    try:
        loader = yaml.SafeLoader(data.decode("utf-8"))
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(data.decode("utf-8"))):
            raise MalformedInputError("catalogue-alias", name=name)
        root = loader.get_single_data()
    except UnicodeDecodeError as error:
        raise MalformedInputError("catalogue-not-yaml", name=name, line=1) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise MalformedInputError(
            "catalogue-not-yaml", name=name, line=mark.line + 1 if mark else 1
        ) from error
    if not isinstance(root, dict) or root.get(_MARK) != 1 or not isinstance(root.get("entries"), list):
        raise MalformedInputError("not-a-catalogue", name=name)
    reader = _Reader(name, str(root.get("provider", "")))
    entries = tuple(reader.entry(each, f"entries[{number}]") for number, each in enumerate(root["entries"]))
    twice = sorted(
        {each.identifier for each in entries if sum(each.identifier == x.identifier for x in entries) > 1}
    )
    if twice:
        raise MalformedInputError("catalogue-identifier-twice", name=name, identifier=twice[0])
    return Catalogue(entries)


class _Reader:
    """Reads the parts of one file; keeps its name for messages."""

    def __init__(self, name: str, provider: str) -> None:
        self._name = name
        self._provider = provider

    def entry(self, raw: Any, path: str) -> CatalogueEntry:
        fields = self._mapping(raw, path)
        identifier = self._get(fields, "identifier", path, str)
        hours = float(self._get(fields, "hours", path, (int, float)))
        title = fields.get("title", identifier)
        skills = [self._skill(each, f"{path}.skills") for each in self._get(fields, "skills", path, list)]
        if hours <= 0 or not skills:
            self._wrong(f"{path}.{'hours' if hours <= 0 else 'skills'}")
        offerings = self._get(fields, "offerings", path, list)
        return CatalogueEntry(
            identifier=identifier,
            title=LocalizedText(title if isinstance(title, dict) else {"und": str(title)}),
            provider=str(fields.get("provider", self._provider)),
            skills=frozenset(skills),
            hours=hours,
            requires=tuple(
                self._requirement(each, f"{path}.requires") for each in fields.get("requires") or ()
            ),
            offerings=tuple(
                self._offering(each, f"{path}.offerings[{number}]", f"{identifier}/{number + 1}")
                for number, each in enumerate(offerings)
            ),
        )

    def _skill(self, raw: Any, path: str) -> str:
        uri = raw.get("uri") if isinstance(raw, dict) else raw
        if not isinstance(uri, str) or not uri.startswith("http"):
            self._wrong(path)
        return str(uri)

    def _requirement(self, raw: Any, path: str) -> Requirement:
        if isinstance(raw, str):
            return Requirement((raw,))
        fields = self._mapping(raw, path)
        items = self._get(fields, "any_of", path, list)
        at_least = fields.get("at_least", 1)
        if not items or not all(isinstance(each, str) for each in items) or not isinstance(at_least, int):
            self._wrong(path)
        if not 1 <= at_least <= len(items):
            self._wrong(f"{path}.at_least")
        return Requirement(tuple(items), at_least)

    def _offering(self, raw: Any, path: str, identifier: str) -> Offering:
        fields = self._mapping(raw, path)
        starts = fields.get("starts")
        if starts is not None and not isinstance(starts, date):
            self._wrong(f"{path}.starts")
        given = {key: self._get(fields, key, path, kind) for key, kind in _OFFERING.items() if key in fields}
        if any(isinstance(value, (int, float)) and value < 0 for value in given.values()):
            self._wrong(path)
        return Offering(identifier, starts=starts, **given)

    def _get(self, fields: Mapping[str, Any], key: str, path: str, kind: Any) -> Any:
        value = fields.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            self._wrong(f"{path}.{key}")
        return value

    def _mapping(self, raw: Any, path: str) -> Mapping[str, Any]:
        if not isinstance(raw, dict):
            self._wrong(path)
        fields: Mapping[str, Any] = raw
        return fields

    def _wrong(self, path: str) -> None:
        raise MalformedInputError("catalogue-field", name=self._name, path=path)


def join_catalogues(parts: Sequence[Catalogue]) -> Catalogue:
    """Put several catalogues together; of entries with the same identifier the last one counts."""
    return Catalogue(tuple({entry.identifier: entry for part in parts for entry in part.entries}.values()))
