"""A data folder that an older version made, or that is empty or damaged, gets a sentence and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from umiem import wiring
from umiem.cli.exit_codes import ExitCode
from umiem.cli.main import main
from umiem.storage.migration_state import missing_migrations


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    place = wiring.installation()
    wiring.remember(place)
    yield
    (place.home / "installation.json").unlink()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The database lacks tables of this version. Run: umiem up --prepare-only"),
        ("pl", "W bazie danych brakuje tabel tej wersji. Proszę uruchomić: umiem up --prepare-only"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["check-invariants"],
        ["registry", "show"],
        ["definition", "export", "any", "--organisation", "any"],
        ["worker", "--until-idle"],
    ],
)
def test_an_older_database_is_told_what_to_run(command, language, sentence, monkeypatch, capsys):
    last = max(name for app, name in MigrationRecorder(connection).applied_migrations() if app == "storage")
    assert missing_migrations() == ()
    MigrationRecorder(connection).record_unapplied("storage", last)
    assert missing_migrations() == (last,)
    monkeypatch.setenv("LANGUAGE", language)
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == ExitCode.CONFIGURATION
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "lacks tables"), (b"not a database at all" * 60, "cannot be used")]
)
def test_an_empty_or_damaged_file_is_no_traceback(content: bytes, sentence: str, tmp_path: Path):
    (tmp_path / "installation.json").write_text("{}")
    (tmp_path / "umiem.sqlite3").write_bytes(content)
    environment = os.environ | {"UMIEM_HOME": str(tmp_path), "LANGUAGE": "en"}
    environment.pop("UMIEM_DATABASE_URL", None)
    command = [sys.executable, "-c", "from umiem.cli.main import main; main()", "check-invariants"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == ExitCode.CONFIGURATION
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
