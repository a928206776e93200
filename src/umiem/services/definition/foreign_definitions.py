"""Definitions and badges of others into drafts of an organisation, with a report of what each lacks.

What Odznaka+, Badgr and Moodle export, European specifications, a course catalogue as CSV. Nothing that is
there is overwritten: a draft whose short name is taken gets another one, and the same file twice gives the
drafts that are there already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction

from umiem.domain.definition_file import dump_definition
from umiem.domain.imports.draft import ImportedDraft
from umiem.errors import MalformedInputError
from umiem.services.access import Actor, Permission, authorise
from umiem.services.definition import definitions
from umiem.services.definition.definition_imports import drafts_from_file
from umiem.services.definition.definitions import DefinitionView
from umiem.storage.models import Definition

MOST_DRAFTS = 300  # in one file
MOST_NAMES_TRIED = 100


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """One definition that came in: where it is now, where it came from, what was left behind.

    ``was_there``: the same draft had been imported before and was not touched.
    """

    view: DefinitionView
    source: ImportedDraft
    was_there: bool


def import_from_elsewhere(actor: Actor, organisation: str, *, data: bytes) -> tuple[ImportReport, ...]:
    """Store every definition in the file as a draft, all or none, and report.

    Raises what ``drafts_from_file`` raises, and ``MalformedInputError`` (import-too-many) above the limit.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    drafts = drafts_from_file(data)
    if len(drafts) > MOST_DRAFTS:
        raise MalformedInputError("import-too-many", count=len(drafts), limit=MOST_DRAFTS)
    with transaction.atomic():
        return tuple(_import_one(actor, found.slug, draft) for draft in drafts)


def _import_one(actor: Actor, organisation: str, source: ImportedDraft) -> ImportReport:
    """File a draft under its own short name, or under the next free one."""
    stem = source.definition.identifier[:76].strip("-") or "definition"
    for number in range(1, MOST_NAMES_TRIED + 1):
        slug = stem if number == 1 else f"{stem}-{number}"
        content = dump_definition(replace(source.definition, identifier=slug), "yaml")
        there = Definition.objects.filter(organisation__slug=organisation, slug=slug).first()
        newest = None if there is None else there.versions.first()
        if newest is not None and bytes(newest.content) != content:
            continue
        view = definitions.import_definition(actor, organisation, data=content, file_name=f"{slug}.yaml")
        return ImportReport(view=view, source=source, was_there=newest is not None)
    raise MalformedInputError("import-too-many", count=MOST_NAMES_TRIED, limit=MOST_NAMES_TRIED)
