"""How far a person is towards larger micro-credentials, with what they hold now, whenever it was awarded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from umiem.domain.stacking import HeldComponent, StackProgress, assess_stack
from umiem.domain.text import LocalizedText
from umiem.services.access import Actor
from umiem.services.definition.definitions import DefinitionView, public_definition
from umiem.services.holder import imports, portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.skill import catalogue
from umiem.storage.models import CredentialStatus, ImportedCredential


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A credential in force that may count: an award of this installation, or one from elsewhere."""

    component: HeldComponent
    held: HeldCredential | None = None
    imported: ImportedCredential | None = None

    @property
    def titles(self) -> LocalizedText:
        if self.held is not None:
            return self.held.definition.specification.title
        return LocalizedText({} if self.imported is None else self.imported.title)

    @property
    def identifier(self) -> str:
        """What names the credential itself: its id, or the digest of its bytes where it has none."""
        if self.held is not None:
            return f"urn:uuid:{self.held.credential.public_id}"
        row = self.imported
        return "" if row is None else row.credential_id or f"sha256:{row.digest}"

    @property
    def issuer_names(self) -> LocalizedText:
        if self.held is not None:
            return LocalizedText(self.held.organisation.names)
        return LocalizedText({} if self.imported is None else self.imported.issuer_name)


@dataclass(frozen=True, kw_only=True)
class OnTheWay:
    """A larger micro-credential and how far somebody is; ``shown`` finds what counts by its key.

    ``own`` is the person's award of the larger one itself that stands today, accepted or waiting; it is not
    looked for where the staff looks at what somebody shows.
    """

    view: DefinitionView
    progress: StackProgress
    shown: Mapping[str, Shown]
    own: HeldCredential | None = None

    @property
    def counted(self) -> tuple[Shown, ...]:
        return tuple(self.shown[each.key] for each in self.progress.counted)


def on_the_way(actor: Actor) -> tuple[OnTheWay, ...]:
    """Return the larger micro-credentials that something the person holds counts towards, nearest first."""
    held = _held(actor)
    shown = _holdings(actor, held)
    larger = catalogue.index().larger
    references = {each.component.reference for each in shown.values()}
    near = {card.identifier: card for reference in references for card in larger.get(reference, ())}
    views = [public_definition(card.organisation, card.slug) for card in near.values()]
    found = [_assess(view, shown, own=_own(view, held)) for view in views]
    return tuple(sorted(found, key=_nearness))


def towards(actor: Actor, organisation: str, slug: str) -> OnTheWay:
    """Return how far the person is towards one definition; raises ``NotFoundError``."""
    held = _held(actor)
    view = public_definition(organisation, slug)
    return _assess(view, _holdings(actor, held), own=_own(view, held))


def assess(view: DefinitionView, shown: Iterable[Shown]) -> OnTheWay:
    """Return how far these credentials lead to a definition."""
    return _assess(view, {each.component.key: each for each in shown})


def shown_award(held: HeldCredential) -> Shown | None:
    """Return an accepted award of this installation as something that may count, None when not in force."""
    if not held.is_in_force:
        return None
    specification = held.definition.specification
    component = HeldComponent(
        key=f"award:{held.award.public_id}",
        reference=f"{held.organisation.slug}/{specification.identifier}",
        awarded_on=held.award.awarded_on,
        ects=specification.workload.ects,
        eqf=specification.level.eqf,
    )
    return Shown(component=component, held=held)


def shown_imported(row: ImportedCredential) -> Shown | None:
    """Return a credential from elsewhere whose last check was good and that has not ended, None for others.

    Its credits and level are not read: they are a claim of its issuer in words of its own.
    """
    awarded_on = _day(row.valid_from)
    if not imports.is_in_force(row) or not row.is_proved or not row.achievement_id or awarded_on is None:
        return None
    component = HeldComponent(
        key=f"imported:{row.public_id}", reference=row.achievement_id, awarded_on=awarded_on
    )
    return Shown(component=component, imported=row)


def _held(actor: Actor) -> tuple[HeldCredential, ...]:
    return () if actor.user_id is None else portfolio.held(actor)


def _own(view: DefinitionView, held: Iterable[HeldCredential]) -> HeldCredential | None:
    of_it = (each for each in held if each.award.definition_id == view.definition.pk)
    return next((each for each in of_it if each.status == CredentialStatus.ACTIVE), None)


def _holdings(actor: Actor, held: Iterable[HeldCredential]) -> dict[str, Shown]:
    foreign = () if actor.user_id is None else imports.imported(actor)
    found = [*map(shown_award, held), *map(shown_imported, foreign)]
    return {each.component.key: each for each in found if each is not None}


def _assess(
    view: DefinitionView, shown: Mapping[str, Shown], *, own: HeldCredential | None = None
) -> OnTheWay:
    progress = assess_stack(
        view.specification.composition,
        [each.component for each in shown.values()],
        organisation=view.organisation.slug,
        on=timezone.localdate(),
    )
    return OnTheWay(view=view, progress=progress, shown=shown, own=own)


def _nearness(way: OnTheWay) -> tuple[bool, int, str]:
    """What is complete first, then where the fewest are left; the identifier makes the order the same."""
    left = sum(max(group.wanted - len(group.counted), 0) for group in way.progress.groups)
    return not way.progress.is_complete, left, way.view.achievement_id


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
