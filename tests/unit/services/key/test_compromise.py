"""A stolen key: what it signed before, after, and elsewhere; signing all again, stopped and resumed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.worlds import learner, make_world
from umiem import wiring
from umiem.adapters.keys import file as key_file
from umiem.adapters.keys.sealing import load_key_encryption_key
from umiem.engine import OPEN_BADGES_3, InMemorySigner, prepare_credential, sign_credential
from umiem.engine.compiled.filled import hash_of
from umiem.errors import RefusedError
from umiem.services.access import SYSTEM
from umiem.services.credential import credentials, reissuing, status, text_signing
from umiem.services.holder import portfolio
from umiem.services.key import compromise, did_documents, keys
from umiem.services.verifying import verification
from umiem.storage.exact_bytes import intended_bytes
from umiem.storage.models import Credential, OutboxMail, Reissue, SigningKey, StatusEntry

pytestmark = pytest.mark.django_db


def check(credential: Credential) -> verification.CheckResult:
    return verification.check(credentials.file_of(credential).data)


def reason(result: verification.CheckResult) -> object:
    found = result.report.check("key-state")
    return None if found is None else found.params.get("reason")


def stolen_signer(world) -> InMemorySigner:
    key = SigningKey.objects.get(fragment="key-1", organisation=world.organisation)
    secret = load_key_encryption_key(wiring.installation().key_encryption_key)
    plain = secret.unseal(bytes(key.private), purpose=f"{world.organisation.public_id}#key-1")
    return InMemorySigner(key_file.from_der(plain), did_documents.method_of(world.organisation, key))


def test_what_was_logged_before_the_theft_still_counts_here():
    world = make_world()
    credential = world.award().credential
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    result = check(credential)
    assert result.verdict == "valid"
    assert reason(result) is None
    document = did_documents.did_document(world.organisation)
    assert [name.partition("#")[2] for name in document["assertionMethod"]] == ["key-2"]
    assert [bool(method.get("revoked")) for method in document["verificationMethod"]] == [False, True]


def test_what_was_signed_after_the_theft_cannot_be_decided():
    world = make_world()
    credential = world.award().credential
    compromise.report_compromise(
        world.admin, world.slug, "key-1", since=timezone.now() - timedelta(minutes=5)
    )
    result = check(credential)
    assert (result.verdict, reason(result)) == ("indeterminate", "key-compromised-before")
    assert result.summary is None


def test_what_the_thief_signs_is_refused_whatever_date_it_carries():
    world = make_world()
    credential = world.award().credential
    thief = stolen_signer(world)
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    document = json.loads(credentials.file_of(credential).data)
    document.pop("proof")
    document["credentialSubject"]["achievement"]["name"] = "Doktorat"
    forged = sign_credential(
        prepare_credential(document, OPEN_BADGES_3), thief, created=datetime(2026, 1, 1, tzinfo=UTC)
    )
    result = verification.check(forged.data)
    assert (result.verdict, reason(result)) == ("invalid", "key-compromised-not-logged")
    assert result.summary is None
    document["id"] = "urn:uuid:11111111-1111-4111-8111-111111111111"
    other = sign_credential(
        prepare_credential(document, OPEN_BADGES_3), thief, created=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert verification.check(other.data).verdict == "invalid"


def test_a_key_is_not_stolen_in_the_future_and_only_moved_back():
    world = make_world()
    now = timezone.now()
    with pytest.raises(RefusedError, match="key-compromise-in-future"):
        compromise.report_compromise(world.admin, world.slug, "key-1", since=now + timedelta(hours=1))
    compromise.report_compromise(world.admin, world.slug, "key-1", since=now)
    with pytest.raises(RefusedError, match="key-compromised-already"):
        compromise.report_compromise(world.admin, world.slug, "key-1", since=now)
    compromise.report_compromise(world.admin, world.slug, "key-1", since=now - timedelta(days=1))
    with pytest.raises(RefusedError, match="permission-missing"):
        compromise.report_compromise(world.issuer, world.slug, "key-2", since=now)
    assert SigningKey.objects.get(state="active").fragment == "key-2"


def test_everything_is_signed_again_and_each_learner_told_once():
    world = make_world()
    first = world.award("ala@example.org")
    world.award("ala@example.org", run="2027")
    second = world.award("ola@example.org")
    revoked = world.award("ela@example.org")
    credentials.revoke(world.issuer, world.slug, revoked.award.public_id, reason="error")
    credentials.suspend(world.issuer, world.slug, second.award.public_id, reason="under-review")
    ala = learner("ala@example.org")
    portfolio.accept(ala, first.award.public_id)
    OutboxMail.objects.all().delete()
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")
    assert begun.total == 3
    done = compromise.run_reissue(world.admin, begun)
    assert (done.state, compromise.done_count(done)) == ("done", 3)
    held = portfolio.get_held(ala, first.award.public_id)
    assert held.credential.key.fragment == "key-2"
    assert check(held.credential).verdict == "valid"
    old = Credential.objects.get(pk=first.credential.pk)
    assert (old.status, old.status_reason) == ("revoked", "key-compromised")
    assert check(old).verdict == "invalid"
    newest = Credential.objects.filter(award=second.award).order_by("-id").first()
    assert newest.status == "suspended"
    assert check(newest).verdict == "invalid"
    assert sorted(OutboxMail.objects.values_list("recipient", flat=True)) == [
        "ala@example.org",
        "ola@example.org",
    ]
    again = compromise.begin_reissue(world.admin, world.slug, "key-1")
    assert again.pk == begun.pk
    compromise.run_reissue(world.admin, again)
    assert Credential.objects.filter(replacement="key-compromised").count() == 3
    assert StatusEntry.objects.filter(purpose="revocation", is_set=True).count() == 4


@pytest.mark.parametrize("place", ["_store", "sign_texts", "_tell"])
def test_killed_at_any_step_it_goes_on_and_doubles_nothing(monkeypatch, place):
    monkeypatch.setattr(compromise, "CHUNK", 2)
    monkeypatch.setattr(compromise, "LEASE", timedelta(seconds=1))  # of the killed one: it is waited for
    monkeypatch.setattr(compromise, "_WAIT_SECONDS", 0.1)
    world = make_world()
    for number in range(5):
        world.award(f"osoba{number}@example.org")
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")
    compromise.reissue_chunk(world.admin, begun)
    real = getattr(reissuing, place)

    def killed(*arguments, **named):
        if place == "_store":
            real(*arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(reissuing, place, killed)
        with pytest.raises(KeyboardInterrupt):
            compromise.reissue_chunk(world.admin, begun)
    done = compromise.run_reissue(world.admin, begun)
    assert (done.state, compromise.done_count(done)) == ("done", 5)
    assert Credential.objects.filter(state="intended").count() == 0
    assert Credential.objects.filter(replaces__isnull=False).count() == 5
    assert OutboxMail.objects.filter(kind="credentials-reissued").count() == 5


def test_what_was_left_behind_before_the_cursor_is_signed_before_the_job_ends(monkeypatch):
    world = make_world()
    for number in range(3):
        world.award(f"osoba{number}@example.org")
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")

    def killed(*_arguments, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(reissuing, "_sign", killed)
        with pytest.raises(KeyboardInterrupt):
            compromise.reissue_chunk(world.admin, begun)
    last = Credential.objects.order_by("-pk").values_list("pk", flat=True)[0]
    Reissue.objects.update(leased_until=None, cursor=last)
    done = compromise.run_reissue(world.admin, begun)
    assert (done.state, compromise.done_count(done)) == ("done", 3)


def test_what_is_revoked_or_suspended_while_its_new_one_waits_is_not_in_force_again(monkeypatch):
    world = make_world()
    revoked, suspended = (world.award(f"osoba{number}@example.org").award for number in range(2))
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")

    def killed(*_arguments, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(reissuing, "_sign", killed)
        with pytest.raises(KeyboardInterrupt):
            compromise.reissue_chunk(world.admin, begun)
    credentials.revoke(world.issuer, world.slug, revoked.public_id, reason="fraud")
    credentials.suspend(world.issuer, world.slug, suspended.public_id, reason="under-review")
    Reissue.objects.update(leased_until=None)
    assert compromise.run_reissue(world.admin, begun).state == "done"
    newest = {award: award.credentials.order_by("-pk")[0] for award in (revoked, suspended)}
    assert (newest[revoked].status, newest[revoked].status_reason) == ("revoked", "fraud")
    assert (newest[suspended].status, newest[suspended].status_reason) == ("suspended", "under-review")
    for credential in newest.values():
        assert check(credential).verdict == "invalid"


def test_a_chunk_asks_nothing_that_grows_with_what_is_done():
    """A planner with old statistics reads all successors for a join; 500 keys are looked up instead."""
    world = make_world()
    world.award()
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")
    with CaptureQueriesContext(connection) as asked:
        assert compromise.reissue_chunk(world.admin, begun) == 1
    assert not [query["sql"] for query in asked if "EXISTS" in query["sql"]]


def test_while_one_process_has_the_job_another_waits():
    world = make_world()
    world.award()
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")
    type(begun).objects.update(leased_until=timezone.now() + timedelta(seconds=20))
    assert compromise.reissue_chunk(world.admin, begun) is None
    type(begun).objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert compromise.reissue_chunk(world.admin, begun) == 1


def test_nothing_is_signed_again_without_a_report():
    world = make_world()
    with pytest.raises(RefusedError, match="reissue-key-not-compromised"):
        compromise.begin_reissue(world.admin, world.slug, "key-1")
    assert keys.key_of(world.organisation, "key-1").state == "active"


def test_whoever_waits_for_a_killed_process_is_told_so(monkeypatch):
    monkeypatch.setattr(compromise, "_WAIT_SECONDS", 0.0)
    world = make_world()
    world.award()
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")
    rows = Reissue.objects.filter(pk=begun.pk)
    rows.update(leased_until=timezone.now() + timedelta(minutes=1))
    told = []

    def waiting() -> None:
        told.append(rows.update(leased_until=timezone.now() - timedelta(seconds=1)))

    assert compromise.run_reissue(world.admin, begun, waiting=waiting).state == "done"
    assert told == [1]


def test_the_background_goes_on_by_itself_for_some_seconds_at_a_time(monkeypatch):
    monkeypatch.setattr(compromise, "CHUNK", 1)
    world = make_world()
    for number in range(3):
        world.award(f"osoba{number}@example.org")
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    begun = compromise.begin_reissue(world.admin, world.slug, "key-1")
    background = compromise.Background(SYSTEM, processes=0)
    with monkeypatch.context() as patch:
        patch.setattr(compromise, "_BUSY_SECONDS", 0.0)
        assert (background.run_due(), compromise.done_count(begun)) == (1, 1)
    assert (background.run_due(), compromise.done_count(begun)) == (2, 3)
    assert background.run_due() == 0
    assert Reissue.objects.get().state == "done"


def test_after_a_move_to_another_address_credentials_are_signed_again_as_one_kind(monkeypatch):
    world = make_world()
    olds = [world.award(f"osoba{number}@example.org").credential for number in range(2)]
    compromise.report_compromise(world.admin, world.slug, "key-1", since=timezone.now())
    monkeypatch.setattr(status, "url_of", "https://nowy.example/status/{}".format)
    compromise.run_reissue(world.admin, compromise.begin_reissue(world.admin, world.slug, "key-1"))
    texts = [intended_bytes(old.replacements.get()) for old in olds]
    for old, text in zip(olds, texts, strict=True):
        assert b"https://nowy.example/status/" in text
        assert str(old.public_id).encode() not in text
    kinds = text_signing.Kinds(hash_of("Ed25519"))
    assert all(kinds.find(text) for text in texts)
    assert kinds._learned == 1


def test_where_no_kind_comes_again_none_is_learned_any_more(monkeypatch):
    monkeypatch.setattr(text_signing, "MOST_KINDS", 2)
    world = make_world()
    first = intended_bytes(world.award().credential).decode()
    name = json.loads(first)["name"]
    kinds = text_signing.Kinds(hash_of("Ed25519"))
    found = [kinds.find(first.replace(name, f"{name} {number}").encode()) for number in range(3)]
    assert [text is not None for text in found] == [True, True, False]
