"""Definitions: content as data, findings, versions, and the way through review to being published."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.definitions import definition_out, finding_out, version_number
from umiem.api.shapes.definitions import (
    DecisionIn,
    DecisionOut,
    DefinitionChangeOut,
    DefinitionContent,
    DefinitionContentOut,
    DefinitionNew,
    DefinitionOut,
    FindingsOut,
    PrincipleOut,
    ReviewOut,
    SubmissionIn,
)
from umiem.domain.principles import score_principles
from umiem.services.definition import definition_editing, definition_review, definitions
from umiem.services.definition.definitions import DefinitionView
from umiem.storage.models import DefinitionState

router = Router()


@router.post("/{slug}/draft", response={201: DefinitionOut}, summary="Begin a draft with a title")
def create(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug, body: DefinitionNew
) -> Status[DefinitionOut]:
    """Begin a definition; the organisation is its awarding body. 409 `definition-slug-taken`."""
    view = definition_editing.create_draft(
        actor(request),
        organisation,
        titles=body.titles,
        primary_language=body.primary_language,
        slug=slug,
    )
    return Status(201, definition_out(view))


@router.get("/{slug}/content", response=DefinitionContentOut, summary="A version as data")
def content(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    version: parameters.Version = None,
) -> DefinitionContentOut:
    """Return the definition in the words of its file."""
    number = version_number(version)
    return _content_out(definitions.get_definition(actor(request), organisation, slug, version=number))


@router.put("/{slug}/content", response=DefinitionContentOut, summary="Replace the draft by data")
def replace(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    body: DefinitionContent,
) -> DefinitionContentOut:
    """Write the whole draft, all or nothing. 422 names the path of what cannot be read."""
    view = definition_editing.replace_draft(
        actor(request), organisation, slug, body.content, seen=body.digest
    )
    return _content_out(view)


@router.get("/{slug}/findings", response=FindingsOut, summary="What a version lacks")
def findings(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    version: parameters.Version = None,
) -> FindingsOut:
    """Return the findings of the gate as of today and the score on each principle of Annex II."""
    number = version_number(version)
    view = definitions.get_definition(actor(request), organisation, slug, version=number)
    return FindingsOut(
        findings=[finding_out(found) for found in view.findings],
        principles=[
            PrincipleOut(
                principle=one.principle,
                score=one.score,
                blocks=one.blocks,
                warns=one.warns,
                advises=one.advises,
            )
            for one in score_principles(view.findings)
        ],
    )


@router.post("/{slug}/versions", response=DefinitionOut, summary="Begin the next version")
def begin_version(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug
) -> DefinitionOut:
    """Begin a draft from the newest version; a draft that is there already is returned."""
    return definition_out(definition_editing.begin_version(actor(request), organisation, slug))


@router.get(
    "/{slug}/changes", response=list[DefinitionChangeOut], summary="What changed between two versions"
)
def changes(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    before: parameters.Before,
    after: parameters.After,
) -> list[DefinitionChangeOut]:
    """Return every difference from version `before` to version `after`."""
    numbers = {"before": version_number(before) or 0, "after": version_number(after) or 0}
    found = definition_editing.changes_between(actor(request), organisation, slug, **numbers)
    return [
        DefinitionChangeOut(kind=one.kind, path=one.path, before=one.before, after=one.after) for one in found
    ]


@router.get("/{slug}/review", response=ReviewOut, summary="Who wrote and decided what")
def review(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    version: parameters.Version = None,
) -> ReviewOut:
    """Return authors and decisions of a version."""
    return _review_out(request, organisation, slug, version_number(version))


@router.post("/{slug}/submit", response=ReviewOut, summary="Hand the draft in for review")
def submit(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug, body: SubmissionIn
) -> ReviewOut:
    """Hand in; 409 `definition-incomplete` names what is missing."""
    definition_review.submit_definition(actor(request), organisation, slug, note_to_reviewers=body.note)
    return _review_out(request, organisation, slug)


@router.post("/{slug}/withdraw", response=ReviewOut, summary="Take a version back from review")
def withdraw(request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug) -> ReviewOut:
    """Make it a draft again."""
    definition_review.withdraw_definition(actor(request), organisation, slug)
    return _review_out(request, organisation, slug)


@router.post("/{slug}/decisions", response=ReviewOut, summary="Recommend, return or approve")
def decide(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug, body: DecisionIn
) -> ReviewOut:
    """Decide as the person who made the token; nobody decides on what they wrote (409 `own-definition`)."""
    definition_review.decide_definition(
        actor(request),
        organisation,
        slug,
        decision=body.decision,
        reason=body.reason,
        seen=body.digest,
    )
    return _review_out(request, organisation, slug)


def _content_out(view: DefinitionView) -> DefinitionContentOut:
    return DefinitionContentOut(
        slug=view.definition.slug,
        version=view.version.version,
        state=DefinitionState(view.version.state),
        digest=view.version.digest,
        content=definition_editing.tree_of(view.specification),
    )


def _review_out(request: HttpRequest, organisation: str, slug: str, version: int | None = None) -> ReviewOut:
    found = definition_review.get_review(actor(request), organisation, slug, version=version)
    return ReviewOut(
        slug=slug,
        version=found.definition.version.version,
        state=DefinitionState(found.definition.version.state),
        rule=str(found.rule),
        authors=[author.person for author in found.authors],
        decisions=[
            DecisionOut(
                kind=str(one.kind),
                person=one.person,
                role=str(one.role),
                reason=one.reason,
                digest=one.digest,
                alone=one.alone,
                at=one.at,
            )
            for one in found.decisions
        ],
    )
