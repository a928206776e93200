"""Skills and occupations that answer what the author of a definition is typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from umiem.domain.text import LocalizedText
from umiem.services.skill import skill_suggestions as service
from umiem.web.issuer.staff import Staff, staff_page


@require_safe
@staff_page
def skill_search(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Give the best skills for ``q`` (occupations for ``kind=occupations``) and a sentence to be read out."""
    language = get_language() or "pl"
    found = service.search(
        request.GET.get("q", ""), language=language, occupations=request.GET.get("kind") == "occupations"
    )
    answer = JsonResponse({"found": [_option(one, language) for one in found], "said": _said(len(found))})
    answer["Cache-Control"] = "no-store"
    return answer


def _option(choice: service.SkillChoice, language: str) -> dict[str, str]:
    label, tag = LocalizedText(choice.labels).best(language)
    return {"uri": choice.uri, "label": label, "language": tag}


def _said(count: int) -> str:
    if not count:
        return _("Nothing was found.")
    return ngettext(
        "{n} suggestion: arrow keys choose, Enter adds it.",
        "{n} suggestions: arrow keys choose, Enter adds one.",
        count,
    ).format(n=count)
