"""Mailboxes change hands: a second fact, merging only what was proved, and addresses that end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.journeys.route_walk import BADGE
from tests.worlds import learner, make_world, person
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.access import ANONYMOUS, actor_of
from umiem.services.holder import addresses, imports, merging, portfolio, second_facts
from umiem.services.holder.imports import Brought
from umiem.services.notice import mail_proofs
from umiem.storage.models import EndingAddress, Membership, OutboxMail, User

pytestmark = [pytest.mark.django_db]
LONG_AGO = timezone.now() - timedelta(days=400)


def held_by(email: str, **changes: str):
    world, actor = make_world(), learner(email)
    award = world.award(email, **changes).award
    portfolio.accept(actor, award.public_id)
    return world, User.objects.get(pk=actor.user_id), award


def code_for(email: str) -> str:
    body = OutboxMail.objects.filter(recipient=email, kind="account").first().body
    return re.search(r"^([0-9A-Z]{4}-[0-9A-Z]{4})$", body, re.MULTILINE)[1]


@pytest.mark.parametrize("sign", ["silence", "bounced", "ended"])
def test_a_mailbox_alone_does_not_open_an_account_that_may_be_anothers(sign):
    _, user, award = held_by("ala@szkola.example", identifier="s1234")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(days=5))
    if sign == "silence":
        User.objects.filter(pk=user.pk).update(last_login=LONG_AGO)
    elif sign == "bounced":
        OutboxMail.objects.update(state="refused", created_at=timezone.now())
    else:
        yesterday = timezone.localdate() - timedelta(days=1)
        addresses.note_end(actor_of(user), "ala@szkola.example", ends_on=yesterday)
    user = User.objects.get(pk=user.pk)
    second_facts.note_sign_in(user, "ala@szkola.example")
    user = User.objects.get(pk=user.pk)
    assert user.second_fact_reason == sign
    assert actor_of(user) is ANONYMOUS
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    for path in (
        "/wallet/",
        f"/wallet/{award.public_id}/",
        "/wallet/account/export/",
        "/staff/alfa/",
        "/start/",
    ):
        assert client.get(path).headers["Location"] == "/second-fact/"
    assert client.get("/second-fact/").status_code == 200
    assert client.post("/second-fact/", {"step": "number", "number": "x"}).status_code == 422
    second_facts.enter_number(user, " S1234 ")
    user = User.objects.get(pk=user.pk)
    assert len(portfolio.held(actor_of(user))) == 1
    assert client.get("/second-fact/").headers["Location"] == "/wallet/"


def test_a_usual_sign_in_and_a_passkey_ask_for_nothing():
    _, user, _ = held_by("ala@example.org")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    user = User.objects.get(pk=user.pk)
    second_facts.note_sign_in(user, "ala@example.org")
    assert user.second_fact_reason is None
    User.objects.filter(pk=user.pk).update(last_login=LONG_AGO)
    user = User.objects.get(pk=user.pk)
    second_facts.note_sign_in(user, "ala@example.org")
    assert user.second_fact_reason == "silence"
    second_facts.note_sign_in(user, "ala@example.org")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    user = User.objects.get(pk=user.pk)
    second_facts.note_sign_in(user, "ala@example.org")
    assert user.second_fact_reason == "silence"  # coming again does not help
    second_facts.note_sign_in(user, None)
    assert user.second_fact_reason is None
    empty = person("pusta@example.org")
    User.objects.filter(pk=empty.pk).update(last_login=LONG_AGO)
    empty.refresh_from_db()
    second_facts.note_sign_in(empty, "pusta@example.org")
    assert empty.second_fact_reason is None


def test_another_address_opens_it_and_tries_are_counted():
    _, user, _ = held_by("ala@szkola.example")
    other = EmailAddress.objects.create(user=user, email="ala@prywatny.example", verified=True)
    User.objects.filter(pk=user.pk).update(second_fact_reason="silence")
    second_facts.send_code(user, other.pk)
    for _ in range(2):
        with pytest.raises(RefusedError, match="code-wrong"):
            second_facts.enter_code(user, "0000-0000")
    second_facts.enter_code(user, code_for("ala@prywatny.example").lower())
    assert User.objects.get(pk=user.pk).second_fact_reason is None
    for _ in range(second_facts.MOST_ATTEMPTS):
        with pytest.raises(RefusedError, match="second-fact-wrong"):
            second_facts.enter_number(user, "x")
    with pytest.raises(RefusedError, match="code-ended"):
        second_facts.enter_number(user, "x")


def test_a_new_owner_of_the_mailbox_begins_with_nothing():
    _, user, award = held_by("ala@szkola.example")
    User.objects.filter(pk=user.pk).update(second_fact_reason="silence")
    second_facts.start_anew(user)
    newcomer = learner("ala@szkola.example")
    assert newcomer.user_id != user.pk
    assert portfolio.held(newcomer) == ()
    award.refresh_from_db()
    assert award.holder_id == user.pk
    with pytest.raises(RefusedError):
        second_facts.start_anew(User.objects.get(pk=newcomer.user_id))


def test_two_proved_accounts_become_one():
    _, stays, award = held_by("ala@example.org")
    goes = learner("ala@szkola.example")
    for actor in (actor_of(stays), goes):
        imports.bring(actor, Brought(name="x", content=BADGE))
    actor = actor_of(stays)
    with pytest.raises(RefusedError, match="merge-not-proved"):
        merging.merge(actor)
    merging.begin(actor, "Ala@Szkola.example")
    with pytest.raises(RefusedError, match="merge-not-proved"):
        merging.merge(actor)
    proof = merging.prove(actor, code_for("ala@szkola.example"))
    assert merging.what_moves(proof)["addresses"] == 1
    merging.merge(actor)
    with pytest.raises(RefusedError, match="merge-not-proved"):
        merging.merge(actor)
    assert not User.objects.filter(pk=goes.user_id).exists()
    assert len(imports.imported(actor)) == 1
    assert set(EmailAddress.objects.filter(user=stays).values_list("email", flat=True)) == {
        "ala@example.org",
        "ala@szkola.example",
    }
    assert [held.award for held in portfolio.held(actor)] == [award]


def test_merging_tells_nobody_which_accounts_there_are_and_never_loops():
    _, user, _ = held_by("ala@example.org")
    world = make_world("beta")
    actor = actor_of(user)
    with pytest.raises(RefusedError, match="merge-with-itself"):
        merging.begin(actor, "ala@example.org")
    with pytest.raises(MalformedInputError, match="email-invalid"):
        merging.begin(actor, "x")
    unknown = merging.begin(actor, "nikt@example.org")
    assert unknown.other is None
    assert OutboxMail.objects.filter(recipient="nikt@example.org").count() == 0
    with pytest.raises(RefusedError, match="code-wrong"):
        merging.prove(actor, "0000-0000")
    locked = learner("zamknieta@example.org")
    User.objects.filter(pk=locked.user_id).update(second_fact_reason="silence")
    merging.begin(actor, "zamknieta@example.org")
    merging.prove(actor, code_for("zamknieta@example.org"))
    with pytest.raises(RefusedError, match="merge-not-proved"):
        merging.merge(actor)
    merging.begin(actor, "admin@beta.example")
    for _ in range(mail_proofs.MOST_ATTEMPTS):
        with pytest.raises(RefusedError, match="code-wrong"):
            merging.prove(actor, "0000-0000")
    with pytest.raises(RefusedError, match="code-ended"):
        merging.prove(actor, code_for("admin@beta.example"))
    merging.begin(actor, "admin@beta.example")
    merging.prove(actor, code_for("admin@beta.example"))
    merging.merge(actor)
    assert Membership.objects.filter(organisation=world.organisation, user=user).count() == 1
    sent = OutboxMail.objects.filter(key__startswith=f"proof:{user.public_id}:").count()
    for _ in range(mail_proofs.MOST_MAILS_AN_HOUR - sent):
        merging.begin(actor, "author@beta.example")
    with pytest.raises(RefusedError, match="too-many-codes"):
        merging.begin(actor, "author@beta.example")


def test_ends_of_addresses_are_told_once_each_and_only_to_whom_it_concerns():
    world, user, _ = held_by("ala@student.example.edu")
    stranger = person("ola@student.example.edu")
    in_ten_days = timezone.localdate() + timedelta(days=10)
    addresses.set_domain(world.admin, world.slug, "Student.Example.edu", ends_on=in_ten_days)
    assert addresses.remind_due() == 1
    assert addresses.remind_due() == 1
    told = OutboxMail.objects.filter(kind="address-ends")
    assert [mail.recipient for mail in told] == ["ala@student.example.edu"]
    assert addresses.endings(user.pk)[0].is_only
    assert addresses.endings(user.pk)[0].is_used
    assert addresses.endings(stranger.pk) == ()
    for wrong in ("x", "@", "a b.pl", "-a.pl", "\0.pl"):
        with pytest.raises(MalformedInputError, match="domain-wrong"):
            addresses.set_domain(world.admin, world.slug, wrong, ends_on=in_ten_days)
    with pytest.raises(RefusedError, match="permission-missing"):
        addresses.set_domain(world.issuer, world.slug, "a.pl", ends_on=in_ten_days)
    addresses.set_domain(world.admin, world.slug, "student.example.edu", ends_on=None)
    assert EndingAddress.objects.count() == 0
    with pytest.raises(NotFoundError, match="address-unknown"):
        addresses.note_end(actor_of(user), "ola@student.example.edu", ends_on=in_ten_days)
    addresses.note_end(actor_of(user), "ala@student.example.edu", ends_on=in_ten_days)
    assert addresses.endings(user.pk)[0].ends_on == in_ten_days
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert (
        "ala@student.example.edu"
        in client.get("/wallet/", headers={"accept-language": "en"}).content.decode()
    )
    EmailAddress.objects.filter(user=user).update(primary=False)
    EmailAddress.objects.create(user=user, email="ala@example.org", verified=True, primary=True)
    told = client.get("/wallet/", headers={"accept-language": "en"}).content.decode()
    assert "Messages go to another address already" in told
