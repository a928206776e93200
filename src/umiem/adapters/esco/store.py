"""The imported ESCO kept in one SQLite file: written whole, beside the old one, then put in its place.

The file is never changed after it is in place, so readers need no locks and a failed import leaves
the old one untouched. Label indexes lie in it as arrays and are loaded when first asked for.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
import time
from array import array
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from umiem.adapters.esco.building import build_graph, build_indexes
from umiem.adapters.esco.tables import ConceptRecord, EscoTables, LabelRecord
from umiem.domain.skills import GraphSource, LabelIndex, Pillar, SkillLibrary
from umiem.errors import ConfigurationError, UnsupportedError

FORMAT = 3
_LONGEST_IMPORT = 3600.0  # seconds
_FILE = Path("esco") / "esco.sqlite3"
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE concept (id INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
                      code TEXT NOT NULL, isco TEXT NOT NULL, skill_type TEXT NOT NULL, reuse TEXT NOT NULL);
CREATE TABLE label (concept INTEGER NOT NULL, language TEXT NOT NULL, preferred TEXT NOT NULL,
                    alternatives TEXT NOT NULL, own INTEGER NOT NULL,
                    PRIMARY KEY (concept, language)) WITHOUT ROWID;
CREATE TABLE description (concept INTEGER NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
                          PRIMARY KEY (concept, language)) WITHOUT ROWID;
CREATE TABLE relation (kind TEXT NOT NULL, subject INTEGER NOT NULL, target INTEGER NOT NULL);
CREATE TABLE collection (name TEXT NOT NULL, concept INTEGER NOT NULL);
CREATE TABLE label_index (language TEXT NOT NULL, pillar TEXT NOT NULL, part TEXT NOT NULL,
                          data BLOB NOT NULL, PRIMARY KEY (language, pillar, part));
"""
_TEXT_PARTS = ("uris", "texts", "vocabulary")
_ARRAY_PARTS = ("concepts", "token_starts", "tokens", "posting_starts", "postings")


@dataclass(frozen=True, slots=True)
class StoreDetails:
    """What is kept: pinned version, languages, counts, and the digests of what it came from.

    ``digest`` is of the official files, ``own_digest`` of our own labels that were added.
    """

    version: str
    languages: tuple[str, ...]
    digest: str
    own_digest: str
    imported: str
    skills: int
    occupations: int
    relations: int


@dataclass(frozen=True, slots=True)
class EscoStore:
    """The store file under the home folder of an installation."""

    home: Path

    @property
    def path(self) -> Path:
        return self.home / _FILE

    def exists(self) -> bool:
        """Say whether anything was ever imported."""
        return self.path.is_file()

    def details(self) -> StoreDetails:
        """Return what is kept. The store must exist."""
        with self._reading() as database:
            meta = dict(database.execute("SELECT name, value FROM meta"))
            counts = dict(database.execute("SELECT kind, count(*) FROM concept GROUP BY kind"))
            (relations,) = database.execute("SELECT count(*) FROM relation").fetchone()
        return StoreDetails(
            version=meta["version"],
            languages=tuple(meta["languages"].split()),
            digest=meta["digest"],
            own_digest=meta.get("own_digest", ""),
            imported=meta["imported"],
            skills=counts.get("skill", 0),
            occupations=counts.get("occupation", 0),
            relations=relations,
        )

    def library(self) -> SkillLibrary:
        """Return the library; its label indexes are loaded when they are first used."""
        details = self.details()
        source = GraphSource(details.version, details.languages, is_starter=False, digest=details.digest)
        with _without_collector():
            graph = build_graph(self.tables(with_alternatives=False), source)
        return SkillLibrary(graph, _StoredIndexes(self))

    def description(self, uri: str, language: str) -> str:
        """Return ESCO's description of a concept in ``language``, or an empty string."""
        with self._reading() as database:
            found = database.execute(
                "SELECT text FROM description JOIN concept ON concept.id = concept"
                " WHERE uri = ? AND language = ?",
                (uri, language),
            ).fetchone()
        return found[0] if found else ""

    def tables(self, *, with_alternatives: bool) -> EscoTables:
        """Return the kept records; descriptions come only with the alternatives (they are for re-imports)."""
        tables = EscoTables()
        with self._reading() as database:
            uris: dict[int, str] = {}
            for number, uri, *rest in database.execute("SELECT * FROM concept ORDER BY id"):
                uris[number] = uri
                tables.concepts[uri] = ConceptRecord(*rest)
            texts: dict[tuple[int, str], str] = {}
            if with_alternatives:
                texts = {(n, tag): text for n, tag, text in database.execute("SELECT * FROM description")}
            for number, tag, preferred, others, own in database.execute("SELECT * FROM label"):
                tables.labels[uris[number], tag] = LabelRecord(
                    preferred,
                    tuple(others.split("\n")) if with_alternatives and others else (),
                    texts.get((number, tag), ""),
                    bool(own),
                )
            for kind, subject, target in database.execute(
                "SELECT kind, subject, target FROM relation ORDER BY rowid"
            ):
                tables.relate(kind, uris[subject], uris[target])
            if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'collection'").fetchone():
                for name, number in database.execute("SELECT name, concept FROM collection ORDER BY rowid"):
                    tables.collections.setdefault(name, {})[uris[number]] = None
        return tables

    def read_index(self, language: str, pillar: Pillar) -> LabelIndex | None:
        """Load one label index, or return ``None`` when there is none."""
        query = "SELECT part, data FROM label_index WHERE language = ? AND pillar = ?"
        with self._reading() as database:
            parts: dict[str, bytes] = dict(database.execute(query, (language, pillar.value)))
        return _index_from(parts, language) if parts else None

    def write(self, tables: EscoTables, *, version: str, digest: str, own_digest: str, imported: str) -> None:
        """Write everything to a new file and put it in the old one's place in one step."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._sweep()
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        fresh.unlink(missing_ok=True)
        meta = {"version": version, "digest": digest, "own_digest": own_digest, "imported": imported}
        try:
            with closing(sqlite3.connect(fresh)) as database:
                _write_all(database, tables, meta | {"languages": " ".join(tables.languages)})
            with fresh.open("rb") as written:
                os.fsync(written.fileno())
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what imports that were killed left behind; none that still runs is so old."""
        for left in self.path.parent.glob(f"{self.path.name}.*.new"):
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _LONGEST_IMPORT:
                    left.unlink()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)) as database:
                (found,) = database.execute("PRAGMA user_version").fetchone()
                if found != FORMAT:
                    raise UnsupportedError(
                        "esco-store-format", path=str(self.path), found=found, needed=FORMAT
                    )
                yield database
        except sqlite3.Error as error:
            raise ConfigurationError("esco-store-broken", path=str(self.path)) from error


