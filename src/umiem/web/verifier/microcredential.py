"""The European elements of a verified micro-credential, in the reader's language.

Reads the node ``microcredential`` of an Open Badges achievement and ``microcredentialAward`` of its
subject (Umiem's own signed extension). Codes of public vocabularies become their labels; a code that no
list knows is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from umiem.web.verifier.by_content import kept_by_content
from umiem.web.verifier.reading import Entry, Group, first, nodes, one, text_of
from umiem.web.vocabulary import element_label, label_of
from umiem.web.words import EQF_IN_WORDS

Json = Mapping[str, Any]


def microcredential_rows(subject: Json, achievement: Json) -> Iterator[Group]:
    """Give the elements of Annex I as they stand in the credential, each with its mark."""
    award, results = first(subject.get("microcredentialAward")), _results(subject)
    for element, label, entries in _of_the_definition(achievement):
        if element == "M6" and results:
            yield element, label, _with_results(achievement, entries, results)
        else:
            yield element, label, entries
        if element == "M6":
            yield _group("O3", one(award.get("grade")))
        elif element == "M3":
            yield _group("M5", _day(award.get("awardedOn")))


@kept_by_content
def _of_the_definition(achievement: Json) -> tuple[Group, ...]:
    """Give what all holders of the micro-credential share."""
    groups = _definition_groups(first(achievement.get("microcredential")))
    return tuple((element, label, tuple(entries)) for element, label, entries in groups)


def _definition_groups(about: Json) -> Iterator[Group]:
    yield _group("M2", one(about.get("title")))
    yield "", _("Description"), one(about.get("summary"))
    yield _group("M6", _outcomes(about))
    yield _group("M7", _workload(first(about.get("workload"))))
    yield _group("M8", _level(first(about.get("level"))))
    yield _group("M9", _assessments(about))
    yield _group("O2", _supervision(about))
    yield _group("M10", _participation(first(about.get("participation"))))
    yield _group("M4", [Entry(text_of(body.get("legalName"))) for body in nodes(about.get("awardingBody"))])
    yield _group("M3", _places(about))
    yield _group("M11", _quality(first(about.get("qualityAssurance"))))
    yield _group("O1", one(about.get("prerequisites")))
    yield _group("O4", _stackability(first(about.get("stackability"))))
    yield _group("O5", one(about.get("furtherInformation")))


def _group(element: str, entries: Iterable[Entry]) -> Group:
    return element, element_label(element), entries


def plain_words(achievement: Json) -> tuple[str, ...]:
    """Say effort and level for somebody who has never heard of ECTS or EQF."""
    about = first(achievement.get("microcredential"))
    hours = first(about.get("workload")).get("hours")
    step = str(first(about.get("level")).get("eqfLevel", "")).rpartition("/")[2]
    is_number = isinstance(hours, int) and not isinstance(hours, bool)
    return effort_and_level(hours=hours if is_number else None, step=step)


def effort_and_level(*, hours: int | None, step: int | str | None) -> tuple[str, ...]:
    """Return a sentence on the hours and one on the level of the European framework, as far as stated."""
    effort = ""
    if hours is not None:
        effort = ngettext(
            "It stands for about %(hours)s hour of learning.",
            "It stands for about %(hours)s hours of learning.",
            hours,
        ) % {"hours": hours}
    return tuple(sentence for sentence in (effort, str(EQF_IN_WORDS.get(str(step), ""))) if sentence)


def _outcomes(about: Json) -> Iterable[Entry]:
    for outcome in nodes(about.get("learningOutcome")):
        skills = ", ".join(_skill(skill) for skill in nodes(outcome.get("skill")))
        under = _("ESCO: {skills}").format(skills=skills) if skills else ""
        yield Entry(text_of(outcome.get("statement")), under)


def _results(subject: Json) -> dict[str, str]:
    """Return the result of each outcome that has one, by the end of its identifier."""
    return {
        str(result.get("resultDescription", "")).rpartition("#result-")[2]: text_of(result.get("value"))
        for result in nodes(subject.get("result"))
    }


def _with_results(achievement: Json, entries: Iterable[Entry], results: Mapping[str, str]) -> Iterable[Entry]:
    outcomes = nodes(first(achievement.get("microcredential")).get("learningOutcome"))
    for outcome, entry in zip(outcomes, entries, strict=True):
        value = results.get(str(outcome.get("id", "")).rpartition("#outcome-")[2], "")
        under = (_("Result: {value}").format(value=value) if value else "", entry.under)
        yield Entry(entry.text, " · ".join(part for part in under if part))


def _skill(skill: Json) -> str:
    hours = skill.get("hours")
    return text_of(skill.get("label")) + (f" ({hours} h)" if isinstance(hours, int) else "")


def _workload(workload: Json) -> Iterable[Entry]:
    hours, credits = workload.get("hours"), text_of(workload.get("ects"))
    parts = [f"{credits} ECTS"] if credits else []
    if isinstance(hours, int):
        parts.append(
            ngettext("%(hours)s hour of learning", "%(hours)s hours of learning", hours) % {"hours": hours}
        )
    return [Entry(" · ".join(parts))]


def _level(level: Json) -> Iterable[Entry]:
    step = str(level.get("eqfLevel", "")).rpartition("/")[2]
    if step:
        yield Entry(label_of("EQF_LEVELS", str(level["eqfLevel"])), str(EQF_IN_WORDS.get(step, "")))
    if "nationalLevel" in level:
        yield Entry(label_of("PRK_LEVELS", str(level["nationalLevel"])))
    if "cycle" in level:
        yield Entry(label_of("CYCLES", str(level["cycle"])))
    yield from one(level.get("notApplicable"))


def _assessments(about: Json) -> Iterable[Entry]:
    for assessment in nodes(about.get("assessment")):
        ways = [
            label_of("ASSESSMENT_TYPES", text_of(assessment.get("assessmentType"))),
            label_of("LEARNING_MODES", text_of(assessment.get("assessmentMode"))),
        ]
        yield Entry(text_of(assessment.get("title")), ", ".join(way for way in ways if way))


def _supervision(about: Json) -> Iterable[Entry]:
    stated = (text_of(assessment.get("supervision")) for assessment in nodes(about.get("assessment")))
    return [Entry(label_of("SUPERVISION", code)) for code in dict.fromkeys(stated) if code]


def _participation(participation: Json) -> Iterable[Entry]:
    modes = ", ".join(
        label_of("LEARNING_MODES", code) for code in _codes(participation.get("participationMode"))
    )
    spoken = ", ".join(
        label_of("LANGUAGES", code) for code in _codes(participation.get("languageOfLearning"))
    )
    yield Entry(modes, _("Language of instruction: {languages}").format(languages=spoken) if spoken else "")


def _places(about: Json) -> Iterable[Entry]:
    for body in nodes(about.get("awardingBody")):
        parts = [
            text_of(body.get("locality")),
            label_of("REGIONS", text_of(body.get("region"))),
            label_of("COUNTRIES", text_of(body.get("country"))),
        ]
        yield Entry(", ".join(part for part in parts if part))


def _day(value: Any) -> Iterable[Entry]:
    day = parse_date(value) if isinstance(value, str) and len(value) == len("2026-11-22") else None
    return [Entry(date_format(day))] if day is not None else one(value)


def _quality(quality: Json) -> Iterable[Entry]:
    for code in _codes(quality.get("qualityAssuranceType")):
        yield Entry(label_of("QUALITY_ASSURANCE_TYPES", code))
    yield from one(quality.get("statement"))


def _stackability(stackability: Json) -> Iterable[Entry]:
    code = text_of(stackability.get("stackabilityType"))
    if code:
        yield Entry(label_of("STACKABILITY", code), text_of(stackability.get("conditions")))


def _codes(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [code for code in values if isinstance(code, str) and code]
