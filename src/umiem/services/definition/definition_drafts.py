"""Drafts of definitions: each save kept, its author remembered, undo, and two people at once.

A draft is the file itself, with gaps: what a form saves is written as the YAML file it is equal to, and
what an uploaded file said is kept byte for byte. Nothing that was saved is lost: undo goes back one save.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from umiem.domain.definition import AchievementSpecification
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.storage.models import (
    Definition,
    DefinitionAuthor,
    DefinitionRevision,
    DefinitionState,
    DefinitionVersion,
    Organisation,
    User,
)

KEPT_REVISIONS = 300  # saves of one draft that undo can go back to
_WAITING = (DefinitionState.IN_REVIEW, DefinitionState.APPROVED)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is saved: the bytes of the file with their meaning, and where they come from."""

    specification: AchievementSpecification
    content: bytes
    file_name: str
    step: str = ""
    source: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def draft_row(definition: Definition, last: DefinitionVersion | None) -> DefinitionVersion:
    """Return the row that a save goes to: the present draft, or the first or next version.

    Raises ``RefusedError`` ``definition-under-review`` while people are deciding on the newest version.
    """
    if last is not None and last.state in _WAITING:
        raise RefusedError("definition-under-review", slug=definition.slug, state=str(last.state))
    if last is not None and last.state == DefinitionState.DRAFT:
        return last
    number = 1 if last is None else last.version + 1
    return DefinitionVersion(organisation=definition.organisation, definition=definition, version=number)


def store(actor: Actor, row: DefinitionVersion, draft: Draft) -> None:
    """Write ``draft`` into ``row`` as a new revision; call it under the lock of the definition."""
    row.content, row.file_name, row.digest = draft.content, draft.file_name[:200], draft.digest
    row.titles = dict(draft.specification.title)
    row.save()
    newest = row.revisions.aggregate(newest=Max("number"))["newest"] or 0
    DefinitionRevision.objects.create(
        organisation_id=row.organisation_id,
        version=row,
        number=newest + 1,
        previous=row.revision or None,
        content=draft.content,
        file_name=row.file_name,
        digest=row.digest,
        titles=row.titles,
        step=draft.step,
        source=draft.source,
        actor=actor.name,
    )
    row.revision = newest + 1
    row.save(update_fields=("revision",))
    row.revisions.filter(number__lte=newest + 1 - KEPT_REVISIONS).delete()
    remember_author(actor, row)


def remember_author(actor: Actor, row: DefinitionVersion) -> None:
    """Note that ``actor`` wrote a part of this version: whoever did cannot approve it."""
    person = person_of(actor)
    DefinitionAuthor.objects.get_or_create(
        version=row,
        actor=actor.name,
        defaults={
            "organisation_id": row.organisation_id,
            "user": person,
            "person": name_of(actor, person),
        },
    )


def person_of(actor: Actor) -> User | None:
    """Return the person who acts, or who answers for the token that does; None for Umiem itself."""
    key = actor.user_id or actor.answers
    return None if key is None else User.objects.filter(pk=key).first()


def name_of(actor: Actor, person: User | None) -> str:
    """Return the name that records keep of an actor: the person's own, or else the address."""
    return (person.name or person.email) if person is not None else actor.name


def undo(actor: Actor, organisation: str, slug: str) -> bool:
    """Put the draft back to the save before the present one; return False when there is none."""
    found = authorise(actor, organisation, Permission.DEFINE)
    with transaction.atomic():
        row = locked_draft(found, slug)
        present = row.revisions.filter(number=row.revision).first()
        if present is None or present.previous is None:
            return False
        before = row.revisions.filter(number=present.previous).first()
        if before is None:
            return False
        _stand_at(actor, found, row, before)
    return True


def restore(actor: Actor, organisation: str, slug: str, number: int) -> None:
    """Put the draft back to an earlier save; raises ``NotFoundError`` when it is not kept."""
    found = authorise(actor, organisation, Permission.DEFINE)
    with transaction.atomic():
        row = locked_draft(found, slug)
        chosen = row.revisions.filter(number=number).first()
        if chosen is None:
            raise NotFoundError("definition-revision-unknown", slug=slug, number=number)
        _stand_at(actor, found, row, chosen)


def revisions(actor: Actor, organisation: str, slug: str) -> tuple[DefinitionRevision, ...]:
    """Return the saves of the newest version, newest first."""
    found = authorise(actor, organisation, Permission.READ)
    row = DefinitionVersion.objects.filter(organisation=found, definition__slug=slug).first()
    if row is None:
        raise NotFoundError("definition-unknown", slug=slug)
    return tuple(row.revisions.defer("content"))


def locked_draft(organisation: Organisation, slug: str) -> DefinitionVersion:
    """Return the draft of a definition, locked; raises ``RefusedError`` when the newest version is none."""
    definition = organisation.definitions.select_for_update(no_key=True).filter(slug=slug).first()
    if definition is None:
        raise NotFoundError("definition-unknown", slug=slug)
    row = definition.versions.first()
    if row is None:
        raise NotFoundError("definition-version-unknown", slug=slug, version=1)
    if row.state in _WAITING:
        raise RefusedError("definition-under-review", slug=slug, state=str(row.state))
    if row.state != DefinitionState.DRAFT:
        raise RefusedError("definition-not-a-draft", slug=slug, state=str(row.state))
    return row


def _stand_at(
    actor: Actor, organisation: Organisation, row: DefinitionVersion, revision: DefinitionRevision
) -> None:
    row.content, row.file_name, row.digest = revision.content, revision.file_name, revision.digest
    row.titles, row.revision = revision.titles, revision.number
    row.save()
    remember_author(actor, row)
    audit.record(
        actor,
        organisation,
        "definition-restored",
        row.definition.slug,
        version=row.version,
        to=revision.number,
    )
