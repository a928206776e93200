"""The signer's log: a chain that only grows, with times that never go back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.worlds import make_world
from umiem.errors import UnavailableError
from umiem.services.credential import status
from umiem.services.key import did_documents, signer_log
from umiem.storage.models import DidDocumentVersion, SignerLogBlock, SignerLogEntry, SignerLogHead, StatusList

pytestmark = pytest.mark.django_db


def test_every_signature_is_in_the_chain():
    world = make_world()
    world.award()
    entries = list(SignerLogEntry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert list(signer_log.broken_links(world.organisation)) == []


@pytest.mark.parametrize("change", ["update {table} set id = id", "delete from {table}"])
@pytest.mark.parametrize("model", [SignerLogEntry, SignerLogBlock, DidDocumentVersion])
def test_the_database_itself_refuses_to_change_a_row(change, model):
    world = make_world()
    credential = world.award().credential
    names = [(credential.pk, credential.public_id, "1" * 64, credential.digest)]
    block = signer_log.Block(key=credential.key, subject="batch:x/1", signatures=names)
    signer_log.append_block(world.organisation, block)
    refused = pytest.raises(DatabaseError, match="only ever added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table=model._meta.db_table))
    assert model.objects.exists()


def test_a_block_that_the_chain_does_not_know_shows():
    world = make_world()
    credential = world.award().credential
    names = [(credential.pk, credential.public_id, "1" * 64, credential.digest)]
    block = signer_log.Block(key=credential.key, subject="batch:x/1", signatures=names)
    signer_log.append_block(world.organisation, block)
    assert list(signer_log.broken_blocks(world.organisation)) == []
    SignerLogBlock.objects.create(
        organisation=world.organisation,
        key=credential.key,
        subject="batch:x/2",
        count=1,
        first_credential=1,
        last_credential=1,
        entries=b"0" * 80,
        digest="0" * 64,
    )
    assert list(signer_log.broken_blocks(world.organisation)) == ["batch:x/2"]


def test_a_head_that_was_set_back_shows():
    world = make_world()
    world.award()
    SignerLogHead.objects.update(sequence=1)
    assert list(signer_log.broken_links(world.organisation)) == [1]


def test_nothing_is_signed_while_the_clock_is_behind_the_log():
    world = make_world()
    world.award()
    SignerLogHead.objects.update(at=timezone.now() + timedelta(hours=1))
    with pytest.raises(UnavailableError, match="clock-went-back"):
        world.award("ola@example.org")
    with pytest.raises(UnavailableError, match="clock-went-back"):
        status.publish(StatusList.objects.first())


def test_the_time_of_a_signature_is_found_by_its_exact_bytes():
    world = make_world()
    credential = world.award().credential
    subject = f"credential:{credential.public_id}"
    organisation = world.organisation
    assert signer_log.signed_at(organisation, subject, signed_digest=credential.digest) is not None
    assert signer_log.signed_at(organisation, subject, signed_digest="0" * 64) is None


def test_a_changed_version_of_a_did_document_shows(settings):
    world = make_world()
    DidDocumentVersion.objects.create(
        organisation=world.organisation, version=3, document=b"{}", digest="0" * 64, previous="0" * 64
    )
    assert list(did_documents.broken_versions(world.organisation)) == [3, 3]
