"""A plan on paper, for a talk with a counsellor, and the same plan as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from umiem.adapters.documents.plan_words import PLAN_WORDS
from umiem.adapters.documents.typesetting import pdf
from umiem.errors import UnsupportedError


@dataclass(frozen=True, kw_only=True)
class PlanSheetStep:
    """One step in words."""

    number: int
    title: str
    provider: str
    first_day: str
    last_day: str
    mode: str
    hours: str
    price: str
    adds: tuple[str, ...]
    adds_optional: tuple[str, ...]
    needs: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class PlanSheet:
    """Everything on the sheet, in one language; ``groups`` are headed lists of skills."""

    language: str
    title: str
    verdict: str
    is_good: bool
    figures: str
    wishes: tuple[str, ...]
    steps: tuple[PlanSheetStep, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    small_print: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanEvent:
    """One step in a calendar: whole days, from the first to the last."""

    identifier: str
    title: str
    description: str
    first_day: date
    last_day: date
    place: str
    url: str


def plan_words(language: str) -> dict[str, str]:
    """Return the words of plans; raises ``UnsupportedError`` for a language there are none in."""
    words = PLAN_WORDS.get(language)
    if words is None:
        raise UnsupportedError("document-language-unsupported", languages=language)
    return words


def plan_sheet_pdf(sheet: PlanSheet, *, made_at: datetime) -> bytes:
    """Set the sheet as PDF/A-3a and PDF/UA-1; raises ``UnsupportedError`` for another language."""
    words = plan_words(sheet.language)
    data = asdict(sheet) | {
        "words": words,
        "document_title": f"{words['sheet']}: {sheet.title}",
        "groups": [{"heading": heading, "items": list(items)} for heading, items in sheet.groups],
    }
    return pdf("plan_sheet.typ", data, parts={}, made_at=made_at)


def plan_calendar(events: Iterable[PlanEvent], *, title: str, language: str, made_at: datetime) -> bytes:
    """Return the plan as an iCalendar file (RFC 5545), one event of whole days for each step."""
    calendar = Calendar()
    calendar.add("prodid", "-//Umiem//plan//PL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for each in events:
        event = Event()
        event.add("uid", f"{each.identifier}@umiem")
        event.add("dtstamp", made_at)
        event.add("dtstart", each.first_day)
        event.add("dtend", max(each.last_day, each.first_day) + timedelta(days=1))
        event.add("summary", each.title, parameters={"LANGUAGE": language})
        event.add("description", each.description, parameters={"LANGUAGE": language})
        event.add("transp", "TRANSPARENT")
        if each.place:
            event.add("location", each.place)
        if each.url:
            event.add("url", each.url)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
