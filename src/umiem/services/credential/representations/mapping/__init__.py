"""Where each European standard element goes in each format, and what is lost there.

The table is data for people: the manual prints it (``docs/mapping.md``) and the editor shows it field by
field. A test makes all formats from one award and looks up every place named here, in both directions, so
that the table cannot drift from the code that writes the formats.
"""

from __future__ import annotations

from umiem.domain.annexes import ELEMENT_NAMES
from umiem.services.credential.representations.mapping.field import FORMAT_NAMES, FORMATS, MappedField
from umiem.services.credential.representations.mapping.identity import IDENTITY
from umiem.services.credential.representations.mapping.learning import LEARNING
from umiem.services.credential.representations.mapping.optional import OPTIONAL

__all__ = ["FORMATS", "FORMAT_NAMES", "MAPPING", "MappedField", "mapping_page"]

MAPPING = (*IDENTITY, *LEARNING, *OPTIONAL)


def mapping_page() -> str:
    """Return the table as a page of the manual, in Markdown."""
    lines = [_INTRODUCTION, "| Element | Field | " + " | ".join(FORMAT_NAMES.values()) + " | What is lost |"]
    lines.append("|" + "---|" * (len(FORMATS) + 3))
    lines += [_line(row) for row in MAPPING]
    return "\n".join(lines) + "\n"


_INTRODUCTION = """# Where each element goes

This page is generated: `umiem definition mapping > docs/mapping.md`. Do not edit it by hand.

One award becomes several credentials. Each row names a field of the definition or the award, the element of
Annex I of the Council Recommendation 2022/C 243/02 that it belongs to, and the properties that hold it. A
dash means that the format has no place for it.
"""


def _line(row: MappedField) -> str:
    element = f"{row.element} {ELEMENT_NAMES[row.element]['en']}" if row.element else "–"
    cells = [element, _code(row.field.split(", "))]
    cells += [_code(row.places(name)) for name in FORMATS]
    return "| " + " | ".join((*cells, row.lost.best("en")[0] or "–")) + " |"


def _code(names: tuple[str, ...] | list[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names) or "–"
