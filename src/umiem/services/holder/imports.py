"""Credentials from elsewhere in a learner's portfolio: checked when they come, and whenever asked.

They are kept byte for byte with the result and the time of the last check, never shown as awards of this
installation, and never re-signed. What is not a credential at all is not kept.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from umiem.engine import Verdict
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError
from umiem.services.access import Actor
from umiem.services.credential.conversion import open_credential
from umiem.services.files import File
from umiem.services.holder.foreign_claims import ForeignClaims, read_claims
from umiem.services.verifying import verification
from umiem.services.verifying.verdicts import is_readable
from umiem.services.verifying.verification import CheckResult
from umiem.storage.models import Award, Credential, ImportedCredential, User

MOST_IMPORTED = 500
MOST_BYTES = 100 * 1024 * 1024
MOST_AT_ONCE = 10
_OUR_ID = "urn:uuid:"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """Something that a person brings: a file, or text that they pasted (a credential or its address)."""

    name: str
    content: bytes | str


@dataclass(frozen=True, kw_only=True)
class ImportOutcome:
    """What became of one thing brought.

    ``kind`` is imported, duplicate (nothing stored; ``imported`` or ``award`` is what is there already),
    similar (stored; the same achievement is there already), or problem, with the error.
    """

    name: str
    kind: str
    imported: ImportedCredential | None = None
    award: Award | None = None
    problem: UmiemError | None = None


def imported(actor: Actor) -> tuple[ImportedCredential, ...]:
    """Return the person's credentials from elsewhere, newest first, without their bytes."""
    return tuple(ImportedCredential.objects.filter(owner_id=_owner(actor)).defer("data"))


def get_imported(actor: Actor, public_id: uuid.UUID) -> ImportedCredential:
    """Return one of them; raises ``NotFoundError`` for anybody else's."""
    row = ImportedCredential.objects.filter(owner_id=_owner(actor), public_id=public_id).first()
    if row is None:
        raise NotFoundError("imported-unknown")
    return row


def bring_all(actor: Actor, brought: Sequence[Brought]) -> tuple[ImportOutcome, ...]:
    """Import several things; one that cannot be read does not keep the others out."""
    if not brought:
        raise MalformedInputError("nothing-to-check")
    if len(brought) > MOST_AT_ONCE:
        raise MalformedInputError("imports-too-many", limit=MOST_AT_ONCE)
    return tuple(bring(actor, one) for one in brought)


def bring(actor: Actor, one: Brought) -> ImportOutcome:
    """Check one thing and keep it if it is a credential that is not there yet."""
    owner = _owner(actor)
    name = one.name.replace("\0", "").strip()[-200:]
    try:
        result = verification.check_input(one.content)
        known = _same_bytes(owner, result.data)
        if known is not None:
            return ImportOutcome(name=name, kind="duplicate", imported=known)
        return _keep(owner, name, result)
    except UmiemError as problem:
        return ImportOutcome(name=name, kind="problem", problem=problem)


def check_again(actor: Actor, public_id: uuid.UUID) -> tuple[ImportedCredential, CheckResult]:
    """Check a kept credential anew and keep the result with its time."""
    row = get_imported(actor, public_id)
    result = verification.check(bytes(row.data))
    for name, value in _findings(result, _claims_of(result)).items():
        setattr(row, name, value)
    row.save(update_fields=[*_FINDINGS])
    return row, result


def download(actor: Actor, public_id: uuid.UUID) -> File:
    """Return the exact bytes that were brought."""
    return file_of(get_imported(actor, public_id))


def file_of(row: ImportedCredential) -> File:
    """Return the exact bytes of a kept credential under a safe name; checks no right."""
    return File(name=file_name(row), media_type="application/octet-stream", data=bytes(row.data))


def file_name(row: ImportedCredential) -> str:
    """Return a safe name for the file, with the ending that its first bytes ask for."""
    start = bytes(row.data[:8])
    endings = ((b"\x89PNG", ".png"), (b"%PDF", ".pdf"), (b"<", ".svg"), (b"{", ".json"), (b"eyJ", ".jwt"))
    ending = next((ending for magic, ending in endings if start.lstrip().startswith(magic)), ".bin")
    return f"imported-{str(row.public_id)[:8]}{ending}"


def forget(actor: Actor, public_id: uuid.UUID) -> None:
    """Delete one of the person's credentials from elsewhere; it leaves their collections, too."""
    get_imported(actor, public_id).delete()


def is_in_force(row: ImportedCredential) -> bool:
    """Say whether the last check of a kept credential was good, and it has not ended since."""
    return row.verdict == Verdict.VALID and not _has_ended(row)


def names_another(row: ImportedCredential, names: Sequence[str]) -> bool:
    """Say whether the credential names somebody who is called otherwise than the owner of the portfolio.

    Nobody proves here that the holder is the subject; this only says what the document itself names.
    """
    known = {_folded(name) for name in names if name.strip()}
    return bool(row.person) and bool(known) and _folded(row.person) not in known


