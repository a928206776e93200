"""Does an award hold what a representation needs? The answer names the Annex I element.

Council Recommendation 2022/C 243/02, Annex I. ``domain.gate`` judges definitions before publishing;
this is the last look before a document is made, for awards that came from files or older versions.
"""

from __future__ import annotations

from collections.abc import Callable

from umiem.domain.award import AwardRecord, IssuerIdentity
from umiem.errors import RefusedError

_Question = Callable[[AwardRecord, IssuerIdentity], bool]

_HELD: dict[str, _Question] = {
    "M1": lambda award, _: bool(award.learner.full_name),
    "M2": lambda award, _: bool(award.definition.title),
    "M3": lambda _, issuer: bool(issuer.country),
    "M4": lambda award, issuer: bool(issuer.name) and _bodies_named(award),
    "M5": lambda award, _: award.awarded_on is not None,
    "M6": lambda award, _: any(outcome.statement for outcome in award.definition.learning_outcomes),
    "M7": lambda award, _: (award.definition.workload.ects or award.definition.workload.hours) is not None,
    "M8": lambda award, _: _level_said(award),
    "M9": lambda award, _: any(one.type for one in award.definition.assessments),
    "M10": lambda award, _: bool(award.definition.participation.modes),
    "M11": lambda award, _: bool(award.definition.quality_assurance.types),
}


def _bodies_named(award: AwardRecord) -> bool:
    bodies = award.definition.awarding_bodies
    return bool(bodies) and all(body.legal_name and body.country for body in bodies)


def _level_said(award: AwardRecord) -> bool:
    level = award.definition.level
    return level.eqf is not None or level.prk is not None or bool(level.not_applicable)


def missing_elements(award: AwardRecord, issuer: IssuerIdentity) -> tuple[str, ...]:
    """Return the codes (M1 … M11) of mandatory elements that the award does not hold."""
    return tuple(element for element, is_held in _HELD.items() if not is_held(award, issuer))


def require_elements(award: AwardRecord, issuer: IssuerIdentity, *, representation: str) -> None:
    """Raise ``RefusedError`` ("representation-element-missing") naming the elements, if any is missing."""
    missing = missing_elements(award, issuer)
    if missing:
        raise element_missing(*missing, representation=representation)


def element_missing(*elements: str, representation: str) -> RefusedError:
    """Return the refusal that names the Annex I elements, the first one as ``element``."""
    return RefusedError(
        "representation-element-missing",
        element=elements[0],
        elements=", ".join(elements),
        representation=representation,
    )
