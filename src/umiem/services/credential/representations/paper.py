"""What a certificate says about an award: the content that ``adapters.documents`` sets in type."""

from __future__ import annotations

from dataclasses import replace

from umiem.adapters.documents.content import (
    Attachment,
    CertificateContent,
    Design,
    ElementRow,
    Fact,
    Texts,
    Verify,
)
from umiem.adapters.documents.picture import credential_picture
from umiem.domain.award import AwardRecord, IssuerIdentity
from umiem.domain.definition import AchievementSpecification
from umiem.domain.text import LocalizedText
from umiem.services.credential.representations.annex_one import (
    LANGUAGES,
    ElementReading,
    annex_one,
    both,
    joined,
    level,
    long_date,
    same,
    workload,
)
from umiem.services.credential.representations.completeness import require_elements
from umiem.services.credential.representations.open_badges_3 import derived_achievement_id

REPRESENTATION = "pdf"
_WORKLOAD = both("Nakład pracy", "Workload")
_LEVEL = both("Poziom", "Level")
_GRADE = both("Ocena", "Grade")
_DATE = both("Data", "Date")
_NO_LEVEL = both("nie dotyczy", "not applicable")


def certificate_content(
    award: AwardRecord,
    issuer: IssuerIdentity,
    *,
    reference: str,
    verify: Verify | None = None,
    attachment: Attachment | None = None,
    design: Design | None = None,
) -> CertificateContent:
    """Return the content of the certificate of ``award``.

    ``reference`` is the credential's identifier, printed on page two; ``verify`` says where it is
    checked, when it is published somewhere. Raises ``RefusedError`` ("representation-element-missing")
    for an award without one of the mandatory elements.
    """
    require_elements(award, issuer, representation=REPRESENTATION)
    definition = award.definition
    return CertificateContent(
        identifier=rosette_identifier(award, issuer),
        hue=definition.hue,
        title=_texts(definition.title),
        learner=award.learner.full_name,
        body=_texts(joined(tuple(body.legal_name for body in definition.awarding_bodies))),
        outcomes=tuple(_texts(outcome.statement) for outcome in definition.learning_outcomes),
        facts=_facts(award),
        issued_by=_texts(joined((issuer.name, same(award.place), long_date(award)))),
        elements=tuple(_row(reading) for reading in annex_one(award, issuer)),
        reference=reference,
        verify=verify,
        attachment=attachment,
        design=design or Design(),
    )


def rosette_identifier(award: AwardRecord, issuer: IssuerIdentity) -> str:
    """Return what the rosette is drawn from: the achievement's address, on pages and on paper alike."""
    return award.definition_url or derived_achievement_id(award.definition, issuer.did)


def definition_content(award: AwardRecord, issuer: IssuerIdentity) -> CertificateContent:
    """Return the content without what belongs to this one award: for pictures shared by all of them."""
    content = certificate_content(award, issuer, reference="")
    personal = {_texts(_GRADE)["en"], _texts(_DATE)["en"]}
    facts = tuple(fact for fact in content.facts if fact.label["en"] not in personal)
    return replace(content, learner="", facts=facts, elements=())


def credential_pictures(
    award: AwardRecord, issuer: IssuerIdentity, languages: tuple[str, ...] = LANGUAGES
) -> dict[str, bytes]:
    """Return the pictures that a European Digital Credential holds: language tag → PNG."""
    content = definition_content(award, issuer)
    return {tag: credential_picture(content, tag) for tag in languages}


def _texts(text: LocalizedText) -> Texts:
    return {tag: value for tag, value in text.items() if tag in LANGUAGES and value.strip()} or {
        tag: text.best(tag)[0] for tag in LANGUAGES
    }


def _row(reading: ElementReading) -> ElementRow:
    return ElementRow(
        code=reading.code, name=_texts(reading.name), lines=tuple(_texts(line) for line in reading.lines)
    )


def _short_level(definition: AchievementSpecification) -> LocalizedText:
    said = definition.level
    if said.eqf is not None and said.prk is not None:
        return both(
            f"ERK {said.eqf} (odniesienie: PRK {said.prk})", f"EQF {said.eqf} (reference: PQF {said.prk})"
        )
    return _NO_LEVEL if said.not_applicable and said.eqf is None and said.prk is None else level(definition)


def _short_workload(definition: AchievementSpecification) -> LocalizedText:
    load = definition.workload
    ects = format(load.ects.normalize(), "f") if load.ects is not None else ""
    hours = str(load.hours) if load.hours is not None else ""
    parts = (
        both(f"{ects.replace('.', ',')} ECTS", f"{ects} ECTS") if ects else LocalizedText(),
        both(f"{hours} godz.", f"{hours} h") if hours else LocalizedText(),
    )
    return joined(parts) if any(parts) else workload(definition)


def _facts(award: AwardRecord) -> tuple[Fact, ...]:
    facts = (
        (_WORKLOAD, _short_workload(award.definition)),
        (_LEVEL, _short_level(award.definition)),
        (_GRADE, same(award.grade)),
        (_DATE, long_date(award)),
    )
    return tuple(Fact(label=_texts(name), value=_texts(value)) for name, value in facts if value)
