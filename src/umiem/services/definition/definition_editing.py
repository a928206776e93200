"""Writing definitions without a file: the guided editor and the API save parts of the same tree.

The tree is the definition as plain data, in the words of the file. A draft may lack anything; what cannot be
read (a number that is none) is refused field by field and the rest is saved. A published version is the
strict tree that the gate let pass. Two people or two windows are told apart by the digest of their part.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from umiem.domain.definition import AchievementSpecification, AwardingBody, LegalIdentifier, Stackability
from umiem.domain.definition_diff import Change, compare_definitions
from umiem.domain.definition_file import FORMAT_KEY, dump_definition
from umiem.domain.gate.identity import LONGEST_SLUG, is_slug
from umiem.domain.shape import plain, read
from umiem.domain.source_plain import node_of
from umiem.domain.text import LocalizedText
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.definition import definitions
from umiem.services.definition.definition_drafts import Draft, draft_row, locked_draft, store
from umiem.services.definition.definitions import DefinitionView
from umiem.storage.models import Definition, DefinitionState, DefinitionVersion, Organisation

Tree = dict[str, Any]
MAX_PROBLEMS = 40  # fields of one form that may be wrong at once


@dataclass(frozen=True, kw_only=True)
class SavedPart:
    """What a save did. ``problems`` maps the path of a field that could not be read to the error."""

    view: DefinitionView
    problems: Mapping[str, MalformedInputError]


class ChangedElsewhereError(RefusedError):
    """Somebody else saved this part first; ``changes`` are theirs, against what the form began with."""


def tree_of(specification: AchievementSpecification) -> Tree:
    """Return a definition as plain data, as its file has it."""
    tree: Tree = plain(specification)
    return tree


def read_tree(tree: Mapping[str, Any]) -> AchievementSpecification:
    """Return the definition that plain data holds; raises ``MalformedInputError`` with ``path``."""
    known = {key: value for key, value in tree.items() if key != FORMAT_KEY}
    specification: AchievementSpecification = read(node_of(known), AchievementSpecification)
    return specification


def digest_of_part(tree: Mapping[str, Any], fields: Iterable[str]) -> str:
    """Return a digest of some fields of the tree: what a form shows and what it may overwrite."""
    part = {name: tree.get(name) for name in sorted(fields)}
    text = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def save_part(
    actor: Actor,
    organisation: str,
    slug: str,
    part: Mapping[str, Any],
    *,
    seen: str,
    step: str = "",
    source: str = "",
) -> SavedPart:
    """Put the fields of ``part`` into the draft and keep everything else.

    ``seen`` is ``digest_of_part`` of these fields as the form began with them. When they are others by now
    and the same page (``source``) did not make them so, ``ChangedElsewhereError`` is raised.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    with transaction.atomic():
        row = locked_draft(found, slug)
        before = definitions.view_of(row).specification
        tree = tree_of(before)
        if digest_of_part(tree, part) != seen and not _saved_here(row, step, source):
            raise ChangedElsewhereError("definition-changed-elsewhere", slug=slug)
        specification, problems = _merged(before, tree, part)
        if specification != before:
            _write(actor, row, specification, step=step, source=source)
            audit.record(actor, found, "definition-imported", slug, version=row.version, digest=row.digest)
    return SavedPart(view=definitions.get_definition(actor, organisation, slug), problems=problems)


