"""Everything a batch awarded is renewed: some at a time, each once, durable; what has no end is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.unit.services.batches.batch_world import requests, work
from tests.worlds import SLUG, make_world, signed_in
from umiem.errors import NotFoundError, RefusedError
from umiem.services.access import SYSTEM
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions, changing
from umiem.services.credential import credentials, issuing, renewals
from umiem.services.verifying import verification
from umiem.storage.models import Award, Batch, BatchChange, Credential, OutboxMail

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def few_at_a_time(monkeypatch):
    """Two intents in a transaction, none of them before the answer."""
    monkeypatch.setattr(changing, "RENEWED_TOGETHER", 2)
    monkeypatch.setattr(changing, "AT_ONCE_SECONDS", 0.0)


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def ending(world, days: int | None = 9, *, count: int = 5, rows_per_chunk: int = 3) -> Batch:
    """A batch that is done; its credentials end in so many days, or never."""
    until = None if days is None else today(days)
    rows = [replace(row, valid_until=until) for row in requests(count)]
    batch = batches.create_batch(
        world.issuer,
        world.slug,
        SLUG,
        rows,
        options=BatchOptions(run="2026", notify=True),
        rows_per_chunk=rows_per_chunk,
    )
    work()
    return Batch.objects.get(pk=batch.pk)


def renew(world, batch, days: int | None = 400):
    until = None if days is None else today(days)
    return batches.renew_batch(world.issuer, world.slug, batch.public_id, valid_until=until)


def ends() -> list[int]:
    """In how many days the credentials end, in the order in which they were made."""
    found = Credential.objects.filter(state="released").order_by("pk")
    return [(timezone.localdate(row.valid_until) - today()).days for row in found]


def test_all_that_end_earlier_are_renewed_once_and_nothing_is_revoked(world):
    batch = ending(world)
    made = renew(world, batch)
    assert (made.changed, made.finished_at is not None, ends()) == (5, True, [9] * 5 + [400] * 5)
    assert set(Credential.objects.values_list("status", flat=True)) == {"active"}
    file = credentials.download(world.issuer, world.slug, Award.objects.first().public_id)
    assert verification.check(file.data).verdict == "valid"
    letters = OutboxMail.objects.filter(kind="credential-renewed")
    assert letters.values("recipient").distinct().count() == letters.count() == 5
    assert renew(world, batch).changed == 0
    assert len(ends()) == 10
    progress = batches.get_batch(world.issuer, world.slug, batch.public_id)
    assert [(row.change, row.valid_until) for row in progress.changes] == [("renew", today(400))] * 2
    assert (progress.may_renew, progress.may_lift, progress.may_suspend) == (True, False, True)


def test_what_is_left_is_the_backgrounds_some_at_a_time(world, few_at_a_time):
    batch = ending(world)
    made = renew(world, batch)
    assert (made.changed, made.finished_at) == (0, None)
    assert renew(world, batch) == made
    with pytest.raises(RefusedError, match="batch-change-running"):
        renew(world, batch, 500)
    with pytest.raises(RefusedError, match="batch-change-running"):
        batches.change_batch(world.issuer, world.slug, batch.public_id, "suspend", reason="other")
    assert changing._do_chunk(made.pk)
    assert ends() == [9] * 5 + [400] * 2
    assert changing.work_due() > 0
    assert ends() == [9] * 5 + [400] * 5
    made.refresh_from_db()
    assert (made.changed, made.finished_at is not None, changing.work_due()) == (5, True, 0)


def test_a_crash_before_the_signatures_renews_each_once(world, few_at_a_time, monkeypatch):
    batch = ending(world)
    made = renew(world, batch)

    def crash(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("umiem.services.award.batches.renewing.sign_texts", crash)
        with pytest.raises(KeyboardInterrupt):
            changing._do_chunk(made.pk)
    assert Credential.objects.filter(state="intended").count() == 2
    assert changing.finish(made).changed == 5
    assert ends() == [9] * 5 + [400] * 3
    Credential.objects.filter(state="intended").update(signing_since=timezone.now() - timedelta(minutes=5))
    assert issuing.finish_interrupted(SYSTEM) == 2
    assert sorted(ends()) == [9] * 5 + [400] * 5
    assert OutboxMail.objects.filter(kind="credential-renewed").count() == 5


def test_what_is_revoked_or_ends_later_is_left_and_a_suspension_goes_on(world):
    batch = ending(world)
    first, second, third = (award.public_id for award in Award.objects.order_by("pk")[:3])
    credentials.revoke(world.issuer, world.slug, first, reason="fraud")
    credentials.suspend(world.issuer, world.slug, second, reason="under-review")
    renewals.renew(world.issuer, world.slug, third, valid_until=today(900))
    assert renew(world, batch).changed == 3
    newest = {award.public_id: award.credentials.order_by("-pk").first() for award in Award.objects.all()}
    assert newest[first].status == "revoked"
    assert (newest[second].status, timezone.localdate(newest[second].valid_until)) == (
        "suspended",
        today(400),
    )
    assert timezone.localdate(newest[third].valid_until) == today(900)


def test_a_batch_without_an_end_offers_no_renewal(world):
    batch = ending(world, None)
    assert not batches.get_batch(world.issuer, world.slug, batch.public_id).may_renew
    assert renew(world, batch).changed == 0
    assert Credential.objects.count() == 5


def test_who_may_not_and_what_does_not_fit_is_refused(world):
    batch = ending(world)
    with pytest.raises(RefusedError, match="renewal-needs-day"):
        renew(world, batch, None)
    with pytest.raises(RefusedError, match="renewal-in-past"):
        renew(world, batch, -1)
    with pytest.raises(RefusedError, match="permission-missing"):
        batches.renew_batch(world.author, world.slug, batch.public_id, valid_until=today(400))
    with pytest.raises(NotFoundError):
        batches.renew_batch(make_world("beta").issuer, world.slug, batch.public_id, valid_until=today(400))
    assert not BatchChange.objects.exists()


def test_the_page_offers_it_asks_for_a_day_and_says_what_was_done(world):
    batch = ending(world)
    client = signed_in(world.issuer.name, language="en")
    address = f"/staff/{world.slug}/batches/{batch.public_id}/"
    assert f"{address}renew/" in client.get(address).content.decode()
    refused = client.post(f"{address}renew/", {"valid_until": ""})
    assert (refused.status_code, "Say until when" in refused.content.decode()) == (422, True)
    refused = client.post(f"{address}renew/", {"valid_until": today(-1).isoformat()})
    assert (refused.status_code, "over already" in refused.content.decode()) == (422, True)
    page = client.post(f"{address}renew/", {"valid_until": today(400).isoformat()}, follow=True)
    shown = page.content.decode()
    assert "5 credentials" in shown
    assert "valid until" in shown
