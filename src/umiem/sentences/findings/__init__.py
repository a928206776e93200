"""What the quality gate says: for each finding a sentence, the reason and a good answer, in both languages.

These texts are authored in Polish and English side by side rather than translated from a catalogue: each is
about Polish and European practice. Sentences have places for the finding's parameters; reasons and
examples have none (doubled braces stand for single ones in all three).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from umiem.sentences.findings.assessment import ASSESSMENT
from umiem.sentences.findings.composition import COMPOSITION
from umiem.sentences.findings.identity import IDENTITY
from umiem.sentences.findings.outcomes import OUTCOMES
from umiem.sentences.findings.participation import PARTICIPATION
from umiem.sentences.findings.principles import PRINCIPLES
from umiem.sentences.findings.quality import QUALITY
from umiem.sentences.findings.volume import VOLUME
from umiem.sentences.findings.where_relevant import WHERE_RELEVANT
from umiem.sentences.findings.words import Text, Words
from umiem.sentences.translate import fill

FINDING_SENTENCES: Mapping[str, Text] = MappingProxyType(
    IDENTITY
    | OUTCOMES
    | VOLUME
    | ASSESSMENT
    | PARTICIPATION
    | QUALITY
    | WHERE_RELEVANT
    | COMPOSITION
    | PRINCIPLES
)


class Coded(Protocol):
    """A finding or a problem: a code and the parameters of its sentence."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


def finding_sentence(finding: Coded, language: str) -> str:
    """Return what is wrong, in Polish or else in English."""
    words = _words(finding.code, language)
    return fill(words.sentence, finding.params) if words is not None else finding.code


def finding_explanation(code: str, language: str) -> str:
    """Return why the rule exists."""
    words = _words(code, language)
    return fill(words.why, {}) if words is not None else ""


def finding_example(code: str, language: str) -> str:
    """Return an example of a good answer."""
    words = _words(code, language)
    return fill(words.example, {}) if words is not None else ""


def _words(code: str, language: str) -> Words | None:
    text = FINDING_SENTENCES.get(code)
    if text is None:
        return None
    return text.pl if language.startswith("pl") else text.en
