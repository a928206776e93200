"""Answers that are files: how they are sent, and how the OpenAPI document describes them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from umiem.services.files import File


def file_answer(file: File) -> HttpResponse:
    """Return the exact bytes."""
    return HttpResponse(file.data, content_type=file.media_type)


def answers_file(*media_types: str) -> dict[str, Any]:
    """Return what the OpenAPI document says of an operation whose answer is a file of one of these kinds."""
    schema = {"type": "string", "format": "binary"}
    content = {media_type: {"schema": schema} for media_type in media_types}
    return {"responses": {200: {"description": "The file.", "content": content}}}
