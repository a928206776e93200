"""The OpenAPI document says truly what every operation takes and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from ninja import Schema

from umiem.api.application import openapi_document


@pytest.fixture(scope="module")
def document():
    return openapi_document()


def shapes(parent: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("umiem.api."):
            yield child
        yield from shapes(child)


def test_a_name_stands_for_one_shape():
    """Shapes of one name in two files would be one in the document: the second hides the first."""
    names = Counter(shape.__name__ for shape in set(shapes()))
    assert len(names) > 50
    assert [name for name, count in names.items() if count > 1] == []


def test_rows_of_lists_and_of_batches_are_described_apart(document):
    described = document["components"]["schemas"]
    assert "number" in described["ListRowOut"]["properties"]
    assert "award" in described["BatchRowOut"]["properties"]
    assert {"before", "after"} <= set(described["DefinitionChangeOut"]["properties"])
