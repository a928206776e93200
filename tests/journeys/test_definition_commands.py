"""The way to being published on the command line, as people, by the same rules as in the pages."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tests.worlds import PYTHON, SLUG, make_world
from umiem.cli import definition_review
from umiem.cli.definition import definition
from umiem.errors import NotFoundError, RefusedError
from umiem.services.definition import definitions
from umiem.storage.models import DefinitionDecision, DefinitionVersion

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    monkeypatch.setattr(definition_review, "open_installation", lambda: None)


def run(command: str, *arguments: str, person: str = "author"):
    options = ["--organisation", "alfa", "--as", f"{person}@alfa.example"]
    return CliRunner().invoke(definition, [command, SLUG, *arguments, *options], env={"LANG": "C"})


def test_written_by_one_approved_by_another():
    world = make_world("alfa", publish=False)
    definitions.import_definition(world.author, "alfa", data=PYTHON.read_bytes(), file_name=PYTHON.name)
    assert isinstance(run("publish").exception, RefusedError)
    assert "in review" in run("submit", "--note", "Proszę o opinię.").output
    own = run("decide", "approved", "--reason", "Sama sobie.")
    assert (own.exception.code, DefinitionVersion.objects.get().state) == ("permission-missing", "in-review")
    run("decide", "recommended", "--reason", "Dobre kryteria.", person="reviewer")
    run("decide", "approved", "--reason", "Zgodne z uchwałą.", person="approver")
    assert "published" in run("publish").output
    assert [one.kind for one in DefinitionDecision.objects.all()] == [
        "submitted",
        "recommended",
        "approved",
        "published",
    ]


def test_nobody_acts_as_somebody_who_is_not_there():
    make_world("alfa", publish=False)
    answer = run("submit", person="ghost")
    assert isinstance(answer.exception, NotFoundError)
    assert run("decide", "published", "--reason", "x").exit_code == 2
    assert run("submit", person="author").exception.code == "definition-unknown"
