"""Organisations and their members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from umiem import wiring
from umiem.domain.look_alikes import look_alike_key
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.credential.current import with_credentials
from umiem.services.email_address import checked_email
from umiem.services.key import keys
from umiem.services.organisation_places import Place, checked_place, refuse_taken_identifier
from umiem.storage.models import (
    Award,
    AwardState,
    Credential,
    CredentialStatus,
    DefinitionState,
    DefinitionVersion,
    Membership,
    Organisation,
    Role,
    SigningKey,
    StatusList,
    User,
)

RECENT = 8


@dataclass(frozen=True, kw_only=True)
class OrganisationDetails:
    """What an organisation says of itself; ``names`` maps language tags to its name."""

    slug: str
    names: Mapping[str, str]
    country: str
    region: str = ""
    legal_id_scheme: str = ""
    legal_id: str = ""
    website: str = ""
    email: str = ""
    address: str = ""
    hue: int | None = None
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class OrganisationOverview:
    """The numbers on the first page of the staff."""

    organisation: Organisation
    definitions: int
    published: int
    awards: int
    waiting: int
    accepted: int
    revoked: int
    suspended: int
    recent_awards: tuple[Award, ...]
    keys: tuple[SigningKey, ...]
    last_published_at: datetime | None


def did_of(slug: str) -> str:
    """Return the did:web of an organisation of this installation (did:web, section 3.2)."""
    authority = wiring.installation().base_url.split("://", 1)[1].replace(":", "%3A")
    return f"did:web:{authority}:o:{slug}"


def create_organisation(actor: Actor, details: OrganisationDetails, *, first_admin: str) -> Organisation:
    """Make an organisation with its first signing key and first administrator.

    Only the installation itself may do this (command line and seed). Raises ``RefusedError`` for others
    and when the short name is taken, ``MalformedInputError`` for a short name that is none.
    """
    if actor.kind != "system":
        raise RefusedError("permission-missing", permission="create-organisation")
    _checked_slug(details.slug)
    first_admin = checked_email(first_admin)
    where = checked_place(
        Place(
            region=details.region,
            town=details.address,
            legal_id_scheme=details.legal_id_scheme,
            legal_id=details.legal_id,
        ),
        details.country,
    )
    with transaction.atomic():
        if Organisation.objects.filter(slug=details.slug).exists():
            raise RefusedError("organisation-slug-taken", slug=details.slug)
        _refuse_taken_name(details.names, but=None)
        refuse_taken_identifier(where["legal_id"], but=None)
        organisation = Organisation.objects.create(
            slug=details.slug,
            names=dict(details.names),
            did=did_of(details.slug),
            country=details.country,
            website=details.website,
            email=details.email,
            hue=details.hue,
            is_demo=details.is_demo,
            **where,
        )
        audit.record(actor, organisation, "organisation-created", details.slug)
        keys.begin_key(actor, organisation, keys.KeyPlan())
        _join(actor, organisation, email=first_admin, role=Role.ADMIN)
    keys.publish_did_document(organisation)
    return organisation


def overview(actor: Actor, organisation: str) -> OrganisationOverview:
    """Return the numbers, newest awards and keys of an organisation, for its staff."""
    found = authorise(actor, organisation, Permission.READ)
    versions = DefinitionVersion.objects.filter(organisation=found)
    awards = Award.objects.filter(organisation=found)
    newest = Credential.objects.filter(organisation=found, replacements=None)
    published = StatusList.objects.filter(organisation=found).order_by("-published_at").first()
    return OrganisationOverview(
        organisation=found,
        definitions=found.definitions.count(),
        published=versions.filter(state=DefinitionState.PUBLISHED).values("definition").distinct().count(),
        awards=awards.count(),
        waiting=_waiting(found),
        accepted=awards.filter(state=AwardState.ACCEPTED).count(),
        revoked=newest.filter(status=CredentialStatus.REVOKED).count(),
        suspended=newest.filter(status=CredentialStatus.SUSPENDED).count(),
        recent_awards=tuple(
            with_credentials(awards.select_related("definition", "definition_version"))[:RECENT]
        ),
        keys=tuple(found.keys.all()),
        last_published_at=None if published is None else published.published_at,
    )


def _waiting(organisation: Organisation) -> int:
    """Count the awards that wait to be accepted; who got one that was revoked waits for nothing."""
    awarded = Award.objects.filter(organisation=organisation, state=AwardState.AWARDED).count()
    revoked = Credential.objects.filter(
        organisation=organisation,
        status=CredentialStatus.REVOKED,
        award__state=AwardState.AWARDED,
        replacements=None,
    )
    return awarded - revoked.count()


def public_organisation(slug: str) -> Organisation:
    """Return an organisation for everyone; what its row holds is public but for nothing else."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise NotFoundError("organisation-unknown", organisation=slug)
    return found


