"""Attacks on the pages, each of them tried for real once: what was found stays mended."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.worlds import make_world
from umiem.errors import RefusedError
from umiem.services.organisations import change_details

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


@pytest.mark.parametrize(
    "name", ["Uczelnia own", "UCZELNIA\u00a0\u200bOWN", "Ucz\u0435lnia \u043ewn", "Uczelni\u0105 own"]
)
def test_an_organisation_cannot_take_the_name_of_another(name):
    """The site vouches for names: what looks like another's name is refused, one's own may stay."""
    own, other = make_world("own"), make_world("other")
    unchanged = {"website": "", "email": "", "hue": None}
    with pytest.raises(RefusedError, match="organisation-name-taken"):
        change_details(other.admin, "other", names={"en": name}, **unchanged)
    assert change_details(own.admin, "own", names={"pl": "Uczelnia Own"}, **unchanged).names


def test_answers_to_a_token_are_not_kept():
    answer = Client(headers={"Authorization": "Bearer umiem_x"}).get("/api/v1/organisations/own/awards")
    assert answer.headers["Cache-Control"] == "no-store"
