"""``umiem esco import``: official downloads → the store, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from umiem.adapters.esco.sources import digest_of, list_sources, read_source, version_in_names
from umiem.adapters.esco.starter import own_labels, own_labels_digest
from umiem.adapters.esco.store import EscoStore, StoreDetails
from umiem.adapters.esco.tables import EscoTables, read_table
from umiem.errors import RefusedError

Progress = Callable[[str, int, int], None]
READING = 2  # raise it when more of the official files is read, so that the same files are read again
_WHOLE_SET = {"skills", "occupations", "occupationskillrelations"}
_WRITING_SHARE = 3  # writing takes about three times as long as reading


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did: ``changed`` is false when the very same files were imported before."""

    details: StoreDetails
    files_passed_over: tuple[str, ...]
    changed: bool


def import_esco(
    paths: list[Path], *, store: EscoStore, at: datetime, version: str = "", progress: Progress | None = None
) -> ImportSummary:
    """Read official downloads at ``paths`` into ``store``.

    Downloads with skills, occupations and their relations replace what was there; anything less (for
    example one more language) is added to it. A failure changes nothing; importing the same files
    again changes nothing either, unless this version of Umiem reads more of them or brings other
    labels of our own. Labels that the official files lack are filled with our own translations, which
    stay marked as such.

    Raises:
        MalformedInputError: a broken file; ``name`` and ``line`` say where.
        NotFoundError: no such path, or no CSV file in it.
        RefusedError: the first import has no skills, occupations or relations.
    """
    sources = list_sources(paths)
    total = sum(source.size for source in sources) * (1 + _WRITING_SHARE) or 1
    tables, contents, done = EscoTables(), [], 0
    read: list[str] = []
    passed_over: list[str] = []
    for source in sources:
        data = read_source(source)
        used = read_table(tables, name=source.name, origin=source.origin, data=data)
        (read if used else passed_over).append(source.origin)
        contents.append((source.name, data))
        done += source.size
        if progress:
            progress(source.name, done, total)
    is_whole = tables.tables_read >= _WHOLE_SET
    if not is_whole:
        tables = _add_to_stored(store, tables, read)
    digest, own_digest = digest_of(contents), f"{READING}-{own_labels_digest()}"
    stated = version or version_in_names(paths, sources)
    if store.exists():
        known = store.details()
        stated = stated or ("" if is_whole else known.version)
        is_known = digest in known.digest.split("+")
        if is_known and known.own_digest == own_digest:
            return ImportSummary(known, tuple(passed_over), changed=False)
        if not is_whole:
            digest = known.digest if is_known else f"{known.digest}+{digest}"
    _add_own_labels(tables)
    store.write(
        tables,
        version=stated or "unstated",
        digest=digest,
        own_digest=own_digest,
        imported=at.isoformat(timespec="seconds"),
    )
    if progress:
        progress("", total, total)
    return ImportSummary(store.details(), tuple(passed_over), changed=True)


def _add_to_stored(store: EscoStore, added: EscoTables, read: list[str]) -> EscoTables:
    if not store.exists() or not read:
        raise RefusedError(
            "esco-first-import-incomplete", lacking=", ".join(sorted(_WHOLE_SET - added.tables_read))
        )
    kept = store.tables(with_alternatives=True)
    for uri, record in added.concepts.items():
        kept.concepts.setdefault(uri, record)
    kept.labels.update(added.labels)
    for kind, pairs in added.relations.items():
        kept.relations.setdefault(kind, {}).update(pairs)
    for name, members in added.collections.items():
        kept.collections.setdefault(name, {}).update(members)
    return kept


def _add_own_labels(tables: EscoTables) -> None:
    """Add our own translations where there is no official label, and our synonyms as search hints."""
    for (uri, language), ours in own_labels().items():
        if uri not in tables.concepts:
            continue
        official = tables.labels.get((uri, language))
        if official is None:
            tables.labels[uri, language] = ours
        else:
            hints = dict.fromkeys((*official.alternatives, ours.preferred, *ours.alternatives))
            tables.labels[uri, language] = replace(official, alternatives=tuple(hints))
