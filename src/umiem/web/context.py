"""What every page knows: the installation, the language switch, the organisations of the person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from umiem import wiring
from umiem.services import access


def installation(request: HttpRequest) -> dict[str, Any]:
    """Return ``base_url``, ``demo_sign_in``, ``memberships`` (organisation, role) and ``actor``."""
    place = wiring.installation()
    user = getattr(request, "user", None)
    actor = access.actor_of(user) if user is not None and user.is_authenticated else access.ANONYMOUS
    return {
        "base_url": place.base_url,
        "demo_sign_in": place.shows_demo_sign_in,
        "actor": actor,
        "memberships": access.memberships_of(actor) if actor.user_id is not None else (),
    }