def replace_draft(
    actor: Actor, organisation: str, slug: str, tree: Mapping[str, Any], *, seen: str = ""
) -> DefinitionView:
    """Replace the whole draft by plain data, all or nothing; ``seen`` is the digest of the file it replaces.

    Raises ``MalformedInputError`` with ``path``; ``RefusedError`` ``definition-changed-elsewhere``.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    specification = replace(read_tree(tree), identifier=slug)
    with transaction.atomic():
        row = locked_draft(found, slug)
        if seen and seen != row.digest:
            raise RefusedError("definition-changed-elsewhere", slug=slug)
        _write(actor, row, specification, step="api")
        audit.record(actor, found, "definition-imported", slug, version=row.version, digest=row.digest)
    return definitions.get_definition(actor, organisation, slug)


def refuse_editing(actor: Actor, organisation: str, slug: str) -> None:
    """Raise what forbids the actor to change the newest version: the role, or its state."""
    found = authorise(actor, organisation, Permission.DEFINE)
    with transaction.atomic():
        locked_draft(found, slug)


def create_draft(
    actor: Actor,
    organisation: str,
    *,
    titles: Mapping[str, str],
    primary_language: str,
    stackability: str = "",
    slug: str = "",
) -> DefinitionView:
    """Begin a definition: a title, and what the organisation is known to be. The rest is for the editor.

    Raises ``MalformedInputError`` ``definition-title-missing``, ``RefusedError`` ``definition-slug-taken``,
    ``definition-identifier-wrong``.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    stated = {tag: text.strip() for tag, text in titles.items() if text.strip()}
    if not stated:
        raise MalformedInputError("definition-title-missing")
    specification = AchievementSpecification(
        primary_language=primary_language,
        title=LocalizedText(stated),
        awarding_bodies=(awarding_body(found),),
        stackability=Stackability(type=stackability),
        hue=found.hue,
    )
    title = stated.get(primary_language) or next(iter(stated.values()))
    return _begin(actor, found, specification, slug or slug_of(title))


def copy_definition(
    actor: Actor, organisation: str, *, source_organisation: str, source_slug: str
) -> DefinitionView:
    """Begin a definition as a copy of a published one, also of another organisation; the issuer is yours.

    The decisions, accreditations and dates of review of the original are not copied: they are not yours.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    original = definitions.public_definition(source_organisation, source_slug)
    specification = original.specification
    assurance = specification.quality_assurance
    if source_organisation != organisation:
        assurance = replace(assurance, accreditations=(), procedure="")
    copy = replace(
        specification,
        awarding_bodies=(awarding_body(found),),
        quality_assurance=assurance,
        review=type(specification.review)(),
        homepage="",
        hue=found.hue,
    )
    return _begin(actor, found, copy, _free_slug(found, source_slug), copied_from=original.achievement_id)


def begin_version(actor: Actor, organisation: str, slug: str) -> DefinitionView:
    """Begin the next version from the newest one; a draft that is there already is kept."""
    found = authorise(actor, organisation, Permission.DEFINE)
    with transaction.atomic():
        definition = found.definitions.select_for_update(no_key=True).filter(slug=slug).first()
        last = None if definition is None else definition.versions.first()
        if definition is None or last is None:
            raise NotFoundError("definition-unknown", slug=slug)
        if last.state != DefinitionState.DRAFT:
            specification = definitions.view_of(last).specification
            _write(actor, draft_row(definition, last), specification, step="version")
            audit.record(actor, found, "definition-imported", slug, version=last.version + 1)
    return definitions.get_definition(actor, organisation, slug)


def changes_between(
    actor: Actor, organisation: str, slug: str, *, before: int, after: int
) -> tuple[Change, ...]:
    """Return what changed from one version to another, for the staff."""
    first = definitions.get_definition(actor, organisation, slug, version=before).specification
    second = definitions.get_definition(actor, organisation, slug, version=after).specification
    changes = compare_definitions(first, second)
    return tuple(change for change in changes if change.path != "version")


def versions_of(actor: Actor, organisation: str, slug: str) -> tuple[DefinitionVersion, ...]:
    """Return every version of a definition with its state, newest first, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    rows = DefinitionVersion.objects.filter(organisation=found, definition__slug=slug)
    if not rows:
        raise NotFoundError("definition-unknown", slug=slug)
    return tuple(rows.defer("content").prefetch_related("decisions"))


