"""``umiem definition import`` and ``export``: into the database of this installation and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worlds import make_world
from umiem import wiring
from umiem.cli.main import main
from umiem.storage.models import DefinitionVersion

pytestmark = pytest.mark.django_db
AGILE = Path(__file__).parents[3] / "examples" / "definitions" / "agile.yaml"
IDENTIFIER = "zarzadzanie-projektami-agile"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    place = wiring.installation()
    wiring.remember(place)
    yield
    (place.home / "installation.json").unlink()


def run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in ("definition", *arguments)])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_in_and_out_byte_for_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_world("alfa", publish=False)
    assert run("import", AGILE, "--organisation", "alfa") == 0
    assert f"{IDENTIFIER}, version 1" in capsys.readouterr().out
    assert run("export", IDENTIFIER, "--organisation", "alfa", "--out", tmp_path / "out.yaml") == 0
    assert (tmp_path / "out.yaml").read_bytes() == AGILE.read_bytes()
    assert run("export", IDENTIFIER, "--organisation", "alfa", "--out", tmp_path / "out.yaml") == 1


def test_a_draft_with_gaps_is_stored_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_world("alfa", publish=False)
    draft = tmp_path / "draft.yaml"
    draft.write_text("umiem_definition: 1\nidentifier: sql\ntitle: {pl: Podstawy SQL, en: SQL basics}\n")
    assert run("import", draft, "--organisation", "alfa") == 0
    assert "findings block publishing" in capsys.readouterr().out


def test_a_malformed_file_stores_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_world("alfa", publish=False)
    before = DefinitionVersion.objects.count()
    draft = tmp_path / "draft.yaml"
    draft.write_text("umiem_definition: 1\ntitle: Podstawy\n")
    assert run("import", draft, "--organisation", "alfa") == 1
    assert "draft.yaml:2, title" in capsys.readouterr().err
    assert DefinitionVersion.objects.count() == before


def test_unknown_names_are_a_wrong_use() -> None:
    make_world("alfa", publish=False)
    assert run("import", AGILE, "--organisation", "beta") == 2
    assert run("export", "nothing", "--organisation", "alfa") == 2
