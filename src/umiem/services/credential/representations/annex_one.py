"""The sixteen European standard elements of one award, as people read them.

Council Recommendation 2022/C 243/02, Annex I; Polish names close to the Official Journal. The same
reading stands on the certificate's second page, on the human page and in a learner's archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from babel.dates import format_date

from umiem.domain.annexes import ELEMENT_NAMES
from umiem.domain.award import AwardRecord, IssuerIdentity
from umiem.domain.definition import AchievementSpecification, AwardingBody
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import (
    ASSESSMENT_TYPES,
    COUNTRIES,
    CYCLES,
    EQF_LEVELS,
    LEARNING_ACTIVITIES,
    LEARNING_MODES,
    LEARNING_SCHEDULES,
    LEARNING_SETTINGS,
    PRK_LEVELS,
    QUALITY_ASSURANCE_TYPES,
    REGIONS,
    STACKABILITY,
    SUPERVISION,
    Vocabulary,
)
from umiem.domain.vocabularies import LANGUAGES as SPOKEN

LANGUAGES = ("pl", "en")
_LOCALES = {"pl": "pl", "en": "en_GB"}


@dataclass(frozen=True, kw_only=True)
class ElementReading:
    """One element and what the award says about it, each line in every language there is."""

    code: str
    name: LocalizedText
    lines: tuple[LocalizedText, ...]


def annex_one(award: AwardRecord, issuer: IssuerIdentity) -> tuple[ElementReading, ...]:
    """Return the elements that the award holds, in the order of Annex I; absent ones are left out."""
    readings = (
        ElementReading(
            code=code, name=ELEMENT_NAMES[code], lines=tuple(line for line in read(award, issuer) if line)
        )
        for code, read in _READINGS.items()
    )
    return tuple(reading for reading in readings if reading.lines)


def same(text: str) -> LocalizedText:
    """A text that needs no translation: a name, a number, a grade."""
    return LocalizedText(dict.fromkeys(LANGUAGES, text)) if text else LocalizedText()


def both(polish: str, english: str) -> LocalizedText:
    return LocalizedText({"pl": polish, "en": english})


def label(vocabulary: Vocabulary, code: str) -> LocalizedText:
    found = vocabulary.find(code)
    return found.labels if found is not None else same(code)


def labels(vocabulary: Vocabulary, codes: tuple[str, ...]) -> Iterator[LocalizedText]:
    return (label(vocabulary, code) for code in codes if code)


def joined(parts: tuple[LocalizedText, ...], separator: str = " · ") -> LocalizedText:
    """Join texts into one line in each language of the interface."""
    return LocalizedText(
        {tag: separator.join(part.best(tag)[0] for part in parts if part) for tag in LANGUAGES}
    )


def long_date(award: AwardRecord) -> LocalizedText:
    return LocalizedText(
        {tag: format_date(award.awarded_on, "long", locale=_LOCALES[tag]) for tag in LANGUAGES}
    )


def _learner(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    yield same(award.learner.full_name)
    if award.learner.identifier:
        yield both(f"numer: {award.learner.identifier}", f"number: {award.learner.identifier}")


def _title(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    yield award.definition.title


def _country(_: AwardRecord, issuer: IssuerIdentity) -> Iterator[LocalizedText]:
    region = label(REGIONS, issuer.region) if issuer.region else LocalizedText()
    yield joined((label(COUNTRIES, issuer.country), region))


def _bodies(award: AwardRecord, issuer: IssuerIdentity) -> Iterator[LocalizedText]:
    for body in award.definition.awarding_bodies:
        yield _body(body)
    if issuer.name not in {body.legal_name for body in award.definition.awarding_bodies}:
        name = {tag: issuer.name.best(tag)[0] for tag in LANGUAGES}
        yield both(f"wydawca: {name['pl']}", f"issuer: {name['en']}")


def _body(body: AwardingBody) -> LocalizedText:
    number = body.legal_identifier
    tail = same(f"{number.scheme} {number.value}") if number is not None else LocalizedText()
    return joined((body.legal_name, same(body.locality), tail))


def _date(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    yield joined((long_date(award), same(award.place)))


def _outcomes(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    return (outcome.statement for outcome in award.definition.learning_outcomes)


def workload(definition: AchievementSpecification) -> LocalizedText:
    """Return M7 in words: credits, hours, and how the hours divide."""
    load, parts = definition.workload, []
    if load.ects is not None:
        points = format(load.ects.normalize(), "f")
        parts.append(both(f"{points.replace('.', ',')} ECTS", f"{points} ECTS"))
    if load.hours is not None:
        parts.append(both(f"{load.hours} godz.", f"{load.hours} h"))
    if load.contact_hours is not None:
        parts.append(
            both(f"w tym {load.contact_hours} godz. zajęć", f"of which {load.contact_hours} h of classes")
        )
    return joined(tuple(parts)) if parts else LocalizedText()


def _workload(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    yield workload(award.definition)


def level(definition: AchievementSpecification) -> LocalizedText:
    """Return M8 in words; the PRK level is a reference only."""
    said, parts = definition.level, []
    if said.eqf is not None:
        parts.append(label(EQF_LEVELS, str(said.eqf)))
    if said.prk is not None:
        prk = label(PRK_LEVELS, str(said.prk))
        parts.append(both(f"odniesienie: {prk['pl']}", f"reference: {prk['en']}"))
    if said.cycle:
        parts.append(label(CYCLES, said.cycle))
    if not parts and said.not_applicable:
        reason = {tag: said.not_applicable.best(tag)[0] for tag in LANGUAGES}
        return both(f"nie dotyczy – {reason['pl']}", f"not applicable – {reason['en']}")
    return joined(tuple(parts)) if parts else LocalizedText()


def _level(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    yield level(award.definition)


def _assessments(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    for one in award.definition.assessments:
        kind = label(ASSESSMENT_TYPES, one.type) if one.type else LocalizedText()
        mode = label(LEARNING_MODES, one.mode) if one.mode else LocalizedText()
        yield joined((one.title, kind, mode))


def _participation(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    part = award.definition.participation
    yield joined(
        (
            *labels(LEARNING_MODES, part.modes),
            *labels(LEARNING_SETTINGS, (part.setting,)),
            *labels(LEARNING_SCHEDULES, (part.schedule,)),
        )
    )
    if part.activities:
        yield joined(tuple(labels(LEARNING_ACTIVITIES, part.activities)))
    if part.languages:
        spoken = joined(tuple(labels(SPOKEN, part.languages)), ", ")
        yield both(f"języki: {spoken['pl']}", f"languages: {spoken['en']}")
    yield part.place


def _quality(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    quality = award.definition.quality_assurance
    yield joined(tuple(labels(QUALITY_ASSURANCE_TYPES, quality.types)))
    yield quality.statement
    for one in quality.accreditations:
        yield joined((one.title, one.agent, same(one.reference)))


def _prerequisites(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    yield award.definition.prerequisites


def _supervision(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    said = dict.fromkeys(one.supervision for one in award.definition.assessments if one.supervision)
    return labels(SUPERVISION, tuple(said))


def _grade(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    grading = award.definition.grading
    scale = grading.title if grading is not None else LocalizedText()
    if award.grade:
        yield joined((same(award.grade), scale))


def _stackability(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    stack = award.definition.stackability
    if stack.type:
        yield label(STACKABILITY, stack.type)
    yield from (target.title for target in stack.towards)
    yield stack.conditions


def _further(award: AwardRecord, _: IssuerIdentity) -> Iterator[LocalizedText]:
    yield award.definition.further_information
    yield award.narrative


_READINGS: dict[str, Callable[[AwardRecord, IssuerIdentity], Iterator[LocalizedText]]] = {
    "M1": _learner,
    "M2": _title,
    "M3": _country,
    "M4": _bodies,
    "M5": _date,
    "M6": _outcomes,
    "M7": _workload,
    "M8": _level,
    "M9": _assessments,
    "M10": _participation,
    "M11": _quality,
    "O1": _prerequisites,
    "O2": _supervision,
    "O3": _grade,
    "O4": _stackability,
    "O5": _further,
}
