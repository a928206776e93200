"""I1, I3 and I7: each credential as it is stored, beside its intent and the signer's log."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

from umiem.engine import Outcome, Sources, VerificationPolicy, verify_credential
from umiem.errors import UnavailableError
from umiem.services import audit
from umiem.services.credential.own_sources import OwnDidDocuments, no_status_lists
from umiem.services.invariants.violation import Violation
from umiem.services.key import signer_log
from umiem.storage.exact_bytes import intended_bytes, signed_bytes
from umiem.storage.models import (
    AuditHead,
    Credential,
    CredentialState,
    DefinitionVersion,
    Organisation,
    SignerLogBlock,
    SignerLogEntry,
    StatusList,
)

_SIZE = 500
_RELEASED = CredentialState.RELEASED


def signed_and_verifiable() -> Iterator[Violation]:
    """I1 and I7: read every released credential, compare its digests, verify its signature."""
    sources = Sources(
        resolver=OwnDidDocuments(trust_compromised=True), status_lists=no_status_lists(), known_issuers=None
    )
    rows = Credential.objects.filter(state=_RELEASED).order_by("pk")
    for row in rows.iterator(chunk_size=_SIZE):
        subject = f"credential {row.public_id}"
        try:
            intent, data = intended_bytes(row), signed_bytes(row)
        except UnavailableError:
            yield Violation("I7", "unreadable", subject)
            continue
        if hashlib.sha256(intent).hexdigest() != row.intent_digest:
            yield Violation("I7", "intent-digest", subject)
        if hashlib.sha256(data).hexdigest() != row.digest:
            yield Violation("I7", "digest", subject)
            continue
        at = row.released_at or row.created_at
        report = verify_credential(data, policy=VerificationPolicy.strict(), at=at, sources=sources)
        proof, claims = report.check("proof"), report.secured_claims or {}
        if proof is None or proof.outcome is not Outcome.PASSED:
            yield Violation("I1", "signature", subject)
        elif claims.get("id") != f"urn:uuid:{row.public_id}":
            yield Violation("I1", "other-credential", subject)


def logged_signatures() -> Iterator[Violation]:
    """I3: each logged signature has its credential; each released credential is in the log."""
    logged: set[uuid.UUID] = set()
    for block in SignerLogBlock.objects.order_by("pk").iterator(chunk_size=1):
        if hashlib.sha256(bytes(block.entries)).hexdigest() != block.digest:
            yield Violation("I7", "log-block", block.subject)
        yield from _beside(list(signer_log.signatures_of(block)), logged)
    entries = SignerLogEntry.objects.filter(subject__startswith="credential:").order_by("pk")
    part: list[tuple[uuid.UUID, str, str]] = []
    for entry in entries.iterator(chunk_size=_SIZE):
        public_id = uuid.UUID(entry.subject.removeprefix("credential:"))
        part.append((public_id, entry.intent_digest, entry.signed_digest))
        if len(part) == _SIZE:
            yield from _beside(part, logged)
            part = []
    yield from _beside(part, logged)
    released = Credential.objects.filter(state=_RELEASED).values_list("public_id", flat=True)
    for public_id in released.iterator(chunk_size=5_000):
        if public_id not in logged:
            yield Violation("I3", "not-logged", f"credential {public_id}")


def _beside(part: list[tuple[uuid.UUID, str, str]], logged: set[uuid.UUID]) -> Iterator[Violation]:
    ids = [public_id for public_id, _, _ in part]
    logged.update(ids)
    rows = Credential.objects.filter(public_id__in=ids).values_list(
        "public_id", "state", "intent_digest", "digest"
    )
    known = {public_id: rest for public_id, *rest in rows}
    for public_id, intent_digest, signed_digest in part:
        found = known.get(public_id)
        if found is None or found[0] == CredentialState.INTENDED:
            yield Violation("I3", "orphan-signature", f"credential {public_id}")
        elif found[0] == _RELEASED and found[1:] != [intent_digest, signed_digest]:
            yield Violation("I3", "log-differs", f"credential {public_id}")


def other_digests() -> Iterator[Violation]:
    """I7: definitions, status lists, the chains of the audit log and of the signer's log."""
    for version in DefinitionVersion.objects.order_by("pk").iterator(chunk_size=100):
        if hashlib.sha256(bytes(version.content)).hexdigest() != version.digest:
            yield Violation("I7", "definition", f"{version.definition_id} v{version.version}")
    for row in StatusList.objects.exclude(document=None).order_by("pk").iterator(chunk_size=10):
        if hashlib.sha256(bytes(row.document or b"")).hexdigest() != row.digest:
            yield Violation("I7", "status-list", str(row.public_id))
    for chain in AuditHead.objects.values_list("chain", flat=True):
        for sequence in audit.broken_links(chain):
            yield Violation("I7", "audit-log", f"{chain}/{sequence}")
    for organisation in Organisation.objects.order_by("pk"):
        for sequence in signer_log.broken_links(organisation):
            yield Violation("I7", "signer-log", f"{organisation.slug}/{sequence}")
