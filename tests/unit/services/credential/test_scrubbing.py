"""The scrubber finds every flipped bit, and what is damaged is served nowhere until it is restored."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from tests.worlds import learner, make_world
from umiem.errors import NotFoundError, RefusedError, UnavailableError
from umiem.services.access import SYSTEM
from umiem.services.credential import credentials, scrubbing
from umiem.services.credential.representations.stored import get_representation
from umiem.services.holder import portfolio, sharing
from umiem.services.key import key_health
from umiem.storage.exact_bytes import intended_bytes, signed_bytes
from umiem.storage.models import AuditEntry, Credential, Representation, ScrubRound

pytestmark = pytest.mark.django_db


def flip(credential: Credential, position: int) -> None:
    data = bytearray(credential.data)
    data[position] ^= 1 << position % 8
    Credential.objects.filter(pk=credential.pk).update(data=bytes(data))


@pytest.mark.parametrize("seed", range(8))
def test_any_flipped_bit_is_found(seed):
    world = make_world()
    rows = [world.award(f"osoba{number}@example.org").credential for number in range(3)]
    victim = Credential.objects.get(pk=rows[1].pk)
    flip(victim, random.Random(seed).randrange(len(victim.data)))
    done = scrubbing.read_all()
    assert (done.checked, done.damaged) == (3, 1)
    assert Credential.objects.exclude(quarantined_at=None).get().pk == victim.pk
    assert AuditEntry.objects.filter(action="credential-quarantined").count() == 1
    assert scrubbing.read_all().damaged == 1
    assert AuditEntry.objects.filter(action="credential-quarantined").count() == 1


def test_a_changed_digest_hides_nothing():
    import hashlib

    world = make_world()
    credential = Credential.objects.get(pk=world.award().credential.pk)
    changed = signed_bytes(credential).replace("Świętosława".encode(), "Świętosłava".encode())
    assert changed != signed_bytes(credential)
    Credential.objects.update(
        dictionary=None,
        intent=intended_bytes(credential),
        data=changed,
        digest=hashlib.sha256(changed).hexdigest(),
    )
    assert signed_bytes(Credential.objects.get()) == changed
    assert scrubbing.read_all().damaged == 1
    with pytest.raises(UnavailableError, match="credential-damaged"):
        credentials.download(world.issuer, world.slug, credential.award.public_id)


def test_two_credentials_exchanged_in_storage_are_found():
    world = make_world()
    first, second = (world.award(f"osoba{number}@example.org").credential for number in range(2))
    one, two = (Credential.objects.get(pk=row.pk) for row in (first, second))
    Credential.objects.filter(pk=one.pk).update(data=two.data, digest=two.digest)
    Credential.objects.filter(pk=two.pk).update(data=one.data, digest=one.digest)
    assert scrubbing.read_all().damaged == 2


def test_what_is_damaged_is_served_nowhere_and_restored_from_the_learners_copy():
    world = make_world()
    award = world.award().award
    ala = learner("ala@example.org")
    portfolio.accept(ala, award.public_id)
    copy = portfolio.download(ala, award.public_id).data
    share = sharing.create_share(ala, award.public_id)
    flip(Credential.objects.get(), 100)
    scrubbing.read_slice()
    token = share.url.rstrip("/").rpartition("/")[2]
    for serve in (
        lambda: portfolio.download(ala, award.public_id),
        lambda: credentials.download(world.issuer, world.slug, award.public_id),
        lambda: sharing.open_share(token),
    ):
        with pytest.raises(UnavailableError, match="credential-damaged"):
            serve()
    with pytest.raises(UnavailableError, match="credentials-quarantined"):
        key_health.scrubbed()
    with pytest.raises(NotFoundError, match="copy-unknown"):
        scrubbing.restore(SYSTEM, copy + b" ")
    scrubbing.restore(SYSTEM, copy)
    assert portfolio.download(ala, award.public_id).data == copy
    with pytest.raises(RefusedError, match="credential-not-damaged"):
        scrubbing.restore(SYSTEM, copy)
    assert scrubbing.quarantined() == 0


def test_slices_follow_a_cursor_and_a_round_begins_a_day_later():
    world = make_world()
    for number in range(5):
        world.award(f"osoba{number}@example.org")
    assert [scrubbing.read_slice(size=2) for _ in range(5)] == [2, 2, 1, 0, 0]
    assert ScrubRound.objects.get().checked == 5
    later = timezone.now() + scrubbing.BETWEEN_ROUNDS
    assert scrubbing.read_slice(size=2, now=later) == 2
    assert ScrubRound.objects.count() == 2


def test_a_slice_reads_only_what_comes_after_the_cursor(django_assert_max_num_queries):
    world = make_world()
    for number in range(3):
        world.award(f"osoba{number}@example.org")
    assert scrubbing.read_slice(size=1) == 1
    with django_assert_max_num_queries(40):
        assert scrubbing.read_slice(size=2) == 2
    read = scrubbing.read_all()
    assert (read.checked, read.damaged) == (3, 0)


def test_a_damaged_reading_is_given_to_nobody_dropped_and_made_anew():
    world = make_world()
    credential = world.award().credential
    whole = get_representation(credential, "svg").data
    row = Representation.objects.get(credential=credential, format="svg")
    damaged = bytearray(row.data)
    damaged[len(damaged) // 2] ^= 1
    Representation.objects.filter(pk=row.pk).update(data=bytes(damaged))
    with pytest.raises(UnavailableError):
        get_representation(credential, "svg")
    done = scrubbing.read_all()
    assert (done.checked, done.damaged) == (2, 1)
    assert done.finished_at is not None
    assert not Representation.objects.filter(pk=row.pk).exists()
    assert AuditEntry.objects.filter(action="reading-dropped").count() == 1
    assert get_representation(credential, "svg").data == whole
    assert scrubbing.read_all().damaged == 0
