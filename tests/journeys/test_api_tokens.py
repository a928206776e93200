"""Each operation of the API × each scope: tokens open only what they should."""

from __future__ import annotations

import uuid

import pytest

from tests.journeys.api_client import ROOT, Api, api_of, award_body, batch_body
from tests.journeys.route_walk import TwoOrganisations, two_organisations
from tests.worlds import PYTHON, SLUG, make_world
from umiem.services import tokens
from umiem.storage.models import OutboxMail

pytestmark = [pytest.mark.django_db]


# operation → letters for: no token, own token without the scope, own token, token of another organisation
NEEDS: dict[tuple[str, str], tuple[str, str]] = {
    ("get", "/definitions"): ("definitions:read", "1..4"),
    ("post", "/definitions"): ("definitions:write", "13.4"),
    ("get", "/definitions/{slug}"): ("definitions:read", "1..4"),
    ("get", "/definitions/{slug}/file"): ("definitions:read", "1..4"),
    ("post", "/definitions/{slug}/publish"): ("definitions:write", "13.4"),
    ("post", "/definitions/{slug}/archive"): ("definitions:write", "13.4"),
    ("post", "/definitions/{slug}/draft"): ("definitions:write", "13.4"),
    ("get", "/definitions/{slug}/content"): ("definitions:read", "1..4"),
    ("put", "/definitions/{slug}/content"): ("definitions:write", "13.4"),
    ("get", "/definitions/{slug}/findings"): ("definitions:read", "1..4"),
    ("post", "/definitions/{slug}/versions"): ("definitions:write", "13.4"),
    ("get", "/definitions/{slug}/changes"): ("definitions:read", "1..4"),
    ("get", "/definitions/{slug}/review"): ("definitions:read", "1..4"),
    ("post", "/definitions/{slug}/submit"): ("definitions:write", "13.4"),
    ("post", "/definitions/{slug}/withdraw"): ("definitions:write", "13.4"),
    ("post", "/definitions/{slug}/decisions"): ("definitions:review", "13.4"),
    ("get", "/definitions/{slug}/offers"): ("definitions:read", "1..4"),
    ("post", "/definitions/{slug}/offers"): ("definitions:write", "13.4"),
    ("delete", "/definitions/{slug}/offers/{offer}"): ("definitions:write", "13.4"),
    ("get", "/awards"): ("awards:read", "1..4"),
    ("post", "/awards"): ("awards:write", "13.4"),
    ("post", "/lists"): ("awards:write", "13.4"),
    ("get", "/lists"): ("awards:write", "13.4"),
    ("get", "/lists/templates/{definition}"): ("awards:write", "13.4"),
    ("get", "/lists/{list_id}"): ("awards:write", "13.4"),
    ("put", "/lists/{list_id}/reading"): ("awards:write", "13.4"),
    ("put", "/lists/{list_id}/mapping"): ("awards:write", "13.4"),
    ("get", "/lists/{list_id}/rows"): ("awards:write", "13.4"),
    ("patch", "/lists/{list_id}/rows/{row}"): ("awards:write", "13.4"),
    ("get", "/lists/{list_id}/rows/{row}/credential"): ("awards:write", "13.4"),
    ("get", "/lists/{list_id}/rows/{row}/certificate"): ("awards:write", "13.4"),
    ("post", "/lists/{list_id}/undo"): ("awards:write", "13.4"),
    ("get", "/lists/{list_id}/rejected"): ("awards:write", "13.4"),
    ("get", "/lists/{list_id}/file"): ("awards:write", "13.4"),
    ("post", "/lists/{list_id}/confirm"): ("awards:write", "13.4"),
    ("delete", "/lists/{list_id}"): ("awards:write", "13.4"),
    ("get", "/awards/{award}"): ("awards:read", "1..4"),
    ("get", "/batches"): ("awards:read", "1..4"),
    ("post", "/batches"): ("awards:write", "13.4"),
    ("get", "/batches/{batch}"): ("awards:read", "1..4"),
    ("get", "/batches/{batch}/rows"): ("awards:read", "1..4"),
    ("post", "/batches/{batch}/begin"): ("awards:write", "13.4"),
    ("post", "/batches/{batch}/pause"): ("awards:write", "13.4"),
    ("post", "/batches/{batch}/resume"): ("awards:write", "13.4"),
    ("post", "/batches/{batch}/cancel"): ("awards:write", "13.4"),
    ("post", "/batches/{batch}/undo"): ("status:write", "13.4"),
    ("post", "/batches/{batch}/status"): ("status:write", "13.4"),
    ("post", "/batches/{batch}/renew"): ("status:write", "13.4"),
    ("get", "/status-lists"): ("awards:read", "1..4"),
    ("get", "/awards/{award}/credential"): ("awards:read", "1..4"),
    ("get", "/awards/{award}/representations"): ("awards:read", "1..4"),
    ("get", "/awards/{award}/representations/{format}"): ("awards:read", "1..4"),
    ("post", "/awards/{award}/correct"): ("status:write", "13.4"),
    ("post", "/awards/{award}/renew"): ("status:write", "13.4"),
    ("post", "/awards/{award}/allow-again"): ("awards:write", "13.4"),
    ("get", "/keys"): ("keys:write", "13.4"),
    ("post", "/keys"): ("keys:write", "13.4"),
    ("get", "/mail"): ("awards:read", "1..4"),
    ("post", "/mail/failed/resend"): ("awards:write", "13.4"),
    ("post", "/mail/{notice}/resend"): ("awards:write", "13.4"),
    ("get", "/applications"): ("awards:read", "1..4"),
    ("post", "/applications/decide"): ("awards:write", "13.4"),
    ("get", "/applications/{application}"): ("awards:read", "1..4"),
    ("post", "/applications/{application}/refuse"): ("awards:write", "13.4"),
    ("post", "/applications/{application}/award"): ("awards:write", "13.4"),
    ("get", "/reports"): ("awards:read", "1..4"),
    ("post", "/reports/{report}/answer"): ("status:write", "13.4"),
    ("post", "/awards/{award}/suspend"): ("status:write", "13.4"),
    ("post", "/awards/{award}/lift"): ("status:write", "13.4"),
    ("post", "/awards/{award}/revoke"): ("status:write", "13.4"),
}
BODIES = {
    "/lists/{list_id}/mapping": {"columns": {}},
    "/lists/{list_id}/reading": {},
    "/lists/{list_id}/rows/{row}": {"values": {"given_name": "Olga"}},
    "/definitions/{slug}/draft": {"titles": {"pl": "Nowa"}},
    "/definitions/{slug}/content": {"content": {"title": {"pl": "Nowa"}}},
    "/definitions/{slug}/decisions": {"decision": "returned", "reason": "Not yet."},
    "/definitions/{slug}/offers": {"mode": "online", "language": "pl", "price": 100},
    "/definitions": {"file_name": "x.yaml", "content": PYTHON.read_text("utf-8")},
    "/awards": award_body(),
    "/batches": batch_body(),
    "/batches/{batch}/undo": {"reason": "error"},
    "/batches/{batch}/renew": {},
    "/batches/{batch}/status": {"change": "suspend", "reason": "under-review"},
    "/awards/{award}/revoke": {"reason": "error"},
    "/awards/{award}/suspend": {"reason": "under-review"},
    "/awards/{award}/correct": {"given_name": "Olga"},
    "/awards/{award}/renew": {},
    "/keys": {"instead_of": "key-1"},
    "/applications/decide": {"applications": [str(uuid.UUID(int=1))], "decision": "award"},
    "/applications/{application}/refuse": {"reason": "No places left."},
    "/applications/{application}/award": {"given_name": "Ala", "family_name": "Żółć"},
    "/reports/{report}/answer": {"text": "All is well."},
}
PUBLIC = {
    ("get", "/api/v1/catalogue"),
    ("get", "/api/v1/public/credentials/{credential}"),
    ("post", "/api/v1/verification"),
    ("post", "/api/v1/verification/batch"),
}


