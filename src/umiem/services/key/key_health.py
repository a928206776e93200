"""Are keys and signatures in order? Each function returns what it found, or raises what is not."""

from __future__ import annotations

from umiem.errors import ConfigurationError, UnavailableError
from umiem.services.credential import scrubbing, status_bits
from umiem.services.key import did_documents, keys, signer_log, signer_log_roots
from umiem.storage.models import Organisation, SignerLogEntry, StatusList, StatusPurpose


def keys_in_time() -> str:
    """Return the day on which the first key ends; raises when one ended or ends soon."""
    first = ""
    for organisation in Organisation.objects.all():
        found = keys.needs_attention(organisation)
        if found is not None:
            codes = {"none": "no-active-key", "ended": "key-ended", "ends-soon": "key-ends-soon"}
            until = "" if found.get("until") is None else found["until"].date().isoformat()
            params = {"organisation": organisation.slug, "key": found.get("key", ""), "until": until}
            raise ConfigurationError(codes[found["code"]], **params)
        active = organisation.keys.filter(state="active").first()
        if active is not None and active.valid_until is not None:
            day = active.valid_until.date().isoformat()
            first = min(first, day) if first else day
    return first


def signatures() -> int:
    """Follow every chain of the signer's log; raises at the first entry that was changed or is missing."""
    for organisation in Organisation.objects.all():
        broken = next(signer_log.broken_links(organisation), None)
        if broken is not None:
            raise UnavailableError("signer-log-broken", organisation=organisation.slug, sequence=broken)
        block = next(signer_log.broken_blocks(organisation), None)
        if block is not None:
            raise UnavailableError("signer-log-broken", organisation=organisation.slug, sequence=block)
        roots = tuple(signer_log_roots.stored_roots(organisation))
        other = next(signer_log_roots.differing(organisation, roots), None)
        if other is not None:
            raise UnavailableError(
                "signer-log-broken", organisation=organisation.slug, sequence=other.sequence
            )
    return SignerLogEntry.objects.count()


def did_histories() -> int:
    """Follow the history of every DID document; raises at the first changed or missing version."""
    count = 0
    for organisation in Organisation.objects.all():
        broken = next(did_documents.broken_versions(organisation), None)
        if broken is not None:
            raise UnavailableError("did-history-broken", organisation=organisation.slug, version=broken)
        count += organisation.did_versions.count()
    return count


def no_lost_revocations() -> int:
    """Return how many lists there are; raises when one revokes more than the database knows of."""
    rows = StatusList.objects.filter(purpose=StatusPurpose.REVOCATION)
    lost = sum(status_bits.missing_revocations(row) for row in rows.iterator(chunk_size=20))
    if lost:
        raise UnavailableError("revocations-lost", count=lost)
    return StatusList.objects.count()


def scrubbed() -> str:
    """Return when everything stored was re-read last; raises while damaged credentials are locked away."""
    damaged = scrubbing.quarantined()
    if damaged:
        raise UnavailableError("credentials-quarantined", count=damaged)
    last = scrubbing.last_finished()
    return "" if last is None or last.finished_at is None else last.finished_at.date().isoformat()
