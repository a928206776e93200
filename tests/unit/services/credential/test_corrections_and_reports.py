"""Correcting, renewing, reporting: one award, one business key, both credentials told apart."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.worlds import SLUG, learner, make_world, signed_in
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.award import awards
from umiem.services.award.awards import award_one
from umiem.services.award.requests import AwardRequest
from umiem.services.credential import corrections, credentials, renewals, status
from umiem.services.credential.corrections import Correction
from umiem.services.holder import claims, portfolio, sharing
from umiem.services.notice import reports
from umiem.services.verifying import verification
from umiem.storage.models import Award, Credential, Organisation, OutboxMail, Report, StatusEntry, User

pytestmark = pytest.mark.django_db


def verdict(credential: Credential) -> verification.CheckResult:
    return verification.check(credentials.file_of(credential).data)


def test_a_correction_revokes_the_old_and_puts_a_new_one_in_its_place():
    world = make_world()
    outcome = world.award()
    ala = learner("ala@example.org")
    portfolio.accept(ala, outcome.award.public_id)
    share = sharing.create_share(ala, outcome.award.public_id)
    new = corrections.correct(
        world.issuer, world.slug, outcome.award.public_id, Correction(family_name="Żółkiewska")
    )
    old = Credential.objects.get(pk=outcome.credential.pk)
    assert (old.status, old.status_reason) == ("revoked", "superseded")
    before, after = verdict(old), verdict(new)
    assert (before.verdict, after.verdict) == ("invalid", "valid")
    assert before.summary is not None
    assert before.summary.replacement is not None
    assert (before.summary.replacement.by, before.summary.replacement.of) == ("correction", "")
    assert after.summary is not None
    assert after.summary.replacement is not None
    assert (after.summary.replacement.by, after.summary.replacement.of) == ("", "correction")
    assert after.summary.learner_name == "Świętosława Żółkiewska"
    assert Award.objects.count() == 1
    held = portfolio.get_held(ala, outcome.award.public_id)
    assert held.credential.pk == new.pk
    assert held.award.state == "accepted"
    assert sharing.open_share(share.url.rstrip("/").rpartition("/")[2]).report.verdict == "valid"
    assert OutboxMail.objects.filter(kind="credential-corrected").count() == 1
    assert OutboxMail.objects.filter(kind="credential-revoked").count() == 0
    seen = awards.get_award(world.issuer, world.slug, outcome.award.public_id)
    assert [row.pk for row in seen.earlier] == [old.pk]
    assert {"award-corrected", "credential-corrected"} <= {entry.action for entry in seen.history}


def test_a_grade_is_corrected_and_must_be_on_the_scale():
    world = make_world()
    award = world.award().award.public_id
    new = corrections.correct(world.issuer, world.slug, award, Correction(grade="4,5"))
    assert Award.objects.get(public_id=award).record["grade"] == "4,5"
    assert b"4,5" in credentials.file_of(new).data
    assert verdict(new).verdict == "valid"
    with pytest.raises(RefusedError, match="award-grade-not-on-scale"):
        corrections.correct(world.issuer, world.slug, award, Correction(grade="6"))
    with pytest.raises(RefusedError, match="correction-changes-nothing"):
        corrections.correct(world.issuer, world.slug, award, Correction(grade="4,5"))


def test_a_result_is_corrected_and_the_others_stay():
    world = make_world()
    request = AwardRequest(
        given_name="Ala", family_name="Nowak", email="ala@example.org", results={"eu1": "70", "eu2": "80"}
    )
    award = award_one(world.issuer, world.slug, SLUG, request, run="2026").award.public_id
    new = corrections.correct(world.issuer, world.slug, award, Correction(results={"eu1": "95"}))
    assert corrections.result_values(Award.objects.get(public_id=award)) == {
        "eu1": "95",
        "eu2": "80",
        "eu3": "",
        "eu4": "",
    }
    signed = json.loads(credentials.file_of(new).data)["credentialSubject"]["result"]
    assert [result.get("value") for result in signed] == ["95", "80", None, None]
    assert verdict(new).verdict == "valid"
    assert new.replacement == "correction"
    with pytest.raises(RefusedError, match="correction-changes-nothing"):
        corrections.correct(world.issuer, world.slug, award, Correction(results={"eu1": "95"}))
    with pytest.raises(RefusedError, match="award-outcome"):
        corrections.correct(world.issuer, world.slug, award, Correction(results={"eu1": "10"}))
    with pytest.raises(MalformedInputError, match="outcome-unknown"):
        corrections.correct(world.issuer, world.slug, award, Correction(results={"eu9": "10"}))


def test_the_same_correction_twice_changes_nothing_twice():
    world = make_world()
    award = world.award().award
    corrections.correct(world.issuer, world.slug, award.public_id, Correction(given_name="Ala"))
    with pytest.raises(RefusedError, match="correction-changes-nothing"):
        corrections.correct(world.issuer, world.slug, award.public_id, Correction(given_name="Ala"))
    assert Credential.objects.count() == 2
    assert world.award().kind == "already-awarded"


def test_a_suspension_survives_a_correction():
    world = make_world()
    award = world.award().award
    credentials.suspend(world.issuer, world.slug, award.public_id, reason="under-review")
    new = corrections.correct(world.issuer, world.slug, award.public_id, Correction(given_name="Ala"))
    assert new.status == "suspended"
    suspended = {check.code for check in verdict(new).report.checks if check.params.get("value")}
    assert suspended == {"suspension"}


def test_what_is_revoked_is_not_corrected_and_a_name_must_be_one():
    world = make_world()
    award = world.award().award
    for wrong in ("", "x" * 201, "a\0b"):
        with pytest.raises(MalformedInputError, match="learner-name-wrong"):
            corrections.correct(world.issuer, world.slug, award.public_id, Correction(given_name=wrong))
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RefusedError, match="awarded-on-in-future"):
        corrections.correct(world.issuer, world.slug, award.public_id, Correction(awarded_on=tomorrow))
    credentials.revoke(world.issuer, world.slug, award.public_id, reason="error")
    with pytest.raises(RefusedError, match="status-change-refused"):
        corrections.correct(world.issuer, world.slug, award.public_id, Correction(given_name="Ala"))
    assert Credential.objects.count() == 1


def test_a_crash_between_intent_and_signature_is_finished_with_the_correction(monkeypatch):
    from umiem.services.credential import issuing

    world = make_world()
    outcome = world.award()

    def crash(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("umiem.services.key.signing.sign_credential", crash)
        with pytest.raises(KeyboardInterrupt):
            corrections.correct(
                world.issuer, world.slug, outcome.award.public_id, Correction(given_name="Ala")
            )
    with pytest.raises(RefusedError, match="replacement-pending"):
        corrections.correct(world.issuer, world.slug, outcome.award.public_id, Correction(given_name="Ola"))
    assert verdict(Credential.objects.get(pk=outcome.credential.pk)).verdict == "valid"
    Credential.objects.filter(state="intended").update(signing_since=timezone.now() - timedelta(minutes=5))
    assert issuing.finish_interrupted(world.issuer) == 1
    old = Credential.objects.get(pk=outcome.credential.pk)
    assert old.status == "revoked"
    assert StatusEntry.objects.filter(credential=old, purpose="revocation", is_set=True).exists()


def test_a_renewal_ends_later_and_revokes_nothing():
    world = make_world()
    today = timezone.localdate()
    request = AwardRequest(
        given_name="Ala", family_name="Nowak", email="ala@example.org", valid_until=today + timedelta(days=9)
    )
    outcome = awards.award_one(world.issuer, world.slug, "podstawy-jezyka-python", request, run="1")
    with pytest.raises(RefusedError, match="renewal-not-later"):
        renewals.renew(world.issuer, world.slug, outcome.award.public_id, valid_until=today)
    with pytest.raises(RefusedError, match="renewal-needs-day"):
        renewals.renew(world.issuer, world.slug, outcome.award.public_id)
    later = today + timedelta(days=400)
    new = renewals.renew(world.issuer, world.slug, outcome.award.public_id, valid_until=later)
    assert timezone.localdate(new.valid_until) == later
    old = verdict(Credential.objects.get(pk=outcome.credential.pk))
    assert old.verdict == "valid"
    assert old.summary is not None
    assert old.summary.replacement is not None
    assert old.summary.replacement.by == "renewal"
    assert OutboxMail.objects.filter(kind="credential-renewed").count() == 1


def test_a_report_is_seen_answered_once_and_only_by_those_who_may():
    world, other = make_world(), make_world("beta")
    award = world.award().award
    ala = learner("ala@example.org")
    with pytest.raises(NotFoundError):
        reports.report_error(learner("ola@example.org"), award.public_id, kind="name", message="x")
    with pytest.raises(MalformedInputError, match="report-empty"):
        reports.report_error(ala, award.public_id, kind="name", message="  ")
    first = reports.report_error(ala, award.public_id, kind="name", proposed={"family_name": "Żółw"})
    again = reports.report_error(ala, award.public_id, kind="name", message="Żółw", proposed={})
    assert first.pk == again.pk
    assert reports.list_reports(other.issuer, other.slug).total == 0
    with pytest.raises(NotFoundError):
        reports.get_report(other.issuer, other.slug, first.public_id)
    with pytest.raises(RefusedError, match="permission-missing"):
        reports.answer(world.author, world.slug, first.public_id, text="Nie")
    reports.answer(world.issuer, world.slug, first.public_id, text="Sprawdziliśmy: jest dobrze.")
    with pytest.raises(RefusedError, match="report-settled"):
        reports.answer(world.issuer, world.slug, first.public_id, text="Jednak")
    mail = OutboxMail.objects.get(kind="report-answered")
    assert "Sprawdziliśmy: jest dobrze." in mail.body


def test_whoever_has_the_letter_asks_for_a_correction_from_any_address():
    world = make_world()
    award = world.award().award
    code = claims.give_code(world.issuer, world.slug, award.public_id)
    client = Client()
    address = f"/wallet/claim/{code}/report/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.get(pk=learner("home@example.com").user_id))
    assert address in client.get(f"/wallet/claim/{code}/").content.decode()
    sent = client.post(address, {"kind": "name", "family_name": "Żółw"}, follow=True)
    assert sent.status_code == 200
    report = Report.objects.get()
    assert report.proposed == {"family_name": "Żółw"}
    assert report.reporter.email == "home@example.com"
    portfolio.accept(learner("ala@example.org"), award.public_id)
    assert client.post(address, {"kind": "not-mine"}).status_code == 404


def test_a_correction_settles_the_report_it_answers():
    world = make_world()
    award = world.award().award
    report = reports.report_error(
        learner("ala@example.org"), award.public_id, kind="name", proposed={"family_name": "Żółw"}
    )
    wanted = corrections.settles(report)
    assert wanted.family_name == "Żółw"
    corrections.correct(world.issuer, world.slug, award.public_id, wanted)
    report.refresh_from_db()
    assert report.state == "corrected"
    assert reports.open_count(world.organisation) == 0


def test_a_corrected_day_is_in_the_new_credential():
    world = make_world()
    award = world.award().award
    new = corrections.correct(
        world.issuer, world.slug, award.public_id, Correction(awarded_on=date(2026, 2, 3))
    )
    assert new.valid_from.date() == date(2026, 2, 3)


def renewed(world):
    """An award with two credentials in force: the first one and its renewal."""
    today = timezone.localdate()
    ends = today + timedelta(days=9)
    request = AwardRequest(given_name="Ala", family_name="Nowak", email="ala@example.org", valid_until=ends)
    outcome = award_one(world.issuer, world.slug, SLUG, request, run="1")
    later = today + timedelta(days=400)
    new = renewals.renew(world.issuer, world.slug, outcome.award.public_id, valid_until=later)
    return outcome.award.public_id, outcome.credential.pk, new.pk


def bits(purpose: str) -> int:
    return StatusEntry.objects.filter(purpose=purpose, is_set=True).count()


def test_a_decision_about_a_renewed_award_is_about_every_credential_in_force():
    world = make_world()
    award, first, second = renewed(world)
    credentials.suspend(world.issuer, world.slug, award, reason="under-review")
    assert bits("suspension") == 2
    credentials.lift(world.issuer, world.slug, award)
    assert bits("suspension") == 0
    credentials.revoke(world.issuer, world.slug, award, reason="fraud")
    assert bits("revocation") == 2
    for pk in (first, second):
        assert verdict(Credential.objects.get(pk=pk)).verdict == "invalid"
    assert OutboxMail.objects.filter(kind="credential-revoked").count() == 1


def test_a_correction_after_a_renewal_leaves_no_wrong_name_in_force():
    world = make_world()
    award, _first, _second = renewed(world)
    corrections.correct(world.issuer, world.slug, award, Correction(given_name="Ola"))
    statuses = Credential.objects.order_by("pk").values_list("status", "status_reason")
    assert list(statuses) == [("revoked", "superseded"), ("revoked", "superseded"), ("active", "")]
    assert bits("revocation") == 2


def test_what_is_revoked_while_a_crash_kept_its_renewal_waiting_is_not_in_force_again(monkeypatch):
    from umiem.services.credential import issuing

    world = make_world()
    ends = timezone.localdate() + timedelta(days=9)
    request = AwardRequest(given_name="Ala", family_name="Lis", email="ala@example.org", valid_until=ends)
    award = award_one(world.issuer, world.slug, SLUG, request, run="1").award.public_id

    def crash(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("umiem.services.key.signing.sign_credential", crash)
        with pytest.raises(KeyboardInterrupt):
            renewals.renew(world.issuer, world.slug, award, valid_until=ends + timedelta(days=99))
    credentials.revoke(world.issuer, world.slug, award, reason="fraud")
    Credential.objects.filter(state="intended").update(signing_since=timezone.now() - timedelta(minutes=5))
    assert issuing.finish_interrupted(world.issuer) == 1
    status.publish_changed(Organisation.objects.get(slug=world.slug))
    assert set(Credential.objects.values_list("status", "status_reason")) == {("revoked", "fraud")}
    assert bits("revocation") == 2
    assert not OutboxMail.objects.filter(kind="credential-renewed").exists()
    newest = Credential.objects.order_by("-pk").first()
    assert newest is not None
    assert verdict(newest).verdict == "invalid"


def test_the_page_of_an_award_tells_what_became_of_a_report_and_only_to_whom_it_concerns():
    world, ala = make_world(), learner("ala@example.org")
    award = world.award("ala@example.org").award
    client = signed_in("ala@example.org", language="en")
    page = f"/wallet/{award.public_id}/"
    assert "You asked for a correction" not in client.get(page).content.decode()
    reported = reports.report_error(ala, award.public_id, kind="name", message="Żółć")
    assert "You asked for a correction" in client.get(page).content.decode()
    reports.answer(world.issuer, world.slug, reported.public_id, text="Tak jest w dowodzie.")
    told = client.get(page).content.decode()
    assert "You asked for a correction" not in told
    assert "Tak jest w dowodzie." in told
    held = portfolio.get_held(ala, award.public_id)
    assert reports.last_report_of(learner("ola@example.org"), held) is None
