"""Four eyes: a version goes from its authors to the quality committee and to whoever approves it.

Draft → in review → approved → published. Each decision is kept with name, role, day, reason and the digest of
what was decided on; the bytes do not change in between. Nobody approves what they wrote: authorship belongs
to the person, whatever role or token they used. A token acts for the person who made it, with their roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise, permissions_in
from umiem.services.definition import definitions
from umiem.services.definition.definition_decisions import LONGEST_REASON, note, wrote
from umiem.services.definition.definition_drafts import person_of, remember_author
from umiem.storage.models import (
    ApprovalRule,
    DecisionKind,
    DefinitionAuthor,
    DefinitionDecision,
    DefinitionState,
    DefinitionVersion,
    Organisation,
)

SHORTEST_REASON = 3
# what a person may decide → the permission it takes
DECISIONS = {
    DecisionKind.RECOMMENDED: Permission.REVIEW,
    DecisionKind.RETURNED: Permission.REVIEW,
    DecisionKind.APPROVED: Permission.APPROVE,
}


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """Where a version stands with people: who wrote it, what was decided, what this reader may do now.

    ``refused`` says by code why the reader may not decide, when a role would allow it.
    """

    definition: definitions.DefinitionView
    authors: tuple[DefinitionAuthor, ...]
    decisions: tuple[DefinitionDecision, ...]
    rule: str
    may: frozenset[str]
    refused: str = ""


def get_review(actor: Actor, organisation: str, slug: str, *, version: int | None = None) -> ReviewView:
    """Return the review of a version (the newest unless named), for the staff."""
    view = definitions.get_definition(actor, organisation, slug, version=version)
    row, found = view.version, view.organisation
    allowed = permissions_in(actor, found)
    may: set[str] = set()
    if Permission.DEFINE in allowed and row.state == DefinitionState.DRAFT:
        may.add("submit")
    if Permission.DEFINE in allowed and row.state in (DefinitionState.IN_REVIEW, DefinitionState.APPROVED):
        may.add("withdraw")
    if Permission.PUBLISH in allowed and row.state == DefinitionState.APPROVED:
        may.add("publish")
    refused = ""
    if row.state == DefinitionState.IN_REVIEW:
        for kind, permission in DECISIONS.items():
            if permission in _decider_permissions(actor, found):
                refused = _why_not(actor, row, kind, found.approval_rule)
                may |= {str(kind)} if not refused else set()
    return ReviewView(
        definition=view,
        authors=tuple(row.authors.all()),
        decisions=tuple(row.decisions.all()),
        rule=found.approval_rule,
        may=frozenset(may),
        refused=refused if not may else "",
    )


def waiting_for(actor: Actor, organisation: str) -> tuple[DefinitionVersion, ...]:
    """Return the versions that wait for somebody with the reader's role, for the first page of the staff."""
    found = authorise(actor, organisation, Permission.READ)
    if Permission.REVIEW not in permissions_in(actor, found):
        return ()
    rows = DefinitionVersion.objects.filter(organisation=found, state=DefinitionState.IN_REVIEW)
    return tuple(
        row
        for row in rows.select_related("definition", "definition__organisation")
        if not _why_not(actor, row, DecisionKind.RECOMMENDED, found.approval_rule)
    )


def submit_definition(
    actor: Actor, organisation: str, slug: str, *, note_to_reviewers: str = ""
) -> definitions.DefinitionView:
    """Hand the draft to the reviewers; it cannot be changed until they answer or it is withdrawn.

    Raises ``RefusedError``: ``definition-not-a-draft``, ``definition-incomplete``.
    """
    with transaction.atomic():
        found, row = _locked(actor, organisation, slug, Permission.DEFINE)
        if row.state == DefinitionState.IN_REVIEW:
            return definitions.view_of(row)
        if row.state != DefinitionState.DRAFT:
            raise RefusedError("definition-not-a-draft", slug=slug, state=str(row.state))
        definitions.refuse_incomplete(definitions.view_of(row))
        remember_author(actor, row)
        _move(actor, found, row, DecisionKind.SUBMITTED, DefinitionState.IN_REVIEW, note_to_reviewers.strip())
    return definitions.view_of(row)


def withdraw_definition(actor: Actor, organisation: str, slug: str) -> definitions.DefinitionView:
    """Take a version that is in review or approved back to its authors."""
    with transaction.atomic():
        found, row = _locked(actor, organisation, slug, Permission.DEFINE)
        if row.state == DefinitionState.DRAFT:
            return definitions.view_of(row)
        if row.state not in (DefinitionState.IN_REVIEW, DefinitionState.APPROVED):
            raise RefusedError("definition-not-in-review", slug=slug, state=str(row.state))
        _move(actor, found, row, DecisionKind.WITHDRAWN, DefinitionState.DRAFT, "")
    return definitions.view_of(row)


