"""Plans that are kept: those of a learner, and those behind a link that ends."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from umiem import wiring
from umiem.domain.pathways import Wish, wish_from
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.access import Actor
from umiem.services.public_tokens import new_token, token_hash
from umiem.services.skill.planning import NOTHING, Plan, make_plan
from umiem.services.skill.skill_profile import possession_of
from umiem.storage.models import PlanLink, SavedPlan, User

MOST_PLANS = 50
MOST_LINKS = 20
LINK_DAYS = (7, 30, 90, 365)
DAYS_OF_NOBODYS_LINK = 30


@dataclass(frozen=True, kw_only=True)
class ShownPlan:
    """A kept plan, computed now; ``arrived`` are skills verified since it was last shown to its owner."""

    row: SavedPlan
    plan: Plan
    arrived: tuple[str, ...] = ()
    steps_before: int = 0


@dataclass(frozen=True, kw_only=True)
class NewPlanLink:
    """A link just made; ``url`` holds the token and is shown now and never again."""

    link: PlanLink
    url: str


def save_plan(actor: Actor, wish: Wish) -> SavedPlan:
    """Keep a plan of a person who is signed in; the same wish once more is the same plan."""
    owner = _person(actor)
    plan = make_plan(wish, possession_of(actor), with_alternatives=False)
    data = wish.as_data()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        mine = SavedPlan.objects.filter(owner=owner)
        if (same := next((row for row in mine if row.wish == data), None)) is not None:
            return same
        if mine.count() >= MOST_PLANS:
            raise RefusedError("too-many-plans", limit=MOST_PLANS)
        return SavedPlan.objects.create(
            owner=owner,
            wish=data,
            held=sorted(plan.possession.verified),
            steps=len(plan.pathway.steps),
        )


def plans_of(actor: Actor) -> tuple[SavedPlan, ...]:
    """Return the person's plans, the newest first."""
    if actor.user_id is None:
        return ()
    return tuple(SavedPlan.objects.filter(owner_id=actor.user_id).prefetch_related("links"))


def show_plan(actor: Actor, plan_id: uuid.UUID) -> ShownPlan:
    """Compute one of the person's plans anew with what they hold now, and say what arrived since."""
    row = _own(actor, plan_id)
    plan = make_plan(wish_from(row.wish), possession_of(actor))
    verified = sorted(plan.possession.verified)
    arrived = tuple(uri for uri in verified if uri not in row.held)
    before = row.steps
    if verified != row.held or before != len(plan.pathway.steps):
        SavedPlan.objects.filter(pk=row.pk).update(
            held=verified, steps=len(plan.pathway.steps), seen_at=timezone.now()
        )
    return ShownPlan(row=row, plan=plan, arrived=arrived, steps_before=before)


def delete_plan(actor: Actor, plan_id: uuid.UUID) -> None:
    """Delete a plan of the person with all its links."""
    _own(actor, plan_id).delete()


def link_plan(actor: Actor, plan_id: uuid.UUID, *, days: int) -> NewPlanLink:
    """Make a link to one of the person's plans that ends after ``days``."""
    if days not in LINK_DAYS:
        raise MalformedInputError("share-days-wrong", limit=max(LINK_DAYS))
    row = _own(actor, plan_id)
    with transaction.atomic():
        SavedPlan.objects.select_for_update(no_key=True).get(pk=row.pk)
        if row.links.filter(revoked_at=None, expires_at__gt=timezone.now()).count() >= MOST_LINKS:
            raise RefusedError("too-many-shares", limit=MOST_LINKS)
        return _link(row, days)


def link_wish(wish: Wish) -> NewPlanLink:
    """Make a link to a plan of nobody in particular: only the wish is kept, until the link ends."""
    plan = make_plan(wish, with_alternatives=False)
    with transaction.atomic():
        row = SavedPlan.objects.create(wish=wish.as_data(), steps=len(plan.pathway.steps))
        return _link(row, DAYS_OF_NOBODYS_LINK)


def stop_link(actor: Actor, link_id: uuid.UUID) -> None:
    """End a link to one of the person's plans at once."""
    links = PlanLink.objects.filter(plan__owner_id=actor.user_id, public_id=link_id)
    if actor.user_id is None or not links.exists():
        raise NotFoundError("plan-unknown")
    links.filter(revoked_at=None).update(revoked_at=timezone.now())


def open_link(token: str) -> ShownPlan:
    """Return the plan behind a link, computed now; an ended or wrong link is ``NotFoundError``."""
    link = (
        PlanLink.objects.filter(token_hash=token_hash(token), revoked_at=None)
        .filter(expires_at__gt=timezone.now())
        .select_related("plan__owner")
        .first()
    )
    if link is None:
        raise NotFoundError("plan-unknown")
    return compute(link.plan)


def compute(row: SavedPlan) -> ShownPlan:
    """Compute a kept plan for somebody who may see it, with what its owner holds now."""
    possession = NOTHING if row.owner is None else possession_of(_actor(row.owner))
    return ShownPlan(row=row, plan=make_plan(wish_from(row.wish), possession), steps_before=row.steps)


def delete_ended() -> int:
    """Delete plans that nobody owns and no link leads to any more; return how many."""
    now = timezone.now()
    alive = PlanLink.objects.filter(revoked_at=None, expires_at__gt=now).values("plan_id")
    ended, _ = SavedPlan.objects.filter(owner=None).exclude(Q(pk__in=alive)).delete()
    return ended


def _link(row: SavedPlan, days: int) -> NewPlanLink:
    token = new_token()
    link = PlanLink.objects.create(
        plan=row, token_hash=token_hash(token), expires_at=timezone.now() + timedelta(days=days)
    )
    return NewPlanLink(link=link, url=f"{wiring.installation().base_url}/plan/s/{token}/")


def _own(actor: Actor, plan_id: uuid.UUID) -> SavedPlan:
    row = SavedPlan.objects.filter(owner_id=actor.user_id, public_id=plan_id).first()
    if actor.user_id is None or row is None:
        raise NotFoundError("plan-unknown")
    return row


def _person(actor: Actor) -> User:
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    return User.objects.get(pk=actor.user_id)


def _actor(user: User) -> Actor:
    return Actor(kind="person", name=user.email, user_id=user.pk)
