"""Correcting: a new credential of the same award, linked to the one that was wrong, which is revoked."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem.domain.award_rules import assess_award, results_from
from umiem.domain.findings import blocking
from umiem.errors import MalformedInputError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.awards import find_award
from umiem.services.credential import issuing, successors
from umiem.services.definition.definitions import view_of
from umiem.services.notice import reports
from umiem.storage.models import (
    Award,
    Credential,
    Learner,
    Organisation,
    ReplacementKind,
    Report,
    ReportState,
)

LONGEST_NAME = 200
LONGEST_RESULT = 80


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What is right; None leaves a value as it is. ``report`` is the learner's report that it settles.

    ``results`` maps the ids of learning outcomes to points or marks, "" for reached without points; outcomes
    that it does not name stay as they are.
    """

    given_name: str | None = None
    family_name: str | None = None
    awarded_on: date | None = None
    grade: str | None = None
    results: Mapping[str, str] | None = None
    report: uuid.UUID | None = None


def correct(actor: Actor, organisation: str, award_id: uuid.UUID, correction: Correction) -> Credential:
    """Revoke the credential of an award and issue a corrected one in its place; the learner is told once.

    Asking twice for the same correction changes nothing the second time. Raises ``RefusedError`` when
    nothing would change, or the credential is revoked already; ``MalformedInputError`` for a wrong name.
    """
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=found.pk)
        award = find_award(found, award_id)
        old = successors.replaceable(award)
        settled = None if correction.report is None else reports.find(found, correction.report)
        if settled is not None and settled.award_id != award.pk:
            raise RefusedError("report-of-another-award")
        before = _stated(award)
        _put_right(award, correction)
        changed = [name for name, value in _stated(award).items() if value != before[name]]
        if not changed:
            raise RefusedError("correction-changes-nothing")
        _check(award)
        stored = _store(found, award, old, valid_until=_last_day(old))
        audit.record(actor, found, "award-corrected", str(award.public_id), fields=changed)
        if settled is not None:
            reports.settle(actor, settled, state=ReportState.CORRECTED)
    return successors.finish(actor, found, stored)


def _stated(award: Award) -> dict[str, Any]:
    """What a correction may change."""
    names = ("given_name", "family_name", "awarded_on")
    return {name: getattr(award, name) for name in names} | {
        "grade": str(award.record.get("grade") or ""),
        "results": result_values(award),
    }


def result_values(award: Award) -> dict[str, str]:
    """Return the points or marks of an award by learning outcome, "" where it was reached without any."""
    return {str(result["outcome_id"]): str(result["value"]) for result in award.record.get("results", ())}


def _put_right(award: Award, correction: Correction) -> None:
    for name in ("given_name", "family_name"):
        text = getattr(correction, name)
        if text is not None:
            text = text.strip()
            if not text or len(text) > LONGEST_NAME or "\0" in text:
                raise MalformedInputError("learner-name-wrong", value=text[:80])
            setattr(award, name, text)
    if correction.awarded_on is not None:
        if correction.awarded_on > timezone.localdate():
            raise RefusedError("awarded-on-in-future", date=correction.awarded_on.isoformat())
        award.awarded_on = correction.awarded_on
    if correction.grade is not None:
        award.record = {**award.record, "grade": correction.grade.replace("\0", "").strip()}
    if correction.results is not None:
        award.record = {**award.record, "results": _results(award, correction.results)}


def _results(award: Award, changes: Mapping[str, str]) -> list[dict[str, str]]:
    specification = view_of(award.definition_version).specification
    unknown = set(changes) - {outcome.id for outcome in specification.learning_outcomes}
    if unknown:
        raise MalformedInputError("outcome-unknown", outcomes=", ".join(sorted(unknown))[:200])
    right = {name: value.replace("\0", "").strip()[:LONGEST_RESULT] for name, value in changes.items()}
    made = results_from(specification, result_values(award) | right)
    return [{"outcome_id": one.outcome_id, "status": str(one.status), "value": one.value} for one in made]


def _check(award: Award) -> None:
    for finding in blocking(assess_award(successors.record_of(award), on=timezone.localdate())):
        raise RefusedError(finding.code, **finding.params)


def _store(
    organisation: Organisation,
    award: Award,
    old: Credential,
    *,
    valid_until: date | None,
) -> list[issuing.Intended]:
    Award.objects.filter(pk=award.pk).update(
        given_name=award.given_name,
        family_name=award.family_name,
        awarded_on=award.awarded_on,
        record=award.record,
    )
    Learner.objects.filter(pk=award.learner_id).update(
        given_name=award.given_name, family_name=award.family_name
    )
    intent = issuing.Intent(
        award=award,
        record=successors.record_of(award),
        valid_until=valid_until,
        replaces=old,
        replacement=ReplacementKind.CORRECTION,
    )
    return issuing.store_intents(organisation, [intent])


def _last_day(old: Credential) -> date | None:
    """The last day that was named for the award; None where the end is counted from its day."""
    if old.valid_until is None or timezone.localtime(old.valid_until).time() != time(23, 59, 59):
        return None
    return timezone.localdate(old.valid_until)


def settles(report: Report) -> Correction:
    """Return the correction that a report proposes, for a form to begin with."""
    try:
        day: date | None = date.fromisoformat(str(report.proposed.get("awarded_on", "")))
    except ValueError:  # learners write dates as they like: the staff reads the text
        day = None
    known = {name: report.proposed.get(name) for name in ("given_name", "family_name")}
    return dataclasses.replace(Correction(report=report.public_id, awarded_on=day), **known)
