"""Mail to a scripted server: each message has its state, none is lost, none is sent twice."""

from __future__ import annotations

import dataclasses
import email
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from tests.worlds import make_world
from umiem import wiring
from umiem.adapters.mail import Message, sender_for
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.notice import mail, mail_texts, notice_settings, reminders
from umiem.services.notice.notice_settings import NoticeChoices
from umiem.storage.models import Award, Credential, OutboxMail


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


PORT = _free_port()  # of its own for each process that runs these tests

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("smtp")]


class Script:
    """A mail server that answers as it is told; ``hang_up`` ends the connection after taking the message."""

    def __init__(self) -> None:
        self.recipient = "250 OK"
        self.text = "250 taken"
        self.hang_up = False
        self.taken: list[email.message.Message] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.hang_up:
            server.transport.close()
        return self.text


@pytest.fixture
def server(monkeypatch):
    script = Script()
    controller = Controller(script, hostname="127.0.0.1", port=PORT)
    controller.start()
    place = dataclasses.replace(
        wiring.installation(), smtp_url=f"smtp://127.0.0.1:{PORT}", mail_from="umiem@example.org"
    )
    monkeypatch.setattr(wiring, "installation", lambda: place)
    yield script
    controller.stop()


def only() -> OutboxMail:
    return OutboxMail.objects.get()


def due_again() -> None:
    OutboxMail.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_mail_is_sent_once_as_the_organisation_with_its_address_for_answers(server):
    world = make_world()
    choices = NoticeChoices(sender_name="Dziekanat Żółty", reply_to="dziekanat@alfa.example")
    notice_settings.change_settings(world.admin, world.slug, choices)
    world.award()
    assert (mail.deliver_due(), mail.deliver_due()) == (1, 0)
    assert only().state == "sent"
    taken = server.taken[0]
    assert str(taken["From"]) == "Dziekanat Żółty <umiem@example.org>"
    assert str(taken["Reply-To"]) == "dziekanat@alfa.example"
    assert taken["Message-ID"].endswith("@example.org>")
    assert abs(timezone.now() - taken["Date"].datetime) < timedelta(minutes=1)  # RFC 5322, 3.6


def test_an_address_that_the_server_does_not_know_bounces_and_is_sent_again_by_hand(server):
    world = make_world()
    world.award()
    server.recipient = "550 no such user"
    mail.deliver_due()
    assert only().state == "bounced"
    assert "550" in only().answer
    server.recipient = "250 OK"
    assert mail.deliver_due() == 0
    assert mail.resend_failed(world.issuer, world.slug) == 1
    assert mail.deliver_due() == 1
    assert only().state == "sent"


def test_a_message_that_is_not_taken_is_refused(server):
    world = make_world()
    world.award()
    server.text = "554 looks like spam"
    mail.deliver_due()
    assert only().state == "refused"


@pytest.mark.parametrize("answer", ["450 greylisted", "421 busy"])
def test_what_may_work_later_is_tried_with_growing_pauses_and_given_up_in_the_end(server, answer):
    world = make_world()
    world.award()
    server.recipient = answer
    pauses = []
    for _ in range(mail.MOST_ATTEMPTS):
        mail.deliver_due()
        pauses.append(only().next_attempt_at - timezone.now())
        due_again()
    assert only().state == "refused"
    assert pauses[0] < pauses[1] < pauses[2]
    assert only().attempts == mail.MOST_ATTEMPTS


def test_a_server_that_takes_a_message_and_hangs_up_leaves_it_uncertain_and_not_sent_again(server):
    world = make_world()
    world.award()
    server.hang_up = True
    mail.deliver_due()
    assert only().state == "uncertain"
    server.hang_up = False
    due_again()
    assert mail.deliver_due() == 0
    assert mail.resend_failed(world.issuer, world.slug) == 0
    mail.resend(world.issuer, world.slug, only().public_id)
    mail.deliver_due()
    assert only().state == "sent"
    assert server.taken[0]["Message-ID"] == server.taken[1]["Message-ID"]


