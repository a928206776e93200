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
