"""The OpenAPI document says truly, of every operation, what it takes and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import jsonschema
import pytest
from ninja import Schema
from schemathesis.specs.openapi.definitions import OPENAPI_31

from umiem.api.application import openapi_document
from umiem.api.shapes.fields import Request
from umiem.sentences.errors import ERROR_SENTENCES
from umiem.sentences.files import FILE_SENTENCES


def shapes(parent: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("umiem.api."):
            yield child
        yield from shapes(child)


DOCUMENT = openapi_document()
SHAPES = sorted(set(shapes()), key=lambda shape: (shape.__module__, shape.__name__))
OPERATIONS = {
    f"{method} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def test_it_is_an_openapi_document():
    assert DOCUMENT["openapi"].startswith("3.1")
    jsonschema.Draft202012Validator(OPENAPI_31).validate(jsonschema_ready(DOCUMENT))


def jsonschema_ready(value: object) -> object:
    """Return the document as it is sent: the keys of objects are texts."""
    if isinstance(value, dict):
        return {str(key): jsonschema_ready(part) for key, part in value.items()}
    return [jsonschema_ready(part) for part in value] if isinstance(value, list | tuple) else value


def test_a_name_stands_for_one_shape():
    """Shapes of one name in two files would be one in the document: the second hides the first."""
    names = Counter(shape.__name__ for shape in SHAPES)
    assert len(names) > 50
    assert [name for name, count in names.items() if count > 1] == []


def test_rows_of_lists_and_of_batches_are_described_apart():
    described = DOCUMENT["components"]["schemas"]
    assert "number" in described["ListRowOut"]["properties"]
    assert "award" in described["BatchRowOut"]["properties"]
    assert {"before", "after"} <= set(described["DefinitionChangeOut"]["properties"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_everything_is_described(name):
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["description"]
    for parameter in operation.get("parameters", ()):
        assert parameter["description"], parameter["name"]
    for status, answer in operation["responses"].items():
        assert answer["description"]
        assert answer.get("content") or str(status) == "204", f"{status} says nothing of its body"


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_every_member_is_described(name):
    shape = DOCUMENT["components"]["schemas"][name]
    bare = [member for member, said in shape.get("properties", {}).items() if not said.get("description")]
    assert "enum" in shape or shape["description"]
    assert bare == []


@pytest.mark.parametrize(
    "shape", [one for one in SHAPES if issubclass(one, Request)], ids=lambda one: one.__name__
)
def test_the_example_of_a_request_is_one(shape):
    examples = shape.model_json_schema().get("examples", [])
    used_alone = any(
        f"/{shape.__name__}'" in str(operation.get("requestBody")) for operation in OPERATIONS.values()
    )
    assert examples or not used_alone
    for example in examples:
        shape.model_validate(example)


def test_a_problem_is_told_where_it_can_come_with_an_example_of_its_status():
    for name, operation in OPERATIONS.items():
        statuses = {str(status) for status in operation["responses"]}
        assert ("401" in statuses) == ("403" in statuses) == bool(operation.get("security")), name
        assert ("413" in statuses) == ("requestBody" in operation), name
        for status in statuses & {"400", "401", "403", "404", "409", "413", "422", "424", "429", "503"}:
            example = operation["responses"][status]["content"]["application/problem+json"]["example"]
            assert str(example["status"]) == status, name
            assert "…" not in example["title"].replace("umiem_…", "")
            assert example["code"] in ERROR_SENTENCES | FILE_SENTENCES