def slug_of(title: str) -> str:
    """Return a short name for addresses: Latin letters, digits and hyphens (``Żółć`` → ``zolc``)."""
    folded = unicodedata.normalize("NFKD", title.casefold().replace("ł", "l").replace("ß", "ss"))
    bare = folded.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:LONGEST_SLUG].rstrip("-")


def awarding_body(organisation: Organisation) -> AwardingBody:
    """Return the organisation as the awarding body of a new definition (M3, M4)."""
    scheme, value = organisation.legal_id_scheme.upper(), organisation.legal_id
    return AwardingBody(
        legal_name=LocalizedText(organisation.names),
        country=organisation.country,
        region=organisation.region,
        locality=organisation.address if "," not in organisation.address else "",
        homepage=organisation.website,
        email=organisation.email,
        legal_identifier=LegalIdentifier(scheme=scheme, value=value) if value else None,
    )


def _begin(
    actor: Actor,
    organisation: Organisation,
    specification: AchievementSpecification,
    slug: str,
    **origin: str,
) -> DefinitionView:
    if not is_slug(slug):
        raise RefusedError("definition-identifier-wrong", identifier=slug[:80])
    specification = read_tree(tree_of(specification))  # what cannot be read again is refused now
    with transaction.atomic():
        if organisation.definitions.filter(slug=slug).exists():
            raise RefusedError("definition-slug-taken", slug=slug)
        definition = Definition.objects.create(organisation=organisation, slug=slug)
        row = draft_row(definition, None)
        _write(actor, row, replace(specification, identifier=slug, version=1), step="new")
        audit.record(actor, organisation, "definition-imported", slug, version=1, digest=row.digest, **origin)
    return definitions.get_definition(actor, organisation.slug, slug)


def _free_slug(organisation: Organisation, wanted: str) -> str:
    taken = set(organisation.definitions.values_list("slug", flat=True))
    candidates = (wanted, *(f"{wanted[: LONGEST_SLUG - 4]}-{number}" for number in range(2, 100)))
    return next((slug for slug in candidates if slug not in taken), wanted)


def _write(
    actor: Actor,
    row: DefinitionVersion,
    specification: AchievementSpecification,
    *,
    step: str,
    source: str = "",
) -> None:
    whole = replace(specification, identifier=row.definition.slug, version=row.version)
    content = dump_definition(whole, "yaml")
    name = f"{row.definition.slug}.yaml"
    draft = Draft(specification=whole, content=content, file_name=name, step=step, source=source)
    store(actor, row, draft)


def _merged(
    before: AchievementSpecification, tree: Tree, part: Mapping[str, Any]
) -> tuple[AchievementSpecification, dict[str, MalformedInputError]]:
    """Read the tree with the new part; a field that cannot be read is left as it was and reported."""
    wanted: Tree = {**tree, **part}
    problems: dict[str, MalformedInputError] = {}
    while len(problems) < MAX_PROBLEMS:
        try:
            return read_tree(wanted), problems
        except MalformedInputError as error:
            path = str(error.params.get("path", ""))
            if not path or path in problems:
                raise
            problems[path] = error
            _put_back(wanted, tree, path)
    return before, problems


def _put_back(wanted: Tree, tree: Tree, path: str) -> None:
    """Replace the value at ``path`` by what the tree has there, or take it out."""
    *way, last = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
    wanted_node: Any = wanted
    old: Any = tree
    for part in way:
        wanted_node[part] = _copy(wanted_node[part])
        wanted_node = wanted_node[part]
        old = _at(old, part)
    kept = _at(old, last)
    if isinstance(wanted_node, list) or kept is not None:
        wanted_node[last] = kept
    else:
        wanted_node.pop(last, None)


def _copy(node: Any) -> Any:
    return dict(node) if isinstance(node, dict) else list(node)


def _at(node: Any, part: int | str) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def _saved_here(row: DefinitionVersion, step: str, source: str) -> bool:
    """Whether the last save of this step came from the very page that saves now."""
    if not source:
        return False
    last = row.revisions.filter(step=step).first()
    return last is not None and last.source == source and last.number <= row.revision
