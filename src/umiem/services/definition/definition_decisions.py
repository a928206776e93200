"""The record of decisions about a version: who decided what, as what, when and why, about which bytes."""

from __future__ import annotations

from umiem.errors import RefusedError
from umiem.services.access import Actor
from umiem.services.definition.definition_drafts import name_of, person_of
from umiem.storage.models import (
    DecisionKind,
    DefinitionDecision,
    DefinitionState,
    DefinitionVersion,
    Membership,
    User,
)

LONGEST_REASON = 2_000


def refuse_unless_approved(row: DefinitionVersion) -> None:
    """Raise ``RefusedError`` unless exactly these bytes were approved."""
    approval = row.decisions.filter(kind=DecisionKind.APPROVED).last()
    if row.state != DefinitionState.APPROVED or approval is None or approval.digest != row.digest:
        raise RefusedError("definition-not-approved", slug=row.definition.slug, state=str(row.state))


def note(actor: Actor, row: DefinitionVersion, kind: DecisionKind, reason: str = "") -> DefinitionDecision:
    """Add a decision to the record of a version; call it inside the transaction of what it tells about."""
    person = person_of(actor)
    role = "" if person is None else _role(person, row.organisation_id)
    return DefinitionDecision.objects.create(
        organisation_id=row.organisation_id,
        version=row,
        kind=kind,
        user=person,
        actor=actor.name,
        person=name_of(actor, person),
        role=role,
        reason=reason[:LONGEST_REASON],
        digest=row.digest,
        alone=kind == DecisionKind.APPROVED and wrote(person, row),
    )


def wrote(person: User | None, row: DefinitionVersion) -> bool:
    """Say whether ``person`` is one of the authors of this version, under whatever role or token."""
    return person is not None and row.authors.filter(user=person).exists()


def _role(person: User, organisation_id: int) -> str:
    found = (
        Membership.objects.filter(user=person, organisation_id=organisation_id).values_list("role").first()
    )
    return "" if found is None else str(found[0])
