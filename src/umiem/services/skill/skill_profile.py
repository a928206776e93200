"""The skills of a person: verified by credentials in force, and declared by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from umiem.errors import RefusedError
from umiem.services.access import Actor
from umiem.services.holder import portfolio
from umiem.services.holder.imported_skills import skills_from_elsewhere
from umiem.services.skill import skills
from umiem.services.skill.planning import NOTHING, Possession
from umiem.services.skill.planning_catalogue import skills_of
from umiem.storage.models import DeclaredSkill

MOST_DECLARED = 200
LONGEST_NOTE = 200


def possession_of(actor: Actor) -> Possession:
    """Return the skills that a person can plan with; nothing for who is not signed in.

    A credential from elsewhere confirms where this site knows its issuer; else it counts as the person's
    own word.
    """
    if actor.user_id is None:
        return NOTHING
    in_force = [item for item in portfolio.held(actor) if item.is_in_force]
    elsewhere = skills_from_elsewhere(actor)
    here = (uri for item in in_force for uri in skills_of(item.definition.specification))
    return Possession(
        verified=frozenset((*here, *(one.uri for one in elsewhere if one.is_vouched))),
        declared=frozenset((*declared_uris(actor), *(one.uri for one in elsewhere if not one.is_vouched))),
        credentials=frozenset(
            f"{item.organisation.slug}/{item.definition.specification.identifier}" for item in in_force
        ),
    )


def declared_uris(actor: Actor) -> tuple[str, ...]:
    """Return the skills a person declared, in the order of declaring."""
    rows = DeclaredSkill.objects.filter(owner_id=actor.user_id)
    return tuple(rows.values_list("uri", flat=True))


def declare(actor: Actor, uris: Iterable[str], *, note: str = "") -> None:
    """Add skills to what the person declares; those declared before stay as they are.

    Raises ``RefusedError``: not signed in, or too many (``too-many-declared-skills``). Skills that ESCO
    does not know are left out.
    """
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    known = skills.library().graph.skills
    fresh = [uri for uri in dict.fromkeys(uris) if uri in known]
    with transaction.atomic():
        if len({*declared_uris(actor), *fresh}) > MOST_DECLARED:
            raise RefusedError("too-many-declared-skills", limit=MOST_DECLARED)
        DeclaredSkill.objects.bulk_create(
            (
                DeclaredSkill(owner_id=actor.user_id, uri=uri, note=note.replace("\0", "")[:LONGEST_NOTE])
                for uri in fresh
            ),
            ignore_conflicts=True,
        )


def take_back(actor: Actor, uri: str) -> None:
    """Remove a skill from what the person declares; nothing happens when it is not there."""
    DeclaredSkill.objects.filter(owner_id=actor.user_id, uri=uri).exclude(owner=None).delete()
