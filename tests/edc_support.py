"""Awards to make credentials from, and the public SHACL shapes to judge them by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.shared_data import shared_path
from umiem.domain.award import (
    AwardRecord,
    EvidenceItem,
    IssuerIdentity,
    Learner,
    Result,
    ResultStatus,
    issuer_from_definition,
)
from umiem.domain.definition import AchievementSpecification, Level, Workload
from umiem.domain.definition_file import load_definition
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import ASSESSMENT_TYPES, LEARNING_MODES, LEARNING_SETTINGS, SUPERVISION
from umiem.engine.status.bitstring import StatusEntry

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
DID = "did:web:politechnika.example.org"
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"
)
PICTURES = {"pl": PICTURE, "en": PICTURE}
STATUS_ENTRIES = (
    StatusEntry(purpose="revocation", index=94567, list_url="https://politechnika.example.org/status/3"),
)
_EXAMPLES = Path(__file__).parents[1] / "examples" / "definitions"
_NAMES = (
    ("Świętosława", "Żółć"),
    ("Jan", "Kowalski"),
    ("María José", "O'Brien-Łódzka"),
    ("Zażółć", "Brzęczyszczykiewicz-Wolnowestchnieniewska-Konstantynopolitańczykowianeczka"),
)


@cache
def example_definitions() -> tuple[AchievementSpecification, ...]:
    """The definitions of the project's own examples."""
    return tuple(load_definition(path.read_bytes(), path.name) for path in sorted(_EXAMPLES.glob("*.yaml")))


def award_of(definition: AchievementSpecification, **changes: Any) -> AwardRecord:
    """A complete award of ``definition``; ``changes`` replaces fields of the record."""
    award = AwardRecord(
        definition=definition,
        learner=Learner(
            given_name="Świętosława",
            family_name="Żółć",
            email="swietoslawa.zolc@example.org",
            identifier="s123456",
        ),
        results=tuple(Result(outcome_id=outcome.id, value="85") for outcome in definition.learning_outcomes),
        awarded_on=date(2026, 5, 18),
        identity_salt="0123456789abcdef0123456789abcdef",
        grade="4,5",
        narrative=LocalizedText({"pl": "Wyróżnienie za projekt.", "en": "Distinction for the project."}),
        evidence=(
            EvidenceItem(name="Projekt", url="https://example.org/projekt", narrative="Projekt zespołu."),
        ),
        definition_url=f"https://politechnika.example.org/d/{definition.identifier}/{definition.version}",
        place="Łódź",
    )
    return replace(award, **changes)


def issuer_of(definition: AchievementSpecification) -> IssuerIdentity:
    return issuer_from_definition(definition, DID)


def generated_awards(count: int, *, seed: int = 20220616) -> Iterator[AwardRecord]:
    """Awards that differ in what they hold: levels, workload, modes, results, optional elements."""
    draw = Random(seed)
    definitions = example_definitions()
    for _ in range(count):
        definition = _varied(draw.choice(definitions), draw)
        given, family = draw.choice(_NAMES)
        learner = Learner(
            given_name=given,
            family_name=family,
            email=draw.choice(("", "a.b@example.org")),
            identifier=draw.choice((None, "s1")),
            did=draw.choice((None, "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")),
        )
        results = tuple(
            Result(
                outcome_id=outcome.id,
                status=draw.choice(tuple(ResultStatus)),
                value=draw.choice(("", "85", "3,5")),
            )
            for outcome in definition.learning_outcomes
        )
        yield award_of(
            definition,
            learner=learner,
            results=results,
            grade=draw.choice(("", "4,5", "pass")),
            narrative=draw.choice((LocalizedText(), LocalizedText({"en": "Well done"}))),
            evidence=draw.choice(((), (EvidenceItem(name="", url="https://example.org/e"),))),
            place=draw.choice(("", "Łódź")),
            definition_url=draw.choice(("", "https://example.org/d")),
        )


def _varied(definition: AchievementSpecification, draw: Random) -> AchievementSpecification:
    hours = draw.choice((None, 10, 60))
    ects = draw.choice((Decimal("0.5"), Decimal("2"), Decimal("10"))) if hours is None else None
    level = draw.choice(
        (
            Level(eqf=draw.randint(1, 8), prk=draw.randint(1, 8), cycle="first-cycle"),
            Level(eqf=6),
            Level(not_applicable=LocalizedText({"pl": "Nie dotyczy.", "en": "Does not apply."})),
        )
    )
    assessments = tuple(
        replace(
            assessment,
            type=draw.choice(ASSESSMENT_TYPES.concepts).code,
            mode=draw.choice(LEARNING_MODES.concepts).code,
            supervision=draw.choice(("", *(concept.code for concept in SUPERVISION.concepts))),
        )
        for assessment in definition.assessments
    )
    participation = replace(
        definition.participation,
        modes=tuple({draw.choice(LEARNING_MODES.concepts).code for _ in range(2)}),
        setting=draw.choice(LEARNING_SETTINGS.concepts).code,
    )
    return replace(
        definition,
        workload=Workload(ects=ects, hours=hours),
        level=level,
        assessments=assessments,
        participation=participation,
        grading=draw.choice((None, definition.grading)),
        prerequisites=draw.choice((LocalizedText(), definition.prerequisites)),
        primary_language=draw.choice(("pl", "en")),
    )


@cache
def _judge() -> Any:
    """The merged shapes: ``edc-generic-full`` alone names the other file, which no processor loads."""
    import rdflib

    shapes = rdflib.Graph()
    for name in ("EDC-generic-full.ttl", "EDC-generic-no-cv.ttl"):
        shapes.parse(shared_path("vectors/elm/rdf/ap/edc") / name)
    return shapes


@cache
def _contexts() -> dict[str, Any]:
    edc = json.loads(shared_path("vectors/elm/rdf/ap/edc/edc-ap-context.jsonld").read_text())
    credentials = next(
        json.loads(path.read_text())
        for path in (shared_path("vectors/contexts-published"), shared_path("vectors/contexts-vc-data-model"))
        for path in sorted(path.rglob("*"))
        if path.is_file()
        and '"VerifiablePresentation"' in path.read_text(errors="ignore")
        and "/2018/credentials#" in path.read_text(errors="ignore")
        and '"issuanceDate"' in path.read_text(errors="ignore")
    )
    return {
        "https://www.w3.org/2018/credentials/v1": credentials,
        "http://data.europa.eu/snb/model/context/edc-ap": edc,
    }


def shacl_violations(documents: list[dict[str, Any]]) -> list[str]:
    """Judge documents by the public shapes with pySHACL; returns what is violated, empty when all conform."""
    import pyshacl
    import rdflib
    from pyld import jsonld

    def load(url: str, options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": _contexts()[url]}

    found: list[str] = []
    for document in documents:
        options = {"documentLoader": load, "base": None, "format": "application/n-quads"}
        data = rdflib.Graph()
        data.parse(data=jsonld.to_rdf(document, options), format="nt")
        conforms, report, _ = pyshacl.validate(data, shacl_graph=_judge(), advanced=False)
        if not conforms:
            shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
            found += [
                f"{report.value(one, shacl.resultPath)} {report.value(one, shacl.sourceConstraintComponent)}"
                for one in report.objects(None, shacl.result)
            ]
    return found
