"""Documents and further formats of an award, for its holder, for the staff, and over the API."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils import timezone

from umiem.domain.text import LocalizedText
from umiem.errors import UnsupportedError
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.awards import find_award
from umiem.services.credential import credentials
from umiem.services.credential.conversion import stored_credential
from umiem.services.credential.current import current_credential
from umiem.services.credential.representations.annex_one import ElementReading, annex_one
from umiem.services.credential.representations.reading import read_credential
from umiem.services.credential.representations.stored import DEFAULT_HUE, formats_of, get_representation
from umiem.services.credential.seals import seal_row
from umiem.services.definition import definition_feedback, definition_review
from umiem.services.definition.definitions import DefinitionView, view_of
from umiem.services.definition.quality_sheet import SHEET_LANGUAGES, quality_sheet_pdf
from umiem.services.definition.sheet_record import sheet_record
from umiem.services.files import File
from umiem.services.holder import portfolio
from umiem.storage.models import Award, Credential, SealKey


def held_document(actor: Actor, award_id: uuid.UUID, format: str, *, language: str = "") -> File:
    """Return one of the person's awards in ``format``; raises ``NotFoundError`` for anybody else's."""
    held = portfolio.get_held(actor, award_id)
    return get_representation(held.credential, format, language=language)


def award_document(
    actor: Actor, organisation: str, award_id: uuid.UUID, format: str, *, language: str = ""
) -> File:
    """Return an award of the organisation in ``format``, for the staff and for programs with a token."""
    found = authorise(actor, organisation, Permission.READ)
    credential = current_credential(find_award(found, award_id))
    return get_representation(credential, format, language=language)


@dataclass(frozen=True, kw_only=True)
class AwardFormats:
    """One award and the formats it can be had in; ``seal`` is the certificate that seals, or None."""

    award: Award
    credential: Credential
    definition: DefinitionView
    formats: tuple[str, ...]
    seal: SealKey | None


@dataclass(frozen=True, kw_only=True)
class AwardElements:
    """The European standard elements of one award, read out of its signed bytes."""

    award: Award
    title: LocalizedText
    readings: tuple[ElementReading, ...]


def held_formats(actor: Actor, award_id: uuid.UUID) -> AwardFormats:
    """Return the formats of one of the person's awards; ``NotFoundError`` for anybody else's."""
    held = portfolio.get_held(actor, award_id)
    return _formats(held.award, held.credential)


def award_formats(actor: Actor, organisation: str, award_id: uuid.UUID) -> AwardFormats:
    """Return the formats of an award of the organisation, for the staff and for programs."""
    found = authorise(actor, organisation, Permission.READ)
    award = find_award(found, award_id)
    return _formats(award, current_credential(award))


def held_elements(actor: Actor, award_id: uuid.UUID) -> AwardElements:
    """Return the European elements of one of the person's awards; ``NotFoundError`` for anybody else's."""
    held = portfolio.get_held(actor, award_id)
    return _elements(held.award, held.credential)


def award_elements(actor: Actor, organisation: str, award_id: uuid.UUID) -> AwardElements:
    """Return the European elements of an award of the organisation, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    award = find_award(found, award_id)
    return _elements(award, current_credential(award))


def _formats(award: Award, credential: Credential) -> AwardFormats:
    credentials.file_of(credential)
    return AwardFormats(
        award=award,
        credential=credential,
        definition=view_of(award.definition_version),
        formats=formats_of(award.organisation),
        seal=seal_row(award.organisation),
    )


def _elements(award: Award, credential: Credential) -> AwardElements:
    read = read_credential(stored_credential(credentials.file_of(credential).data).document)
    return AwardElements(
        award=award, title=read.award.definition.title, readings=annex_one(read.award, read.issuer)
    )


def definition_sheet(actor: Actor, organisation: str, slug: str, *, language: str) -> File:
    """Return the quality sheet of a definition as of today, with decisions and feedback, for the staff."""
    if language not in SHEET_LANGUAGES:
        raise UnsupportedError("document-language-unsupported", languages=language[:40])
    review = definition_review.get_review(actor, organisation, slug)
    feedback = definition_feedback.feedback_of(actor, organisation, slug)
    view = review.definition
    now, hue = timezone.now(), view.organisation.hue
    data = quality_sheet_pdf(
        view.specification,
        language=language,
        on=timezone.localdate(),
        made_at=now,
        rosette=(view.achievement_id, DEFAULT_HUE if hue is None else hue),
        record=sheet_record(review, feedback, language=language),
    )
    return File(name=f"{slug}-{view.version.version}.pdf", media_type="application/pdf", data=data)
