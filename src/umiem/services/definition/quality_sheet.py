"""The quality sheet of a definition as PDF: the gate's findings and scores, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from umiem.adapters.documents.gate_sheet import (
    GateSheet,
    SheetElement,
    SheetFinding,
    SheetPrinciple,
    SheetRecord,
    gate_sheet_pdf,
)
from umiem.adapters.documents.words import SHEET_WORDS
from umiem.domain.annexes import ELEMENT_NAMES, PRINCIPLE_NAMES
from umiem.domain.definition import AchievementSpecification
from umiem.domain.findings import Finding, Severity, assess_definition
from umiem.domain.principles import score_principles
from umiem.sentences.findings import finding_explanation, finding_sentence

SHEET_LANGUAGES = frozenset(SHEET_WORDS)
_GRAVEST_FIRST = (Severity.BLOCKS, Severity.WARNS, Severity.ADVISES)


def quality_sheet_pdf(
    definition: AchievementSpecification,
    *,
    language: str,
    on: date,
    made_at: datetime,
    rosette: tuple[str, int | None] | None = None,
    record: SheetRecord | None = None,
) -> bytes:
    """Return the sheet of ``definition`` as of the day ``on``, in Polish (``pl``) or English (``en``).

    Any definition gets a sheet, however empty. ``rosette`` is what its rosette is drawn from elsewhere:
    the achievement's address and the hue. ``record`` is what people decided and said (``sheet_record``).
    Raises ``UnsupportedError`` for another language.
    """
    findings = assess_definition(definition, on=on)
    body = definition.awarding_bodies[0].legal_name.best(language)[0] if definition.awarding_bodies else ""
    title = definition.title.best(language)[0] or definition.identifier or "–"
    identifier, hue = rosette or (definition.identifier or title, definition.hue)
    sheet = GateSheet(
        language=language,
        identifier=identifier,
        hue=hue,
        title=title,
        body=body or "–",
        subtitle=" · ".join(part for part in (body, definition.identifier, on.isoformat()) if part),
        reference=f"{definition.identifier} · {definition.version}",
        elements=tuple(
            SheetElement(code=code, name=name.best(language)[0], state=_state(code, findings))
            for code, name in ELEMENT_NAMES.items()
        ),
        principles=tuple(
            SheetPrinciple(
                number=one.principle, name=PRINCIPLE_NAMES[one.principle].best(language)[0], score=one.score
            )
            for one in score_principles(findings)
        ),
        findings=tuple(_in_words(finding, language) for finding in findings),
        record=record,
    )
    return gate_sheet_pdf(sheet, made_at=made_at)


def _state(element: str, findings: Sequence[Finding]) -> str:
    found = {finding.severity for finding in findings if finding.element == element}
    return next((severity.value for severity in _GRAVEST_FIRST if severity in found), "good")


def _in_words(finding: Finding, language: str) -> SheetFinding:
    place = finding.element or (f"{finding.principle}" if finding.principle else "")
    return SheetFinding(
        severity=finding.severity.value,
        place=" · ".join(part for part in (place, finding.path) if part),
        sentence=finding_sentence(finding, language),
        why=finding_explanation(finding.code, language),
    )
