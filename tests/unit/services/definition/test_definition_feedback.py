"""What learners and peers say reaches the reviewers, without names and without harm."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.worlds import SLUG, learner, make_world, signed_in
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.definition import definition_feedback as service
from umiem.services.definition.definition_feedback import Opinion
from umiem.services.holder import portfolio
from umiem.storage.models import Award, DefinitionFeedback, OutboxMail, PeerInvitation

pytestmark = [pytest.mark.django_db]
GOOD = Opinion(marks={"outcomes": 5, "workload": 4, "assessment": None}, comment="Dużo ćwiczeń, dziękuję.")


def held():
    world = make_world("alfa")
    outcome = world.award("ala@example.org")
    ala = learner("ala@example.org")
    portfolio.accept(ala, outcome.award.public_id)
    return world, ala, outcome.award.public_id


def test_a_learner_says_it_once_and_may_change_it():
    world, ala, award = held()
    service.give_learner_feedback(ala, award, GOOD)
    service.give_learner_feedback(ala, award, Opinion(marks={"outcomes": 3}, comment="Jednak mniej."))
    found = service.feedback_of(world.reviewer, "alfa", SLUG)
    assert (found.learners, found.peers, found.means["outcomes"]) == (1, 0, 3.0)
    assert found.entries[0].comment == "Jednak mniej."


def test_only_the_holder_of_an_accepted_award_is_asked():
    world, _ala, award = held()
    waiting = world.award("ola@example.org").award.public_id
    for actor, which in (
        (learner("ola@example.org"), award),
        (learner("ola@example.org"), waiting),
        (world.admin, award),
    ):
        with pytest.raises(NotFoundError):
            service.give_learner_feedback(actor, which, GOOD)
    assert not DefinitionFeedback.objects.exists()


def test_learners_are_not_named_to_anybody():
    _world, ala, award = held()
    service.give_learner_feedback(ala, award, GOOD)
    for who in ("reviewer", "approver", "author", "issuer", "admin"):
        client = signed_in(f"{who}@alfa.example", language="en")
        for path in ("feedback", "review"):
            page = client.get(f"/staff/alfa/definitions/{SLUG}/{path}/").content.decode()
            assert "Dużo ćwiczeń" in page
            assert "Świętosława" not in page
            assert "ala@example.org" not in page
    public = Client().get(f"/catalogue/alfa/{SLUG}/").content.decode()
    assert "Dużo ćwiczeń" not in public


def test_opinions_outlive_the_award_without_a_person():
    world, ala, award = held()
    service.give_learner_feedback(ala, award, GOOD)
    DefinitionFeedback.objects.update(award=None)
    assert service.feedback_of(world.author, "alfa", SLUG).entries[0].award is None
    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("opinion", "code"),
    [
        (Opinion(marks={}), "feedback-empty"),
        (Opinion(marks={"outcomes": 6}), "feedback-mark-wrong"),
        (Opinion(marks={"workload": 0}), "feedback-mark-wrong"),
        (Opinion(marks={}, comment="x" * 4001), "feedback-too-long"),
        (Opinion(marks={}, comment="  \n"), "feedback-empty"),
    ],
)
def test_bad_opinions_are_refused(opinion, code):
    _world, ala, award = held()
    with pytest.raises(MalformedInputError) as caught:
        service.give_learner_feedback(ala, award, opinion)
    assert caught.value.code == code


def test_a_peer_answers_by_a_link_that_ends():
    world = make_world("alfa")
    made = service.invite_peer(world.author, "alfa", SLUG, name="Jan Nowak", affiliation="Firma")
    path = made.url.removeprefix("http://localhost:8000")
    anyone = Client(headers={"accept-language": "en"})
    assert "Jan Nowak" in anyone.get(path).content.decode()
    assert anyone.post(path, {"outcomes": "2", "comment": "<script>alert(1)</script>"}).status_code == 302
    assert anyone.post(path, {"outcomes": "99"}).status_code == 422
    assert made.url not in repr(PeerInvitation.objects.values_list())
    shown = (
        signed_in("reviewer@alfa.example", language="en")
        .get(f"/staff/alfa/definitions/{SLUG}/feedback/")
        .content.decode()
    )
    assert "Jan Nowak" in shown
    assert "<script>alert" not in shown
    service.end_invitation(world.reviewer, "alfa", made.invitation.public_id)
    assert anyone.get(path).status_code == 404
    assert service.feedback_of(world.author, "alfa", SLUG).peers == 1


def test_old_and_wrong_links_open_nothing():
    world = make_world("alfa")
    made = service.invite_peer(world.author, "alfa", SLUG, name="Jan Nowak")
    PeerInvitation.objects.update(expires_at=timezone.now())
    for token in (made.url.rstrip("/").rpartition("/")[2], "", "x" * 5000, "\udcff", "ą"):
        with pytest.raises(NotFoundError):
            service.invited(token)


def test_authors_cannot_hide_what_is_said_of_their_definition():
    world = make_world("alfa")
    made = service.invite_peer(world.author, "alfa", SLUG, name="Jan Nowak")
    token = made.url.rstrip("/").rpartition("/")[2]
    service.give_peer_feedback(token, Opinion(marks={"outcomes": 1}, comment="Słabe."))
    opinion = DefinitionFeedback.objects.get()
    with pytest.raises(RefusedError) as caught:
        service.hide_feedback(world.author, "alfa", opinion.public_id, reason="x")
    assert caught.value.code == "permission-missing"
    service.hide_feedback(world.reviewer, "alfa", opinion.public_id, reason="Nazwisko studenta w tekście.")
    page = (
        signed_in("author@alfa.example", language="en")
        .get(f"/staff/alfa/definitions/{SLUG}/feedback/")
        .content.decode()
    )
    assert "Słabe." not in page
    assert "Nazwisko studenta w tekście." in page
    assert service.feedback_of(world.author, "alfa", SLUG).means["outcomes"] == 1.0  # the mark still counts
    service.give_peer_feedback(token, Opinion(marks={"outcomes": 1}, comment="Bez nazwisk: słabe."))
    assert DefinitionFeedback.objects.get().hidden_at is None


def test_other_organisations_see_and_change_nothing():
    world, other = make_world("alfa"), make_world("beta")
    made = service.invite_peer(world.author, "alfa", SLUG, name="Jan Nowak")
    service.give_peer_feedback(made.url.rstrip("/").rpartition("/")[2], GOOD)
    opinion = DefinitionFeedback.objects.get()
    assert service.feedback_of(other.admin, "beta", SLUG).peers == 0
    for call in (
        lambda: service.feedback_of(other.admin, "alfa", SLUG),
        lambda: service.hide_feedback(other.admin, "beta", opinion.public_id, reason="x"),
        lambda: service.end_invitation(other.admin, "beta", made.invitation.public_id),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_a_peer_with_an_address_gets_the_link_by_mail_and_the_staff_see_its_state():
    world = make_world("alfa")
    staff = signed_in("author@alfa.example", language="en")
    path = f"/staff/alfa/definitions/{SLUG}/feedback/"
    asked = {"name": "Jan Nowak", "email": "jan@firma.example", "language": "en"}
    page = staff.post(path, asked).content.decode()
    row = OutboxMail.objects.get(kind="peer-asked")
    assert (row.recipient, row.organisation, row.state) == ("jan@firma.example", world.organisation, "kept")
    assert "Python programming basics" in row.subject
    link = next(line for line in row.body.splitlines() if "/peer/" in line)
    assert link in page
    assert "jan@firma.example" in page
    assert Client().get(link.removeprefix("http://localhost:8000")).status_code == 200
    assert "jan@firma.example" in staff.get(path).content.decode()
    assert (
        "jan@firma.example" not in signed_in("issuer@alfa.example", language="en").get(path).content.decode()
    )
    again = staff.post(path, asked)
    assert again.status_code == 422
    assert "jan@firma.example" in again.content.decode()
    assert OutboxMail.objects.filter(kind="peer-asked").count() == PeerInvitation.objects.count() == 1
    assert staff.post(path, asked | {"email": "jan@"}).status_code == 422


def test_a_link_that_is_ended_is_not_sent_any_more():
    world = make_world("alfa")
    made = service.invite_peer(world.author, "alfa", SLUG, name="Jan", email="jan@firma.example")
    OutboxMail.objects.update(state="queued")
    service.end_invitation(world.author, "alfa", made.invitation.public_id)
    row = OutboxMail.objects.get(kind="peer-asked")
    assert (row.state, row.answer) == ("refused", "not sent: the link in it was ended")
    service.invite_peer(world.author, "alfa", SLUG, name="Jan", email="jan@firma.example")


@pytest.mark.parametrize("email", ["jan", "jan@firma.example\nBcc: x@y.example", "x" * 330 + "@y.example"])
def test_a_wrong_address_makes_no_link(email):
    world = make_world("alfa")
    with pytest.raises(MalformedInputError) as caught:
        service.invite_peer(world.author, "alfa", SLUG, name="Jan", email=email)
    assert caught.value.code == "email-invalid"
    assert not PeerInvitation.objects.exists()


def test_one_address_has_one_working_link_for_a_version():
    world = make_world("alfa")
    service.invite_peer(world.author, "alfa", SLUG, name="Jan", email="Jan@firma.example")
    with pytest.raises(RefusedError) as caught:
        service.invite_peer(world.reviewer, "alfa", SLUG, name="Jan", email="jan@FIRMA.example")
    assert caught.value.code == "peer-asked-already"
