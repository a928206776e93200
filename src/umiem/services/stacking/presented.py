"""Credentials that somebody presents as files: which components of a larger micro-credential they are.

Without a database: a short name of a component means whatever the issuers that were named call so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from umiem.domain.catalogue.card import required_item
from umiem.domain.definition import Composition
from umiem.domain.stacking import HeldComponent
from umiem.domain.text import LocalizedText
from umiem.engine import VerifiedClaims
from umiem.errors import UmiemError
from umiem.services.credential.representations.reading import read_credential
from umiem.services.holder.foreign_claims import read_claims

OWN = "."
"""The organisation of the larger micro-credential itself, whatever it is called."""


@dataclass(frozen=True, kw_only=True)
class Presented:
    """A verified credential. ``component`` is None where it is none of the composition, or states no day.

    ``called`` is the short name that its issuer gives what was awarded.
    """

    title: LocalizedText
    issuer: str
    person: str
    called: str
    awarded_on: date | None
    component: HeldComponent | None


def present(
    verified: VerifiedClaims, composition: Composition, *, key: str, issuers: Mapping[str, frozenset[str]]
) -> Presented:
    """Say which component of ``composition`` a verified credential is.

    ``issuers`` maps identifiers of issuers to the organisations whose definitions they award, ``OWN`` for
    that of the larger one. Credits and level are believed of these issuers only. Not checked: whose
    credential it is.
    """
    document = dict(verified.document)
    claims = read_claims(document, with_skills=False)
    title, called, awarded_on, ects, eqf = claims.title, "", _day(claims.valid_from), None, None
    try:
        award = read_credential(document).award
    except UmiemError:  # a format whose short names, credits and level nobody here can read
        pass
    else:
        title, awarded_on = award.definition.title, award.awarded_on
        called = award.definition.identifier
        ects, eqf = award.definition.workload.ects, award.definition.level.eqf
    organisations = issuers.get(verified.issuer, frozenset())
    reference = _reference(composition, called, claims.achievement_id, organisations)
    component = None
    if reference is not None and awarded_on is not None:
        component = _component(key, reference, awarded_on, ects, eqf, is_believed=bool(organisations))
    return Presented(
        title=title,
        issuer=verified.issuer,
        person=claims.person,
        called=called,
        awarded_on=awarded_on,
        component=component,
    )


def _component(
    key: str, reference: str, awarded_on: date, ects: Decimal | None, eqf: int | None, *, is_believed: bool
) -> HeldComponent:
    if not is_believed:
        ects = eqf = None
    return HeldComponent(key=key, reference=reference, awarded_on=awarded_on, ects=ects, eqf=eqf)


def _reference(
    composition: Composition, called: str, achievement_id: str, organisations: frozenset[str]
) -> str | None:
    listed = {required_item(each, OWN) for group in composition.groups for each in group.components}
    names = [f"{organisation}/{called}" for organisation in sorted(organisations) if called]
    return next((each for each in (*names, achievement_id) if each in listed), None)


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
