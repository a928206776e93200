"""M1 to M5: the learner, the title, where and by whom, and the date of issuing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from umiem.domain.definition import AchievementSpecification, AwardingBody
from umiem.domain.gate.finding import Finding, found
from umiem.domain.vocabularies import COUNTRIES, LEARNER_IDENTIFICATION, REGIONS

TITLE_CHARACTERS = (8, 120)
SHORT_VALIDITY_MONTHS = 12
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80

# „Świadectwo” and „dyplom” are names of documents under Polish law; a micro-credential is neither.
_PROTECTED = re.compile(r"\b(świadectw\w*|dyplom\w*|diploma\w*|degree)\b", re.IGNORECASE)
_ATTENDANCE = re.compile(
    r"zaświadczeni\w+|certyfikat\w* (ukończenia|uczestnictwa)"
    r"|certificate of (attendance|participation|completion)",
    re.IGNORECASE,
)
_EXCESSIVE = ("national-number", "birth-date")
_CONTACTS = ("email", "student-number", "decentralised-identifier")


def is_slug(text: str) -> bool:
    """Say whether ``text`` can be the identifier of a definition: small letters, digits, single hyphens."""
    return len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text) is not None


def names_a_definition(reference: str) -> bool:
    """Say whether ``reference`` can lead to a definition: ``identifier``, or ``organisation/identifier``."""
    owner, slash, identifier = reference.rpartition("/")
    return is_slug(identifier) and (not slash or is_slug(owner))


def learner(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """M1: the credential names the learner, can be tied to the person, and asks for no more."""
    path = "learner_identification"
    ways = definition.learner_identification
    if "full-name" not in ways:
        yield found("learner-name-not-recorded", path)
    if not any(way in ways for way in _CONTACTS):
        yield found("learner-contact-not-recorded", path)
    for index, way in enumerate(ways):
        if way in _EXCESSIVE:
            yield found("learner-data-excessive", f"{path}[{index}]", code=way)
        elif way not in LEARNER_IDENTIFICATION:
            yield found("learner-identification-unknown", f"{path}[{index}]", code=way)


def identifier(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """The identifier is a slug: it becomes part of addresses that live as long as the credentials."""
    slug = definition.identifier
    if not slug:
        yield found("identifier-missing", "identifier")
    elif not is_slug(slug):
        yield found("identifier-not-a-slug", "identifier", found=slug[:80])


def title(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """M2: a title that says what the learner can do and pretends to be no other document."""
    if not definition.title:
        yield found("title-missing", "title")
    shortest, longest = TITLE_CHARACTERS
    for tag, text in definition.title.items():
        path = f"title.{tag}"
        protected = _PROTECTED.search(text)
        if protected:
            yield found("title-names-a-protected-document", path, word=protected.group())
        if _ATTENDANCE.search(text):
            yield found("title-says-certificate-of-attendance", path)
        if len(text) > longest:
            yield found("title-too-long", path, characters=len(text), limit=longest)
        elif 0 < len(text.strip()) < shortest:
            yield found("title-too-short", path, characters=len(text.strip()), limit=shortest)


def awarding_bodies(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """M3 and M4: who awards, under which law, and in which country and region."""
    if not definition.awarding_bodies:
        yield found("awarding-body-missing", "awarding_bodies")
        yield found("country-missing", "awarding_bodies")
    for index, body in enumerate(definition.awarding_bodies):
        path = f"awarding_bodies[{index}]"
        if not body.legal_name:
            yield found("awarding-body-name-missing", f"{path}.legal_name")
        if body.legal_identifier is None or not body.legal_identifier.value:
            yield found("awarding-body-without-legal-identifier", f"{path}.legal_identifier")
        if not body.homepage:
            yield found("awarding-body-without-homepage", f"{path}.homepage")
        yield from _place(body, path)


def _place(body: AwardingBody, path: str) -> Iterator[Finding]:
    if not body.country:
        yield found("country-missing", f"{path}.country")
    elif body.country not in COUNTRIES:
        yield found("country-unknown", f"{path}.country", code=body.country)
    if not body.region:
        yield found("region-missing", f"{path}.region")
    elif not body.region.startswith(f"{body.country}-"):
        yield found("region-outside-country", f"{path}.region", region=body.region, country=body.country)
    elif body.country == "PL" and body.region not in REGIONS:
        yield found("region-unknown", f"{path}.region", code=body.region)


def validity(definition: AchievementSpecification, _on: date) -> Iterator[Finding]:
    """M5: the date itself is set when the credential is issued; how long it holds is said here."""
    months = definition.validity_months
    if months is None:
        return
    if months <= 0:
        yield found("validity-not-positive", "validity_months", months=months)
    elif months < SHORT_VALIDITY_MONTHS:
        yield found("validity-very-short", "validity_months", months=months)
