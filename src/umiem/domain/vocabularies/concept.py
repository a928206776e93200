"""What a controlled vocabulary is: concepts with a readable code, an address and labels."""

from __future__ import annotations

from dataclasses import dataclass, field

from umiem.domain.text import LocalizedText


@dataclass(frozen=True)
class Concept:
    """One entry of a vocabulary.

    ``code`` is what people write in definition files; ``uri`` is what credentials hold. A concept
    with ``local=True`` exists because no public list has it; its address is Umiem's own.
    """

    code: str
    uri: str
    labels: LocalizedText
    scheme: str
    local: bool = False


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """A list of concepts under one name, scheme and version (the day the list was taken over)."""

    name: str
    scheme: str
    version: str
    concepts: tuple[Concept, ...]
    _by_key: dict[str, Concept] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key = {concept.uri: concept for concept in self.concepts}
        by_key.update({concept.code: concept for concept in self.concepts})
        object.__setattr__(self, "_by_key", by_key)

    def find(self, code_or_uri: str) -> Concept | None:
        """Return the concept with this code or URI, or None when the list has none."""
        return self._by_key.get(code_or_uri)

    def __contains__(self, code_or_uri: object) -> bool:
        return code_or_uri in self._by_key


Row = tuple[str, str, str, str]  # code, notation in the public list ("" for a local value), English, Polish


def rows_of(table: str) -> tuple[Row, ...]:
    """Return the rows of a table with lines ``code notation English label|Polish label``."""
    return tuple(_row(line) for line in table.strip().splitlines())


def _row(line: str) -> Row:
    code, notation, labels = line.split(" ", 2)
    english, polish = labels.split("|")
    return code, notation, english, polish


LOCAL_BASE = "https://w3id.org/umiem/microcredential#"


def vocabulary(name: str, base: str, rows: tuple[Row, ...], *, scheme: str = "", version: str) -> Vocabulary:
    """Build a vocabulary from rows of ``(code, notation, English label, Polish label)``."""
    scheme = scheme or (f"{base}25831c2" if base else f"{LOCAL_BASE}{name}")
    concepts = tuple(
        Concept(
            code=code,
            uri=f"{base}{notation}" if notation else f"{LOCAL_BASE}{name}-{code}",
            labels=LocalizedText({"en": english, "pl": polish}),
            scheme=scheme if notation else f"{LOCAL_BASE}{name}",
            local=not notation,
        )
        for code, notation, english, polish in rows
    )
    return Vocabulary(name=name, scheme=scheme, version=version, concepts=concepts)