class _StoredIndexes(Mapping[tuple[str, Pillar], LabelIndex]):
    """Label indexes of a store, each loaded once, when first asked for."""

    def __init__(self, store: EscoStore) -> None:
        self._store = store
        self._loaded: dict[tuple[str, Pillar], LabelIndex | None] = {}

    def __getitem__(self, key: tuple[str, Pillar]) -> LabelIndex:
        if key not in self._loaded:
            self._loaded[key] = self._store.read_index(*key)
        index = self._loaded[key]
        if index is None:
            raise KeyError(key)
        return index

    def __iter__(self) -> Iterator[tuple[str, Pillar]]:
        for language in self._store.details().languages:
            yield from ((language, pillar) for pillar in Pillar)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@contextmanager
def _without_collector() -> Iterator[None]:
    # A few hundred thousand small objects that all stay: collecting while they are made doubles the time.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _write_all(database: sqlite3.Connection, tables: EscoTables, meta: dict[str, str]) -> None:
    database.executescript(
        f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA user_version={FORMAT}; {_SCHEMA}"
    )
    with database:
        numbers = {uri: number for number, uri in enumerate(tables.concepts)}
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        database.executemany(
            "INSERT INTO concept VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (numbers[uri], uri, one.kind, one.code, one.isco, one.skill_type, one.reuse)
                for uri, one in tables.concepts.items()
            ),
        )
        known = [(uri, tag, label) for (uri, tag), label in tables.labels.items() if uri in numbers]
        database.executemany(
            "INSERT INTO label VALUES (?, ?, ?, ?, ?)",
            (
                (numbers[uri], tag, label.preferred, "\n".join(label.alternatives), label.own)
                for uri, tag, label in known
            ),
        )
        database.executemany(
            "INSERT INTO description VALUES (?, ?, ?)",
            ((numbers[uri], tag, label.description) for uri, tag, label in known if label.description),
        )
        database.executemany(
            "INSERT INTO relation VALUES (?, ?, ?)",
            (
                (kind, numbers[subject], numbers[target])
                for kind, pairs in tables.relations.items()
                for subject, target in pairs
                if subject in numbers and target in numbers
            ),
        )
        database.executemany(
            "INSERT INTO collection VALUES (?, ?)",
            (
                (name, numbers[uri])
                for name, members in tables.collections.items()
                for uri in members
                if uri in numbers
            ),
        )
        for language, pillar, index in build_indexes(tables):
            database.executemany(
                "INSERT INTO label_index VALUES (?, ?, ?, ?)",
                ((language, pillar.value, part, data) for part, data in _index_parts(index)),
            )


def _index_parts(index: LabelIndex) -> Iterator[tuple[str, bytes]]:
    for part in _TEXT_PARTS:
        yield part, "\n".join(getattr(index, part)).encode()
    for part in _ARRAY_PARTS:
        yield part, _little_endian(getattr(index, part)).tobytes()
    yield "preferred", index.preferred


def _index_from(parts: dict[str, bytes], language: str) -> LabelIndex:
    texts = {part: parts[part].decode().split("\n") if parts[part] else [] for part in _TEXT_PARTS}
    arrays: dict[str, array[int]] = {}
    for part in _ARRAY_PARTS:
        numbers = array("I")
        numbers.frombytes(parts[part])
        arrays[part] = _little_endian(numbers)
    return LabelIndex(
        language=language,
        uris=texts["uris"],
        texts=texts["texts"],
        concepts=arrays["concepts"],
        preferred=parts["preferred"],
        vocabulary=texts["vocabulary"],
        token_starts=arrays["token_starts"],
        tokens=arrays["tokens"],
        posting_starts=arrays["posting_starts"],
        postings=arrays["postings"],
    )


def _little_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return numbers
    swapped = array("I", numbers)
    swapped.byteswap()
    return swapped
