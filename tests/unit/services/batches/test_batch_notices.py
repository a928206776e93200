"""What the learners of a batch are told, and what became of the mails."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.services.batches.batch_world import start, work
from tests.worlds import person
from umiem.errors import MalformedInputError, NotFoundError
from umiem.services.award import batches
from umiem.services.award.batches.working import Worker
from umiem.services.notice import mail, notices
from umiem.storage.models import (
    Award,
    OutboxMail,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_mails_of_a_batch_are_counted_by_state_and_those_that_failed_are_sent_again(world):
    batch, other = start(world), start(world, 2, first=100)
    work()
    assert batches.mail_counts(batch) == {"kept": 12}
    OutboxMail.objects.filter(batch=batch, pk__in=OutboxMail.objects.filter(batch=batch)[:3]).update(
        state="bounced"
    )
    OutboxMail.objects.filter(batch=other).update(state="refused")
    assert batches.mail_counts(batch) == {"bounced": 3, "kept": 9}
    assert mail.list_mail(world.issuer, world.slug, batch=batch.public_id, state="bounced").total == 3
    assert mail.resend_failed(world.issuer, world.slug, batch=batch.public_id) == 3
    assert batches.mail_counts(batch) == {"kept": 12}
    assert batches.mail_counts(other) == {"refused": 2}
    with pytest.raises(NotFoundError):
        mail.resend_failed(world.issuer, world.slug, batch=uuid.uuid4())
    world.award("later@example.org", run="another")
    assert OutboxMail.objects.latest("id").batch is None


def test_mails_of_undoing_belong_to_the_batch(world):
    batch = start(world, 2)
    work()
    batches.undo(world.admin, world.slug, batch.public_id, reason="error")
    work()
    assert batches.mail_counts(batch) == {"kept": 4}


def test_the_language_of_the_notices_is_chosen_and_a_person_with_an_account_keeps_theirs(world):
    user = person("osoba1@example.org")
    user.language = "pl"
    user.save()
    batch = start(world, 2, language="en")
    work()
    subjects = dict(OutboxMail.objects.filter(batch=batch).values_list("recipient", "subject"))
    assert "awarded" in subjects["osoba0@example.org"]
    assert "awarded" not in subjects["osoba1@example.org"]
    assert notices.language_for(Award.objects.get(email="osoba0@example.org")) == "en"
    with pytest.raises(MalformedInputError) as refused:
        start(world, 1, first=50, language="de")
    assert refused.value.code == "notice-language-unknown"


def test_the_mails_of_a_chunk_cost_as_many_questions_as_one(world):

    costs = []
    for count, first in ((1, 0), (12, 100)):
        batch = start(world, count, first=first)
        Worker("test", processes=0).take_one()
        assert OutboxMail.objects.filter(award__learner__key=f"mail:osoba{first}@example.org").exists()
        OutboxMail.objects.all().delete()
        awards = list(Award.objects.select_related("organisation", "definition_version"))[:count]
        with CaptureQueriesContext(connection) as asked:
            notices.tell_awards(awards, batch=batch)
        costs.append(len([q for q in asked if "UPDATE" not in q["sql"]]))
        assert OutboxMail.objects.count() == count
        batch.refresh_from_db()
    assert costs[1] <= costs[0] + 1