def test_a_process_that_dies_while_sending_leaves_it_uncertain(server, monkeypatch):
    world = make_world()
    world.award()

    def dies(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("umiem.adapters.mail.smtp.Session.send", dies)
        with pytest.raises(KeyboardInterrupt):
            mail.deliver_due()
    assert only().state == "sending"
    assert mail.deliver_due() == 0
    due_again()
    mail.deliver_due()
    assert only().state == "uncertain"
    assert server.taken == []


def test_without_a_server_it_waits():
    sender = sender_for("smtp://127.0.0.1:8159", mail_from="umiem@example.org")
    assert sender.send(Message(to="a@example.org", subject="x", body="y", identity="z")).kind == "later"


@pytest.mark.parametrize("field", ["to", "subject", "sender_name", "reply_to"])
def test_no_line_break_gets_into_a_header(server, field):
    sender = sender_for(f"smtp://127.0.0.1:{PORT}", mail_from="umiem@example.org")
    values = {"to": "a@example.org", "subject": "x", "body": "y", "identity": "z"}
    values[field] = values.get(field, "a@example.org") + "\r\nBcc: evil@example.org"
    assert sender.send(Message(**values)).kind == "refused"
    assert server.taken == []


def test_an_address_gets_at_most_three_offers_of_one_award(server):
    world = make_world()
    world.award()
    for _ in range(2):
        mail.deliver_due()
        mail.resend(world.issuer, world.slug, only().public_id)
    mail.deliver_due()
    with pytest.raises(RefusedError, match="mail-often-enough"):
        mail.resend(world.issuer, world.slug, only().public_id)
    assert len(server.taken) == 3


def test_two_workers_send_one_message_once(server):
    world = make_world()
    world.award()
    first = mail._claimed()
    assert first is not None
    assert mail._claimed() is None


def test_reminders_are_sent_once_each_and_told_in_the_first_mail(server):
    world = make_world()
    choices = NoticeChoices(claim_reminders=(3, 9), claim_days=30, expiry_reminders=())
    notice_settings.change_settings(world.admin, world.slug, choices)
    award = world.award().award
    body = only().body
    assert "przypomnimy" in body
    assert "Ten link działa do" in body
    assert reminders.remind_due() == 0
    for days, count in ((3, 1), (3, 0), (9, 1), (9, 0)):
        Award.objects.update(created_at=timezone.now() - timedelta(days=days))
        assert reminders.remind_due() == count
    assert OutboxMail.objects.filter(kind="claim-reminder").count() == 2
    code = Award.objects.get(pk=award.pk).claim_hash
    assert code
    Award.objects.update(created_at=timezone.now() - timedelta(days=32))
    assert (reminders.remind_due(), reminders.remind_due()) == (1, 0)
    assert Award.objects.get(pk=award.pk).claim_hash == ""
    assert OutboxMail.objects.count() == 3


def test_the_reminder_carries_the_link_of_the_first_mail(server):
    world = make_world()
    world.award()
    Award.objects.update(created_at=timezone.now() - timedelta(days=14))
    assert reminders.remind_due() == 1
    first, reminder = (OutboxMail.objects.get(kind=kind).body for kind in ("award-made", "claim-reminder"))
    link = next(line for line in first.splitlines() if "/wallet/claim/" in line)
    assert link in reminder


def test_the_end_of_the_validity_is_told_on_the_chosen_days(server):
    world = make_world()
    world.award()
    notice_settings.change_settings(world.admin, world.slug, NoticeChoices(expiry_reminders=(60, 14)))
    for left, count in ((61, 0), (60, 1), (59, 0), (14, 1), (13, 0)):
        Credential.objects.update(valid_until=timezone.now() + timedelta(days=left))
        assert reminders.remind_due() == count
    assert OutboxMail.objects.filter(kind="expiry-reminder").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender_name": "Uczelnia <a@example.org>"},
        {"sender_name": "x\r\nBcc: y"},
        {"sender_name": "https://evil.example"},
        {"reply_to": "kein"},
        {"claim_reminders": (1, 2, 3)},
        {"claim_reminders": (0,)},
        {"claim_days": 999},
        {"claim_days": 10, "claim_reminders": (14,)},
        {"expiry_reminders": (14, 14)},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(wrong):
    world = make_world()
    with pytest.raises(MalformedInputError):
        notice_settings.change_settings(world.admin, world.slug, NoticeChoices(**wrong))


def test_an_own_text_is_used_and_put_back(server):
    world = make_world()
    mail_texts.change(
        world.admin, world.slug, "award-made", "pl", subject="Brawo, {name}", body="Oto link:\r\n{link}"
    )
    world.award(given_name="{link}", family_name="Żółć")
    told = only()
    assert told.subject == "Brawo, {link} Żółć"
    assert told.body.startswith("Oto link:\nhttp://localhost:8000/wallet/claim/")
    assert not mail_texts.reset(world.admin, world.slug, "award-made", "pl").own


@pytest.mark.parametrize(
    ("subject", "body", "code"),
    [
        ("x", "no link", "mail-text-link"),
        ("x", "{link} {unknown}", "mail-text-place"),
        ("x", "{link} {name.__class__}", "mail-text-place"),
        ("x", "{link} {0}", "mail-text-place"),
        ("x", "{link!r}", "mail-text-place"),
        ("x", "{link:>999999999}", "mail-text-place"),
        ("x", "{link", "mail-text-braces"),
        ("x\r\nBcc: y", "{link}", "mail-subject-wrong"),
        ("", "{link}", "mail-subject-wrong"),
        ("x" * 201, "{link}", "mail-subject-wrong"),
        ("x", "", "mail-body-wrong"),
        ("{reason}", "{link}", "mail-text-place"),
    ],
)
def test_a_text_that_would_not_work_is_refused(subject, body, code):
    world = make_world()
    with pytest.raises(MalformedInputError, match=code):
        mail_texts.change(world.admin, world.slug, "award-made", "pl", subject=subject, body=body)


def test_a_preview_stores_nothing_and_the_example_goes_to_oneself(server):
    world = make_world()
    where = (world.admin, world.slug, "credential-revoked", "pl")
    subject, body = mail_texts.preview(*where, subject="Do {name}", body="{reason}: {link}")
    assert subject == "Do Świętosława Żółć"
    assert "błąd" in body
    address = mail_texts.send_to_oneself(*where, subject="Do {name}", body="{link}")
    assert only().recipient == address == "admin@alfa.example"
    assert not mail_texts.text(*where).own


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_example_fills_every_place_of_an_award(language):
    world = make_world()
    choices = notice_settings.NoticeChoices(claim_reminders=(14,), claim_days=60)
    notice_settings.change_settings(world.admin, world.slug, choices)
    body = "{code} {page} {link} {deadline} {name} {organisation} {title}"
    _, shown = mail_texts.preview(world.admin, world.slug, "award-made", language, subject="x", body=body)
    assert "…" not in shown
    assert "/wallet/claim/" in shown
    assert str(timezone.localdate().isoformat()) not in shown
    assert shown.count(str((timezone.localdate() + timedelta(days=60)).year)) >= 1


def test_every_kind_of_mail_has_a_text_in_both_languages_that_its_own_check_lets_pass():
    from umiem.sentences.mail import MAILS, check_own_text, usual_text

    assert set(MAILS) == set(mail_texts.KINDS)
    for kind in MAILS:
        for language in ("pl", "en"):
            check_own_text(kind, *usual_text(kind, language))
