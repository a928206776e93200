"""Uploaded files stay in memory, and one that is too large is refused instead of silently left out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


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
