"""The definition as ELM has it: what was to be learnt, how much, how it was assessed (M6 to M11, O1, O4).

European Learning Model 3: Qualification (as in the Commission's Annex I sample), LearningOutcome,
LearningAssessmentSpecification, LearningActivitySpecification. What the model has no property for is
kept as a note whose ``subject`` is a concept, so that machines find it: quality assurance types
without an accreditation, stackability, why there is no level, criteria, kind of outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from umiem.domain.award import AwardRecord
from umiem.domain.definition import (
    Accreditation,
    AchievementSpecification,
    AssessmentSpecification,
    LearningOutcome,
    SkillLink,
)
from umiem.domain.vocabularies import (
    ASSESSMENT_TYPES,
    CREDIT_FRAMEWORKS,
    CYCLES,
    EQF_LEVELS,
    FIELDS_OF_STUDY,
    LEARNING_ACTIVITIES,
    LEARNING_MODES,
    LEARNING_OPPORTUNITIES,
    LEARNING_SCHEDULES,
    LEARNING_SETTINGS,
    OUTCOME_KINDS,
    PRK_LEVELS,
    QUALITY_ASSURANCE_TYPES,
    STACKABILITY,
    Vocabulary,
)
from umiem.services.credential.representations.elm_nodes import (
    Names,
    Node,
    concept,
    concept_node,
    identifier,
    language,
    note,
    own_concept,
    texts,
    web_resource,
)

ESCO_SKILLS = "http://data.europa.eu/esco/concept-scheme/skills"
_ESCO_SKILL = "http://data.europa.eu/esco/skill/"
_SKILL_TYPE = "http://data.europa.eu/snb/skill-type/"
DEFINITION_SCHEME = "Umiem definition"
OUTCOME_SCHEME = "Umiem learning outcome"

# The European list knows two types; social competence counts as skill there, and a note keeps it.
_OUTCOME_TYPES: dict[str, Node] = {
    kind: concept_node(_SKILL_TYPE + code, _SKILL_TYPE + "25831c2", labels)
    for kind, code, labels in (
        ("knowledge", "knowledge", {"en": "knowledge", "pl": "wiedza"}),
        ("skill", "skill", {"en": "skill", "pl": "umiejętność"}),
        ("social-competence", "skill", {"en": "skill", "pl": "umiejętność"}),
    )
}

# Subjects of notes: what a note says, for machines. The codes are read back by ``reading``.
SUBJECTS: dict[str, Node] = {
    code: own_concept("note", code, {"en": english, "pl": polish})
    for code, english, polish in (
        ("criteria", "Assessment criteria", "Kryteria oceny"),
        ("threshold", "Pass threshold in percent", "Próg zaliczenia w procentach"),
        ("proficiency", "Proficiency", "Stopień biegłości"),
        ("skill-hours", "Hours for a skill", "Godziny na umiejętność"),
        ("level-not-applicable", "Why there is no level", "Dlaczego nie podano poziomu"),
        ("quality-assurance", "Quality assurance", "Zapewnianie jakości"),
        ("accreditation", "Accreditation", "Akredytacja"),
        ("stackability-conditions", "Conditions of stacking", "Warunki łączenia"),
        ("stackable-towards", "Stackable towards", "Możliwość łączenia w kierunku"),
        ("further-information", "Further information", "Dodatkowe informacje"),
        ("target-group", "Target group", "Grupa docelowa"),
        ("relevance", "Why it is needed", "Dlaczego jest potrzebne"),
        ("prior-learning", "Recognition of prior learning", "Uznawanie wcześniejszego uczenia się"),
        ("guidance", "Information and guidance", "Informacja i doradztwo"),
        ("learner-feedback", "Feedback of learners", "Opinie osób uczących się"),
        ("peer-review", "Feedback of peers", "Opinie z zewnątrz"),
        ("schedule", "Schedule", "Tryb zajęć"),
        ("place", "Place of learning", "Miejsce zajęć"),
    )
}


def concepts(vocabulary: Vocabulary, codes: tuple[str, ...]) -> list[Node]:
    """Return the concepts of these codes; codes that the list does not have are left out."""
    return [found for code in codes if (found := concept(vocabulary, code)) is not None]


def _languages(tags: tuple[str, ...]) -> list[Node]:
    return [found for tag in tags if (found := language(tag)) is not None]


def qualification(award: AwardRecord, names: Names, assessments: list[Node]) -> Node:
    """Return the definition of ``award`` as ELM Qualification, with ``assessments`` as its assessments."""
    definition = award.definition
    node: Node = {
        "id": names.next("qualification"),
        "type": "Qualification",
        "title": texts(definition.title),
        "identifier": [
            identifier(
                names,
                scheme_name=DEFINITION_SCHEME,
                notation=definition.identifier,
                scheme_version=str(definition.version),
            )
        ],
        "isPartialQualification": False,
        "learningOutcome": [_outcome(outcome, names) for outcome in definition.learning_outcomes],
        "provenBy": assessments,
        "additionalNote": list(_notes(definition, names)),
    }
    if definition.description:
        node["description"] = texts(definition.description)
    node.update(_volume_and_level(definition, names))
    node.update(_learning(definition))
    homepage = award.definition_url or definition.homepage
    if homepage:
        node["homepage"] = [web_resource(names, homepage)]
    if definition.prerequisites:
        node["entryRequirement"] = note(names, texts(definition.prerequisites))
    return node


def _volume_and_level(definition: AchievementSpecification, names: Names) -> Iterator[tuple[str, object]]:
    """Yield M7 and M8: credit points, notional hours as xsd:duration, EQF, PRK and cycle."""
    workload, level = definition.workload, definition.level
    if workload.ects is not None:
        yield (
            "creditPoint",
            [
                {
                    "id": names.next("creditPoint"),
                    "type": "CreditPoint",
                    "framework": concept(CREDIT_FRAMEWORKS, "ects"),
                    "point": format(workload.ects.normalize(), "f"),
                }
            ],
        )
    if workload.hours is not None:
        yield "volumeOfLearning", f"PT{workload.hours}H"
    if level.eqf is not None and (eqf := concept(EQF_LEVELS, str(level.eqf))) is not None:
        yield "eqfLevel", eqf
    if level.prk is not None and (prk := concept(PRK_LEVELS, str(level.prk))) is not None:
        yield "nqfLevel", [prk]
    if level.cycle and (cycle := concept(CYCLES, level.cycle)) is not None:
        yield "educationLevel", [cycle]


def _learning(definition: AchievementSpecification) -> Iterator[tuple[str, object]]:
    """Yield M10 and what belongs to it: modes, setting, languages, type of offer, field of study."""
    part = definition.participation
    setting = LEARNING_SETTINGS.find(part.setting)
    if setting is not None and not setting.local:
        yield "learningSetting", concept(LEARNING_SETTINGS, part.setting)
    for name, nodes in (
        ("mode", concepts(LEARNING_MODES, part.modes)),
        ("language", _languages(part.languages)),
        ("thematicArea", concepts(FIELDS_OF_STUDY, definition.fields_of_study)),
        ("dcType", concepts(LEARNING_OPPORTUNITIES, (definition.opportunity_type,))),
    ):
        if nodes:
            yield name, nodes


def _outcome(outcome: LearningOutcome, names: Names) -> Node:
    node: Node = {
        "id": names.next("learningOutcome"),
        "type": "LearningOutcome",
        "title": texts(outcome.statement),
        "identifier": [identifier(names, scheme_name=OUTCOME_SCHEME, notation=outcome.id)],
    }
    if outcome.kind in _OUTCOME_TYPES:
        node["dcType"] = _OUTCOME_TYPES[outcome.kind]
    european = [skill for skill in outcome.skills if skill.uri.startswith(_ESCO_SKILL)]
    if european:
        node["relatedESCOSkill"] = [_skill(skill, ESCO_SKILLS) for skill in european]
    others = [skill for skill in outcome.skills if skill not in european]
    if others:
        node["relatedSkill"] = [_skill(skill, names.next("conceptScheme"), names) for skill in others]
    notes = list(_outcome_notes(outcome, names))
    if notes:
        node["additionalNote"] = notes
    return node


def _skill(skill: SkillLink, scheme: str, names: Names | None = None) -> Node:
    uri = skill.uri or (names.next("concept") if names is not None else "")
    return concept_node(uri, scheme, texts(skill.label))


def _outcome_notes(outcome: LearningOutcome, names: Names) -> Iterator[Node]:
    kind = concept(OUTCOME_KINDS, outcome.kind)
    if kind is not None:
        yield note(names, kind["prefLabel"], kind)
    if outcome.criteria:
        yield note(names, texts(outcome.criteria), SUBJECTS["criteria"])
    if outcome.threshold_percent is not None:
        yield note(names, {"en": str(outcome.threshold_percent)}, SUBJECTS["threshold"])
    if outcome.proficiency is not None:
        value = f"{outcome.proficiency.scale} {outcome.proficiency.step}"
        yield note(names, {"en": value}, SUBJECTS["proficiency"])
    for skill in outcome.skills:
        if skill.hours is not None:
            said = {tag: f"{label}: {skill.hours} h" for tag, label in texts(skill.label).items()}
            yield note(names, said or {"en": f"{skill.uri}: {skill.hours} h"}, SUBJECTS["skill-hours"])


def _notes(definition: AchievementSpecification, names: Names) -> Iterator[Node]:
    """Yield what ELM has no property for, each note with a subject that says what it is."""
    quality = definition.quality_assurance
    for kind in concepts(QUALITY_ASSURANCE_TYPES, quality.types):
        yield note(names, kind["prefLabel"], kind)
    stackability = concept(STACKABILITY, definition.stackability.type)
    if stackability is not None:
        yield note(names, stackability["prefLabel"], stackability)
    setting = LEARNING_SETTINGS.find(definition.participation.setting)
    if setting is not None and setting.local:
        node = concept(LEARNING_SETTINGS, setting.code)
        yield note(names, texts(setting.labels), node)
    schedule = concept(LEARNING_SCHEDULES, definition.participation.schedule)
    if schedule is not None:
        yield note(names, schedule["prefLabel"], schedule)
    for text, subject in (
        (quality.statement, "quality-assurance"),
        (definition.level.not_applicable, "level-not-applicable"),
        (definition.stackability.conditions, "stackability-conditions"),
        (definition.further_information, "further-information"),
        (definition.target_group, "target-group"),
        (definition.relevance.statement, "relevance"),
        (definition.prior_learning, "prior-learning"),
        (definition.guidance, "guidance"),
        (quality.learner_feedback, "learner-feedback"),
        (quality.peer_review, "peer-review"),
        (definition.participation.place, "place"),
    ):
        if text:
            yield note(names, texts(text), SUBJECTS[subject])
    for target in definition.stackability.towards:
        yield note(
            names, _with_reference(texts(target.title), target.reference), SUBJECTS["stackable-towards"]
        )
    for accreditation in quality.accreditations:
        yield note(names, _accreditation_text(accreditation), SUBJECTS["accreditation"])


def _accreditation_text(accreditation: Accreditation) -> dict[str, str]:
    """An accreditation as text: ELM's object demands the agent's country, which definitions do not hold."""
    said = {}
    for tag, title in texts(accreditation.title).items():
        agent, _ = accreditation.agent.best(tag)
        until = accreditation.valid_until.isoformat() if accreditation.valid_until else ""
        parts = (title, agent, accreditation.reference, f"→ {until}" if until else "")
        said[tag] = " · ".join(part for part in parts if part)
    return said


def _with_reference(text: Mapping[str, str], reference: str) -> dict[str, str]:
    return {tag: f"{value} · {reference}" if reference else value for tag, value in text.items()}


def assessment_specification(assessment: AssessmentSpecification, names: Names) -> Node:
    """Return one assessment of the definition (M9): its type and mode."""
    node: Node = {
        "id": names.next("learningAssessmentSpec"),
        "type": "LearningAssessmentSpecification",
        "title": assessment_title(assessment),
    }
    if assessment.description:
        node["description"] = texts(assessment.description)
    for name, found in (
        ("dcType", concepts(ASSESSMENT_TYPES, (assessment.type,))),
        ("mode", concepts(LEARNING_MODES, (assessment.mode,))),
    ):
        if found:
            node[name] = found
    return node


def assessment_title(assessment: AssessmentSpecification) -> dict[str, str]:
    """Return the title of an assessment; the label of its type where it has none."""
    title = texts(assessment.title)
    if title:
        return title
    kind = ASSESSMENT_TYPES.find(assessment.type)
    return texts(kind.labels) if kind is not None else {"en": assessment.id or assessment.type}


def activity_specification(definition: AchievementSpecification, names: Names) -> Node:
    """Return how one took part (M10): activities, modes, languages, hours with a teacher."""
    part, workload = definition.participation, definition.workload
    node: Node = {
        "id": names.next("learningActivitySpec"),
        "type": "LearningActivitySpecification",
        "title": texts(definition.title),
    }
    for name, nodes in (
        ("dcType", concepts(LEARNING_ACTIVITIES, part.activities)),
        ("mode", concepts(LEARNING_MODES, part.modes)),
        ("language", _languages(part.languages)),
    ):
        if nodes:
            node[name] = nodes
    if workload.hours is not None:
        node["volumeOfLearning"] = f"PT{workload.hours}H"
    if workload.contact_hours is not None:
        node["contactHour"] = [str(workload.contact_hours)]
    return node
