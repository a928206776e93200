"""RDFC-1.0 of the W3C RDF canonicalisation group: evaluation, maps, poison (BSD-3)."""

from __future__ import annotations

import json
import time
from typing import Any

import pyoxigraph as ox
import pytest

from tests.shared_data import SHARED, shared_path
from umiem.engine.canonical.rdfc import canonicalize_quads
from umiem.engine.canonical.to_rdf import Quad
from umiem.errors import RefusedError

pytestmark = pytest.mark.vectors
FOLDER = "vectors/rdf-canon-rdfc10/tests"
MANIFEST = SHARED / FOLDER / "manifest.jsonld"
ENTRIES: list[dict[str, Any]] = json.loads(MANIFEST.read_text())["entries"] if MANIFEST.exists() else []
POISON_SECONDS = 0.5


def _quads(name: str) -> list[Quad]:
    found = []
    for quad in ox.parse(path=str(shared_path(f"{FOLDER}/{name}")), format=ox.RdfFormat.N_QUADS):
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
        found.append((str(quad.subject), str(quad.predicate), str(quad.object), graph))
    return found


def test_the_manifest_is_there() -> None:
    shared_path(f"{FOLDER}/manifest.jsonld")
    assert len(ENTRIES) == 86


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"].strip("#") for entry in ENTRIES])
def test_rdfc10(entry: dict[str, Any]) -> None:
    algorithm = "sha384" if entry.get("hashAlgorithm") == "SHA384" else "sha256"
    quads = _quads(entry["action"])
    if "Negative" in entry["type"]:
        started = time.perf_counter()
        with pytest.raises(RefusedError, match="graph-too-complex"):
            canonicalize_quads(quads, algorithm=algorithm)
        assert time.perf_counter() - started < POISON_SECONDS
        return
    result = canonicalize_quads(quads, algorithm=algorithm)
    expected = shared_path(f"{FOLDER}/{entry['result']}")
    if "Map" in entry["type"]:
        assert {k[2:]: v[2:] for k, v in result.labels.items()} == json.loads(expected.read_text())
    else:
        assert result.text == expected.read_bytes().decode()
