"""Behind our own proxy, limits count the client that the proxy saw, and nothing the client claims."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.test import RequestFactory, override_settings


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_signing_in_counts_the_address_that_the_proxy_added() -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="10.9.9.9, 203.0.113.7", REMOTE_ADDR="127.0.0.1")
    assert get_client_ip(request) == "203.0.113.7"


def test_without_a_proxy_the_header_of_a_client_counts_for_nothing() -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="203.0.113.7", REMOTE_ADDR="198.51.100.2")
    assert get_client_ip(request) == "198.51.100.2"
