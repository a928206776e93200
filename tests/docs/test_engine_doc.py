"""The examples of docs/engine.md run, in their order, as one program; so do those in docstrings."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

MANUAL = Path(__file__).parents[2] / "docs" / "engine.md"
MODULES = ("umiem.engine.issue", "umiem.engine.verify", "umiem.engine.identifiers.did_web")


def test_the_examples_of_the_manual_run() -> None:
    blocks = re.findall(
        r"^```python\n(.*?)^```", MANUAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(blocks) >= 6
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(MANUAL), "exec"), names)
    assert "reports" in names


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
