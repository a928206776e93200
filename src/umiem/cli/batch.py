"""``umiem batch``: list, watch, pause, resume, cancel, undo or renew batches, change their status."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from umiem.cli.installed import open_installation
from umiem.cli.messages import _, ngettext, say

_organisation = click.option("--organisation", required=True, help="Short name of the organisation.")
_batch = click.argument("batch_id", metavar="BATCH", type=click.UUID)


@click.group()
def batch() -> None:
    """Batches of awards: how far they are, and what can be done to them."""


@batch.command("list")
@_organisation
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(organisation: str, as_json: bool) -> None:
    """List the newest batches."""
    open_installation()
    from umiem.sentences.service_errors import BATCH_STATES
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import list_batches

    rows = [_plain(row) for row in list_batches(SYSTEM, organisation, size=50).items]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = _(BATCH_STATES[str(row["state"])])
        say(f"{row['id']}  {state:<12} {row['awarded']:>8}/{row['total']:<8} {row['run']}")


@batch.command()
@_batch
@_organisation
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(batch_id: uuid.UUID, organisation: str, as_json: bool) -> None:
    """Say where a batch stands."""
    open_installation()
    from umiem.cli.watch import say_progress
    from umiem.sentences.service_errors import MAIL_STATES
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import get_batch, mail_counts

    progress = get_batch(SYSTEM, organisation, batch_id)
    if as_json:
        plain = _plain(progress.batch) | {"mails": mail_counts(progress.batch)}
        say(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        say_progress(progress)
        if mails := mail_counts(progress.batch):
            say(
                _("Notices: {counts}."),
                counts=", ".join(f"{_(MAIL_STATES[state])} {count}" for state, count in mails.items()),
            )


@batch.command()
@_batch
@_organisation
def watch(batch_id: uuid.UUID, organisation: str) -> None:
    """Show a bar until the batch is done; this process takes part in the work."""
    open_installation()
    from umiem.cli.watch import say_progress, watch_batch

    say_progress(watch_batch(organisation, batch_id))


@batch.command()
@_batch
@_organisation
def pause(batch_id: uuid.UUID, organisation: str) -> None:
    """Begin no further rows until it is resumed."""
    _do("pause", organisation, batch_id)
    say(_("Paused."))


@batch.command()
@_batch
@_organisation
def begin(batch_id: uuid.UUID, organisation: str) -> None:
    """Begin a batch that was put off to a later time."""
    _do("begin_now", organisation, batch_id)
    say(_("The batch begins as soon as a worker is free."))


@batch.command()
@_batch
@_organisation
def resume(batch_id: uuid.UUID, organisation: str) -> None:
    """Go on with a paused batch."""
    _do("resume", organisation, batch_id)
    say(_("The batch goes on as soon as a worker is free."))


@batch.command()
@_batch
@_organisation
def cancel(batch_id: uuid.UUID, organisation: str) -> None:
    """Give up what is not signed yet."""
    row = _do("cancel", organisation, batch_id)
    say(_("Cancelled: {rows} rows will not be signed."), rows=row.cancelled)


@batch.command()
@_batch
@_organisation
@click.option("--reason", default="error", show_default=True, help="A reason code, for instance error.")
def undo(batch_id: uuid.UUID, organisation: str, reason: str) -> None:
    """Revoke everything a batch awarded; each learner is told once."""
    row = _do("undo", organisation, batch_id, reason=reason)
    say(_("The {count} credentials of the batch are being revoked."), count=row.awarded)


def _of_the_whole_batch(command: Callable[..., None]) -> Callable[..., None]:
    """What the commands that change the status of all credentials of a batch are called with."""
    note = click.option("--note", default="", help="A note for the staff and the learners.")
    quiet = click.option("--no-notify", is_flag=True, help="Tell the learners nothing.")
    return _batch(_organisation(note(quiet(command))))


@batch.command()
@_of_the_whole_batch
@click.option("--reason", default="other", show_default=True, help="A reason code, for instance error.")
def revoke(batch_id: uuid.UUID, organisation: str, reason: str, note: str, no_notify: bool) -> None:
    """Revoke every credential of a batch for good, at any time; each learner is told once."""
    _change("revoke", organisation, batch_id, reason=reason, note=note, notify=not no_notify)


@batch.command()
@_of_the_whole_batch
@click.option("--reason", default="under-review", show_default=True, help="A reason code.")
def suspend(batch_id: uuid.UUID, organisation: str, reason: str, note: str, no_notify: bool) -> None:
    """Suspend every credential of a batch that is in force; each learner is told once."""
    _change("suspend", organisation, batch_id, reason=reason, note=note, notify=not no_notify)


@batch.command()
@_of_the_whole_batch
def lift(batch_id: uuid.UUID, organisation: str, note: str, no_notify: bool) -> None:
    """Lift every suspension of a batch; each learner is told once."""
    _change("lift", organisation, batch_id, reason="", note=note, notify=not no_notify)


@batch.command()
@_batch
@_organisation
@click.option(
    "--until",
    type=click.DateTime(("%Y-%m-%d",)),
    help="The new last day; default: as long as the definition says.",
)
def renew(batch_id: uuid.UUID, organisation: str, until: datetime | None) -> None:
    """Issue every credential of a batch that ends earlier again with a later end; each learner is told."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import renew_batch

    day = None if until is None else until.date()
    _finish(renew_batch(SYSTEM, organisation, batch_id, valid_until=day))


def _change(change: str, organisation: str, batch_id: uuid.UUID, **more: Any) -> None:
    """Decide it, and work it off here to the end: no server needs to run."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.award.batches import change_batch

    _finish(change_batch(SYSTEM, organisation, batch_id, change, **more))


def _finish(decision: Any) -> None:
    from umiem.services.award.batches.changing import finish

    made = finish(decision)
    sentence = ngettext(
        "Done, and published: {count} credential was changed.",
        "Done, and published: {count} credentials were changed.",
        made.changed,
    )
    say(sentence, count=made.changed)


@batch.command()
@_batch
@_organisation
def resend(batch_id: uuid.UUID, organisation: str) -> None:
    """Send every notice of a batch that bounced or was refused once more."""
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.notice.mail import resend_failed

    count = resend_failed(SYSTEM, organisation, batch=batch_id)
    sentence = ngettext(
        "{count} notice is on its way once more.", "{count} notices are on their way once more.", count
    )
    say(sentence, count=count)


def _do(action: str, organisation: str, batch_id: uuid.UUID, **more: str) -> Any:
    open_installation()
    from umiem.services.access import SYSTEM
    from umiem.services.award import batches

    return getattr(batches, action)(SYSTEM, organisation, batch_id, **more)


def _plain(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "state": row.standing,
        "definition": row.definition.slug,
        "run": row.run,
        "total": row.total,
        "settled": row.settled,
        "awarded": row.awarded,
        "already": row.already,
        "refused": row.refused,
        "cancelled": row.cancelled,
        "undone": row.undone,
        "created_at": row.created_at.isoformat(),
    }
