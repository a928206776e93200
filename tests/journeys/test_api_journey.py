"""The API from the definition to the revoked credential, its tokens, and what bad input gets."""

from __future__ import annotations

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.journeys.route_walk import TwoOrganisations, two_organisations
from tests.worlds import EXAMPLES, PYTHON, SLUG, make_world, person
from umiem.services import organisations, tokens
from umiem.services.access import SCOPES, actor_of
from umiem.services.award.batches.working import Worker
from umiem.storage.models import Award, IdempotencyKey, OutboxMail

pytestmark = [pytest.mark.django_db]
ROOT = "/api/v1/organisations/own"


class Api:
    """A client of the API with one token."""

    def __init__(self, secret: str | None = None) -> None:
        self._client = Client(headers={} if secret is None else {"authorization": f"Bearer {secret}"})

    def get(self, path: str):
        return self._client.get(path)

    def post(self, path: str, body: object = None, **headers: str):
        data = json.dumps({} if body is None else body)
        return self._client.post(path, data, content_type="application/json", headers=headers)

    def put(self, path: str, body: object):
        return self._client.put(path, json.dumps(body), content_type="application/json")

    def patch(self, path: str, body: object):
        return self._client.patch(path, json.dumps(body), content_type="application/json")

    def delete(self, path: str):
        return self._client.delete(path)

    def send_file(self, path: str, data: bytes, **fields: str):
        return self._client.post(path, {"file": SimpleUploadedFile("lista.csv", data), **fields})


def api_of(world, scopes=SCOPES) -> Api:
    return Api(tokens.create_token(world.admin, world.slug, label="test", scopes=scopes, days=1).secret)


def second_admins_token(world) -> str:
    """A token of another person, who may decide on what the first one wrote."""
    organisations.add_member(world.admin, world.slug, email="second@example.org", role="admin")
    other = actor_of(person("second@example.org"))
    return tokens.create_token(other, world.slug, label="x", scopes=SCOPES, days=1).secret


def award_body(**changes):
    body = {
        "definition": SLUG,
        "run": "2026",
        "given_name": "Łucja",
        "family_name": "Żółć",
        "email": "lucja@example.org",
    }
    return body | changes


def test_the_whole_journey_over_http():
    world = make_world("own", publish=False)
    api = api_of(world)
    content = PYTHON.read_text(encoding="utf-8")
    draft = api.post(f"{ROOT}/definitions", {"file_name": "python.yaml", "content": content})
    assert (draft.status_code, draft.json()["state"]) == (200, "draft")
    assert api.post(f"{ROOT}/awards", award_body()).json()["code"] == "definition-not-published"
    assert api.post(f"{ROOT}/definitions/{SLUG}/publish").json()["code"] == "definition-not-approved"
    assert api.post(f"{ROOT}/definitions/{SLUG}/submit").json()["state"] == "in-review"
    yes = {"decision": "approved", "reason": "Good as it is.", "digest": draft.json()["digest"]}
    assert api.post(f"{ROOT}/definitions/{SLUG}/decisions", yes).json()["code"] == "own-definition"
    second = Api(second_admins_token(world))
    assert second.post(f"{ROOT}/definitions/{SLUG}/decisions", yes).json()["state"] == "approved"
    assert api.post(f"{ROOT}/definitions/{SLUG}/publish").json()["state"] == "published"
    assert api.get(f"{ROOT}/definitions/{SLUG}/file").content == PYTHON.read_bytes()

    made = api.post(f"{ROOT}/awards", award_body())
    assert made.status_code == 201
    award = made.json()["award"]
    again = api.post(f"{ROOT}/awards", award_body())
    assert (again.status_code, again.json()["kind"]) == (200, "already-awarded")
    assert again.json()["award"]["id"] == award["id"]

    data = api.get(f"{ROOT}/awards/{award['id']}/credential").content
    anyone = Api()
    for body in ({"text": data.decode()}, {"file": base64.b64encode(data).decode()}):
        assert anyone.post("/api/v1/verification", body).json()["verdict"] == "valid"
    api.post(f"{ROOT}/awards/{award['id']}/suspend", {"reason": "under-review"})
    assert anyone.post("/api/v1/verification", {"text": data.decode()}).json()["verdict"] == "invalid"
    api.post(f"{ROOT}/awards/{award['id']}/lift")
    revoked = api.post(f"{ROOT}/awards/{award['id']}/revoke", {"reason": "error"}).json()
    assert revoked["credential_status"] == "revoked"
    report = anyone.post("/api/v1/verification", {"text": data.decode()}).json()
    assert {check["code"]: check["outcome"] for check in report["checks"]}["revocation"] == "failed"
    assert len(api.get(f"{ROOT}/status-lists").json()) == 2


