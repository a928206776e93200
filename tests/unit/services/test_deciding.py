"""Several applications are decided at once: each on its own, with an answer for each."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from tests.worlds import EXAMPLES, SLUG, World, learner, make_world, publish_file, request
from umiem.domain.definition import ComponentGroup, Composition
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.award.awards import award_one
from umiem.services.credential import credentials
from umiem.services.holder import portfolio
from umiem.services.stacking import applications, deciding
from umiem.storage.models import ApplicationState, OutboxMail, StackApplication

pytestmark = pytest.mark.django_db
WHOLE = "cyfrowe-projekty-w-biurze"
PEOPLE = ("ala@example.org", "bea@example.org", "cyla@example.org")


@pytest.fixture
def world() -> World:
    made = make_world()
    larger = load_definition((EXAMPLES / "definitions" / "cyfrowe-projekty.yaml").read_bytes(), "larger")
    whole = Composition(groups=(ComponentGroup(components=(SLUG,)),))
    publish_file(made, dump_definition(replace(larger, composition=whole)))
    return made


def apply(world: World, email: str) -> StackApplication:
    award = award_one(world.issuer, world.slug, SLUG, request(email), run="2026").award
    portfolio.accept(learner(email), award.public_id)
    return applications.apply(learner(email), world.slug, WHOLE)


def test_each_is_awarded_on_its_own_and_one_that_cannot_be_keeps_no_other_back(world: World):
    first, second, third = (apply(world, email) for email in PEOPLE)
    shown = second.components.get().award
    credentials.revoke(world.issuer, world.slug, shown.public_id, reason="error")
    missing = uuid.uuid4()
    ids = [first.public_id, second.public_id, missing, third.public_id, first.public_id]
    done = deciding.award_each(world.issuer, world.slug, ids, run="2027")
    assert [each.application_id for each in done] == ids[:4]
    assert [None if each.problem is None else each.problem.code for each in done] == [
        None,
        "stack-incomplete-now",
        "application-unknown",
        None,
    ]
    assert [each.application and each.application.state for each in done] == [
        ApplicationState.AWARDED,
        ApplicationState.OPEN,
        None,
        ApplicationState.AWARDED,
    ]
    award = done[0].award
    assert award is not None
    assert (award.learner.email, award.run, award.family_name) == (PEOPLE[0], "2027", "Żółć")
    again = deciding.award_each(world.issuer, world.slug, [first.public_id], run="2027")
    assert again[0].problem is not None
    assert again[0].problem.code == "application-settled"


def test_all_are_refused_with_one_reason_and_each_learner_is_told(world: World):
    rows = [apply(world, email) for email in PEOPLE]
    applications.withdraw(learner(PEOPLE[2]), rows[2].public_id)
    OutboxMail.objects.all().delete()
    ids = [row.public_id for row in rows]
    done = deciding.refuse_each(world.issuer, world.slug, ids, reason="Brak miejsc.")
    assert [each.problem is None for each in done] == [True, True, False]
    assert {row.reason for row in StackApplication.objects.filter(state="refused")} == {"Brak miejsc."}
    assert sorted(OutboxMail.objects.values_list("recipient", flat=True)) == sorted(PEOPLE[:2])


def test_who_may_not_award_decides_nothing(world: World):
    row = apply(world, PEOPLE[0])
    for verb in (
        lambda: deciding.look_at(world.author, world.slug, [row.public_id]),
        lambda: deciding.award_each(world.author, world.slug, [row.public_id], run=""),
        lambda: deciding.refuse_each(world.author, world.slug, [row.public_id], reason="x"),
    ):
        with pytest.raises(RefusedError):
            verb()
    row.refresh_from_db()
    assert row.state == ApplicationState.OPEN


def test_a_refusal_without_a_reason_and_too_many_at_once_are_refused(world: World):
    row = apply(world, PEOPLE[0])
    with pytest.raises(MalformedInputError, match="application-reason-needed"):
        deciding.refuse_each(world.issuer, world.slug, [row.public_id], reason=" ")
    with pytest.raises(MalformedInputError, match="applications-too-many"):
        deciding.look_at(world.issuer, world.slug, [uuid.uuid4() for _each in range(101)])


def test_an_application_that_names_nobody_is_left_to_be_decided_by_itself(world: World):
    row = apply(world, PEOPLE[0])
    view = deciding.look_at(world.issuer, world.slug, [row.public_id])[0]
    assert deciding.why_not(view) is None
    for doubtful in (replace(view, names_another=True), replace(view, family_name="")):
        problem = deciding.why_not(doubtful)
        assert problem is not None
        assert problem.code == "application-by-itself"
