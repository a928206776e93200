"""Commands that open the installation, each in a process of its own: nothing of Django is loaded before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITH_AN_ORGANISATION = ("keys log", "keys list", "keys history", "batch list")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    run(folder, "up", "--prepare-only", "--no-demo")
    return folder


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    unset = ("DJANGO_SETTINGS_MODULE", "UMIEM_DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"UMIEM_HOME": str(home), "UMIEM_DEMO": "0", "LANG": "C.UTF-8"}
    command = [str(Path(sys.executable).with_name("umiem")), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", WITH_AN_ORGANISATION)
def test_an_organisation_that_is_not_there_is_told_in_a_sentence(home: Path, command: str) -> None:
    done = run(home, *command.split(), "--organisation", "nowhere")
    assert "Traceback" not in done.stderr
    assert "[organisation-unknown]" in done.stderr
    assert done.returncode == 2


def test_the_invariants_are_told_one_by_one(home: Path) -> None:
    done = run(home, "check-invariants", "--quick")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line[:4] for line in lines[:8]] == [f"✓ I{number}" for number in range(1, 9)]
    assert lines[-1] == "Violations: 0."


def test_what_does_not_hold_stands_below_its_invariant(capsys: pytest.CaptureFixture[str]) -> None:
    from umiem.cli.invariants import MOST_SHOWN, _say_each
    from umiem.services.invariants import Violation

    _say_each([Violation("I7", "digest", f"credential {number}") for number in range(MOST_SHOWN + 3)])
    lines = capsys.readouterr().out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("✗ I7"))
    assert lines[place + 1] == "    digest: credential 0"
    assert "3" in lines[place + 1 + MOST_SHOWN]
    assert sum(line.startswith("✗") for line in lines) == 1


def test_an_operator_gives_a_role_when_nobody_is_left_who_could(home: Path) -> None:
    made = run(home, "organisation", "new", "szkola", "--name-pl", "Szkoła", "--admin", "a@example.org")
    assert made.returncode == 0, made.stderr
    done = run(home, "organisation", "member", "szkola", "B@example.org")
    assert "b@example.org" in done.stdout
    wrong = run(home, "organisation", "member", "szkola", "c@example.org", "--role", "king")
    assert "[role-unknown]" in wrong.stderr
    last = run(home, "organisation", "member", "szkola", "a@example.org", "--role", "issuer")
    assert last.returncode == 0
    assert run(home, "organisation", "member", "szkola", "b@example.org", "--role", "issuer").returncode == 1
    refused = run(home, "organisation", "seal", "szkola", "--test")
    assert "umiem organisation change szkola --legal-id" in refused.stderr
    known = run(home, "organisation", "change", "szkola", "--legal-id", "VAT=PL1234567890", "--town", "Łódź")
    assert "VAT PL1234567890" in known.stdout
    assert run(home, "organisation", "seal", "szkola", "--test").returncode == 0
    assert run(home, "organisation", "change", "szkola", "--legal-id", "PL1234567890").returncode == 2
