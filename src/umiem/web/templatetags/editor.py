"""What the templates of the editor may say: citations, the way of a field into each format, marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umiem.domain.findings import Finding
from umiem.domain.principles import PrincipleScore, score_principles
from umiem.sentences.annex_one import citation
from umiem.sentences.findings import finding_example
from umiem.services.credential.representations.mapping import FORMAT_NAMES
from umiem.services.credential.representations.mapping.places import places_of
from umiem.web.editor.examples import example_in_words
from umiem.web.editor.paths import get, id_of
from umiem.web.editor.steps import BY_NAME, general
from umiem.web.templatetags.umiem import language_name

register = template.Library()


@register.simple_tag
def cited(element: str) -> str:
    """Cite where the Recommendation asks for an element, in the reader's language."""
    return citation(element, get_language() or "pl")


@register.simple_tag
def ways(path: str) -> list[dict[str, Any]]:
    """Say where a field goes in each format, and what is lost there."""
    return [
        {
            "formats": [(label, row.places(name)) for name, label in FORMAT_NAMES.items()],
            "lost": row.lost.best(get_language() or "pl")[0],
        }
        for row in places_of(general(path))
    ]


@register.filter
def field_id(path: str) -> str:
    """Return the id of the input for a path."""
    return id_of(path)


@register.filter
def tongue(tag: str) -> str:
    """Return the name of a language in the reader's language."""
    return language_name(tag)


@register.filter
def at(tree: Mapping[str, Any], path: str) -> Any:
    """Return what lies at a path of plain data."""
    return get(tree, path)


@register.simple_tag
def good_answer(finding: Finding) -> str:
    """Give an example of a good answer in the words of the form."""
    return example_in_words(finding_example(finding.code, get_language() or "pl"), finding)


@register.simple_tag
def score(findings: Iterable[Finding]) -> tuple[PrincipleScore, ...]:
    """Return how a definition stands on each principle."""
    return score_principles(findings)


@register.simple_tag
def step_title(name: str) -> str:
    """Return the name of the step that a save came from."""
    titles = {"file": _("File"), "new": _("New definition"), "version": _("New version"), "api": "API"}
    return str(BY_NAME[name].title) if name in BY_NAME else titles.get(name, name)
