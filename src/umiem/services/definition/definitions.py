"""Definitions of micro-credentials: import, check, publish, show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from umiem import wiring
from umiem.domain.definition import AchievementSpecification
from umiem.domain.definition_file import comments_in, load_definition
from umiem.domain.findings import Finding, assess_definition, blocking
from umiem.domain.text import LocalizedText
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.definition.definition_decisions import note, refuse_unless_approved
from umiem.services.definition.definition_drafts import Draft, draft_row, store
from umiem.services.files import File
from umiem.storage.models import DecisionKind, Definition, DefinitionState, DefinitionVersion, Organisation

MEDIA_TYPES = {"json": "application/json", "yaml": "application/yaml", "yml": "application/yaml"}


@dataclass(frozen=True, kw_only=True)
class DefinitionView:
    """One version of a definition, read from its exact file, with the findings of today."""

    organisation: Organisation
    definition: Definition
    version: DefinitionVersion
    specification: AchievementSpecification
    findings: tuple[Finding, ...] = ()
    awards: int = 0

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return blocking(self.findings)

    @property
    def approved_by_its_author(self) -> bool:
        """Say whether this version was approved under the single-person rule: everyone may know."""
        return self.version.decisions.filter(kind=DecisionKind.APPROVED, alone=True).exists()

    @property
    def achievement_id(self) -> str:
        """The address that credentials name as their achievement; also what the rosette is drawn from."""
        return f"{wiring.installation().base_url}/catalogue/{self.organisation.slug}/{self.definition.slug}/"

    def title(self, language: str) -> str:
        """Return the title in ``language``, or in the language it has."""
        return self.specification.title.best(language)[0]


def list_definitions(actor: Actor, organisation: str) -> tuple[DefinitionView, ...]:
    """Return the newest version of each definition, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    rows = found.definitions.annotate(award_count=Count("awards")).prefetch_related("versions")
    return tuple(
        _view(found, row, row.versions.all()[0], awards=row.award_count) for row in rows if row.versions.all()
    )


def get_definition(
    actor: Actor, organisation: str, slug: str, *, version: int | None = None
) -> DefinitionView:
    """Return one version (the newest unless named) with its findings, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    definition, row = _version(found, slug, version)
    return _view(found, definition, row, awards=definition.awards.count())


def definition_to_award(actor: Actor, organisation: str, slug: str) -> DefinitionView:
    """Return the version that is awarded now, or the newest one while none is published, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    definition, newest = _version(found, slug, None)
    row = definition.versions.filter(state=DefinitionState.PUBLISHED).first() or newest
    return _view(found, definition, row)


def definitions_to_award(actor: Actor, organisation: str) -> tuple[DefinitionView, ...]:
    """Return what can be awarded now, whatever next versions are being written, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    rows = DefinitionVersion.objects.filter(organisation=found, state=DefinitionState.PUBLISHED)
    rows = rows.select_related("definition").order_by("definition__slug")
    return tuple(_view(found, row.definition, row) for row in rows)


def import_definition(actor: Actor, organisation: str, *, data: bytes, file_name: str) -> DefinitionView:
    """Store a file as a draft, byte for byte.

    A draft of the same definition is replaced. After a published version a new version begins; the same
    bytes once more change nothing. Incomplete files are stored too: publishing is what needs all
    elements. Raises ``MalformedInputError`` for a file that is no definition, ``RefusedError`` when it
    has no identifier to file it under, or while the newest version is under review.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    specification = load_definition(data, file_name)
    _refuse_without_slug(specification)
    draft = Draft(specification=specification, content=data, file_name=file_name, step="file")
    with transaction.atomic():
        definition, _ = Definition.objects.get_or_create(organisation=found, slug=specification.identifier)
        Definition.objects.select_for_update(no_key=True).get(pk=definition.pk)
        last = definition.versions.first()
        if last is not None and last.digest == draft.digest:
            return _view(found, definition, last, awards=definition.awards.count())
        row = draft_row(definition, last)
        store(actor, row, draft)
        audit.record(
            actor, found, "definition-imported", definition.slug, version=row.version, digest=row.digest
        )
    return _view(found, definition, row, awards=definition.awards.count())


def comments_in_file(view: DefinitionView) -> int:
    """Return how many comments the stored file of a version has: changing the draft by a form drops them."""
    return comments_in(bytes(view.version.content))


def publish_definition(actor: Actor, organisation: str, slug: str) -> DefinitionView:
    """Publish the approved version; from now on it never changes, and it supersedes the one before.

    Raises ``RefusedError``: ``definition-not-approved`` (``definition_review`` is the way there), or
    ``definition-incomplete`` with the findings that block it by now, such as an accreditation that ended.
    """
    found = authorise(actor, organisation, Permission.PUBLISH)
    with transaction.atomic():
        definition, row = _version(found, slug, None, lock=True)
        view = _view(found, definition, row)
        if row.state == DefinitionState.PUBLISHED:
            return view
        refuse_unless_approved(row)
        refuse_incomplete(view)
        definition.versions.filter(state=DefinitionState.PUBLISHED).update(state=DefinitionState.SUPERSEDED)
        row.state, row.published_at = DefinitionState.PUBLISHED, timezone.now()
        row.save(update_fields=("state", "published_at"))
        note(actor, row, DecisionKind.PUBLISHED)
        audit.record(actor, found, "definition-published", slug, version=row.version, digest=row.digest)
    return view


