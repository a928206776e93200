"""Keys through their life: ceremony, use, end, rotation, history, and what was signed along the way."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.worlds import make_world, person, signed_in
from umiem.errors import ConfigurationError, MalformedInputError, NotFoundError, RefusedError
from umiem.sentences.errors import error_sentence
from umiem.services.access import SYSTEM, actor_of
from umiem.services.credential import credentials, issuing, status
from umiem.services.key import ceremonies, did_documents, key_health, keys
from umiem.services.key.ceremony_transcripts import check_transcript
from umiem.services.key.keys import KeyPlan
from umiem.services.verifying import verification
from umiem.storage.models import Credential, KeyCeremony, Membership, SigningKey, StatusList

pytestmark = pytest.mark.django_db

FILE = b"""organisation: alfa
purpose: Klucz na rok 2027
algorithm: P-256
store: file
valid-days: 400
confirmation: one-person
"""
FOR_TWO = b"""organisation: alfa
purpose: Klucz na rok 2027
valid-days: 400
confirmation: two-people
people:
  - admin@alfa.example
  - druga@alfa.example
"""


def second_admin(world):
    user = person("druga@alfa.example")
    Membership.objects.create(organisation=world.organisation, user=user, role="admin")
    return actor_of(user)


def test_one_reviewed_file_in_a_signed_transcript_out():
    world = make_world()
    old = world.award().credential
    done = ceremonies.begin(SYSTEM, FILE)
    again = ceremonies.begin(SYSTEM, FILE)
    assert done.pk == again.pk
    assert SigningKey.objects.count() == 2
    data = ceremonies.transcript(world.admin, world.slug, done.public_id).data
    told = check_transcript(data)
    assert told["key"]["algorithm"] == "P-256"
    assert told["takesOverFrom"].endswith("#key-1")
    assert told["file"]["text"] == FILE.decode()
    new = world.award("ola@example.org").credential
    for credential in (old, new):
        assert verification.check(credentials.file_of(credential).data).verdict == "valid"


@pytest.mark.parametrize("place", ["purpose", "sha256", "signature", "publicKeyMultibase"])
def test_a_changed_transcript_is_not_one(place):
    make_world()
    done = ceremonies.begin(SYSTEM, FILE)
    document = json.loads(bytes(done.transcript))
    if place == "purpose":
        document["transcript"]["purpose"] = "inny"
    elif place == "sha256":
        document["sha256"] = "0" * 64
    elif place == "signature":
        document["proofs"][0]["signature"] = document["proofs"][1]["signature"]
    else:
        document["transcript"]["key"]["publicKeyMultibase"] = "z6Mk"
    with pytest.raises(MalformedInputError, match="transcript-wrong"):
        check_transcript(json.dumps(document).encode())


def test_with_two_people_the_key_is_made_by_the_second():
    world = make_world()
    second = second_admin(world)
    waiting = ceremonies.begin(SYSTEM, FOR_TWO)
    assert waiting.state == "waiting"
    ceremonies.confirm(world.admin, world.slug, waiting.public_id)
    ceremonies.confirm(world.admin, world.slug, waiting.public_id)
    assert SigningKey.objects.count() == 1
    ceremonies.confirm(second, world.slug, waiting.public_id)
    assert SigningKey.objects.get(state="active").fragment == "key-2"
    with pytest.raises(RefusedError, match="ceremony-settled"):
        ceremonies.confirm(second, world.slug, waiting.public_id)
    told = check_transcript(bytes(KeyCeremony.objects.get().transcript))
    assert [entry["person"] for entry in told["confirmations"]] == [
        "admin@alfa.example",
        "druga@alfa.example",
    ]


def test_only_the_named_administrators_confirm_and_a_stranger_sees_nothing():
    world, other = make_world(), make_world("beta")
    second_admin(world)
    waiting = ceremonies.begin(SYSTEM, FOR_TWO)
    third = person("trzecia@alfa.example")
    Membership.objects.create(organisation=world.organisation, user=third, role="admin")
    with pytest.raises(RefusedError, match="ceremony-not-yours"):
        ceremonies.confirm(actor_of(third), world.slug, waiting.public_id)
    with pytest.raises(RefusedError, match="permission-missing"):
        ceremonies.confirm(world.issuer, world.slug, waiting.public_id)
    with pytest.raises(NotFoundError):
        ceremonies.confirm(other.admin, other.slug, waiting.public_id)
    ceremonies.cancel(world.admin, world.slug, waiting.public_id)
    with pytest.raises(RefusedError, match="ceremony-settled"):
        ceremonies.confirm(world.admin, world.slug, waiting.public_id)


@pytest.mark.parametrize(
    "change",
    [
        (b"valid-days: 400", b"valid-days: 0x10"),
        (b"valid-days: 400", b""),
        (b"algorithm: P-256", b"algorithm: [P-256]"),
        (b"organisation: alfa", b"organisation:"),
        (b"confirmation: one-person", b"confirmation: two-people"),
        (b"store: file", b"stoer: file"),
        (b"store: file", b"people: anna@example.org"),
        (FILE, b"\xff\xfe"),
        (FILE, b"- a\n- b\n"),
        (FILE, FILE + b"#" * 30_000),
    ],
)
def test_a_ceremony_file_that_is_not_in_order_is_refused(change):
    make_world()
    with pytest.raises(MalformedInputError) as refused:
        ceremonies.begin(SYSTEM, FILE.replace(*change))
    assert SigningKey.objects.count() == 1
    told = {language: error_sentence(refused.value, language) for language in ("pl", "en")}
    assert told["pl"] != told["en"]
    problem = str(refused.value.params.get("problem", "-"))
    assert problem == "-" or problem not in told["pl"]


@pytest.mark.parametrize(
    "change",
    [(b"P-256", b"RSA"), (b"store: file", b"store: paper"), (b"400", b"0"), (b"400", b"99999")],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(change):
    make_world()
    with pytest.raises(RefusedError, match="key-plan"):
        ceremonies.begin(SYSTEM, FILE.replace(*change))


def test_of_two_rotations_at_once_the_second_is_refused():
    world = make_world()
    keys.rotate_key(world.admin, world.slug, instead_of="key-1")
    with pytest.raises(RefusedError, match="key-rotated-already"):
        keys.rotate_key(world.admin, world.slug, instead_of="key-1")
    assert SigningKey.objects.count() == 2


def test_a_rotation_during_issuing_leaves_nothing_signed_by_the_old_key(monkeypatch):
    world = make_world()

    def crash(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("umiem.services.key.signing.sign_credential", crash)
        with pytest.raises(KeyboardInterrupt):
            world.award()
    keys.rotate_key(world.admin, world.slug)
    waiting = Credential.objects.get()
    issuing.finish(world.issuer, [issuing.Intended(credential=waiting)])
    waiting.refresh_from_db()
    assert waiting.key.fragment == "key-2"
    assert verification.check(credentials.file_of(waiting).data).verdict == "valid"


def test_a_retired_key_never_signs_again():
    world = make_world()
    keys.rotate_key(world.admin, world.slug)
    retired = SigningKey.objects.get(state="retired")
    with pytest.raises(RefusedError, match="key-signs-no-more"):
        keys.signer_of(world.organisation, retired)


def test_a_key_past_its_end_awards_nothing_but_revocations_go_on():
    world = make_world()
    award = world.award().award
    SigningKey.objects.update(valid_until=timezone.now() - timedelta(days=1))
    with pytest.raises(ConfigurationError, match="key-past-its-end"):
        world.award("ola@example.org")
    credentials.revoke(world.issuer, world.slug, award.public_id, reason="error")
    assert not StatusList.objects.exclude(revision=0).filter(published_revision=0, used__gt=0).exists()
    with pytest.raises(ConfigurationError, match="key-ended"):
        key_health.keys_in_time()


def test_the_end_of_a_key_is_told_a_month_before():
    world = make_world()
    assert keys.needs_attention(world.organisation) is None
    SigningKey.objects.update(valid_until=timezone.now() + timedelta(days=20))
    told = keys.needs_attention(world.organisation)
    assert told is not None
    assert told["code"] == "ends-soon"
    client = signed_in("admin@alfa.example")
    page = client.get("/staff/alfa/", headers={"Accept-Language": "en"}).content.decode()
    assert "The key key-1 ends on" in page


def test_without_the_key_encryption_key_nothing_is_signed(home):
    world = make_world()
    place = home / "keys" / "key-encryption-key"
    hidden = place.with_suffix(".hidden")
    place.rename(hidden)
    try:
        with pytest.raises(ConfigurationError, match="key-encryption-key-missing"):
            world.award()
    finally:
        hidden.rename(place)
    assert world.award().kind == "awarded"


def test_every_version_of_the_did_document_is_served_with_the_times_of_the_keys():
    world = make_world()
    keys.rotate_key(world.admin, world.slug, KeyPlan(algorithm="P-256"))
    client = Client()
    first = client.get("/o/alfa/did.json?versionId=1").json()
    newest = client.get("/o/alfa/did.json").json()
    assert [len(document["verificationMethod"]) for document in (first, newest)] == [1, 2]
    history = client.get("/o/alfa/did-history.json")
    told = history.json()
    assert [version["versionId"] for version in told["versions"]] == ["1", "2"]
    assert told["versions"][1]["previous"] == told["versions"][0]["digest"]
    assert [key["state"] for key in told["keys"]] == ["retired", "active"]
    before = told["versions"][1]["versionTime"]
    assert client.get("/o/alfa/did.json", {"versionTime": before}).status_code == 200
    for wrong in (
        "versionId=9",
        "versionId=x",
        "versionId=-1",
        "versionTime=1999",
        "versionTime=2001-01-01Z",
    ):
        assert client.get(f"/o/alfa/did.json?{wrong}").status_code == 404
    assert client.get("/o/alfa/did.json", headers={"If-None-Match": history["ETag"]}).status_code == 200
    again = client.get("/o/alfa/did-history.json", headers={"If-None-Match": history["ETag"]})
    assert again.status_code == 304


def test_a_key_added_behind_the_back_of_the_history_shows():
    world = make_world()
    SigningKey.objects.update(fragment="key-x")
    assert list(did_documents.broken_versions(world.organisation)) == [1]


def test_rotation_with_lists_signs_them_anew_when_due():
    world = make_world()
    world.award()
    keys.rotate_key(world.admin, world.slug)
    StatusList.objects.update(valid_until=timezone.now() + timedelta(hours=1))
    assert status.publish_due() == 2
    row = StatusList.objects.first()
    assert "#key-2" in bytes(row.document).decode()
