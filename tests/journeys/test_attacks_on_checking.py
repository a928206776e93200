"""Attacks on checking: whatever a stranger signs, the answer is one of three, never an error of ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.engine_documents import SIGNER, entry, issue, plain_document
from umiem.cli.verify import verify
from umiem.services.verifying.verification import check

pytestmark = [pytest.mark.django_db]

NO_ADDRESSES = ("https://[", "https://[::1", "http://localhost:8000]/status/x", "https://a\u2100b.example/")
UNKNOWN_PATHS = ("-" * 36, "0" * 36, "00000000-0000-0000-0000-00000000000")
FIRST_MOMENT = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
LAST_MOMENT = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-14)))


def signed(**members: Any) -> bytes:
    return json.dumps(issue(plain_document(**members))).encode()


def ask(**body: object) -> Any:
    return Client().post("/api/v1/verification", json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_a_status_list_at_no_address_is_not_an_error_of_ours(url):
    status = {**entry(), "statusListCredential": url}
    assert check(signed(credentialStatus=status)).verdict != "valid"


@pytest.mark.parametrize("url", [*NO_ADDRESSES, "https://[/s/x"])
def test_a_link_to_no_address_is_refused_with_a_reason(url):
    assert ask(link=url).status_code in (404, 409, 422)


@pytest.mark.parametrize("name", UNKNOWN_PATHS)
def test_a_link_to_an_impossible_credential_is_not_found(name):
    assert ask(link=f"http://localhost:8000/api/v1/public/credentials/{name}").status_code == 404


@pytest.mark.parametrize("at", [FIRST_MOMENT, LAST_MOMENT, FIRST_MOMENT.replace(tzinfo=UTC)])
def test_checking_at_the_ends_of_the_calendar(at):
    assert check(signed(), at=at).verdict == ("valid" if at is LAST_MOMENT else "invalid")
    assert ask(text=signed().decode(), at=at.isoformat()).status_code == 200


def test_a_file_name_cannot_rewrite_the_terminal(tmp_path):
    path = tmp_path / "a\x1b]0;owned\x07\u202e\x9b.json"
    path.write_bytes(signed())
    for shown in (path, tmp_path / "none\x1b[2J.json"):
        output = CliRunner().invoke(verify, [str(shown), "--offline"]).output
        assert "\\u001b" in output
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(output)


def test_a_registry_nested_without_end_is_refused(tmp_path):
    path, registry = tmp_path / "c.json", tmp_path / "registry.json"
    path.write_bytes(signed())
    registry.write_text("[" * 100_000)
    result = CliRunner().invoke(verify, [str(path), "--registry", str(registry)])
    assert getattr(result.exception, "code", "") == "registry-unreadable"


def test_the_command_line_says_whose_word_the_name_of_the_issuer_is(tmp_path):
    path, registry = tmp_path / "c.json", tmp_path / "registry.json"
    path.write_bytes(signed(issuer={"id": SIGNER.did, "name": "Uniwersytet Jagiello\u0144ski"}))
    registry.write_text(json.dumps({SIGNER.did: "Uczelnia"}))
    alone = CliRunner().invoke(verify, [str(path)], env={"LANGUAGE": "en"}).output
    vouched = (
        CliRunner().invoke(verify, [str(path), "--registry", str(registry)], env={"LANGUAGE": "en"}).output
    )
    assert alone.startswith("Verified with open points: ")
    assert "The issuer calls itself: Uniwersytet" in alone
    assert vouched.startswith("Verified: ")
    assert "calls itself" not in vouched
