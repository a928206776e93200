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
class Member:
    """A parameter, or a member of a body, with what it is for; ``place`` is where a parameter stands."""

    name: str
    place: str
    required: bool
    description: SafeString


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One address with one method, ready to be shown.

    ``answers`` are status, media type and example; a file has no example.
    """

    method: str
    path: str
    summary: str
    description: SafeString
    needs_token: bool
    parameters: tuple[Member, ...]
    body_type: str
    body_members: tuple[Member, ...]
    body: str
    answers: tuple[tuple[str, str, str], ...]


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
    bodies: Mapping[str, Any] = found.get("requestBody", {}).get("content", {})
    body_type = next(iter(bodies), "")
    schema = _resolved(bodies.get(body_type, {}).get("schema", {}), schemas)
    return Operation(
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        description=_with_code(found.get("description", "")),
        needs_token=bool(found.get("security")),
        parameters=tuple(
            _member(each["name"], each, place=each["in"], required=each.get("required", False))
            for each in found.get("parameters", ())
        ),
        body_type=body_type,
        body_members=tuple(
            _member(name, part, required=name in schema.get("required", ()))
            for name, part in schema.get("properties", {}).items()
        ),
        body=_shown(schema, schemas) if body_type == "application/json" else "",
        answers=tuple(
            (status, media_type, _shown(content.get("schema", {}), schemas))
            for status, answer in found.get("responses", {}).items()
            if int(status) < 300
            for media_type, content in answer.get("content", {}).items()
        ),
    )


def _member(name: str, said: Mapping[str, Any], *, required: bool, place: str = "") -> Member:
    description = _with_code(said.get("description", ""))
    return Member(name=name, place=place, required=required, description=description)


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _shown(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """Return an example as text; a file has none."""
    if schema.get("format") == "binary":
        return ""
    return json.dumps(_example(schema, schemas), ensure_ascii=False, indent=2)


def _with_code(text: str) -> SafeString:
    """Return ``text`` escaped, what stands between backticks as code, as OpenAPI's CommonMark means it."""
    parts = _CODE.split(text)
    marked = (format_html("<code>{}</code>", part) if turn % 2 else part for turn, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in marked))


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """Make an example value that fits a schema, to show its shape."""
    if "$ref" in schema:
        return _example(_resolved(schema, schemas), schemas)
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
