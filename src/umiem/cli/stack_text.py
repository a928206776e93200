"""What credentials add up to, as text for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from umiem.cli.messages import say
from umiem.domain.definition import AchievementSpecification
from umiem.domain.stacking import GroupProgress, HeldComponent, StackProgress
from umiem.errors import UmiemError
from umiem.sentences import N_
from umiem.sentences.errors import error_sentence
from umiem.sentences.stacking import SET_ASIDE
from umiem.sentences.translate import fill, translate
from umiem.sentences.verdicts import VERDICT_WORDS
from umiem.services.stacking.presented import OWN, Presented


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One file: the verified credential, or the verdict or the error because of which it does not count."""

    name: str
    credential: Presented | None = None
    verdict: str = ""
    problem: UmiemError | None = None

    @property
    def is_undecided(self) -> bool:
        return self.verdict == "indeterminate"


def print_stack(
    specification: AchievementSpecification, progress: StackProgress, shown: Sequence[Shown], language: str
) -> None:
    """Print every group with what counts and what is open, then what does not count and why."""
    titles = {each.name: _title(each, language) for each in shown}
    say(specification.title.best(language)[0])
    for group in progress.groups:
        say("")
        _print_group(group, titles, language)
    if progress.least_ects is not None:
        say("")
        said = N_("All together {have} ECTS; at least {need} are wanted.")
        say(fill(translate(said, language), {"have": progress.ects, "need": progress.least_ects}))
    aside = list(_aside(progress, shown, language))
    if aside:
        say("")
        say(translate(N_("Does not count:"), language))
    for name, reason in aside:
        say(f"  {name}: {reason}")
    say("")
    said = N_("Complete. That gives no right to it: the organisation decides.")
    say(translate(said if progress.is_complete else N_("Not complete yet."), language))


def stack_data(
    specification: AchievementSpecification, progress: StackProgress, shown: Sequence[Shown]
) -> dict[str, object]:
    """Return the same as plain data; files are named as they were given."""
    reasons = {held.key: why.value for held, why in progress.set_aside}
    counted = {held.key for held in progress.counted}
    return {
        "definition": specification.identifier,
        "complete": progress.is_complete,
        "ects": str(progress.ects),
        "least_ects": None if progress.least_ects is None else str(progress.least_ects),
        "groups": [
            {
                "title": dict(group.group.title),
                "complete": group.is_complete,
                "wanted": group.wanted,
                "at_least_ects": None
                if group.group.at_least_ects is None
                else str(group.group.at_least_ects),
                "ects": str(group.ects),
                "counted": [{"file": held.key, **_component_data(held)} for held in group.counted],
                "open": [_plain(each) for each in group.open],
            }
            for group in progress.groups
        ],
        "files": [
            {
                "file": each.name,
                **_file_data(each),
                "counts": each.name in counted,
                "why": _code(each, reasons),
            }
            for each in shown
        ],
    }


def _component_data(held: HeldComponent) -> dict[str, object]:
    return {
        "reference": _plain(held.reference),
        "awarded_on": held.awarded_on.isoformat(),
        "ects": None if held.ects is None else str(held.ects),
        "eqf": held.eqf,
    }


def _file_data(shown: Shown) -> dict[str, object]:
    one = shown.credential
    if one is None:
        return {"title": {}, "issuer": None, "person": None}
    return {"title": dict(one.title), "issuer": one.issuer, "person": one.person}


def _code(shown: Shown, reasons: dict[str, str]) -> str | None:
    """Why a file does not count, as a stable code; None where it does."""
    if shown.problem is not None:
        return shown.problem.code
    if shown.credential is None:
        return shown.verdict
    if shown.credential.component is None:
        return "not-a-component"
    return reasons.get(shown.name)


def _print_group(group: GroupProgress, titles: dict[str, str], language: str) -> None:
    name = group.group.title.best(language)[0] if group.group.title else translate(N_("Components"), language)
    state = translate(N_("complete") if group.is_complete else N_("not complete yet"), language)
    say(f"{name}: {_wanted(group, language)} – {state}")
    for held in group.counted:
        credits_of = "" if held.ects is None else f" · {held.ects} ECTS"
        say(f"  ✓ {titles[held.key]} · {held.awarded_on}{credits_of} · {held.key}")
    left = N_("also possible") if group.is_complete else N_("still open")
    for reference in group.open:
        say(f"  · {_plain(reference)}: {translate(left, language)}")


def _wanted(group: GroupProgress, language: str) -> str:
    needs = []
    if group.wanted:
        said = N_("at least {number} of {size}")
        if group.wanted == group.size:
            said = N_("this one") if group.size == 1 else N_("all {size}")
        needs.append(fill(translate(said, language), {"number": group.wanted, "size": group.size}))
    if group.group.at_least_ects is not None:
        said = N_("at least {ects} ECTS")
        needs.append(fill(translate(said, language), {"ects": group.group.at_least_ects}))
    return ", ".join(needs)


def _aside(progress: StackProgress, shown: Sequence[Shown], language: str) -> Iterator[tuple[str, str]]:
    reasons = {held.key: SET_ASIDE[why] for held, why in progress.set_aside}
    for each in shown:
        if each.problem is not None:
            yield each.name, error_sentence(each.problem, language)
        elif each.credential is None:
            yield each.name, translate(VERDICT_WORDS[each.verdict], language)
        elif each.credential.component is None:
            yield each.name, _why_none(each.credential, progress, language)
        elif each.name in reasons:
            yield each.name, translate(reasons[each.name], language)


def _why_none(one: Presented, progress: StackProgress, language: str) -> str:
    """A name that is listed, of an issuer that was not named, may be a component: only the caller knows."""
    listed = {_plain(each).rpartition("/")[2] for group in progress.groups for each in group.open}
    said = N_("none of its components")
    if one.called in listed:
        said = N_("“{called}” of another issuer. If it is meant, add: --issuer {issuer}")
    return fill(translate(said, language), {"called": one.called, "issuer": one.issuer})


def _title(shown: Shown, language: str) -> str:
    found = "" if shown.credential is None else shown.credential.title.best(language)[0]
    return found or translate(N_("without a title"), language)


def _plain(reference: str) -> str:
    """A reference as the definition writes it: what is of its own organisation goes by its short name."""
    return reference.removeprefix(f"{OWN}/")