def decide_definition(
    actor: Actor, organisation: str, slug: str, *, decision: str, reason: str, seen: str = ""
) -> definitions.DefinitionView:
    """Recommend, return or approve the version in review, with a reason.

    ``seen`` is the digest of what the person looked at, where the caller knows it.

    Raises ``RefusedError``: ``definition-not-in-review`` (somebody was faster), ``definition-changed`` (other
    bytes than ``seen``), ``own-definition``, ``decision-made-already``, ``recommendation-missing``,
    ``decision-needs-a-person``; ``MalformedInputError`` ``decision-unknown``, ``reason-missing``.
    """
    if decision not in {str(kind) for kind in DECISIONS}:
        known = ", ".join(DECISIONS)
        raise MalformedInputError("decision-unknown", decision=decision[:40], known=known)
    kind = DecisionKind(decision)
    with transaction.atomic():
        found, row = _locked(actor, organisation, slug, DECISIONS[kind], decides=True)
        if row.state != DefinitionState.IN_REVIEW:
            raise RefusedError("definition-not-in-review", slug=slug, state=str(row.state))
        if seen and seen != row.digest:
            raise RefusedError("definition-changed", slug=slug)
        refusal = _why_not(actor, row, kind, found.approval_rule)
        if refusal:
            raise RefusedError(refusal, slug=slug)
        reason = _checked_reason(reason)
        states = {
            DecisionKind.RECOMMENDED: DefinitionState.IN_REVIEW,
            DecisionKind.RETURNED: DefinitionState.DRAFT,
            DecisionKind.APPROVED: DefinitionState.APPROVED,
        }
        _move(actor, found, row, kind, states[kind], reason)
    return definitions.view_of(row)


def set_rule(actor: Actor, organisation: str, rule: str) -> Organisation:
    """Choose who must agree before a definition is published; it is written into the audit log."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    if rule not in list(ApprovalRule):
        raise MalformedInputError("approval-rule-unknown", rule=rule[:40], known=", ".join(ApprovalRule))
    with transaction.atomic():
        before, found.approval_rule = found.approval_rule, rule
        found.save(update_fields=("approval_rule",))
        audit.record(actor, found, "approval-rule-changed", found.slug, before=str(before), after=rule)
    return found


def _locked(
    actor: Actor, organisation: str, slug: str, permission: Permission, *, decides: bool = False
) -> tuple[Organisation, DefinitionVersion]:
    """Lock the definition first, then look at the role: a role that was just taken away counts no more."""
    found = authorise(actor, organisation, permission)
    definition = found.definitions.select_for_update(no_key=True).filter(slug=slug).first()
    if definition is None:
        raise NotFoundError("definition-unknown", slug=slug)
    authorise(actor, organisation, permission)
    if decides and permission not in _decider_permissions(actor, found):
        code = "permission-missing" if person_of(actor) is not None else "decision-needs-a-person"
        raise RefusedError(code, permission=str(permission))
    row = definition.versions.select_related("definition__organisation").first()
    if row is None:
        raise NotFoundError("definition-version-unknown", slug=slug, version=1)
    return found, row


def _decider_permissions(actor: Actor, organisation: Organisation) -> frozenset[Permission]:
    """What the person who answers may do here: a decision is a person's, never the machine's."""
    person = person_of(actor)
    if person is None or not person.is_active:
        return frozenset()
    own = permissions_in(Actor(kind="person", name=person.email, user_id=person.pk), organisation)
    return own & permissions_in(actor, organisation)


def _why_not(actor: Actor, row: DefinitionVersion, kind: DecisionKind, rule: str) -> str:
    """Return the code of what forbids this person this decision, or nothing."""
    person = person_of(actor)
    if person is None:
        return "decision-needs-a-person"
    alone = rule == ApprovalRule.SINGLE_PERSON
    if wrote(person, row) and not (alone and kind == DecisionKind.APPROVED):
        return "own-definition"
    earlier = tuple(_this_round(row))
    if kind == DecisionKind.RECOMMENDED and any(one.user_id == person.pk for one in earlier):
        return "decision-made-already"
    if kind == DecisionKind.APPROVED and rule == ApprovalRule.COMMITTEE:
        others = [one for one in earlier if one.kind == DecisionKind.RECOMMENDED and one.user_id != person.pk]
        return "" if others else "recommendation-missing"
    return ""


def _this_round(row: DefinitionVersion) -> Iterable[DefinitionDecision]:
    """The decisions since the version was handed in last, about the bytes it has now."""
    submitted = row.decisions.filter(kind=DecisionKind.SUBMITTED).last()
    decisions = row.decisions.filter(digest=row.digest, kind__in=[str(kind) for kind in DECISIONS])
    return decisions if submitted is None else decisions.filter(pk__gt=submitted.pk)


def _move(
    actor: Actor,
    organisation: Organisation,
    row: DefinitionVersion,
    kind: DecisionKind,
    state: DefinitionState,
    reason: str,
) -> None:
    decision = note(actor, row, kind, reason)
    row.state = state
    row.save(update_fields=("state",))
    audit.record(
        actor,
        organisation,
        f"definition-{kind}",
        row.definition.slug,
        version=row.version,
        digest=row.digest,
        alone=decision.alone,
    )


def _checked_reason(reason: str) -> str:
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise MalformedInputError("reason-missing", shortest=SHORTEST_REASON, longest=LONGEST_REASON)
    return reason
