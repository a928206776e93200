"""The public page of one award: off by default, with what its holder chose to show on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from umiem import wiring
from umiem.errors import NotFoundError, RefusedError
from umiem.services import public_tokens
from umiem.services.access import Actor
from umiem.services.credential import credentials
from umiem.services.holder import portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.verifying import verification
from umiem.storage.models import AwardState, PublicPage

KIND = "page"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the holder shows. Grade and evidence are left out unless they say otherwise."""

    is_public: bool = False
    show_grade: bool = False
    show_evidence: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownAward:
    """An award as its public page shows it; ``report`` is the check made for this view."""

    held: HeldCredential
    choices: Choices
    report: verification.CheckResult

    @property
    def evidence(self) -> tuple[dict[str, str], ...]:
        found = self.held.award.record.get("evidence") or []
        return tuple(found) if self.choices.show_evidence else ()


def choices_of(actor: Actor, award_id: uuid.UUID) -> tuple[Choices, str]:
    """Return what the holder chose for an award, and the address of its page (empty while it is off)."""
    held = portfolio.get_held(actor, award_id)
    page = PublicPage.objects.filter(award=held.award, owner_id=actor.user_id).first()
    if page is None:
        return Choices(), ""
    chosen = Choices(is_public=page.is_public, show_grade=page.show_grade, show_evidence=page.show_evidence)
    return chosen, address_of(page) if page.is_public else ""


def choose(actor: Actor, award_id: uuid.UUID, choices: Choices) -> str:
    """Store what the holder chose; return the address of the page, empty when it is off."""
    held = portfolio.get_held(actor, award_id)
    if held.award.state != AwardState.ACCEPTED or actor.user_id is None:
        raise RefusedError("accept-first")
    with transaction.atomic():
        PublicPage.objects.filter(award=held.award).exclude(owner_id=actor.user_id).delete()
        public_id = uuid.uuid4()
        page, _ = PublicPage.objects.update_or_create(
            award=held.award,
            defaults={
                "is_public": choices.is_public,
                "show_grade": choices.show_grade,
                "show_evidence": choices.show_evidence,
                "changed_at": timezone.now(),
            },
            create_defaults={
                "owner_id": actor.user_id,
                "public_id": public_id,
                "token_hash": public_tokens.hash_for(KIND, public_id),
                "is_public": choices.is_public,
                "show_grade": choices.show_grade,
                "show_evidence": choices.show_evidence,
            },
        )
    return address_of(page) if page.is_public else ""


def preview(actor: Actor, award_id: uuid.UUID, choices: Choices) -> ShownAward:
    """Return the page as strangers would see it with these choices; nothing is stored."""
    return _shown(portfolio.get_held(actor, award_id), choices)


def open_page(token: str) -> ShownAward:
    """Return the page behind a token; one that is off, or whose award moved on, is ``NotFoundError``."""
    page = (
        PublicPage.objects.filter(token_hash=public_tokens.token_hash(token), is_public=True)
        .select_related("award")
        .first()
    )
    if page is None or page.award.holder_id != page.owner_id:
        raise NotFoundError("public-page-unknown")
    held = portfolio.held_by_id(page.award_id)
    if held is None:
        raise NotFoundError("public-page-unknown")
    chosen = Choices(is_public=True, show_grade=page.show_grade, show_evidence=page.show_evidence)
    return _shown(held, chosen)


def addresses_of(held: Iterable[HeldCredential]) -> dict[int, str]:
    """Return the addresses of the pages that are public now, by the key of the award."""
    awards = [one.award.pk for one in held]
    rows = PublicPage.objects.filter(award__in=awards, award__holder=F("owner"), is_public=True)
    return {row.award_id: address_of(row) for row in rows}


def address_of(page: PublicPage) -> str:
    """Return the address of the public page."""
    return f"{wiring.installation().base_url}/p/{public_tokens.token_for(KIND, page.public_id)}/"


def _shown(held: HeldCredential, choices: Choices) -> ShownAward:
    report = verification.check(credentials.file_of(held.credential).data, source="link")
    return ShownAward(held=held, choices=choices, report=report)
