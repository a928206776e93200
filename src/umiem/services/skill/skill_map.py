"""The skill map of a learner: each skill once, with all evidence for it, by the hierarchy of ESCO."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from umiem.domain.definition import AssessmentSpecification, LearningOutcome
from umiem.domain.skills import Skill, SkillGraph, SkillKind
from umiem.domain.text import LocalizedText
from umiem.services.access import Actor
from umiem.services.holder import portfolio
from umiem.services.holder.imported_skills import SkillFromElsewhere, skills_from_elsewhere
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.skill import skills
from umiem.services.skill.skill_profile import declared_uris
from umiem.storage.models import DeclaredSkill

_ORDER = {"verified": 0, "unvouched": 1, "declared": 2}


@dataclass(frozen=True, kw_only=True)
class SkillEvidence:
    """One outcome of one credential that confirms a skill, and how it was assessed."""

    held: HeldCredential
    outcome: LearningOutcome
    assessments: tuple[AssessmentSpecification, ...]


@dataclass(frozen=True, kw_only=True)
class MappedSkill:
    """One skill of the map. ``elsewhere`` are credentials of other sites that name it, ``declared`` holds the
    person's own statement, if there is one.
    """

    key: str
    label: LocalizedText
    own_languages: frozenset[str]
    is_knowledge: bool
    evidence: tuple[SkillEvidence, ...] = ()
    elsewhere: tuple[SkillFromElsewhere, ...] = ()
    declared: DeclaredSkill | None = None

    @property
    def is_verified(self) -> bool:
        return bool(self.evidence) or any(one.is_vouched for one in self.elsewhere)

    @property
    def standing(self) -> str:
        """``verified``; ``unvouched``: signed by somebody whom this site does not know; else ``declared``."""
        return "verified" if self.is_verified else "unvouched" if self.elsewhere else "declared"


@dataclass(frozen=True, kw_only=True)
class SkillArea:
    """The skills of one main group of ESCO; without a label those that ESCO does not place."""

    key: str
    label: LocalizedText
    skills: tuple[MappedSkill, ...]

    @property
    def verified(self) -> int:
        return sum(skill.is_verified for skill in self.skills)

    @property
    def unvouched(self) -> int:
        return sum(skill.standing == "unvouched" for skill in self.skills)

    @property
    def declared_only(self) -> int:
        return sum(skill.standing == "declared" for skill in self.skills)


@dataclass(frozen=True, kw_only=True)
class SkillMap:
    """The areas, those with most verified skills first."""

    areas: tuple[SkillArea, ...]
    graph: SkillGraph

    @property
    def verified(self) -> int:
        return sum(area.verified for area in self.areas)

    @property
    def unvouched(self) -> int:
        return sum(area.unvouched for area in self.areas)

    @property
    def declared_only(self) -> int:
        return sum(area.declared_only for area in self.areas)


def skill_map(actor: Actor) -> SkillMap:
    """Return the map of the person who is signed in; only credentials in force confirm."""
    graph = skills.library().graph
    found: dict[str, list[SkillEvidence]] = {}
    labels: dict[str, LocalizedText] = {}
    for evidence, key, label in _evidence(portfolio.held(actor)):
        found.setdefault(key, []).append(evidence)
        labels.setdefault(key, label)
    elsewhere: dict[str, list[SkillFromElsewhere]] = {}
    for one in skills_from_elsewhere(actor):
        elsewhere.setdefault(one.uri, []).append(one)
        labels.setdefault(one.uri, one.label)
    declared = {row.uri: row for row in DeclaredSkill.objects.filter(owner_id=actor.user_id)}
    mapped = []
    for key in dict.fromkeys((*found, *elsewhere, *declared_uris(actor))):
        skill = _mapped(graph, key, labels.get(key))
        here, there = tuple(found.get(key, ())), tuple(elsewhere.get(key, ()))
        mapped.append(replace(skill, evidence=here, elsewhere=there, declared=declared.get(key)))
    return SkillMap(areas=_areas(mapped, graph), graph=graph)


def _evidence(held: Iterable[HeldCredential]) -> Iterable[tuple[SkillEvidence, str, LocalizedText]]:
    for item in held:
        if not item.is_in_force:
            continue
        specification = item.definition.specification
        by_id = {each.id: each for each in specification.assessments}
        for outcome in specification.learning_outcomes:
            assessments = tuple(by_id[name] for name in outcome.assessed_by if name in by_id)
            for skill in outcome.skills:
                key = skill.uri or f"free:{skill.label.best('pl')[0]}"
                yield (
                    SkillEvidence(held=item, outcome=outcome, assessments=assessments),
                    key,
                    skill.label,
                )


def _mapped(graph: SkillGraph, key: str, label: LocalizedText | None) -> MappedSkill:
    known = graph.skills.get(key)
    named, own = _named(known, label or LocalizedText({"und": key}))
    return MappedSkill(
        key=key,
        label=named,
        own_languages=own,
        is_knowledge=known.kind is SkillKind.KNOWLEDGE if known else False,
    )


def _named(known: Skill | None, signed: LocalizedText) -> tuple[LocalizedText, frozenset[str]]:
    """Return what a skill is called, and in which languages by a translation of this project.

    What the credential itself calls it comes before a translation of ours, so that the map, the list and the
    certificate agree.
    """
    if known is None:
        return signed, frozenset()
    instead = {tag: signed[tag] for tag in known.own if signed.get(tag, "").strip()}
    return LocalizedText({**known.labels, **instead}), known.own - instead.keys()


def _areas(mapped: Iterable[MappedSkill], graph: SkillGraph) -> tuple[SkillArea, ...]:
    grouped: dict[str, list[MappedSkill]] = {}
    for skill in mapped:
        grouped.setdefault(graph.main_group(skill.key), []).append(skill)
    areas = [
        SkillArea(
            key=key,
            label=graph.groups[key].labels if key else LocalizedText({}),
            skills=tuple(sorted(group, key=lambda one: (_ORDER[one.standing], one.label.best("pl")[0]))),
        )
        for key, group in grouped.items()
    ]
    return tuple(sorted(areas, key=lambda area: (-area.verified, -len(area.skills), area.key)))
