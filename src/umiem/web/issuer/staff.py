"""Who stands at the counter: the signed-in member, the organisation, and what the role allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from umiem.services import access
from umiem.services.access import Actor, Permission
from umiem.storage.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Staff:
    """A member of the staff at work in one organisation."""

    actor: Actor
    organisation: Organisation
    may: frozenset[Permission]

    @property
    def slug(self) -> str:
        return self.organisation.slug


def staff_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in signed-in members only, and hand the view who they are; strangers see that nothing is here."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest, organisation: str, **kwargs: Any) -> HttpResponse:
        actor = access.actor_of(request.user)
        found = access.authorise(actor, organisation, Permission.READ)
        staff = Staff(actor=actor, organisation=found, may=access.permissions_in(actor, found))
        return view(request, staff, **kwargs)

    return page


def show(
    request: HttpRequest, template: str, staff: Staff, /, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the staff; it names the organisation and is never kept by caches."""
    context |= {"staff": staff, "organisation": staff.organisation}
    response = render(request, f"issuer/{template}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
