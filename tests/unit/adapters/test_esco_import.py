"""Importing the official files: complete, idempotent, all or nothing, with the place of every fault."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from umiem.adapters.esco import EscoStore, compare_libraries, import_esco, importing, sources, starter_library
from umiem.errors import ConfigurationError, MalformedInputError, NotFoundError, RefusedError

AT = datetime(2026, 11, 22, tzinfo=UTC)
GERMAN = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status\n"
    "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/7111b95d-0ce3-441a-9d92-4c75d05c4388,"
    'knowledge,cross-sector,Projektmanagement,"Projektleitung\nProjektführung",,released\n'
)


@pytest.fixture
def download(tmp_path: Path) -> Path:
    """A download in the official layout: the starter set's own files."""
    folder = tmp_path / "ESCO dataset - v1.1.1"
    folder.mkdir()
    for file in resources.files("umiem.data.esco_starter").iterdir():
        if file.name.endswith(".csv"):
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


@pytest.fixture
def store(tmp_path: Path) -> EscoStore:
    return EscoStore(tmp_path / "home")


def test_a_folder_is_imported_and_found_again(download: Path, store: EscoStore) -> None:
    summary = import_esco([download], store=store, at=AT)
    assert summary.changed
    assert summary.details.version == "v1.1.1"
    library = store.library()
    assert library.graph.skills == starter_library().graph.skills
    assert library.graph.essential == starter_library().graph.essential
    hits = library.search("zarzadzanie projektem", language="pl")
    assert hits == starter_library().search("zarzadzanie projektem", language="pl")


def test_the_same_files_again_change_nothing(download: Path, store: EscoStore) -> None:
    import_esco([download], store=store, at=AT)
    before = store.path.read_bytes()
    assert not import_esco([download], store=store, at=AT).changed
    assert store.path.read_bytes() == before


def test_what_a_killed_import_left_is_swept_away_and_one_that_runs_is_not(
    download: Path, store: EscoStore
) -> None:
    store.path.parent.mkdir(parents=True)
    killed, running = (store.path.with_name(f"{store.path.name}.{number}.new") for number in (11, 22))
    for path in (killed, running):
        path.write_bytes(b"half")
    os.utime(killed, (0, 0))
    import_esco([download], store=store, at=AT)
    assert not killed.exists()
    assert running.exists()


