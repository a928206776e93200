"""What learners and peers say about a definition, collected for the people who review it (Annex II 1 and 8).

A learner who holds an award says it once and may change it; staff see the opinion and the edition, never the
name. A peer gets a link of their own. A text can be hidden with a reason by somebody who did not write the
definition; its marks go on counting.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Avg, Count, QuerySet
from django.utils import timezone

from umiem import wiring
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise, permissions_in
from umiem.services.definition import definitions
from umiem.services.definition.definition_decisions import wrote
from umiem.services.definition.definition_drafts import person_of
from umiem.services.definition.definitions import DefinitionView
from umiem.services.email_address import checked_email
from umiem.services.notice import mail, notices
from umiem.services.public_tokens import new_token, token_hash
from umiem.storage.models import (
    Award,
    AwardState,
    DefinitionFeedback,
    DefinitionVersion,
    FeedbackKind,
    OutboxMail,
    PeerInvitation,
)

MARKS = ("outcomes", "workload", "assessment")
HIGHEST_MARK = 5
LONGEST_COMMENT = 4_000
INVITATION_DAYS = 60
MOST_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What somebody says: marks from 1 to 5 by name, each optional, and a text."""

    marks: Mapping[str, int | None]
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedbackSummary:
    """All opinions on a definition, across its versions: how many, the mean of each mark, the texts."""

    learners: int
    peers: int
    means: Mapping[str, float | None]
    entries: tuple[DefinitionFeedback, ...]
    invitations: tuple[PeerInvitation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewInvitation:
    """An invitation just made; the address is shown now and never again."""

    invitation: PeerInvitation
    url: str


def learner_feedback(actor: Actor, award: uuid.UUID) -> tuple[Award, DefinitionFeedback | None]:
    """Return the learner's award with what they said; raises ``NotFoundError`` for others."""
    held = _held(actor, award)
    return held, DefinitionFeedback.objects.filter(award=held).first()


def give_learner_feedback(actor: Actor, award: uuid.UUID, opinion: Opinion) -> None:
    """Keep what the learner says, in place of what they said before."""
    values = _checked(opinion)
    with transaction.atomic():
        held = _held(actor, award)
        _keep(held.definition_version, FeedbackKind.LEARNER, values, award=held)


def feedback_of(actor: Actor, organisation: str, slug: str) -> FeedbackSummary:
    """Return every opinion on a definition for the staff; learners are not named."""
    found = authorise(actor, organisation, Permission.READ)
    rows = DefinitionFeedback.objects.filter(organisation=found, version__definition__slug=slug)
    counted = dict(rows.values_list("kind").annotate(n=Count("id")).order_by())
    means = rows.aggregate(**{mark: Avg(mark) for mark in MARKS})
    entries = rows.select_related("version", "award", "invitation")[:MOST_SHOWN]
    allowed = permissions_in(actor, found) & {Permission.DEFINE, Permission.REVIEW}
    invitations = PeerInvitation.objects.filter(organisation=found, version__definition__slug=slug)
    return FeedbackSummary(
        learners=counted.get(FeedbackKind.LEARNER, 0),
        peers=counted.get(FeedbackKind.PEER, 0),
        means=means,
        entries=tuple(entries),
        invitations=tuple(invitations.select_related("feedback", "version", "mail")) if allowed else (),
    )


def invite_peer(
    actor: Actor,
    organisation: str,
    slug: str,
    *,
    name: str,
    affiliation: str = "",
    email: str = "",
    language: str = "pl",
) -> NewInvitation:
    """Make a link with which one peer reads the newest version and says what they think of it.

    With an address the link is mailed too, in ``language``; ``PeerInvitation.mail`` tells what became of it.

    Raises ``MalformedInputError`` peer-name-missing, email-invalid; ``RefusedError`` peer-asked-already while
    another link for this address and version works.
    """
    found = authorise(actor, organisation, Permission.READ)
    if not permissions_in(actor, found) & {Permission.DEFINE, Permission.REVIEW}:
        raise RefusedError("permission-missing", permission=str(Permission.REVIEW))
    name = name.strip()
    if not name:
        raise MalformedInputError("peer-name-missing")
    row = DefinitionVersion.objects.filter(organisation=found, definition__slug=slug).first()
    if row is None:
        raise NotFoundError("definition-unknown", slug=slug)
    email = checked_email(email) if email.strip() else ""
    token = new_token()
    url = f"{wiring.installation().base_url}/peer/{token}/"
    with transaction.atomic():
        DefinitionVersion.objects.select_for_update(no_key=True).get(pk=row.pk)
        if email and _working(row).filter(mail__recipient__iexact=email).exists():
            raise RefusedError("peer-asked-already", email=email)
        invitation = PeerInvitation.objects.create(
            organisation=found,
            version=row,
            name=name[:200],
            affiliation=affiliation.strip()[:200],
            token_hash=token_hash(token),
            created_by=person_of(actor),
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        if email:
            invitation.mail = notices.ask_peer(invitation, email=email, url=url, language=language)
            invitation.save(update_fields=("mail",))
        audit.record(actor, found, "peer-invited", slug, version=row.version, mailed=bool(email))
    return NewInvitation(invitation=invitation, url=url)


def end_invitation(actor: Actor, organisation: str, invitation: uuid.UUID) -> str:
    """End a link at once and return the short name of its definition; what was said stays."""
    found = authorise(actor, organisation, Permission.READ)
    if not permissions_in(actor, found) & {Permission.DEFINE, Permission.REVIEW}:
        raise RefusedError("permission-missing", permission=str(Permission.REVIEW))
    row = PeerInvitation.objects.filter(organisation=found, public_id=invitation).first()
    if row is None:
        raise NotFoundError("peer-link-unknown")
    slug = str(row.version.definition.slug)
    with transaction.atomic():
        if row.ended_at is None:
            PeerInvitation.objects.filter(pk=row.pk).update(ended_at=timezone.now())
            if row.mail_id is not None:
                mail.call_off(OutboxMail.objects.filter(pk=row.mail_id))
            audit.record(actor, found, "peer-link-ended", slug)
    return slug


def invited(token: str) -> tuple[PeerInvitation, DefinitionView, DefinitionFeedback | None]:
    """Return what the link of a peer opens; raises ``NotFoundError`` for one that counts no more."""
    row = _invitation(token)
    said = DefinitionFeedback.objects.filter(invitation=row).first()
    return row, definitions.view_of(row.version), said


def give_peer_feedback(token: str, opinion: Opinion) -> None:
    """Keep what the peer says, in place of what they said before."""
    values = _checked(opinion)
    with transaction.atomic():
        row = _invitation(token)
        _keep(row.version, FeedbackKind.PEER, values, invitation=row)


def hide_feedback(actor: Actor, organisation: str, feedback: uuid.UUID, *, reason: str) -> str:
    """Hide a text that must not stand there (names, insults); return the short name of the definition.

    Raises ``RefusedError`` ``own-definition`` for its authors, who are not to hide what is said of it.
    """
    found = authorise(actor, organisation, Permission.REVIEW)
    reason = reason.strip()[:500]
    if not reason:
        raise MalformedInputError("reason-missing", shortest=1, longest=500)
    with transaction.atomic():
        rows = DefinitionFeedback.objects.filter(organisation=found, public_id=feedback)
        row = rows.select_related("version__definition").first()
        if row is None:
            raise NotFoundError("feedback-unknown")
        slug = str(row.version.definition.slug)
        if wrote(person_of(actor), row.version):
            raise RefusedError("own-definition", slug=slug)
        if row.hidden_at is None:
            rows.update(hidden_at=timezone.now(), hidden_reason=reason)
            audit.record(actor, found, "feedback-hidden", slug, reason=reason)
    return slug


def _held(actor: Actor, award: uuid.UUID) -> Award:
    rows = Award.objects.filter(public_id=award, state=AwardState.ACCEPTED)
    held = None
    if actor.user_id is not None:
        held = rows.filter(holder_id=actor.user_id).select_related("definition_version__definition").first()
    if held is None:
        raise NotFoundError("award-unknown")
    return held


def _working(version: DefinitionVersion) -> QuerySet[PeerInvitation]:
    """The links of a version that work now."""
    return PeerInvitation.objects.filter(version=version, ended_at=None, expires_at__gt=timezone.now())


def _invitation(token: str) -> PeerInvitation:
    row = (
        PeerInvitation.objects.filter(
            token_hash=token_hash(token), ended_at=None, expires_at__gt=timezone.now()
        )
        .select_related("version__definition__organisation", "version__organisation")
        .first()
    )
    if row is None:
        raise NotFoundError("peer-link-unknown")
    return row


def _checked(opinion: Opinion) -> dict[str, object]:
    values: dict[str, object] = {}
    for mark in MARKS:
        value = opinion.marks.get(mark)
        if value is not None and not 1 <= value <= HIGHEST_MARK:
            raise MalformedInputError("feedback-mark-wrong", mark=mark, highest=HIGHEST_MARK)
        values[mark] = value
    comment = opinion.comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise MalformedInputError("feedback-too-long", limit=LONGEST_COMMENT)
    if not comment and all(value is None for value in values.values()):
        raise MalformedInputError("feedback-empty")
    return {**values, "comment": comment}


def _keep(
    version: DefinitionVersion,
    kind: FeedbackKind,
    values: Mapping[str, object],
    *,
    award: Award | None = None,
    invitation: PeerInvitation | None = None,
) -> None:
    """One opinion each: a changed text is shown again, even if the one before was hidden."""
    whose = {"award": award} if award is not None else {"invitation": invitation}
    present = DefinitionFeedback.objects.select_for_update(no_key=True).filter(**whose).first()
    if present is None:
        DefinitionFeedback.objects.create(
            organisation_id=version.organisation_id, version=version, kind=kind, **whose, **values
        )
        return
    changed = {**values, "changed_at": timezone.now()}
    if present.comment != values["comment"]:
        changed |= {"hidden_at": None, "hidden_reason": ""}
    DefinitionFeedback.objects.filter(pk=present.pk).update(**changed)
