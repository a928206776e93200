"""Every route of the site, and how to call it in a small world of two organisations."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.engine_documents import AT, SIGNER, badge_document
from tests.worlds import SLUG, World, learner, make_world, person, request
from umiem.domain.pathways import Wish
from umiem.engine import OPEN_BADGES_3, prepare_credential, sign_credential
from umiem.services import public_tokens, tokens
from umiem.services.access import ANONYMOUS
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.lists import fixing, importing, mapping
from umiem.services.definition import definition_feedback, definition_offers
from umiem.services.definition.definition_offers import OfferTerms
from umiem.services.holder import collections, holder_pages, imports, portfolio, sharing
from umiem.services.holder.collections import Cover
from umiem.services.holder.holder_pages import Choices
from umiem.services.holder.imports import Brought
from umiem.services.key import ceremonies
from umiem.services.key.keys import KeyPlan
from umiem.services.notice import reports
from umiem.services.skill import plan_consents, saved_plans, skill_profile
from umiem.services.verifying import check_batches, requests
from umiem.services.verifying.requests import Asked, Choice
from umiem.services.wallet import offers as wallet_offers
from umiem.storage.models import (
    DefinitionFeedback,
    Erasure,
    KeyCeremony,
    Membership,
    StackApplication,
    StatusList,
)

ROLES = ("anonymous", "learner", "author", "issuer", "admin", "other learner", "other admin")
_ESCO = "http://data.europa.eu/esco"
DESIGNER = f"{_ESCO}/occupation/96e20037-0a25-4bf6-a25e-808d1605d890"
DECLARED_SKILL = f"{_ESCO}/skill/fd33c66c-70c4-40e6-b87c-5495bd3bf26e"
SECOND_SKILL = f"{_ESCO}/skill/f0f5bb34-71df-4715-9c9e-03567b76ec8f"
PLAN = f"goal={DESIGNER}"
ONLINE = {"mode": "online", "language": "pl"}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def _badge(number: int) -> bytes:
    document = badge_document(id=f"urn:uuid:58172aac-d8ba-11ed-83dd-{number:012x}")
    return sign_credential(prepare_credential(document, OPEN_BADGES_3), SIGNER, created=AT).data


BADGE = _badge(1)


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def routes() -> Iterator[tuple[str, str]]:
    """Yield name and pattern of each route."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: Iterable[URLPattern | URLResolver], space: str, prefix: str) -> Iterator[tuple[str, str]]:
    for found in patterns:
        path = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            inner = f"{space}{found.namespace}:" if found.namespace else space
            yield from _walk(found.url_patterns, inner, path)
        else:
            yield f"{space}{found.name}", path


