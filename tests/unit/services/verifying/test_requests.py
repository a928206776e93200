"""Asking a candidate: the answer reaches only who asked, holds what was chosen, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.foreign_badges import badge
from tests.worlds import SLUG, World, learner, person, signed_in
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.access import ANONYMOUS, Actor
from umiem.services.credential import printed_codes
from umiem.services.holder import imports, portfolio, sharing
from umiem.services.holder.imports import Brought
from umiem.services.holder.share_links import PROOF
from umiem.services.verifying import requests, verification
from umiem.services.verifying.requests import Asked, Choice
from umiem.storage.models import CandidateRequest, ShareLink

pytestmark = [pytest.mark.django_db]
ASKED = Asked(employer="Nowak i Wspólnicy", purpose="Stanowisko analityka", skills=("python",), days=7)


def holder(world: World) -> tuple[Actor, Choice]:
    outcome = world.award("ala@example.org")
    ala = learner("ala@example.org")
    portfolio.accept(ala, outcome.award.public_id)
    return ala, Choice(award_id=outcome.award.public_id)


def candidate_token(found: CandidateRequest) -> str:
    return requests.candidate_url(found).rstrip("/").rpartition("/")[2]


def test_the_answer_comes_back_to_who_asked(world):
    ala, choice = holder(world)
    found = requests.ask(ANONYMOUS, ASKED)
    assert requests.fitting(ala, found)[0][1]  # it names Python
    requests.answer(ala, candidate_token(found), [choice], note="Dzień dobry")
    (shown,) = requests.answers_of(requests.for_employer(requests.employer_token(found)))
    ((link, url),) = shown.links
    assert link.expires_at == found.expires_at
    assert sharing.open_share(url.rstrip("/").rpartition("/")[2]).report.verdict == "valid"
    with pytest.raises(NotFoundError):
        requests.for_employer(candidate_token(found))
    with pytest.raises(NotFoundError):
        requests.for_candidate(requests.employer_token(found))


def test_a_credential_from_elsewhere_is_an_answer_too(world):
    ala, choice = holder(world)
    brought = imports.bring(ala, Brought(name="a.json", content=badge())).imported
    client = signed_in("ala@example.org", language="en")
    found = requests.ask(ANONYMOUS, ASKED)
    address = requests.candidate_url(found).removeprefix("http://localhost:8000")
    assert "always shown whole" in client.get(address).content.decode()
    chosen = [str(choice.award_id), f"elsewhere-{brought.public_id}"]
    assert client.post(address, {"kind": "whole", "chosen": chosen}).status_code == 302
    assert "A new answer takes the place" in client.get(address).content.decode()
    assert "From elsewhere" in client.get("/wallet/answers/").content.decode()
    page = f"/verify/ask/{requests.employer_token(found)}/"
    shown = Client(headers={"accept-language": "en"}).get(page).content.decode()
    assert "this site does not know it" in shown
    file = f"{page}{brought.public_id}/file/"
    assert file in shown
    assert Client().get(file).content == bytes(brought.data)
    requests.withdraw(ala, found.answers.get().public_id)
    assert Client().get(file).status_code == 404
    assert (
        "this site does not know it"
        not in Client(headers={"accept-language": "en"}).get(page).content.decode()
    )


def test_nobody_answers_with_what_another_person_brought(world):
    ala, _ = holder(world)
    others = imports.bring(learner("ola@example.org"), Brought(name="a.json", content=badge())).imported
    found = requests.ask(ANONYMOUS, ASKED)
    with pytest.raises(NotFoundError, match="imported-unknown"):
        requests.answer(ala, candidate_token(found), [], elsewhere=[others.public_id])
    with pytest.raises(NotFoundError, match="answer-unknown"):
        requests.file_from_elsewhere(requests.employer_token(found), others.public_id)
    with pytest.raises(MalformedInputError, match="nothing-chosen"):
        requests.answer(ala, candidate_token(found), [])


def test_chosen_fields_are_proved_and_nothing_else(world):
    ala, choice = holder(world)
    found = requests.ask(ANONYMOUS, ASKED)
    partly = Choice(award_id=choice.award_id, kind=PROOF, fields=("outcomes",))
    requests.answer(ala, candidate_token(found), [partly])
    (shown,) = requests.answers_of(found)
    data = sharing.shared_file(shown.links[0][1].rstrip("/").rpartition("/")[2]).data
    assert "Żółć".encode() not in data
    assert (
        sharing.open_share(shown.links[0][1].rstrip("/").rpartition("/")[2]).report.summary.learner_name == ""
    )


def test_an_answer_can_be_taken_back_and_replaced(world):
    ala, choice = holder(world)
    found = requests.ask(ANONYMOUS, ASKED)
    first = requests.answer(ala, candidate_token(found), [choice])
    second = requests.answer(ala, candidate_token(found), [choice])
    assert [shown.answer for shown in requests.answers_of(found)] == [second]
    assert not ShareLink.objects.filter(pk__in=first.links.all(), revoked_at=None).exists()
    with pytest.raises(NotFoundError):
        requests.withdraw(learner("ola@example.org"), second.public_id)
    requests.withdraw(ala, second.public_id)
    assert requests.answers_of(found) == ()
    assert len(requests.my_answers(ala)) == 2


def test_a_request_ends_with_everything(world):
    ala, choice = holder(world)
    found = requests.ask(ANONYMOUS, ASKED)
    made = requests.answer(ala, candidate_token(found), [choice])
    url = sharing.url_of(made.links.get()) or ""
    with time_machine.travel(found.expires_at + timedelta(seconds=1), tick=False):
        for token, look in (
            (requests.employer_token(found), requests.for_employer),
            (candidate_token(found), requests.for_candidate),
            (url.rstrip("/").rpartition("/")[2], sharing.open_share),
        ):
            with pytest.raises(NotFoundError):
                look(token)
    with time_machine.travel(found.expires_at + timedelta(days=31), tick=False):
        assert requests.delete_ended() > 0
    other = requests.ask(ANONYMOUS, ASKED)
    requests.close(requests.employer_token(other))
    with pytest.raises(NotFoundError):
        requests.for_candidate(candidate_token(other))


def test_nobody_answers_for_somebody_else(world):
    _, choice = holder(world)
    found = requests.ask(ANONYMOUS, ASKED)
    with pytest.raises(RefusedError):
        requests.answer(ANONYMOUS, candidate_token(found), [choice])
    with pytest.raises(NotFoundError):
        requests.answer(learner("ola@example.org"), candidate_token(found), [choice])
    assert not found.answers.exists()


@pytest.mark.parametrize(
    "changes", [{"employer": " "}, {"purpose": ""}, {"days": 0}, {"days": 31}, {"wanted": "x" * 2_001}]
)
def test_what_cannot_be_asked(changes):
    with pytest.raises(MalformedInputError):
        requests.ask(ANONYMOUS, replace(ASKED, **changes))


def test_too_many_open_requests_are_refused(monkeypatch):
    monkeypatch.setattr(requests, "MOST_OPEN", 1)
    requests.ask(ANONYMOUS, ASKED)
    with pytest.raises(RefusedError):
        requests.ask(ANONYMOUS, ASKED)


def test_the_pages_from_asking_to_taking_back(world):
    _, choice = holder(world)
    employer, ala = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    filled = employer.get("/verify/ask/?purpose=Analyst&skills=Python&skills=SQL").content.decode()
    assert 'value="Analyst"' in filled
    assert 'value="Python, SQL"' in filled
    sent = employer.post(
        "/verify/ask/", {"employer": "N", "purpose": "P", "skills": "python, sql", "days": "7"}
    )
    page = employer.get(sent.headers["Location"])
    assert page.headers["Referrer-Policy"] == "same-origin"  # other sites learn nothing, our forms work
    found = CandidateRequest.objects.get()
    address = requests.candidate_url(found).removeprefix("http://localhost:8000")
    assert address in page.content.decode()
    assert "Sign in to answer" in ala.get(address).content.decode()
    ala.force_login(person("ala@example.org"), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert "(fits)" in ala.get(address).content.decode()
    assert ala.post(address, {"kind": "whole"}).status_code == 422
    assert ala.post(address, {"kind": "whole", "chosen": [str(choice.award_id)]}).status_code == 302
    assert "This is genuine" in employer.get(sent.headers["Location"]).content.decode()
    assert "N" in ala.get("/wallet/answers/").content.decode()
    answer = found.answers.get()
    assert ala.post(f"/wallet/answers/{answer.public_id}/withdraw/").status_code == 302
    assert "This is genuine" not in employer.get(sent.headers["Location"]).content.decode()
    assert employer.post(sent.headers["Location"] + "close/").status_code == 200
    assert ala.get(address).status_code == 404
    assert timezone.now() < found.expires_at


def test_the_box_takes_short_codes_and_printed_ones(world):
    outcome = world.award("ala@example.org")
    ala = learner("ala@example.org")
    portfolio.accept(ala, outcome.award.public_id)
    code = sharing.create_share(ala, outcome.award.public_id).code
    printed = printed_codes.code_for(outcome.credential)
    for given in (code, code.replace("-", " ").lower(), printed, f"http://localhost:8000/c/{printed}/"):
        assert verification.check_input(given).verdict == "valid"
    with pytest.raises(NotFoundError):
        verification.check_input("0000-0000-0000")


def test_definitions_of_the_catalogue_are_asked_for_and_marked(world):
    ala, _ = holder(world)
    named = f"{world.slug}/{SLUG}"
    client = Client(headers={"accept-language": "en"})
    fields = {"employer": "N", "purpose": "P", "days": "3", "q": "Python"}
    found = client.post("/verify/ask/", {**fields, "find": "1"}).content.decode()
    assert f'value="{named}"' in found
    assert not CandidateRequest.objects.exists()  # looking is not asking
    client.post("/verify/ask/", {**fields, "definitions": [named]})
    made = CandidateRequest.objects.get()
    assert made.definitions == [named]
    assert requests.fitting(ala, made)[0][1]
    page = client.get(f"/answer/{candidate_token(made)}/").content.decode()
    assert f"/catalogue/{named}/" in page
    assert client.post("/verify/ask/", {**fields, "definitions": ["no/such"]}).status_code == 422


def test_definitions_of_a_request_are_limited(world):
    most = requests.MOST_DEFINITIONS
    assert requests.ask(ANONYMOUS, replace(ASKED, definitions=("no/such",) * most)).definitions == []
    with pytest.raises(MalformedInputError, match="request-definitions-too-many"):
        requests.ask(ANONYMOUS, replace(ASKED, definitions=("no/such",) * (most + 1)))


def test_forms_of_a_request_are_sent_with_their_origin(world):
    """Without a referrer browsers send ``Origin: null``, and the protection against forged forms refuses."""
    holder(world)
    found = requests.ask(ANONYMOUS, ASKED)
    client = signed_in("ala@example.org")
    for path in (f"/answer/{candidate_token(found)}/", f"/verify/ask/{requests.employer_token(found)}/"):
        page = client.get(path)
        assert 'method="post"' in page.content.decode(), path
        assert page["Referrer-Policy"] == "same-origin", path
