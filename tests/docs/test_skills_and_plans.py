"""Every command of the manual on skills and plans runs, and every field of a catalogue is described."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from umiem.cli.main import umiem
from umiem.wiring import installation

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "skills-and-plans.md").read_text(encoding="utf-8")
COMMANDS = [line for line in re.findall(r"^\$ umiem (.+)$", MANUAL, re.MULTILINE) if "DOWNLOAD" not in line]


@pytest.mark.parametrize("line", COMMANDS)
def test_the_command_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMIEM_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    installation.cache_clear()
    result = CliRunner().invoke(umiem, shlex.split(line))
    installation.cache_clear()
    assert result.exit_code == 0, result.output
    assert result.output


def test_every_field_of_a_catalogue_is_described() -> None:
    text = (ROOT / "examples" / "catalogue" / "small.yaml").read_text(encoding="utf-8")
    used = set(re.findall(r"(\w+):", re.sub(r"#.*", "", text)))
    described = set(re.findall(r"`(\w+)`", MANUAL)) | {"uri", "label", "pl", "en", "http", "docs"}
    assert used <= described