def test_other_labels_of_our_own_renew_the_same_files(
    download: Path, store: EscoStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_esco([download], store=store, at=AT)
    monkeypatch.setattr(importing, "own_labels_digest", lambda: "another version of Umiem")
    assert import_esco([download], store=store, at=AT).changed
    assert not import_esco([download], store=store, at=AT).changed


def test_collections_are_read_and_kept_with_one_more_language(
    download: Path, store: EscoStore, tmp_path: Path
) -> None:
    python = next(uri for uri, each in starter_library().graph.skills.items() if each.labels["en"] == "R")
    header = "conceptType,conceptUri,preferredLabel,status\n"
    (download / "digitalSkillsCollection_en.csv").write_text(
        f"{header}KnowledgeSkillCompetence,{python},R,released\n"
    )
    (download / "greenSkillsCollection_en.csv").write_text(
        f"{header}KnowledgeSkillCompetence,http://x/none,x,released\n"
    )
    summary = import_esco([download], store=store, at=AT)
    assert not any("Collection" in name for name in summary.files_passed_over)
    assert store.library().graph.collections_of(python) == ("digital",)
    german = tmp_path / "skills_de.csv"
    german.write_text(GERMAN, encoding="utf-8")
    import_esco([german], store=store, at=AT)
    assert store.library().graph.collections == {"digital": {python}}


def test_a_store_without_collections_is_still_read(download: Path, store: EscoStore) -> None:
    import_esco([download], store=store, at=AT)
    with closing(sqlite3.connect(store.path)) as database:
        database.execute("DROP TABLE collection")
    assert store.library().graph.collections == {}


def test_a_zip_of_version_1_2_is_read(download: Path, store: EscoStore, tmp_path: Path) -> None:
    """v1.2.x: a language in the names of relation files, and label columns in them."""
    archive = tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    relations = (download / "occupationSkillRelations.csv").read_text().splitlines()
    wider = ["occupationUri,occupationLabel,relationType,skillType,skillUri,skillLabel"]
    for line in relations[1:]:
        occupation, kind, skill_type, skill = line.split(",")
        wider.append(f"{occupation},label,{kind},{skill_type},{skill},label")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in download.iterdir():
            if file.name != "occupationSkillRelations.csv":
                packed.write(file, f"inside/{file.name}")
        packed.writestr("inside/occupationSkillRelations_en.csv", "\n".join(wider))
    summary = import_esco([archive], store=store, at=AT)
    assert summary.details.version == "v1.2.0"
    assert store.library().graph.essential == starter_library().graph.essential


def test_one_more_language_is_added(download: Path, store: EscoStore, tmp_path: Path) -> None:
    import_esco([download], store=store, at=AT)
    german = tmp_path / "skills_de.csv"
    german.write_text(GERMAN, encoding="utf-8")
    assert import_esco([german], store=store, at=AT).changed
    library = store.library()
    assert library.graph.label(
        "http://data.europa.eu/esco/skill/7111b95d-0ce3-441a-9d92-4c75d05c4388", "de"
    ) == (
        "Projektmanagement",
        "de",
    )
    assert library.search("projektleitung", language="de")[0].label == "Projektleitung"
    assert len(library.graph.occupations) == 26
    assert not import_esco([german], store=store, at=AT).changed


@pytest.mark.parametrize(
    ("spoil", "code", "line"),
    [
        (lambda text: text.replace("preferredLabel", "label", 1), "esco-missing-column", 1),
        (lambda text: text + "one,two\n", "esco-broken-row", None),
        (lambda text: text + 'a,"b\n', "esco-broken-csv", None),
    ],
)
def test_a_broken_file_changes_nothing(  # type: ignore[no-untyped-def]
    download: Path, store: EscoStore, spoil, code: str, line: int | None
) -> None:
    import_esco([download], store=store, at=AT)
    before = store.path.read_bytes()
    file = download / "skills_en.csv"
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(MalformedInputError) as broken:
        import_esco([download], store=store, at=AT)
    assert broken.value.code == code
    assert "skills_en.csv" in str(broken.value.params["name"])
    assert line is None or broken.value.params["line"] == line
    assert store.path.read_bytes() == before
    assert [each.name for each in store.path.parent.iterdir()] == ["esco.sqlite3"]


def test_wrong_encoding_names_the_line(download: Path, store: EscoStore) -> None:
    file = download / "skills_pl.csv"
    lines = file.read_bytes().split(b"\n")
    lines[4] = "zażółć".encode("cp1250")
    file.write_bytes(b"\n".join(lines))
    with pytest.raises(MalformedInputError) as broken:
        import_esco([download], store=store, at=AT)
    assert (broken.value.code, broken.value.params["line"]) == ("esco-not-utf-8", 5)


def test_a_first_import_needs_the_relations(download: Path, store: EscoStore) -> None:
    with pytest.raises(RefusedError) as refused:
        import_esco([download / "skills_en.csv"], store=store, at=AT)
    assert refused.value.code == "esco-first-import-incomplete"
    assert not store.exists()


def test_a_zip_that_swells_is_refused(store: EscoStore, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("skills_en.csv", b"0" * (sources.MOST_SWELLING * 4096 + 50_000_000))
    with pytest.raises(MalformedInputError) as refused:
        import_esco([bomb], store=store, at=AT)
    assert refused.value.code == "esco-too-large"


def test_no_such_path_and_no_csv(store: EscoStore, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(NotFoundError):
            import_esco([path], store=store, at=AT)


def test_a_spoilt_store_says_what_to_do(download: Path, store: EscoStore) -> None:
    import_esco([download], store=store, at=AT)
    store.path.write_bytes(b"SQLite format 3\0" + b"\0" * 100)
    with pytest.raises(ConfigurationError) as broken:
        store.library()
    assert broken.value.code == "esco-store-broken"


def test_a_new_version_is_compared(download: Path, store: EscoStore, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(download, newer)
    file = newer / "skills_en.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",project management,", ",managing projects,", 1), encoding="utf-8")
    import_esco([newer], store=store, at=AT, version="v9.9")
    difference = compare_libraries(starter_library(), store.library())
    renamed = "http://data.europa.eu/esco/skill/7111b95d-0ce3-441a-9d92-4c75d05c4388"
    assert difference.skills_renamed == (renamed,)
    assert difference.touched({renamed, "http://example.org/other"}) == (renamed,)
    assert difference.skills_added == difference.skills_removed == ()
