"""Speed of the quality gate, of reading definitions and of making Open Badges documents, on one core.

``gate-complete`` assesses definitions that pass every rule; ``gate-spoilt`` ones with several findings each.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path

from umiem.domain.award import AwardRecord, Learner, issuer_from_definition
from umiem.domain.award_rules import results_from
from umiem.domain.definition import AchievementSpecification, Participation, Workload
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.domain.findings import assess_definition
from umiem.services.credential.representations.open_badges_3 import open_badge_document

Case = tuple[str, Callable[[], object]]
_FILES = sorted((Path(__file__).parents[1] / "examples" / "definitions").glob("*.yaml"))
_DAY = date(2026, 11, 22)


def cases() -> list[Case]:
    """Return the rows: a name, and one operation to time."""
    complete = [load_definition(path.read_bytes(), path.name) for path in _FILES]
    spoilt = [
        dataclasses.replace(definition, workload=Workload(), participation=Participation())
        for definition in complete
    ]
    yaml_files = cycle([path.read_bytes() for path in _FILES])
    json_files = cycle([dump_definition(definition, "json") for definition in complete])
    next_complete, next_spoilt = cycle(complete), cycle(spoilt)
    awards = cycle([_award(definition) for definition in complete])
    return [
        ("gate-complete", lambda: assess_definition(next(next_complete), on=_DAY)),
        ("gate-spoilt", lambda: assess_definition(next(next_spoilt), on=_DAY)),
        ("read-yaml", lambda: load_definition(next(yaml_files), "x.yaml")),
        ("read-json", lambda: load_definition(next(json_files), "x.json")),
        ("open-badges-document", lambda: _document(next(awards))),
    ]


def _award(definition: AchievementSpecification) -> AwardRecord:
    return AwardRecord(
        definition=definition,
        learner=Learner(given_name="Świętosława", family_name="Żółć", email="s.zolc@example.org"),
        results=results_from(definition, {}),
        awarded_on=_DAY,
        identity_salt="0" * 32,
        grade="5,0",
    )


def _document(award: AwardRecord) -> object:
    return open_badge_document(
        award,
        issuer_from_definition(award.definition, "did:web:uczelnia.example.org"),
        status_entries=(),
        credential_id="urn:uuid:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
        valid_from=datetime(2026, 11, 22, tzinfo=UTC),
        valid_until=None,
        languages=("pl", "en"),
    )