@dataclass(frozen=True, kw_only=True)
class TwoOrganisations:
    """One organisation to which everything belongs, another that must see none of it."""

    own: World
    other: World
    values: Mapping[str, str]
    _clients: dict[str, tuple[Client, str]] = field(default_factory=dict)

    def path(self, pattern: str) -> str:
        """Fill the parameters of a pattern with things of the own organisation."""
        return "/" + _PARAMETER.sub(lambda found: self.values[found[1]], pattern.replace("^", "").rstrip("$"))

    def client(self, role: str) -> Client:
        """Return the client of ``role``, signed in, with nothing in its memory but that.

        Call it outside of a savepoint that is rolled back: the first call stores the session.
        """
        if role not in self._clients:
            client = self._signed_in(role)
            self._clients[role] = client, client.cookies.output(header="", sep=";")
        client, cookies = self._clients[role]
        client.cookies = SimpleCookie(cookies)
        return client

    def _signed_in(self, role: str) -> Client:
        client = Client()
        who = {
            "learner": "ala@example.org",
            "author": "author@own.example",
            "issuer": "issuer@own.example",
            "admin": "admin@own.example",
            "other learner": "ola@example.org",
            "other admin": "admin@other.example",
        }.get(role)
        if who is not None:
            client.force_login(person(who), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client


def _ceremony(world: World) -> KeyCeremony:
    """A key ceremony that waits for two administrators."""
    Membership.objects.create(
        organisation=world.organisation, user=person("second@own.example"), role="admin"
    )
    wanted = ("admin@own.example", "second@own.example")
    data = ceremonies.rotation_file(world.organisation, KeyPlan(), instead_of="key-1", people=wanted)
    return ceremonies.begin(world.admin, data)


def two_organisations() -> TwoOrganisations:
    own, other = make_world("own"), make_world("other")
    outcome = own.award("ala@example.org")
    ala = learner("ala@example.org")
    portfolio.accept(ala, outcome.award.public_id)
    share = sharing.create_share(ala, outcome.award.public_id)
    skill_profile.declare(ala, [DECLARED_SKILL])
    plan = saved_plans.save_plan(ala, Wish(goal=DESIGNER))
    plan_link = saved_plans.link_plan(ala, plan.public_id, days=30)
    consent = plan_consents.give_consent(ala, "issuer@own.example")
    batch = batches.create_batch(
        own.issuer, "own", SLUG, [request("bea@example.org")], options=BatchOptions(run="r", notify=False)
    )
    token = tokens.create_token(own.admin, "own", label="x", scopes=tokens.SCOPES, days=1).token
    member = Membership.objects.get(organisation=own.organisation, user__email="author@own.example")
    address = holder_pages.choose(ala, outcome.award.public_id, Choices(is_public=True))
    foreign = imports.bring(ala, Brought(name="x", content=_badge(2))).imported
    assert foreign is not None
    cover = Cover(title="Dane", is_public=True)
    made = collections.save_collection(ala, None, cover, awards=[], imported=[foreign.public_id])
    people = "Imię;Nazwisko;E-mail\nOla;Żak;ola.zak@example.org\nBez;Adresu;\n".encode()
    brought = importing.start_list(own.issuer, "own", SLUG, data=people, file_name="lista.csv", run="2027")
    mapping.map_list(own.issuer, "own", brought.draft.public_id, mapping.columns_of(brought.draft))
    fixing.leave_out(own.issuer, "own", brought.draft.public_id, 3, left_out=True)
    fixing.leave_out(own.issuer, "own", brought.draft.public_id, 3, left_out=False)
    asked = requests.ask(ANONYMOUS, Asked(employer="N", purpose="P"))
    choice = Choice(award_id=outcome.award.public_id)
    answered = requests.answer(
        ala, _last(requests.candidate_url(asked)), [choice], elsewhere=[foreign.public_id]
    )
    wish = Erasure.objects.create(organisation=own.organisation, award=outcome.award, cause="learner")
    peer = definition_feedback.invite_peer(own.author, "own", SLUG, name="Jan Nowak")
    peer_token = peer.url.rstrip("/").rpartition("/")[2]
    definition_feedback.give_peer_feedback(
        peer_token, definition_feedback.Opinion(marks={"outcomes": 3}, comment="Za mało ćwiczeń.")
    )
    opinion = DefinitionFeedback.objects.get()
    values = {
        "cv": "xml",
        "imported": str(foreign.public_id),
        "erasure_id": str(wish.public_id),
        "collection": str(made.public_id),
        "page_token": _last(address),
        "collection_token": _last(collections.get_collection(ala, made.public_id).address),
        "list": str(brought.draft.public_id),
        "row": "2",
        "program": "csv",
        "organisation": "own",
        "slug": SLUG,
        "award": str(outcome.award.public_id),
        "batch": str(batch.public_id),
        "credential": str(outcome.credential.public_id),
        "notice": str(outcome.award.mails.get().public_id),
        "share": str(share.link.public_id),
        "membership": str(member.pk),
        "status_list": str(
            StatusList.objects.get(organisation=own.organisation, purpose="revocation").public_id
        ),
        "kind": "award-made",
        "language": "en",
        "digest": "0" * 64,
        "hue": "10",
        "pk": "1",
        "step": "basics",
        "peer": str(peer.invitation.public_id),
        "invitation": peer_token,
        "opinion": str(opinion.public_id),
        "outcome": "0",
        "number": "1",
        "code": "no-such-code",
        "format": "pdf",
        "token": str(token.public_id),
        "share_token": _last(share.url),
        "offer": str(definition_offers.add_offer(own.author, "own", SLUG, OfferTerms(**ONLINE)).public_id),
        "skill": DECLARED_SKILL.rpartition("/")[2],
        "occupation": DESIGNER.rpartition("/")[2],
        "plan": str(plan.public_id),
        "plan_link": str(plan_link.link.public_id),
        "plan_token": _last(plan_link.url),
        "consent": str(consent.public_id),
        "batch_token": check_batches.begin([check_batches.BroughtItem(name="x", data=b"{}")]),
        "employer_token": requests.employer_token(asked),
        "candidate_token": _last(requests.candidate_url(asked)),
        "answer": str(answered.public_id),
        "anything": str(uuid.uuid4()),
    }
    applied = StackApplication.objects.create(
        organisation=own.organisation,
        definition=outcome.award.definition,
        applicant=person("ala@example.org"),
    )
    values["application"] = str(applied.public_id)
    values["report"] = str(reports.report_error(ala, outcome.award.public_id, kind="not-mine").public_id)
    made = wallet_offers.make_offer(ala, outcome.award.public_id, language="en")
    values["offer_code"] = public_tokens.token_for(wallet_offers.KIND, made.public_id)
    values["key"] = "key-1"
    values["ceremony"] = str(_ceremony(own).public_id)
    return TwoOrganisations(own=own, other=other, values=values)
