"""What needs no token: the catalogue, shared credentials, and checking anything."""

from __future__ import annotations

import base64
import binascii
import time

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from umiem.api import parameters
from umiem.api.files import answers_file, file_answer
from umiem.api.shapes.public import (
    CatalogueEntry,
    CheckOut,
    VerificationBatchIn,
    VerificationIn,
    VerificationOut,
    VerificationRow,
)
from umiem.domain.catalogue import CatalogueQuery
from umiem.engine.credential import MEDIA_TYPE_CREDENTIAL
from umiem.engine.report import Check
from umiem.errors import MalformedInputError, UmiemError, UnavailableError
from umiem.sentences.checks import check_sentence, check_title
from umiem.services.credential import credentials
from umiem.services.skill import catalogue as catalogues
from umiem.services.skill import catalogue_feed
from umiem.services.verifying import check_records, verdicts, verification
from umiem.services.verifying.verification import CheckResult

router = Router()
BATCH_SECONDS = 10.0
"""After that no further credential of a batch is begun: a slow one takes seconds, and there are fifty."""


@router.get("/catalogue", response=list[CatalogueEntry], summary="Published micro-credentials")
def catalogue(request: HttpRequest, query: parameters.CatalogueWords = "") -> list[CatalogueEntry]:
    """Return what every organisation of this installation has published; `query` searches by words."""
    return [
        CatalogueEntry(
            organisation=card.organisation,
            slug=card.slug,
            version=card.version,
            titles=dict(card.titles),
            url=catalogue_feed.address_of(card),
        )
        for card in catalogues.search(CatalogueQuery(words=query)).cards
    ]


@router.get(
    "/public/credentials/{credential}",
    summary="A credential that its holder shares",
    openapi_extra=answers_file(MEDIA_TYPE_CREDENTIAL),
)
def shared_credential(request: HttpRequest, credential: parameters.CredentialId) -> HttpResponse:
    """Return the exact bytes while the holder keeps a public link to it, else 404."""
    file = credentials.file_of(verification.public_credential(credential))
    answer = file_answer(file)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@router.post("/verification", response=VerificationOut, summary="Check a credential")
def verify(request: HttpRequest, body: VerificationIn) -> VerificationOut:
    """Check a credential of any known format. `indeterminate` is never to be shown as valid."""
    return _out(_checked(body))


@router.post("/verification/batch", response=list[VerificationRow], summary="Check many credentials")
def verify_many(request: HttpRequest, body: VerificationBatchIn) -> list[VerificationRow]:
    """Check up to 50 credentials; the answers come in the same order. Use `/verification` for all details.

    What is not reached within ten seconds is `not-checked` for the reason `batch-time-spent`: send it again.
    """
    end = time.monotonic() + BATCH_SECONDS
    return [_row(item, end) for item in body.items]


def _row(body: VerificationIn, end: float) -> VerificationRow:
    try:
        if time.monotonic() > end:
            raise UnavailableError("batch-time-spent")
        return VerificationRow(**verdicts.row_of(_checked(body)))
    except UmiemError as error:
        return VerificationRow(verdict=verdicts.NOT_CHECKED, reasons=[error.code])


def _checked(body: VerificationIn) -> CheckResult:
    given = [value for value in (body.text, body.file, body.link) if value is not None]
    if len(given) != 1:
        raise MalformedInputError("request-not-as-described", problems=["give one of: text, file, link"])
    if body.at is not None and body.at.tzinfo is None:
        raise MalformedInputError("request-not-as-described", problems=["at: needs a time zone"])
    if body.link is not None:
        return verification.check_link(body.link, at=body.at)
    if body.text is not None:
        return verification.check_input(body.text, at=body.at)
    try:
        data = base64.b64decode(body.file or "", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise MalformedInputError("request-not-as-described", problems=["file: not base64"]) from problem
    return verification.check(data, at=body.at)


def _out(result: CheckResult) -> VerificationOut:
    report = result.report
    return VerificationOut(
        verdict=report.verdict,
        format=report.format,
        at=report.at,
        issuer=report.issuer,
        issuer_known=result.summary is not None and result.summary.issuer_known,
        answer=verdicts.answer_of(result),
        status_last_good=result.status_read_at,
        record=check_records.signed_record(result),
        checks=[_check(check) for check in report.checks],
        claims=None if report.secured_claims is None else dict(report.secured_claims),
    )


def _check(check: Check) -> CheckOut:
    language = get_language() or "en"
    return CheckOut(
        code=check.code,
        title=check_title(check.code, language),
        outcome=check.outcome,
        sentence=check_sentence(check, language),
        params={
            name: value if isinstance(value, int | bool) else str(value)
            for name, value in check.params.items()
        },
        spec=check.spec,
    )
