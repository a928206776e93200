"""Keys in a token: issuing with them, the token taken away, a token that signs with another key."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests import software_token
from tests.worlds import make_world
from umiem import wiring
from umiem.adapters.keys import pkcs11
from umiem.errors import ConfigurationError, RefusedError, UnavailableError
from umiem.services.credential import credentials, issuing, status
from umiem.services.key import keys
from umiem.services.key.keys import KeyPlan
from umiem.services.verifying import verification
from umiem.storage.models import Credential, SigningKey

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("token")]


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    yield from software_token.token_folder(tmp_path_factory.mktemp("softhsm"))


@pytest.fixture
def installed(token, tmp_path, monkeypatch):
    pin = tmp_path / "pin"
    pin.write_text(software_token.PIN)
    pin.chmod(0o600)
    place = dataclasses.replace(
        wiring.installation(),
        pkcs11_module=software_token.module(),
        pkcs11_token=software_token.TOKEN,
        pkcs11_pin_file=str(pin),
    )
    monkeypatch.setattr(wiring, "installation", lambda: place)
    yield place
    pkcs11._SESSIONS.clear()


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256"])
def test_credentials_and_lists_are_signed_in_the_token(installed, algorithm):
    world = make_world()
    keys.rotate_key(world.admin, world.slug, KeyPlan(algorithm=algorithm, store="pkcs11"))
    key = SigningKey.objects.get(state="active")
    assert bytes(key.private) == b""
    outcome = world.award()
    result = verification.check(credentials.file_of(outcome.credential).data)
    assert result.verdict == "valid"
    credentials.revoke(world.issuer, world.slug, outcome.award.public_id, reason="error")
    assert verification.check(credentials.file_of(outcome.credential).data).verdict == "invalid"


def test_while_the_token_is_away_everything_waits_and_nothing_else_signs(installed, token):
    world = make_world()
    keys.rotate_key(world.admin, world.slug, KeyPlan(store="pkcs11"))
    world.award()
    away = token.parent / "away"
    token.rename(away)
    token.mkdir()
    pkcs11._SESSIONS.clear()
    try:
        with pytest.raises(UnavailableError, match="hardware-token-missing"):
            world.award("ola@example.org")
    finally:
        token.rmdir()
        away.rename(token)
    waiting = Credential.objects.get(state="intended")
    assert SigningKey.objects.filter(state="active").count() == 1
    pkcs11._SESSIONS.clear()
    issuing.finish(world.issuer, [issuing.Intended(credential=waiting)])
    waiting.refresh_from_db()
    assert waiting.state == "released"


def test_a_token_that_signs_with_another_key_is_caught(installed):
    world = make_world()
    keys.rotate_key(world.admin, world.slug, KeyPlan(store="pkcs11"))
    other, _ = pkcs11.generate(wiring.token_access(), "Ed25519", label="other")
    SigningKey.objects.filter(state="active").update(token_key_id=other.key_id.hex())
    with pytest.raises(RefusedError, match="signature-does-not-verify"):
        world.award()
    assert not Credential.objects.filter(state="released").exists()
    with pytest.raises(RefusedError):
        status.publish_due()


def test_a_key_that_the_token_lost_is_unavailable(installed):
    world = make_world()
    keys.rotate_key(world.admin, world.slug, KeyPlan(store="pkcs11"))
    SigningKey.objects.filter(state="active").update(token_key_id="00" * 16)
    with pytest.raises(UnavailableError, match="token-key-missing"):
        world.award()


def test_a_pin_file_open_to_others_is_refused(installed):
    world = make_world()
    Path(installed.pkcs11_pin_file).chmod(0o644)
    with pytest.raises(ConfigurationError, match="token-pin-open"):
        keys.rotate_key(world.admin, world.slug, KeyPlan(store="pkcs11"))


def test_without_a_token_the_plan_is_refused_and_the_old_key_stays():
    world = make_world()
    with pytest.raises(ConfigurationError, match="token-not-set-up"):
        keys.rotate_key(world.admin, world.slug, KeyPlan(store="pkcs11"))
    assert SigningKey.objects.get().state == "active"
