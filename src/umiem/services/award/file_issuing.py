"""Issue a list of credentials from two files, without a database: what ``umiem issue`` does.

The order is the one of the server: check the definition, check each award, prepare, sign, verify with the
public key, and only then hand over. There is no status list: such credentials cannot be revoked.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from umiem.domain.award import AwardRecord, issuer_from_definition
from umiem.domain.award_rules import assess_award, grade_on_scale, results_from
from umiem.domain.dates import months_after
from umiem.domain.definition import AchievementSpecification
from umiem.domain.findings import Finding, assess_definition, blocking
from umiem.domain.learner_list import LearnerList, LearnerRow, RowProblem
from umiem.engine import (
    OPEN_BADGES_3,
    CompiledTemplate,
    SecuredCredential,
    Signer,
    Verdict,
    VerificationPolicy,
    offline_sources,
    verify_credential,
)
from umiem.errors import RefusedError
from umiem.services.credential.representations.open_badges_3 import open_badge_document

# kind of key → the cryptosuite it signs with
_SUITES = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019", "P-384": "ecdsa-rdfc-2019"}


@dataclass(frozen=True, kw_only=True)
class FileIssue:
    """What is to be issued: a definition that may be awarded and the awards of it, all checked."""

    definition: AchievementSpecification
    awards: tuple[tuple[LearnerRow, AwardRecord], ...]
    problems: tuple[RowProblem, ...]


def plan_issue(
    definition: AchievementSpecification, learners: LearnerList, *, awarded_on: date, today: date
) -> FileIssue:
    """Check the definition and every row; the problems of the list and of the awards come back together.

    Raises ``RefusedError`` (definition-incomplete) with the findings that block as ``findings`` and the
    Annex I elements concerned as ``elements``.
    """
    missing = blocking(assess_definition(definition, on=today))
    if missing:
        elements = ", ".join(dict.fromkeys(finding.element or "–" for finding in missing))
        raise RefusedError("definition-incomplete", elements=elements, findings=missing)
    awards: list[tuple[LearnerRow, AwardRecord]] = []
    problems = list(learners.problems)
    for row in learners.rows:
        award = _award(definition, row, awarded_on)
        against = blocking(assess_award(award, on=today))
        problems.extend(_row_problem(row, finding) for finding in against)
        if not against:
            awards.append((row, award))
    problems.sort(key=lambda problem: problem.row)
    return FileIssue(definition=definition, awards=tuple(awards), problems=tuple(problems))


def _award(definition: AchievementSpecification, row: LearnerRow, awarded_on: date) -> AwardRecord:
    return AwardRecord(
        definition=definition,
        learner=row.learner,
        results=results_from(definition, row.results),
        awarded_on=awarded_on,
        identity_salt=secrets.token_hex(16),
        grade=grade_on_scale(definition, row.grade),
        place=definition.awarding_bodies[0].locality,
    )


def _row_problem(row: LearnerRow, finding: Finding) -> RowProblem:
    column = finding.path.rpartition(".")[2] if finding.path.startswith("results.") else ""
    return RowProblem(finding.code, row.row, column, finding.params)


def issue_planned(
    plan: FileIssue, signer: Signer, *, at: datetime, languages: Sequence[str]
) -> Iterator[tuple[LearnerRow, SecuredCredential]]:
    """Prepare and sign one award after the other, each verified with the public key before it is given out.

    ``at`` is the time of signing and the start of validity. What is given out is meant to be kept aside until
    the last one came: a document that does not conform stops the list where it stands.

    Raises ``RefusedError`` (signature-not-verified) when a signature does not verify.
    """
    template = CompiledTemplate(signer, at, _SUITES[signer.public_key.algorithm])
    for row, award in plan.awards:
        document = _document(award, signer, at, languages)
        secured = template.sign(template.prepare(document, OPEN_BADGES_3))
        report = verify_credential(
            secured.data, policy=VerificationPolicy.strict(), at=at, sources=offline_sources()
        )
        if report.verdict is not Verdict.VALID:
            raise RefusedError("signature-not-verified", row=row.row)
        yield row, secured


def _document(award: AwardRecord, signer: Signer, at: datetime, languages: Sequence[str]) -> dict[str, Any]:
    did = signer.verification_method.partition("#")[0]
    months = award.definition.validity_months
    return open_badge_document(
        award,
        issuer_from_definition(award.definition, did),
        status_entries=(),
        credential_id=f"urn:uuid:{uuid.uuid4()}",
        valid_from=at,
        valid_until=months_after(at, months) if months is not None else None,
        languages=languages,
    )
