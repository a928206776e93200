"""How far somebody is towards a larger micro-credential, as pages of learners and staff show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from umiem.domain.definition import ComponentGroup
from umiem.sentences.stacking import SET_ASIDE
from umiem.services.stacking.composition import Part, named_parts
from umiem.services.stacking.progress import OnTheWay, Shown


@dataclass(frozen=True, kw_only=True)
class ShownGroup:
    """One group: what counts, and what is still open while it is not complete."""

    number: int
    group: ComponentGroup
    size: int
    is_complete: bool
    counted: tuple[Shown, ...]
    open: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class ShownWay:
    """A way to a larger micro-credential; ``set_aside`` says of each credential why it does not count."""

    way: OnTheWay
    groups: tuple[ShownGroup, ...]
    set_aside: tuple[tuple[Shown, str], ...]

    @property
    def has_credits(self) -> bool:
        """Say whether credits decide, so that their sum is worth a line."""
        return self.way.progress.least_ects is not None


def shown_way(way: OnTheWay) -> ShownWay:
    """Return a way as pages show it, with the reasons in the reader's language."""
    groups = tuple(
        ShownGroup(
            number=number,
            group=progress.group,
            size=progress.size,
            is_complete=progress.is_complete,
            counted=tuple(way.shown[each.key] for each in progress.counted),
            open=named_parts(progress.open),
        )
        for number, progress in enumerate(way.progress.groups, 1)
    )
    set_aside = tuple((way.shown[each.key], _(SET_ASIDE[why])) for each, why in way.progress.set_aside)
    return ShownWay(way=way, groups=groups, set_aside=set_aside)
