"""One award as it is asked for: judged on its definition, and as the record that is kept of it."""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils import timezone

from umiem import wiring
from umiem.domain.award import AwardRecord, EvidenceItem, Result
from umiem.domain.award import Learner as LearnerData
from umiem.domain.award_rules import assess_award, grade_on_scale, results_from
from umiem.domain.findings import blocking
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.definition.definitions import DefinitionView
from umiem.services.email_address import checked_email

LONGEST_RUN = 80
REMEMBERED_RESULTS = 256
_JSON = json.JSONEncoder(ensure_ascii=False).encode
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What no database and no UTF-8 text can hold."""


@dataclass(frozen=True, kw_only=True)
class AwardRequest:
    """One award to make. ``results`` maps the id of a learning outcome to points or a mark.

    ``valid_until`` is the last day of validity where it is not the definition's.
    """

    given_name: str
    family_name: str
    email: str
    identifier: str | None = None
    results: Mapping[str, str] = field(default_factory=dict)
    grade: str = ""
    evidence: tuple[EvidenceItem, ...] = ()
    awarded_on: date | None = None
    valid_until: date | None = None


def learner_key(identifier: str | None, email: str) -> str:
    """Return what tells learners of one organisation apart: its own identifier, else the address."""
    return f"id:{identifier.strip()}" if identifier and identifier.strip() else f"mail:{folded(email)}"


def folded(email: str) -> str:
    """Return an address as addresses are compared."""
    return email.strip().casefold()


def record_of(view: DefinitionView, request: AwardRequest) -> AwardRecord:
    """Return a request as the award it asks for, with a new salt. Checks nothing: see ``RequestRules``."""
    return RequestRules(view).record(request)


def plain_record(record: AwardRecord) -> dict[str, object]:
    """The award as plain data, without the definition, which has a file and a version of its own."""
    return _judged(record.results, record.grade, record.evidence) | _own(record)


def record_text(record: AwardRecord) -> str:
    """Return ``plain_record`` as JSON; what many awards have the same is written once."""
    return f"{_judged_text(record.results, record.grade, record.evidence)}, {_JSON(_own(record))[1:]}"


@lru_cache(maxsize=REMEMBERED_RESULTS)
def _judged_text(results: tuple[Result, ...], grade: str, evidence: tuple[EvidenceItem, ...]) -> str:
    return _JSON(_judged(results, grade, evidence))[:-1]


def _judged(results: tuple[Result, ...], grade: str, evidence: tuple[EvidenceItem, ...]) -> dict[str, object]:
    return {
        "results": [
            {"outcome_id": result.outcome_id, "status": result.status, "value": result.value}
            for result in results
        ],
        "grade": grade,
        "evidence": [dataclasses.asdict(item) for item in evidence],
    }


def _own(record: AwardRecord) -> dict[str, object]:
    return {"identity_salt": record.identity_salt, "identifier": record.learner.identifier}


class RequestRules:
    """Judges requests on one definition, today. Results and grade are judged once for all that have the same.

    Made for some requests at a time: it remembers each combination of results it has met.
    """

    def __init__(self, view: DefinitionView) -> None:
        self._specification = view.specification
        self._outcomes = {outcome.id for outcome in view.specification.learning_outcomes}
        slug = f"{view.organisation.slug}/{view.definition.slug}"
        self._definition_url = f"{wiring.installation().base_url}/catalogue/{slug}/"
        self._today = timezone.localdate()
        self._met: dict[tuple[object, ...], tuple[tuple[Result, ...], str]] = {}
        self._passed: set[tuple[object, ...]] = set()

    def record(self, request: AwardRequest) -> AwardRecord:
        """Return a request as the award it asks for, with a new salt, unchecked."""
        results, grade = self._results(request)
        return AwardRecord(
            definition=self._specification,
            learner=LearnerData(
                given_name=request.given_name.strip(),
                family_name=request.family_name.strip(),
                email=folded(request.email),
                identifier=request.identifier,
            ),
            results=results,
            awarded_on=request.awarded_on or self._today,
            identity_salt=secrets.token_hex(16),
            grade=grade,
            evidence=request.evidence,
            definition_url=self._definition_url,
        )

    def checked(self, request: AwardRequest) -> AwardRecord:
        """Return the same, if it can be awarded on this definition.

        The results and the grade are judged by ``domain.award_rules``: what is below the threshold, above
        the scale or not on it is refused, with the code of the first finding. Raises ``MalformedInputError``
        or ``RefusedError``.
        """
        _check_person(request)
        unknown = request.results.keys() - self._outcomes
        if unknown:
            raise MalformedInputError("outcome-unknown", outcomes=", ".join(sorted(unknown)))
        awarded_on, today = request.awarded_on or self._today, self._today
        if request.valid_until is not None and request.valid_until < awarded_on:
            raise RefusedError("valid-until-before-award", date=request.valid_until.isoformat())
        if awarded_on > today:
            raise RefusedError("awarded-on-in-future", date=awarded_on.isoformat())
        record = self.record(request)
        judged = _results_key(request)
        if judged not in self._passed:  # what else the rules look at was checked above
            for finding in blocking(assess_award(record, on=today)):
                raise RefusedError(finding.code, **finding.params)
            self._passed.add(judged)
        return record

    def _results(self, request: AwardRequest) -> tuple[tuple[Result, ...], str]:
        key = _results_key(request)
        found = self._met.get(key)
        if found is None:
            results = results_from(self._specification, request.results)
            found = self._met[key] = results, grade_on_scale(self._specification, request.grade)
        return found


def _results_key(request: AwardRequest) -> tuple[object, ...]:
    return (request.grade, *request.results.items())


def _check_person(request: AwardRequest) -> None:
    for name in (request.given_name, request.family_name):
        if not name.strip() or len(name) > 200 or _UNWRITABLE.search(name):
            raise MalformedInputError("learner-name-wrong", value=_UNWRITABLE.sub("�", name[:80]))
    checked_email(request.email)


def checked_run(run: str) -> str:
    """Return the name of the run without blanks around it; raises ``MalformedInputError`` when too long."""
    cleaned = run.strip()
    if len(cleaned) > LONGEST_RUN or "\0" in cleaned:
        raise MalformedInputError("run-too-long", limit=LONGEST_RUN)
    return cleaned
