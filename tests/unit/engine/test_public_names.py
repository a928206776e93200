"""Every public name of the engine leads to its object, whatever was imported before."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from umiem import engine

FOLDER = Path(engine.__file__).parent


def test_no_public_name_is_also_a_module() -> None:
    modules = {path.stem for path in FOLDER.iterdir()}
    # An imported submodule becomes an attribute of its package and would hide the name.
    assert modules.isdisjoint(engine.__all__)


@pytest.mark.parametrize("name", engine.__all__)
def test_a_public_name_is_there(name: str) -> None:
    found = getattr(engine, name)
    assert not isinstance(found, ModuleType)
    assert getattr(importlib.import_module("umiem.engine"), name) is found
