"""One page of the editor, made ready for its template: inputs, findings, steps, languages, the last save."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from umiem.domain.definition_diff import compare_plain
from umiem.domain.findings import Finding, Severity
from umiem.domain.gate.volume import hours_of_skills
from umiem.domain.text import LANGUAGE_TAG
from umiem.errors import MalformedInputError, NotFoundError
from umiem.sentences.errors import error_sentence
from umiem.services.definition.definition_editing import digest_of_part, tree_of
from umiem.services.definition.definitions import DefinitionView
from umiem.services.skill import skill_suggestions
from umiem.services.skill.skill_suggestions import SkillChoice
from umiem.services.stacking.composition import nameable
from umiem.storage.models import DefinitionRevision
from umiem.web.editor.choices import FIRST_LANGUAGES, Choice, choices
from umiem.web.editor.field import Field, Step
from umiem.web.editor.inputs import Input, Page, inputs, whole
from umiem.web.editor.paths import Tree, get, id_of
from umiem.web.editor.steps import FIELDS, STEPS, field_of, general, step_of
from umiem.web.editor.steps_content import OUTCOME_FIELDS, OUTCOMES
from umiem.web.editor.words import field_label
from umiem.web.issuer.diff import ShownChange, shown_changes


@dataclass(frozen=True, kw_only=True)
class StepMark:
    """A step in the row of steps: how much is to be settled there."""

    step: Step
    blocks: int
    warns: int
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class LanguageTab:
    """A language of the texts; ``missing`` counts the fields of this page that lack it."""

    tag: str
    is_here: bool
    missing: int


@dataclass(frozen=True, kw_only=True)
class PlacedFinding:
    """A finding with the address of the field that settles it."""

    finding: Finding
    address: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything a page of the editor shows."""

    view: DefinitionView
    step: Step
    outcome: int | None
    tree: Tree
    fields: tuple[Field, ...]
    prefix: str
    language: str
    languages: tuple[str, ...]
    inputs: tuple[Input, ...] = ()
    findings: tuple[PlacedFinding, ...] = ()
    seen: str = ""
    source: str = ""
    problems: Mapping[str, str]
    changes: tuple[ShownChange, ...] = ()
    suggestions: tuple[SkillChoice, ...] = ()
    asked_at: str = ""
    asked: str = ""
    revision: DefinitionRevision | None = None

    @property
    def slug(self) -> str:
        return str(self.view.definition.slug)

    @property
    def place(self) -> str:
        """What a save of this page is filed under."""
        return self.step.name

    @property
    def marks(self) -> tuple[StepMark, ...]:
        """The steps with what is to be settled on each."""
        found = self.view.findings
        return tuple(
            StepMark(
                step=step,
                blocks=_count(found, step, Severity.BLOCKS),
                warns=_count(found, step, Severity.WARNS),
                is_here=step is self.step,
            )
            for step in STEPS
        )

    @property
    def tabs(self) -> tuple[LanguageTab, ...]:
        """The languages with what each lacks on this page."""
        return tuple(
            LanguageTab(tag=tag, is_here=tag == self.language, missing=_missing(self.inputs, tag))
            for tag in self.languages
        )

    @property
    def other_languages(self) -> tuple[Choice, ...]:
        """Languages that the texts could be written in as well."""
        return tuple(one for one in choices("LANGUAGES", ()) if one.code not in self.languages)

    @property
    def skill_hours(self) -> tuple[int, Decimal] | None:
        """On the page of outcomes: the hours of all skills together, and of how many."""
        hours, whole_hours = hours_of_skills(self.view.specification)
        return (hours, whole_hours) if self.step is OUTCOMES and hours else None

    @property
    def has_texts(self) -> bool:
        return any(_has_texts(one) for one in self.fields)


def make_sheet(
    view: DefinitionView,
    step: Step,
    outcome: int | None,
    request: HttpRequest,
    *,
    problems: Mapping[str, MalformedInputError] | None = None,
) -> Sheet:
    """Return the page of ``step`` for a version; raises ``NotFoundError`` for an outcome that is none."""
    language = _language(view, request)
    prefix, fields = "", step.fields
    if outcome is not None:
        if outcome >= len(view.specification.learning_outcomes):
            raise NotFoundError("page-unknown")
        prefix, fields = f"learning_outcomes[{outcome}].", OUTCOME_FIELDS
    tree = tree_of(view.specification)
    reader = get_language() or "pl"
    told = {path: error_sentence(error, reader) for path, error in (problems or {}).items()}
    tops = ("learning_outcomes",) if prefix else step.tops
    sheet = Sheet(
        view=view,
        step=step,
        outcome=outcome,
        tree=tree,
        fields=fields,
        prefix=prefix,
        language=language,
        languages=_languages(view, language),
        findings=_findings(view, step, prefix),
        seen=digest_of_part(tree, tops),
        source=request.POST.get("source", "")[:40] or secrets.token_hex(8),
        problems={field_label(path): text for path, text in told.items()},
        revision=view.version.revisions.filter(number=view.version.revision).defer("content").first(),
    )
    raw = {path: request.POST[path] for path in told if path in request.POST}
    sheet = replace(sheet, inputs=_inputs(sheet, whole(view.specification), told, raw))
    return _with_suggestions(sheet, request)


def posted_sheet(sheet: Sheet, part: Tree) -> Sheet:
    """Return the page with what was posted, beside what somebody else saved meanwhile."""
    saved = {top: sheet.tree.get(top) for top in part}
    changes = shown_changes(compare_plain(saved, part))
    shown = {**whole(sheet.view.specification), **part}
    return replace(sheet, inputs=_inputs(sheet, shown, {}, {}), changes=changes)


