"""The official CSV tables of ESCO, v1.1.x and v1.2.x, read into one set of plain records.

Layouts: the ESCO download page (skills_xx.csv, occupations_xx.csv, skillGroups_xx.csv,
ISCOGroups_xx.csv, the two broaderRelations files, occupationSkillRelations and skillSkillRelations;
v1.2.x adds a language to the names of the relation files, and label columns). Columns are found by
name. Every fault names the file and the line. Of collections (digital skills, green skills and so on)
the members are read. Concept schemes and the flat list of the hierarchy repeat what the other tables
say and are passed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from umiem.errors import MalformedInputError

_LARGEST_FIELD = 2**20
_NAME = re.compile(r"(?P<table>[A-Za-z]+?)(?:_(?P<language>[a-z]{2}(?:-[A-Za-z]+)?))?\.csv", re.IGNORECASE)
OWN_TRANSLATION = "tłumaczenie własne"


@dataclass(frozen=True, slots=True)
class ConceptRecord:
    """What is said of a concept in any language: its kind and codes."""

    kind: str  # skill | occupation | group | isco
    code: str = ""
    isco: str = ""
    skill_type: str = ""
    reuse: str = ""


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """The wording of one concept in one language; ``own`` marks our own translation."""

    preferred: str
    alternatives: tuple[str, ...] = ()
    description: str = ""
    own: bool = False


@dataclass
class EscoTables:
    """Everything read so far. Filled by the readers below and by nothing else."""

    concepts: dict[str, ConceptRecord] = field(default_factory=dict)
    labels: dict[tuple[str, str], LabelRecord] = field(default_factory=dict)
    relations: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)
    collections: dict[str, dict[str, None]] = field(default_factory=dict)
    tables_read: set[str] = field(default_factory=set)

    def relate(self, kind: str, subject: str, target: str) -> None:
        self.relations.setdefault(kind, {})[subject, target] = None

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have labels, official ones first."""
        official = {language for (_, language), label in self.labels.items() if not label.own}
        return (*sorted(official), *sorted({language for _, language in self.labels} - official))


Row = Mapping[str, str]
RowReader = Callable[[EscoTables, Row, str], None]


@dataclass(frozen=True, slots=True)
class _Table:
    columns: tuple[str, ...]
    read: RowReader


def _split_labels(field_text: str) -> tuple[str, ...]:
    parts = re.split(r"\n| \| ", field_text)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _read_label(tables: EscoTables, row: Row, language: str) -> None:
    preferred = row["preferredLabel"].strip()
    if preferred:
        tables.labels[row["conceptUri"], language] = LabelRecord(
            preferred,
            _split_labels(row.get("altLabels", "")) + _split_labels(row.get("hiddenLabels", "")),
            (row.get("description") or row.get("definition") or "").strip(),
            own=row.get("scopeNote", "") == OWN_TRANSLATION,
        )


def _concept(kind: str, tables: EscoTables, row: Row, language: str) -> None:
    if row.get("status", "") == "obsolete":
        return
    uri = row["conceptUri"]
    code = row.get("code", "") or (tables.concepts[uri].code if uri in tables.concepts else "")
    tables.concepts[uri] = ConceptRecord(
        kind, code, row.get("iscoGroup", ""), row.get("skillType", ""), row.get("reuseLevel", "")
    )
    _read_label(tables, row, language)


def _read_skill(tables: EscoTables, row: Row, language: str) -> None:
    _concept("skill", tables, row, language)


def _read_occupation(tables: EscoTables, row: Row, language: str) -> None:
    _concept("occupation", tables, row, language)


def _read_group(tables: EscoTables, row: Row, language: str) -> None:
    _concept("group", tables, row, language)


def _read_isco(tables: EscoTables, row: Row, language: str) -> None:
    _concept("isco", tables, row, language)


def _read_broader(tables: EscoTables, row: Row, _language: str) -> None:
    tables.relate("broader", row["conceptUri"], row["broaderUri"])


def _read_occupation_skill(tables: EscoTables, row: Row, _language: str) -> None:
    if row["relationType"] not in {"essential", "optional"}:
        raise ValueError(row["relationType"])
    tables.relate(row["relationType"], row["occupationUri"], row["skillUri"])


def _read_skill_skill(tables: EscoTables, row: Row, _language: str) -> None:
    tables.relate("related", row["originalSkillUri"], row["relatedSkillUri"])


def _member_of(collection: str) -> RowReader:
    def read(tables: EscoTables, row: Row, _language: str) -> None:
        tables.collections.setdefault(collection, {})[row["conceptUri"]] = None

    return read


# As the files are called: the collection, then „Collection”.
_COLLECTIONS = {
    "digcompskills": "digcomp",
    "digitalskills": "digital",
    "greenskills": "green",
    "languageskills": "language",
    "researchskills": "research",
    "researchoccupations": "research",
    "transversalskills": "transversal",
}
_LABELS = ("conceptUri", "preferredLabel")
_TABLES: Mapping[str, _Table] = {
    "skills": _Table((*_LABELS, "skillType"), _read_skill),
    "occupations": _Table((*_LABELS, "iscoGroup"), _read_occupation),
    "skillgroups": _Table(_LABELS, _read_group),
    "iscogroups": _Table((*_LABELS, "code"), _read_isco),
    "broaderrelationsskillpillar": _Table(("conceptUri", "broaderUri"), _read_broader),
    "broaderrelationsoccpillar": _Table(("conceptUri", "broaderUri"), _read_broader),
    "occupationskillrelations": _Table(("occupationUri", "relationType", "skillUri"), _read_occupation_skill),
    "skillskillrelations": _Table(("originalSkillUri", "relatedSkillUri"), _read_skill_skill),
    **{f"{file}collection": _Table(("conceptUri",), _member_of(name)) for file, name in _COLLECTIONS.items()},
}


def read_table(tables: EscoTables, *, name: str, origin: str, data: bytes) -> bool:
    """Add one CSV file to ``tables``; return whether it is a table that is used.

    Raises:
        MalformedInputError: not UTF-8, not CSV, or something is missing; ``name`` and ``line`` say where.
    """
    matched = _NAME.fullmatch(name)
    key = matched["table"].lower() if matched else ""
    if matched is None or key not in _TABLES:
        return False
    table = _TABLES[key]
    language = (matched["language"] or "").lower()
    for line, row in _rows(origin, data, table.columns):
        try:
            table.read(tables, row, language)
        except ValueError as error:
            raise MalformedInputError("esco-bad-value", name=origin, line=line, value=str(error)) from error
    tables.tables_read.add(key)
    return True


def _rows(origin: str, data: bytes, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise MalformedInputError("esco-not-utf-8", name=origin, line=line) from error
    csv.field_size_limit(max(_LARGEST_FIELD, csv.field_size_limit()))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        lacking = [column for column in columns if column not in header]
        if lacking:
            raise MalformedInputError("esco-missing-column", name=origin, line=1, column=", ".join(lacking))
        needed = [header.index(column) for column in columns if column.endswith("Uri")]
        for values in reader:
            if not values:
                continue
            if len(values) != len(header) or any(not values[place] for place in needed):
                raise MalformedInputError("esco-broken-row", name=origin, line=reader.line_num)
            yield reader.line_num, dict(zip(header, values, strict=True))
    except csv.Error as error:
        raise MalformedInputError("esco-broken-csv", name=origin, line=reader.line_num) from error
