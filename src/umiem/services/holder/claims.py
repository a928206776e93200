"""Claiming an award with the code of a mail or of a slip of paper; declining it; giving it anew."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import ANONYMOUS, Actor, Permission, authorise
from umiem.services.award.awards import find_award
from umiem.services.email_address import checked_email
from umiem.services.holder import claim_codes, ownership, portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.notice import notices
from umiem.storage.models import Award, AwardState, ShareLink

MOST_WRONG_FACTS = 5


@dataclass(frozen=True, kw_only=True)
class Claimable:
    """What a code stands for. ``needs_fact``: the mailbox alone does not prove who is asking."""

    held: HeldCredential
    needs_fact: bool
    has_fact: bool


def peek_claim(code: str, actor: Actor = ANONYMOUS) -> Claimable:
    """Return the award behind a code, to show before signing in; raises ``NotFoundError``.

    After it was accepted only its holder still sees it through the code.
    """
    award = _waiting(code, actor)
    found = portfolio.held_of(award)
    if found is None:
        raise NotFoundError("claim-unknown")
    accepted = award.state == AwardState.ACCEPTED
    return Claimable(
        held=found,
        needs_fact=not accepted and ownership.is_disputed(actor, award),
        has_fact=bool(award.learner.identifier),
    )


def claim(actor: Actor, code: str, *, fact: str = "") -> HeldCredential:
    """Accept the award behind a code, for the person who is signed in. Doing it twice changes nothing.

    The code reached the mailbox that the award names, or was handed over by the organisation, so it binds
    the award to any account of that person. Where the mailbox may have passed to somebody else (the letter
    came back, another account holds awards made to that address) the identifier under which the
    organisation knows the learner is asked for as well; after five wrong answers the code ends.
    """
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    waiting = peek_claim(code, actor)
    if waiting.needs_fact:
        _check_fact(waiting.held.award, fact)
    with transaction.atomic():
        award = Award.objects.select_for_update(no_key=True).get(pk=waiting.held.award.pk)
        portfolio.bind(actor, award)
    return portfolio.get_held(actor, award.public_id)


def decline_claim(actor: Actor, code: str) -> None:
    """Decline the award behind a code; it can still be accepted later."""
    _decline(actor, _waiting(code, actor))


def decline(actor: Actor, award_id: uuid.UUID) -> None:
    """Decline one of the person's waiting awards; it can still be accepted later."""
    _decline(actor, portfolio.get_held(actor, award_id).award)


def give_code(actor: Actor, organisation: str, award_id: uuid.UUID) -> str:
    """Return a new code for a waiting award, to hand over on paper or in person; earlier codes end.

    Whoever gives it has seen the learner: no second fact is asked for afterwards.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    award = find_award(found, award_id)
    if award.state != AwardState.AWARDED:
        raise RefusedError("award-not-waiting")
    with transaction.atomic():
        Award.objects.filter(pk=award.pk).update(rebound_at=timezone.now(), wrong_facts=None)
        code = claim_codes.renew(award)
        audit.record(actor, found, "claim-code-given", str(award.public_id))
    return code


def rebind(actor: Actor, organisation: str, award_id: uuid.UUID, *, email: str) -> Award:
    """Give an award to another address: it waits there for acceptance, whoever held it before.

    For a learner who lost a mailbox, or whose award another person took. Recorded; the former holder, if
    there was one, is told.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    address = checked_email(email)
    with transaction.atomic():
        award = Award.objects.select_for_update(no_key=True).get(pk=find_award(found, award_id).pk)
        if award.state == AwardState.WITHDRAWN:
            raise RefusedError("award-withdrawn")
        if award.holder is not None and award.holder.email != address:
            notices.tell_moved(award, award.holder)
        award.email, award.holder, award.state = address, None, AwardState.AWARDED
        award.accepted_at = award.declined_at = award.wrong_facts = None
        award.rebound_at = timezone.now()
        award.save()
        links = ShareLink.objects.filter(credential__award=award, revoked_at=None)
        links.update(revoked_at=timezone.now())
        notices.tell_award(award)
        audit.record(actor, found, "award-rebound", str(award.public_id))
    return award


def _waiting(code: str, actor: Actor) -> Award:
    oldest = timezone.now() - timedelta(days=ownership.WAITING_DAYS)
    rows = Award.objects.filter(claim_hash=claim_codes.stored_hash(code)).exclude(claim_hash="")
    award = portfolio.with_rows(rows).first()
    if award is None or max(award.created_at, award.rebound_at or award.created_at) < oldest:
        raise NotFoundError("claim-unknown")
    if award.state == AwardState.ACCEPTED and (award.holder_id is None or award.holder_id != actor.user_id):
        raise NotFoundError("claim-unknown")
    return award


def _check_fact(award: Award, fact: str) -> None:
    """Compare with the organisation's own identifier of the learner; a wrong answer is counted."""
    if not award.learner.identifier:
        raise RefusedError("second-fact-unavailable")
    if not fact.strip():
        raise RefusedError("second-fact-missing")
    expected, given = award.learner.identifier.casefold(), fact.strip().casefold()
    if hmac.compare_digest(expected.encode(), given.encode(errors="replace")):
        return
    with transaction.atomic():
        row = Award.objects.select_for_update(no_key=True).get(pk=award.pk)
        wrong = (row.wrong_facts or 0) + 1
        changes: dict[str, object] = {"wrong_facts": wrong}
        if wrong >= MOST_WRONG_FACTS:
            changes["claim_hash"] = ""
        Award.objects.filter(pk=row.pk).update(**changes)
    raise RefusedError("second-fact-wrong", left=max(0, MOST_WRONG_FACTS - wrong))


def _decline(actor: Actor, award: Award) -> None:
    with transaction.atomic():
        row = Award.objects.select_for_update(no_key=True).get(pk=award.pk)
        if row.state != AwardState.AWARDED:
            raise RefusedError("award-not-waiting")
        if row.declined_at is None:
            Award.objects.filter(pk=row.pk).update(declined_at=timezone.now())
            audit.record(actor, award.organisation, "award-declined", str(award.public_id))
