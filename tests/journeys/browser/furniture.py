"""What an installation holds whose every page is to be looked at: everything that a page can be about."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.journeys.route_walk import TwoOrganisations, two_organisations
from tests.worlds import EXAMPLES, SLUG, learner, person, publish_file, request
from umiem.domain.award import EvidenceItem
from umiem.domain.definition import ComponentGroup, Composition
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.services.award.awards import award_one
from umiem.services.award.batches import BatchOptions, create_batch
from umiem.services.award.lists import confirming, importing, mapping
from umiem.services.credential import credentials, printed_codes
from umiem.services.credential.current import current_credential
from umiem.services.definition import definition_review, definitions
from umiem.services.holder import claims, holder_pages, portfolio, sharing
from umiem.services.notice import reports
from umiem.services.stacking import applications
from umiem.services.verifying import requests
from umiem.storage.models import MailState, OutboxMail, User

SECOND_DEFINITION, THIRD_DEFINITION, LARGER_DEFINITION = (
    EXAMPLES / "definitions" / name for name in ("agile.yaml", "podstawy-ux.yaml", "cyfrowe-projekty.yaml")
)
PEOPLE = {
    "learner": "ala@example.org",
    "author": "author@own.example",
    "reviewer": "reviewer@own.example",
    "issuer": "issuer@own.example",
    "admin": "admin@own.example",
    "empty": "nobody@example.org",
    "leaving": "odchodzi@example.org",
    "doubted": "dawno@example.org",
}


def furnish() -> dict[str, Any]:
    """Fill the installation; return the values of parameters, the addresses of states, and sessions."""
    world = two_organisations()
    found = dict(_states(world))
    return {
        "values": {**world.values, **{name: value for name, value in found.items() if value[0] != "/"}},
        "states": {name: value for name, value in found.items() if value[0] == "/"},
        "sessions": {role: _session(person(email)) for role, email in PEOPLE.items()},
        "cookie": settings.SESSION_COOKIE_NAME,
    }


def _session(user: User) -> str:
    """Sign somebody in a moment ago, as the code by mail does; return the key of the session."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "email": user.email}]
    session.create()
    return str(session.session_key)


def _states(world: TwoOrganisations) -> Iterator[tuple[str, str]]:
    own = world.own
    fresh = own.award("ala@example.org", run="waits").award
    yield "claim_code", claims.give_code(own.admin, own.slug, fresh.public_id)
    yield "award that waits", f"/wallet/{fresh.public_id}/"
    ala = learner("ala@example.org")
    for kind in ("suspended", "revoked"):
        award = own.award("ala@example.org", run=kind).award
        portfolio.accept(ala, award.public_id)
        change = credentials.suspend if kind == "suspended" else credentials.revoke
        change(
            own.issuer, own.slug, award.public_id, reason="under-review" if kind == "suspended" else "error"
        )
        yield f"award {kind}", f"/wallet/{award.public_id}/"
        yield f"award {kind} of the staff", f"/staff/own/awards/{award.public_id}/"
    yield from _shares(world)
    yield from _of_the_staff(world)
    yield from _with_evidence(world)
    yield from _stacking(world)
    asked = requests.ask(own.admin, requests.Asked(employer="Firma", purpose="Rekrutacja"))
    requests.close(requests.employer_token(asked))
    yield "closed request", _path(requests.candidate_url(asked))
    leaving, doubted = person(PEOPLE["leaving"]), person(PEOPLE["doubted"])
    portfolio.accept(learner(leaving.email), own.award(leaving.email).award.public_id)
    User.objects.filter(pk=doubted.pk).update(second_fact_reason="silence")
    Authenticator.objects.create(
        user=person(PEOPLE["learner"]), type=Authenticator.Type.WEBAUTHN, data={"name": "Klucz", **_passkey()}
    )
    yield "pk", str(Authenticator.objects.get().pk)


