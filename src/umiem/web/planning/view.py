"""A plan in the reader's words: steps with reasons, what is held, near and missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from umiem.domain.pathways import Alternative, CatalogueEntry, Pathway, Step, Uncovered
from umiem.domain.skills import SkillMatch
from umiem.services.skill.planning import Plan
from umiem.services.skill.planning_catalogue import UNSTATED
from umiem.web.planning.names import Named, all_named, named
from umiem.web.planning.timeline import Bar, Timeline, draw_timeline


@dataclass(frozen=True, kw_only=True)
class EntryName:
    """An entry of the catalogue by title and provider, with the way to its page if it has one."""

    title: str
    provider: str
    page: tuple[str, str] | None


@dataclass(frozen=True, kw_only=True)
class AlternativeView:
    """The next best plan: how much more (or less) it asks for, and what it leaves out."""

    found: Alternative
    instead: tuple[EntryName, ...]
    lost: tuple[Named, ...]
    hours: float
    cost: float
    weeks: float


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step with names instead of identifiers."""

    number: int
    step: Step
    entry: EntryName
    adds: tuple[Named, ...]
    adds_optional: tuple[Named, ...]
    needs: tuple[EntryName, ...]
    met: tuple[str, ...]
    opens: tuple[EntryName, ...]
    has_price: bool
    apply_url: str
    alternative: AlternativeView | None
    bar: Bar


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """A wanted skill and what is held near it."""

    wanted: Named
    held: tuple[Named, ...]
    match: SkillMatch
    via: str


@dataclass(frozen=True, kw_only=True)
class UncoveredView:
    """A skill that stays open, why, and who is nearest to it."""

    skill: Named
    found: Uncovered
    nearest: tuple[EntryName, ...]


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A plan with everything that a page, a PDF or a calendar shows of it."""

    plan: Plan
    now: Named | None
    goal: Named | None
    steps: tuple[StepView, ...]
    timeline: Timeline | None
    verified: tuple[Named, ...]
    declared: tuple[Named, ...]
    assumed: tuple[Named, ...]
    accepted: tuple[MatchView, ...]
    close: tuple[MatchView, ...]
    uncovered: tuple[UncoveredView, ...]
    wanted_skills: tuple[Named, ...]
    has_own_labels: bool
    has_invented: bool

    @property
    def pathway(self) -> Pathway:
        return self.plan.pathway

    @property
    def wanted_count(self) -> int:
        """How many essential skills the target has."""
        return len(set(self.plan.target.essential))

    @property
    def reached_count(self) -> int:
        """How many of them are held, counted or covered when the plan is done."""
        return self.wanted_count - len(self.pathway.uncovered)

    @property
    def whole_hours(self) -> int:
        return round(self.pathway.hours)

    @property
    def gap_percent(self) -> float:
        return round(self.pathway.gap * 100, 1)


def view_of(plan: Plan) -> PlanView:
    """Return ``plan`` with names in the reader's language."""
    graph, pathway, wish = plan.graph, plan.pathway, plan.wish
    in_target = {*plan.target.essential, *plan.target.optional}
    others = {each.without: each for each in pathway.alternatives}
    timeline = _timeline(pathway)
    steps = tuple(_step(plan, bar, others) for bar in (timeline.bars if timeline else ()))
    shown = all_named(graph, in_target)
    return PlanView(
        plan=plan,
        now=named(graph, wish.now) if wish.now else None,
        goal=named(graph, wish.goal) if wish.goal else None,
        steps=steps,
        timeline=timeline,
        verified=all_named(graph, sorted(plan.possession.verified & in_target)),
        declared=all_named(
            graph, sorted((plan.possession.declared | set(wish.held)) - plan.possession.verified & in_target)
        ),
        assumed=all_named(graph, pathway.assumed),
        accepted=tuple(_match(plan, each) for each in pathway.accepted if each.strength > 1),
        close=tuple(_match(plan, each) for each in pathway.close),
        uncovered=tuple(
            UncoveredView(
                skill=named(graph, each.skill),
                found=each,
                nearest=tuple(_entry(plan, name) for name in each.nearest),
            )
            for each in pathway.uncovered
        ),
        wanted_skills=all_named(graph, wish.skills),
        has_own_labels=any(each.is_own for each in shown),
        has_invented=any(plan.places.is_invented(step.entry.identifier) for step in pathway.steps),
    )


def _timeline(pathway: Pathway) -> Timeline | None:
    if not pathway.steps:
        return None
    first = min(step.first_day for step in pathway.steps)
    last = max(step.last_day for step in pathway.steps)
    return draw_timeline(pathway.steps, starts=first, finishes=last)


def _step(plan: Plan, bar: Bar, others: dict[str, Alternative]) -> StepView:
    step = bar.step
    other = others.get(step.entry.identifier)
    return StepView(
        number=bar.number,
        step=step,
        bar=bar,
        entry=_entry(plan, step.entry.identifier),
        adds=all_named(plan.graph, step.adds),
        adds_optional=all_named(plan.graph, step.adds_optional),
        needs=tuple(_entry(plan, name) for name in step.needs),
        met=_met(plan, step),
        opens=tuple(_entry(plan, name) for name in step.opens),
        has_price=not step.offering.identifier.endswith(UNSTATED),
        apply_url=plan.places.links.get(step.offering.identifier.removesuffix(UNSTATED), ""),
        alternative=None if other is None else _alternative(plan, other),
    )


def _met(plan: Plan, step: Step) -> tuple[str, ...]:
    """Name what the step requires and the person holds already."""
    possession, known = plan.possession, plan.places.catalogue.by_identifier
    skills = possession.verified | possession.declared | set(plan.wish.held)
    items = dict.fromkeys(item for each in step.entry.requires for item in each.items)
    return tuple(
        known[item].title.best(get_language() or "pl")[0] if item in known else named(plan.graph, item).label
        for item in items
        if item in skills | possession.credentials
    )


def _alternative(plan: Plan, other: Alternative) -> AlternativeView:
    return AlternativeView(
        found=other,
        instead=tuple(_entry(plan, name) for name in other.instead),
        lost=all_named(plan.graph, other.lost),
        hours=round(other.hours - plan.pathway.hours, 2),
        cost=round(other.cost - plan.pathway.cost, 2),
        weeks=round(other.weeks - plan.pathway.weeks, 1),
    )


def _match(plan: Plan, match: SkillMatch) -> MatchView:
    via = plan.graph.label(match.via, get_language() or "pl")[0] if match.via.startswith("http") else ""
    return MatchView(
        wanted=named(plan.graph, match.wanted),
        held=all_named(plan.graph, match.held),
        match=match,
        via=via,
    )


def _entry(plan: Plan, identifier: str) -> EntryName:
    entry: CatalogueEntry = plan.places.catalogue.by_identifier[identifier]
    return EntryName(
        title=entry.title.best(get_language() or "pl")[0],
        provider=entry.provider,
        page=plan.places.pages.get(identifier),
    )
