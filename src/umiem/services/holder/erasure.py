"""Erasing people: what identifies them goes, a stump stays that keeps status places burnt and chains whole.

GDPR, article 17. The signed document, its intent and every reading of it, evidence, results, names,
addresses, mails, links and pages go. The places on the status lists stay taken, so that no later credential
shares them; a set bit stays set. The logs keep hashes whose salts went (``services.audit.erase_person``).
Copies that the learner or others downloaded verify as before, unless the credential is revoked as well.
"""

from __future__ import annotations

import uuid
from collections import Counter

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import SYSTEM, Actor, Permission, authorise
from umiem.services.award.awards import find_award
from umiem.services.award.batches.erasing import erase_rows
from umiem.services.award.lists.cleaning import forget_lists_with
from umiem.services.credential import status
from umiem.services.holder import portfolio
from umiem.services.holder.privacy import privacy_of
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    CredentialStatus,
    Erasure,
    ErasureState,
    IdempotencyKey,
    Learner,
    Membership,
    OutboxMail,
    StatusPurpose,
    User,
)
from umiem.storage.sqlite.traces import empty_the_log

LONGEST_REASON = 400
_LEARNER, _STAFF, RETENTION = "learner", "staff", "retention"


def ask_to_erase(actor: Actor, award_id: uuid.UUID, *, revoke: bool = False) -> Erasure:
    """Erase one of the person's awards, or ask for it where the organisation decides first.

    ``revoke``: downloaded copies stop being valid, too. Asking twice is asking once.
    """
    held = portfolio.get_held(actor, award_id)
    with transaction.atomic():
        award = Award.objects.select_for_update(no_key=True).get(pk=held.award.pk)
        open_one = Erasure.objects.filter(award=award, state=ErasureState.REQUESTED).first()
        erasure = open_one or Erasure.objects.create(
            organisation=held.organisation,
            award=award,
            requester_id=actor.user_id,
            cause=_LEARNER,
            revoke=revoke,
        )
        if open_one is None:
            audit.record(actor, held.organisation, "erasure-asked", str(award.public_id))
        if not privacy_of(held.organisation).erases_at_once:
            return erasure
    return _carry_out(SYSTEM, erasure)


def erase_award(actor: Actor, organisation: str, award_id: uuid.UUID, *, revoke: bool = False) -> Erasure:
    """Erase an award that a learner asked for by another way; for administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    award = find_award(found, award_id)
    if award.erased_at is not None:
        raise RefusedError("award-erased")
    erasure = Erasure.objects.create(organisation=found, award=award, cause=_STAFF, revoke=revoke)
    return _carry_out(actor, erasure)


def erasures(actor: Actor, organisation: str) -> tuple[Erasure, ...]:
    """Return what was asked for and what was done, newest first, for administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    return tuple(Erasure.objects.filter(organisation=found).select_related("award__definition_version")[:200])


def erasures_of(actor: Actor) -> tuple[Erasure, ...]:
    """Return what the person asked for in this account."""
    if actor.user_id is None:
        return ()
    rows = Erasure.objects.filter(requester_id=actor.user_id)
    return tuple(rows.select_related("organisation", "award"))


