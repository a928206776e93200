"""Small worlds for tests: an organisation with staff, a published definition, learners."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from umiem.services import organisations
from umiem.services.access import SYSTEM, Actor, actor_of
from umiem.services.award.awarding import AwardOutcome
from umiem.services.award.awards import award_one
from umiem.services.award.requests import AwardRequest
from umiem.services.definition import definition_review, definitions
from umiem.services.organisations import OrganisationDetails
from umiem.storage.models import Membership, Organisation, Role, User

EXAMPLES = Path(__file__).parents[1] / "examples"
PYTHON = EXAMPLES / "definitions" / "podstawy-python.yaml"
SLUG = "podstawy-jezyka-python"


@dataclass(frozen=True, kw_only=True)
class World:
    """One organisation, its members of staff, and a published definition."""

    organisation: Organisation
    author: Actor
    reviewer: Actor
    approver: Actor
    issuer: Actor
    admin: Actor

    @property
    def slug(self) -> str:
        return self.organisation.slug

    def award(self, email: str = "ala@example.org", *, run: str = "2026", **changes: str) -> AwardOutcome:
        return award_one(self.issuer, self.slug, SLUG, request(email=email, **changes), run=run)


def request(email: str = "ala@example.org", **changes: str) -> AwardRequest:
    names = {"given_name": "Świętosława", "family_name": "Żółć"} | changes
    return AwardRequest(email=email, **names)


def person(email: str) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def make_world(slug: str = "alfa", *, publish: bool = True) -> World:
    details = OrganisationDetails(slug=slug, names={"pl": f"Uczelnia {slug}"}, country="PL", region="PL-LD")
    organisation = organisations.create_organisation(SYSTEM, details, first_admin=f"admin@{slug}.example")
    actors = {}
    for role in Role:
        user = person(f"{role}@{slug}.example")
        Membership.objects.update_or_create(organisation=organisation, user=user, defaults={"role": role})
        actors[role] = actor_of(user)
    world = World(
        organisation=organisation,
        author=actors[Role.AUTHOR],
        reviewer=actors[Role.REVIEWER],
        approver=actors[Role.APPROVER],
        issuer=actors[Role.ISSUER],
        admin=actors[Role.ADMIN],
    )
    if publish:
        publish_file(world, PYTHON.read_bytes(), PYTHON.name)
    return world


def publish_file(world: World, data: bytes, file_name: str = "definition.yaml") -> definitions.DefinitionView:
    """Import a definition and lead it through four eyes: written by one, approved by another."""
    view = definitions.import_definition(world.author, world.slug, data=data, file_name=file_name)
    return publish_draft(world, view.definition.slug)


def publish_draft(world: World, slug: str = SLUG) -> definitions.DefinitionView:
    """Hand in, approve and publish the draft."""
    definition_review.submit_definition(world.author, world.slug, slug)
    definition_review.decide_definition(
        world.approver, world.slug, slug, decision="approved", reason="Zgodne z załącznikiem I."
    )
    return definitions.publish_definition(world.author, world.slug, slug)


def learner(email: str) -> Actor:
    return actor_of(person(email))


def signed_in(email: str, *, language: str = "") -> Client:
    """The browser of a person who is signed in; it asks for a ``language``, if any."""
    client = Client(headers={"accept-language": language} if language else {})
    client.force_login(person(email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
