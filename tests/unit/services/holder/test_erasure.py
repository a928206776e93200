"""Erasing people: nothing of them is left in any column, the bit stays burnt, the chains stay whole."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from tests.worlds import SLUG, learner, make_world, request
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.batches.rows import unpack_rows
from umiem.services.award.lists import importing, mapping
from umiem.services.credential import credentials, documents, issuing
from umiem.services.credential.issuing import Intended
from umiem.services.holder import collections, erasure, holder_pages, portfolio, privacy, retention, sharing
from umiem.services.holder.collections import Cover
from umiem.services.holder.holder_pages import Choices
from umiem.services.holder.privacy import Privacy
from umiem.services.notice import reports
from umiem.services.verifying import verification
from umiem.storage.models import (
    AuditEntry,
    Award,
    Credential,
    CredentialState,
    Erasure,
    ErasureState,
    OutboxMail,
    StatusEntry,
    User,
)

pytestmark = [pytest.mark.django_db]
TRACES = ("ala@example.org", "Świętosława", "Żółć", "s1234", "tajny dowód")


def full_life():
    """An award with everything that can hang on it."""
    world, ala = make_world(), learner("ala@example.org")
    outcome = world.award("ala@example.org", identifier="s1234")
    award = outcome.award
    Award.objects.filter(pk=award.pk).update(
        record=award.record | {"evidence": [{"name": "tajny dowód", "url": "", "narrative": ""}]}
    )
    portfolio.accept(ala, award.public_id)
    sharing.create_share(ala, award.public_id, purpose="dla Żółć", kind="proof", fields=("name",))
    holder_pages.choose(ala, award.public_id, Choices(is_public=True))
    collections.save_collection(ala, None, Cover(title="Żółć"), awards=[award.public_id], imported=[])
    reports.report_error(ala, award.public_id, kind="name", message="Świętosława, nie Święta")
    documents.held_document(ala, award.public_id, "pdf")
    data = credentials.file_of(outcome.credential).data
    return world, ala, award, data


def traces() -> list[str]:
    """Every column of every table in which something about the person is left."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(
                field, models.CharField | models.TextField | models.JSONField | models.BinaryField
            ):
                continue
            for value in (
                model.objects.values_list(field.attname, flat=True) if hasattr(model, "objects") else ()
            ):
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                found += [
                    f"{model.__name__}.{field.name}: {trace}"
                    for trace in TRACES
                    if trace.casefold().encode() in raw.decode(errors="ignore").casefold().encode()
                ]
    return found


def test_nothing_about_the_person_is_left_anywhere():
    world, ala, award, data = full_life()
    assert len(traces()) > 10
    places = set(StatusEntry.objects.values_list("status_list", "index"))
    records = erasure.erase_account(ala)
    assert traces() == []
    assert not User.objects.filter(pk=ala.user_id).exists()
    assert [record.state for record in records] == [ErasureState.DONE, ErasureState.DONE]
    assert set(StatusEntry.objects.values_list("status_list", "index")) == places
    for chain in (audit.chain_of(world.organisation), audit.PLATFORM_CHAIN):
        assert list(audit.broken_links(chain)) == []
    # a copy that was downloaded goes on verifying
    assert verification.check(data).verdict == "valid"
    award.refresh_from_db()
    assert award.standing == "erased"
    with pytest.raises(NotFoundError):
        credentials.download(world.admin, world.slug, award.public_id)
    # whoever has the mailbox now starts with nothing, and can be awarded anew
    assert portfolio.held(learner("ala@example.org")) == ()
    assert world.award("ala@example.org", identifier="s1234").kind == "awarded"


@pytest.mark.django_db(transaction=True)
def test_nothing_about_the_person_is_left_in_the_files_of_the_database():
    if connection.vendor != "sqlite":
        pytest.skip("about the files of SQLite")
    _, ala, _, _ = full_life()
    assert traces_in_files() == set(TRACES)
    erasure.erase_account(ala)
    assert traces_in_files() == set()


