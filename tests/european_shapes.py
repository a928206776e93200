"""The public SHACL shapes of European Digital Credentials, to judge documents by."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.shared_data import shared_path


@cache
def _judge() -> Any:
    """The merged shapes: ``edc-generic-full`` alone names the other file, which no processor loads."""
    import rdflib

    shapes = rdflib.Graph()
    for name in ("EDC-generic-full.ttl", "EDC-generic-no-cv.ttl"):
        shapes.parse(shared_path("vectors/elm/rdf/ap/edc") / name)
    return shapes


@cache
def _contexts() -> dict[str, Any]:
    edc = json.loads(shared_path("vectors/elm/rdf/ap/edc/edc-ap-context.jsonld").read_text())
    credentials = next(
        json.loads(path.read_text())
        for path in (shared_path("vectors/contexts-published"), shared_path("vectors/contexts-vc-data-model"))
        for path in sorted(path.rglob("*"))
        if path.is_file()
        and '"VerifiablePresentation"' in path.read_text(errors="ignore")
        and "/2018/credentials#" in path.read_text(errors="ignore")
        and '"issuanceDate"' in path.read_text(errors="ignore")
    )
    return {
        "https://www.w3.org/2018/credentials/v1": credentials,
        "http://data.europa.eu/snb/model/context/edc-ap": edc,
    }


def shacl_violations(documents: list[dict[str, Any]]) -> list[str]:
    """Judge documents by the public shapes with pySHACL; returns what is violated, empty when all conform."""
    import pyshacl
    import rdflib
    from pyld import jsonld

    def load(url: str, options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": _contexts()[url]}

    found: list[str] = []
    for document in documents:
        options = {"documentLoader": load, "base": None, "format": "application/n-quads"}
        data = rdflib.Graph()
        data.parse(data=jsonld.to_rdf(document, options), format="nt")
        conforms, report, _ = pyshacl.validate(data, shacl_graph=_judge(), advanced=False)
        if not conforms:
            shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
            found += [
                f"{report.value(one, shacl.resultPath)} {report.value(one, shacl.sourceConstraintComponent)}"
                for one in report.objects(None, shacl.result)
            ]
    return found
