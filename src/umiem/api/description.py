"""What the OpenAPI document says of every operation besides what its own code says: the problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from umiem.api.problems import MEDIA_TYPE, problem_document
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError, UnavailableError

PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "RFC 9457: what went wrong, as a sentence and as a stable code.",
    "type": "object",
    "required": ["type", "title", "status", "code", "params"],
    "properties": {
        "type": {"type": "string", "description": "The code as a URN."},
        "title": {
            "type": "string",
            "description": "What went wrong and what to do next, in the language of `Accept-Language`.",
        },
        "status": {"type": "integer", "description": "The HTTP status."},
        "code": {"type": "string", "description": "What went wrong, the same in every language."},
        "params": {"type": "object", "description": "What the sentence is filled with."},
    },
}


@dataclass(frozen=True, kw_only=True)
class _Problem:
    """A kind of problem: its status, when it comes, an example, and what an operation needs to meet it."""

    status: str
    text: str
    example: UmiemError
    only_with: str | None = None


_PROBLEMS = (
    _Problem(
        status="400",
        text="The request could not be read.",
        example=MalformedInputError("request-malformed", problem="Cannot parse request body"),
    ),
    _Problem(
        status="401",
        text="There is no token that counts.",
        example=RefusedError("token-missing"),
        only_with="security",
    ),
    _Problem(
        status="403",
        text="The token does not allow this.",
        example=RefusedError("permission-missing"),
        only_with="security",
    ),
    _Problem(
        status="404",
        text="There is no such thing, or it belongs to somebody else.",
        example=NotFoundError("award-unknown"),
    ),
    _Problem(
        status="409",
        text="The rules do not allow this now.",
        example=RefusedError("definition-not-approved", slug="podstawy-jezyka-python"),
    ),
    _Problem(
        status="413",
        text="This is more than can be sent at once.",
        example=MalformedInputError("upload-too-large", size=20_000_000, limit=10_000_000),
        only_with="requestBody",
    ),
    _Problem(
        status="422",
        text="The request is not as described, or what it holds is not correct.",
        example=MalformedInputError("request-not-as-described", problems=["body.email: Field required"]),
    ),
    _Problem(
        status="424",
        text="Another server, named in the request, did not give what was asked for.",
        example=UnavailableError("host-unknown", host="wydawca.example"),
        only_with="requestBody",
    ),
    _Problem(
        status="429",
        text="Too many requests; Retry-After says when to come back.",
        example=UnavailableError("too-many-requests", seconds=60),
    ),
    _Problem(
        status="503",
        text="This could not be found out now; Retry-After says when to come back.",
        example=UnavailableError("clock-went-back", now="2027-03-01T11:58:00Z", last="2027-03-01T12:00:00Z"),
    ),
)


class DocumentedAPI(NinjaAPI):
    """Says of every operation which problems it may answer, with an example of each."""

    def get_openapi_schema(self, *arguments: Any, **named: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*arguments, **named)
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
        responses = {problem.status: _response(problem) for problem in _PROBLEMS}
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status in _statuses(operation):
                    operation["responses"].setdefault(status, responses[status])
        return schema


def _statuses(operation: Mapping[str, Any]) -> Iterator[str]:
    for problem in _PROBLEMS:
        if problem.only_with is None or operation.get(problem.only_with):
            yield problem.status


def _response(problem: _Problem) -> dict[str, Any]:
    content = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": problem_document(problem.example),
    }
    return {"description": problem.text, "content": {MEDIA_TYPE: content}}