def refuse_incomplete(view: DefinitionView) -> None:
    """Raise ``RefusedError`` ``definition-incomplete`` while a finding blocks the version."""
    if view.blocking:
        codes = ", ".join(finding.code for finding in view.blocking)
        raise RefusedError("definition-incomplete", codes=codes, findings=view.blocking)


def archive_definition(actor: Actor, organisation: str, slug: str) -> DefinitionView:
    """Take the published version out of use, or set aside a draft that never was published.

    Nothing is awarded on it any more; old awards stay. A draft of the next version is left alone.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    with transaction.atomic():
        definition, newest = _version(found, slug, None, lock=True)
        row = definition.versions.filter(state=DefinitionState.PUBLISHED).first() or newest
        if row.state not in (DefinitionState.PUBLISHED, DefinitionState.DRAFT):
            raise RefusedError("definition-not-published", slug=slug)
        row.state = DefinitionState.ARCHIVED
        row.save(update_fields=("state",))
        note(actor, row, DecisionKind.ARCHIVED)
        audit.record(actor, found, "definition-archived", slug, version=row.version)
    return _view(found, definition, row)


def export_definition(actor: Actor, organisation: str, slug: str, *, version: int | None = None) -> File:
    """Return the exact file of a version, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    return _file(_version(found, slug, version)[1])


def newest_specifications() -> list[tuple[str, AchievementSpecification]]:
    """Return the newest version of every definition that is not archived, for the operator of the machine."""
    rows = (
        DefinitionVersion.objects.exclude(state__in=(DefinitionState.ARCHIVED, DefinitionState.SUPERSEDED))
        .select_related("definition__organisation")
        .order_by("organisation__slug", "definition__slug", "version")
    )
    newest = {row.definition_id: row for row in rows}
    return [
        (f"{row.definition.organisation.slug}/{row.definition.slug}", view_of(row).specification)
        for row in newest.values()
    ]


def public_definition(organisation: str, slug: str, *, version: int | None = None) -> DefinitionView:
    """Return a published version (the newest unless named), for everyone."""
    rows = DefinitionVersion.objects.filter(
        organisation__slug=organisation,
        definition__slug=slug,
        state__in=_SHOWN_TO_EVERYONE,
        published_at__isnull=False,
    )
    if version is not None:
        rows = rows.filter(version=version)
    row = rows.select_related("definition__organisation").order_by("-version").first()
    if row is None:
        raise NotFoundError("definition-unknown", slug=slug)
    return _view(row.definition.organisation, row.definition, row)


def public_titles(definition: Definition) -> LocalizedText:
    """Return the titles of the version that is published, or was last; none before that."""
    public = (version for version in definition.versions.all() if version.published_at is not None)
    return LocalizedText(next((version.titles for version in public), {}))


def view_of(row: DefinitionVersion) -> DefinitionView:
    """Return the view of a version that the caller may see."""
    return _view(row.definition.organisation, row.definition, row)


def awardable(organisation: Organisation, slug: str) -> DefinitionView:
    """Return the version that is awarded now; raises ``RefusedError`` when none is published."""
    definition = organisation.definitions.filter(slug=slug).first()
    if definition is None:
        raise NotFoundError("definition-unknown", slug=slug)
    row = definition.versions.filter(state=DefinitionState.PUBLISHED).first()
    if row is None:
        raise RefusedError("definition-not-published", slug=slug)
    return _view(organisation, definition, row)


_SHOWN_TO_EVERYONE = (DefinitionState.PUBLISHED, DefinitionState.SUPERSEDED, DefinitionState.ARCHIVED)


@lru_cache(maxsize=512)
def _parsed(content: bytes, file_name: str) -> AchievementSpecification:
    return load_definition(content, file_name)


def _assess(specification: AchievementSpecification) -> tuple[Finding, ...]:
    return assess_definition(specification, on=timezone.localdate())


def _view(
    organisation: Organisation, definition: Definition, row: DefinitionVersion, *, awards: int = 0
) -> DefinitionView:
    specification = replace(_parsed(bytes(row.content), row.file_name), version=row.version)
    return DefinitionView(
        organisation=organisation,
        definition=definition,
        version=row,
        specification=specification,
        findings=_assess(specification),
        awards=awards,
    )


def _version(
    organisation: Organisation, slug: str, version: int | None, *, lock: bool = False
) -> tuple[Definition, DefinitionVersion]:
    definition = organisation.definitions.filter(slug=slug).first()
    if definition is None:
        raise NotFoundError("definition-unknown", slug=slug)
    rows = definition.versions.select_for_update(no_key=True) if lock else definition.versions.all()
    if version is not None:
        rows = rows.filter(version=version)
    row = rows.first()
    if row is None:
        raise NotFoundError("definition-version-unknown", slug=slug, version=version)
    return definition, row


def _refuse_without_slug(specification: AchievementSpecification) -> None:
    codes = {finding.code for finding in _assess(specification)}
    if not specification.identifier or "identifier-not-a-slug" in codes:
        raise RefusedError("definition-identifier-wrong", identifier=specification.identifier)


def _file(row: DefinitionVersion) -> File:
    ending = row.file_name.rpartition(".")[2].lower()
    media_type = MEDIA_TYPES.get(ending, "application/octet-stream")
    return File(name=row.file_name, media_type=media_type, data=bytes(row.content))
