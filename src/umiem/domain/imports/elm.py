"""ELM 3 learning achievement specifications: from European Digital Credentials and their templates.

Read leniently: language maps with a string or a list, concepts with or without ``inScheme``. European
Learning Model 3, EDC application profile: LearningAchievementSpecification, Qualification, LearningOutcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from umiem.domain.definition import (
    AchievementSpecification,
    AssessmentSpecification,
    AwardingBody,
    LearningOutcome,
    LegalIdentifier,
    Level,
    Participation,
    QualityAssurance,
    SkillLink,
    Workload,
)
from umiem.domain.imports.badges import positive_number
from umiem.domain.imports.draft import ImportedDraft, Json, dropped_fields, listed, slug_of, string, text_in
from umiem.domain.vocabularies import (
    ASSESSMENT_TYPES,
    COUNTRIES,
    EQF_LEVELS,
    FIELDS_OF_STUDY,
    LANGUAGES,
    LEARNING_MODES,
    LEARNING_SETTINGS,
    PRK_LEVELS,
    QUALITY_ASSURANCE_TYPES,
    SUPERVISION,
    Vocabulary,
)

_DURATION = re.compile(r"PT(\d{1,5})H(?:\d+M)?")
_KINDS = {"knowledge": "knowledge", "skill": "skill"}

_USED = frozenset(
    {
        "id", "type", "title", "description", "learningOutcome", "learningOutcomeSummary", "creditPoint",
        "volumeOfLearning", "eqfLevel", "nqfLevel", "mode", "learningSetting", "provenBy", "accreditation",
        "entryRequirement", "language", "thematicArea", "homepage", "awardedBy",
    }
)  # fmt: skip


def specification(source: Json, claim: Json | None = None) -> ImportedDraft:
    """Read a specification; ``claim`` is the learning achievement that it specifies, when there is one."""
    claim = claim or {}
    title = text_in(source.get("title") or claim.get("title"), "en")
    language = next(iter(title), "en")
    assessments = tuple(_assessments(source, claim))
    quality = _concepts(
        QUALITY_ASSURANCE_TYPES, [item.get("dcType") for item in _objects(source.get("accreditation"))]
    )
    definition = AchievementSpecification(
        identifier=slug_of(title.best(language)[0]),
        primary_language=language,
        title=title,
        description=text_in(source.get("description"), language),
        awarding_bodies=tuple(_bodies(claim, language)),
        learning_outcomes=tuple(_outcomes(source, language, tuple(item.id for item in assessments))),
        workload=_workload(source),
        level=Level(
            eqf=_step(EQF_LEVELS, source.get("eqfLevel")), prk=_step(PRK_LEVELS, source.get("nqfLevel"))
        ),
        assessments=assessments,
        participation=Participation(
            modes=_concepts(LEARNING_MODES, listed(source.get("mode"))),
            setting=next(iter(_concepts(LEARNING_SETTINGS, listed(source.get("learningSetting")))), ""),
            languages=_concepts(LANGUAGES, listed(source.get("language"))),
        ),
        quality_assurance=QualityAssurance(types=quality),
        prerequisites=_note(source.get("entryRequirement"), language),
        fields_of_study=_concepts(FIELDS_OF_STUDY, listed(source.get("thematicArea"))),
        homepage=next(
            (url for item in _objects(source.get("homepage")) if (url := string(item.get("contentURL")))), ""
        ),
    )
    return ImportedDraft(
        definition=definition,
        kind="elm-3",
        origin=string(source.get("id")),
        dropped=dropped_fields(source, _USED),
    )


def _objects(value: object) -> list[Json]:
    return [item for item in listed(value) if isinstance(item, Mapping)]


def _concepts(vocabulary: Vocabulary, values: Iterable[object]) -> tuple[str, ...]:
    found = (vocabulary.find(string(value)) for value in values)
    return tuple(dict.fromkeys(concept.code for concept in found if concept is not None))


def _step(vocabulary: Vocabulary, value: object) -> int | None:
    code = next(iter(_concepts(vocabulary, listed(value))), None)
    return int(code) if code is not None else None


def _note(value: object, language: str) -> Any:
    literal = [item.get("noteLiteral") for item in _objects(value)]
    return text_in(literal[0] if literal else value, language)


def _workload(source: Json) -> Workload:
    points = [positive_number(item.get("point")) for item in _objects(source.get("creditPoint"))]
    duration = _DURATION.fullmatch(string(source.get("volumeOfLearning")))
    return Workload(ects=next(iter(points), None), hours=int(duration.group(1)) if duration else None)


def _bodies(claim: Json, language: str) -> Iterable[AwardingBody]:
    for process in _objects(claim.get("awardedBy")):
        for body in _objects(process.get("awardingBody")):
            address = next(
                (
                    place
                    for location in _objects(body.get("location"))
                    for place in _objects(location.get("address"))
                ),
                {},
            )
            legal = next(iter(_objects(body.get("eIDASIdentifier") or body.get("registration"))), {})
            yield AwardingBody(
                legal_name=text_in(body.get("legalName"), language),
                country=next(iter(_concepts(COUNTRIES, listed(address.get("countryCode")))), ""),
                legal_identifier=LegalIdentifier(value=string(legal.get("notation")))
                if legal.get("notation")
                else None,
            )


def _outcomes(source: Json, language: str, assessed_by: tuple[str, ...]) -> Iterable[LearningOutcome]:
    for number, outcome in enumerate(_objects(source.get("learningOutcome")), start=1):
        skills = [*_objects(outcome.get("relatedESCOSkill")), *_objects(outcome.get("relatedSkill"))]
        kind = string(outcome.get("dcType")).rpartition("/")[2]
        yield LearningOutcome(
            id=f"eu{number}",
            statement=text_in(outcome.get("title"), language),
            kind=_KINDS.get(kind, ""),
            skills=tuple(
                SkillLink(uri=string(skill), label=text_in(skill.get("prefLabel"), language))
                for skill in skills
            ),
            assessed_by=assessed_by,
        )


def _assessments(source: Json, claim: Json) -> Iterable[AssessmentSpecification]:
    """Assessments stand in the specification (as specifications) or in the claim (as what took place)."""
    proofs = [*_objects(source.get("provenBy")), *_objects(claim.get("provenBy"))]
    for number, proof in enumerate(proofs, start=1):
        inner = next(iter(_objects(proof.get("specifiedBy"))), proof)
        yield AssessmentSpecification(
            id=f"assessment-{number}",
            title=text_in(inner.get("title") or proof.get("title"), "en"),
            type=next(iter(_concepts(ASSESSMENT_TYPES, listed(inner.get("dcType")))), ""),
            mode=next(iter(_concepts(LEARNING_MODES, listed(inner.get("mode")))), ""),
            supervision=next(iter(_concepts(SUPERVISION, listed(proof.get("idVerification")))), ""),
        )
