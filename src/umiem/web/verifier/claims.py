"""What the proof covers, arranged for reading: micro-credentials, Open Badges, any other credential.

Reads the verified document only. Addresses inside it become links only when somebody vouches for the
issuer: a stranger's credential must not be able to lead the reader anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from umiem.web.verifier.by_content import kept_by_content
from umiem.web.verifier.elements import european_reading
from umiem.web.verifier.microcredential import microcredential_rows, plain_words
from umiem.web.verifier.reading import Entry, Group, first, nodes, one, text_of, web_address


@dataclass(frozen=True)
class ClaimRow:
    """One labelled group of values; ``element`` names the element of Annex I where there is one."""

    label: str
    entries: tuple[Entry, ...]
    element: str = ""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The readable part of a verified document; ``title`` in the reader's language where it has one.

    ``plain_words`` are sentences on effort and level for a recruiter.
    """

    title: str = ""
    achievement_id: str = ""
    plain_words: tuple[str, ...] = ()
    rows: tuple[ClaimRow, ...] = ()


def read_claims(document: Mapping[str, Any]) -> Claims:
    """Arrange a verified document; members it does not know are left to the full text below."""
    subject = first(document.get("credentialSubject"))
    achievement = first(subject.get("achievement"))
    if not achievement:
        return _other_claims(document, subject)
    about = first(achievement.get("microcredential"))
    groups = microcredential_rows(subject, achievement) if about else _badge_rows(subject, achievement)
    title, words = _title_and_words(achievement)
    return Claims(
        title=title,
        achievement_id=text_of(achievement.get("id")),
        plain_words=words,
        rows=_rows([*groups, *_end_rows(document, subject)]),
    )


@kept_by_content
def _title_and_words(achievement: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    about = first(achievement.get("microcredential"))
    return text_of(about.get("title") or achievement.get("name")), plain_words(achievement)


def _other_claims(document: Mapping[str, Any], subject: Mapping[str, Any]) -> Claims:
    """European credentials and those for wallets by their elements; anything else as it stands."""
    found = european_reading(document)
    if found is None:
        return Claims(rows=_rows(_plain_rows(subject)))
    identifier: Group = (
        "",
        _("Identifier of the credential"),
        one(document.get("id") or document.get("jti")),
    )
    return Claims(title=found.title, plain_words=found.plain_words, rows=_rows([*found.groups, identifier]))


def _badge_rows(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Group]:
    yield "M2", _("Title of the micro-credential"), one(achievement.get("name"))
    yield "", _("Description"), one(achievement.get("description"))
    yield "M6", _("Confirmed skills and learning outcomes"), _alignments(achievement)
    yield "", _("Criteria"), one(first(achievement.get("criteria")).get("narrative"))
    yield "M7", _("Credits"), one(achievement.get("creditsAvailable"))
    yield "O3", _("Results"), _results(subject, achievement)


def _end_rows(document: Mapping[str, Any], subject: Mapping[str, Any]) -> Iterator[Group]:
    yield "", _("Note of the issuer"), one(subject.get("narrative"))
    yield "", _("Evidence"), _evidence(document)
    yield "", _("Identifier of the credential"), one(document.get("id"))


def _plain_rows(subject: Mapping[str, Any]) -> Iterator[Group]:
    for name, value in subject.items():
        if isinstance(value, str | int | float):
            yield "", name, [Entry(str(value))]


def _alignments(achievement: Mapping[str, Any]) -> Iterator[Entry]:
    for alignment in nodes(achievement.get("alignment")):
        yield _addressed(
            text_of(alignment.get("targetName")),
            text_of(alignment.get("targetFramework")),
            alignment.get("targetUrl"),
        )


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Entry]:
    names = {
        text_of(description.get("id")): text_of(description.get("name"))
        for description in nodes(achievement.get("resultDescription"))
    }
    for result in nodes(subject.get("result")):
        name = names.get(text_of(result.get("resultDescription")), "")
        value = text_of(result.get("value")) or text_of(result.get("status"))
        yield Entry(f"{name}: {value}" if name else value)


def _evidence(document: Mapping[str, Any]) -> Iterator[Entry]:
    for item in nodes(document.get("evidence")):
        yield _addressed(text_of(item.get("name")) or text_of(item.get("narrative")), "", item.get("id"))


def _addressed(text: str, under: str, address: Any) -> Entry:
    """An entry with an address: a possible link when it is https, small print otherwise."""
    link = web_address(address)
    return Entry(text, " · ".join(part for part in (under, "" if link else text_of(address)) if part), link)


def _rows(groups: Iterable[Group]) -> tuple[ClaimRow, ...]:
    rows = (
        ClaimRow(label, tuple(entry for entry in entries if entry.text), element)
        for element, label, entries in groups
    )
    return tuple(row for row in rows if row.entries)
