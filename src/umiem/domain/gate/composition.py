"""O4: what a larger micro-credential is made of, so that it can be counted and completed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification, ComponentGroup, Composition
from umiem.domain.gate.finding import Finding, found
from umiem.domain.gate.identity import names_a_definition
from umiem.domain.gate.volume import LEVELS


def composition(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """O4: groups that can be completed, references that lead somewhere, limits that mean something."""
    whole = definition.composition
    for index, group in enumerate(whole.groups):
        path = f"composition.groups[{index}]"
        if not group.title and len(whole.groups) > 1:
            yield found("component-group-unnamed", f"{path}.title")
        if not group.components:
            yield found("component-group-empty", f"{path}.components")
        yield from _references(definition, group, path)
        yield from _numbers(group, path)
    yield from _limits(whole)
    if whole.groups and whole.least_ects and whole.least_ects > (definition.workload.ects or 0):
        yield found(
            "composition-larger-than-whole",
            "composition.least_ects",
            least=whole.least_ects,
            ects=definition.workload.ects or 0,
        )


def _references(definition: AchievementSpecification, group: ComponentGroup, path: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, reference in enumerate(group.components):
        at = f"{path}.components[{place}]"
        is_address = reference.startswith(("https://", "http://", "urn:"))
        if not is_address and not names_a_definition(reference):
            yield found("component-reference-wrong", at, value=reference[:100])
        elif reference == definition.identifier:
            yield found("component-is-itself", at)
        elif reference in seen:
            yield found("component-repeated", at, value=reference[:100])
        seen.add(reference)


def _numbers(group: ComponentGroup, path: str) -> Iterator[Finding]:
    number, credits = group.at_least, group.at_least_ects
    if number is not None and not 1 <= number <= max(1, len(set(group.components))):
        yield found(
            "component-number-impossible", f"{path}.at_least", number=number, of=len(set(group.components))
        )
    if credits is not None and credits <= 0:
        yield found("composition-limit-not-positive", f"{path}.at_least_ects")


def _limits(whole: Composition) -> Iterator[Finding]:
    if whole.least_ects is not None and whole.least_ects <= 0:
        yield found("composition-limit-not-positive", "composition.least_ects")
    if whole.oldest_months is not None and whole.oldest_months <= 0:
        yield found("composition-limit-not-positive", "composition.oldest_months")
    if whole.lowest_eqf is not None and whole.lowest_eqf not in LEVELS:
        yield found("composition-level-outside-scale", "composition.lowest_eqf", level=whole.lowest_eqf)
    if not whole.groups and whole != Composition():
        yield found("composition-without-components", "composition.groups")
