"""The operator's pages: who gets in, and what they do to the trust lists."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.engine_documents import SIGNER
from tests.foreign_lists import KEY, foreign_list
from tests.worlds import make_world, person, signed_in
from umiem import wiring
from umiem.engine.identifiers.multikey import encode_multikey
from umiem.services.access import actor_of
from umiem.services.verifying import issuers, trust_lists
from umiem.storage.models import AuditEntry, TrustList

pytestmark = [pytest.mark.django_db]
WHO = "Operator@example.org"


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody whom the settings name, signed in."""
    place = replace(wiring.installation(), operators=(WHO.casefold(),))
    monkeypatch.setattr(wiring, "installation", lambda: place)
    client = signed_in(WHO.casefold(), language="en")
    return client


def sent(key: str = "") -> dict[str, object]:
    return {"file": SimpleUploadedFile("list.json", foreign_list()), "key": key}


def test_only_whom_the_settings_name(operator: Client):
    assert operator.get("/operator/").status_code == 200
    stranger = signed_in("other@example.org")
    assert stranger.get("/operator/").status_code == 403
    user = person(WHO.casefold())
    user.second_fact_reason = "silence"
    assert not actor_of(user).is_operator


def test_a_first_list_needs_its_key_and_can_be_removed(operator: Client):
    refused = operator.post("/operator/import/", sent())
    assert refused.status_code == 422
    assert "public key of the list" in refused.content.decode()
    assert not TrustList.objects.filter(is_own=False).exists()
    spaced = " ".join(encode_multikey(KEY.public_key)[start : start + 8] for start in range(0, 64, 8))
    assert operator.post("/operator/import/", sent(spaced), follow=True).status_code == 200
    assert issuers.vouches_of(SIGNER.did)[0].in_force
    page = operator.get("/operator/").content.decode()
    assert "https://lists.example/registry.json" in page
    assert operator.post("/operator/import/", sent()).status_code in (302, 422)  # known now: no key needed
    operator.post("/operator/remove/", {"list": "https://lists.example/registry.json"})
    assert not TrustList.objects.filter(is_own=False).exists()
    done = AuditEntry.objects.filter(action__startswith="trust-list").values_list("action", "actor")
    assert {action for action, _ in done} == {"trust-list-imported", "trust-list-removed"}
    assert {who for _, who in done} == {WHO.casefold()}


@pytest.mark.parametrize("data", [b"", b"{}", b"\x00" * 50, b'{"payload": 1}'])
def test_what_is_no_list_is_refused_in_words(operator: Client, data: bytes):
    fields = {"file": SimpleUploadedFile("list.json", data), "key": "z6Mk"}
    assert operator.post("/operator/import/", fields).status_code == 422


def test_a_decision_with_evidence_and_its_end(operator: Client):
    fields = {"did": "did:web:szkola.example", "name_pl": "Szkoła", "evidence": "RSPO 123", "country": "PL"}
    assert operator.post("/operator/vouch/", fields | {"evidence": " "}).status_code == 422
    assert operator.post("/operator/vouch/", fields).status_code == 302
    vouch = issuers.vouches_of("did:web:szkola.example")[0]
    assert (vouch.evidence, vouch.in_force) == ("RSPO 123", True)
    gone = {"did": "did:web:szkola.example", "reason": ""}
    assert operator.post("/operator/withdraw/", gone).status_code == 422
    operator.post("/operator/withdraw/", gone | {"reason": "zamknięta"})
    assert not issuers.vouches_of("did:web:szkola.example")[0].in_force
    assert "RSPO 123" not in trust_lists.export_own().decode()


def test_a_name_that_imitates_is_refused(operator: Client):
    world = make_world()
    fields = {"did": "did:web:far.example", "name_pl": world.organisation.names["pl"], "evidence": "x"}
    assert operator.post("/operator/vouch/", fields).status_code == 422


def test_a_domain_is_asked_with_a_button(operator: Client, monkeypatch: pytest.MonkeyPatch):
    world = make_world()
    path = f"/operator/domains/{world.slug}/"
    assert operator.post(path).status_code == 422  # no website
    type(world.organisation).objects.update(website="https://alfa.example/")
    answer = SimpleNamespace(data=world.organisation.did.encode())
    monkeypatch.setattr(wiring, "fetcher", lambda: SimpleNamespace(get=lambda *_: answer))
    assert "confirms it" in operator.post(path, follow=True).content.decode()
    answer.data = b"did:web:other.example"
    assert "does not confirm it. " in operator.post(path, follow=True).content.decode()
