"""Whether what a person holds makes up a larger micro-credential: how many, credits, levels, age, none twice.

A component counts once, in one group, whenever and by whomever it was awarded. That all is there gives no
right to the larger one: the receiving organisation decides (Recommendation 2022/C 243/02, Annex II 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from umiem.domain.catalogue.card import required_item
from umiem.domain.dates import months_before
from umiem.domain.definition import ComponentGroup, Composition
from umiem.domain.solver import Program

_SECONDS = 1.0  # for components that several groups list; HiGHS needs some milliseconds


@dataclass(frozen=True, kw_only=True)
class HeldComponent:
    """A micro-credential in force that somebody holds.

    ``reference`` is ``organisation/identifier`` or the address of the achievement; ``key`` says which of the
    holder's it is. ``ects`` and ``eqf`` are None where the credential does not say.
    """

    key: str
    reference: str
    awarded_on: date
    ects: Decimal | None = None
    eqf: int | None = None


class SetAside(StrEnum):
    """Why something that the composition lists does not count."""

    TOO_OLD = "too-old"
    LEVEL_TOO_LOW = "level-too-low"
    LEVEL_UNKNOWN = "level-unknown"
    HELD_TWICE = "held-twice"


@dataclass(frozen=True, kw_only=True)
class GroupProgress:
    """One group: what counts in it, and the references that nothing answers yet."""

    group: ComponentGroup
    size: int
    counted: tuple[HeldComponent, ...]
    open: tuple[str, ...]

    @property
    def wanted(self) -> int:
        """How many components are wanted of all ``size``; 0 where only credits are."""
        return _wanted(self.group, self.size)

    @property
    def ects(self) -> Decimal:
        return _credits(self.counted)

    @property
    def is_complete(self) -> bool:
        return len(self.counted) >= self.wanted and self.ects >= (self.group.at_least_ects or 0)


@dataclass(frozen=True, kw_only=True)
class StackProgress:
    """How far somebody is: every group, the credits of all, and what was set aside with the reason."""

    groups: tuple[GroupProgress, ...]
    least_ects: Decimal | None
    set_aside: tuple[tuple[HeldComponent, SetAside], ...]

    @property
    def counted(self) -> tuple[HeldComponent, ...]:
        return tuple(each for progress in self.groups for each in progress.counted)

    @property
    def ects(self) -> Decimal:
        return _credits(self.counted)

    @property
    def is_complete(self) -> bool:
        enough = self.ects >= (self.least_ects or 0)
        return bool(self.groups) and enough and all(group.is_complete for group in self.groups)


def assess_stack(
    composition: Composition, held: Iterable[HeldComponent], *, organisation: str, on: date
) -> StackProgress:
    """Say how far ``held`` makes up what a definition of ``organisation`` is made of, on the day ``on``.

    What several groups list goes where the most groups become complete, then where least is left open. The
    credits of a component that states none count as 0. Not checked: that the credentials are genuine and in
    force, and whose they are; whoever calls has verified them.
    """
    wanted = [_references(group, organisation) for group in composition.groups]
    listed = {reference for references in wanted for reference in references}
    kept: dict[str, HeldComponent] = {}
    set_aside: list[tuple[HeldComponent, SetAside]] = []
    for each in sorted(held, key=lambda one: (one.awarded_on, one.key), reverse=True):
        if each.reference not in listed:
            continue
        reason = _reason(composition, each, on)
        if reason is None and each.reference in kept:
            reason = SetAside.HELD_TWICE
        if reason is None:
            kept[each.reference] = each
        else:
            set_aside.append((each, reason))
    places = _places(composition.groups, wanted, kept)
    return StackProgress(
        groups=tuple(
            GroupProgress(
                group=group,
                size=len(references),
                counted=tuple(kept[ref] for ref in references if places.get(ref) == number),
                open=tuple(ref for ref in references if ref not in kept),
            )
            for number, (group, references) in enumerate(zip(composition.groups, wanted, strict=True))
        ),
        least_ects=composition.least_ects,
        set_aside=tuple(set_aside),
    )


def _reason(composition: Composition, held: HeldComponent, on: date) -> SetAside | None:
    months, level = composition.oldest_months, composition.lowest_eqf
    if months is not None and held.awarded_on < months_before(on, months):
        return SetAside.TOO_OLD
    if level is None:
        return None
    if held.eqf is None:
        return SetAside.LEVEL_UNKNOWN
    return SetAside.LEVEL_TOO_LOW if held.eqf < level else None


def _references(group: ComponentGroup, organisation: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(required_item(each, organisation) for each in group.components))


def _wanted(group: ComponentGroup, size: int) -> int:
    if group.at_least is not None:
        return group.at_least
    return 0 if group.at_least_ects is not None else size


def _credits(held: Iterable[HeldComponent]) -> Decimal:
    return sum((each.ects or Decimal(0) for each in held), Decimal(0))


def _places(
    groups: Sequence[ComponentGroup], wanted: Sequence[tuple[str, ...]], kept: Mapping[str, HeldComponent]
) -> dict[str, int]:
    """Return the number of the group in which each held component counts."""
    options = {
        reference: [number for number, references in enumerate(wanted) if reference in references]
        for reference in kept
    }
    if all(len(numbers) == 1 for numbers in options.values()):
        return {reference: numbers[0] for reference, numbers in options.items()}
    program = Program()
    placed = {
        (reference, number): program.add_column(0.0)
        for reference, numbers in options.items()
        for number in numbers
    }
    for reference, numbers in options.items():
        terms = {placed[reference, number]: 1.0 for number in numbers}
        program.add_row(terms, at_least=1.0, at_most=1.0)
    for number, (group, references) in enumerate(zip(groups, wanted, strict=True)):
        inside = {
            column: float(kept[reference].ects or 0)
            for (reference, at), column in placed.items()
            if at == number
        }
        _add_group(program, group, _wanted(group, len(references)), inside, weight=len(groups) + 1.0)
    solution = program.solve(seconds=_SECONDS)
    if not solution.values:  # the time was up: any place is allowed, the first one is as good
        return {reference: numbers[0] for reference, numbers in options.items()}
    return {
        reference: number for (reference, number), column in placed.items() if solution.values[column] > 0.5
    }


def _add_group(
    program: Program, group: ComponentGroup, wanted: int, inside: Mapping[int, float], *, weight: float
) -> None:
    """A complete group is worth ``weight``; each half of what it wants is worth its share.

    ``inside``: the columns of what may count in it, with their credits.
    """
    complete = program.add_column(-weight)
    needs = (
        (float(wanted), dict.fromkeys(inside, 1.0)),
        (float(group.at_least_ects or 0), dict(inside)),
    )
    for need, terms in needs:
        if need <= 0:
            continue
        program.add_row({**terms, complete: -need}, at_least=0.0)
        share = program.add_column(-0.5, whole=False)
        program.add_row({**terms, share: -need}, at_least=0.0)
