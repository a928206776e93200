"""O1, O3, O4 and O5: the optional elements, where they are relevant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification
from umiem.domain.gate.finding import Finding, found
from umiem.domain.gate.identity import names_a_definition
from umiem.domain.vocabularies import STACKABILITY

# Stacking gives no automatic right: the receiving institution decides (the Recommendation, point 5).
_ENTITLEMENT = re.compile(
    r"automatycznie|gwarantuje|zapewnia przyjęcie|automatically|guarantees?\b|entitles?\b|uprawnia",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(nie|not|no|does not|bez)\b", re.IGNORECASE)


def prerequisites_and_description(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """O1 is answered even when the answer is "none"; O5 begins with a description."""
    if not definition.prerequisites:
        yield found("prerequisites-missing", "prerequisites")
    if not definition.description:
        yield found("description-missing", "description")


def requirements(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """O1: what must be held first is named for people and for plans, and is not the thing itself."""
    for index, requirement in enumerate(definition.requires):
        if not requirement.title:
            yield found("requirement-unnamed", f"requires[{index}].title")
        reference, path = requirement.reference, f"requires[{index}].reference"
        if reference.startswith(("http://", "https://")):
            continue
        if not names_a_definition(reference):
            yield found("requirement-reference-wrong", path, value=reference[:100])
        elif reference == definition.identifier:
            yield found("requirement-is-itself", path)


def grading(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """O3: a grade means something only on its scale."""
    scale = definition.grading
    if scale is None:
        return
    if not scale.values:
        yield found("grading-without-scale", "grading.values")
    elif scale.lowest_pass not in scale.values:
        yield found("grading-pass-not-on-scale", "grading.lowest_pass", value=scale.lowest_pass)


def stackability(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """O4: stand-alone or stackable, towards what, on which conditions, without promising a right."""
    stack = definition.stackability
    if not stack.type:
        yield found("stackability-missing", "stackability.type")
    elif stack.type not in STACKABILITY:
        yield found("stackability-unknown", "stackability.type", code=stack.type)
    elif stack.type == "stackable":
        if not stack.towards:
            yield found("stackability-without-target", "stackability.towards")
        if not stack.conditions:
            yield found("stackability-conditions-missing", "stackability.conditions")
    elif stack.towards:
        yield found("stand-alone-with-target", "stackability.towards")
    for index, target in enumerate(stack.towards):
        if not target.title:
            yield found("stackability-target-unnamed", f"stackability.towards[{index}].title")
    for tag, text in stack.conditions.items():
        if any(_ENTITLEMENT.search(part) and not _DENIED.search(part) for part in re.split(r"[.;]", text)):
            yield found("stackability-promises-entitlement", f"stackability.conditions.{tag}")
