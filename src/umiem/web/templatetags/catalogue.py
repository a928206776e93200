"""Parts of the catalogue's page that are written often enough to be written quickly."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from umiem.web.public.catalogue_view import FacetView

register = template.Library()

_CHOICE = (
    '<div class="choice"><input form="catalogue-form" type="checkbox" name="{0}" value="{1}" id="{0}-{2}"{3}>'
    '<label for="{0}-{2}">{4} <span class="muted tabular">({5})</span></label></div>'
)
_CHECKED = SafeString(" checked")


@register.simple_tag
def facet_choices(facet: FacetView) -> SafeString:
    """Write the values of a facet to tick, each with its count. About eighty stand on one page."""
    return format_html_join(
        "",
        _CHOICE,
        (
            (
                facet.name,
                value.value,
                number,
                _CHECKED if value.found.is_chosen else "",
                value.name,
                value.found.count,
            )
            for number, value in enumerate(facet.values, start=1)
        ),
    )
