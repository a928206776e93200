"""Definitions: list, read, import, publish, archive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.files import answers_file, file_answer
from umiem.api.shapes.definitions import DefinitionFile, DefinitionOut, FindingOut
from umiem.domain.findings import Finding
from umiem.sentences.findings import finding_sentence
from umiem.services.definition import definitions
from umiem.services.definition.definitions import DefinitionView
from umiem.storage.models import DefinitionState

router = Router()


@router.get("", response=list[DefinitionOut], summary="All definitions of the organisation")
def list_definitions(request: HttpRequest, organisation: parameters.Organisation) -> list[DefinitionOut]:
    """Return the newest version of each definition."""
    return [definition_out(view) for view in definitions.list_definitions(actor(request), organisation)]


@router.post("", response=DefinitionOut, summary="Import a definition file as a draft")
def import_definition(
    request: HttpRequest, organisation: parameters.Organisation, body: DefinitionFile
) -> DefinitionOut:
    """Store the file byte for byte; a draft is replaced, after a published version a new one begins."""
    data = body.content.encode("utf-8", errors="surrogatepass")
    return definition_out(
        definitions.import_definition(actor(request), organisation, data=data, file_name=body.file_name)
    )


@router.get("/{slug}", response=DefinitionOut, summary="One definition")
def get_definition(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    version: parameters.Version = None,
) -> DefinitionOut:
    """Return the newest version, or the one asked for."""
    return definition_out(
        definitions.get_definition(actor(request), organisation, slug, version=version_number(version))
    )


@router.get(
    "/{slug}/file",
    summary="The exact file of a definition",
    openapi_extra=answers_file(*definitions.MEDIA_TYPES.values()),
)
def get_file(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    version: parameters.Version = None,
) -> HttpResponse:
    """Return the file as it was imported."""
    file = definitions.export_definition(actor(request), organisation, slug, version=version_number(version))
    return file_answer(file)


@router.post("/{slug}/publish", response=DefinitionOut, summary="Publish the approved version")
def publish(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug
) -> DefinitionOut:
    """Publish; this version never changes again. 409 `definition-not-approved` until a person approved."""
    return definition_out(definitions.publish_definition(actor(request), organisation, slug))


@router.post("/{slug}/archive", response=DefinitionOut, summary="Award it no more")
def archive(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug
) -> DefinitionOut:
    """Take the published version out of use; what was awarded stays."""
    return definition_out(definitions.archive_definition(actor(request), organisation, slug))


def version_number(version: int | None) -> int | None:
    """A number that no database column can hold names no version."""
    return version if version is None or 0 < version < 2**31 else 0


def definition_out(view: DefinitionView) -> DefinitionOut:
    return DefinitionOut(
        organisation=view.organisation.slug,
        slug=view.definition.slug,
        version=view.version.version,
        state=DefinitionState(view.version.state),
        titles=view.version.titles,
        digest=view.version.digest,
        published_at=view.version.published_at,
        awards=view.awards,
        findings=[finding_out(found) for found in view.findings],
    )


def finding_out(found: Finding) -> FindingOut:
    """Return a finding with its sentence in the language of the request."""
    return FindingOut(
        code=found.code,
        severity=found.severity,
        element=found.element,
        principle=found.principle,
        path=found.path,
        params={name: str(value) for name, value in found.params.items()},
        sentence=finding_sentence(found, get_language() or "en"),
    )
