"""Collections: a learner's choice of credentials under one cover, with a public page when they say so."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from umiem import wiring
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import public_tokens
from umiem.services.access import Actor
from umiem.services.holder import imports, portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.storage.models import AwardState, Collection, CollectionItem, ImportedCredential, User

MOST_COLLECTIONS = 50
MOST_ITEMS = 100
KIND = "collection"


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What stands on the first page of a collection. ``shown_name`` empty: the page names nobody."""

    title: str
    intro: str = ""
    hue: int = 180
    shown_name: str = ""
    is_public: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownCollection:
    """A collection with what is in it now: awards still held, and credentials from elsewhere."""

    collection: Collection
    held: tuple[HeldCredential, ...]
    imported: tuple[ImportedCredential, ...]
    address: str


def collections(actor: Actor) -> tuple[Collection, ...]:
    """Return the person's collections, newest first."""
    return tuple(Collection.objects.filter(owner_id=_owner(actor)).prefetch_related("items"))


def get_collection(actor: Actor, public_id: uuid.UUID) -> ShownCollection:
    """Return one of them; raises ``NotFoundError`` for anybody else's."""
    return _shown(_mine(actor, public_id))


def save_collection(
    actor: Actor,
    public_id: uuid.UUID | None,
    cover: Cover,
    *,
    awards: Sequence[uuid.UUID],
    imported: Sequence[uuid.UUID],
) -> Collection:
    """Make a collection (``public_id`` None) or change one: cover and content are replaced as a whole.

    Raises ``MalformedInputError`` for a cover without a title, ``RefusedError`` for too many,
    ``NotFoundError`` where something is not the person's or not accepted yet.
    """
    owner = _owner(actor)
    _check(cover, len(awards) + len(imported))
    items = [*_award_items(actor, awards), *_imported_items(actor, imported)]
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner)
        row = _new(owner) if public_id is None else _mine(actor, public_id)
        row.title, row.intro = cover.title.strip()[:120], cover.intro.strip()[:1_000]
        row.hue, row.shown_name = cover.hue % 360, cover.shown_name.strip()[:200]
        row.is_public = cover.is_public
        row.save()
        row.items.all().delete()
        for position, item in enumerate(items):
            item.collection, item.position = row, position
        CollectionItem.objects.bulk_create(items)
    return row


def delete_collection(actor: Actor, public_id: uuid.UUID) -> None:
    """Delete a collection and its page; the credentials stay."""
    _mine(actor, public_id).delete()


def open_collection(token: str) -> ShownCollection:
    """Return the public page behind a token; one that is off is ``NotFoundError``."""
    row = Collection.objects.filter(token_hash=public_tokens.token_hash(token), is_public=True).first()
    if row is None:
        raise NotFoundError("public-page-unknown")
    return _shown(row)


def _shown(row: Collection) -> ShownCollection:
    items = list(row.items.select_related("award", "imported").defer("imported__data"))
    found = (
        portfolio.held_by_id(item.award.pk)
        for item in items
        if item.award is not None and item.award.holder_id == row.owner_id
    )
    token = public_tokens.token_for(KIND, row.public_id)
    return ShownCollection(
        collection=row,
        held=tuple(held for held in found if held is not None),
        imported=tuple(item.imported for item in items if item.imported is not None),
        address=f"{wiring.installation().base_url}/set/{token}/",
    )


def _mine(actor: Actor, public_id: uuid.UUID) -> Collection:
    row = Collection.objects.filter(owner_id=_owner(actor), public_id=public_id).first()
    if row is None:
        raise NotFoundError("collection-unknown")
    return row


def _new(owner: int) -> Collection:
    if Collection.objects.filter(owner_id=owner).count() >= MOST_COLLECTIONS:
        raise RefusedError("collections-too-many", limit=MOST_COLLECTIONS)
    public_id = uuid.uuid4()
    return Collection(public_id=public_id, owner_id=owner, token_hash=public_tokens.hash_for(KIND, public_id))


def _check(cover: Cover, size: int) -> None:
    if not cover.title.strip():
        raise MalformedInputError("collection-title-missing")
    if any("\0" in text for text in (cover.title, cover.intro, cover.shown_name)):
        raise MalformedInputError("text-wrong")
    if size > MOST_ITEMS:
        raise MalformedInputError("collection-too-large", limit=MOST_ITEMS)


def _award_items(actor: Actor, awards: Sequence[uuid.UUID]) -> list[CollectionItem]:
    found = {held.award.public_id: held.award for held in portfolio.held(actor)}
    chosen = [found.get(public_id) for public_id in dict.fromkeys(awards)]
    if any(award is None or award.state != AwardState.ACCEPTED for award in chosen):
        raise NotFoundError("award-unknown")
    return [CollectionItem(award=award) for award in chosen]


def _imported_items(actor: Actor, imported: Sequence[uuid.UUID]) -> list[CollectionItem]:
    found = {row.public_id: row for row in imports.imported(actor)}
    if any(public_id not in found for public_id in imported):
        raise NotFoundError("imported-unknown")
    return [CollectionItem(imported=found[public_id]) for public_id in dict.fromkeys(imported)]


def _owner(actor: Actor) -> int:
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    return actor.user_id