def _passkey() -> dict[str, Any]:
    """What a browser hands over when a passkey is made (WebAuthn, section 5.8.1), without an attestation."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AuthenticatorData.create(
        hashlib.sha256(b"localhost").digest(),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT,
        counter=0,
        credential_data=AttestedCredentialData.create(Aaguid.NONE, b"a passkey of the tests", key),
    )
    data = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    identifier = websafe_encode(b"a passkey of the tests")
    return {
        "credential": {
            "type": "public-key",
            "id": identifier,
            "rawId": identifier,
            "response": {
                "clientDataJSON": websafe_encode(data),
                "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
            },
            "clientExtensionResults": {},
        }
    }


def _path(url: str) -> str:
    return urlsplit(url).path


def _shares(world: TwoOrganisations) -> Iterator[tuple[str, str]]:
    ala = learner(PEOPLE["learner"])
    held = world.own.award(PEOPLE["learner"], run="shared", grade="5").award
    portfolio.accept(ala, held.public_id)
    for kind in ("page", "proof"):
        link = sharing.create_share(
            ala, held.public_id, kind=kind, fields=("name", "grade", "outcomes"), purpose="Rekrutacja"
        )
        yield f"share with {kind}", _path(link.url)
    yield "printed_code", printed_codes.code_for(current_credential(held))
    reports.report_error(
        ala, held.public_id, kind="name", message="Literówka", proposed={"family_name": "Żółta"}
    )
    yield "award with a report", f"/wallet/{held.public_id}/"
    yield "award with a report of the staff", f"/staff/own/awards/{held.public_id}/"
    yield "renewing", f"/staff/own/awards/{held.public_id}/renew/"


def _with_evidence(world: TwoOrganisations) -> Iterator[tuple[str, str]]:
    own, ala = world.own, learner(PEOPLE["learner"])
    shown = EvidenceItem(name="Praca", url="https://uczelnia.example/praca", narrative="Program z testami.")
    asked = replace(request(PEOPLE["learner"]), evidence=(shown,))
    award = award_one(own.issuer, own.slug, SLUG, asked, run="evidence").award
    portfolio.accept(ala, award.public_id)
    yield "award with evidence of the staff", f"/staff/own/awards/{award.public_id}/"
    choices = holder_pages.Choices(is_public=True, show_grade=True, show_evidence=True)
    yield "public page with evidence", _path(holder_pages.choose(ala, award.public_id, choices))


def _stacking(world: TwoOrganisations) -> Iterator[tuple[str, str]]:
    """Larger micro-credentials that are incomplete, complete, applied for, refused and awarded."""
    own, ala = world.own, learner(PEOPLE["learner"])
    incomplete = load_definition(LARGER_DEFINITION.read_bytes(), "larger")
    publish_file(own, dump_definition(incomplete))
    whole = Composition(groups=(ComponentGroup(components=(SLUG,)),), lowest_eqf=5)
    for name in ("complete", "applied", "refused", "awarded"):
        publish_file(
            own, dump_definition(replace(incomplete, identifier=f"larger-{name}", composition=whole))
        )
        yield f"larger one, {name}", f"/wallet/larger/own/larger-{name}/"
        yield f"larger one, {name}, in the catalogue", f"/catalogue/own/larger-{name}/"
    yield "larger one, incomplete", f"/wallet/larger/own/{incomplete.identifier}/"
    for name in ("applied", "refused", "awarded"):
        applied = applications.apply(ala, "own", f"larger-{name}", message="Proszę o przyznanie.")
        if name == "refused":
            applications.refuse(own.issuer, "own", applied.public_id, reason="Brak miejsc w tym roku.")
        if name == "awarded":
            applications.award(own.issuer, "own", applied.public_id, request(PEOPLE["learner"]), run="")
        yield f"application, {name}", f"/staff/own/applications/{applied.public_id}/"
        if name == "applied":
            yield "awarding an application", f"/staff/own/applications/{applied.public_id}/award/"
            yield "deciding several", f"/staff/own/applications/decide/?application={applied.public_id}"


def _of_the_staff(world: TwoOrganisations) -> Iterator[tuple[str, str]]:
    own = world.own
    people = "Imię;Nazwisko;E-mail\nJan;Żak;jan.zak@example.org\n".encode()
    brought = importing.start_list(own.issuer, "own", SLUG, data=people, file_name="lista.csv", run="2028")
    mapping.map_list(own.issuer, "own", brought.draft.public_id, mapping.columns_of(brought.draft))
    confirming.confirm_list(own.issuer, "own", brought.draft.public_id, notify=False)
    yield "confirmed list", f"/staff/own/lists/{brought.draft.public_id}/"
    later = BatchOptions(run="2029", notify=False, start_at=timezone.now() + timedelta(days=9))
    waiting = create_batch(own.issuer, "own", SLUG, [request("jan.zak@example.org")], options=later)
    yield "cancelling a batch", f"/staff/own/batches/{waiting.public_id}/cancel/"
    draft = definitions.import_definition(
        own.author, "own", data=SECOND_DEFINITION.read_bytes(), file_name="second.yaml"
    )
    definition_review.submit_definition(own.author, "own", draft.definition.slug)
    yield "definition in review", f"/staff/own/definitions/{draft.definition.slug}/review/"
    other = definitions.import_definition(
        own.author, "own", data=THIRD_DEFINITION.read_bytes(), file_name="third.yaml"
    )
    yield "draft", f"/staff/own/definitions/{other.definition.slug}/"
    failed = OutboxMail.objects.filter(organisation__slug="own").earliest("id")
    OutboxMail.objects.filter(pk=failed.pk).update(state=MailState.REFUSED, answer="550 no such mailbox")
