"""Uploaded files stay in memory; what is too large, or would become so when it is read, is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse

LARGEST_FORM = 1024 * 1024
"""Bytes of a form whose signs are written as %xx: read, each takes a hundred times its place."""

MOST_JSON_PARTS = 500_000
"""Members and elements in a body for the API: each empty object of three bytes takes 64 when it is read."""

_JSON_STRING = re.compile(rb'"(?>[^"\\]+|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_API = "/api/"


class RequestSizeMiddleware:
    """Refuses, with 413, a body that would take far more memory than it has bytes."""

    def __init__(self, handler: Callable[[HttpRequest], HttpResponse]) -> None:
        self._handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Raise ``RequestDataTooBig``, which is answered with 413, or go on."""
        if request.content_type == "application/x-www-form-urlencoded":
            if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FORM:
                raise RequestDataTooBig
        elif request.path.startswith(_API) and request.content_type != "multipart/form-data":
            _refuse_many_parts(request.body)
        return self._handler(request)


def _refuse_many_parts(body: bytes) -> None:
    found = _parts(body)  # signs within strings are counted, too; only where it matters they are left out
    if found > 2 * MOST_JSON_PARTS or (
        found > MOST_JSON_PARTS and _parts(_JSON_STRING.sub(b"", body)) > MOST_JSON_PARTS
    ):
        raise RequestDataTooBig


def _parts(text: bytes) -> int:
    return text.count(b",") + text.count(b"{") + text.count(b"[")


class LimitedUploadHandler(MemoryFileUploadHandler):
    """Keeps files in memory up to ``FILE_UPLOAD_MAX_MEMORY_SIZE`` bytes a request.

    Django's own handler drops a larger request's files without a word, so that the form would say that no
    file was chosen. Raises ``RequestDataTooBig``, which is answered with 413.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 (Django's name, given by keyword)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Refuse by the length that the request states, before anything is read."""
        if content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        super().handle_raw_input(input_data, META, content_length, boundary, encoding)
