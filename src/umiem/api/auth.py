"""Bearer tokens (RFC 6750): who an API request speaks for."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from umiem.services.access import Actor
from umiem.services.tokens import actor_of_token


class _Bearer(HttpBearer):
    """Gives the handler an ``Actor`` in ``request.auth``; a token that does not count is a 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        return actor_of_token(token)


bearer = _Bearer()


def actor(request: HttpRequest) -> Actor:
    """Return who the request speaks for."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Actor):
        raise TypeError("this address was added to the API without its token")
    return found
