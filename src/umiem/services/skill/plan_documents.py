"""A plan to take along: a PDF for a talk with a counsellor, and a calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

from umiem import wiring
from umiem.adapters.documents import plan_sheet
from umiem.adapters.documents.plan_sheet import PlanEvent, PlanSheet, PlanSheetStep
from umiem.domain.pathways import Alternative, Outcome, Step, Uncovered
from umiem.services.files import File
from umiem.services.skill.planning import Plan
from umiem.services.skill.planning_catalogue import UNSTATED

_GOOD = (Outcome.OPTIMAL, Outcome.NOTHING_NEEDED)


def plan_pdf(plan: Plan, *, language: str) -> File:
    """Return the plan as PDF in ``language`` (pl or en); raises ``UnsupportedError`` for another."""
    now = timezone.now()
    with translation.override(language):
        sheet = _Sheet(plan, language).whole()
    data = plan_sheet.plan_sheet_pdf(sheet, made_at=now)
    return File(name=f"plan-{timezone.localdate():%Y-%m-%d}.pdf", media_type="application/pdf", data=data)


def plan_calendar(plan: Plan, *, language: str) -> File:
    """Return the plan as an iCalendar file in ``language``."""
    sheet = _Sheet(plan, language)
    with translation.override(language):
        events = [sheet.event(step) for step in plan.pathway.steps]
    data = plan_sheet.plan_calendar(
        events,
        title=sheet.title(),
        language=language,
        made_at=timezone.now(),
    )
    return File(name=f"plan-{timezone.localdate():%Y-%m-%d}.ics", media_type="text/calendar", data=data)


class _Sheet:
    """The words of one plan in one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan = plan
        self._language = language
        self._words = plan_sheet.plan_words(language)

    def title(self) -> str:
        wish, words = self._plan.wish, self._words
        goal = self._name(wish.goal) if wish.goal else words["skills_goal"]
        if wish.now:
            return words["from_to"].format(now=self._name(wish.now), goal=goal)
        return words["to"].format(goal=goal)

    def whole(self) -> PlanSheet:
        plan, words, pathway = self._plan, self._words, self._plan.pathway
        others = {each.without: each for each in pathway.alternatives}
        return PlanSheet(
            language=self._language,
            title=self.title(),
            verdict=words[pathway.outcome].format(gap=number_format(pathway.gap * 100, 1)),
            is_good=pathway.outcome in _GOOD,
            figures=words["figures"].format(
                steps=f"{words['steps']}: {len(pathway.steps)}",
                hours=_number(pathway.hours),
                cost=_number(pathway.cost),
                weeks=_number(pathway.weeks),
                day=date_format(pathway.finishes, "DATE_FORMAT"),
            ),
            wishes=tuple(self._wishes()),
            steps=tuple(
                self._step(number, step, others.get(step.entry.identifier))
                for number, step in enumerate(pathway.steps, start=1)
            ),
            groups=tuple((heading, items) for heading, items in self._groups() if items),
            small_print=(
                words["esco"].format(version=plan.graph.source.version),
                words["own"],
                words["made"].format(day=date_format(timezone.localdate(), "DATE_FORMAT")),
                *((words["invented"],) if self._is_invented() else ()),
            ),
        )

    def event(self, step: Step) -> PlanEvent:
        words, plan = self._words, self._plan
        page = plan.places.pages.get(step.entry.identifier)
        address = f"{wiring.installation().base_url}/catalogue/{page[0]}/{page[1]}/" if page else ""
        lines = [
            step.entry.provider,
            f"{_number(step.entry.hours)} {words['hour']}",
            *((words["adds"] + ", ".join(map(self._name, step.adds)),) if step.adds else ()),
        ]
        key = f"{step.entry.identifier} {step.offering.identifier} {step.first_day}"
        return PlanEvent(
            identifier=hashlib.sha256(key.encode()).hexdigest()[:32],
            title=step.entry.title.best(self._language)[0],
            description="\n".join(lines),
            first_day=step.first_day,
            last_day=step.last_day,
            place=words.get(step.offering.mode, step.offering.mode),
            url=address,
        )

    def _wishes(self) -> Iterable[str]:
        wish, words = self._plan.wish, self._words
        yield words["hours_per_week"].format(hours=_number(wish.hours_per_week))
        if wish.most_cost is not None:
            yield words["most_cost"].format(cost=_number(wish.most_cost))
        if wish.most_weeks is not None:
            yield words["most_weeks"].format(weeks=wish.most_weeks)
        yield from (words.get(mode, mode) for mode in wish.modes)
        yield from wish.languages

    def _step(self, number: int, step: Step, other: Alternative | None) -> PlanSheetStep:
        words, offering = self._words, step.offering
        is_unstated = offering.identifier.endswith(UNSTATED)
        currency = "zł" if offering.currency == "PLN" else offering.currency
        return PlanSheetStep(
            number=number,
            title=step.entry.title.best(self._language)[0],
            provider=step.entry.provider,
            first_day=date_format(step.first_day, "SHORT_DATE_FORMAT"),
            last_day=date_format(step.last_day, "SHORT_DATE_FORMAT"),
            mode=f"{words.get(offering.mode, offering.mode)} ({offering.language})",
            hours=f"{_number(step.entry.hours)} {words['hour']}",
            price=words["unstated"] if is_unstated else f"{_number(offering.price)} {currency}",
            adds=tuple(map(self._name, step.adds)),
            adds_optional=tuple(map(self._name, step.adds_optional)),
            needs=tuple(map(self._entry, step.needs)),
            why="" if other is None else self._why(other),
        )

    def _why(self, other: Alternative) -> str:
        words, pathway = self._words, self._plan.pathway
        if other.lost:
            return words["why_lost"].format(names=", ".join(map(self._name, other.lost)))
        return words["why_price"].format(
            hours=_difference(other.hours - pathway.hours),
            cost=_difference(other.cost - pathway.cost),
            instead=", ".join(map(self._entry, other.instead)) or words["nothing_else"],
        )

    def _groups(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        plan, words, pathway = self._plan, self._words, self._plan.pathway
        wanted = {*plan.target.essential, *plan.target.optional}
        verified = plan.possession.verified & wanted
        declared = (plan.possession.declared | set(plan.wish.held)) & wanted - verified
        yield words["verified"], tuple(map(self._name, sorted(verified)))
        yield words["declared"], tuple(map(self._name, sorted(declared)))
        yield words["assumed"], tuple(map(self._name, pathway.assumed))
        yield (
            words["close"],
            tuple(
                f"{self._name(each.wanted)} ← {', '.join(map(self._name, each.held))}"
                for each in pathway.close
            ),
        )
        yield words["uncovered"], tuple(map(self._uncovered, pathway.uncovered))

    def _uncovered(self, each: Uncovered) -> str:
        nearest = ", ".join(map(self._entry, each.nearest))
        near = f" ({self._words['nearest']}{nearest})" if nearest else ""
        return f"{self._name(each.skill)}: {self._words[each.why]}{near}"

    def _name(self, uri: str) -> str:
        graph = self._plan.graph
        label, tag = graph.label(uri, self._language)
        return f"{label}*" if graph.is_own_translation(uri, tag) else label

    def _entry(self, identifier: str) -> str:
        entry = self._plan.places.catalogue.by_identifier[identifier]
        return entry.title.best(self._language)[0]

    def _is_invented(self) -> bool:
        plan = self._plan
        return any(plan.places.is_invented(step.entry.identifier) for step in plan.pathway.steps)


def _number(value: float) -> str:
    """Write a number as the language in force does, without digits that say nothing."""
    return str(number_format(f"{value:.12g}", use_l10n=True))


def _difference(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{_number(abs(value))}"