def batch_body(count: int = 3) -> dict[str, object]:
    learner = {"given_name": "Zażółć", "family_name": "Gęślą"}
    rows = [learner | {"email": f"osoba{number}@example.org"} for number in range(count)]
    return {"definition": SLUG, "run": "2026", "rows": rows}


def test_a_batch_over_http_from_the_decision_to_taking_it_back():
    world = make_world("own")
    api = api_of(world)
    made = api.post(f"{ROOT}/batches", batch_body(), **{"Idempotency-Key": "k"})
    assert (made.status_code, made.json()["total"], made.json()["awarded"]) == (201, 3, 0)
    address = f"{ROOT}/batches/{made.json()['id']}"
    assert api.post(f"{ROOT}/batches", batch_body(), **{"Idempotency-Key": "k"}).json()["id"] in address
    other = api.post(f"{ROOT}/batches", batch_body(4), **{"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
    assert api.post(f"{address}/pause").json()["state"] == "paused"
    assert api.post(f"{address}/pause").json()["code"] == "batch-state-refused"
    assert api.post(f"{address}/resume").json()["state"] == "running"
    Worker("test", processes=0).run_while_there_is_work()
    assert api.get(address).json()["state"] == "done"
    rows = api.get(f"{address}/rows?size=2").json()
    assert [(row["row"], row["state"]) for row in rows["items"]] == [(1, "notified"), (2, "notified")]
    assert [row["row"] for row in api.get(f"{address}/rows?after={rows['next']}").json()["items"]] == [3]
    data = api.get(f"{ROOT}/awards/{rows['items'][0]['award']}/credential").content
    assert Api().post("/api/v1/verification", {"text": data.decode()}).json()["verdict"] == "valid"
    assert api.post(f"{address}/undo", {"reason": "nonsense"}).json()["code"] == "reason-unknown"
    assert api.post(f"{address}/undo", {"reason": "error"}).json()["state"] == "undoing"
    Worker("test", processes=0).run_while_there_is_work()
    assert api.get(address).json()["undone"] == 3
    assert api.get(f"{ROOT}/batches").json()["total"] == 1
    assert Api().post("/api/v1/verification", {"text": data.decode()}).json()["verdict"] == "invalid"


def test_a_list_dry_and_real_and_once():
    world = make_world("own")
    api = api_of(world)
    body = {"definition": SLUG, "run": "2026", "content": (EXAMPLES / "learners.csv").read_text("utf-8")}
    dry = api.post(f"{ROOT}/award-lists", body | {"dry_run": True}).json()
    assert (dry["awarded"], Award.objects.count()) == (30, 0)
    first = api.post(f"{ROOT}/award-lists", body, **{"Idempotency-Key": "abc"}).json()
    again = api.post(f"{ROOT}/award-lists", body, **{"Idempotency-Key": "abc"}).json()
    assert first == again
    assert first["awarded"] == 30
    assert api.post(f"{ROOT}/award-lists", body).json()["already_awarded"] == 30
    other = api.post(f"{ROOT}/award-lists", body | {"run": "x"}, **{"Idempotency-Key": "abc"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
    assert IdempotencyKey.objects.count() == 1
    page = api.get(f"{ROOT}/awards?size=7&page=2&query=ó").json()
    assert page["page"] <= page["pages"]


def test_a_list_in_four_steps_over_http():
    world = make_world("own")
    api = api_of(world)
    rows = ("Łucja;Żółć;lucja@example.org;80", "=1+1;Źle;zle;10", "Ola;Lis;o@example.org;70")
    text = "\n".join(("Kto;Nazwisko;E-mail;EU1", *rows))
    sent = api.send_file(f"{ROOT}/lists", text.encode("cp1250"), definition=SLUG, run="2026")
    assert sent.status_code == 201
    brought = sent.json()
    assert (brought["encoding"], brought["missing"]) == ("cp1250", ["given_name"])
    assert brought["columns"] == {"B": "family_name", "C": "email", "D": "result:eu1"}
    where = f"{ROOT}/lists/{brought['id']}"
    assert api.get(f"{where}/rows").json()["code"] == "list-not-judged"
    assert api.put(f"{where}/mapping", {"columns": {"Kto": "shoe"}}).json()["code"] == "list-part-unknown"
    assert api.put(f"{where}/mapping", {"columns": {"Ktos": "email"}}).json()["code"] == "list-header-unknown"
    mapped = api.put(f"{where}/mapping", {"columns": {"Kto": "given_name"}}).json()
    assert (mapped["state"], mapped["counts"]["problem"], mapped["counts"]["fine"]) == ("judged", 1, 2)
    wrong = api.get(f"{where}/rows?shown=problem").json()["items"][0]
    assert {problem["part"] for problem in wrong["problems"]} == {"given_name", "email", "result:eu1"}
    mended = {"values": {"given_name": "Jan", "email": "jan@example.org", "result:eu1": "90"}}
    assert api.patch(f"{where}/rows/{wrong['number']}", mended).json()["state"] == "fine"
    assert api.post(f"{where}/undo").json()["row"]["state"] == "problem"
    assert api.get(f"{where}/rejected").content.decode("utf-8-sig").splitlines()[1].startswith("3,'=1+1,")
    assert api.get(f"{where}/rows/2/credential").json()["credentialSubject"]
    first = api.post(f"{where}/confirm", {}, **{"Idempotency-Key": "k"}).json()
    assert first["awarded"] == 2
    assert api.post(f"{where}/confirm", {}, **{"Idempotency-Key": "k"}).json() == first
    assert api.post(f"{where}/confirm").json()["awarded"] == 2
    assert api.delete(where).json()["code"] == "list-confirmed"
    again = api.send_file(f"{ROOT}/lists", text.encode("cp1250"), definition=SLUG, run="2026").json()
    assert (again["earlier"], again["columns"]["A"]) == (brought["id"], "given_name")
    assert api.delete(f"{ROOT}/lists/{again['id']}").status_code == 204
    assert api.get(f"{ROOT}/lists/{again['id']}").json()["code"] == "list-unknown"


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
    ("post", "/award-lists"): ("awards:write", "13.4"),
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
    ("post", "/batches/{batch}/pause"): ("awards:write", "13.4"),
    ("post", "/batches/{batch}/resume"): ("awards:write", "13.4"),
    ("post", "/batches/{batch}/cancel"): ("awards:write", "13.4"),
    ("post", "/batches/{batch}/undo"): ("status:write", "13.4"),
    ("get", "/status-lists"): ("awards:read", "1..4"),
    ("get", "/awards/{award}/credential"): ("awards:read", "1..4"),
    ("get", "/awards/{award}/representations"): ("awards:read", "1..4"),
    ("get", "/awards/{award}/representations/{format}"): ("awards:read", "1..4"),
    ("post", "/awards/{award}/correct"): ("status:write", "13.4"),
    ("post", "/awards/{award}/renew"): ("status:write", "13.4"),
    ("get", "/keys"): ("keys:write", "13.4"),
    ("post", "/keys"): ("keys:write", "13.4"),
    ("get", "/mail"): ("awards:read", "1..4"),
    ("post", "/mail/failed/resend"): ("awards:write", "13.4"),
    ("post", "/mail/{notice}/resend"): ("awards:write", "13.4"),
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
    "/award-lists": {"definition": SLUG, "content": "Imię;Nazwisko;E-mail\nA;B;a@example.org\n"},
    "/batches": batch_body(),
    "/batches/{batch}/undo": {"reason": "error"},
    "/awards/{award}/revoke": {"reason": "error"},
    "/awards/{award}/suspend": {"reason": "under-review"},
    "/awards/{award}/correct": {"given_name": "Olga"},
    "/awards/{award}/renew": {},
    "/keys": {"instead_of": "key-1"},
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


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/awards", award_body(organisation="other"), 422),
        ("/awards", award_body(state="accepted"), 422),
        ("/awards", award_body(email="nobody"), 422),
        ("/awards", award_body(email="a@b\r\nBcc: x@example.org"), 422),
        ("/awards", award_body(given_name=""), 422),
        ("/awards", award_body(given_name="a\0b"), 422),
        ("/awards", award_body(given_name="x" * 201), 422),
        ("/awards", award_body(results={"none": "1"}), 422),
        ("/awards", award_body(awarded_on="2999-01-01"), 409),
        ("/awards", award_body(awarded_on="yesterday"), 422),
        ("/awards", award_body(definition="none"), 404),
        ("/awards", [], 422),
        ("/definitions", {"file_name": 1e256, "content": -1.9e16}, 422),
        ("/definitions", {"file_name": "x.yaml", "content": "a: [1"}, 422),
        ("/definitions", {"file_name": "x.yaml", "content": "title: x"}, 422),
        ("/award-lists", {"definition": SLUG, "content": "a;b\n1;2\n"}, 422),
    ],
)
def test_bad_input_gets_a_problem_document(path, body, status):
    world = make_world("own")
    response = api_of(world).post(ROOT + path, body)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"] == f"urn:umiem:problem:{problem['code']}"
    assert problem["title"]


HOSTILE = [
    b"",
    b" ",
    b"{",
    b"{}",
    b"[]",
    b"null",
    b'{"a":1,"a":2}',
    b'{"a":NaN}',
    b'{"a":1e999}',
    b'{"a":"\\ud800"}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"a.b.c",
    b"eyJhbGciOiJub25lIn0.e30.",
    b"a~b~c~",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    b"<svg",
    b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>',
    b"%PDF-1.7\n",
    b'{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}',
    b'{"@context":{"@vocab":"https://evil.example/"},"type":"VerifiableCredential","proof":{}}',
    b'{"@context":"https://evil.example/context","type":["VerifiableCredential"],"proof":[]}',
    b"x" * 2_000_000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_no_hostile_input_is_valid_or_breaks_anything(data):
    response = Api().post("/api/v1/verification", {"file": base64.b64encode(data).decode()})
    assert response.status_code in (200, 422)
    assert response.json().get("verdict") != "valid"


@pytest.mark.parametrize(
    "link",
    ["http://localhost:8000/nothing", "http://127.0.0.1/", "https://[::1]/", "file:///etc/passwd", "x", ""],
)
def test_links_that_lead_nowhere_get_a_problem(link):
    response = Api().post("/api/v1/verification", {"link": link})
    assert response.status_code in (404, 409, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_body_that_is_no_json_is_a_problem_too():
    client = Client()
    for body in (b"{", b"\xff", b'{"text": NaN}', b""):
        response = client.post("/api/v1/verification", body, content_type="application/json")
        assert response.status_code in (400, 422)
        assert response.headers["Content-Type"] == "application/problem+json"
    assert client.get("/api/v1/nothing").status_code == 404
    assert client.put("/api/v1/verification").status_code == 405


def test_keys_are_listed_and_rotated_once():
    world = make_world("own")
    api = api_of(world, ("keys:write",))
    assert [(key["key"], key["state"]) for key in api.get(f"{ROOT}/keys").json()] == [("key-1", "active")]
    made = api.post(f"{ROOT}/keys", {"instead_of": "key-1"})
    assert (made.status_code, made.json()["key"]) == (201, "key-2")
    again = api.post(f"{ROOT}/keys", {"instead_of": "key-1"})
    assert (again.status_code, again.json()["code"]) == (409, "key-rotated-already")
    states = {key["key"]: key["state"] for key in api.get(f"{ROOT}/keys").json()}
    assert states == {"key-1": "retired", "key-2": "active"}


def test_notices_show_their_state_and_are_sent_again():
    world = make_world("own")
    first, _second = world.award("ala@example.org"), world.award("ola@example.org")
    api = api_of(world, ("awards:read", "awards:write"))
    assert api.get(f"{ROOT}/mail").json()["total"] == 2
    (notice,) = api.get(f"{ROOT}/mail?award={first.award.public_id}").json()["items"]
    assert (notice["recipient"], notice["kind"]) == ("ala@example.org", "award-made")
    again = api.post(f"{ROOT}/mail/{notice['id']}/resend")
    assert again.status_code == 200
    assert api.post(f"{ROOT}/mail/failed/resend").json() == {"count": 0}
