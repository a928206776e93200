"""`umiem verify` on folders, ZIPs and lists, and without a network from a bundle."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.utils import timezone

from tests.engine_documents import SIGNER, issue, plain_document
from tests.worlds import make_world
from umiem import wiring
from umiem.cli.verify import verify
from umiem.services.access import SYSTEM
from umiem.services.credential import credentials
from umiem.services.credential.representations.stored import get_representation
from umiem.services.verifying import bundles, trust_lists

EN = {"LANGUAGE": "en"}


def badge(**members) -> bytes:
    return json.dumps(issue(plain_document(**members))).encode()


def run(*arguments: object):
    return CliRunner().invoke(verify, [str(argument) for argument in arguments], env=EN)


def test_a_folder_a_zip_and_a_list_make_one_table(tmp_path: Path):
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.json").write_bytes(badge())
    (folder / ".hidden").write_bytes(b"x")
    (folder / "b.json").write_bytes(b"{}")
    with zipfile.ZipFile(folder / "c.zip", "w") as packed:
        packed.writestr("d.json", badge(name="=cmd()"))
    (folder / "links.csv").write_text("link\nhttps://far.example/x\n")
    table = tmp_path / "out.csv"
    result = run(folder, "--csv", table, "--offline")
    assert result.exit_code == 1
    assert "4 checked: 2 valid, 1 not, 1 could not be told" in result.output
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8-sig")), delimiter=";"))
    assert len(rows) == 5
    assert {"'=cmd()"} & {cell for row in rows for cell in row}


def test_an_exported_archive_is_checked_by_its_credentials_alone(tmp_path: Path):
    folder = tmp_path / "export"
    (folder / "credentials").mkdir(parents=True)
    (folder / "index.html").write_text("<p>index</p>")
    (folder / "umiem.json").write_text("{}")
    (folder / "credentials.csv").write_text("title;file\nx;y\n")
    (folder / "credentials" / "a.json").write_bytes(badge())
    packed = tmp_path / "umiem-export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, str(path.relative_to(folder)))
    for given in (folder, packed):
        result = run(given, "--offline")
        assert "index.html" not in result.output, result.output
        assert "a.json" in result.output
        assert result.exit_code == 0, result.output
    (folder / "index.html").unlink()
    assert run(folder, "--offline").exit_code != 0, "not one of ours: everything counts"


def test_a_link_without_a_network_could_not_be_told(tmp_path: Path):
    links = tmp_path / "links.csv"
    links.write_text("https://far.example/x\n")
    assert run(links, "--offline").exit_code == 3


@pytest.mark.django_db
def test_a_bundle_answers_without_a_network_as_long_as_its_lists_last(tmp_path: Path, monkeypatch):
    world = make_world()
    file, bundle = tmp_path / "c.json", tmp_path / "bundle.json"
    file.write_bytes(credentials.file_of(world.award().credential).data)
    data, missing = bundles.make_bundle([file.read_bytes()])
    bundle.write_bytes(data)
    assert missing == ()
    elsewhere = wiring.read_installation({"UMIEM_HOME": str(tmp_path), "UMIEM_BASE_URL": "http://elsewhere"})
    monkeypatch.setattr(wiring, "installation", lambda: elsewhere)
    known = run(file, "--offline", "--registry", bundle)
    assert known.exit_code == 0, known.output
    assert "Keys and lists are those of" in known.output
    assert run(file, "--offline").exit_code == 3
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert run(file, "--offline", "--registry", bundle).exit_code == 3  # the status list has ended
    later = run(file, "--offline", "--registry", bundle, "--at", "2099-01-01T00:00:00Z")
    assert re.search(r"This trust list ended on \d{4}-", later.output)


@pytest.mark.django_db
def test_a_bundle_answers_for_wallet_credentials_too(tmp_path: Path, monkeypatch):
    world = make_world()
    file, bundle = tmp_path / "c.sd-jwt", tmp_path / "bundle.json"
    file.write_bytes(get_representation(world.award().credential, "sd-jwt", language="pl").data)
    bundle.write_bytes(bundles.make_bundle()[0])
    elsewhere = wiring.read_installation({"UMIEM_HOME": str(tmp_path), "UMIEM_BASE_URL": "http://elsewhere"})
    monkeypatch.setattr(wiring, "installation", lambda: elsewhere)
    known = run(file, "--offline", "--registry", bundle)
    assert known.exit_code == 0, known.output
    alone = run(file, "--offline")
    assert alone.exit_code == 3
    assert "Revocation (could not check): This needs the network" in alone.output


@pytest.mark.django_db
def test_a_signed_list_alone_is_a_registry(tmp_path: Path):
    file, registry = tmp_path / "c.json", tmp_path / "registry.json"
    file.write_bytes(badge())
    trust_lists.vouch(SYSTEM, SIGNER.did, names={"pl": "Szkoła"}, evidence="umowa")
    registry.write_bytes(trust_lists.export_own())
    assert run(file, "--offline", "--registry", registry).output.startswith("Verified: ")
    spoilt = json.loads(registry.read_bytes())
    spoilt["signatures"] = []
    registry.write_text(json.dumps(spoilt))
    unsigned = run(file, "--offline", "--registry", registry)
    assert "trust-list-not-signed" in unsigned.output
    assert "Verified with open points" in unsigned.output


@pytest.mark.parametrize(
    "content", ["[]", "1", '{"a": 1}', '{"type": "UmiemOfflineBundle", "trustLists": 1}']
)
def test_what_is_no_registry_is_refused(tmp_path: Path, content: str):
    file, registry = tmp_path / "c.json", tmp_path / "registry.json"
    file.write_bytes(badge())
    registry.write_text(content)
    assert getattr(run(file, "--registry", registry).exception, "code", "") == "registry-unreadable"


def test_a_presentation_is_told_as_what_is_inside(tmp_path: Path):
    inside = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    file = tmp_path / "p.json"
    file.write_text(json.dumps(inside | {"verifiableCredential": [json.loads(badge())]}))
    told = run(file, "--offline")
    assert told.exit_code == 0, told.output
    assert "Podstawy Pythona" in told.output
    assert "Presentation (does not apply)" in told.output


def test_a_photograph_and_a_web_page_are_no_credentials(tmp_path: Path):
    for data in (b"\xff\xd8\xff\xe0", b"<!doctype html>"):
        file = tmp_path / "x"
        file.write_bytes(data)
        assert run(file, "--offline").exit_code == 1
