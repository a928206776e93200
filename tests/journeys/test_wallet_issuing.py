"""A wallet fetches a credential by OpenID4VCI 1.0: the whole way, as the standard has it, and refusals."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from django.utils import timezone
from joserfc import jwk

from tests.journeys.wallet import GRANT, Wallet
from tests.worlds import World, learner, make_world, person
from umiem import wiring
from umiem.api import openid4vci
from umiem.engine import InMemorySigner, Sources, VerificationPolicy, parse_sd_jwt, verify_sd_jwt_vc
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.key_proof import MAX_PROOF_BYTES
from umiem.engine.envelopes.sd_jwt.presenting import KeyBindingExpectation, bind_to_key
from umiem.errors import RefusedError, UnsupportedError
from umiem.services.access import Actor
from umiem.services.credential import credentials
from umiem.services.credential.own_sources import OwnDidDocuments, no_status_lists
from umiem.services.holder import claims, erasure, portfolio
from umiem.services.verifying import verification
from umiem.services.wallet import issuing, offers
from umiem.storage.models import Award, CredentialOffer, SignerLogEntry, WalletCopy

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EMAIL = "ala@example.org"


def accepted(world: World) -> tuple[Actor, Award]:
    award, ala = world.award(EMAIL).award, learner(EMAIL)
    portfolio.accept(ala, award.public_id)
    return ala, award


def offered(world: World) -> tuple[Wallet, str, Award]:
    """A wallet that has read an offer, and the transaction code on the holder's page."""
    ala, award = accepted(world)
    offers.make_offer(ala, award.public_id, language="pl")
    shown = offers.newest_offer(ala, portfolio.get_held(ala, award.public_id))
    assert shown is not None
    wallet = Wallet(shown.address)
    wallet.read()
    return wallet, shown.tx_code, award


def ready(world: World) -> tuple[Wallet, Award]:
    """A wallet with an access token."""
    wallet, tx_code, award = offered(world)
    assert wallet.exchange(tx_code).status_code == 200
    return wallet, award


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_a_wallet_gets_a_credential_that_only_it_can_show_and_that_follows_the_status(world):
    wallet, award = ready(world)
    base = wiring.installation().base_url
    assert wallet.offer["credential_issuer"] == f"{base}/o/{world.slug}" == wallet.server["issuer"]
    assert wallet.offer["credential_configuration_ids"] == ["learning-credential", "open-badge"]
    offered_as = wallet.metadata["credential_configurations_supported"]["learning-credential"]
    assert (offered_as["format"], offered_as["cryptographic_binding_methods_supported"]) == (
        "dc+sd-jwt",
        ["jwk"],
    )
    answer = wallet.ask("learning-credential", wallet.proof())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    token = answer.json()["credentials"][0]["credential"].encode()
    payload = json.loads(parse_compact_jws(parse_sd_jwt(token).issuer_signed.encode()).payload)
    assert payload["cnf"]["jwk"] == {
        name: wallet.key.as_dict(private=False)[name] for name in ("kty", "crv", "x", "y")
    }
    assert payload["vct"] == offered_as["vct"]
    assert "family_name" not in payload
    checked = verification.check(token)
    assert checked.verdict == "valid", [(c.code, c.outcome, c.params) for c in checked.report.checks]
    copy = WalletCopy.objects.get()
    assert wallet.tell(answer.json()["notification_id"], "credential_accepted").status_code == 204
    copy.refresh_from_db()
    assert (copy.event, copy.credential.award_id) == ("credential_accepted", award.pk)
    logged = SignerLogEntry.objects.get(subject=f"wallet:{copy.public_id}")
    assert logged.signed_digest == copy.digest
    credentials.revoke(world.issuer, world.slug, award.public_id, reason="error")
    assert verification.check(token).report.check("revocation").outcome == "failed"


def test_the_open_badge_is_handed_over_as_it_was_signed_and_needs_no_key(world):
    wallet, award = ready(world)
    assert "proof_types_supported" not in wallet.metadata["credential_configurations_supported"]["open-badge"]
    answer = wallet.ask("open-badge")
    whole = answer.json()["credentials"][0]["credential"]
    assert whole == json.loads(credentials.download(world.issuer, world.slug, award.public_id).data)


