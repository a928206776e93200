"""The credentials as entries of a curriculum vitae: Europass-style XML, and JSON Resume.

The XML follows the public Europass schema of the SkillsPassport (version 3), which editors of that family
read; the present Europass site has its own import that nobody outside can promise, so the file is called
Europass-style and nothing more. JSON Resume is https://jsonresume.org/schema, version 1.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml  # writes only; nothing foreign is parsed here

from umiem.domain.text import LocalizedText
from umiem.errors import RefusedError, UnsupportedError
from umiem.services.access import Actor
from umiem.services.files import File
from umiem.services.holder import imports, portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.storage.models import ImportedCredential, User

NAMESPACE = "http://europass.cedefop.europa.eu/Europass"
FORMATS = ("xml", "json")
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Curriculum:
    """What a CV is made of: the person, and the credentials that are accepted, valid and in force."""

    given_name: str
    family_name: str
    email: str
    held: tuple[HeldCredential, ...]
    foreign: tuple[ImportedCredential, ...]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def credentials(self) -> int:
        return len(self.held) + len(self.foreign)


def gather(actor: Actor) -> Curriculum:
    """Return what the person holds and is in force; raises ``RefusedError`` when nobody is signed in.

    The name is that of the account, or else that of the newest award.
    """
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    user = User.objects.get(pk=actor.user_id)
    held = tuple(one for one in portfolio.held(actor) if one.is_in_force)
    given, _, family = user.name.partition(" ")
    if not user.name and held:
        given, family = held[0].award.given_name, held[0].award.family_name
    return Curriculum(
        given_name=given,
        family_name=family,
        email=user.email,
        held=held,
        foreign=tuple(row for row in imports.imported(actor) if row.verdict == "valid"),
    )


def curriculum(actor: Actor, kind: str, *, language: str) -> File:
    """Return what the person holds and is in force as a CV; raises ``UnsupportedError`` for another kind."""
    found = gather(actor)
    if kind not in FORMATS:
        raise UnsupportedError("conversion-target-unknown", target=kind[:20], known=", ".join(FORMATS))
    if kind == "xml":
        data, media_type = _europass(found, language), "application/xml"
    else:
        resume = json.dumps(_resume(found, language), ensure_ascii=False, indent=2)
        data, media_type = resume.encode() + b"\n", "application/json"
    return File(name=f"umiem-cv.{kind}", media_type=media_type, data=data)


def _europass(found: Curriculum, language: str) -> bytes:
    Xml.register_namespace("", NAMESPACE)
    root = _node(None, "SkillsPassport", locale=language)
    document = _node(root, "DocumentInfo")
    _node(document, "DocumentType").text = "ECV"
    _node(document, "Generator").text = "Umiem"
    learner = _node(root, "LearnerInfo")
    person = _node(_node(learner, "Identification"), "PersonName")
    _node(person, "FirstName").text = _clean(found.given_name)
    _node(person, "Surname").text = _clean(found.family_name)
    entries = _node(learner, "EducationList")
    for one in found.held:
        _education(
            entries,
            day=one.award.awarded_on.isoformat(),
            title=one.definition.specification.title.best(language)[0],
            activities="\n".join(
                outcome.statement.best(language)[0]
                for outcome in one.definition.specification.learning_outcomes
            ),
            organisation=LocalizedText(one.organisation.names).best(language)[0],
            level=one.definition.specification.level.eqf,
        )
    for row in found.foreign:
        issuer = LocalizedText(row.issuer_name).best(language)[0]
        title = LocalizedText(row.title).best(language)[0]
        _education(entries, day=row.valid_from[:10], title=title, organisation=issuer)
    Xml.indent(root)
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode").encode() + b"\n"
    )


def _education(
    entries: Xml.Element,
    *,
    day: str,
    title: str,
    organisation: str,
    activities: str = "",
    level: int | None = None,
) -> None:
    entry = _node(entries, "Education")
    year, month, date = [*day.split("-"), "", "", ""][:3]
    if year.isdigit() and month.isdigit() and date.isdigit():
        _node(_node(entry, "Period"), "To", year=year, month=f"--{month}", day=f"---{date}")
    _node(entry, "Title").text = _clean(title)
    if activities:
        _node(entry, "Activities").text = _clean(activities)
    _node(_node(entry, "Organisation"), "Name").text = _clean(organisation)
    if level is not None:
        _node(_node(entry, "Level"), "Code").text = str(level)


def _node(parent: Xml.Element | None, name: str, **attributes: str) -> Xml.Element:
    tag = f"{{{NAMESPACE}}}{name}"
    return Xml.Element(tag, attributes) if parent is None else Xml.SubElement(parent, tag, attributes)


def _clean(text: str) -> str:
    """Leave out what XML 1.0 (section 2.2) cannot hold."""
    return _NO_XML.sub("", text)


def _resume(found: Curriculum, language: str) -> dict[str, Any]:
    certificates = [
        {
            "name": one.definition.specification.title.best(language)[0],
            "date": one.award.awarded_on.isoformat(),
            "issuer": LocalizedText(one.organisation.names).best(language)[0],
            "url": one.definition.achievement_id,
        }
        for one in found.held
    ]
    certificates += [
        {
            "name": LocalizedText(row.title).best(language)[0],
            "date": row.valid_from[:10],
            "issuer": LocalizedText(row.issuer_name).best(language)[0],
        }
        for row in found.foreign
    ]
    skills: dict[str, dict[str, Any]] = {}
    for one in found.held:
        for outcome in one.definition.specification.learning_outcomes:
            for skill in outcome.skills:
                name = skill.label.best(language)[0]
                skills.setdefault(name, {"name": name, "keywords": [skill.uri] if skill.uri else []})
    return {
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {"name": found.name, "email": found.email},
        "certificates": certificates,
        "skills": list(skills.values()),
    }
