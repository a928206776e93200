"""The same definition as a file, through the API and through the editor: nothing is lost on any way."""

from __future__ import annotations

import json

import pytest

from tests.examples import DEFINITION_FILES
from tests.journeys.api_client import ROOT, api_of
from tests.journeys.editor_forms import Editor, client_of, form_of
from tests.worlds import make_world
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.services.definition import definitions

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.stem)
def test_file_to_api_to_editor_and_back(path):
    world = make_world("own", publish=False)
    api = api_of(world)
    original = load_definition(path.read_bytes(), path.name)
    slug = original.identifier
    api.post(f"{ROOT}/definitions", {"file_name": path.name, "content": path.read_text("utf-8")})
    got = api.get(f"{ROOT}/definitions/{slug}/content").json()
    put = api.put(f"{ROOT}/definitions/{slug}/content", {"content": got["content"], "digest": got["digest"]})
    assert put.status_code == 200, put.content
    stale = api.put(f"{ROOT}/definitions/{slug}/content", {"content": {}, "digest": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (409, "definition-changed-elsewhere")
    stored = definitions.export_definition(world.author, "own", slug)
    assert load_definition(stored.data, stored.name) == original
    assert load_definition(dump_definition(original, "json"), "x.json") == original


def test_the_api_names_the_path_of_what_it_cannot_read_and_keeps_the_draft():
    world = make_world("own", publish=False)
    api = api_of(world)
    made = api.post(f"{ROOT}/definitions/lodzie/draft", {"titles": {"pl": "Łodzie dla każdego"}})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    again = api.post(f"{ROOT}/definitions/lodzie/draft", {"titles": {"pl": "Łodzie"}})
    assert (again.status_code, again.json()["code"]) == (409, "definition-slug-taken")
    before = api.get(f"{ROOT}/definitions/lodzie/content").json()
    for content, path in (
        ({"workload": {"ects": "dużo"}}, "workload.ects"),
        ({"workload": {"hours": 1e300}}, "workload.hours"),
        ({"titel": {}}, "titel"),
        ({"assessments": [{"type": ["quiz"]}]}, "assessments[0].type"),
        ({"title": {"pl": "a\u0000b"}}, "title.pl"),
        ({"title": {"nie język": "x"}}, "title"),
        ({"learning_outcomes": {"a": 1}}, "learning_outcomes"),
    ):
        answer = api.put(f"{ROOT}/definitions/lodzie/content", {"content": content})
        assert (answer.status_code, answer.json()["params"].get("path")) == (422, path), answer.content
    assert api.get(f"{ROOT}/definitions/lodzie/content").json() == before
    found = api.get(f"{ROOT}/definitions/lodzie/findings").json()
    assert {one["code"] for one in found["findings"]} >= {"outcomes-missing", "workload-missing"}
    assert len(found["principles"]) == 10
    assert json.dumps(found)


def test_what_the_editor_saves_is_the_file_it_exports():
    world = make_world("alfa", publish=False)
    path = DEFINITION_FILES[0]
    definitions.import_definition(world.author, "alfa", data=path.read_bytes(), file_name=path.name)
    original = load_definition(path.read_bytes(), path.name)
    editor = Editor(client_of(), original.identifier)
    page = editor.open("workload")
    editor.post({**form_of(page), "workload.hours": str((original.workload.hours or 50) + 1), "act": "save"})
    file = definitions.export_definition(world.author, "alfa", original.identifier)
    assert file.name == f"{original.identifier}.yaml"
    saved = load_definition(file.data, file.name)
    assert saved.workload.hours == (original.workload.hours or 50) + 1
    assert saved.learning_outcomes == original.learning_outcomes
