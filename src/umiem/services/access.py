"""Who asks, and what they may do in an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from umiem import wiring
from umiem.errors import NotFoundError, RefusedError
from umiem.storage.models import Membership, Organisation, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Permission(StrEnum):
    """What can be allowed in an organisation."""

    READ = "read"
    DEFINE = "define"
    REVIEW = "review"
    APPROVE = "approve"
    PUBLISH = "publish"
    AWARD = "award"
    CHANGE_STATUS = "status"
    KEYS = "keys"
    ADMINISTER = "administer"


_OF_ROLE: dict[str, frozenset[Permission]] = {
    Role.AUTHOR: frozenset({Permission.READ, Permission.DEFINE, Permission.PUBLISH}),
    Role.REVIEWER: frozenset({Permission.READ, Permission.REVIEW}),
    Role.APPROVER: frozenset({Permission.READ, Permission.REVIEW, Permission.APPROVE, Permission.PUBLISH}),
    Role.ISSUER: frozenset({Permission.READ, Permission.AWARD, Permission.CHANGE_STATUS}),
    Role.ADMIN: frozenset(Permission),
}

# scope of an API token → what it allows
OF_SCOPE: dict[str, frozenset[Permission]] = {
    "definitions:read": frozenset({Permission.READ}),
    "definitions:write": frozenset({Permission.READ, Permission.DEFINE, Permission.PUBLISH}),
    "definitions:review": frozenset({Permission.READ, Permission.REVIEW, Permission.APPROVE}),
    "awards:read": frozenset({Permission.READ}),
    "awards:write": frozenset({Permission.READ, Permission.AWARD}),
    "status:write": frozenset({Permission.READ, Permission.CHANGE_STATUS}),
    "keys:write": frozenset({Permission.READ, Permission.KEYS}),
}
SCOPES = tuple(OF_SCOPE)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who asks: nobody in particular, a person, an API token of one organisation, or Umiem itself.

    ``name`` is what the audit log keeps: an e-mail address, ``token:<prefix>`` or ``system``. ``answers``
    is the person who answers for what a token does: the one who made it.
    """

    kind: str
    name: str
    user_id: int | None = None
    answers: int | None = None
    token_organisation: str | None = None
    scopes: tuple[str, ...] = ()

    @property
    def is_operator(self) -> bool:
        """Whether they run the installation: its command line, or a person whom ``UMIEM_OPERATORS`` names."""
        listed = wiring.installation().operators
        return self.kind == "system" or (self.kind == "person" and self.name.casefold() in listed)


ANONYMOUS = Actor(kind="anonymous", name="anonymous")
SYSTEM = Actor(kind="system", name="system")


def actor_of(user: User | AnonymousUser) -> Actor:
    """Return the actor for a signed-in person, or ``ANONYMOUS``: also while a second fact is asked for."""
    if not isinstance(user, User) or not user.is_active or user.second_fact_reason:
        return ANONYMOUS
    return Actor(kind="person", name=user.email, user_id=user.pk)


def memberships_of(actor: Actor) -> tuple[Membership, ...]:
    """Return the organisations in which the person has a role, each with the role."""
    if actor.user_id is None:
        return ()
    return tuple(
        Membership.objects.filter(user_id=actor.user_id)
        .select_related("organisation")
        .order_by("organisation__slug")
    )


def permissions_in(actor: Actor, organisation: Organisation) -> frozenset[Permission]:
    """Return what the actor may do in ``organisation``; nothing for strangers."""
    if actor.kind == "system":
        return frozenset(Permission)
    if actor.kind == "token":
        if actor.token_organisation != organisation.slug:
            return frozenset()
        return frozenset[Permission]().union(*(OF_SCOPE.get(scope, frozenset()) for scope in actor.scopes))
    if actor.user_id is None:
        return frozenset()
    role = (
        Membership.objects.filter(user_id=actor.user_id, organisation=organisation)
        .values_list("role")
        .first()
    )
    return frozenset() if role is None else _OF_ROLE[role[0]]


def may(actor: Actor, organisation: Organisation, permission: Permission) -> bool:
    """Say whether the actor has ``permission``, for showing or hiding what leads to it."""
    return permission in permissions_in(actor, organisation)


def authorise_operator(actor: Actor) -> None:
    """Raise ``RefusedError`` for everybody who does not run this installation."""
    if not actor.is_operator:
        raise RefusedError("operators-only")


def authorise(actor: Actor, organisation: str, permission: Permission) -> Organisation:
    """Return the organisation with this slug if the actor may do this there.

    Raises ``NotFoundError`` for strangers, who must not learn what exists, and ``RefusedError`` for
    members without the permission.
    """
    found = Organisation.objects.filter(slug=organisation).first()
    allowed = permissions_in(actor, found) if found is not None else frozenset()
    if found is None or not allowed:
        raise NotFoundError("organisation-unknown", organisation=organisation)
    if permission not in allowed:
        raise RefusedError("permission-missing", permission=str(permission))
    return found
