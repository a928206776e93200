"""What this installation published is read from its folder, without a server or a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from umiem.adapters.public_folder import PublicFolder
from umiem.engine import offline_sources
from umiem.errors import UnavailableError

BASE = "https://umiem.example.org"
LIST = "2abc4e44-a33f-4005-9f9d-44f8ff59da09"


@pytest.fixture
def folder(tmp_path: Path) -> PublicFolder:
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / LIST).write_bytes(b"bitstring")
    (tmp_path / "status" / f"{LIST}.jwt").write_bytes(b"token")
    outside = offline_sources()
    return PublicFolder(tmp_path, [BASE], did_documents=outside.resolver, status_lists=outside.status_lists)


@pytest.mark.parametrize(("path", "data"), [(LIST, b"bitstring"), (f"{LIST}/token", b"token")])
def test_both_forms_of_a_status_list_are_found(folder: PublicFolder, path: str, data: bytes) -> None:
    assert folder.fetch(f"{BASE}/status/{path}") == data


@pytest.mark.parametrize("path", [f"{LIST}/other", f"{LIST}.jwt", "../status", f"{LIST}/token/token"])
def test_nothing_else_is_read(folder: PublicFolder, path: str) -> None:
    with pytest.raises(UnavailableError, match="nothing-there"):
        folder.fetch(f"{BASE}/status/{path}")
