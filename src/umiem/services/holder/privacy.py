"""What an organisation says about personal data: legal basis, notice, how long, who decides on erasure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from umiem.errors import MalformedInputError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.holder import portfolio
from umiem.storage.models import LegalBasis, Organisation, PrivacySettings

LONGEST_NOTICE = 8_000
LONGEST_RETENTION_MONTHS = 1_200


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """The settings of an organisation, or the defaults of one that has said nothing yet."""

    legal_basis: str = LegalBasis.CONTRACT
    legal_note: str = ""
    notice: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    erases_at_once: bool = True
    retention_months: int | None = None
    retention_reason: str = ""
    retention_runs: bool = False


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """An organisation that keeps data about a person, with what it says about that."""

    organisation: Organisation
    privacy: Privacy
    awards: int


def privacy_of(organisation: Organisation) -> Privacy:
    """Return what an organisation has set; for everyone."""
    row = PrivacySettings.objects.filter(organisation=organisation).first()
    if row is None:
        return Privacy()
    return Privacy(**{name: getattr(row, name) for name in Privacy.__dataclass_fields__})


def change_privacy(actor: Actor, organisation: str, settings: Privacy) -> Privacy:
    """Store the settings, for administrators. Raises ``MalformedInputError`` for what cannot be."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    _check(settings)
    values = {name: getattr(settings, name) for name in Privacy.__dataclass_fields__}
    values["notice"] = {tag: text.strip() for tag, text in settings.notice.items() if text.strip()}
    values["changed_at"] = timezone.now()
    with transaction.atomic():
        PrivacySettings.objects.update_or_create(organisation=found, defaults=values)
        audit.record(
            actor,
            found,
            "privacy-changed",
            found.slug,
            legal_basis=settings.legal_basis,
            retention_months=settings.retention_months,
            retention_runs=settings.retention_runs,
            erases_at_once=settings.erases_at_once,
        )
    return privacy_of(found)


def keepers(actor: Actor) -> tuple[Keeper, ...]:
    """Return who keeps awards of the person, and what each says about personal data."""
    found: dict[int, list[Organisation]] = {}
    for held in portfolio.held(actor):
        found.setdefault(held.organisation.pk, []).append(held.organisation)
    return tuple(
        Keeper(organisation=rows[0], privacy=privacy_of(rows[0]), awards=len(rows)) for rows in found.values()
    )


def _check(settings: Privacy) -> None:
    if settings.legal_basis not in list(LegalBasis):
        raise MalformedInputError("legal-basis-unknown", known=", ".join(LegalBasis))
    texts = (settings.legal_note, settings.contact, settings.retention_reason, *settings.notice.values())
    if any("\0" in text or len(text) > LONGEST_NOTICE for text in texts):
        raise MalformedInputError("text-wrong")
    months = settings.retention_months
    if months is not None and not 1 <= months <= LONGEST_RETENTION_MONTHS:
        raise MalformedInputError("retention-wrong", limit=LONGEST_RETENTION_MONTHS)
    if settings.retention_runs and (months is None or not settings.retention_reason.strip()):
        raise MalformedInputError("retention-without-reason")
