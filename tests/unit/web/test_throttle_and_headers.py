"""Limits for strangers, and the headers that every answer carries."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.worlds import make_world, person, signed_in
from umiem.services import tokens
from umiem.storage.models import StatusList
from umiem.web.throttle import LIMITS, _count

pytestmark = [pytest.mark.django_db]
CHECK = {"path": "/api/v1/verification", "data": '{"text": "x"}', "content_type": "application/json"}


def test_strangers_may_verify_thirty_times_a_minute_and_then_wait():
    client = Client()
    answers = [client.post(**CHECK) for _ in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {200}
    last = answers[30]
    assert (last.status_code, last.json()["code"]) == (429, "too-many-requests")
    assert 0 < int(last.headers["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="192.0.2.7").post(**CHECK).status_code == 200
    page = [client.post("/verify/", {"text": "x"}) for _ in range(31)][30]
    assert (page.status_code, page.headers["Content-Type"]) == (429, "text/html; charset=utf-8")


def test_the_known_may_do_more():
    world = make_world()
    secret = tokens.create_token(world.admin, "alfa", label="x", scopes=["awards:read"], days=1).secret
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert {program.post(**CHECK).status_code for _ in range(32)} == {200}
    pretender = Client(headers={"authorization": "Bearer umiem_x"}, REMOTE_ADDR="192.0.2.8")
    assert [pretender.post(**CHECK).status_code for _ in range(31)][30] == 429


def test_many_other_addresses_do_not_give_anybody_new_tries():
    answers = [Client().post(**CHECK).status_code for _ in range(31)]
    assert answers[-1] == 429
    limit = next(each for each in LIMITS if CHECK["path"].startswith(each.path) and "POST" in each.methods)
    for number in range(2_000):
        _count(limit, f"192.0.{number // 250}.{number % 250}")
    assert Client().post(**CHECK).status_code == 429


def test_looking_on_does_not_use_up_the_tries_of_sending():
    client = Client(REMOTE_ADDR="192.0.2.9")
    assert {client.get("/verify/many/").status_code for _ in range(30)} == {200}
    assert client.post("/verify/many/").status_code != 429


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page():
    make_world()
    sent = Client().post(
        "/staff/alfa/mail/again/",
        headers={"referer": "http://testserver/staff/alfa/mail/?state=kept"},
        follow=True,
    )
    assert sent.redirect_chain == [("/accounts/login/?next=/staff/alfa/mail/%3Fstate%3Dkept", 302)]
    assert "nie zapisano" in sent.content.decode()
    foreign = Client().post(
        "/staff/alfa/mail/again/", headers={"referer": "https://elsewhere.example/staff/"}
    )
    assert foreign.headers["Location"] == "/accounts/login/?next=/staff/alfa/mail/again/"
    assert Client().get("/staff/alfa/").headers["Location"] == "/accounts/login/?next=/staff/alfa/"


def test_a_form_that_is_too_old_is_no_matter_of_roles():
    page = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/accounts/login/")
    assert page.status_code == 403
    assert b"The form was not taken" in page.content
    assert b"administrator" not in page.content


def test_limits_name_addresses_that_exist():
    client = Client()
    for limit in LIMITS:
        assert client.options(limit.path).status_code in (200, 404, 405), limit


@pytest.mark.parametrize(
    "path", ["/", "/verify/", "/nothing", "/api/", "/api/v1/catalogue", "/accounts/login/"]
)
def test_every_answer_is_fenced_in(path):
    headers = Client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")


def test_public_files_are_the_same_for_all_and_told_once():
    world = make_world()
    world.award()
    lists = [f"/status/{row.public_id}" for row in StatusList.objects.all()]
    documents = [f"/o/{world.slug}/{name}.json" for name in ("did", "did-history", "signer-log")]
    others = ["/registry.json", "/.well-known/did.json", "/vct/learning-credential-1.json"]
    for path in (*lists, f"{lists[0]}/token", *documents, *others):
        answer = Client().get(path, headers={"accept-language": "pl"})
        assert answer.status_code == 200, path
        assert "public" in answer.headers["Cache-Control"]
        assert {"Vary", "Content-Language"}.isdisjoint(answer.headers), path
        again = Client().get(path, headers={"if-none-match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert "Vary" not in again.headers
    assert "Vary" in Client().get("/status/00000000-0000-4000-8000-000000000000").headers
    assert "Vary" in Client().get("/api/").headers


def test_private_pages_are_not_kept():
    make_world()
    client = Client()
    client.force_login(
        person("ala@example.org"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "no-store" in client.get("/wallet/").headers["Cache-Control"]


def test_other_host_names_are_refused():
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/code/", {"email": "ala@example.org"})
    assert answer.status_code == 403


def test_the_address_of_a_form_opened_as_a_page_says_that_nothing_changed():
    answer = Client(headers={"accept-language": "en"}).get("/plan/link/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "nothing has changed" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [("/accounts/2fa/webauthn/keys/1/edit/", 404), ("/accounts/reauthenticate/", 403)],
)
def test_what_may_not_be_seen_is_an_answer_not_an_error_of_ours(path, status, caplog):
    client = signed_in("ala@example.org")
    assert client.get(path).status_code == status
    assert [entry for entry in caplog.records if entry.name == "umiem"] == []


def test_one_network_of_ipv6_is_one_sender():
    """Whoever has one address has 2^64 of them."""
    answers = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}").post(**CHECK).status_code for number in range(31)
    ]
    assert answers == [200] * 30 + [429]
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").post(**CHECK).status_code == 200
    assert Client(REMOTE_ADDR="::ffff:192.0.2.77").post(**CHECK).status_code == 200


def test_asking_for_codes_counts_one_network_of_ipv6_once():
    form = {"email": "someone@example.org"}
    answers = []
    for number in range(22):
        form["email"] = f"someone{number}@example.org"
        answers.append(
            Client(REMOTE_ADDR=f"2001:db8:9:9::{number:x}").post("/accounts/login/code/", form).status_code
        )
    assert answers[0] == 302
    assert answers[-1] in (200, 429)


@pytest.mark.parametrize(
    ("method", "path", "times"), [("post", "/offer/", 30), ("get", "/plan/document/", 30)]
)
def test_work_for_strangers_has_a_limit(method, path, times):
    client = Client(REMOTE_ADDR="192.0.2.10")
    answers = [getattr(client, method)(path).status_code for _ in range(times + 1)]
    assert 429 not in answers[:times]
    assert answers[times] == 429


def test_what_strangers_send_is_no_line_of_the_log(caplog):
    stranger = Client()
    assert stranger.post("/verify/", {"text": ""}).status_code == 422
    assert stranger.get("/s/" + "a" * 43 + "/").status_code == 404
    assert stranger.get("/", headers={"host": "evil.example"}).status_code == 400
    assert [line.getMessage() for line in caplog.records] == []


def test_errors_of_ours_are_told_in_the_log(caplog, monkeypatch):
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("umiem.services.skill.catalogue.search", breaks)
    assert Client(raise_request_exception=False).get("/catalogue/").status_code == 500
    assert "unexpected ZeroDivisionError at /catalogue/" in caplog.text
