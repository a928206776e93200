"""Four eyes: written by one person, approved by another, whatever roles, tokens or races there are."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.worlds import PYTHON, SLUG, make_world, publish_draft
from umiem.domain.catalogue import CatalogueQuery
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit, organisations, tokens
from umiem.services.access import SYSTEM
from umiem.services.definition import definition_editing, definitions
from umiem.services.definition import definition_review as review
from umiem.services.skill import catalogue
from umiem.storage.models import AuditEntry, DefinitionDecision, DefinitionVersion

pytestmark = [pytest.mark.django_db]
WHY = "Zgodne z załącznikiem I."


def drafted(slug: str = "alfa"):
    world = make_world(slug, publish=False)
    definitions.import_definition(world.author, slug, data=PYTHON.read_bytes(), file_name=PYTHON.name)
    return world


def submitted(slug: str = "alfa"):
    world = drafted(slug)
    review.submit_definition(world.author, slug, SLUG, note_to_reviewers="Proszę o opinię.")
    return world


def decide(world, actor, decision="approved", reason=WHY, **more):
    return review.decide_definition(actor, world.slug, SLUG, decision=decision, reason=reason, **more)


def refusal(call, *arguments, **named) -> str:
    with pytest.raises((RefusedError, MalformedInputError, NotFoundError)) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_from_draft_to_published_with_every_decision_recorded():
    world = submitted()
    decide(world, world.reviewer, "recommended", "Kryteria są jasne.")
    view = decide(
        world, world.approver, seen=definitions.get_definition(world.author, "alfa", SLUG).version.digest
    )
    assert view.version.state == "approved"
    assert definitions.publish_definition(world.author, "alfa", SLUG).version.state == "published"
    found = review.get_review(world.author, "alfa", SLUG)
    told = [(one.kind, one.actor, one.role, one.reason) for one in found.decisions]
    assert told == [
        ("submitted", "author@alfa.example", "author", "Proszę o opinię."),
        ("recommended", "reviewer@alfa.example", "reviewer", "Kryteria są jasne."),
        ("approved", "approver@alfa.example", "approver", WHY),
        ("published", "author@alfa.example", "author", ""),
    ]
    assert [author.actor for author in found.authors] == ["author@alfa.example"]
    assert list(audit.broken_links("o/alfa")) == []
    assert AuditEntry.objects.filter(action="definition-approved", actor="approver@alfa.example").count() == 1


def test_a_draft_is_not_published_and_a_version_under_review_does_not_change():
    world = drafted()
    assert refusal(definitions.publish_definition, world.admin, "alfa", SLUG) == "definition-not-approved"
    review.submit_definition(world.author, "alfa", SLUG)
    assert refusal(definitions.publish_definition, world.admin, "alfa", SLUG) == "definition-not-approved"
    changed = PYTHON.read_bytes() + b"# changed\n"
    code = refusal(definitions.import_definition, world.author, "alfa", data=changed, file_name="x.yaml")
    assert code == "definition-under-review"
    review.withdraw_definition(world.author, "alfa", SLUG)
    definitions.import_definition(world.author, "alfa", data=changed, file_name="x.yaml")
    assert DefinitionVersion.objects.get().state == "draft"


def test_nobody_decides_on_what_they_wrote_under_any_role():
    world = submitted()
    assert refusal(decide, world, world.author) == "permission-missing"
    organisations.add_member(world.admin, "alfa", email="author@alfa.example", role="approver")
    assert refusal(decide, world, world.author) == "own-definition"
    assert refusal(decide, world, world.author, "recommended") == "own-definition"
    assert review.get_review(world.author, "alfa", SLUG).refused == "own-definition"
    organisations.add_member(world.admin, "alfa", email="author@alfa.example", role="admin")
    assert refusal(decide, world, world.author) == "own-definition"


def test_an_administrator_who_touched_the_draft_is_an_author_too():
    world = drafted()
    definitions.import_definition(world.admin, "alfa", data=PYTHON.read_bytes() + b"\n", file_name="x.yaml")
    review.submit_definition(world.author, "alfa", SLUG)
    assert refusal(decide, world, world.admin) == "own-definition"


def test_a_token_decides_as_the_person_who_made_it():
    world = submitted()

    def token_of(person, scopes):
        return tokens.actor_of_token(
            tokens.create_token(person, "alfa", label="x", scopes=scopes, days=1).secret
        )

    writes_only = token_of(world.admin, ["definitions:write"])
    assert refusal(decide, world, writes_only) == "permission-missing"
    nobodys = token_of(SYSTEM, ["definitions:review"])
    assert refusal(decide, world, nobodys) == "decision-needs-a-person"
    assert refusal(decide, world, SYSTEM) == "decision-needs-a-person"
    admins = token_of(world.admin, ["definitions:review"])
    organisations.add_member(SYSTEM, "alfa", email="second@alfa.example", role="admin")
    organisations.add_member(SYSTEM, "alfa", email="admin@alfa.example", role="issuer")
    assert (
        refusal(decide, world, admins) == "permission-missing"
    )  # demoted: the token does not outlive the role
    organisations.add_member(SYSTEM, "alfa", email="admin@alfa.example", role="approver")
    assert decide(world, admins).version.state == "approved"
    assert DefinitionDecision.objects.get(kind="approved").user_id == world.admin.user_id


def test_writing_by_a_token_makes_its_person_an_author():
    world = make_world("alfa", publish=False)
    secret = tokens.create_token(world.admin, "alfa", label="x", scopes=["definitions:write"], days=1).secret
    token = tokens.actor_of_token(secret)
    definitions.import_definition(token, "alfa", data=PYTHON.read_bytes(), file_name=PYTHON.name)
    review.submit_definition(token, "alfa", SLUG)
    assert refusal(decide, world, world.admin) == "own-definition"
    assert decide(world, world.approver).version.state == "approved"


def test_a_demoted_author_can_do_nothing_more_but_the_work_goes_on():
    world = drafted()
    organisations.add_member(world.admin, "alfa", email="author@alfa.example", role="issuer")
    assert refusal(review.submit_definition, world.author, "alfa", SLUG) == "permission-missing"
    organisations.add_member(world.admin, "alfa", email="author@alfa.example", role="author")
    review.submit_definition(world.author, "alfa", SLUG)
    decide(world, world.approver)
    organisations.remove_member(
        world.admin, "alfa", membership_id=world.organisation.memberships.get(role="author").pk
    )
    assert refusal(definitions.publish_definition, world.author, "alfa", SLUG) == "organisation-unknown"
    assert definitions.publish_definition(world.approver, "alfa", SLUG).version.state == "published"


def test_returned_with_a_reason_and_earlier_opinions_do_not_count_again():
    world = submitted()
    review.set_rule(world.admin, "alfa", "committee")
    assert refusal(decide, world, world.approver) == "recommendation-missing"
    decide(world, world.reviewer, "recommended", "Dobrze.")
    assert refusal(decide, world, world.reviewer, "recommended", "Dobrze.") == "decision-made-already"
    decide(world, world.approver, "returned", "Brakuje progu.")
    assert DefinitionVersion.objects.get().state == "draft"
    review.submit_definition(world.author, "alfa", SLUG)
    assert refusal(decide, world, world.approver) == "recommendation-missing"
    decide(world, world.reviewer, "recommended", "Dobrze.")
    assert decide(world, world.approver).version.state == "approved"


def test_the_single_person_rule_is_explicit_recorded_and_shown():
    world = drafted()
    organisations.add_member(world.admin, "alfa", email="author@alfa.example", role="admin")
    review.submit_definition(world.author, "alfa", SLUG)
    assert refusal(decide, world, world.author) == "own-definition"
    assert refusal(review.set_rule, world.approver, "alfa", "single-person") == "permission-missing"
    review.set_rule(world.admin, "alfa", "single-person")
    decide(world, world.author, reason="Jednoosobowa firma szkoleniowa.")
    assert DefinitionDecision.objects.get(kind="approved").alone
    assert AuditEntry.objects.get(action="definition-approved").params["alone"] is True
    assert AuditEntry.objects.get(action="approval-rule-changed").params["after"] == "single-person"


@pytest.mark.parametrize(
    ("decision", "reason", "code"),
    [
        ("approved", "", "reason-missing"),
        ("approved", "  \n ", "reason-missing"),
        ("returned", "x" * 2001, "reason-missing"),
        ("published", WHY, "decision-unknown"),
        ("'; drop table", WHY, "decision-unknown"),
    ],
)
def test_decisions_need_a_reason_and_are_of_a_known_kind(decision, reason, code):
    world = submitted()
    assert refusal(decide, world, world.approver, decision, reason) == code
    assert DefinitionVersion.objects.get().state == "in-review"


def test_other_bytes_than_those_read_are_not_approved():
    world = submitted()
    assert refusal(decide, world, world.approver, seen="0" * 64) == "definition-changed"


def test_another_organisation_sees_nothing():
    world, other = submitted(), make_world("beta", publish=False)
    assert refusal(decide, world, other.approver) == "organisation-unknown"
    assert refusal(review.get_review, other.admin, "alfa", SLUG) == "organisation-unknown"
    assert refusal(definition_editing.versions_of, other.admin, "beta", SLUG) == "definition-unknown"


def test_a_new_version_is_a_new_row_with_a_diff_and_awards_keep_theirs():
    world = make_world("alfa")
    first = world.award("ala@example.org")
    text = PYTHON.read_text("utf-8").replace("threshold_percent: 60", "threshold_percent: 70", 1)
    definitions.import_definition(world.author, "alfa", data=text.encode(), file_name="v2.yaml")
    assert world.award("ola@example.org").award.definition_version.version == 1  # the draft is not awarded
    publish_draft(world)
    second = world.award("ela@example.org")
    assert (first.award.definition_version.version, second.award.definition_version.version) == (1, 2)
    states = {row.version: row.state for row in DefinitionVersion.objects.all()}
    assert states == {1: "superseded", 2: "published"}
    changes = definition_editing.changes_between(world.reviewer, "alfa", SLUG, before=1, after=2)
    assert [(one.kind, one.before, one.after) for one in changes] == [("changed", 60, 70)]
    assert definitions.public_definition("alfa", SLUG, version=1).version.state == "superseded"
    assert definitions.public_definition("alfa", SLUG).version.version == 2
    assert [view.version.version for view in catalogue.views(CatalogueQuery())] == [2]
    assert [(name, each.version) for name, each in definitions.newest_specifications()] == [
        (f"alfa/{SLUG}", 2)
    ]


def test_archiving_takes_the_published_version_out_and_leaves_the_next_draft():
    world = make_world("alfa")
    definition_editing.begin_version(world.author, "alfa", SLUG)
    definitions.archive_definition(world.author, "alfa", SLUG)
    assert {row.version: row.state for row in DefinitionVersion.objects.all()} == {1: "archived", 2: "draft"}
    definitions.archive_definition(world.author, "alfa", SLUG)
    assert {row.version: row.state for row in DefinitionVersion.objects.all()} == {
        1: "archived",
        2: "archived",
    }
    assert (
        definitions.public_definition("alfa", SLUG).version.version == 1
    )  # a draft set aside was never public


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_make_one_approval():
    world = submitted()
    organisations.add_member(world.admin, "alfa", email="second@alfa.example", role="approver")
    answers: list[str] = []
    start = threading.Barrier(2)

    def approve(actor):
        try:
            start.wait(timeout=10)
            answers.append(str(decide(world, actor).version.state))
        except RefusedError as error:
            answers.append(error.code)
        finally:
            connection.close()

    from tests.worlds import learner

    actors = (world.approver, learner("second@alfa.example"))
    threads = [threading.Thread(target=approve, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answers) == ["approved", "definition-not-in-review"]
    assert DefinitionDecision.objects.filter(kind="approved").count() == 1
