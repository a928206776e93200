"""Each code of an error has its sentence, and no sentence waits for a code that nobody raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from umiem.sentences.engine_errors import family_sentence
from umiem.sentences.errors import ERROR_SENTENCES
from umiem.sentences.files import FILE_SENTENCES
from umiem.sentences.findings import FINDING_SENTENCES

SOURCE = Path(__file__).parents[3] / "src" / "umiem"
TREES = {
    path: ast.parse(path.read_text("utf-8"))
    for path in SOURCE.rglob("*.py")
    if "migrations" not in path.parts
}
OF_DOCUMENTS = ("engine/", "conformance/")  # the report names the check; what else is wrong is for developers
RAISED = ("MalformedInputError", "UnsupportedError", "UnavailableError", "RefusedError", "NotFoundError")


def texts() -> Iterator[str]:
    for path, tree in TREES.items():
        keys = {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
        for node in ast.walk(tree):
            if "sentences" in path.parts and id(node) in keys:
                continue  # the table itself
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def raised() -> Iterator[tuple[str, str]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                code = node.args[0] if node.args else None
                if isinstance(code, ast.Constant):
                    yield str(code.value), path.relative_to(SOURCE).as_posix()


def test_every_code_has_a_sentence_of_its_own_or_of_its_family() -> None:
    told = ERROR_SENTENCES.keys() | FILE_SENTENCES.keys() | FINDING_SENTENCES.keys()
    untold = [
        f"{place}: {code}"
        for code, place in raised()
        if not place.startswith(OF_DOCUMENTS) and code not in told and not family_sentence(code)
    ]
    assert untold == []


def test_every_sentence_has_a_code_that_is_raised() -> None:
    known = set(texts())
    families = tuple(text for text in known if text.endswith("-") and len(text) > 3)
    assert [code for code in ERROR_SENTENCES if code not in known and not code.startswith(families)] == []
