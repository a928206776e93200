"""A batch that waits because something is wrong says so on its page and on the first page of the staff."""

from __future__ import annotations

import pytest

from tests.worlds import SLUG, make_world, request, signed_in
from umiem.sentences.errors import sentence_of_code
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.batches.working import Worker
from umiem.storage.models import Batch, SigningKey

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("code", ["clock-went-back", "token-library-unusable", "no-active-key"])
@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_sentence_of_a_code_has_no_gaps(code: str, language: str) -> None:
    sentence = sentence_of_code(code, language)
    assert "…" not in sentence
    assert "  " not in sentence
    assert sentence.endswith(".")


def test_the_first_page_names_a_batch_that_waits_until_it_goes_on() -> None:
    world = make_world()
    options = BatchOptions(run="2026", notify=False)
    batch = batches.create_batch(world.issuer, world.slug, SLUG, [request()], options=options)
    SigningKey.objects.update(state="retired")
    Worker("test", processes=0).run_while_there_is_work()
    client = signed_in(world.admin.name)

    def first_page() -> str:
        return client.get(f"/staff/{world.slug}/", headers={"accept-language": "pl"}).content.decode()

    assert f"/batches/{batch.public_id}/" in first_page()
    assert sentence_of_code(Batch.objects.get().trouble, "pl") in first_page()
    SigningKey.objects.update(state="active")
    batches.pause(world.issuer, world.slug, batch.public_id)
    batches.resume(world.issuer, world.slug, batch.public_id)
    Worker("test", processes=0).run_while_there_is_work()
    assert Batch.objects.get().state == "done"
    assert f"/batches/{batch.public_id}/" not in first_page()
