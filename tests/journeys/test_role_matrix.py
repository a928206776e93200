"""Every route × every role × the own and another organisation: who gets in, and who changes anything.

A route without a cell fails the test, and so does a cell without a route. Methods without a cell must be
refused with 405 for everyone.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from tests.journeys.role_bodies import bodies
from tests.journeys.role_cells import CELLS
from tests.journeys.route_walk import PLAN, ROLES, TwoOrganisations, routes, two_organisations
from tests.journeys.stored_state import Writes, everything_stored

pytestmark = [pytest.mark.django_db]
SHARES = 4
"""Some two thousand requests, in parts that several workers of the tests can share."""
TOKENS = {
    "s/": "share_token",
    "p/": "page_token",
    "set/": "collection_token",
    "verify/many/": "batch_token",
    "verify/ask/": "employer_token",
    "answer/": "candidate_token",
}


def with_token_of(pattern: str) -> str:
    """Name the token in an address after the page: each kind of page has tokens of its own."""
    for page, token in TOKENS.items():
        if pattern.startswith(page):
            return pattern.replace("<str:token>", f"<str:{token}>")
    return pattern


def cell(world: TwoOrganisations, name: str, pattern: str, method: str, *, before: str) -> str:
    """Let every role make one request, each taken back again, and return the letters of the answers."""
    letters = []
    for role in ROLES:
        cache.clear()  # what one role asked does not count against the next
        client = world.client(role)
        writes, savepoint = Writes(), transaction.savepoint()
        with connection.execute_wrapper(writes):
            response = call(client, world.path(with_token_of(pattern)), method, name)
        changed = writes.seen and everything_stored() != before
        transaction.savepoint_rollback(savepoint)
        letters.append(letter(response, changed=changed))
    return "".join(letters)


def call(client: Client, path: str, method: str, name: str) -> HttpResponse:
    if name in ("public:plan-make-link", "public:plan-document", "public:plan-calendar", "learner:plan-save"):
        path = f"{path}?{PLAN}"
    return client.get(path) if method == "get" else client.post(path, bodies().get(name, {}))


def letter(response: HttpResponse, *, changed: bool) -> str:
    status = response.status_code
    if status == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "L" if not changed else "!"
    if status in (200, 302, 400, 409, 422):
        return "+" if changed else "."
    refused = {401: "3", 403: "3", 404: "4", 405: "m"}.get(status, f"[{status}]")
    return refused if not changed else "!"


def site_routes() -> list[tuple[str, str]]:
    """The routes with pages; the API and the sign-in pages have matrices of their own."""
    elsewhere = ("api:", "account_", "mfa_", "None")
    return [(name, path) for name, path in routes() if not name.startswith(elsewhere)]


def test_every_route_has_a_cell_and_every_cell_a_route():
    named = {name for name, _ in site_routes()}
    assert named == {name for name, _ in CELLS}


@pytest.mark.parametrize("share", range(SHARES))
def test_everyone_gets_what_the_matrix_says(share):
    world = two_organisations()
    wrong, before = [], everything_stored()
    for name, pattern in site_routes()[share::SHARES]:
        for method in ("get", "post"):
            expected = CELLS.get((name, method))
            if expected is None:
                response = call(world.client("admin"), world.path(pattern), method, name)
                found, expected = letter(response, changed=False), "m"
            else:
                found = cell(world, name, pattern, method, before=before)
            if found != expected:
                wrong.append(f"{method} {name}: expected {expected}, found {found}")
    assert wrong == []


def test_the_pages_of_the_account_are_for_the_signed_in():
    world = two_organisations()
    wrong = []
    for name, pattern in routes():
        if not name.startswith(("account_", "mfa_")) or "<" in pattern or "(" in pattern:
            continue
        for role in ("anonymous", "learner"):
            response = world.client(role).get(world.path(pattern))
            if response.status_code not in (200, 302, 403, 404, 405):
                wrong.append(f"{name} {role}: {response.status_code}")
    assert wrong == []
    for path in ("/accounts/email/", "/accounts/2fa/", "/accounts/2fa/webauthn/"):
        assert world.client("anonymous").get(path).headers["Location"].startswith("/accounts/login/")


def test_there_are_no_passwords():
    world = two_organisations()
    for path in ("change", "set", "reset", "reset/done", "reset/key/1-x"):
        assert world.client("learner").get(f"/accounts/password/{path}/").status_code == 404
