"""A plan as text for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import click

from umiem.cli.spoken import attribution, speak
from umiem.domain.pathways import Alternative, Catalogue, Outcome, Pathway, Step, WhyUncovered
from umiem.domain.skills import SkillGraph, Strength
from umiem.sentences import N_
from umiem.sentences.translate import translate

_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.OPTIMAL: N_("Proven optimal: no better plan exists for these weights and limits."),
    Outcome.BEST_FOUND: N_(
        "The best plan found in the time given; another could be better by at most {gap}."
    ),
    Outcome.NOTHING_NEEDED: N_("Nothing is missing: every essential skill is held or assumed."),
    Outcome.NOTHING_HELPS: N_("This catalogue cannot help with what is missing, within these wishes."),
}
_WHY: Mapping[WhyUncovered, str] = {
    WhyUncovered.NOBODY_TEACHES: N_("nobody in the catalogue teaches it"),
    WhyUncovered.PREFERENCES: N_("taught, but not within the wishes (language, mode, region, price, dates)"),
    WhyUncovered.PREREQUISITES: N_("taught, but what it requires cannot be had"),
    WhyUncovered.LIMITS: N_("taught, but not within the budget and time together with the rest"),
}
_STRENGTHS: Mapping[Strength, str] = {
    Strength.SAME: N_("the same skill"),
    Strength.RELATED: N_("a related skill"),
    Strength.GROUP: N_("a skill of the same group"),
}
_MODES: Mapping[str, str] = {
    "online": N_("online"),
    "onsite": N_("on site"),
    "hybrid": N_("partly online"),
}


@dataclass(frozen=True, slots=True)
class Journey:
    """The occupations a plan leads from (if any) and to, as URIs: what the names given were taken for."""

    start: str | None
    target: str


def pathway_data(pathway: Pathway, journey: Journey, graph: SkillGraph, language: str) -> dict[str, object]:
    """Return the plan as plain data; every skill and occupation comes with its label."""

    def named(uris: Iterable[str]) -> list[dict[str, str]]:
        return [{"uri": uri, "label": graph.label(uri, language)[0]} for uri in uris]

    alternatives = {each.without: each for each in pathway.alternatives}
    return {
        "from": None if journey.start is None else named([journey.start])[0],
        "to": named([journey.target])[0],
        "outcome": pathway.outcome.value,
        "gap": pathway.gap,
        "hours": pathway.hours,
        "cost": pathway.cost,
        "weeks": pathway.weeks,
        "finishes": pathway.finishes.isoformat(),
        "points": pathway.points,
        "bound": pathway.bound,
        "steps": [
            _step_data(step, alternatives.get(step.entry.identifier), named, language)
            for step in pathway.steps
        ],
        "wanted": named(pathway.wanted),
        "held": named(pathway.held),
        "assumed": named(pathway.assumed),
        "covered": named(pathway.covered),
        "accepted": [_match_data(each, named) for each in pathway.accepted],
        "close": [_match_data(each, named) for each in pathway.close],
        "uncovered": [
            {**named([each.skill])[0], "why": each.why.value, "nearest": list(each.nearest)}
            for each in pathway.uncovered
        ],
        "esco_version": graph.source.version,
    }


def _match_data(match, named) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {
        **named([match.wanted])[0],
        "strength": match.strength.name.lower(),
        "by": named(match.held),
        "via": match.via,
    }


def _step_data(step: Step, other: Alternative | None, named, language: str) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {
        "identifier": step.entry.identifier,
        "title": step.entry.title.best(language)[0],
        "provider": step.entry.provider,
        "offering": step.offering.identifier,
        "mode": step.offering.mode,
        "language": step.offering.language,
        "hours": step.entry.hours,
        "price": step.offering.price,
        "currency": step.offering.currency,
        "first_day": step.first_day.isoformat(),
        "last_day": step.last_day.isoformat(),
        "adds": named(step.adds),
        "adds_optional": named(step.adds_optional),
        "repeats": named(step.repeats),
        "needs": list(step.needs),
        "opens": list(step.opens),
        "without_it": None
        if other is None
        else {
            "possible": other.possible,
            "instead": list(other.instead),
            "hours": other.hours,
            "cost": other.cost,
            "weeks": other.weeks,
            "points": round(other.points, 4),
            "lost": named(other.lost),
        },
    }


def print_pathway(
    pathway: Pathway, journey: Journey, graph: SkillGraph, catalogue: Catalogue, language: str
) -> None:
    """Print the plan: the way and the verdict, then steps, then what is held, assumed, near and missing."""
    ends = [uri for uri in (journey.start, journey.target) if uri is not None]
    click.echo(" → ".join(graph.label(uri, language)[0] for uri in ends))
    speak(_OUTCOMES[pathway.outcome], language, gap=_number(round(100 * pathway.gap, 1), language) + "%")
    if pathway.steps:
        _print_sums(pathway, language)
    alternatives = {each.without: each for each in pathway.alternatives}
    for number, step in enumerate(pathway.steps, start=1):
        _print_step(number, step, graph, catalogue, language)
        _print_alternative(alternatives.get(step.entry.identifier), graph, catalogue, language)
    _print_list(N_("Held already:"), pathway.held, graph, language)
    _print_list(N_("Assumed from the present occupation (please confirm):"), pathway.assumed, graph, language)
    for heading, matches in (
        (
            N_("Counted as covered by something held:"),
            [m for m in pathway.accepted if m.strength > Strength.SAME],
        ),
        (N_("Something held comes near (not counted):"), pathway.close),
    ):
        if matches:
            click.echo()
            speak(heading, language)
        for match in matches:
            by = ", ".join(graph.label(uri, language)[0] for uri in match.held)
            click.echo(f"  {graph.label(match.wanted, language)[0]}  ← {by}: ", nl=False)
            speak(_STRENGTHS[match.strength], language)
    _print_uncovered(pathway, graph, catalogue, language)
    attribution(language)


def _print_sums(pathway: Pathway, language: str) -> None:
    speak(
        N_("{steps} steps · {hours} h · {cost} zł · {weeks} weeks, until {day}"),
        language,
        steps=len(pathway.steps),
        hours=_number(pathway.hours, language),
        cost=_number(pathway.cost, language),
        weeks=_number(pathway.weeks, language),
        day=pathway.finishes.isoformat(),
    )


def _print_step(number: int, step: Step, graph: SkillGraph, catalogue: Catalogue, language: str) -> None:
    offering = step.offering
    click.echo()
    click.echo(f"{number}. {step.entry.title.best(language)[0]} · {step.entry.provider}")
    currency = "zł" if offering.currency == "PLN" else offering.currency
    hours, price = _number(step.entry.hours, language), _number(offering.price, language)
    mode = translate(_MODES[offering.mode], language) if offering.mode in _MODES else offering.mode
    days = f"{step.first_day} – {step.last_day}"
    click.echo(f"   {days} · {hours} h · {price} {currency} · {mode} · {offering.language}")
    for sentence, uris in (
        (N_("   adds: {names}"), step.adds),
        (N_("   adds (optional): {names}"), step.adds_optional),
    ):
        if uris:
            speak(sentence, language, names=", ".join(graph.label(uri, language)[0] for uri in uris))
    for sentence, identifiers in (
        (N_("   builds on: {names}"), step.needs),
        (N_("   opens the way to: {names}"), step.opens),
    ):
        if identifiers:
            titles = (catalogue.by_identifier[name].title.best(language)[0] for name in identifiers)
            speak(sentence, language, names=", ".join(titles))


def _print_alternative(
    other: Alternative | None, graph: SkillGraph, catalogue: Catalogue, language: str
) -> None:
    if other is None:
        return
    if not other.possible:
        speak(
            N_("   why: without it the best plan ({hours} h, {cost} zł) leaves out: {names}"),
            language,
            hours=_number(other.hours, language),
            cost=_number(other.cost, language),
            names=", ".join(graph.label(uri, language)[0] for uri in other.lost),
        )
        return
    names = [catalogue.by_identifier[each].title.best(language)[0] for each in other.instead]
    speak(
        N_("   why: without it the best plan takes {hours} h and {cost} zł (instead: {names})"),
        language,
        hours=_number(other.hours, language),
        cost=_number(other.cost, language),
        names=", ".join(names) or "—",
    )


def _print_list(heading: str, uris: tuple[str, ...], graph: SkillGraph, language: str) -> None:
    if uris:
        click.echo()
        speak(heading, language)
        for uri in uris:
            click.echo(f"  {graph.label(uri, language)[0]}")


def _print_uncovered(pathway: Pathway, graph: SkillGraph, catalogue: Catalogue, language: str) -> None:
    if not pathway.uncovered:
        return
    click.echo()
    speak(N_("Not covered:"), language)
    for each in pathway.uncovered:
        click.echo(f"  {graph.label(each.skill, language)[0]}: ", nl=False)
        speak(_WHY[each.why], language)
        if each.nearest:
            names = ", ".join(catalogue.by_identifier[name].title.best(language)[0] for name in each.nearest)
            speak(N_("    nearest: {names}"), language, names=names)


def _number(value: float, language: str) -> str:
    text = f"{value:.12g}"
    return text.replace(".", ",") if language == "pl" else text
