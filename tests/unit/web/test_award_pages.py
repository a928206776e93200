"""What the staff see of awards: the credential that counts now, what is damaged, and what happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.worlds import SLUG, World, make_world, request, signed_in
from umiem.services import organisations
from umiem.services.award.awards import award_one
from umiem.services.award.batches import BatchOptions, create_batch
from umiem.services.award.batches.working import Worker
from umiem.services.award.requests import AwardRequest
from umiem.services.credential import corrections, credentials, renewals, scrubbing
from umiem.services.credential.corrections import Correction
from umiem.storage.models import Award, Credential

pytestmark = [pytest.mark.django_db]


def staff_of(world: World) -> Client:
    return signed_in(world.admin.name, language="pl")


def page(client: Client, world: World, path: str) -> str:
    answer = client.get(f"/staff/{world.slug}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_lists_of_awards_show_the_credential_that_counts_now() -> None:
    world = make_world()
    award = world.award().award
    corrections.correct(world.issuer, world.slug, award.public_id, Correction(given_name="Ola"))
    client = staff_of(world)
    for path in ("", "awards/"):
        table = page(client, world, path).partition('id="award-table"')[2]
        assert "W mocy" in table
        assert "Unieważnione" not in table


def test_lists_of_awards_ask_for_all_credentials_at_once_and_for_no_documents() -> None:
    world = make_world()
    for number in range(6):
        world.award(f"osoba{number}@example.org")
    client = staff_of(world)
    page(client, world, "")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, world, "")
    about = [query["sql"] for query in asked if '"award_id" IN' in query["sql"]]
    assert len(about) == 1
    assert '"data"' not in about[0]


def test_the_numbers_count_what_was_replaced_only_once() -> None:
    world = make_world()
    corrected = world.award("ala@example.org").award
    corrections.correct(world.issuer, world.slug, corrected.public_id, Correction(given_name="Ola"))
    ends = timezone.localdate() + timedelta(days=9)
    wanted = AwardRequest(given_name="Jan", family_name="Lis", email="jan@example.org", valid_until=ends)
    renewed = award_one(world.issuer, world.slug, SLUG, wanted, run="1").award.public_id
    renewals.renew(world.issuer, world.slug, renewed, valid_until=ends + timedelta(days=99))
    assert organisations.overview(world.admin, world.slug).revoked == 0
    credentials.suspend(world.issuer, world.slug, renewed, reason="under-review")
    assert organisations.overview(world.admin, world.slug).suspended == 1
    credentials.revoke(world.issuer, world.slug, renewed, reason="error")
    found = organisations.overview(world.admin, world.slug)
    assert (found.revoked, found.suspended) == (1, 0)


def test_a_damaged_credential_is_named_on_the_first_page_and_on_its_own() -> None:
    world = make_world()
    award = world.award().award
    row = Credential.objects.get()
    assert row.data is not None
    Credential.objects.update(data=bytes(row.data[:-9]) + b"x" + bytes(row.data[-8:]))
    scrubbing.read_all()
    client = staff_of(world)
    assert f"/awards/{award.public_id}/" in page(client, world, "").partition("<table")[0]
    assert "uszkodzone" in page(client, world, f"awards/{award.public_id}/")


def test_what_happened_to_an_award_of_a_batch_begins_with_its_signature() -> None:
    world = make_world()
    options = BatchOptions(run="2026", notify=False)
    create_batch(world.issuer, world.slug, SLUG, [request()], options=options)
    Worker("test", processes=0).run_while_there_is_work()
    history = page(staff_of(world), world, f"awards/{Award.objects.get().public_id}/").partition(
        'id="history"'
    )[2]
    assert "Poświadczenie podpisano i wydano" in history


def test_awards_that_end_soon_are_listed_until_they_are_renewed() -> None:
    world = make_world()
    today = timezone.localdate()
    for name, days in (("Krótka", 30), ("Długa", 300)):
        wanted = AwardRequest(
            given_name="Jan",
            family_name=name,
            email=f"{days}@example.org",
            valid_until=today + timedelta(days=days),
        )
        award_one(world.issuer, world.slug, SLUG, wanted, run="1")
    client = staff_of(world)
    shown = page(client, world, "awards/?state=ending")
    assert "Krótka" in shown
    assert "Długa" not in shown
    award = Award.objects.get(family_name="Krótka").public_id
    renewals.renew(world.issuer, world.slug, award, valid_until=today + timedelta(days=400))
    assert "Krótka" not in page(client, world, "awards/?state=ending")


@pytest.mark.parametrize("listed", ["awards", "mail", "reports", "applications"])
def test_a_list_that_holds_nothing_yet_offers_no_filter(listed: str) -> None:
    browser = staff_of(make_world())
    address = f"/staff/alfa/{listed}/"
    assert 'class="filter"' not in browser.get(address).content.decode()
    assert 'class="filter"' in browser.get(address, {"state": "sent", "q": "x"}).content.decode()