def test_every_operation_has_a_cell():
    from umiem.api.application import openapi_document

    described = {
        (method, path) for path, methods in openapi_document()["paths"].items() for method in methods
    }
    prefix = "/api/v1/organisations/{organisation}"
    assert described == {(method, prefix + path) for method, path in NEEDS} | PUBLIC


def test_tokens_open_only_what_they_should():
    world = two_organisations()
    wrong = []
    other = api_of(world.other)
    for (method, path), (scope, expected) in NEEDS.items():
        other_scope = "definitions:read" if scope != "definitions:read" else "awards:read"
        callers = (Api(), api_of(world.own, (other_scope,)), api_of(world.own, (scope,)), other)
        found = "".join(letter(caller, world, method, path) for caller in callers)
        if found != expected:
            wrong.append(f"{method} {path}: expected {expected}, found {found}")
    assert wrong == []


def letter(api: Api, world: TwoOrganisations, method: str, path: str) -> str:
    values = {"slug": SLUG, "definition": SLUG, "award": world.values["award"], "row": "2"}
    values |= {"offer": world.values["offer"], "report": world.values["report"], "format": "ob3"}
    values["application"] = world.values["application"]
    values["notice"] = str(
        OutboxMail.objects.filter(organisation__slug="own").values_list("public_id", flat=True)[0]
    )
    filled = ROOT + path.format(**values, list_id=world.values["list"], batch=world.values["batch"])
    if (method, path) == ("post", "/lists"):
        sent = api.send_file(filled, "Imię;Nazwisko;E-mail\nA;B;a@example.org\n".encode(), definition=SLUG)
        return {401: "1", 403: "3", 404: "4"}.get(sent.status_code, ".")
    filled += "?before=1&after=1" if path.endswith("/changes") else ""
    calls = {"get": lambda: api.get(filled), "post": lambda: api.post(filled, BODIES.get(path))}
    calls |= {"delete": lambda: api.delete(filled), "patch": lambda: api.patch(filled, BODIES.get(path))}
    response = calls.get(method, lambda: api.put(filled, BODIES.get(path)))()
    return {401: "1", 403: "3", 404: "4"}.get(response.status_code, ".")


def test_another_organisations_things_are_not_there_under_ones_own_address():
    world = two_organisations()
    response = api_of(world.other).get(f"/api/v1/organisations/other/awards/{world.values['award']}")
    assert response.status_code == 404


def test_tokens_end_and_are_stored_as_hashes_only():
    world = make_world("own")
    new = tokens.create_token(world.admin, "own", label="x", scopes=["awards:read"], days=1)
    assert new.secret not in repr(new.token.__dict__)
    assert Api(new.secret).get(f"{ROOT}/awards").status_code == 200
    tokens.revoke_token(world.admin, "own", public_id=new.token.public_id)
    for secret in (new.secret, new.secret[:-1] + "x", "umiem_x", "", "Ā"):
        answer = Api(secret).get(f"{ROOT}/awards")
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="umiem"')
