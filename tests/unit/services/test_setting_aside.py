"""A revoked award that is set aside stands in nobody's way: undone batches, and awards one by one."""

from __future__ import annotations

import uuid

import pytest

from tests.journeys.api_client import ROOT, api_of, award_body
from tests.learner_lists import HEADER, brought, line, states
from tests.worlds import World, make_world, person
from umiem.errors import NotFoundError, RefusedError
from umiem.services import invariants
from umiem.services.access import actor_of
from umiem.services.award import batches, setting_aside
from umiem.services.award.batches.working import Worker
from umiem.services.award.lists import confirming, preview
from umiem.services.credential import credentials
from umiem.storage.models import Award, Batch

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def work() -> None:
    Worker("test", processes=0).run_while_there_is_work()


def awarded(world: World, text: str) -> Batch:
    view = brought(world, text)
    made = confirming.confirm_list(world.issuer, world.slug, view.draft.public_id, notify=False)
    work()
    return Batch.objects.get(public_id=made.batches[0])


def undone(world: World, batch: Batch) -> None:
    batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    work()


def test_after_a_batch_was_undone_the_corrected_list_is_awarded_in_the_same_edition() -> None:
    world = make_world()
    undone(world, awarded(world, HEADER + line(1) + line(2, name="Wąs;Ewa")))
    view = brought(world, HEADER + line(1) + line(2, name="Wąs-Lis;Ewa"))
    assert states(world, view) == {2: "fine", 3: "fine"}
    again = awarded(world, HEADER + line(1) + line(2, name="Wąs-Lis;Ewa"))
    assert (again.awarded, again.already) == (2, 0)
    assert Award.objects.filter(set_aside=0).count() == 2
    assert Award.objects.count() == 4
    assert brought(world, HEADER + line(1)).draft.counts["already-awarded"] == 1
    assert list(invariants.check_invariants()) == []


def test_undoing_twice_in_one_edition_frees_it_twice() -> None:
    world = make_world()
    for _ in range(2):
        undone(world, awarded(world, HEADER + line(1)))
    assert awarded(world, HEADER + line(1)).awarded == 1


def test_what_was_revoked_by_itself_stays_in_the_way_until_it_is_allowed() -> None:
    world = make_world()
    batch = awarded(world, HEADER + line(1) + line(2, name="Wąs;Ewa"))
    award = Award.objects.get(family_name="Wąs")
    credentials.revoke(world.admin, world.slug, award.public_id, reason="fraud")
    undone(world, batch)
    view = brought(world, HEADER + line(1) + line(2, name="Wąs;Ewa"))
    assert states(world, view) == {2: "fine", 3: "already-awarded"}
    row = preview.get_row(world.issuer, world.slug, view.draft.public_id, 3).row
    assert [found.code for found in row.warnings] == ["award-was-revoked"]
    setting_aside.allow_again(world.issuer, world.slug, award.public_id)
    assert setting_aside.allow_again(world.issuer, world.slug, award.public_id).set_aside == award.pk
    assert states(world, brought(world, HEADER + line(2, name="Wąs;Ewa"))) == {2: "fine"}


def test_only_staff_may_allow_it_and_only_what_is_revoked() -> None:
    world = make_world()
    award = world.award("jan@example.org", run="2026").award
    with pytest.raises(RefusedError, match="award-not-revoked"):
        setting_aside.allow_again(world.issuer, world.slug, award.public_id)
    credentials.revoke(world.admin, world.slug, award.public_id, reason="error")
    with pytest.raises((NotFoundError, RefusedError)):
        setting_aside.allow_again(actor_of(person("obca@example.org")), world.slug, award.public_id)
    assert Award.objects.get().set_aside == 0


def test_the_api_allows_it_and_awards_anew() -> None:
    world = make_world("own")
    api = api_of(world)
    first = api.post(f"{ROOT}/awards", award_body()).json()["award"]["id"]
    assert api.post(f"{ROOT}/awards/{first}/allow-again").status_code == 409
    api.post(f"{ROOT}/awards/{first}/revoke", {"reason": "error"})
    assert api.post(f"{ROOT}/awards", award_body()).status_code == 200
    assert api.post(f"{ROOT}/awards/{first}/allow-again").status_code == 200
    anew = api.post(f"{ROOT}/awards", award_body())
    assert anew.status_code == 201
    assert anew.json()["award"]["id"] != first
    assert api.post(f"{ROOT}/awards/{uuid.uuid4()}/allow-again").status_code == 404
