"""A living demo institution, made through the same services that people use.

Everyone and everything in it is invented. It runs once: a second call finds the institution and stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from allauth.account.models import EmailAddress
from django.utils import timezone

from umiem.domain.learner_list import LearnerRow, read_learner_list
from umiem.services import organisations
from umiem.services.access import SYSTEM, Actor, actor_of
from umiem.services.award import awards
from umiem.services.award.awarding import award_all
from umiem.services.award.requests import AwardRequest
from umiem.services.credential import credentials, seals
from umiem.services.credential.current import current_credential
from umiem.services.definition import definition_offers, definition_review, definitions
from umiem.services.definition.definition_offers import OfferTerms
from umiem.services.definition.definitions import awardable
from umiem.services.holder import portfolio
from umiem.services.organisations import OrganisationDetails
from umiem.storage.models import (
    Award,
    CredentialStatus,
    DefinitionState,
    Membership,
    Organisation,
    Role,
    User,
)

SLUG = "politechnika-przykladowa"
SECOND_SLUG = "akademia-wzorcowa"
_DOMAIN = "politechnika.example.org"
RUN = "2026/27-Z"

POLYTECHNIC = OrganisationDetails(
    slug=SLUG,
    names={"pl": "Politechnika Przykładowa", "en": "Example University of Technology"},
    country="PL",
    region="PL-LD",
    legal_id_scheme="VAT",
    legal_id="PL7240000000",
    website="https://politechnika.example.org/",
    email=f"mikroposwiadczenia@{_DOMAIN}",
    address="Łódź",
    hue=182,
    is_demo=True,
)
ACADEMY = OrganisationDetails(
    slug=SECOND_SLUG,
    names={"pl": "Akademia Wzorcowa", "en": "Model Academy"},
    country="PL",
    region="PL-MP",
    website="https://akademia.example.net/",
    email="biuro@akademia.example.net",
    address="Kraków",
    hue=28,
    is_demo=True,
)


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody to sign in as. ``role`` is a role of the staff, or learner."""

    email: str
    name: str
    role: str
    organisation: str | None = None


STAFF = (
    DemoPerson(email=f"autorka@{_DOMAIN}", name="Agnieszka Wąs", role="author", organisation=SLUG),
    DemoPerson(email=f"komisja@{_DOMAIN}", name="Bożena Ćwik", role="reviewer", organisation=SLUG),
    DemoPerson(email=f"prorektor@{_DOMAIN}", name="Wawrzyniec Źrebiec", role="approver", organisation=SLUG),
    DemoPerson(email=f"dziekanat@{_DOMAIN}", name="Zbigniew Łoś", role="issuer", organisation=SLUG),
    DemoPerson(email=f"admin@{_DOMAIN}", name="Elżbieta Gżegżółka", role="admin", organisation=SLUG),
    DemoPerson(email=f"kanclerz@{_DOMAIN}", name="Mieczysław Dąb", role="admin", organisation=SLUG),
    DemoPerson(
        email="biuro@akademia.example.net", name="Kazimierz Śmiały", role="admin", organisation=SECOND_SLUG
    ),
)
_MADE_LAST = f"dziekanat@{_DOMAIN}"
_LEARNER_ACCOUNTS = 3  # the first learners of the list have accounts already; others get one by signing in
_PYTHON = "podstawy-jezyka-python"


def demo_people() -> tuple[DemoPerson, ...]:
    """Return whom to sign in as, where there is a demo; staff first, then learners."""
    if not Organisation.objects.filter(slug=SLUG).exists():
        return ()
    accounts = User.objects.filter(memberships=None).order_by("id")[:_LEARNER_ACCOUNTS]
    learners = tuple(DemoPerson(email=user.email, name=user.name, role="learner") for user in accounts)
    return STAFF + learners


def is_missing() -> bool:
    """Say whether the demo is not there, or was interrupted: its staff is what is made last."""
    return not Organisation.objects.filter(slug=SLUG, memberships__user__email=_MADE_LAST).exists()


def seed(examples: Path | None = None) -> bool:
    """Make the demo if it is not there; return whether it was made."""
    if not is_missing():
        return False
    folder = examples or examples_folder()
    for details in (POLYTECHNIC, ACADEMY):
        _organisation(details)
    slugs = _import_definitions(folder)
    _dates(slugs)
    learners = (folder / "learners.csv").read_bytes()
    _award(slugs, learners)
    _accounts(read_learner_list(learners).rows)
    seals.install_test_seal(SYSTEM, SLUG)  # sealed European credentials can be tried at once; not qualified
    _live(slugs)
    _staff()
    return True


def examples_folder() -> Path:
    """The examples beside the sources, or the copies inside the installed package."""
    beside = Path(__file__).parents[3] / "examples"
    return beside if beside.is_dir() else Path(str(files("umiem") / "data" / "examples"))


def _organisation(details: OrganisationDetails) -> None:
    if Organisation.objects.filter(slug=details.slug).exists():
        return
    admin = next(person for person in STAFF if person.role == "admin" and person.organisation == details.slug)
    organisations.create_organisation(SYSTEM, details, first_admin=admin.email)


