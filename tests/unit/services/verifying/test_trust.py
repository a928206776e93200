"""Who vouches for whom: the own list, imported lists, domains, and what is remembered of strangers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.engine_documents import SIGNER, issue, plain_document
from tests.foreign_lists import foreign_list
from tests.worlds import make_world
from umiem import wiring
from umiem.domain.text import LocalizedText
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.engine.trust_list import read_trust_list
from umiem.errors import RefusedError
from umiem.services.access import SYSTEM
from umiem.services.key import installation_key
from umiem.services.verifying import domain_proofs, foreign_memory, issuers, trust_lists
from umiem.services.verifying.verification import check
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import KeySetSeen, StatusSeen
from umiem.storage.models import TrustList as Row

pytestmark = [pytest.mark.django_db]


def badge(name: str = "Uczelnia") -> bytes:
    return json.dumps(issue(plain_document(issuer={"id": SIGNER.did, "name": name}))).encode()


def test_the_own_list_names_the_organisations_and_is_served_signed():
    world = make_world()
    answer = Client().get("/registry.json")
    found = read_trust_list(answer.content)
    assert [issuer.id for issuer in found.content.issuers] == [world.organisation.did]
    assert found.signed_by == {installation_key.FRAGMENT}
    document = Client().get("/.well-known/did.json").json()
    assert document["id"] == installation_key.did()


def test_the_own_list_is_signed_anew_only_when_something_changed():
    make_world()
    first = trust_lists.own()
    assert trust_lists.own().version == first.version
    trust_lists.vouch(SYSTEM, SIGNER.did, names={"pl": "Szkoła"}, evidence="umowa 1/2026")
    assert trust_lists.own().version == first.version + 1
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        assert trust_lists.publish_due() == 1


def test_an_imported_list_vouches_and_a_removed_one_does_not():
    assert not check(badge()).summary.issuer_known
    trust_lists.import_list(SYSTEM, foreign_list())
    result = check(badge())
    assert result.summary.vouched_name["pl"] == "Szkoła"
    assert [vouch.is_own for vouch in result.issuer.vouches] == [False]
    trust_lists.remove_list(SYSTEM, "https://lists.example/registry.json")
    assert not check(badge()).summary.issuer_known


def test_a_list_that_ended_and_an_entry_that_ended_vouch_no_more():
    trust_lists.import_list(SYSTEM, foreign_list(days=1))
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        result = check(badge())
        assert not result.summary.issuer_known
        assert [vouch.in_force for vouch in result.issuer.vouches] == [False]
    trust_lists.import_list(SYSTEM, foreign_list(2, until=timezone.localdate()))
    assert not check(badge()).summary.issuer_known


def test_an_older_list_is_refused_and_the_newer_one_stays():
    trust_lists.import_list(SYSTEM, foreign_list(5))
    with pytest.raises(RefusedError) as caught:
        trust_lists.import_list(SYSTEM, foreign_list(4))
    assert caught.value.code == "trust-list-older"
    assert Row.objects.get(list_id="https://lists.example/registry.json").version == 5


def test_only_the_operator_changes_lists():
    world = make_world()
    for change in (
        lambda: trust_lists.import_list(world.admin, foreign_list()),
        lambda: trust_lists.remove_list(world.admin, "x"),
        lambda: trust_lists.vouch(world.admin, SIGNER.did, names={"pl": "X"}, evidence="y"),
        lambda: trust_lists.withdraw(world.admin, SIGNER.did, reason="y"),
    ):
        with pytest.raises(RefusedError):
            change()


def test_an_organisation_of_this_site_can_be_withdrawn():
    world = make_world()
    outcome = world.award()
    data = signed_bytes(outcome.credential)
    assert check(data).summary.issuer_known
    trust_lists.withdraw(SYSTEM, world.organisation.did, reason="podszywanie się")
    result = check(data)
    assert not result.summary.issuer_known
    assert result.issuer.vouches[0].evidence == "podszywanie się"


def test_a_stranger_with_a_known_name_is_flagged_and_cannot_be_put_on_the_list():
    make_world("alfa")
    result = check(badge("Uczelnia  ALFA"))
    assert result.issuer.imitated == LocalizedText({"pl": "Uczelnia alfa"})
    with pytest.raises(RefusedError):
        trust_lists.vouch(SYSTEM, SIGNER.did, names={"pl": "Uczelnia аlfa"}, evidence="x")


class _Answering:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def get(self, url, purpose, budget):
        assert url == "https://uczelnia.example/.well-known/umiem.txt"
        return SimpleNamespace(data=self.data)


def test_a_domain_confirms_only_the_organisation_that_it_names(monkeypatch):
    world = make_world()
    world.organisation.website = "https://uczelnia.example/o-nas"
    world.organisation.save()
    monkeypatch.setattr(
        wiring, "fetcher", lambda: _Answering(f"# umiem\n{world.organisation.did}\n".encode())
    )
    assert domain_proofs.check_domain(world.admin, world.slug).proved_at is not None
    monkeypatch.setattr(wiring, "fetcher", lambda: _Answering(b"did:web:other.example\n"))
    proof = domain_proofs.check_domain(SYSTEM, world.slug)
    assert (proof.proved_at, proof.problem) == (None, "domain-names-others")
    assert issuers.dossier(world.organisation.did, LocalizedText({})).domain.problem == "domain-names-others"


def report(outcome: Outcome) -> VerificationReport:
    claims = {"credentialStatus": {"statusListCredential": "https://far.example/1", "statusListIndex": "7"}}
    return VerificationReport(
        format="vcdm-2.0+data-integrity",
        checks=(
            Check(code="proof", outcome=Outcome.PASSED),
            Check(code="revocation", outcome=outcome, params={"reason": "no-answer"}),
        ),
        at=datetime(2026, 11, 28, tzinfo=UTC),
        issuer="did:web:far.example",
        secured_claims=claims,
    )


def test_the_last_good_status_is_remembered_without_saying_whose():
    assert foreign_memory.last_good_status(report(Outcome.UNKNOWN)) is None
    document = {"verificationMethod": [{"id": "#1"}]}
    foreign_memory.remember(report(Outcome.PASSED), {"did:web:far.example": document})
    seen = StatusSeen.objects.get()
    assert foreign_memory.last_good_status(report(Outcome.UNKNOWN)) == seen.read_at
    assert "far.example" not in seen.key
    foreign_memory.remember(report(Outcome.PASSED), {"did:web:far.example": {"verificationMethod": []}})
    assert KeySetSeen.objects.filter(did="did:web:far.example").count() == 2
    assert issuers.dossier("did:web:far.example", LocalizedText({})).keys_before == 1


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.FAILED])
def test_only_a_good_status_counts_as_good(outcome):
    foreign_memory.remember(report(outcome), {})
    assert not StatusSeen.objects.exists()


def test_what_was_not_seen_for_long_is_forgotten():
    foreign_memory.remember(report(Outcome.PASSED), {"did:web:far.example": {}})
    with time_machine.travel(timezone.now() + timedelta(days=foreign_memory.KEPT_DAYS + 1), tick=False):
        assert foreign_memory.forget_old() == 2


def test_the_page_of_lists_names_everyone():
    make_world()
    trust_lists.import_list(SYSTEM, foreign_list())
    page = Client().get("/verify/registry/").content.decode()
    assert SIGNER.did in page
    assert "Uczelnia alfa" in page


def test_an_imitation_is_told_before_the_facts():
    make_world("alfa")
    page = Client(headers={"accept-language": "en"}).post(
        "/verify/", {"text": badge("Uczelnia Alfa").decode()}
    )
    shown = page.content.decode()
    assert 0 < shown.index("Looks like somebody else") < shown.index("Who issued it")
