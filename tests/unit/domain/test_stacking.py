"""Stacking: what counts, what is set aside and why, and the best places against every way of placing."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umiem.domain.definition import ComponentGroup, Composition
from umiem.domain.stacking import HeldComponent, SetAside, StackProgress, assess_stack

TODAY = date(2026, 11, 28)
OWNER = "politechnika"


def held(name: str, **said: object) -> HeldComponent:
    values: dict[str, object] = {"awarded_on": TODAY, "ects": Decimal(2), "eqf": 5, "key": name} | said
    return HeldComponent(reference=name if ":" in name else f"{OWNER}/{name}", **values)  # type: ignore[arg-type]


def progress(composition: Composition, *components: HeldComponent) -> StackProgress:
    return assess_stack(composition, components, organisation=OWNER, on=TODAY)


def group(*components: str, **wanted: object) -> ComponentGroup:
    return ComponentGroup(components=components, **wanted)  # type: ignore[arg-type]


def test_without_a_number_all_of_a_group_are_wanted() -> None:
    whole = Composition(groups=(group("python", "sql"),))
    half = progress(whole, held("python"), held("unrelated"))
    assert (half.is_complete, half.groups[0].open, half.groups[0].wanted) == (False, (f"{OWNER}/sql",), 2)
    assert progress(whole, held("python"), held("sql")).is_complete


def test_components_of_other_organisations_and_from_elsewhere_count() -> None:
    whole = Composition(groups=(group("akademia/ux", "https://example.org/achievements/7"),))
    foreign = HeldComponent(key="i", reference="https://example.org/achievements/7", awarded_on=TODAY)
    other = HeldComponent(key="a", reference="akademia/ux", awarded_on=TODAY)
    found = progress(whole, foreign, other)
    assert found.is_complete
    assert found.ects == 0  # neither says how many credits it has


@pytest.mark.parametrize(
    ("components", "is_complete"),
    [(("a",), False), (("a", "b"), True), (("a", "b", "c"), True)],
)
def test_a_number_of_a_group_is_enough(components: tuple[str, ...], is_complete: bool) -> None:
    whole = Composition(groups=(group("a", "b", "c", at_least=2),))
    assert progress(whole, *map(held, components)).is_complete is is_complete


def test_a_sum_of_credits_of_a_group_is_enough() -> None:
    whole = Composition(groups=(group("a", "b", "c", at_least_ects=Decimal(5)),))
    assert not progress(whole, held("a"), held("b")).is_complete
    assert progress(whole, held("a"), held("b", ects=Decimal("3.5"))).is_complete


def test_the_sum_of_all_groups_counts_what_is_above_their_numbers_too() -> None:
    whole = Composition(groups=(group("a"), group("b", "c", at_least=1)), least_ects=Decimal(6))
    assert not progress(whole, held("a"), held("b")).is_complete
    assert progress(whole, held("a"), held("b"), held("c")).is_complete


def test_the_same_micro_credential_counts_once_and_the_newest_is_taken() -> None:
    whole = Composition(groups=(group("a", "b", at_least=2),))
    old = held("a", key="old", awarded_on=date(2024, 1, 1))
    found = progress(whole, old, held("a", key="new"))
    assert not found.is_complete
    assert [each.key for each in found.counted] == ["new"]
    assert found.set_aside == ((old, SetAside.HELD_TWICE),)


def test_a_component_named_in_both_ways_is_wanted_once() -> None:
    found = progress(Composition(groups=(group("a", f"{OWNER}/a"),)), held("a"))
    assert (found.is_complete, found.groups[0].size, found.groups[0].wanted) == (True, 1, 1)


@pytest.mark.parametrize(
    ("day", "counts"),
    [(date(2024, 11, 28), True), (date(2024, 11, 27), False), (date(2026, 11, 28), True)],
)
def test_a_component_may_be_too_old(day: date, counts: bool) -> None:
    whole = Composition(groups=(group("a"),), oldest_months=24)
    found = progress(whole, held("a", awarded_on=day))
    assert found.is_complete is counts
    assert [reason for _, reason in found.set_aside] == ([] if counts else [SetAside.TOO_OLD])


@pytest.mark.parametrize(
    ("level", "reason"), [(5, None), (6, None), (4, SetAside.LEVEL_TOO_LOW), (None, SetAside.LEVEL_UNKNOWN)]
)
def test_a_component_may_be_too_low(level: int | None, reason: SetAside | None) -> None:
    found = progress(Composition(groups=(group("a"),), lowest_eqf=5), held("a", eqf=level))
    assert found.is_complete is (reason is None)
    assert [why for _, why in found.set_aside] == ([] if reason is None else [reason])


def test_what_was_set_aside_leaves_its_place_open() -> None:
    whole = Composition(groups=(group("a", "b"),), lowest_eqf=5)
    assert progress(whole, held("a", eqf=3), held("b")).groups[0].open == (f"{OWNER}/a",)


def test_nothing_is_made_of_nothing() -> None:
    assert not progress(Composition(), held("a")).is_complete


def test_what_two_groups_list_goes_where_it_completes_one() -> None:
    whole = Composition(groups=(group("a", "b", at_least=1), group("a", "c", at_least=2)))
    found = progress(whole, held("a"), held("b"), held("c"))
    assert found.is_complete
    assert [[each.key for each in one.counted] for one in found.groups] == [["b"], ["a", "c"]]


_NAMES = "abcdef"


@st.composite
def compositions(draw: st.DrawFn) -> Composition:
    groups = []
    for _ in range(draw(st.integers(1, 3))):
        names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=5, unique=True))
        number = draw(st.one_of(st.none(), st.integers(1, len(names))))
        credits = draw(st.one_of(st.none(), st.integers(1, 8).map(Decimal)))
        groups.append(ComponentGroup(components=tuple(names), at_least=number, at_least_ects=credits))
    return Composition(groups=tuple(groups))


@settings(max_examples=150)
@given(compositions(), st.sets(st.sampled_from(_NAMES)), st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_no_way_of_placing_completes_more_groups(
    whole: Composition, names: set[str], credits: list[int]
) -> None:
    ects = dict(zip(_NAMES, map(Decimal, credits), strict=True))
    components = [held(name, ects=ects[name]) for name in sorted(names)]
    found = progress(whole, *components)
    counted = [each.key for each in found.counted]
    listed = {name for one in whole.groups for name in one.components}
    assert sorted(counted) == sorted(names & listed)  # each once, and none is lost
    assert sum(one.is_complete for one in found.groups) == _most_complete(whole, names & listed, ects)


def _most_complete(whole: Composition, names: set[str], ects: dict[str, Decimal]) -> int:
    """Try every place of every component."""
    options = [[n for n, one in enumerate(whole.groups) if name in one.components] for name in sorted(names)]
    best = 0
    for places in itertools.product(*options):
        complete = 0
        for number, one in enumerate(whole.groups):
            inside = [name for name, at in zip(sorted(names), places, strict=True) if at == number]
            every = 0 if one.at_least_ects is not None else len(one.components)
            wanted = one.at_least if one.at_least is not None else every
            enough = sum((ects[name] for name in inside), Decimal(0)) >= (one.at_least_ects or 0)
            complete += len(inside) >= wanted and enough
        best = max(best, complete)
    return best
