"""The measurements run to their end and print figures; how fast this machine is, no test asks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import lists, plan
from umiem.cli.bench import bench

STATUS = "import json; from bench import status; print(json.dumps(status.run('sqlite', lists=2)))"

ROOT = Path(__file__).parents[3]


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(lists, "ROWS", 3)


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(bench, [*arguments, "--seconds", "0.1"])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_lists_of_both_kinds_are_read(short):
    rows = json.loads(run("lists", "--json"))
    assert [row["name"] for row in rows] == ["list-csv-50000", "list-xlsx-50000"]
    assert all(row["per_second"] > 0 for row in rows)


def test_a_table_has_a_figure_in_each_row(short):
    for line in run("lists").splitlines():
        assert re.search(r"\d/s", line), line


def test_ninety_five_of_a_hundred_are_not_fewer_than_half():
    assert "median 2000 ms, 95 % 3000 ms, longest 3000 ms" in plan._times([3.0, 1.0])


@pytest.mark.long
def test_status_lists_are_filled_and_published():
    done = subprocess.run(
        [sys.executable, "-c", STATUS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    measured = json.loads(done.stdout.splitlines()[-1])
    assert measured["lists"] == 2
    assert measured["one_with_10_percent_ms"] > 0
