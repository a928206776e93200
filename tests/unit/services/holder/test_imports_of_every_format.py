"""One award brought in every format it can be had in: known again, and the result kept with its date."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.sealed_world import READINGS, make_sealed_world, readings
from tests.worlds import World, learner
from umiem.engine import bake_svg
from umiem.services.credential import credentials
from umiem.services.holder import imports
from umiem.services.holder.imports import Brought

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def world() -> World:
    return make_sealed_world()


@pytest.mark.parametrize("first", READINGS)
def test_whatever_came_first_the_others_are_duplicates(world: World, first: str) -> None:
    ola = learner("ola@example.org")
    _, files = readings(world)
    begun = timezone.now()
    made = imports.bring(ola, Brought(name=f"plik.{first}", content=files[first]))
    row = made.imported
    assert made.kind == "imported", made
    assert row is not None
    assert row.is_proved
    assert row.issuer_known
    assert (row.verdict, row.person) == ("valid", "Świętosława Żółć")
    assert row.title
    assert begun <= row.checked_at <= timezone.now()
    assert row.good_at is not None
    assert imports.download(ola, row.public_id).data == files[first]
    for name, data in files.items():
        again = imports.bring(ola, Brought(name=name, content=data))
        assert (again.kind, again.imported) == ("duplicate", row), name
    assert len(imports.imported(ola)) == 1


def test_a_pdf_whose_credential_was_revoked_says_so_and_when_it_was_good(world: World) -> None:
    ola = learner("ola@example.org")
    credential, files = readings(world)
    row = imports.bring(ola, Brought(name="dyplom.pdf", content=files["pdf"])).imported
    assert row is not None
    credentials.revoke(world.issuer, world.slug, credential.award.public_id, reason="error")
    later, result = imports.check_again(ola, row.public_id)
    assert (later.verdict, result.verdict) == ("invalid", "invalid")
    assert later.good_at == row.good_at
    assert later.checked_at > row.checked_at
    assert [each["code"] for each in later.checks if each["outcome"] == "failed"] == ["revocation"]


def test_a_pdf_without_a_credential_is_refused_and_not_kept(world: World) -> None:
    ola = learner("ola@example.org")
    _, files = readings(world)
    empty = (
        files["pdf"]
        .replace(b"credential.json", b"innaplik0.json")
        .replace(b"/EmbeddedFiles", b"/Embedded_iles")
    )
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"><text>Dyplom</text></svg>'
    for data in (empty, picture, bake_svg(picture, b"not a credential")):
        outcome = imports.bring(ola, Brought(name="x", content=data))
        assert outcome.kind == "problem", outcome
    assert imports.imported(ola) == ()
