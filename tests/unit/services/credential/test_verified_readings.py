"""Every reading of an award in the one box: the same elements; only the very certificate is vouched for."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone, translation

from tests.sealed_world import make_sealed_world, readings
from tests.worlds import World, learner
from umiem import wiring
from umiem.adapters.documents.content import CertificateContent
from umiem.adapters.keys.demonstration_authority import issue_seal, make_authority
from umiem.adapters.keys.seal import seal_identity, write_pem
from umiem.cli.seal import seal as seal_command
from umiem.engine.seals.certificates import organisation_identifier
from umiem.services.credential import certificate_designs, credentials, printed_codes, seals
from umiem.services.credential.conversion import stored_credential
from umiem.services.credential.representations.paper import rosette_identifier
from umiem.services.credential.representations.reading import read_credential
from umiem.services.credential.representations.stored import get_representation
from umiem.services.definition import definitions
from umiem.services.holder import erasure, imports, portfolio
from umiem.services.holder.imports import Brought
from umiem.services.verifying import verification
from umiem.services.verifying.verdicts import OPEN_POINTS, VERIFIED, answer_of
from umiem.storage.models import Credential, Organisation, PrintedCode, Representation
from umiem.web.verifier.verdict import VerdictView, view_of

pytestmark = [pytest.mark.django_db]
MANDATORY = {"M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11"}


@pytest.fixture
def world() -> World:
    return make_sealed_world()


def _reading(world: World, format: str) -> bytes:
    return readings(world, format)[1][format]


def _view(data: bytes) -> tuple[str, VerdictView]:
    result = verification.check(data)
    with translation.override("en"):
        return answer_of(result), view_of(result)


@pytest.mark.parametrize("format", ["ob3", "ob3-jwt", "png", "svg", "edc-sealed", "sd-jwt", "pdf"])
def test_each_reading_is_verified_and_shows_the_elements(world: World, format: str) -> None:
    answer, view = _view(_reading(world, format))
    assert answer == VERIFIED, [check for check in view.checks if check.outcome != "passed"]
    assert view.claims is not None
    assert {row.element for row in view.claims.rows} >= MANDATORY
    assert len(view.claims.plain_words) == 2, "hours and level in words"
    assert all((view.person, view.title, view.issuer_name, view.valid_from))


def test_a_self_made_certificate_with_the_same_names_is_not_vouched_for(world: World) -> None:
    genuine = world.organisation
    impostor = issue_seal(
        make_authority(now=timezone.now()),
        legal_name=genuine.names["pl"],
        identifier=organisation_identifier(scheme="NIP", country=genuine.country, value=genuine.legal_id),
        country=genuine.country,
        now=timezone.now(),
    )
    forged = seals.install_seal(world.admin, world.slug, data=write_pem(impostor))
    data = _reading(world, "edc-sealed")
    forged.delete()  # whoever forges does not ask us
    answer, view = _view(data)
    assert answer == OPEN_POINTS
    assert not view.links_active
    known = next(check for check in view.checks if check.code == "issuer-known")
    assert known.outcome == "not-applicable"


def test_a_changed_sealed_reading_and_token_name_the_change(world: World) -> None:
    sealed = _reading(world, "edc-sealed").replace("Świętosława".encode(), b"Ela")
    named = verification.check(sealed).differences
    assert any("givenName" in one.place and "Ela" in one.shown for one in named), named
    header, payload, signature = _reading(world, "ob3-jwt").split(b".")
    claims = json.loads(base64.urlsafe_b64decode(payload + b"==")) | {"name": "Rakiety"}
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
    found = verification.check(b".".join((header, changed, signature))).differences
    assert [(one.place, one.shown) for one in found] == [("name", "Rakiety")]
    other = signature[:-8] + b"AAAAAAAA"  # whoever does not show the signature learns nothing
    assert verification.check(b".".join((header, changed, other))).differences == ()


def test_an_address_typed_from_paper_leads_to_the_credential(world: World) -> None:
    row = world.award().credential
    code = printed_codes.code_for(row)
    host = wiring.installation().base_url.partition("://")[2]
    for typed in (code, f"{host}/c/{code}", f"/c/{code}", f"c/{code}", f"http://{host}/c/{code}/"):
        assert answer_of(verification.check_input(typed)) == VERIFIED, typed


def test_a_withdrawn_seal_is_still_known(world: World) -> None:
    data = _reading(world, "edc-sealed")
    seals.remove_seal(world.admin, world.slug)
    assert _view(data)[0] == VERIFIED


@pytest.mark.parametrize("format", ["edc-sealed", "pdf", "sd-jwt"])
def test_each_reading_goes_into_the_wallet(world: World, format: str) -> None:
    data = _reading(world, format)
    outcome = imports.bring(learner("inna@example.org"), Brought(name=f"plik.{format}", content=data))
    assert outcome.imported is not None
    assert outcome.kind in ("imported", "similar", "other-person"), outcome.kind


def test_erasing_takes_readings_and_printed_codes_along(world: World) -> None:
    award = world.award().award
    ala = learner("ala@example.org")
    portfolio.accept(ala, award.public_id)
    row = Credential.objects.select_related("award__definition", "organisation").get(award=award)
    for format in ("pdf", "edc-sealed", "png"):
        get_representation(row, format)
    assert Representation.objects.filter(credential=row).count() == 3
    assert PrintedCode.objects.filter(credential=row).exists()
    erasure.erase_award(world.admin, world.slug, award.public_id)
    assert Credential.objects.filter(pk=row.pk).exists(), "the status entry stays"
    assert not Representation.objects.filter(credential=row).exists()
    assert not PrintedCode.objects.filter(credential=row).exists()


def test_the_command_sets_shows_and_removes_a_seal(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("umiem.cli.seal.open_installation", lambda: None)
    made = issue_seal(
        make_authority(now=timezone.now()),
        legal_name="Uczelnia",
        identifier="VATPL-7240000000",
        country="PL",
        now=timezone.now(),
    )
    path = tmp_path / "seal.pem"
    path.write_bytes(write_pem(seal_identity(made.signer.private_key, made.certificates)))
    run = CliRunner().invoke
    assert "Uczelnia" in run(seal_command, [world.slug, "--certificate", str(path)]).output
    assert run(seal_command, [world.slug, "--test"]).exit_code == 0
    assert run(seal_command, [world.slug, "--remove"]).exit_code == 0
    assert seals.seal_row(world.organisation) is None
    assert run(seal_command, [world.slug, "--remove", "--test"]).exit_code == 2


def test_the_rosette_on_paper_is_the_one_on_the_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    award = world.award().award
    shown_on_pages = definitions.view_of(award.definition_version).achievement_id
    stored = stored_credential(credentials.file_of(award.credentials.get()).data)
    read = read_credential(stored.document)
    assert rosette_identifier(read.award, read.issuer) == shown_on_pages
    drawn: list[CertificateContent] = []
    monkeypatch.setattr(certificate_designs, "certificate_png", lambda content, **_: drawn.append(content))
    Organisation.objects.update(hue=31)
    certificate_designs.preview(world.admin, world.slug, design="classic", language="pl", as_png=True)
    assert (drawn[0].identifier, drawn[0].hue) == (shown_on_pages, 31)
