"""Attacks on the pages, each of them tried for real once: what was found stays mended."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.8.8"])
def test_the_demo_mailbox_opens_at_this_machine(address):
    assert Client(REMOTE_ADDR=address).get("/outbox/").status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.3", "::ffff:192.0.2.7", "fe80::1", "", "unix:"])
def test_the_demo_mailbox_is_closed_to_the_network(address):
    """The server may listen on every interface while its address is still localhost."""
    assert Client(REMOTE_ADDR=address).get("/outbox/", HTTP_HOST="localhost").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_the_demo_mailbox_is_closed_behind_a_proxy(header):
    assert Client(headers={header: "127.0.0.1"}).get("/outbox/").status_code == 404
