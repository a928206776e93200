"""The JSON Schema of definition files, made from the dataclasses, for completion in editors.

JSON Schema draft 2020-12. It describes the shape a draft may have: gaps are allowed, unknown fields are not.
Editors offer the codes of the vocabularies but take others; the gate decides on those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import FORMAT_KEY, FORMAT_VERSION
from umiem.domain.shape import MAX_TEXT, item_kind, shape_of
from umiem.domain.text import LANGUAGE_TAG, LocalizedText
from umiem.domain.vocabularies import (
    ASSESSMENT_TYPES,
    COUNTRIES,
    CYCLES,
    FIELDS_OF_STUDY,
    LANGUAGES,
    LEARNER_IDENTIFICATION,
    LEARNING_ACTIVITIES,
    LEARNING_MODES,
    LEARNING_OPPORTUNITIES,
    LEARNING_SCHEDULES,
    LEARNING_SETTINGS,
    OUTCOME_KINDS,
    QUALITY_ASSURANCE_TYPES,
    REGIONS,
    STACKABILITY,
    SUPERVISION,
    Vocabulary,
)

_VOCABULARIES: Mapping[tuple[str, str], Vocabulary] = {
    ("AchievementSpecification", "learner_identification"): LEARNER_IDENTIFICATION,
    ("AchievementSpecification", "fields_of_study"): FIELDS_OF_STUDY,
    ("AchievementSpecification", "opportunity_type"): LEARNING_OPPORTUNITIES,
    ("AwardingBody", "country"): COUNTRIES,
    ("AwardingBody", "region"): REGIONS,
    ("LearningOutcome", "kind"): OUTCOME_KINDS,
    ("Level", "cycle"): CYCLES,
    ("AssessmentSpecification", "type"): ASSESSMENT_TYPES,
    ("AssessmentSpecification", "mode"): LEARNING_MODES,
    ("AssessmentSpecification", "supervision"): SUPERVISION,
    ("Participation", "modes"): LEARNING_MODES,
    ("Participation", "setting"): LEARNING_SETTINGS,
    ("Participation", "activities"): LEARNING_ACTIVITIES,
    ("Participation", "languages"): LANGUAGES,
    ("Participation", "schedule"): LEARNING_SCHEDULES,
    ("QualityAssurance", "types"): QUALITY_ASSURANCE_TYPES,
    ("Accreditation", "type"): QUALITY_ASSURANCE_TYPES,
    ("Stackability", "type"): STACKABILITY,
}

Schema = dict[str, Any]


def definition_schema() -> Schema:
    """Return the JSON Schema of a definition file."""
    definitions: dict[str, Schema] = {}
    root = _object(AchievementSpecification, definitions)
    root["properties"] = {FORMAT_KEY: {"enum": [int(FORMAT_VERSION), FORMAT_VERSION]}, **root["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/umiem/definition/v1/schema.json",
        "title": "Umiem definition of a micro-credential",
        **root,
        "$defs": {"LocalizedText": _LOCALIZED, **definitions},
    }


_LOCALIZED: Schema = {
    "description": "The same text by language: pl, en …",
    "type": ["object", "null"],
    "propertyNames": {"pattern": f"^{LANGUAGE_TAG.pattern}$"},
    "additionalProperties": {"type": ["string", "number"], "maxLength": MAX_TEXT},
}

_SCALARS: Mapping[type, Schema] = {
    str: {"type": ["string", "number", "boolean", "null"], "maxLength": MAX_TEXT},
    int: {"type": ["integer", "null"]},
    Decimal: {"type": ["number", "string", "null"]},
    date: {"type": ["string", "null"], "format": "date"},
}


def _object(cls: type, definitions: dict[str, Schema]) -> Schema:
    summary = (cls.__doc__ or "").split("\n\n")[0]
    return {
        "description": " ".join(summary.replace("``", "").split()),
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            shape.name: _kind(shape.kind, definitions, _VOCABULARIES.get((cls.__name__, shape.name)))
            for shape in shape_of(cls)
        },
    }


def _kind(kind: Any, definitions: dict[str, Schema], vocabulary: Vocabulary | None) -> Schema:
    inner = item_kind(kind)
    if inner is not None:
        return {"type": ["array", "null"], "items": _kind(inner, definitions, vocabulary)}
    if kind is LocalizedText:
        return {"$ref": "#/$defs/LocalizedText"}
    if is_dataclass(kind) and isinstance(kind, type):
        name = kind.__name__
        if name not in definitions:
            definitions[name] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if vocabulary is not None:
        return {"anyOf": [{"enum": [concept.code for concept in vocabulary.concepts]}, _SCALARS[kind]]}
    return dict(_SCALARS[kind])