def test_a_code_is_exchanged_once_and_not_without_what_stands_on_the_page(world):
    wallet, tx_code, _ = offered(world)
    wrong = f"{(int(tx_code) + 1) % 1_000_000:06d}"
    assert error(wallet.exchange(wrong)) == (400, "invalid_grant")
    assert error(wallet.exchange("")) == (400, "invalid_request")
    assert wallet.exchange(tx_code).json()["token_type"] == "Bearer"
    assert error(wallet.exchange(tx_code)) == (400, "invalid_grant")
    assert wallet.client.get(wallet.offer_path).status_code == 404
    other = wallet.post(
        wallet.server["token_endpoint"],
        "grant_type=authorization_code&code=1",
        content_type="application/x-www-form-urlencoded",
    )
    assert error(other) == (400, "unsupported_grant_type")


def test_whoever_guesses_ends_the_offer(world):
    wallet, tx_code, _ = offered(world)
    wrong = f"{(int(tx_code) + 1) % 1_000_000:06d}"
    for _attempt in range(offers.MOST_WRONG_CODES):
        assert error(wallet.exchange(wrong)) == (400, "invalid_grant")
    assert error(wallet.exchange(tx_code)) == (400, "invalid_grant")
    assert CredentialOffer.objects.get().withdrawn_at is not None


def test_an_offer_that_ended_or_was_withdrawn_or_replaced_opens_nothing(world):
    wallet, tx_code, award = offered(world)
    ala = learner(EMAIL)
    offers.make_offer(ala, award.public_id, language="en")
    assert error(wallet.exchange(tx_code)) == (400, "invalid_grant")
    shown = offers.newest_offer(ala, portfolio.get_held(ala, award.public_id))
    second = Wallet(shown.address)
    second.read()
    CredentialOffer.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert error(second.exchange(shown.tx_code)) == (400, "invalid_grant")
    assert second.client.get(second.offer_path).status_code == 404


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"nonce": "abc"}, "invalid_nonce"),
        ({"aud": "https://other.example"}, "invalid_proof"),
        ({"iat": -3_600}, "invalid_proof"),
        ({"iat": 3_600}, "invalid_proof"),
        ({"iat": None}, "invalid_proof"),
        ({"exp": -3_600}, "invalid_proof"),
        ({"header": {"typ": "JWT"}}, "invalid_proof"),
        ({"header": {"kid": "did:example:1"}}, "invalid_proof"),
        ({"header": {"x5c": ["MIIB"]}}, "invalid_proof"),
    ],
    ids=str,
)
def test_a_proof_that_is_not_in_order_gets_nothing(world, changes, name):
    wallet, _ = ready(world)
    now = int(time.time())
    given = {key: now + value if isinstance(value, int) else value for key, value in changes.items()}
    assert error(wallet.ask("learning-credential", wallet.proof(**given))) == (400, name)
    assert not WalletCopy.objects.exists()


def test_a_proof_by_another_key_a_private_key_or_none_gets_nothing(world):
    wallet, _ = ready(world)
    other = jwk.ECKey.generate_key("P-256")
    stolen = wallet.proof(key=other, header={"jwk": wallet.key.as_dict(private=False)})
    private = wallet.proof(header={"jwk": wallet.key.as_dict(private=True)})
    for proofs in ([], [stolen], [private], [wallet.proof(), wallet.proof()], ["x"], ["ż" * 30]):
        assert error(wallet.ask("learning-credential", *proofs)) == (400, "invalid_proof")
    assert not WalletCopy.objects.exists()


def test_a_nonce_of_another_issuer_or_an_old_one_is_none(world, monkeypatch):
    wallet, _ = ready(world)
    foreign = issuing.new_nonce(make_world("beta").organisation)
    assert error(wallet.ask("learning-credential", wallet.proof(nonce=foreign))) == (400, "invalid_nonce")
    proof = wallet.proof()
    monkeypatch.setattr(issuing, "MAX_PROOF_AGE_SECONDS", -1)
    assert error(wallet.ask("learning-credential", proof)) == (400, "invalid_nonce")


