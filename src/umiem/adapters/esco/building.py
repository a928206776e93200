"""From the records of the CSV tables to the domain's graph and label indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from umiem.adapters.esco.tables import EscoTables
from umiem.domain.skills import (
    GraphSource,
    IscoGroup,
    Label,
    LabelIndex,
    Occupation,
    Pillar,
    Skill,
    SkillGraph,
    SkillGroup,
    SkillKind,
    build_label_index,
)
from umiem.domain.text import LocalizedText

_PILLARS = {
    "skill": Pillar.SKILLS,
    "occupation": Pillar.OCCUPATIONS,
    "isco": Pillar.OCCUPATIONS,
}
_KINDS = {kind.value: kind for kind in SkillKind}


def build_graph(tables: EscoTables, source: GraphSource) -> SkillGraph:
    """Return the graph of everything in ``tables``; relations to unknown concepts are left out."""
    texts: dict[str, dict[str, str]] = {}
    own: dict[str, set[str]] = {}
    for (uri, language), label in tables.labels.items():
        texts.setdefault(uri, {})[language] = label.preferred
        if label.own:
            own.setdefault(uri, set()).add(language)
    skills: dict[str, Skill] = {}
    occupations: dict[str, Occupation] = {}
    groups: dict[str, SkillGroup] = {}
    isco: dict[str, IscoGroup] = {}
    for uri, record in tables.concepts.items():
        labels, ours = LocalizedText(texts.get(uri, {})), frozenset(own.get(uri, ()))
        if record.kind == "skill":
            kind = _KINDS.get(record.skill_type, SkillKind.UNKNOWN)
            skills[uri] = Skill(uri, labels, kind, record.reuse, ours)
        elif record.kind == "occupation":
            occupations[uri] = Occupation(uri, labels, record.code, record.isco.removeprefix("C"), ours)
        elif record.kind == "group":
            groups[uri] = SkillGroup(uri, labels, record.code, ours)
        else:
            isco[record.code] = IscoGroup(uri, record.code, labels, ours)
    both = [*tables.relations.get("related", ())]
    return SkillGraph(
        source=source,
        skills=skills,
        occupations=occupations,
        groups=groups,
        isco=isco,
        essential=_gather(tables.relations.get("essential", ()), occupations, skills),
        optional=_gather(tables.relations.get("optional", ()), occupations, skills),
        broader=_gather(tables.relations.get("broader", ()), skills | groups, skills | groups),
        related=_gather([*both, *((target, subject) for subject, target in both)], skills, skills),
        collections={
            name: frozenset(uri for uri in members if uri in skills or uri in occupations)
            for name, members in tables.collections.items()
        },
    )


def _gather(
    pairs: Iterable[tuple[str, str]], subjects: Iterable[str], targets: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    # URIs are taken from the concepts themselves, so that each text is in memory once.
    known_subjects, known_targets = {uri: uri for uri in subjects}, {uri: uri for uri in targets}
    gathered: dict[str, dict[str, None]] = {}
    for subject, target in pairs:
        if subject in known_subjects and target in known_targets:
            gathered.setdefault(known_subjects[subject], {})[known_targets[target]] = None
    return {subject: tuple(found) for subject, found in gathered.items()}


def build_indexes(tables: EscoTables) -> Iterator[tuple[str, Pillar, LabelIndex]]:
    """Yield the label index of each language and pillar."""
    by_index: dict[tuple[str, Pillar], list[Label]] = {}
    for (uri, language), record in tables.labels.items():
        concept = tables.concepts.get(uri)
        pillar = _PILLARS.get(concept.kind) if concept else None
        if pillar is None:
            continue
        labels = by_index.setdefault((language, pillar), [])
        labels.append(Label(uri, record.preferred, is_preferred=True))
        labels.extend(Label(uri, text, is_preferred=False) for text in record.alternatives)
    for (language, pillar), labels in by_index.items():
        yield language, pillar, build_label_index(labels, language=language)
