"""Open Badges 2 BadgeClass and Open Badges 3 Achievement, as Odznaka+, Badgr and Moodle export them.

A badge has no learning outcomes: its criteria become one outcome to be divided by people, and skills come
from its alignments. Open Badges 2.0 (2018), BadgeClass; Open Badges 3.0, B.1.2 Achievement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from umiem.domain.definition import (
    AchievementSpecification,
    AwardingBody,
    LearningOutcome,
    Level,
    Relevance,
    SkillLink,
    Workload,
)
from umiem.domain.imports.draft import (
    ImportedDraft,
    Json,
    dropped_fields,
    language_of,
    listed,
    slug_of,
    string,
    text_in,
)
from umiem.domain.text import EMPTY_TEXT, LocalizedText

_ESCO_SKILL = "http://data.europa.eu/esco/skill/"
_ESCO_OCCUPATION = "http://data.europa.eu/esco/occupation/"
_EQF = re.compile(r"http://data\.europa\.eu/snb/eqf/([1-8])")
_MARKUP = re.compile(r"<[^<>]{1,200}>")

_USED = frozenset(
    {
        "id", "type", "name", "description", "criteria", "issuer", "creator", "image", "tags", "tag",
        "alignment", "alignments", "inLanguage", "version", "achievementType", "creditsAvailable",
    }
)  # fmt: skip


def badge_class(source: Json) -> ImportedDraft:
    """Read an Open Badges 2 BadgeClass (or an assertion that holds one)."""
    return _badge(source, kind="open-badges-2", issuer=source.get("issuer"))


def achievement(source: Json, issuer: object = None) -> ImportedDraft:
    """Read an Open Badges 3 Achievement; ``issuer`` is that of the credential it was found in."""
    return _badge(source, kind="open-badges-3", issuer=source.get("creator") or issuer)


def _badge(source: Json, *, kind: str, issuer: object) -> ImportedDraft:
    language = language_of(source.get("inLanguage") or source.get("@language"))
    title = text_in(source.get("name"), language)
    alignments = [
        item for item in listed(source.get("alignment") or source.get("alignments")) if _is_object(item)
    ]
    image = string(source.get("image"))
    definition = AchievementSpecification(
        identifier=slug_of(title.best(language)[0]),
        primary_language=language,
        title=title,
        description=text_in(source.get("description"), language),
        awarding_bodies=tuple(_bodies(issuer, language)),
        learning_outcomes=tuple(_outcomes(source, alignments, language)),
        workload=Workload(ects=positive_number(source.get("creditsAvailable"))),
        level=_level(alignments),
        relevance=Relevance(occupations=tuple(_links(alignments, _ESCO_OCCUPATION, language))),
        homepage=_homepage(source),
        image=image if image.startswith("https://") else "",
        tags=tuple(tag for item in listed(source.get("tags") or source.get("tag")) if (tag := string(item)))[
            :20
        ],
    )
    return ImportedDraft(
        definition=definition,
        kind=kind,
        origin=string(source.get("id")),
        dropped=dropped_fields(source, _USED),
    )


def _is_object(item: object) -> bool:
    return isinstance(item, Mapping)


def _bodies(issuer: object, language: str) -> Iterable[AwardingBody]:
    if isinstance(issuer, str):
        yield AwardingBody(homepage=issuer if issuer.startswith("https://") else "")
    elif isinstance(issuer, Mapping):
        address = issuer.get("address")
        place: Json = address if isinstance(address, Mapping) else {}
        yield AwardingBody(
            legal_name=text_in(issuer.get("name"), language),
            country=string(place.get("addressCountryCode") or place.get("addressCountry"))[:2].upper(),
            locality=string(place.get("addressLocality")),
            homepage=string(issuer.get("url")),
            email=string(issuer.get("email")),
        )


def _outcomes(source: Json, alignments: list[Any], language: str) -> Iterable[LearningOutcome]:
    criteria = source.get("criteria")
    narrative = criteria.get("narrative") if isinstance(criteria, Mapping) else None
    text = text_in(narrative, language)
    skills = tuple(_links(alignments, _ESCO_SKILL, language)) or tuple(_free_skills(alignments, language))
    if text or skills:
        yield LearningOutcome(id="eu1", statement=EMPTY_TEXT, skills=skills, criteria=_without_markup(text))


def _without_markup(text: LocalizedText) -> LocalizedText:
    return LocalizedText({tag: _MARKUP.sub(" ", part).strip() for tag, part in text.items()})


def _links(alignments: list[Any], prefix: str, language: str) -> Iterable[SkillLink]:
    for item in alignments:
        address = string(item.get("targetUrl") or item.get("url"))
        if address.startswith(prefix):
            yield SkillLink(uri=address, label=_label(item, language))


def _free_skills(alignments: list[Any], language: str) -> Iterable[SkillLink]:
    for item in alignments:
        address = string(item.get("targetUrl") or item.get("url"))
        if (
            not _EQF.fullmatch(address)
            and not address.startswith(_ESCO_OCCUPATION)
            and _label(item, language)
        ):
            yield SkillLink(label=_label(item, language))


def _label(item: Json, language: str) -> LocalizedText:
    return text_in(item.get("targetName") or item.get("name"), language)


def _level(alignments: list[Any]) -> Level:
    found = [_EQF.fullmatch(string(item.get("targetUrl") or item.get("url"))) for item in alignments]
    level = next((match.group(1) for match in found if match), None)
    return Level(eqf=int(level)) if level else Level()


def _homepage(source: Json) -> str:
    criteria = source.get("criteria")
    for address in (string(criteria), string(source.get("id"))):
        if address.startswith("https://"):
            return address
    return ""


def positive_number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value)[:9])
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None