def traces_in_files() -> set[str]:
    """What is in the database's files, deleted pages and the write-ahead log included."""
    name = Path(str(connection.settings_dict["NAME"]))
    held = b"".join(path.read_bytes() for path in (name, name.with_name(f"{name.name}-wal")) if path.exists())
    return {trace for trace in TRACES if trace.encode() in held or json.dumps(trace).encode() in held}


def test_copies_can_be_revoked_as_well():
    _, ala, award, data = full_life()
    erasure.ask_to_erase(ala, award.public_id, revoke=True)
    assert verification.check(data).verdict == "invalid"
    assert StatusEntry.objects.filter(is_set=True).count() == 1
    assert User.objects.filter(pk=ala.user_id).exists()
    with pytest.raises(NotFoundError, match="award-unknown"):
        erasure.ask_to_erase(ala, award.public_id)


def test_an_organisation_that_decides_first_keeps_until_it_decided():
    world, ala, award, _ = full_life()
    privacy.change_privacy(
        world.admin, world.slug, Privacy(legal_basis="legal-obligation", erases_at_once=False)
    )
    wish = erasure.ask_to_erase(ala, award.public_id)
    assert erasure.ask_to_erase(ala, award.public_id).pk == wish.pk
    assert wish.state == ErasureState.REQUESTED
    with pytest.raises(RefusedError, match="erasure-reason-missing"):
        erasure.decide(world.admin, world.slug, wish.public_id, erase=False)
    with pytest.raises(RefusedError, match="permission-missing"):
        erasure.decide(world.issuer, world.slug, wish.public_id, erase=True)
    with pytest.raises(NotFoundError):
        erasure.decide(make_world("beta").admin, "beta", wish.public_id, erase=True)
    refused = erasure.decide(world.admin, world.slug, wish.public_id, erase=False, reason="BE50")
    assert (refused.state, erasure.erasures_of(ala)[0].reason) == (ErasureState.REFUSED, "BE50")
    second = erasure.erase_account(ala)[0]
    assert portfolio.held(learner("ala@example.org")) == ()
    assert erasure.decide(world.admin, world.slug, second.public_id, erase=True).state == ErasureState.DONE
    assert traces() == ["EmailAddress.email: ala@example.org", "User.email: ala@example.org"]
    with pytest.raises(RefusedError, match="erasure-decided"):
        erasure.decide(world.admin, world.slug, second.public_id, erase=True)


def test_staff_are_not_erased_by_accident_and_strangers_erase_nothing():
    world, _, award, _ = full_life()
    with pytest.raises(RefusedError, match="erasure-of-staff"):
        erasure.erase_account(world.admin)
    with pytest.raises(NotFoundError):
        erasure.ask_to_erase(learner("ola@example.org"), award.public_id)
    with pytest.raises(RefusedError, match="permission-missing"):
        erasure.erase_award(world.issuer, world.slug, award.public_id)
    erasure.erase_award(world.admin, world.slug, award.public_id)
    with pytest.raises(RefusedError, match="award-erased"):
        erasure.erase_award(world.admin, world.slug, award.public_id)


def test_an_award_that_is_being_signed_is_not_signed_after_its_erasure():
    world, award = make_world(), None
    outcome = world.award("ala@example.org")
    award = outcome.award
    waiting = Credential.objects.get(pk=outcome.credential.pk)
    OutboxMail.objects.all().delete()
    Credential.objects.filter(pk=waiting.pk).update(
        state=CredentialState.INTENDED, data=None, digest="", released_at=None
    )
    waiting.refresh_from_db()
    erasure.erase_award(world.admin, world.slug, award.public_id)
    issuing.finish(SYSTEM, [Intended(credential=waiting)])
    waiting.refresh_from_db()
    assert (waiting.state, waiting.data) == (CredentialState.ABORTED, None)
    assert OutboxMail.objects.filter(recipient="ala@example.org").count() == 0


