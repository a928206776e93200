"""The inputs of a page: each field with its value, its choices, its errors and its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from typing import Any

from umiem.domain.findings import Finding
from umiem.domain.shape import shape_of
from umiem.domain.text import LocalizedText
from umiem.web.editor.choices import Choice, choices
from umiem.web.editor.field import Field
from umiem.web.editor.paths import Tree, get, id_of

FEW = 5  # so many choices are shown as buttons, more as a list
MANY = 16  # so many boxes can be looked over; more get a list to add from


@dataclass(frozen=True, kw_only=True)
class Item:
    """One part of a group: its own inputs, and what can be done with it."""

    path: str
    number: int
    title: str
    inputs: tuple[Input, ...]
    is_first: bool
    is_last: bool
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        return id_of(self.path)


@dataclass(frozen=True, kw_only=True)
class Link:
    """One skill or occupation of a list."""

    path: str
    uri: str
    label: Mapping[str, str]
    own_name: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class Input:
    """One field on the page."""

    field: Field
    path: str
    name: str
    value: Any = ""
    choices: tuple[Choice, ...] = ()
    error: str = ""
    findings: tuple[Finding, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def id(self) -> str:
        return id_of(self.path)

    @property
    def is_few(self) -> bool:
        return len(self.choices) <= FEW

    @property
    def is_long(self) -> bool:
        return len(self.choices) > MANY

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.chosen)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the inputs of a page are made from. ``raw`` are posted values that could not be read."""

    tree: Tree
    language: str
    languages: Sequence[str]
    findings: Iterable[Finding] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    assessments: tuple[tuple[str, str], ...] = ()
    components: tuple[tuple[str, str], ...] = ()


def whole(value: Any) -> Any:
    """Return a definition as plain data with every default in its place, for showing."""
    if is_dataclass(value) and not isinstance(value, type):
        return {shape.name: whole(getattr(value, shape.name)) for shape in shape_of(type(value))}
    if isinstance(value, LocalizedText):
        return dict(value)
    if isinstance(value, tuple):
        return [whole(item) for item in value]
    return "" if value is None else str(value)


def inputs(fields: Iterable[Field], page: Page, prefix: str = "") -> tuple[Input, ...]:
    """Return the inputs for ``fields``; ``prefix`` leads to one part of a list."""
    return tuple(_input(one, page, f"{prefix}{one.path}") for one in fields if one.kind != "code")


def _input(one: Field, page: Page, path: str) -> Input:
    value = get(page.tree, path)
    error = page.errors.get(path, "")
    findings = tuple(finding for finding in page.findings if _is_about(finding.path, path, one))
    if one.kind in ("words", "prose"):
        return _text(one, page, path, value if isinstance(value, dict) else {}, findings)
    if one.kind == "group":
        return _group(one, page, path, value or [], findings)
    if one.kind == "links":
        return _links(one, page, path, value or [], findings)
    if one.kind == "many":
        chosen = value if isinstance(value, list) else []
        return Input(
            field=one,
            path=path,
            name=path,
            choices=choices(one.vocabulary, chosen),
            findings=findings,
            error=error,
        )
    if one.kind == "assessments":
        return _assessments(one, page, path, value or [], findings)
    text = page.raw.get(path, "\n".join(value) if isinstance(value, list) else str(value or ""))
    offered = choices(one.vocabulary, [text]) if one.kind == "one" else ()
    if one.vocabulary == "COMPONENTS":
        listed = text.split("\n")
        offered = tuple(
            Choice(code=code, label=label, chosen=code in listed) for code, label in page.components
        )
    return Input(field=one, path=path, name=path, value=text, choices=offered, error=error, findings=findings)


def _text(
    one: Field, page: Page, path: str, texts: Mapping[str, str], findings: tuple[Finding, ...]
) -> Input:
    name = f"{path}.{page.language}"
    stated = {tag: text for tag, text in texts.items() if text.strip()}
    return Input(
        field=one,
        path=path,
        name=name,
        value=page.raw.get(name, stated.get(page.language, "")),
        error=page.errors.get(name, page.errors.get(path, "")),
        findings=findings,
        others=tuple((tag, text) for tag, text in stated.items() if tag != page.language),
        missing=tuple(tag for tag in page.languages if stated and tag not in stated),
    )


def _group(one: Field, page: Page, path: str, values: list[Any], findings: tuple[Finding, ...]) -> Input:
    items = tuple(
        Item(
            path=f"{path}[{index}]",
            number=index + 1,
            title=_title_of(value, page.language),
            inputs=inputs(one.fields, page, f"{path}[{index}]."),
            is_first=index == 0,
            is_last=index == len(values) - 1,
            findings=tuple(
                finding for finding in page.findings if finding.path.startswith(f"{path}[{index}]")
            ),
        )
        for index, value in enumerate(values)
    )
    return Input(field=one, path=path, name=path, items=items, findings=findings)


def _links(one: Field, page: Page, path: str, values: list[Any], findings: tuple[Finding, ...]) -> Input:
    links = tuple(
        Link(
            path=f"{path}[{index}]",
            uri=str(value.get("uri", "")),
            label=value.get("label") or {},
            own_name=(value.get("label") or {}).get(page.language, ""),
            hours=page.raw.get(f"{path}[{index}].hours", str(value.get("hours") or "")),
        )
        for index, value in enumerate(values)
    )
    errors = [text for place, text in page.errors.items() if place.startswith(f"{path}[")]
    return Input(field=one, path=path, name=path, links=links, findings=findings, error=" ".join(errors))


def _assessments(
    one: Field, page: Page, path: str, chosen: list[str], findings: tuple[Finding, ...]
) -> Input:
    known = dict(page.assessments)
    shown = [Choice(code=code, label=label, chosen=code in chosen) for code, label in page.assessments]
    shown += [Choice(code=code, label=code, chosen=True, known=False) for code in chosen if code not in known]
    return Input(field=one, path=path, name=path, choices=tuple(shown), findings=findings)


def _title_of(value: Any, language: str) -> str:
    for name in ("statement", "title", "legal_name"):
        text = LocalizedText(value.get(name) or {}).best(language)[0]
        if text:
            return text
    return ""


def _is_about(where: str, path: str, one: Field) -> bool:
    """Whether a finding at ``where`` belongs to this very input."""
    if where == path:
        return True
    rest = where.removeprefix(path)
    if rest == where:
        return False
    if one.kind in ("words", "prose"):
        return rest.startswith(".")
    return one.kind in ("many", "lines", "assessments", "links") and rest.startswith("[")
