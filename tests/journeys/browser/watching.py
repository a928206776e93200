"""Says with each page which templates it was made of, so that a test can tell which were never looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import local
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.base import Template

from umiem.web import frames, kept_pages

HEADER = "X-Templates"
TEMPLATES = Path(__file__).parents[3] / "src" / "umiem" / "web" / "templates"
_seen = local()


class TemplatesMiddleware:
    """Adds the names of the templates that were rendered to the answer's headers. For tests only."""

    def __init__(self, handler: Callable[[HttpRequest], HttpResponse]) -> None:
        self._handler = handler
        _render: Any = Template._render  # type: ignore[attr-defined]

        def noted(template: Template, context: Any) -> Any:
            _names().add(str(template.name))
            return _render(template, context)

        Template._render = noted  # type: ignore[attr-defined]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _names().clear()
        frames._FRAMES.clear()  # what is kept is not rendered again, and would not be named
        kept_pages._PAGES.clear()
        answer = self._handler(request)
        answer[HEADER] = ",".join(sorted(_names()))
        return answer


def _names() -> set[str]:
    names: set[str] = _seen.__dict__.setdefault("names", set())
    return names


def all_templates() -> Iterable[str]:
    """Return the name of every template of the interface."""
    return (str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
