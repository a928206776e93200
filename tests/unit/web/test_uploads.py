"""A file that is too large is refused, never silently left out of the form."""

from __future__ import annotations

import json
import zlib

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings

from tests.worlds import make_world
from umiem.domain.link_list import MOST_ITEMS
from umiem.services.credential import credentials
from umiem.web.settings import FILE_UPLOAD_MAX_MEMORY_SIZE
from umiem.web.uploads import LARGEST_FORM

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


@pytest.mark.django_db
def test_as_many_credentials_as_are_promised_fit_into_one_zip() -> None:
    """Digests and signatures do not shrink: a credential of the demo takes 6 kB in a ZIP."""
    data = credentials.file_of(make_world().award().credential).data
    shrunk = len(zlib.compress(data, 6)) + 250  # and its two names in the ZIP
    assert MOST_ITEMS * shrunk < FILE_UPLOAD_MAX_MEMORY_SIZE


def test_a_form_of_percent_signs_is_refused_before_it_is_read() -> None:
    body = "text=" + "%28" * (LARGEST_FORM // 3)
    answer = Client().post("/verify/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert (
        "Send a smaller file"
        in Client(headers={"accept-language": "en"})
        .post("/offer/", body, content_type="application/x-www-form-urlencoded")
        .content.decode()
    )


def test_the_same_text_as_a_form_with_files_is_taken() -> None:
    assert Client().post("/verify/", {"text": "(" * (LARGEST_FORM // 3)}).status_code != 413


@pytest.mark.parametrize("body", [b'{"text":[' + b"{}," * 300_000 + b"1]}", b"[" * 500_001])
def test_the_interface_refuses_a_body_of_countless_parts(body: bytes) -> None:
    answer = Client().post("/api/v1/verification", body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json()["code"] == "request-too-large"


@pytest.mark.django_db
def test_signs_within_a_string_are_no_parts() -> None:
    body = json.dumps({"text": ",[{" * 200_000})
    assert Client().post("/api/v1/verification", body, content_type="application/json").status_code == 200
