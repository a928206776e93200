"""The commands of the READMEs and of the manual run as written, in a folder that holds only the examples."""

from __future__ import annotations

import glob
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from umiem.cli.main import COMMANDS, umiem
from umiem.web.settings import FILE_UPLOAD_MAX_MEMORY_SIZE
from umiem.wiring import installation

ROOT = Path(__file__).parents[2]
PYTHON = "examples/definitions/podstawy-python.yaml"
UX = "examples/definitions/podstawy-ux.yaml"
ISSUE = f"umiem issue --definition {PYTHON} --learners examples/learners.csv --out made --key key.pem"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UMIEM_HOME", str(tmp_path / "home"))
    installation.cache_clear()
    yield tmp_path
    installation.cache_clear()


def run(line: str) -> Result:
    words = [found for word in shlex.split(line)[1:] for found in (sorted(glob.glob(word)) or [word])]
    return CliRunner().invoke(umiem, words)


def commands_of(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ")
    return re.findall(r"^ {4}(umiem .+)$", text, re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "README.pl.md"])
def test_the_commands_of_the_readme_run_one_after_the_other(page: str, workplace: Path) -> None:
    lines = commands_of(page)
    assert len(lines) >= 4
    for line in lines:
        result = run(line)
        assert result.exit_code == 0, f"{line}\n{result.output}"
    assert len(list((workplace / "credentials").glob("*.json"))) == 30


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"umiem definition lint {PYTHON}", 0),
        (f"umiem definition lint {PYTHON} --json", 0),
        (f"umiem definition score {PYTHON}", 0),
        (f"umiem definition diff {PYTHON} {PYTHON}", 0),
        (f"umiem definition diff {PYTHON} {UX}", 1),
        ("umiem definition schema", 0),
        ("umiem definition mapping", 0),
    ],
)
def test_the_manual_on_definition_files(command: str, code: int, workplace: Path) -> None:
    line = command.replace(PYTHON, "FILE").replace("FILE FILE", "A B").replace(f"FILE {UX}", "A B")
    assert line in "\n".join(commands_of("docs/definition-file.md"))
    result = run(command)
    assert result.exit_code == code, result.output


def test_the_manual_on_converting(workplace: Path) -> None:
    assert run("umiem keys new key.pem").exit_code == 0
    issued = run(
        f"umiem issue --definition {PYTHON} --learners examples/learners.csv --out made --key key.pem"
    )
    assert issued.exit_code == 0, issued.output
    source = sorted((workplace / "made").glob("*.json"))[0]
    stated = re.search(r"--to ([\w|-]+) --out FILE", (ROOT / "docs" / "convert.md").read_text("utf-8"))
    assert stated is not None
    for target in stated[1].split("|"):
        key = "--key key.pem" if target in ("ob3", "ob3-jwt", "sd-jwt") else ""
        result = run(f"umiem convert {source} --to {target} --out out.{target} {key}")
        assert result.exit_code == 0, f"{target}: {result.output}"
        verified = run(f"umiem verify --offline out.{target}")
        # A European Digital Credential without a seal has no proof at all.
        assert verified.exit_code == (1 if target == "edc" else 0), f"{target}: {verified.output}"
        again = run(f"umiem definition convert {source} --out drafts --force")
        assert again.exit_code in (0, 1), again.output


def test_the_answers_of_verify_are_those_of_the_readme(workplace: Path) -> None:
    run("umiem keys new key.pem")
    run(ISSUE)
    good, *_ = sorted((workplace / "made").glob("*.json"))
    bad = workplace / "bad.json"
    bad.write_bytes(good.read_bytes().replace("Łódź".encode(), "Kraków".encode()))
    doubtful = workplace / "doubtful.json"
    doubtful.write_bytes(good.read_bytes().replace(b"did:key:z6Mk", b"did:web:nowhere.example:z6Mk"))
    codes = [
        run(f"umiem verify --offline {words}").exit_code for words in (good, bad, doubtful, "", "none.json")
    ]
    assert codes == [0, 1, 3, 2, 2]
    assert run(f"umiem verify --offline {good} {doubtful}").exit_code == 3
    assert run(f"umiem verify --offline {good} {doubtful} {bad}").exit_code == 1


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    result = run(f"umiem {name} --help")
    assert result.exit_code == 0
    assert "Usage: umiem" in result.output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert missing == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_the_proxy_of_the_manual_lets_the_largest_upload_through() -> None:
    stated = re.search(r"client_max_body_size (\d+)m;", (ROOT / "docs" / "operating.md").read_text("utf-8"))
    assert stated is not None
    assert int(stated[1]) * 1024 * 1024 >= FILE_UPLOAD_MAX_MEMORY_SIZE
