"""Does the website of an organisation say that the organisation is its own?

The domain proves it with a text file that holds the organisation's DID on a line of its own:
``https://<domain>/.well-known/umiem.txt``. It is fetched through the guarded door.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.adapters.fetch import Budget
from umiem.adapters.fetch.door import METADATA
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, UmiemError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.storage.models import DomainProof, Organisation

WELL_KNOWN = "/.well-known/umiem.txt"


def check_domain(actor: Actor, organisation: str) -> DomainProof:
    """Ask the domain of the organisation's website, and keep the answer with its time.

    For administrators of the organisation and the operator. Raises ``MalformedInputError`` when the
    organisation states no website; a domain that does not answer is a result, not an error.
    """
    found = Organisation.objects.filter(slug=organisation).first() if actor.is_operator else None
    if found is None:
        found = authorise(actor, organisation, Permission.ADMINISTER)
    domain = split_address(found.website).hostname or ""
    if not domain:
        raise MalformedInputError("website-missing", organisation=found.slug)
    problem = _problem(found, domain)
    now = timezone.now()
    with transaction.atomic():
        proof, _ = DomainProof.objects.update_or_create(
            organisation=found,
            defaults={
                "domain": domain,
                "checked_at": now,
                "problem": problem,
                "proved_at": None if problem else now,
            },
        )
        audit.record(actor, found, "domain-checked", domain, problem=problem)
    return proof


def _problem(organisation: Organisation, domain: str) -> str:
    try:
        answer = wiring.fetcher().get(f"https://{domain}{WELL_KNOWN}", METADATA, Budget())
    except UmiemError as error:
        return error.code
    lines = answer.data.decode("utf-8", errors="replace").splitlines()
    return "" if organisation.did in (line.strip() for line in lines) else "domain-names-others"