def _has_ended(row: ImportedCredential) -> bool:
    try:
        end = parse_datetime(row.valid_until)
    except ValueError:
        return True
    return end is not None and timezone.is_aware(end) and end < timezone.now()


def _folded(name: str) -> str:
    return " ".join(sorted(name.casefold().split()))


def _owner(actor: Actor) -> int:
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    return actor.user_id


def _same_bytes(owner: int, data: bytes) -> ImportedCredential | None:
    digest = hashlib.sha256(data).hexdigest()
    return ImportedCredential.objects.filter(owner_id=owner, digest=digest).first()


def _keep(owner: int, name: str, result: CheckResult) -> ImportOutcome:
    if result.summary is None and not is_readable(result.report) and _unsealed(result) is None:
        raise MalformedInputError("import-not-a-credential")
    claims = _claims_of(result)
    here = _held_here(owner, claims)
    if here is not None:
        return ImportOutcome(name=name, kind="duplicate", award=here)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner)  # the limits are counted one at a time
        mine = ImportedCredential.objects.filter(owner_id=owner)
        same = _same_credential(mine, claims)
        if same is not None:
            return ImportOutcome(name=name, kind="duplicate", imported=same)
        _check_room(mine, len(result.data))
        similar = _same_achievement(mine, claims)
        row = ImportedCredential.objects.create(
            owner_id=owner,
            data=result.data,
            digest=hashlib.sha256(result.data).hexdigest(),
            size=len(result.data),
            file_name=name,
            **_findings(result, claims),
        )
    return ImportOutcome(name=name, kind="similar" if similar else "imported", imported=row)


def _check_room(mine: QuerySet[ImportedCredential], size: int) -> None:
    count = mine.count()
    total = mine.aggregate(total=Sum("size"))["total"] or 0
    if count >= MOST_IMPORTED or total + size > MOST_BYTES:
        raise RefusedError("imports-full", limit=MOST_IMPORTED, megabytes=MOST_BYTES // 1024 // 1024)


def _claims_of(result: CheckResult) -> ForeignClaims:
    if result.summary is not None:
        return read_claims(result.summary.document)
    opened = _unsealed(result)
    return read_claims({} if opened is None else opened)


def _unsealed(result: CheckResult) -> dict[str, object] | None:
    """Read what nobody signed (or what is signed wrongly), for its title only; never shown as proved."""
    try:
        return dict(open_credential(result.data, at=result.report.at).document)
    except UmiemError:
        return None


_FINDINGS = (
    "format",
    "title",
    "issuer_id",
    "issuer_name",
    "issuer_known",
    "person",
    "credential_id",
    "achievement_id",
    "valid_from",
    "valid_until",
    "skills",
    "verdict",
    "is_proved",
    "checks",
    "checked_at",
    "good_at",
)


def _findings(result: CheckResult, claims: ForeignClaims) -> dict[str, object]:
    summary, report = result.summary, result.report
    found: dict[str, object] = {
        "format": report.format[:60],
        "title": dict(claims.title),
        "issuer_id": claims.issuer_id,
        "issuer_name": dict(claims.issuer_name),
        "issuer_known": summary is not None and summary.issuer_known,
        "person": claims.person,
        "credential_id": claims.credential_id,
        "achievement_id": claims.achievement_id,
        "valid_from": claims.valid_from,
        "valid_until": claims.valid_until,
        "skills": [{"uri": uri, "label": dict(label)} for uri, label in claims.skills.items()],
        "verdict": report.verdict.value,
        "is_proved": summary is not None,
        "checks": [
            {
                "code": check.code,
                "outcome": check.outcome.value,
                "reason": str(check.params.get("reason", "")),
            }
            for check in report.checks
        ],
        "checked_at": timezone.now(),
    }
    if result.verdict == "valid":
        found["good_at"] = timezone.now()
    return found


def _held_here(owner: int, claims: ForeignClaims) -> Award | None:
    """Return the award when the credential is one of this installation's that the person holds already."""
    try:
        public_id = uuid.UUID(claims.credential_id.removeprefix(_OUR_ID))
    except ValueError:
        return None
    row = (
        Credential.objects.filter(public_id=public_id, award__holder_id=owner).select_related("award").first()
    )
    return None if row is None else row.award


def _same_credential(mine: QuerySet[ImportedCredential], claims: ForeignClaims) -> ImportedCredential | None:
    if not claims.credential_id:
        return None
    found: ImportedCredential | None = mine.filter(
        credential_id=claims.credential_id, issuer_id=claims.issuer_id
    ).first()
    return found


def _same_achievement(mine: QuerySet[ImportedCredential], claims: ForeignClaims) -> bool:
    if not claims.achievement_id:
        return False
    found: bool = mine.filter(
        achievement_id=claims.achievement_id, issuer_id=claims.issuer_id, person=claims.person
    ).exists()
    return found