def _import_definitions(folder: Path) -> list[str]:
    """Lead every example through four eyes; return the short names of those that are awarded to lists.

    The basics of Python come first; larger ones, made of others, are applied for.
    """
    author, committee, approver = (_member(person) for person in STAFF[:3])
    slugs = []
    for path in sorted((folder / "definitions").glob("*.yaml")):
        view = definitions.import_definition(author, SLUG, data=path.read_bytes(), file_name=path.name)
        slug = view.definition.slug
        if not view.specification.composition.groups:
            slugs.append(slug)
        if view.version.state == DefinitionState.PUBLISHED:
            continue
        definition_review.submit_definition(author, SLUG, slug)
        if view.version.state == DefinitionState.DRAFT:
            _decide(committee, slug, "recommended", "Efekty są mierzalne, kryteria jasne.")
        if view.version.state != DefinitionState.APPROVED:
            _decide(approver, slug, "approved", "Zgodne z uchwałą senatu o mikropoświadczeniach.")
        definitions.publish_definition(author, SLUG, slug)
    return sorted(slugs, key=lambda slug: (slug != _PYTHON, slug))


def _decide(actor: Actor, slug: str, decision: str, reason: str) -> None:
    definition_review.decide_definition(actor, SLUG, slug, decision=decision, reason=reason)


def _dates(slugs: Sequence[str]) -> None:
    """Each can be begun online on any day, and in a group some weeks from now."""
    today = timezone.localdate()
    for number, slug in enumerate(slugs):
        online = OfferTerms(mode="online", language="pl", price=Decimal(490 + 100 * number))
        group = OfferTerms(
            mode="hybrid",
            language="pl",
            region="PL-LD",
            place="Łódź",
            starts_on=today + timedelta(days=45 + 20 * number),
            apply_by=today + timedelta(days=30 + 20 * number),
            weeks=6,
            price=Decimal(390 + 100 * number),
            places=24,
            apply_url="https://politechnika.example.org/zapisy",
        )
        for terms in (online, group):
            definition_offers.add_offer(SYSTEM, SLUG, slug, terms)


def _award(slugs: Sequence[str], learners: bytes) -> None:
    """The first micro-credential to the whole list; of the others, one award to every third learner."""
    rows = read_learner_list(learners).rows
    organisation = Organisation.objects.get(slug=SLUG)
    requests = [_request(row, graded=True) for row in rows]
    award_all(SYSTEM, organisation, awardable(organisation, slugs[0]), requests, run=RUN, notify=True)
    for offset, slug in enumerate(slugs[1:]):
        for row in rows[offset::3]:
            awards.award_one(SYSTEM, SLUG, slug, _request(row, graded=False), run=RUN)


def _request(row: LearnerRow, *, graded: bool) -> AwardRequest:
    return AwardRequest(
        given_name=row.learner.given_name,
        family_name=row.learner.family_name,
        email=row.learner.email,
        identifier=row.learner.identifier,
        results={outcome: value for outcome, value in row.results.items() if value} if graded else {},
        grade=row.grade if graded else "",
    )


def _accounts(rows: Sequence[LearnerRow]) -> None:
    for row in rows[:_LEARNER_ACCOUNTS]:
        _person(row.learner.email, row.learner.full_name)


def _live(slugs: Sequence[str]) -> None:
    """Who signs in has accepted one award and finds a good one; of others, one is suspended, one revoked."""
    accounts = User.objects.filter(memberships=None)
    for user in accounts:
        for held in portfolio.held(actor_of(user))[:1]:
            portfolio.accept(actor_of(user), held.award.public_id)
    others = Award.objects.filter(definition__slug=slugs[0]).exclude(
        learner__email__in=accounts.values_list("email", flat=True)
    )
    some = list(others.order_by("id")[:2])
    if current_credential(some[0]).status == CredentialStatus.ACTIVE:
        credentials.suspend(SYSTEM, SLUG, some[0].public_id, reason="under-review")
    if current_credential(some[1]).status == CredentialStatus.ACTIVE:
        credentials.revoke(SYSTEM, SLUG, some[1].public_id, reason="error", note="Wystawiono omyłkowo.")
    today = timezone.localdate()
    expired = AwardRequest(
        given_name="Żaneta",
        family_name="Przeterminowana",
        email="zaneta.przeterminowana@example.org",
        awarded_on=today - timedelta(days=800),
        valid_until=today - timedelta(days=70),
    )
    awards.award_one(SYSTEM, SLUG, slugs[0], expired, run="2024/25-L")


def _staff() -> None:
    for person in STAFF:
        _member(person)


def _member(person: DemoPerson) -> Actor:
    user = _person(person.email, person.name)
    organisation = Organisation.objects.get(slug=person.organisation)
    Membership.objects.update_or_create(
        organisation=organisation, user=user, defaults={"role": Role(person.role)}
    )
    return actor_of(user)


def _person(email: str, name: str) -> User:
    address = email.casefold()
    user = User.objects.filter(email=address).first() or User.objects.create_user(address)
    User.objects.filter(pk=user.pk).update(name=name)
    EmailAddress.objects.update_or_create(
        user=user, email=address, defaults={"verified": True, "primary": True}
    )
    return user
