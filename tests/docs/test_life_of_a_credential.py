"""Every function that the first page for newcomers names exists under that name."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[2] / "docs" / "life-of-a-credential.md").read_text(encoding="utf-8")
NAMES = sorted(set(re.findall(r"`((?:services|domain|engine)\.[a-z0-9_.]+)`", TEXT)))


def test_ten_steps() -> None:
    assert re.findall(r"^(\d+)\. ", TEXT, re.MULTILINE) == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("name", NAMES)
def test_the_named_function_exists(name: str) -> None:
    module, function = name.rsplit(".", 1)
    assert callable(getattr(importlib.import_module(f"umiem.{module}"), function))
