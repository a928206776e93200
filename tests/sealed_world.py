"""An organisation with a legal identifier and a seal, whose awards can be had in every format."""

from __future__ import annotations

from tests.worlds import World, make_world
from umiem.services.credential import seals
from umiem.services.credential.representations.stored import get_representation
from umiem.storage.models import Credential, Organisation

READINGS = ("pdf", "png", "svg", "ob3", "ob3-jwt", "sd-jwt", "edc-sealed")


def make_registered_world(slug: str = "alfa") -> World:
    """Make a world whose organisation has a legal identifier, as a seal needs it."""
    made = make_world(slug)
    Organisation.objects.filter(pk=made.organisation.pk).update(legal_id_scheme="NIP", legal_id="7240000000")
    made.organisation.refresh_from_db()
    return made


def make_sealed_world(slug: str = "alfa") -> World:
    """Make such a world with a seal for tests."""
    made = make_registered_world(slug)
    seals.install_test_seal(made.admin, made.slug)
    return made


def readings(world: World, *formats: str) -> tuple[Credential, dict[str, bytes]]:
    """Award one learner; return the credential and its file in each format, or in those that are named."""
    made = world.award().credential
    row = Credential.objects.select_related("award__definition", "organisation").get(pk=made.pk)
    return row, {name: get_representation(row, name).data for name in formats or READINGS}
