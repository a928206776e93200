"""How an organisation's certificates look: one of the designs, its logo, who signs. What was made stays."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from PIL import Image, UnidentifiedImageError

from umiem.adapters.documents.certificate import certificate_pdf, certificate_png
from umiem.adapters.documents.content import DESIGNS, Design, Signatory, Verify
from umiem.domain.award import AwardRecord, Result, issuer_from_definition
from umiem.domain.award import Learner as LearnerData
from umiem.domain.definition import AchievementSpecification
from umiem.errors import MalformedInputError, NotFoundError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.credential.representations.paper import certificate_content
from umiem.services.definition import definitions
from umiem.storage.models import CertificateDesign, Organisation

LARGEST_LOGO = 2 * 1024 * 1024
LARGEST_LOGO_PIXELS = 16_000_000
LOGO_BOX = (900, 300)
LOGO_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_SIGNATORIES = 3
LONGEST_NAME = 80


@dataclass(frozen=True, kw_only=True)
class DesignChoice:
    """What an administrator chose. ``logo`` is the uploaded file, None: keep; empty: none any more."""

    name: str
    signatories: Sequence[Mapping[str, Any]] = ()
    logo: bytes | None = None


def design_of(organisation: Organisation) -> Design:
    """Return the organisation's design, or the classic one."""
    row = CertificateDesign.objects.filter(organisation=organisation).first()
    if row is None:
        return Design()
    return Design(
        name=row.design,
        logo=bytes(row.logo or b""),
        signatories=tuple(Signatory(name=one["name"], role=one["role"]) for one in row.signatories),
    )


def choose_design(actor: Actor, organisation: str, choice: DesignChoice) -> Design:
    """Keep a design for the certificates to come; for administrators.

    The logo is decoded and drawn anew, so that nothing of the uploaded file but its picture is kept. Raises
    ``MalformedInputError``: design-unknown, logo-unreadable, logo-too-large, signatories-wrong.
    """
    found = authorise(actor, organisation, Permission.ADMINISTER)
    values: dict[str, Any] = {
        "design": _checked_name(choice.name),
        "signatories": _checked(choice.signatories),
    }
    if choice.logo is not None:
        values["logo"] = redrawn_logo(choice.logo) if choice.logo else None
    with transaction.atomic():
        CertificateDesign.objects.update_or_create(organisation=found, defaults=values)
        audit.record(actor, found, "certificate-design-chosen", found.slug, design=choice.name)
    return design_of(found)


def preview(actor: Actor, organisation: str, *, design: str, language: str, as_png: bool = False) -> bytes:
    """Return a certificate of an invented person in ``design``: a PDF, or its first page as PNG.

    Made of a definition of the organisation; raises ``NotFoundError`` (no-definition-yet) without one.
    """
    found = authorise(actor, organisation, Permission.READ)
    known = definitions.list_definitions(actor, organisation)
    if not known:
        raise NotFoundError("no-definition-yet", organisation=found.slug)
    chosen = design_of(found)
    content = certificate_content(
        _invented(known[0].specification, timezone.localdate()),
        issuer_from_definition(known[0].specification, found.did),
        reference="urn:uuid:00000000-0000-0000-0000-000000000000",
        verify=Verify(link="https://example.org/c/0000", address="example.org/c", code="0000-0000-0000"),
        design=Design(name=_checked_name(design), logo=chosen.logo, signatories=chosen.signatories),
    )
    content = replace(content, hue=found.hue, identifier=known[0].achievement_id)
    languages = {"pl": ("pl",), "en": ("en",)}.get(language, ("pl", "en"))
    if as_png:
        return certificate_png(content, languages=languages)
    return certificate_pdf(content, languages=languages, made_at=timezone.now())


def redrawn_logo(data: bytes) -> bytes:
    """Return the picture as a small PNG drawn anew; raises ``MalformedInputError`` when it is none."""
    if len(data) > LARGEST_LOGO:
        raise MalformedInputError("logo-too-large", limit=LARGEST_LOGO)
    try:
        with Image.open(io.BytesIO(data), formats=LOGO_FORMATS) as image:
            if image.width * image.height > LARGEST_LOGO_PIXELS:
                raise MalformedInputError("logo-too-large", limit=LARGEST_LOGO)
            picture = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise MalformedInputError("logo-unreadable") from error
    picture.thumbnail(LOGO_BOX)
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    buffer = io.BytesIO()
    clean.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _checked_name(name: str) -> str:
    if name not in DESIGNS:
        raise MalformedInputError("design-unknown", known=", ".join(DESIGNS))
    return name


def _checked(signatories: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = [
        {
            "name": str(one.get("name", "")).strip(),
            "role": {tag: str(text).strip() for tag, text in dict(one.get("role", {})).items()},
        }
        for one in signatories
    ]
    kept = [one for one in kept if one["name"]]
    texts: list[str] = []
    for one in kept:
        texts += [str(one["name"]), *dict(one["role"]).values()]
    if len(kept) > MOST_SIGNATORIES or any(len(text) > LONGEST_NAME or "\0" in text for text in texts):
        raise MalformedInputError("signatories-wrong", most=MOST_SIGNATORIES, longest=LONGEST_NAME)
    return kept


def _invented(definition: AchievementSpecification, on: date) -> AwardRecord:
    return AwardRecord(
        definition=definition,
        learner=LearnerData(given_name="Świętosława", family_name="Przykładowska", email="s@example.org"),
        results=tuple(Result(outcome_id=outcome.id) for outcome in definition.learning_outcomes),
        awarded_on=on,
        identity_salt="0" * 32,
    )
