"""Claiming: with a code, in two tabs, against the clock, and when a mailbox has passed to somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.worlds import World, learner, make_world
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.access import ANONYMOUS
from umiem.services.holder import claims, ownership, portfolio, sharing
from umiem.services.notice import notices
from umiem.storage.models import Award, AwardState, MailState, OutboxMail

pytestmark = [pytest.mark.django_db]


def code_in_mail(world: World, email: str) -> str:
    return OutboxMail.objects.filter(recipient=email).first().body.split("/wallet/claim/")[1].split("/")[0]


def test_the_typed_code_is_the_code_of_the_link():
    world = make_world()
    award = world.award("ala@example.org").award
    mail = OutboxMail.objects.get()
    typed = next(line for line in mail.body.splitlines() if line.count("-") == 3)
    assert claims.peek_claim(typed.lower()).held.award == award
    assert claims.peek_claim(code_in_mail(world, "ala@example.org")).held.award == award
    award.refresh_from_db()
    assert award.claim_hash
    assert award.claim_hash not in mail.body


def test_double_acceptance_changes_nothing_and_ends_the_code_for_others():
    world = make_world()
    award = world.award("ala@example.org").award
    code, ala = code_in_mail(world, "ala@example.org"), learner("inna@example.org")
    for _ in range(2):
        assert claims.claim(ala, code).award.state == AwardState.ACCEPTED
    for other in (ANONYMOUS, learner("ola@example.org")):
        with pytest.raises(NotFoundError, match="claim-unknown"):
            claims.peek_claim(code, other)
    with pytest.raises(RefusedError, match="award-not-waiting"):
        claims.decline(ala, award.public_id)


def test_declining_is_seen_and_can_be_taken_back():
    world = make_world()
    award = world.award("ala@example.org").award
    code = code_in_mail(world, "ala@example.org")
    claims.decline_claim(ANONYMOUS, code)
    claims.decline_claim(ANONYMOUS, code)
    award.refresh_from_db()
    assert award.standing == "declined"
    assert claims.claim(learner("ala@example.org"), code).award.standing == AwardState.ACCEPTED


def test_an_old_code_has_ended():
    world = make_world()
    world.award("ala@example.org")
    code = code_in_mail(world, "ala@example.org")
    Award.objects.update(created_at=timezone.now() - timedelta(days=ownership.WAITING_DAYS + 1))
    with pytest.raises(NotFoundError, match="claim-unknown"):
        claims.peek_claim(code)
    assert portfolio.held(learner("ala@example.org")) == ()


def test_a_new_owner_of_a_mailbox_gets_nothing_of_the_former_one():
    world = make_world()
    world.award("x@szkola.example", identifier="s1234")
    former = learner("prywatny@example.org")
    claims.claim(former, code_in_mail(world, "x@szkola.example"))
    second = world.award("x@szkola.example", run="2027", identifier="s1234").award
    newcomer = learner("x@szkola.example")
    assert portfolio.held(newcomer) == ()
    code = code_in_mail(world, "x@szkola.example")
    assert claims.peek_claim(code, newcomer).needs_fact
    assert not claims.peek_claim(code, former).needs_fact
    with pytest.raises(RefusedError, match="second-fact-missing"):
        claims.claim(newcomer, code)
    for left in range(claims.MOST_WRONG_FACTS - 1, -1, -1):
        with pytest.raises(RefusedError, match=f"second-fact-wrong .left={left}"):
            claims.claim(newcomer, code, fact="s9999")
    with pytest.raises(NotFoundError):
        claims.claim(newcomer, code, fact="s1234")
    anew = claims.give_code(world.issuer, world.slug, second.public_id)
    assert claims.claim(former, anew).award == second


def test_after_a_bounce_the_number_is_asked_for():
    world = make_world()
    world.award("ala@example.org", identifier="s1234")
    OutboxMail.objects.update(state=MailState.REFUSED)
    ala, code = learner("ala@example.org"), code_in_mail(world, "ala@example.org")
    assert portfolio.held(ala) == ()
    assert claims.claim(ala, code, fact=" S1234 ").award.state == AwardState.ACCEPTED
    assert len(portfolio.held(ala)) == 1


def test_an_award_can_be_given_to_another_address():
    world = make_world()
    award = world.award("ala@example.org").award
    taker = learner("ala@example.org")
    portfolio.accept(taker, award.public_id)
    sharing.create_share(taker, award.public_id)
    claims.rebind(world.issuer, world.slug, award.public_id, email="Nowa@Example.org")
    assert portfolio.held(taker) == ()
    assert OutboxMail.objects.filter(recipient="ala@example.org", kind="award-moved").count() == 1
    assert [held.award for held in portfolio.held(learner("nowa@example.org"))] == [award]
    with pytest.raises(MalformedInputError, match="email-invalid"):
        claims.rebind(world.issuer, world.slug, award.public_id, email="x")
    with pytest.raises(RefusedError, match="permission-missing"):
        claims.rebind(world.author, world.slug, award.public_id, email="x@example.org")
    with pytest.raises(NotFoundError):
        claims.give_code(make_world("beta").admin, world.slug, award.public_id)


def test_a_reminder_leads_to_the_award_itself():
    world = make_world()
    award = world.award("ala@example.org").award
    code = code_in_mail(world, "ala@example.org")
    award.refresh_from_db()
    assert notices.remind_of_claim(award, number=1, last=False)
    assert f"/wallet/claim/{code}/" in OutboxMail.objects.get(kind="claim-reminder").body
