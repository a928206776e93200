"""Which page of a long list is asked for."""

from __future__ import annotations

from django.http import HttpRequest

_MOST_DIGITS = 8


def page_number(request: HttpRequest) -> int:
    """Return ``?page=`` as a number; anything that is none is the first page."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _MOST_DIGITS else 1
