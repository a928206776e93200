"""From the definition to the revoked credential, through the services, on the database in use."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.worlds import SLUG, learner, make_world, request
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.award import awards
from umiem.services.credential import credentials, status
from umiem.services.holder import claims, portfolio, sharing
from umiem.services.notice import mail
from umiem.services.verifying import verification
from umiem.storage.exact_bytes import intended_bytes, signed_bytes
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    OutboxMail,
    SignerLogEntry,
    StatusEntry,
    StatusList,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_whole_life_of_a_credential():
    world = make_world()
    outcome = world.award("ala@example.org")
    assert outcome.kind == "awarded"
    ala = learner("ala@example.org")
    held = portfolio.held(ala)
    assert [one.award.public_id for one in held] == [outcome.award.public_id]
    portfolio.accept(ala, outcome.award.public_id)
    file = portfolio.download(ala, outcome.award.public_id)
    assert file.data == signed_bytes(Credential.objects.get())

    valid = verification.check(file.data)
    assert valid.verdict == "valid", [(c.code, c.outcome, c.params) for c in valid.report.checks]
    assert valid.summary is not None
    assert valid.summary.learner_name == "Świętosława Żółć"
    assert valid.summary.issuer_known

    credentials.suspend(world.issuer, world.slug, outcome.award.public_id, reason="under-review")
    assert verification.check(file.data).report.check("suspension").outcome == "failed"
    credentials.lift(world.issuer, world.slug, outcome.award.public_id)
    assert verification.check(file.data).verdict == "valid"
    credentials.revoke(world.issuer, world.slug, outcome.award.public_id, reason="error")
    revoked = verification.check(file.data)
    assert revoked.verdict == "invalid"
    assert revoked.report.check("revocation").outcome == "failed"
    assert portfolio.get_held(ala, outcome.award.public_id).status == "revoked"
    with pytest.raises(RefusedError, match="status-change-refused"):
        credentials.lift(world.issuer, world.slug, outcome.award.public_id)
    assert list(audit.broken_links(audit.chain_of(world.organisation))) == []
    kinds = set(OutboxMail.objects.values_list("kind", flat=True))
    assert kinds == {"award-made", "credential-suspended", "suspension-lifted", "credential-revoked"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"results": {"eu1": "20"}}, "award-outcome-not-reached"),
        ({"results": {"eu1": "nzal"}}, "award-outcome-not-reached"),
        ({"results": {"eu1": "999"}}, "award-result-above-scale"),
        ({"grade": "6,0"}, "award-grade-not-on-scale"),
        ({"grade": "2,0"}, "award-grade-not-passing"),
    ],
)
def test_what_was_not_reached_is_not_awarded(changes, code):
    world = make_world()
    with pytest.raises(RefusedError, match=code):
        awards.award_one(world.issuer, world.slug, SLUG, request(**changes), run="2026Z")
    assert not Award.objects.exists()
    assert not StatusEntry.objects.exists()


def test_released_bytes_are_what_was_intended_with_a_proof():
    world = make_world()
    credential = world.award().credential
    assert hashlib.sha256(signed_bytes(credential)).hexdigest() == credential.digest
    signed = json.loads(signed_bytes(credential))
    (proof,) = signed.pop("proof")
    assert signed == json.loads(intended_bytes(credential))
    assert proof["cryptosuite"] == "eddsa-rdfc-2022"
    assert proof["verificationMethod"] == f"{world.organisation.did}#key-1"


def test_a_crash_before_signing_is_finished_later(monkeypatch):
    world = make_world()

    def crash(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("umiem.services.key.signing.sign_credential", crash)
        with pytest.raises(KeyboardInterrupt):
            world.award()
    intent = Credential.objects.get()
    assert intent.state == CredentialState.INTENDED
    assert intent.data is None
    before = json.loads(intended_bytes(intent))
    outcome = world.award()
    assert outcome.kind == "already-awarded"
    finished = Credential.objects.get()
    assert finished.state == CredentialState.RELEASED
    assert json.loads(intended_bytes(finished)) == before


def test_a_wrong_signature_is_never_released(monkeypatch):
    world = make_world()
    monkeypatch.setattr("umiem.engine.signers.InMemorySigner.sign", lambda self, data: b"\0" * 64)
    with pytest.raises(RefusedError):
        world.award()
    assert Credential.objects.get().state == CredentialState.INTENDED


def test_what_storage_damaged_is_not_handed_out():
    world = make_world()
    outcome = world.award()
    stored = bytes(outcome.credential.data)
    Credential.objects.update(data=stored[:-1] + bytes([stored[-1] ^ 1]))
    from umiem.errors import UnavailableError

    with pytest.raises(UnavailableError, match="credential-damaged"):
        credentials.download(world.issuer, world.slug, outcome.award.public_id)


def test_share_links_open_and_end():
    world = make_world()
    outcome = world.award("ala@example.org")
    ala = learner("ala@example.org")
    with pytest.raises(RefusedError, match="accept-first"):
        sharing.create_share(ala, outcome.award.public_id)
    portfolio.accept(ala, outcome.award.public_id)
    share = sharing.create_share(ala, outcome.award.public_id, purpose="praca", days=30)
    token = share.url.rstrip("/").rpartition("/")[2]
    assert sharing.open_share(token).report.verdict == "valid"
    assert verification.check_link(share.url).verdict == "valid"
    assert token not in str(share.link.__dict__)
    sharing.stop_share(ala, share.link.public_id)
    with pytest.raises(NotFoundError):
        sharing.open_share(token)
    with pytest.raises(NotFoundError):
        verification.check_link(share.url)


def test_a_claim_link_binds_the_award_to_whoever_has_the_mail():
    world = make_world()
    outcome = world.award("dawna@szkola.example")
    code = OutboxMail.objects.get().body.split("/wallet/claim/")[1].split("/")[0]
    ala, other = learner("ala@example.org"), learner("ola@example.org")
    assert portfolio.held(ala) == ()
    assert claims.peek_claim(code).held.award.public_id == outcome.award.public_id
    claims.claim(ala, code)
    assert len(portfolio.held(ala)) == 1
    with pytest.raises(NotFoundError):
        claims.claim(other, code)
    # whoever gets the old mailbox later does not get the award
    assert portfolio.held(learner("dawna@szkola.example")) == ()


def test_tenants_do_not_see_each_other():
    alfa, beta = make_world("alfa"), make_world("beta")
    mine = alfa.award().award
    for attempt in (
        lambda: awards.get_award(beta.admin, "alfa", mine.public_id),
        lambda: awards.get_award(beta.admin, "beta", mine.public_id),
        lambda: credentials.revoke(beta.admin, "beta", mine.public_id, reason="error"),
        lambda: awards.list_awards(beta.admin, "alfa"),
        lambda: portfolio.get_held(learner("obcy@example.org"), mine.public_id),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    assert awards.list_awards(beta.admin, "beta").total == 0


def test_roles_may_only_do_their_own():
    world = make_world()
    award = world.award().award
    with pytest.raises(RefusedError, match="permission-missing"):
        awards.award_one(world.author, world.slug, SLUG, request(), run="x")
    with pytest.raises(RefusedError, match="permission-missing"):
        credentials.revoke(world.author, world.slug, award.public_id, reason="error")
    with pytest.raises(RefusedError, match="permission-missing"):
        audit.entries(world.issuer, world.slug)
    assert audit.entries(world.admin, world.slug).total > 3


def test_a_list_is_published_with_an_end_and_rebuilt_from_the_database(home):
    world = make_world()
    outcome = world.award()
    credentials.revoke(world.issuer, world.slug, outcome.award.public_id, reason="error")
    row = StatusList.objects.get(purpose="revocation")
    assert row.revision == row.published_revision
    assert row.valid_until - row.published_at == timedelta(hours=24)
    public = home / "public" / "status" / str(row.public_id)
    assert public.read_bytes() == bytes(row.document)
    public.unlink()
    status.restore_public_folder()
    row.refresh_from_db()  # published again: what was out there may have been newer than this database
    assert public.read_bytes() == bytes(row.document)
    StatusList.objects.update(valid_until=timezone.now() + timedelta(hours=1))
    assert status.publish_due() == 2


def test_mail_is_queued_once_per_key():
    for _ in range(2):
        mail.queue(key="k", kind="account", recipient="a@example.org", subject="s", body="b")
    assert OutboxMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_threads_awarding_the_same_person_make_one_award():
    world = make_world()
    outcomes, errors = [], []

    def work(number: int) -> None:
        try:
            for email in ("ala@example.org", f"ola{number}@example.org"):
                outcomes.append(world.award(email).kind)
        except Exception as problem:
            errors.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(outcomes) == ["already-awarded"] * 3 + ["awarded"] * 5
    assert Credential.objects.filter(state=CredentialState.RELEASED).count() == 5
    assert SignerLogEntry.objects.filter(subject__startswith="credential:").count() == 5
    assert connection.vendor in ("sqlite", "postgresql")
