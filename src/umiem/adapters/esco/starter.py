"""The built-in starter set: about 25 occupations, their skills, and the groups of ISCO-08.

Identifiers, relations and English labels are facts of ESCO v1.1.1; the Polish labels are our own
translations and say so. The files are in the official CSV layout and go through the same reader.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from umiem.adapters.esco.building import build_graph, build_indexes
from umiem.adapters.esco.sources import digest_of
from umiem.adapters.esco.tables import EscoTables, LabelRecord, read_table
from umiem.domain.skills import GraphSource, SkillLibrary

_PACKAGES = ("umiem.data.esco_hints", "umiem.data.esco_starter")
STARTER_VERSION = "v1.1.1-starter"


def starter_tables() -> EscoTables:
    """Read the starter set's CSV files."""
    return _read_folder("umiem.data.esco_starter")


def own_labels() -> dict[tuple[str, str], LabelRecord]:
    """Return our own labels by URI and language: the starter set's and those for skills outside it."""
    tables = (_read_folder(package) for package in _PACKAGES)
    return {key: label for each in tables for key, label in each.labels.items() if label.own}


@cache
def own_labels_digest() -> str:
    """Return one SHA-256 over the files with our own labels."""
    files = (
        file
        for package in _PACKAGES
        for file in resources.files(package).iterdir()
        if file.name.endswith(".csv")
    )
    return digest_of([(file.name, file.read_bytes()) for file in files])


def _read_folder(package: str) -> EscoTables:
    tables = EscoTables()
    folder = resources.files(package)
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".csv"):
            read_table(tables, name=file.name, origin=file.name, data=file.read_bytes())
    return tables


@cache
def starter_library() -> SkillLibrary:
    """Return the starter set ready for search, offers and plans."""
    tables = starter_tables()
    source = GraphSource(STARTER_VERSION, tables.languages, is_starter=True)
    indexes = {(language, pillar): index for language, pillar, index in build_indexes(tables)}
    return SkillLibrary(build_graph(tables, source), indexes)
