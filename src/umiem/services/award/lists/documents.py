"""What a row would become: the very credential, not signed by the organisation, and its certificate.

The document is made and checked by the same functions as the real one. Its identifier is new each time, it
has no place in a status list, and only a throw-away key signs the certificate's copy: nothing here verifies.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, time

from django.utils import timezone

from umiem.adapters.documents.content import Verify
from umiem.adapters.keys import file as key_file
from umiem.domain.dates import months_after
from umiem.engine import (
    OPEN_BADGES_3,
    InMemorySigner,
    PreparedCredential,
    prepare_credential,
    sign_credential,
)
from umiem.errors import RefusedError
from umiem.services.access import Actor
from umiem.services.award.lists.importing import DraftView
from umiem.services.award.lists.preview import get_row
from umiem.services.award.lists.requests import request_of
from umiem.services.award.requests import AwardRequest, record_of
from umiem.services.credential import issuing
from umiem.services.credential.certificate_designs import design_of
from umiem.services.credential.conversion import Conversion, convert, stored_credential
from umiem.services.credential.representations.open_badges_3 import open_badge_document
from umiem.services.credential.representations.stored import DEFAULT_HUE
from umiem.services.files import File

NOT_ISSUED = "PODGLĄD · PREVIEW"


def row_document(actor: Actor, organisation: str, public_id: uuid.UUID, number: int) -> File:
    """Return the credential of a row as it would be issued now, without the proof."""
    prepared = _prepared(actor, organisation, public_id, number)[1]
    data = json.dumps(prepared.document, ensure_ascii=False, indent=2).encode()
    return File(name=f"preview-{number}.json", media_type="application/json", data=data)


def row_certificate(actor: Actor, organisation: str, public_id: uuid.UUID, number: int) -> File:
    """Return the certificate of a row as it would look; it says that nothing was issued."""
    view, prepared = _prepared(actor, organisation, public_id, number)
    now = timezone.now().replace(microsecond=0)
    signer = InMemorySigner(key_file.generate("Ed25519"), f"{view.organisation.did}#preview")
    secured = sign_credential(prepared, signer, created=now)
    hue = view.organisation.hue
    conversion = Conversion(
        at=now,
        verify=Verify(link="", address=NOT_ISSUED),
        hue=DEFAULT_HUE if hue is None else hue,
        design=design_of(view.organisation),
    )
    data = convert(stored_credential(secured.data), "pdf", conversion)
    return File(name=f"preview-{number}.pdf", media_type="application/pdf", data=data)


def _prepared(
    actor: Actor, organisation: str, public_id: uuid.UUID, number: int
) -> tuple[DraftView, PreparedCredential]:
    found = get_row(actor, organisation, public_id, number)
    if found.row.problems:
        raise RefusedError("list-row-not-fine", row=number)
    request = request_of(found.view.draft, found.row)
    return found.view, _prepare(found.view, request)


def _prepare(view: DraftView, request: AwardRequest) -> PreparedCredential:
    record = record_of(view.definition, request)
    day = record.awarded_on
    start = min(datetime(day.year, day.month, day.day, tzinfo=UTC), timezone.now().replace(microsecond=0))
    end = None
    if request.valid_until is not None:
        local = datetime.combine(
            request.valid_until, time(23, 59, 59), tzinfo=timezone.get_current_timezone()
        )
        end = local.astimezone(UTC)
    elif record.definition.validity_months is not None:
        end = months_after(start, record.definition.validity_months)
    document = open_badge_document(
        record,
        issuing.issuer_identity(view.organisation),
        status_entries=(),
        credential_id=f"urn:uuid:{uuid.uuid4()}",
        valid_from=start,
        valid_until=end,
        languages=tuple(record.definition.title),
    )
    return prepare_credential(document, OPEN_BADGES_3)
