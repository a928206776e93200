"""An organisation's place and legal identifier can be set after it was made; a seal needs the identifier."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.worlds import World, make_world, person
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.credential import seals
from umiem.services.credential.issuing import issuer_identity
from umiem.services.organisation_places import Place
from umiem.services.organisations import change_place
from umiem.storage.models import Organisation

pytestmark = pytest.mark.django_db
NUMBER = Place(region="PL-MZ", town=" Nowy  Dwór ", legal_id_scheme="VAT", legal_id="pl1234567890")


@pytest.fixture
def world() -> World:
    return make_world()


def test_a_seal_can_be_made_once_there_is_a_legal_identifier(world: World):
    with pytest.raises(RefusedError, match="seal-needs-legal-identifier"):
        seals.install_test_seal(world.admin, world.slug)
    changed = change_place(world.admin, world.slug, NUMBER)
    identity = issuer_identity(changed)
    assert (identity.region, identity.locality) == ("PL-MZ", "Nowy Dwór")
    assert identity.legal_identifier is not None
    assert identity.legal_identifier.value == "PL1234567890"
    assert seals.install_test_seal(world.admin, world.slug).is_test


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Place(legal_id_scheme="", legal_id="PL1234567890"), "legal-identifier-wrong"),
        (Place(legal_id_scheme="PESEL", legal_id="44051401458"), "legal-identifier-wrong"),
        (Place(legal_id_scheme="VAT", legal_id="<b>1234</b>"), "legal-identifier-wrong"),
        (Place(region="DE-BY"), "organisation-region-wrong"),
        (Place(region="PL-ZZ"), "organisation-region-wrong"),
    ],
)
def test_what_cannot_be_a_place_or_a_number_is_refused(world: World, place: Place, code: str):
    with pytest.raises(MalformedInputError, match=code):
        change_place(world.admin, world.slug, place)


def test_no_second_organisation_claims_a_number(world: World):
    other = make_world("beta")
    change_place(world.admin, world.slug, NUMBER)
    assert change_place(world.admin, world.slug, NUMBER).legal_id == "PL1234567890"
    with pytest.raises(RefusedError, match="legal-identifier-taken"):
        change_place(other.admin, other.slug, NUMBER)


def test_only_administrators_change_it(world: World):
    with pytest.raises(RefusedError, match="permission-missing"):
        change_place(world.issuer, world.slug, NUMBER)


def test_the_form_sets_it_and_keeps_a_region_that_is_not_listed(world: World):
    browser = Client()
    browser.force_login(person("admin@alfa.example"))
    page = "/staff/alfa/organisation/"
    shown = browser.get(page).content.decode()
    assert '<option value="PL-LD" selected>' in shown
    form = {"name_pl": "Uczelnia alfa", "town": "Łódź", "region": "PL-LD"}
    wrong = browser.post(page, {**form, "legal_id_scheme": "", "legal_id": "PL1234567890"})
    assert wrong.status_code == 422
    saved = browser.post(page, {**form, "legal_id_scheme": "VAT", "legal_id": "PL1234567890"})
    assert saved.status_code == 302
    found = Organisation.objects.get(slug="alfa")
    assert (found.legal_id_scheme, found.legal_id, found.address) == ("VAT", "PL1234567890", "Łódź")
