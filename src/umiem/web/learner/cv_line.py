"""The line of a skill for a CV: can …, confirmed by …, assessed by …; in the language of the CV.

Names of institutions and titles stay in the nominative, so that no ending can be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import ASSESSMENT_TYPES, Vocabulary
from umiem.services.skill.skill_map import MappedSkill

_INFINITIVE = "ć"
CV_LANGUAGES = ("pl", "en")


@dataclass(frozen=True, kw_only=True)
class CvLine:
    """One line in one language."""

    language: str
    text: str


def cv_lines(skill: MappedSkill) -> tuple[CvLine, ...]:
    """Return the lines of a verified skill, one for each language; a declared skill has none."""
    if not skill.is_verified:
        return ()
    return tuple(CvLine(language=tag, text=cv_line(skill, tag)) for tag in CV_LANGUAGES)


def cv_line(skill: MappedSkill, language: str) -> str:
    """Return the line of a verified skill in one language."""
    with override(language):
        confirmed = "; ".join(dict.fromkeys(_confirmed(skill, language)))
        assessed = ", ".join(dict.fromkeys(_assessed(skill, language)))
        parts = [_ability(skill, language), _("confirmed by: {names}").format(names=confirmed)]
        if assessed:
            parts.append(_("assessed by: {ways}").format(ways=assessed))
        return "; ".join(parts) + "."


def _ability(skill: MappedSkill, language: str) -> str:
    label, tag = skill.label.best(language)
    if skill.is_knowledge:
        return _("Knows: {skill}").format(skill=label)
    first = label.partition(" ")[0].lower()
    is_verb = first.endswith(_INFINITIVE) if tag == "pl" else tag == language
    return (_("Can {skill}") if is_verb else _("Skill: {skill}")).format(skill=label)


def _confirmed(skill: MappedSkill, language: str) -> list[str]:
    return [*_confirmed_here(skill, language), *_confirmed_elsewhere(skill, language)]


def _confirmed_elsewhere(skill: MappedSkill, language: str) -> list[str]:
    return [
        _("{organisation} (credential “{title}”)").format(
            organisation=LocalizedText(one.row.issuer_name).best(language)[0] or one.row.issuer_id,
            title=LocalizedText(one.row.title).best(language)[0],
        )
        for one in skill.elsewhere
        if one.is_vouched
    ]


def _confirmed_here(skill: MappedSkill, language: str) -> list[str]:
    return [
        _("{organisation} (micro-credential “{title}”, {day})").format(
            organisation=LocalizedText(each.held.organisation.names).best(language)[0],
            title=each.held.definition.title(language),
            day=formats.date_format(each.held.award.awarded_on, "DATE_FORMAT"),
        )
        for each in skill.evidence
    ]


def _assessed(skill: MappedSkill, language: str) -> list[str]:
    return [
        _word(ASSESSMENT_TYPES, assessment.type, language)
        for each in skill.evidence
        for assessment in each.assessments
        if assessment.type
    ]


def _word(vocabulary: Vocabulary, code: str, language: str) -> str:
    found = vocabulary.find(code)
    label = code if found is None else found.labels.best(language)[0]
    return label[:1].lower() + label[1:]
