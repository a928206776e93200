"""The way of a stored definition to being published, by commands: as a person, by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, ngettext, say
from umiem.errors import NotFoundError
from umiem.sentences import N_

if TYPE_CHECKING:
    from umiem.services.access import Actor
    from umiem.services.definition.definitions import DefinitionView

_STATES = {
    "draft": N_("draft"),
    "in-review": N_("in review"),
    "approved": N_("approved"),
    "published": N_("published"),
    "superseded": N_("replaced by a newer version"),
    "archived": N_("archived"),
}
organisation_option = click.option("--organisation", required=True, help="Short name of the organisation.")
person_option = click.option("--as", "person", required=True, help="E-mail address of the member who acts.")


@click.command()
@click.argument("identifier")
@organisation_option
@person_option
@click.option("--note", default="", help="A word to the reviewers.")
def submit(identifier: str, organisation: str, person: str, note: str) -> None:
    """Hand the draft in for review. It does not change until it is answered or withdrawn."""
    actor = _member(person)
    from umiem.services.definition.definition_review import submit_definition

    _say_state(submit_definition(actor, organisation, identifier, note_to_reviewers=note))


@click.command()
@click.argument("identifier")
@organisation_option
@person_option
def withdraw(identifier: str, organisation: str, person: str) -> None:
    """Take a version back from review; it is a draft again."""
    actor = _member(person)
    from umiem.services.definition.definition_review import withdraw_definition

    _say_state(withdraw_definition(actor, organisation, identifier))


@click.command()
@click.argument("identifier")
@click.argument("decision", type=click.Choice(["recommended", "returned", "approved"]))
@organisation_option
@person_option
@click.option("--reason", required=True, help="Why. It is kept with the name and the day.")
def decide(identifier: str, decision: str, organisation: str, person: str, reason: str) -> None:
    """Recommend, return or approve the version in review. Nobody decides on what they wrote."""
    actor = _member(person)
    from umiem.services.definition.definition_review import decide_definition

    _say_state(decide_definition(actor, organisation, identifier, decision=decision, reason=reason))


@click.command()
@click.argument("identifier")
@organisation_option
@person_option
def publish(identifier: str, organisation: str, person: str) -> None:
    """Publish the approved version. From then on it never changes."""
    actor = _member(person)
    from umiem.services.definition.definitions import publish_definition

    _say_state(publish_definition(actor, organisation, identifier))


def _member(person: str) -> Actor:
    """Return the person to act as. Whoever may run commands here could read the database, too."""
    open_installation()
    from umiem.services.access import actor_of
    from umiem.storage.models import User

    user = User.objects.filter(email=person.strip().casefold(), is_active=True).first()
    if user is None:
        raise NotFoundError("person-unknown", email=person[:120])
    return actor_of(user)


def _say_state(view: DefinitionView) -> None:
    say(
        _("{identifier}, version {version}: {state}."),
        identifier=view.definition.slug,
        version=view.version.version,
        state=_(_STATES[str(view.version.state)]),
    )
    blocked = len(view.blocking)
    if blocked:
        say(
            ngettext("{count} finding blocks publishing.", "{count} findings block publishing.", blocked),
            count=blocked,
        )