def public_organisations() -> tuple[Organisation, ...]:
    """Return every organisation of this installation, for pages that anybody may read."""
    return tuple(Organisation.objects.all())


def change_details(
    actor: Actor,
    organisation: str,
    *,
    names: Mapping[str, str],
    website: str,
    email: str,
    hue: int | None,
    place: Place | None = None,
) -> Organisation:
    """Change what may change about an organisation. Its short name, DID and country may not.

    Without ``place`` that stays as it is. What was signed before keeps saying what was true then.
    """
    found = authorise(actor, organisation, Permission.ADMINISTER)
    names = {language: name.strip() for language, name in names.items() if name.strip()}
    if not names:
        raise MalformedInputError("organisation-name-missing")
    where = {} if place is None else checked_place(place, found.country)
    with transaction.atomic():
        _refuse_taken_name(names, but=found)
        refuse_taken_identifier(where.get("legal_id", ""), but=found)
        Organisation.objects.filter(pk=found.pk).update(
            names=names, website=website, email=email, hue=hue, **where
        )
        audit.record(actor, found, "organisation-changed", found.slug, names=names, website=website, **where)
    found.refresh_from_db()
    return found


def change_place(actor: Actor, organisation: str, place: Place) -> Organisation:
    """Change only where an organisation is and under which number it is known."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    return change_details(
        actor,
        organisation,
        names=found.names,
        website=found.website,
        email=found.email,
        hue=found.hue,
        place=place,
    )


def _refuse_taken_name(names: Mapping[str, str], *, but: Organisation | None) -> None:
    """This site vouches for names: no organisation may take one that reads like another's."""
    others = Organisation.objects.all() if but is None else Organisation.objects.exclude(pk=but.pk)
    taken = {look_alike_key(name) for other in others for name in other.names.values()}
    for name in names.values():
        if look_alike_key(name) in taken:
            raise RefusedError("organisation-name-taken", name=name)


def members(actor: Actor, organisation: str) -> tuple[Membership, ...]:
    """Return the staff with their roles, for administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    return tuple(found.memberships.select_related("user").order_by("user__email"))


def add_member(actor: Actor, organisation: str, *, email: str, role: str) -> Membership:
    """Give a person a role; a person who has one gets the new one instead."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    if role not in list(Role):
        raise MalformedInputError("role-unknown", role=role)
    address = checked_email(email)
    with transaction.atomic():
        _lock(found)
        _refuse_without_admin(found, losing=User.objects.filter(email=address).first(), role=role)
        return _join(actor, found, email=address, role=role)


def remove_member(actor: Actor, organisation: str, *, membership_id: int) -> None:
    """Take a person's role away; the last administrator cannot be removed (``RefusedError``)."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    with transaction.atomic():
        _lock(found)
        membership = found.memberships.filter(pk=membership_id).select_related("user").first()
        if membership is None:
            raise NotFoundError("member-unknown")
        _refuse_without_admin(found, losing=membership.user, role="")
        audit.record(actor, found, "member-removed", membership.user.email, role=membership.role)
        membership.delete()


def _join(actor: Actor, organisation: Organisation, *, email: str, role: str) -> Membership:
    person = User.objects.filter(email=email.casefold()).first() or User.objects.create_user(email)
    membership, _ = Membership.objects.update_or_create(
        organisation=organisation, user=person, defaults={"role": role}
    )
    audit.record(actor, organisation, "member-added", person.email, role=role)
    return membership


def _lock(organisation: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _refuse_without_admin(organisation: Organisation, *, losing: User | None, role: str) -> None:
    if losing is None or role == Role.ADMIN:
        return
    admins = organisation.memberships.filter(role=Role.ADMIN)
    if admins.filter(user=losing).exists() and not admins.exclude(user=losing).exists():
        raise RefusedError("last-administrator")


def _checked_slug(slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError as problem:
        raise MalformedInputError("organisation-slug-wrong", slug=slug) from problem