def finding_address(view: DefinitionView, finding: Finding) -> str:
    """Return where a finding is settled: step, language and field."""
    step = step_of(finding.path)
    arguments: tuple[Any, ...] = (view.organisation.slug, view.definition.slug)
    path = finding.path
    place = get_place(path)
    if place is not None:
        address = reverse("issuer:definition-outcome", args=(*arguments, place))
    else:
        address = reverse("issuer:definition-edit", args=(*arguments, step.name))
    tag = path.rpartition(".")[2]
    is_text = LANGUAGE_TAG.fullmatch(tag) and (field_of(path) or OUTCOME_FIELDS[1]).kind in ("words", "prose")
    query = f"?lang={tag}" if is_text else ""
    return f"{address}{query}#{id_of(_input_path(path, tag if is_text else ''))}"


def get_place(path: str) -> int | None:
    """Return the place of the learning outcome that ``path`` lies in, or None."""
    head, bracket, rest = path.partition("[")
    number = rest.partition("]")[0]
    return int(number) if head == "learning_outcomes" and bracket and number.isdigit() else None


def _input_path(path: str, tag: str) -> str:
    """Return the path of the input: without the language, without the place in a list of codes."""
    path = path.removesuffix(f".{tag}") if tag else path
    shorter = path
    while shorter:
        known = FIELDS.get(general(shorter))
        if known is not None and known.kind != "code":
            return shorter
        if shorter.endswith("]") and FIELDS.get(general(shorter.rpartition("[")[0]), known) is not known:
            return shorter  # one part of a group
        shorter = shorter[: max(shorter.rfind("["), shorter.rfind("."), 0)]
    inside = (one for one in FIELDS if one.startswith(f"{general(path)}.") and "[]" not in one)
    return next(inside, path)


def _findings(view: DefinitionView, step: Step, prefix: str) -> tuple[PlacedFinding, ...]:
    return tuple(
        PlacedFinding(
            finding=finding, address=finding_address(view, finding), label=field_label(finding.path)
        )
        for finding in view.findings
        if (step_of(finding.path) is step or not step.fields)
        and (not prefix or finding.path.startswith(prefix))
    )


def _inputs(
    sheet: Sheet, shown: Tree, errors: Mapping[str, str], raw: Mapping[str, str]
) -> tuple[Input, ...]:
    named = [
        (one.id, one.title.best(sheet.language)[0] or f"{field_label('assessments[]')} {one.id}")
        for one in sheet.view.specification.assessments
    ]
    page = Page(
        tree=shown,
        language=sheet.language,
        languages=sheet.languages,
        findings=sheet.view.findings,
        errors=errors,
        raw=raw,
        assessments=tuple((code, title or code) for code, title in named if code),
        components=_components(sheet),
    )
    if sheet.step is OUTCOMES and not sheet.prefix:
        return inputs(OUTCOMES.fields, page)
    return inputs(sheet.fields, page, sheet.prefix)


def _components(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """What a larger micro-credential may name, where the step asks for it: the reference, and its title."""
    if not any(field.path == "composition.groups" for field in sheet.fields):
        return ()
    definition = sheet.view.definition
    found = nameable(sheet.view.organisation.slug, but=definition.slug)
    return tuple((code, f"{card.titles.best(sheet.language)[0]} ({code})") for code, card in found)


def _with_suggestions(sheet: Sheet, request: HttpRequest) -> Sheet:
    verb, _colon, path = request.POST.get("act", "").partition(":")
    asked_of = FIELDS.get(general(path))
    if verb not in ("search", "suggest") or asked_of is None or asked_of.kind != "links":
        return sheet
    reader = get_language() or "pl"
    if verb == "suggest":
        asked = request.POST.get(f"{path}.text", "")
        found = skill_suggestions.in_course_text(asked)
    else:
        asked = request.POST.get(f"{path}.q", "")
        is_occupation = path.endswith("occupations")
        found = skill_suggestions.search(asked, language=reader, occupations=is_occupation)
    present = {link.get("uri") for link in get(sheet.tree, path) or []}
    fresh = tuple(one for one in found if one.uri not in present)
    return replace(sheet, suggestions=fresh, asked_at=path, asked=asked[:200])


def _language(view: DefinitionView, request: HttpRequest) -> str:
    wanted = request.POST.get("lang") or request.GET.get("lang") or ""
    if LANGUAGE_TAG.fullmatch(wanted):
        return wanted
    reader = (get_language() or "pl").partition("-")[0]
    return reader if reader in FIRST_LANGUAGES else view.specification.primary_language


def _languages(view: DefinitionView, present: str) -> tuple[str, ...]:
    """The languages of the title and of record, Polish and English first, and the one that is open."""
    specification = view.specification
    tags = (*FIRST_LANGUAGES, specification.primary_language, *specification.title, present)
    return tuple(dict.fromkeys(tag for tag in tags if LANGUAGE_TAG.fullmatch(tag)))


def _count(findings: tuple[Finding, ...], step: Step, severity: Severity) -> int:
    if not step.fields:
        return 0
    return sum(1 for one in findings if one.severity is severity and step_of(one.path) is step)


def _missing(shown: tuple[Input, ...], tag: str) -> int:
    """Count the texts that exist in some language, but not in this one."""
    total = 0
    for one in shown:
        total += tag in one.missing
        total += sum(_missing(item.inputs, tag) for item in one.items)
    return total


def _has_texts(one: Field) -> bool:
    return one.kind in ("words", "prose", "links") or any(_has_texts(inner) for inner in one.fields)
