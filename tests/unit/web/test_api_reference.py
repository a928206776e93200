"""The page about the API shows code as code, and nothing in it as markup."""

from __future__ import annotations

import pytest
from django.test import Client

from umiem.api.reference import _with_code


def test_what_stands_between_backticks_is_code_and_the_rest_is_text():
    assert _with_code("Send `<token>` & `x`.") == "Send <code>&lt;token&gt;</code> &amp; <code>x</code>."
    assert _with_code("one ` alone") == "one ` alone"
    assert _with_code("``two``") == "<code>two</code>"


@pytest.mark.django_db
def test_the_page_shows_no_backticks():
    page = Client().get("/api/").content.decode()
    assert "<code>Idempotency-Key</code>" in page
    assert "`" not in page


@pytest.mark.django_db
def test_what_a_body_holds_is_described_and_a_file_has_no_example():
    page = Client(headers={"accept-language": "en"}).get("/api/").content.decode()
    assert '<code>family_name</code> (<span lang="en">required</span>) – The family name, as' in page
    assert '<h3><span lang="en">Request</span>: <code>multipart/form-data</code></h3>' in page
    assert '<h3><span lang="en">Answer</span> 200: <code>application/pdf</code></h3>' in page
    assert "binary" not in page
