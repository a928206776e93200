"""The controlled vocabularies of the European Learning Model and a few of Umiem's own, as data.

Each concept has a readable code (what definition files hold), an address (what credentials hold)
and labels in Polish and English. Each vocabulary names the version it was taken from.
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import Concept, Vocabulary
from umiem.domain.vocabularies.countries import COUNTRIES
from umiem.domain.vocabularies.currencies import CURRENCIES
from umiem.domain.vocabularies.fields import FIELDS_OF_STUDY
from umiem.domain.vocabularies.languages import LANGUAGES
from umiem.domain.vocabularies.learning import (
    ASSESSMENT_TYPES,
    LEARNING_ACTIVITIES,
    LEARNING_MODES,
    LEARNING_OPPORTUNITIES,
    LEARNING_SCHEDULES,
    LEARNING_SETTINGS,
    SUPERVISION,
)
from umiem.domain.vocabularies.levels import (
    CREDIT_FRAMEWORKS,
    CYCLES,
    EQF_LEVELS,
    OUTCOME_KINDS,
    PRK_CODES,
    PRK_FRAMEWORK,
    PRK_LEVELS,
    PROFICIENCY_SCALES,
)
from umiem.domain.vocabularies.quality import (
    LEARNER_IDENTIFICATION,
    QUALITY_ASSURANCE_TYPES,
    STACKABILITY,
)
from umiem.domain.vocabularies.regions import REGIONS

__all__ = [
    "ASSESSMENT_TYPES",
    "COUNTRIES",
    "CREDIT_FRAMEWORKS",
    "CURRENCIES",
    "CYCLES",
    "EQF_LEVELS",
    "FIELDS_OF_STUDY",
    "LANGUAGES",
    "LEARNER_IDENTIFICATION",
    "LEARNING_ACTIVITIES",
    "LEARNING_MODES",
    "LEARNING_OPPORTUNITIES",
    "LEARNING_SCHEDULES",
    "LEARNING_SETTINGS",
    "OUTCOME_KINDS",
    "PRK_CODES",
    "PRK_FRAMEWORK",
    "PRK_LEVELS",
    "PROFICIENCY_SCALES",
    "QUALITY_ASSURANCE_TYPES",
    "REGIONS",
    "STACKABILITY",
    "SUPERVISION",
    "Concept",
    "Vocabulary",
]