def test_rows_of_batches_and_lists_go_as_well():
    world = make_world()
    people = "Imię;Nazwisko;E-mail\nŚwiętosława;Żółć;ala@example.org\nOla;Żak;ola@example.org\n".encode()
    brought = importing.start_list(
        world.issuer, world.slug, SLUG, data=people, file_name="lista.csv", run="2027"
    )
    mapping.map_list(world.issuer, world.slug, brought.draft.public_id, mapping.columns_of(brought.draft))
    batch = batches.create_batch(
        world.issuer,
        world.slug,
        SLUG,
        [request("ala@example.org"), request("ola@example.org", given_name="Ola", family_name="Żak")],
        options=BatchOptions(run="r", notify=False),
    )
    award = world.award("ala@example.org").award
    erasure.erase_award(world.admin, world.slug, award.public_id)
    assert traces() == []
    rows = unpack_rows(bytes(batch.chunks.get().source), day=timezone.localdate())
    assert [row.email for row in rows] == ["", "ola@example.org"]


def test_the_log_tells_an_erased_part_from_a_forged_one():
    world, ala, award, _ = full_life()
    chain = audit.chain_of(world.organisation)
    erasure.ask_to_erase(ala, award.public_id)
    assert list(audit.broken_links(chain)) == []
    entry = AuditEntry.objects.filter(chain=chain, action="award-made").get()
    AuditEntry.objects.filter(pk=entry.pk).update(actor="ktos@inny.example")
    assert list(audit.broken_links(chain)) == [entry.sequence]
    parts = entry.parts | {"actor": ["", entry.parts["actor"][1]]}
    AuditEntry.objects.filter(pk=entry.pk).update(parts=parts)
    assert list(audit.broken_links(chain)) == [entry.sequence]


def test_the_retention_clock_lists_first_and_erases_when_it_runs():
    world = make_world()
    old = world.award("dawna@example.org").award
    new = world.award("nowa@example.org").award
    Award.objects.filter(pk=old.pk).update(awarded_on=timezone.localdate() - timedelta(days=400))
    assert retention.due(world.admin, world.slug) == (0, ())
    privacy.change_privacy(
        world.admin, world.slug, Privacy(retention_months=12, retention_reason="regulamin")
    )
    assert retention.due(world.admin, world.slug) == (1, (old,))
    assert retention.run_due() == 0
    privacy.change_privacy(
        world.admin,
        world.slug,
        Privacy(retention_months=12, retention_reason="regulamin", retention_runs=True),
    )
    assert retention.run_due() == 1
    assert retention.run_due() == 0
    assert Award.objects.get(pk=old.pk).erased_at is not None
    assert Award.objects.get(pk=new.pk).erased_at is None
    assert Erasure.objects.get().cause == erasure.RETENTION


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (Privacy(legal_basis="x"), "legal-basis-unknown"),
        (Privacy(retention_months=0), "retention-wrong"),
        (Privacy(retention_months=1_201), "retention-wrong"),
        (Privacy(retention_runs=True), "retention-without-reason"),
        (Privacy(retention_runs=True, retention_months=12), "retention-without-reason"),
        (Privacy(notice={"pl": "\0"}), "text-wrong"),
        (Privacy(notice={"pl": "x" * (privacy.LONGEST_NOTICE + 1)}), "text-wrong"),
    ],
)
def test_settings_that_cannot_be(settings, code):
    world = make_world()
    with pytest.raises(MalformedInputError, match=code):
        privacy.change_privacy(world.admin, world.slug, settings)


def test_the_privacy_of_an_organisation_is_its_administrators():
    world = make_world()
    with pytest.raises(RefusedError, match="permission-missing"):
        privacy.change_privacy(world.issuer, world.slug, Privacy())
    assert privacy.privacy_of(world.organisation) == Privacy()
