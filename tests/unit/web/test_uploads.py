"""A file that is too large is refused, never silently left out of the form."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, override_settings

HANDLERS = ["umiem.web.uploads.LimitedUploadHandler"]


@override_settings(FILE_UPLOAD_HANDLERS=HANDLERS, FILE_UPLOAD_MAX_MEMORY_SIZE=2_000)
def test_a_file_within_the_limit_stays_in_memory() -> None:
    request = RequestFactory().post("/verify/", {"file": SimpleUploadedFile("a.json", b"x" * 1_000)})
    assert request.FILES["file"].read() == b"x" * 1_000


@override_settings(FILE_UPLOAD_HANDLERS=HANDLERS, FILE_UPLOAD_MAX_MEMORY_SIZE=500)
def test_a_larger_file_is_refused() -> None:
    request = RequestFactory().post("/verify/", {"file": SimpleUploadedFile("a.json", b"x" * 1_000)})
    with pytest.raises(RequestDataTooBig):
        assert request.FILES
