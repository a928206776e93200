"""What the machine may do to us: a full disk, a database that refuses, settings without sense."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.worlds import make_world
from umiem import wiring
from umiem.adapters.keys.file import write_key_file
from umiem.cli import main as command_line
from umiem.engine import InMemorySigner
from umiem.errors import ConfigurationError, UnavailableError
from umiem.services.credential.credentials import file_of
from umiem.services.skill import catalogue
from umiem.storage.models import Credential


class FullDisk(io.BytesIO):
    def write(self, data: Any) -> int:
        raise OSError(28, "No space left on device")


def test_no_half_of_a_key_stays_on_a_full_disk(tmp_path, monkeypatch):
    def full(descriptor: int, mode: str) -> FullDisk:
        os.close(descriptor)
        return FullDisk()

    monkeypatch.setattr("umiem.adapters.keys.file.os.fdopen", full)
    with pytest.raises(ConfigurationError, match="file-not-writable"):
        write_key_file(tmp_path / "k.key", InMemorySigner.generate().private_key)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_sentence_on_the_command_line(monkeypatch, capsys):
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command_line.umiem, "main", full)
    with pytest.raises(SystemExit) as left:
        command_line.main([])
    assert left.value.code == 4
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/catalogue/", "/api/v1/catalogue"])
def test_a_database_that_refuses_is_a_sentence_and_not_an_error_of_ours(path, monkeypatch):
    def refuses(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(catalogue, "search", refuses)
    answer = Client(headers={"Accept-Language": "en"}).get(path)
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("UMIEM_BASE_URL", "http://["),
        ("UMIEM_BASE_URL", "http://umiem.example:99999"),
        ("UMIEM_BASE_URL", "http://me@umiem.example"),
        ("UMIEM_DATABASE_URL", "postgres://["),
    ],
)
def test_settings_without_sense_are_named(name, value, tmp_path: Path):
    with pytest.raises(ConfigurationError) as refused:
        wiring.read_installation({"UMIEM_HOME": str(tmp_path), name: value})
    assert refused.value.params["setting"] == name


@pytest.mark.django_db
def test_damaged_bytes_are_never_handed_out():
    credential = make_world().award().credential
    Credential.objects.filter(pk=credential.pk).update(data=b"{}")
    credential.refresh_from_db()
    with pytest.raises(UnavailableError, match="credential-damaged"):
        file_of(credential)
