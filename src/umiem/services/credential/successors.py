"""What a correction and a renewal have in common: whose place is taken, the award as data, and the end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from umiem import wiring
from umiem.domain.award import AwardRecord, EvidenceItem, Result, ResultStatus
from umiem.domain.award import Learner as LearnerData
from umiem.errors import RefusedError
from umiem.services.access import Actor
from umiem.services.credential import issuing, status
from umiem.services.credential.current import current_credential
from umiem.services.definition.definitions import view_of
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    CredentialStatus,
    Organisation,
)


def record_of(award: Award) -> AwardRecord:
    """Return an award, as it is stored, as the data of which a credential is made; with a new salt."""
    view = view_of(award.definition_version)
    kept: Mapping[str, Any] = award.record
    results = (
        Result(**{**result, "status": ResultStatus(result["status"])}) for result in kept.get("results", ())
    )
    slug = f"{view.organisation.slug}/{view.definition.slug}"
    return AwardRecord(
        definition=view.specification,
        learner=LearnerData(
            given_name=award.given_name,
            family_name=award.family_name,
            email=award.email,
            identifier=kept.get("identifier") or None,
        ),
        results=tuple(results),
        awarded_on=award.awarded_on,
        identity_salt=secrets.token_hex(16),
        grade=str(kept.get("grade") or ""),
        evidence=tuple(EvidenceItem(**item) for item in kept.get("evidence", ())),
        definition_url=f"{wiring.installation().base_url}/catalogue/{slug}/",
    )


def replaceable(award: Award) -> Credential:
    """Return the present credential of an award, locked.

    Raises ``RefusedError`` when it is not released yet, is revoked, or is being replaced just now.
    """
    current = current_credential(award)
    credential = Credential.objects.select_for_update(no_key=True, of=("self",)).get(pk=current.pk)
    if credential.state != CredentialState.RELEASED:
        raise RefusedError("credential-not-released")
    if credential.status == CredentialStatus.REVOKED:
        raise RefusedError("status-change-refused", status=credential.status, wanted="replaced")
    if credential.replacements.filter(state=CredentialState.INTENDED).exists():
        raise RefusedError("replacement-pending")
    return credential


def finish(actor: Actor, organisation: Organisation, stored: list[issuing.Intended]) -> Credential:
    """Sign and release the one that takes the place, publish what changed, and return it."""
    issuing.finish(actor, stored)
    status.publish_changed(organisation)
    return Credential.objects.select_related("organisation", "award").get(pk=stored[0].credential.pk)
