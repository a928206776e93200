"""The API from the definition to the revoked credential, and what lies on the way."""

from __future__ import annotations

import base64

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.journeys.api_client import ROOT, Api, api_of, award_body, batch_body, second_admins_token
from tests.worlds import PYTHON, SLUG, make_world
from umiem.services.award.batches.working import Worker
from umiem.storage.models import Award, IdempotencyKey, OutboxMail

pytestmark = [pytest.mark.django_db]


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


def test_a_page_of_awards_asks_for_all_credentials_at_once():
    world = make_world("own")
    for number in range(3):
        world.award(f"osoba{number}@example.org")
    api = api_of(world)
    with CaptureQueriesContext(connection) as asked:
        page = api.get(f"{ROOT}/awards").json()
    assert [award["credential_status"] for award in page["items"]] == ["active"] * 3
    assert len([query for query in asked if 'FROM "storage_credential"' in query["sql"]]) == 1


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
    assert api.post(f"{address}/pause").json()["state"] == "paused"
    assert api.post(f"{address}/resume").json()["state"] == "running"
    started = api.get(address).json()["start_at"]
    assert api.post(f"{address}/begin").json()["start_at"] == started
    Worker("test", processes=0).run_while_there_is_work()
    assert api.get(address).json()["state"] == "done"
    assert api.post(f"{address}/pause").json()["code"] == "batch-state-refused"
    rows = api.get(f"{address}/rows?size=2").json()
    assert [(row["row"], row["state"]) for row in rows["items"]] == [(1, "notified"), (2, "notified")]
    assert [row["row"] for row in api.get(f"{address}/rows?after={rows['next']}").json()["items"]] == [3]
    data = api.get(f"{ROOT}/awards/{rows['items'][0]['award']}/credential").content
    assert Api().post("/api/v1/verification", {"text": data.decode()}).json()["verdict"] == "valid"
    suspended = api.post(f"{address}/status", {"change": "suspend", "reason": "under-review"})
    assert (suspended.status_code, suspended.json()["changes"][0]["changed"]) == (202, 3)
    assert Api().post("/api/v1/verification", {"text": data.decode()}).json()["verdict"] == "invalid"
    assert api.post(f"{address}/status", {"change": "lift"}).json()["changes"][0]["change"] == "lift"
    assert Api().post("/api/v1/verification", {"text": data.decode()}).json()["verdict"] == "valid"
    assert api.post(f"{address}/status", {"change": "erase"}).status_code == 422
    assert api.post(f"{address}/undo", {"reason": "nonsense"}).json()["code"] == "reason-unknown"
    assert api.post(f"{address}/undo", {"reason": "error"}).json()["state"] == "undoing"
    Worker("test", processes=0).run_while_there_is_work()
    assert api.get(address).json()["undone"] == 3
    assert api.get(f"{ROOT}/batches").json()["total"] == 1
    assert Api().post("/api/v1/verification", {"text": data.decode()}).json()["verdict"] == "invalid"


def test_a_request_sent_again_is_answered_alike():
    world = make_world("own")
    api = api_of(world)
    first = api.post(f"{ROOT}/awards", award_body(), **{"Idempotency-Key": "abc"})
    again = api.post(f"{ROOT}/awards", award_body(), **{"Idempotency-Key": "abc"})
    assert (first.status_code, first.json()) == (201, again.json())
    assert (again.status_code, Award.objects.count(), OutboxMail.objects.count()) == (201, 1, 1)
    assert api.post(f"{ROOT}/awards", award_body()).status_code == 200
    other = api.post(f"{ROOT}/awards", award_body(run="x"), **{"Idempotency-Key": "abc"})
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
