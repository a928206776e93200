"""How states are shown: a tone, an icon and a word for each. Never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Pill:
    """How a state is shown: ``tone`` is good, open, bad, calm or empty; ``icon`` names a symbol."""

    tone: str
    icon: str
    word: Any


ANSWERS: dict[str, Pill] = {
    "verified": Pill("good", "check", _("Verified")),
    "verified-with-open-points": Pill("open", "question", _("Verified with open points")),
    "not-verified": Pill("bad", "cross", _("Not verified")),
    "not-a-credential": Pill("bad", "cross", _("Not a credential")),
    "not-checked": Pill("open", "question", _("Could not check")),
}
"""The answers to a check; the word and the icon say it, the colour only repeats it."""

PILLS: dict[str, dict[str, Pill]] = {
    "award": {
        "awarded": Pill("calm", "clock", _("Waiting for acceptance")),
        "accepted": Pill("good", "check", _("Accepted")),
        "erased": Pill("", "minus", _("Erased")),
        "declined": Pill("open", "minus", _("Declined by the learner")),
        "withdrawn": Pill("", "minus", _("Withdrawn")),
    },
    "credential": {
        "active": Pill("good", "check", _("In force")),
        "suspended": Pill("open", "pause", _("Suspended")),
        "revoked": Pill("bad", "cross", _("Revoked")),
        "expired": Pill("open", "clock", _("Expired")),
        "not-yet-valid": Pill("open", "clock", _("Not valid yet")),
    },
    "definition": {
        "draft": Pill("", "document", _("Draft")),
        "in-review": Pill("calm", "clock", _("In review")),
        "approved": Pill("good", "check", _("Approved")),
        "published": Pill("good", "check", _("Published")),
        "superseded": Pill("", "minus", _("Replaced by a newer version")),
        "archived": Pill("", "minus", _("Archived")),
    },
    "decision": {
        "submitted": Pill("calm", "clock", _("Handed in for review")),
        "withdrawn": Pill("", "minus", _("Taken back by the authors")),
        "recommended": Pill("good", "check", _("Recommended")),
        "returned": Pill("open", "warning", _("Returned for changes")),
        "approved": Pill("good", "check", _("Approved")),
        "published": Pill("good", "check", _("Published")),
        "archived": Pill("", "minus", _("Archived")),
    },
    "key": {
        "active": Pill("good", "check", _("Signs now")),
        "retired": Pill("", "minus", _("Retired, still verifies")),
        "compromised": Pill("bad", "cross", _("Compromised")),
    },
    "mail": {
        "queued": Pill("calm", "clock", _("In the queue")),
        "sent": Pill("good", "check", _("Sent")),
        "sending": Pill("calm", "clock", _("Being sent")),
        "bounced": Pill("bad", "cross", _("Bounced: the server does not know the address")),
        "refused": Pill("bad", "cross", _("Refused")),
        "uncertain": Pill("open", "question", _("Uncertain whether it arrived")),
        "kept": Pill("", "mail", _("Kept in the demo mailbox")),
    },
    "batch-change": {
        "revoke": Pill("bad", "cross", _("Revoked")),
        "suspend": Pill("open", "pause", _("Suspended")),
        "lift": Pill("good", "check", _("In force again")),
        "renew": Pill("good", "clock", _("Renewed")),
    },
    "batch": {
        "running": Pill("calm", "clock", _("At work")),
        "scheduled": Pill("calm", "clock", _("Scheduled")),
        "paused": Pill("open", "pause", _("Paused")),
        "done": Pill("good", "check", _("Done")),
        "cancelled": Pill("", "minus", _("Cancelled")),
        "undoing": Pill("open", "undo", _("Being undone")),
        "undone": Pill("bad", "undo", _("Undone")),
    },
    "batch-row": {
        "waiting": Pill("", "clock", _("Waiting")),
        "intended": Pill("calm", "clock", _("Being signed")),
        "stored": Pill("calm", "check", _("Signed and stored")),
        "published": Pill("good", "check", _("Signed and published")),
        "notified": Pill("good", "check", _("Published, learner told")),
        "already-awarded": Pill("calm", "minus", _("Already awarded")),
        "refused": Pill("bad", "warning", _("Needs attention")),
        "cancelled": Pill("", "minus", _("Cancelled")),
        "undone": Pill("bad", "undo", _("Undone")),
        "suspended": Pill("open", "pause", _("Suspended")),
        "revoked": Pill("bad", "cross", _("Revoked")),
    },
    "check": {
        "passed": Pill("good", "check", _("Passed")),
        "failed": Pill("bad", "cross", _("Failed")),
        "unknown": Pill("open", "question", _("Could not check")),
        "not-applicable": Pill("", "minus", _("Does not apply")),
    },
    "erasure": {
        "requested": Pill("open", "clock", _("Waiting for a decision")),
        "done": Pill("good", "check", _("Erased")),
        "refused": Pill("bad", "cross", _("Refused")),
    },
    "imported": {
        "valid": Pill("good", "check", _("Verified")),
        "invalid": Pill("bad", "cross", _("Not verified")),
        "unvouched": Pill("open", "info", _("Signature good, issuer not known here")),
        "indeterminate": Pill("open", "question", _("Could not check everything")),
    },
    "import": {
        "imported": Pill("good", "check", _("Taken in")),
        "similar": Pill("open", "info", _("Taken in; you have a similar one")),
        "duplicate": Pill("calm", "minus", _("You have it already")),
        "problem": Pill("bad", "warning", _("Not taken in")),
    },
    "row": {
        "fine": Pill("good", "check", _("Ready")),
        "warning": Pill("open", "question", _("Ready, have a look")),
        "left-out": Pill("", "minus", _("Left out")),
        "already-awarded": Pill("calm", "minus", _("Already awarded")),
        "problem": Pill("bad", "warning", _("Needs attention")),
    },
    "list": {
        "read": Pill("open", "question", _("Columns to be checked")),
        "judged": Pill("open", "clock", _("Not confirmed yet")),
        "confirmed": Pill("good", "check", _("Confirmed")),
    },
    "finding": {
        "blocks": Pill("bad", "cross", _("Blocks publishing")),
        "warns": Pill("open", "warning", _("Warning")),
        "advises": Pill("calm", "info", _("Advice")),
    },
    "token": {
        "active": Pill("good", "check", _("Works")),
        "expired": Pill("open", "clock", _("Expired")),
        "revoked": Pill("bad", "cross", _("Ended")),
    },
    "report": {
        "open": Pill("open", "question", _("Waiting for an answer")),
        "corrected": Pill("good", "check", _("Corrected")),
        "answered": Pill("", "check", _("Answered")),
    },
    "application": {
        "open": Pill("open", "clock", _("Waiting for a decision")),
        "awarded": Pill("good", "check", _("Awarded")),
        "refused": Pill("bad", "cross", _("Refused")),
        "withdrawn": Pill("", "undo", _("Taken back")),
    },
    "ceremony": {
        "waiting": Pill("open", "clock", _("Waiting for confirmation")),
        "done": Pill("good", "check", _("Done")),
        "cancelled": Pill("", "minus", _("Called off")),
    },
    "offer": {
        "open": Pill("good", "clock", _("Waiting for the wallet")),
        "used": Pill("good", "check", _("A wallet has fetched it")),
        "ended": Pill("open", "clock", _("Ended by itself")),
        "withdrawn": Pill("", "minus", _("Withdrawn")),
    },
    "share": {
        "active": Pill("good", "link", _("Anyone with the address")),
        "expired": Pill("open", "clock", _("Ended by date")),
        "stopped": Pill("", "minus", _("Stopped")),
        "private": Pill("", "minus", _("Only you see it")),
    },
}
