"""What a micro-credential promises: the definition with its 16 European standard elements.

Council Recommendation 2022/C 243/02, Annex I (M1–M11, O1–O5). A definition may be a draft: every part
can be absent, and ``assess_definition`` says what is missing. Codes of controlled vocabularies are held
as written; whether they exist is the gate's business, not the type's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from umiem.domain.text import EMPTY_TEXT, LocalizedText


@dataclass(frozen=True, kw_only=True)
class LegalIdentifier:
    """An identifier by law or register, for instance scheme ``VAT`` (NIP), ``REGON`` or ``KRS``."""

    scheme: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class AwardingBody:
    """Who awards (M4), where (M3). ``country`` is ISO 3166-1 alpha-2, ``region`` one of it (``PL-MZ``)."""

    legal_name: LocalizedText = EMPTY_TEXT
    country: str = ""
    region: str = ""
    locality: str = ""
    homepage: str = ""
    email: str = ""
    legal_identifier: LegalIdentifier | None = None


@dataclass(frozen=True, kw_only=True)
class SkillLink:
    """A skill or occupation of ESCO by its URI, or a free one (no URI) by its label.

    ``hours`` is the part of the workload that goes into a skill, where it is known.
    """

    uri: str = ""
    label: LocalizedText = EMPTY_TEXT
    hours: int | None = None


@dataclass(frozen=True, kw_only=True)
class Proficiency:
    """A step on a proficiency scale; kept apart from the EQF level, which is about the learning."""

    scale: str = "umiem-4"
    step: int = 1


@dataclass(frozen=True, kw_only=True)
class LearningOutcome:
    """What the learner can do (M6): verb, object and context; how it is assessed, by which criteria.

    ``kind`` is knowledge, skill or social-competence (PRK: W, U, K). ``assessed_by`` names assessments
    of the same definition by their ``id``. ``threshold_percent`` is the share of points that passes.
    """

    id: str = ""
    statement: LocalizedText = EMPTY_TEXT
    kind: str = ""
    skills: tuple[SkillLink, ...] = ()
    proficiency: Proficiency | None = None
    assessed_by: tuple[str, ...] = ()
    criteria: LocalizedText = EMPTY_TEXT
    threshold_percent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Workload:
    """Notional workload (M7): ECTS credits and hours; the hours may be split in contact and own work."""

    ects: Decimal | None = None
    hours: int | None = None
    contact_hours: int | None = None
    self_study_hours: int | None = None


@dataclass(frozen=True, kw_only=True)
class Level:
    """Level of the learning (M8): EQF, PRK as a reference, QF-EHEA cycle; or why there is none."""

    eqf: int | None = None
    prk: int | None = None
    cycle: str = ""
    not_applicable: LocalizedText = EMPTY_TEXT


@dataclass(frozen=True, kw_only=True)
class AssessmentSpecification:
    """One assessment (M9) with its mode, and supervision and identity verification (O2)."""

    id: str = ""
    title: LocalizedText = EMPTY_TEXT
    type: str = ""
    mode: str = ""
    supervision: str = ""
    description: LocalizedText = EMPTY_TEXT
    weight_percent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Participation:
    """How one takes part (M10): modes, setting, activities, languages of learning, schedule, place."""

    modes: tuple[str, ...] = ()
    setting: str = ""
    activities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    schedule: str = ""
    place: LocalizedText = EMPTY_TEXT


@dataclass(frozen=True, kw_only=True)
class Accreditation:
    """A decision by an outside body on the programme or the institution."""

    title: LocalizedText = EMPTY_TEXT
    type: str = ""
    agent: LocalizedText = EMPTY_TEXT
    reference: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class QualityAssurance:
    """Quality assurance behind the micro-credential (M11; Annex II 1 and 8)."""

    types: tuple[str, ...] = ()
    statement: LocalizedText = EMPTY_TEXT
    procedure: str = ""
    accreditations: tuple[Accreditation, ...] = ()
    learner_feedback: LocalizedText = EMPTY_TEXT
    peer_review: LocalizedText = EMPTY_TEXT


@dataclass(frozen=True, kw_only=True)
class Grading:
    """The scale of the final grade (O3), from the lowest to the highest value."""

    title: LocalizedText = EMPTY_TEXT
    values: tuple[str, ...] = ()
    lowest_pass: str = ""


@dataclass(frozen=True, kw_only=True)
class StackingTarget:
    """Something the micro-credential may count towards; the receiving body decides."""

    title: LocalizedText = EMPTY_TEXT
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Prerequisite:
    """What one must hold before one begins (O1): a skill of ESCO or another micro-credential.

    ``reference`` is the URI of the skill, or leads to a definition: ``identifier`` for one of the same
    organisation, ``organisation/identifier`` for any other. Plans respect it; ``title`` is for people.
    """

    title: LocalizedText = EMPTY_TEXT
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Stackability:
    """Integration and stackability options (O4)."""

    type: str = ""
    towards: tuple[StackingTarget, ...] = ()
    conditions: LocalizedText = EMPTY_TEXT


@dataclass(frozen=True, kw_only=True)
class ComponentGroup:
    """Micro-credentials of which all, a number or a sum of credits make one part of a larger one (O4).

    Each of ``components`` leads to a definition as ``Prerequisite.reference`` does, or is the address by
    which credentials from elsewhere name their achievement. Without ``at_least`` and ``at_least_ects`` all
    are wanted.
    """

    title: LocalizedText = EMPTY_TEXT
    components: tuple[str, ...] = ()
    at_least: int | None = None
    at_least_ects: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Composition:
    """What a larger micro-credential is made of (O4; ELM: hasPart); no groups for one that stands alone.

    ``least_ects`` is the sum over all groups, ``lowest_eqf`` the level that every component must have, and
    ``oldest_months`` how long ago a component may have been awarded.
    """

    groups: tuple[ComponentGroup, ...] = ()
    least_ects: Decimal | None = None
    lowest_eqf: int | None = None
    oldest_months: int | None = None


@dataclass(frozen=True, kw_only=True)
class Relevance:
    """Why it is worth having (Annex II 3): need, occupations, who was asked."""

    statement: LocalizedText = EMPTY_TEXT
    occupations: tuple[SkillLink, ...] = ()
    consulted: LocalizedText = EMPTY_TEXT


@dataclass(frozen=True, kw_only=True)
class Review:
    """When the definition was last looked at and must be looked at again."""

    last: date | None = None
    by: date | None = None


@dataclass(frozen=True, kw_only=True)
class AchievementSpecification:
    """A micro-credential as its provider defines it; Open Badges: Achievement.

    ``identifier`` is a slug that never changes; a published ``version`` never changes either.
    ``primary_language`` is the language of record; the other languages are translations of it.
    ``learner_identification`` says how the credential will name the learner (M1); the date of issuing
    (M5) is set when it is issued, for ``validity_months`` or without end. ``image`` and ``hue`` (0–359)
    are appearance only.
    """

    identifier: str = ""
    version: int = 1
    primary_language: str = "pl"
    title: LocalizedText = EMPTY_TEXT
    description: LocalizedText = EMPTY_TEXT
    awarding_bodies: tuple[AwardingBody, ...] = ()
    learner_identification: tuple[str, ...] = ("full-name", "email")
    learning_outcomes: tuple[LearningOutcome, ...] = ()
    workload: Workload = Workload()
    level: Level = Level()
    assessments: tuple[AssessmentSpecification, ...] = ()
    participation: Participation = Participation()
    quality_assurance: QualityAssurance = QualityAssurance()
    prerequisites: LocalizedText = EMPTY_TEXT
    requires: tuple[Prerequisite, ...] = ()
    grading: Grading | None = None
    stackability: Stackability = Stackability()
    composition: Composition = Composition()
    further_information: LocalizedText = EMPTY_TEXT
    target_group: LocalizedText = EMPTY_TEXT
    relevance: Relevance = Relevance()
    prior_learning: LocalizedText = EMPTY_TEXT
    guidance: LocalizedText = EMPTY_TEXT
    fields_of_study: tuple[str, ...] = ()
    opportunity_type: str = ""
    validity_months: int | None = None
    review: Review = Review()
    homepage: str = ""
    image: str = ""
    hue: int | None = None
    tags: tuple[str, ...] = ()


def concepts_of(specification: AchievementSpecification) -> set[str]:
    """Return the URIs of the skills and occupations a definition names."""
    skills = (skill for outcome in specification.learning_outcomes for skill in outcome.skills)
    return {each.uri for each in (*skills, *specification.relevance.occupations) if each.uri}
