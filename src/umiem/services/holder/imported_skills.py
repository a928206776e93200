"""The skills that credentials from elsewhere name by ESCO, and whether anybody vouches for their issuers."""

from __future__ import annotations

from dataclasses import dataclass

from umiem.domain.text import LocalizedText
from umiem.services.access import Actor
from umiem.services.holder import accounts, imports
from umiem.storage.models import ImportedCredential


@dataclass(frozen=True, kw_only=True)
class SkillFromElsewhere:
    """One skill of one credential. ``is_vouched``: this site knows the issuer; else a stranger says it."""

    uri: str
    label: LocalizedText
    row: ImportedCredential

    @property
    def is_vouched(self) -> bool:
        return self.row.issuer_known


def skills_from_elsewhere(actor: Actor) -> tuple[SkillFromElsewhere, ...]:
    """Return the skills of a person's credentials from elsewhere, newest first.

    Only those count whose last check was good, that have not ended since, and that name nobody else.
    """
    if actor.user_id is None:
        return ()
    names = accounts.known_names(actor)
    return tuple(
        SkillFromElsewhere(uri=skill["uri"], label=LocalizedText(skill["label"]), row=row)
        for row in imports.imported(actor)
        if imports.is_in_force(row) and not imports.names_another(row, names)
        for skill in row.skills or ()
    )
