"""The description of the API as a page, made on the server from the OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from umiem.api.application import openapi_document

_METHODS = ("get", "post", "put", "patch", "delete")
_CODE = re.compile(r"`+([^`]+)`+")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One address with one method, ready to be shown."""

    method: str
    path: str
    summary: str
    description: SafeString
    needs_token: bool
    parameters: tuple[Mapping[str, Any], ...]
    body: str
    answers: tuple[tuple[str, str], ...]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show every operation of the API, by group."""
    document = openapi_document()
    groups: dict[str, list[Operation]] = {}
    for tag, operation in _operations(document):
        groups.setdefault(tag, []).append(operation)
    context = {"lead": _with_code(document["info"]["description"]), "groups": groups.items()}
    return render(request, "api/reference.html", context)


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    schemas = document.get("components", {}).get("schemas", {})
    for path, methods in document["paths"].items():
        for method in (name for name in _METHODS if name in methods):
            found = methods[method]
            yield found.get("tags", [""])[0], _operation(method, path, found, schemas)


def _operation(method: str, path: str, found: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    body = found.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        description=_with_code(found.get("description", "")),
        needs_token=bool(found.get("security")),
        parameters=tuple(found.get("parameters", ())),
        body="" if body is None else json.dumps(_example(body, schemas), ensure_ascii=False, indent=2),
        answers=tuple(
            (status, json.dumps(_example(schema, schemas), ensure_ascii=False, indent=2))
            for status, answer in found.get("responses", {}).items()
            if int(status) < 300
            for schema in (content.get("schema", {}) for content in answer.get("content", {}).values())
        ),
    )


def _with_code(text: str) -> SafeString:
    """Return ``text`` escaped, what stands between backticks as code, as OpenAPI's CommonMark means it."""
    parts = _CODE.split(text)
    marked = (format_html("<code>{}</code>", part) if turn % 2 else part for turn, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in marked))


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """Make an example value that fits a schema, to show its shape."""
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for name in ("const", "default"):
        if schema.get(name) is not None:
            return schema[name]
    for name in ("examples", "enum"):
        if schema.get(name):
            return schema[name][0]
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas)
    if schema.get("type") == "array":
        return [_example(schema.get("items", {}), schemas)]
    if schema.get("type") == "object":
        return {name: _example(part, schemas) for name, part in schema.get("properties", {}).items()}
    return {"integer": 1, "boolean": True}.get(str(schema.get("type")), schema.get("format", "…"))