def test_requests_that_the_standard_does_not_know_are_told_what_is_wrong(world):
    wallet, _ = ready(world)
    for body, name in (
        ({}, "invalid_credential_request"),
        ({"credential_configuration_id": 7}, "invalid_credential_request"),
        (
            {"credential_configuration_id": "open-badge", "credential_identifier": "x"},
            "invalid_credential_request",
        ),
        ({"credential_identifier": "x"}, "unknown_credential_identifier"),
        ({"credential_configuration_id": "other"}, "unknown_credential_configuration"),
        (
            {"credential_configuration_id": "open-badge", "credential_response_encryption": {}},
            "invalid_encryption_parameters",
        ),
        (
            {"credential_configuration_id": "learning-credential", "proofs": {"ldp_vp": []}},
            "invalid_proof",
        ),
    ):
        assert error(wallet.request(body)) == (400, name), body
    broken = wallet.post(
        wallet.metadata["credential_endpoint"],
        '{"a":1,"a":2}',
        content_type="application/json",
        headers={"authorization": f"Bearer {wallet.access}"},
    )
    assert error(broken) == (400, "invalid_credential_request")
    assert error(wallet.tell("nothing", "credential_accepted")) == (400, "invalid_notification_id")
    assert error(wallet.tell("nothing", "eaten")) == (400, "invalid_notification_request")


def test_a_token_counts_in_the_header_only_for_its_issuer_and_for_a_while(world):
    wallet, _ = ready(world)
    address = urlsplit(wallet.metadata["credential_endpoint"]).path
    body = json.dumps({"credential_configuration_id": "open-badge"})
    asked = {"data": body, "content_type": "application/json"}
    in_query = wallet.client.post(f"{address}?access_token={wallet.access}", **asked)
    assert error(in_query) == (401, "invalid_token")
    assert in_query["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    make_world("beta")
    bearer = {"authorization": f"Bearer {wallet.access}"}
    elsewhere = wallet.client.post(address.replace(f"/{world.slug}/", "/beta/"), **asked, headers=bearer)
    assert error(elsewhere) == (401, "invalid_token")
    CredentialOffer.objects.update(access_until=timezone.now() - timedelta(seconds=1))
    assert error(wallet.client.post(address, **asked, headers=bearer)) == (401, "invalid_token")
    assert wallet.client.get(address).status_code == 405
    assert wallet.client.options(address)["Access-Control-Allow-Headers"] == "Authorization, Content-Type"


def test_what_is_not_in_force_or_no_longer_held_is_not_handed_over(world):
    wallet, award = ready(world)
    credentials.suspend(world.issuer, world.slug, award.public_id, reason="under-review")
    assert error(wallet.ask("open-badge")) == (400, "credential_request_denied")
    credentials.lift(world.issuer, world.slug, award.public_id)
    Award.objects.update(holder=person("other@example.org"))
    assert error(wallet.ask("open-badge")) == (400, "credential_request_denied")


def test_who_is_given_an_award_anew_does_not_see_the_wallets_of_its_former_holder(world):
    wallet, award = ready(world)
    wallet.ask("open-badge")
    claims.rebind(world.issuer, world.slug, award.public_id, email="nowa@example.org")
    heir = learner("nowa@example.org")
    held = portfolio.accept(heir, award.public_id)
    assert offers.newest_offer(heir, held) is None
    assert offers.copies_of(heir, held) == ()
    assert len(offers.copies_of(learner(EMAIL), held)) == 1


def test_an_offer_is_not_a_source_of_any_number_of_copies(world):
    wallet, _ = ready(world)
    for _copy in range(issuing.MOST_COPIES):
        assert wallet.ask("open-badge").status_code == 200
    assert error(wallet.ask("open-badge")) == (400, "credential_request_denied")


def test_what_is_too_much_is_refused_by_its_limit(world, monkeypatch):
    wallet, _ = ready(world)
    long = wallet.proof(padding="x" * MAX_PROOF_BYTES)
    assert error(wallet.ask("learning-credential", long)) == (400, "invalid_proof")
    large = {"credential_configuration_id": "open-badge", "x": "y" * openid4vci.MAX_REQUEST_BYTES}
    assert error(wallet.request(large)) == (400, "invalid_credential_request")
    form = wallet.post(
        wallet.server["token_endpoint"],
        f"grant_type={GRANT}&tx_code=1&pre-authorized_code={'x' * openid4vci.MAX_REQUEST_BYTES}",
        content_type="application/x-www-form-urlencoded",
    )
    assert error(form) == (400, "invalid_request")
    ala, award = learner(EMAIL), Award.objects.get()
    monkeypatch.setattr(offers, "MOST_OFFERS_A_DAY", 2)
    offers.make_offer(ala, award.public_id, language="pl")
    with pytest.raises(RefusedError, match="too-many-offers"):
        offers.make_offer(ala, award.public_id, language="pl")
    with pytest.raises(UnsupportedError, match="document-language-unsupported"):
        offers.make_offer(ala, award.public_id, language="de")


def test_the_page_shows_the_offer_and_notices_what_became_of_it(world):
    _, award = accepted(world)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person(EMAIL), backend=settings.AUTHENTICATION_BACKENDS[0])
    page = f"/wallet/{award.public_id}/app/"
    assert page in client.get(f"/wallet/{award.public_id}/").content.decode()
    first = client.get(page).content.decode()
    assert "No wallet has a copy yet" in first
    assert '<a href="/wallet/" aria-current="true">My micro-credentials</a>' in first
    shown = client.post(page, {"language": "en"}, follow=True).content.decode()
    assert "every 4s" in shown
    row = CredentialOffer.objects.get()
    assert f'id="tx-code">{offers.tx_code_of(row)}<' in shown
    assert client.get(f"{page}qr.svg").content.startswith(b"<svg")
    address = shown.partition('href="openid-credential-offer://')[2].partition('"')[0]
    wallet = Wallet(f"openid-credential-offer://{unquote(address) if '%' not in address else address}")
    wallet.read()
    assert wallet.exchange(offers.tx_code_of(row)).status_code == 200
    assert wallet.ask("learning-credential", wallet.proof()).status_code == 200
    after = client.get(page).content.decode()
    assert "every 4s" not in after
    assert "A wallet has fetched it" in after
    assert "SD-JWT VC" in after
    assert client.get(f"{page}qr.svg").status_code == 404
    client.post(page, {"language": "en"})
    client.post(f"{page}withdraw/")
    assert "Withdrawn" in client.get(page).content.decode()


