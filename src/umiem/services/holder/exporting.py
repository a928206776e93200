"""Everything about a person in one ZIP: signed files, a record, a table, and a page that opens offline.

GDPR, articles 15 and 20. One credential that cannot be read does not keep the others in: it is named.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from umiem.adapters.documents.portfolio_page import ExportedFile, export_page
from umiem.domain.learner_archive import PAGE, RECORD, TABLE
from umiem.domain.safe_csv import safe_cell
from umiem.domain.text import LocalizedText
from umiem.errors import RefusedError, UmiemError
from umiem.services.access import Actor
from umiem.services.credential import credentials, documents
from umiem.services.files import File
from umiem.services.holder import imports, portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.storage.models import (
    Collection,
    DeclaredSkill,
    DefinitionFeedback,
    Erasure,
    ImportedCredential,
    Membership,
    OutboxMail,
    PlanConsent,
    Report,
    SavedPlan,
    ShareLink,
    StackApplication,
    User,
    WalletCopy,
)

MOST_CERTIFICATES = 50  # above, only the signed files: a certificate takes a moment to draw
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes


@dataclass(frozen=True, kw_only=True)
class _Packed:
    """One credential on its way into the archive: its entry for the page, its files, or what went wrong."""

    entry: ExportedFile
    files: tuple[tuple[str, bytes], ...]


def export_mine(actor: Actor) -> File:
    """Return the ZIP; raises ``RefusedError`` when nobody is signed in."""
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    user = User.objects.get(pk=actor.user_id)
    held = portfolio.held(actor)
    foreign = tuple(ImportedCredential.objects.filter(owner=user))
    with_certificates = len(held) <= MOST_CERTIFICATES
    packed = [
        *(_of_award(actor, one, with_certificates) for one in held),
        *(_of_imported(row) for row in foreign),
    ]
    archive_bytes = io.BytesIO()
    with zipfile.ZipFile(archive_bytes, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = [one.entry for one in packed]
        page = export_page(entries, name=user.name or user.email, at=timezone.now())
        _add(archive, PAGE, page.encode())
        _add(archive, RECORD, json.dumps(_record(user, held), ensure_ascii=False, indent=2).encode())
        _add(archive, TABLE, _table(entries))
        for one in packed:
            for name, data in one.files:
                _add(archive, name, data)
    return File(name="umiem-export.zip", media_type="application/zip", data=archive_bytes.getvalue())


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _of_award(actor: Actor, held: HeldCredential, with_certificate: bool) -> _Packed:
    """The signed file as it is; the certificate where it can be drawn."""
    files: list[tuple[str, bytes]] = []
    problem = certificate = ""
    try:
        file = credentials.file_of(held.credential)
        files.append((f"credentials/{file.name}", file.data))
        if with_certificate:
            drawn = documents.held_document(actor, held.award.public_id, "pdf")
            certificate = f"certificates/{drawn.name}"
            files.append((certificate, drawn.data))
    except UmiemError as error:
        if not files:
            problem = error.code
    entry = ExportedFile(
        title=held.definition.specification.title,
        issuer=LocalizedText(held.organisation.names),
        person=f"{held.award.given_name} {held.award.family_name}",
        day=held.award.awarded_on.isoformat(),
        state=held.status,
        path=files[0][0] if files else "",
        certificate=certificate,
        digest=hashlib.sha256(files[0][1]).hexdigest() if files else "",
        problem=problem,
        name=str(held.credential.public_id),
    )
    return _Packed(entry=entry, files=tuple(files))


def _of_imported(row: ImportedCredential) -> _Packed:
    data = bytes(row.data)
    damaged = hashlib.sha256(data).hexdigest() != row.digest
    path = "" if damaged else f"from-elsewhere/{imports.file_name(row)}"
    entry = ExportedFile(
        title=LocalizedText(row.title),
        issuer=LocalizedText(row.issuer_name),
        person=row.person,
        day=row.valid_from[:10],
        state=row.standing,
        path=path,
        certificate="",
        digest=row.digest,
        problem="credential-damaged" if damaged else "",
        name=str(row.public_id) if damaged else row.file_name or str(row.public_id),
        checked_on=row.checked_at.date().isoformat(),
    )
    return _Packed(entry=entry, files=() if damaged else ((path, data),))


def _table(entries: Sequence[ExportedFile]) -> bytes:
    """The list as CSV for spreadsheets; no cell is a formula (attack 42)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["title", "issuer", "person", "date", "state", "checked", "file", "sha256", "problem"])
    for one in entries:
        row = (
            one.title.best("pl")[0],
            one.issuer.best("pl")[0],
            one.person,
            one.day,
            one.state,
            one.checked_on,
            one.path,
            one.digest,
            one.problem,
        )
        writer.writerow([safe_cell(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _record(user: User, held: Sequence[HeldCredential]) -> dict[str, Any]:
    emails = EmailAddress.objects.filter(user=user)
    addresses = [user.email, *(row.email for row in emails)]
    return {
        "person": {
            "name": user.name,
            "language": user.language,
            "since": user.created_at.isoformat(),
            "last_sign_in": None if user.last_login is None else user.last_login.isoformat(),
            "addresses": [{"email": row.email, "verified": row.verified} for row in emails],
        },
        "roles": [
            {"organisation": row.organisation.slug, "role": row.role}
            for row in Membership.objects.filter(user=user).select_related("organisation")
        ],
        "awards": [_award(one) for one in held],
        "from_elsewhere": [_foreign(row) for row in ImportedCredential.objects.filter(owner=user)],
        "collections": [
            {"title": row.title, "intro": row.intro, "public": row.is_public}
            for row in Collection.objects.filter(owner=user)
        ],
        "declared_skills": [
            {"skill": row.uri, "note": row.note, "since": row.created_at.isoformat()}
            for row in DeclaredSkill.objects.filter(owner=user)
        ],
        "plans": [
            {"wish": row.wish, "made": row.created_at.isoformat(), "seen": row.seen_at.isoformat()}
            for row in SavedPlan.objects.filter(owner=user)
        ],
        "plans_shown_to": [_consent(row) for row in PlanConsent.objects.filter(learner=user)],
        "share_links": [_link(link) for link in ShareLink.objects.filter(owner=user)],
        "wallet_copies": [_copy(row) for row in WalletCopy.objects.filter(offer__owner=user)],
        "reports": [
            {"kind": row.kind, "message": row.message, "state": row.state, "answer": row.answer}
            for row in Report.objects.filter(reporter=user)
        ],
        "applications": [
            _application(row)
            for row in StackApplication.objects.filter(applicant=user).select_related(
                "organisation", "definition"
            )
        ],
        "feedback": [
            _feedback(row)
            for row in DefinitionFeedback.objects.filter(
                award__in=[one.award for one in held]
            ).select_related("version__definition")
        ],
        "erasures": [
            {"state": row.state, "asked": row.requested_at.isoformat(), "reason": row.reason}
            for row in Erasure.objects.filter(requester=user)
        ],
        "mails": [
            {"kind": row.kind, "subject": row.subject, "sent": row.created_at.isoformat(), "state": row.state}
            for row in OutboxMail.objects.filter(recipient__in=addresses).exclude(kind="account")
        ],
    }


def _award(held: HeldCredential) -> dict[str, Any]:
    award = held.award
    return {
        "organisation": held.organisation.slug,
        "definition": held.definition.definition.slug,
        "version": held.definition.version.version,
        "name": f"{award.given_name} {award.family_name}",
        "email": award.email,
        "identifier": award.learner.identifier,
        "run": award.run,
        "awarded_on": award.awarded_on.isoformat(),
        "state": award.standing,
        "status": held.status,
        "results": award.record,
    }


def _foreign(row: ImportedCredential) -> dict[str, Any]:
    return {
        "title": row.title,
        "issuer": row.issuer_name,
        "person": row.person,
        "verdict": row.verdict,
        "checked": row.checked_at.isoformat(),
        "checks": row.checks,
        "file": row.file_name,
        "sha256": row.digest,
    }


def _application(row: StackApplication) -> dict[str, Any]:
    return {
        "organisation": row.organisation.slug,
        "definition": row.definition.slug,
        "message": row.message,
        "state": row.state,
        "reason": row.reason,
        "made": row.created_at.isoformat(),
    }


def _feedback(row: DefinitionFeedback) -> dict[str, Any]:
    return {
        "definition": row.version.definition.slug,
        "outcomes": row.outcomes,
        "workload": row.workload,
        "assessment": row.assessment,
        "comment": row.comment,
        "given": row.created_at.isoformat(),
    }


def _copy(row: WalletCopy) -> dict[str, Any]:
    return {
        "format": row.configuration,
        "key": row.key_thumbprint,
        "sha256": row.digest,
        "event": row.event,
        "made": row.created_at.isoformat(),
    }


def _link(link: ShareLink) -> dict[str, Any]:
    return {
        "purpose": link.purpose,
        "gives": link.kind or "whole",
        "fields": link.included,
        "made": link.created_at.isoformat(),
        "ends": None if link.expires_at is None else link.expires_at.isoformat(),
        "stopped": None if link.revoked_at is None else link.revoked_at.isoformat(),
        "views": link.views,
    }


def _consent(row: PlanConsent) -> dict[str, Any]:
    return {
        "counsellor": row.counsellor_email,
        "given": row.given_at.isoformat(),
        "ends": row.expires_at.isoformat(),
        "withdrawn": None if row.withdrawn_at is None else row.withdrawn_at.isoformat(),
    }