def decide(
    actor: Actor, organisation: str, erasure_id: uuid.UUID, *, erase: bool, reason: str = ""
) -> Erasure:
    """Carry out a request, or refuse it with a reason (GDPR, article 17(3)); for administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    erasure = Erasure.objects.filter(organisation=found, public_id=erasure_id).select_related("award").first()
    if erasure is None:
        raise NotFoundError("erasure-unknown")
    if erasure.state != ErasureState.REQUESTED:
        raise RefusedError("erasure-decided")
    if erase:
        return _carry_out(actor, erasure)
    if not reason.strip() or len(reason) > LONGEST_REASON or "\0" in reason:
        raise RefusedError("erasure-reason-missing", limit=LONGEST_REASON)
    with transaction.atomic():
        erasure.state, erasure.reason, erasure.decided_at = (
            ErasureState.REFUSED,
            reason.strip(),
            timezone.now(),
        )
        erasure.save(update_fields=("state", "reason", "decided_at"))
        subject = "" if erasure.award is None else str(erasure.award.public_id)
        audit.record(actor, found, "erasure-refused", subject)
    return erasure


def erase_account(actor: Actor, *, revoke: bool = False) -> tuple[Erasure, ...]:
    """Erase everything about the person: awards as far as the organisations allow at once, then the account.

    Returns the records, the one of the account last. Where an organisation decides first, its award waits
    with it; nobody sees it in the meantime. Raises ``RefusedError`` for members of a staff.
    """
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    if Membership.objects.filter(user_id=actor.user_id).exists():
        raise RefusedError("erasure-of-staff")
    done = [ask_to_erase(actor, held.award.public_id, revoke=revoke) for held in portfolio.held(actor)]
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id)
        emails = addresses_of(user)
        counts: Counter[str] = Counter(
            addresses=len(emails),
            imported=user.imported.count(),
            collections=user.collections.count(),
            links=user.share_links.count(),
        )
        gone = OutboxMail.objects.filter(recipient__in=emails, organisation=None)
        counts["mails"] = gone.count()
        gone.delete()
        Award.objects.filter(holder=user).update(claim_hash="")
        counts["log_entries"] = audit.erase_person(emails)
        user.delete()
        record = Erasure.objects.create(
            cause=_LEARNER, state=ErasureState.DONE, decided_at=timezone.now(), counts=_plain(counts)
        )
        audit.record(SYSTEM, None, "account-erased", str(record.public_id))
        transaction.on_commit(empty_the_log)
    return (*done, record)


def erase_due(award: Award) -> Erasure:
    """Erase an award whose time is over; called by the retention clock."""
    erasure = Erasure.objects.create(organisation=award.organisation, award=award, cause=RETENTION)
    return _carry_out(SYSTEM, erasure)


def addresses_of(user: User) -> list[str]:
    """Return every address of a person, folded."""
    rows = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return sorted({user.email.casefold(), *(email.casefold() for email in rows)})


def _carry_out(actor: Actor, erasure: Erasure) -> Erasure:
    """One transaction for all of it; the lists are published after it."""
    if erasure.award is None:
        raise RefusedError("award-erased")
    with transaction.atomic():
        award = (
            Award.objects.select_for_update(no_key=True)
            .select_related("organisation")
            .get(pk=erasure.award.pk)
        )
        changed = _erase(award, revoke=erasure.revoke) if award.erased_at is None else Counter()
        lists = erasure.revoke and award.erased_at is None
        Erasure.objects.filter(pk=erasure.pk).update(
            state=ErasureState.DONE, decided_at=timezone.now(), counts=_plain(changed)
        )
        audit.record(actor, award.organisation, "award-erased", str(award.public_id), cause=erasure.cause)
        transaction.on_commit(empty_the_log)
    if lists:
        status.publish_changed(award.organisation)
    erasure.refresh_from_db()
    return erasure


def _erase(award: Award, *, revoke: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    learner, email = award.learner, award.email
    for credential in Credential.objects.select_for_update(no_key=True).filter(award=award):
        if revoke:
            _burn(credential)
        counts += _delete_dependents(credential)
        _empty(credential)
        counts["credentials"] += 1
    counts += _delete_dependents(award)
    answers = IdempotencyKey.objects.filter(
        Q(organisation=award.organisation), Q(answer__icontains=str(award.public_id))
    )
    counts["answers"] = answers.delete()[0]
    stump = Learner.objects.create(
        organisation=award.organisation, key=f"erased:{uuid.uuid4()}", given_name="", family_name="", email=""
    )
    Award.objects.filter(pk=award.pk).update(
        learner=stump,
        holder=None,
        given_name="",
        family_name="",
        email="",
        record={},
        claim_hash="",
        wrong_facts=None,
        erased_at=timezone.now(),
    )
    if not Award.objects.filter(learner=learner).exists():
        learner.delete()
    if email:
        counts["rows_of_batches"] = erase_rows(award.organisation, email)
        counts["lists"] = forget_lists_with(award.organisation, email)
    if not Award.objects.filter(email=email).exclude(pk=award.pk).exists():
        counts["log_entries"] = audit.erase_person([email])
    return counts


def _burn(credential: Credential) -> None:
    """Revoke as well: the bit is set and stays set."""
    if credential.state != CredentialState.RELEASED or credential.status == CredentialStatus.REVOKED:
        return
    at = timezone.now()
    status.set_status(credential, StatusPurpose.REVOCATION, is_set=True, at=at)
    Credential.objects.filter(pk=credential.pk).update(
        status=CredentialStatus.REVOKED, status_reason="requested-by-learner", status_changed_at=at
    )


def _empty(credential: Credential) -> None:
    """Leave the row with its status entries and hashes; what was signed is gone, and is not signed again."""
    Credential.objects.filter(pk=credential.pk).update(
        state=CredentialState.ABORTED,
        data=None,
        intent=b"",
        dictionary=None,
        digest="",
        status_note="",
        replaces=None,
        signing_since=None,
    )


def _delete_dependents(row: models.Model) -> Counter[str]:
    """Delete what would go with the row anyway: links, pages, mails, readings. Status entries stay."""
    counts: Counter[str] = Counter()
    for relation in row._meta.related_objects:
        if getattr(relation, "on_delete", None) is not models.CASCADE:
            continue
        name = relation.field.name
        gone = relation.related_model._default_manager.filter(**{name: row})
        counts[relation.related_model._meta.model_name or ""] += gone.count()
        gone.delete()
    return counts


def _plain(counts: Counter[str]) -> dict[str, int]:
    return {name: number for name, number in sorted(counts.items()) if number}