def test_nobody_else_offers_it_and_nothing_is_offered_before_it_is_accepted(world):
    _, award = accepted(world)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person("other@example.org"), backend=settings.AUTHENTICATION_BACKENDS[0])
    for path in ("", "qr.svg"):
        assert client.get(f"/wallet/{award.public_id}/app/{path}").status_code == 404
    assert client.post(f"/wallet/{award.public_id}/app/", {"language": "en"}).status_code == 404
    waiting = world.award(EMAIL, run="2027").award
    client.force_login(person(EMAIL), backend=settings.AUTHENTICATION_BACKENDS[0])
    refused = client.post(f"/wallet/{waiting.public_id}/app/", {"language": "en"})
    assert (refused.status_code, "Accept the micro-credential first" in refused.content.decode()) == (
        422,
        True,
    )


def test_what_was_erased_leaves_neither_offer_nor_copy(world):
    wallet, award = ready(world)
    wallet.ask("learning-credential", wallet.proof())
    erasure.erase_award(world.admin, world.slug, award.public_id)
    assert not CredentialOffer.objects.exists()
    assert not WalletCopy.objects.exists()


def test_the_copy_is_bound_for_verifiers_that_ask_for_it(world):
    wallet, _ = ready(world)
    private = ec.generate_private_key(ec.SECP256R1())
    key = jwk.ECKey.import_key(private)
    token = wallet.ask("learning-credential", wallet.proof(key=key)).json()["credentials"][0]["credential"]
    now = timezone.now()
    signer = InMemorySigner(private, "did:example:holder#1")
    expected = KeyBindingExpectation(audience="https://employer.example", nonce="n-1")
    shown = bind_to_key(
        parse_sd_jwt(token.encode()), signer, audience=expected.audience, nonce="n-1", issued_at=now
    )
    policy = VerificationPolicy.strict()
    report = verify_sd_jwt_vc(
        shown.compact().encode(),
        policy=policy,
        at=now,
        sources=Sources(resolver=OwnDidDocuments(), status_lists=no_status_lists(), known_issuers=None),
        key_binding=expected,
    )
    assert report.check("key-binding").outcome == "passed"
