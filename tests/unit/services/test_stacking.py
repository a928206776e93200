"""Larger micro-credentials: progress, applying, deciding; nobody sees more than was shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.worlds import EXAMPLES, SLUG, World, learner, make_world, person, publish_file, request
from umiem.domain.definition import ComponentGroup, Composition
from umiem.domain.definition_file import dump_definition, load_definition
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.award.awards import award_one
from umiem.services.credential import credentials
from umiem.services.definition import definitions
from umiem.services.holder import erasure, exporting, imports, portfolio
from umiem.services.skill import catalogue, planning_catalogue
from umiem.services.stacking import applications, composition, progress
from umiem.services.verifying import verification
from umiem.storage.models import ApplicationState, Award, ImportedCredential, OutboxMail, StackApplication

pytestmark = pytest.mark.django_db
AGILE = EXAMPLES / "definitions" / "agile.yaml"
LARGER = EXAMPLES / "definitions" / "cyfrowe-projekty.yaml"
WHOLE = "cyfrowe-projekty-w-biurze"
ALA = "ala@example.org"


@pytest.fixture
def world() -> World:
    made = make_world()
    publish_file(made, AGILE.read_bytes())
    publish_file(made, LARGER.read_bytes())
    return made


def hold(world: World, slug: str = SLUG, email: str = ALA, *, run: str = "2026") -> Award:
    award = award_one(world.issuer, world.slug, slug, request(email), run=run).award
    portfolio.accept(learner(email), award.public_id)
    return award


def hold_both(world: World) -> tuple[Award, Award]:
    return hold(world), hold(world, "zarzadzanie-projektami-agile")


def publish_made_of(world: World, slug: str, *components: str) -> None:
    """Publish a larger micro-credential of these components, all of them wanted."""
    whole = Composition(groups=(ComponentGroup(components=components),))
    specification = replace(load_definition(LARGER.read_bytes(), "x"), identifier=slug, composition=whole)
    publish_file(world, dump_definition(specification))


def brought(achievement: str, **changes: Any) -> ImportedCredential:
    """A credential from elsewhere that was good when it was checked."""
    data = changes.pop("data", b"{}")
    known = {
        "digest": hashlib.sha256(data).hexdigest(),
        "file_name": "x.json",
        "format": "vcdm-2.0+data-integrity",
        "title": {"en": "SQL"},
        "issuer_name": {"en": "Elsewhere"},
        "valid_from": "2026-05-01T00:00:00Z",
        "verdict": "valid",
        "is_proved": True,
        "checks": [],
        "checked_at": "2026-11-01T00:00:00Z",
    }
    return ImportedCredential.objects.create(
        owner=person(ALA), data=data, size=len(data), achievement_id=achievement, **(known | changes)
    )


def test_what_is_accepted_counts_and_what_only_waits_does_not(world: World):
    ala = learner(ALA)
    assert progress.on_the_way(ala) == ()
    world.award(ALA)
    assert progress.on_the_way(ala) == ()
    hold(world)
    (way,) = progress.on_the_way(ala)
    assert way.view.definition.slug == WHOLE
    assert not way.progress.is_complete
    hold(world, "zarzadzanie-projektami-agile")
    (way,) = progress.on_the_way(ala)
    assert (way.progress.is_complete, way.progress.ects) == (True, 5)


def test_awards_from_before_the_larger_one_existed_count():
    world = make_world()
    publish_file(world, AGILE.read_bytes())
    hold_both(world)
    assert progress.on_the_way(learner(ALA)) == ()
    publish_file(world, LARGER.read_bytes())
    assert progress.on_the_way(learner(ALA))[0].progress.is_complete


def test_a_revoked_one_no_longer_counts(world: World):
    python, _ = hold_both(world)
    credentials.revoke(world.issuer, world.slug, python.public_id, reason="error")
    (way,) = progress.on_the_way(learner(ALA))
    assert [each.component.reference for each in way.counted] == ["alfa/zarzadzanie-projektami-agile"]


def test_the_catalogue_knows_what_is_made_of_what(world: World):
    assert [card.slug for card in composition.larger_than("alfa", SLUG)] == [WHOLE]
    view = definitions.public_definition("alfa", WHOLE)
    core, electives = composition.parts_of(view.specification, "alfa")
    assert [part.card.slug for part in core.parts if part.card] == [SLUG]
    assert [part.card is None for part in electives.parts] == [False, True]  # UX is not published here
    assert catalogue.card("alfa", WHOLE).components[0] == f"alfa/{SLUG}"


def test_plans_take_the_parts_and_never_the_whole_as_a_course(world: World):
    planned = planning_catalogue.planning_catalogue().pages
    assert f"alfa/{SLUG}" in planned
    assert f"alfa/{WHOLE}" not in planned


def test_applying_needs_everything_and_twice_is_once(world: World):
    ala = learner(ALA)
    hold(world)
    with pytest.raises(RefusedError, match="stack-incomplete"):
        applications.apply(ala, "alfa", WHOLE)
    hold(world, "zarzadzanie-projektami-agile")
    first = applications.apply(ala, "alfa", WHOLE, message="  Proszę.  ")
    assert applications.apply(ala, "alfa", WHOLE) == first
    assert (first.message, first.components.count()) == ("Proszę.", 2)
    with pytest.raises(MalformedInputError, match="application-too-long"):
        applications.apply(ala, "alfa", WHOLE, message="x" * (applications.LONGEST_TEXT + 1))


def test_awarding_names_the_components_in_the_signed_credential(world: World):
    python, agile = hold_both(world)
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    found = applications.get_application(world.issuer, "alfa", applied.public_id)
    assert (found.given_name, found.family_name, found.gone) == ("Świętosława", "Żółć", 0)
    wanted = request("somebody.else@example.org")  # whatever a form sends, it goes to the applicant
    outcome = applications.award(world.issuer, "alfa", applied.public_id, wanted, run="2026")
    assert outcome.award.email == ALA
    data = credentials.file_of(outcome.credential).data
    assert verification.check(data).verdict == "valid"
    told = " ".join(item["narrative"] for item in json.loads(data)["evidence"])
    for award in (python, agile):
        assert f"urn:uuid:{award.credentials.get().public_id}" in told
    applied.refresh_from_db()
    assert (applied.state, applied.award) == (ApplicationState.AWARDED, outcome.award)
    with pytest.raises(RefusedError, match="application-settled"):
        applications.award(world.issuer, "alfa", applied.public_id, wanted, run="2026")
    portfolio.accept(learner(ALA), outcome.award.public_id)
    with pytest.raises(RefusedError, match="stack-already-held"):
        applications.apply(learner(ALA), "alfa", WHOLE)
    (way,) = progress.on_the_way(learner(ALA))
    assert way.own is not None
    assert way.own.award == outcome.award
    credentials.suspend(world.issuer, "alfa", outcome.award.public_id, reason="under-review")
    assert progress.towards(learner(ALA), "alfa", WHOLE).own is None


def test_what_was_revoked_since_the_application_stops_the_award(world: World):
    python, _ = hold_both(world)
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    credentials.suspend(world.issuer, "alfa", python.public_id, reason="under-review")
    assert applications.get_application(world.issuer, "alfa", applied.public_id).gone == 1
    with pytest.raises(RefusedError, match="stack-incomplete"):
        applications.award(world.issuer, "alfa", applied.public_id, request(ALA), run="")
    credentials.lift(world.issuer, "alfa", python.public_id)
    applications.award(world.issuer, "alfa", applied.public_id, request(ALA), run="")


def test_a_revoked_award_of_the_same_edition_is_not_given_again(world: World):
    hold_both(world)
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    first = applications.award(world.issuer, "alfa", applied.public_id, request(ALA), run="2026")
    credentials.revoke(world.issuer, "alfa", first.award.public_id, reason="error")
    again = applications.apply(learner(ALA), "alfa", WHOLE)
    with pytest.raises(RefusedError, match="stack-edition-taken"):
        applications.award(world.issuer, "alfa", again.public_id, request(ALA), run="2026")
    again.refresh_from_db()
    assert again.state == ApplicationState.OPEN
    second = applications.award(world.issuer, "alfa", again.public_id, request(ALA), run="2027")
    assert second.kind == "awarded"


def test_a_refusal_has_a_reason_and_reaches_the_learner(world: World):
    hold_both(world)
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    with pytest.raises(MalformedInputError, match="application-reason-needed"):
        applications.refuse(world.issuer, "alfa", applied.public_id, reason="  ")
    applications.refuse(world.issuer, "alfa", applied.public_id, reason="Brak miejsca w tym roku.")
    (mail,) = OutboxMail.objects.filter(kind="application-refused")
    assert mail.recipient == ALA
    assert "Brak miejsca w tym roku." in mail.body
    assert applications.open_count(world.organisation) == 0
    assert applications.apply(learner(ALA), "alfa", WHOLE) != applied  # one may try again


def test_taking_back_hides_what_was_shown(world: World):
    hold_both(world)
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    with pytest.raises(NotFoundError, match="application-unknown"):
        applications.withdraw(learner("ola@example.org"), applied.public_id)
    applications.withdraw(learner(ALA), applied.public_id)
    assert applied.components.count() == 0
    with pytest.raises(NotFoundError, match="application-unknown"):
        applications.get_application(world.issuer, "alfa", applied.public_id)
    assert applications.list_applications(world.issuer, "alfa").total == 0
    with pytest.raises(RefusedError, match="application-settled"):
        applications.withdraw(learner(ALA), applied.public_id)


def test_only_those_who_award_decide_and_others_see_nothing(world: World):
    other = make_world("beta")
    hold_both(world)
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    for actor in (other.issuer, learner(ALA)):
        with pytest.raises(NotFoundError):
            applications.get_application(actor, "alfa", applied.public_id)
    with pytest.raises(NotFoundError):
        applications.get_application(other.issuer, "beta", applied.public_id)
    with pytest.raises(RefusedError, match="permission-missing"):
        applications.refuse(world.author, "alfa", applied.public_id, reason="Nie")
    with pytest.raises(RefusedError, match="permission-missing"):
        applications.award(world.author, "alfa", applied.public_id, request(ALA), run="")


def test_components_of_another_organisation_and_from_elsewhere(world: World):
    beta = make_world("beta")
    foreign = brought("https://example.org/achievements/7", person="Jan Inny")
    publish_made_of(beta, "wszystko", f"alfa/{SLUG}", "https://example.org/achievements/7")
    hold(world)
    way = progress.towards(learner(ALA), "beta", "wszystko")
    assert way.progress.is_complete
    found = progress.assess(way.view, way.counted)
    assert [each.imported is None for each in found.counted] == [True, False]
    applied = StackApplication.objects.create(
        organisation=beta.organisation, definition=way.view.definition, applicant=person(ALA)
    )
    applied.components.create(imported=foreign)
    shown = applications.get_application(beta.issuer, "beta", applied.public_id)
    assert not shown.way.progress.is_complete  # the award of alfa was not shown
    assert shown.names_another is False  # nothing else says what the applicant is called
    imports.forget(learner(ALA), foreign.public_id)
    assert applications.get_application(beta.issuer, "beta", applied.public_id).way.counted == ()


def test_a_credential_from_elsewhere_is_checked_anew_when_applying(world: World):
    """A kept verdict of last month does not vouch for today."""
    beta = make_world("beta")
    publish_made_of(beta, "obce", "https://example.org/a/1")
    row = brought("https://example.org/a/1", data=b"not a credential any more")
    with pytest.raises(RefusedError, match="stack-incomplete"):
        applications.apply(learner(ALA), "beta", "obce")
    row.refresh_from_db()
    assert row.verdict != "valid"


def test_a_credential_from_elsewhere_that_has_ended_since_does_not_count(world: World):
    publish_made_of(world, "obce", "https://example.org/a/1")
    row = brought("https://example.org/a/1", valid_until="2199-01-01T00:00:00Z")
    assert progress.towards(learner(ALA), "alfa", "obce").progress.is_complete
    ImportedCredential.objects.filter(pk=row.pk).update(valid_until="2026-01-01T00:00:00Z")
    assert not progress.towards(learner(ALA), "alfa", "obce").progress.is_complete
    assert progress.on_the_way(learner(ALA)) == ()


def test_applications_are_exported_and_erased_with_the_person(world: World):
    hold_both(world)
    applied = applications.apply(learner(ALA), "alfa", WHOLE, message="Proszę.")
    record = exporting._record(person(ALA), ())
    assert record["applications"][0]["message"] == "Proszę."
    erasure.erase_account(learner(ALA))
    assert not StackApplication.objects.filter(pk=applied.pk).exists()
