"""What the tour of the demo institution shows: each step names who does it and links to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from umiem.services import demo

_ORGANISATION: Final = {"organisation": demo.SLUG}
_PYTHON: Final = {"organisation": demo.SLUG, "slug": "podstawy-jezyka-python"}
ANYBODY: Final = ""


@dataclass(frozen=True, kw_only=True)
class TourStep:
    """One step: the role to sign in as (none: anybody), what to do, and the page with its arguments."""

    role: str
    text: Any
    page: str
    link: Any
    arguments: Any = None


INSTITUTION: Final = (
    TourStep(
        role="author",
        text=_(
            "Write a definition in nine short steps; the card of the learner and the check "
            "by the European standard grow beside it. Then submit it for review."
        ),
        page="issuer:definition-new",
        link=_("New definition"),
        arguments=_ORGANISATION,
    ),
    TourStep(
        role="reviewer",
        text=_(
            "Four eyes: read what waits, see what changed since the last version, recommend "
            "it or return it with a reason."
        ),
        page="issuer:definitions",
        link=_("Definitions"),
        arguments=_ORGANISATION,
    ),
    TourStep(
        role="approver",
        text=_(
            "Approve it and publish it; the quality sheet shows how it stands by the ten European principles."
        ),
        page="issuer:definition-quality",
        link=_("Quality sheet"),
        arguments=_PYTHON,
    ),
    TourStep(
        role="issuer",
        text=_("Award one person: give your own address, and the letter arrives in the demo mailbox."),
        page="issuer:award-one",
        link=_("Award one person"),
        arguments=_PYTHON,
    ),
    TourStep(
        role="issuer",
        text=_(
            "Award a whole list from a spreadsheet in four screens: choose the file, name "
            "the columns, mend rows where they stand, confirm."
        ),
        page="issuer:award-list",
        link=_("Award a list"),
        arguments=_PYTHON,
    ),
    TourStep(
        role="issuer",
        text=_("Watch the batch at work, pause it, undo it while that is possible; learners are told once."),
        page="issuer:batches",
        link=_("Batches"),
        arguments=_ORGANISATION,
    ),
    TourStep(
        role="admin",
        text=_(
            "Introduce a new key or rehearse a stolen one: what was signed before stays "
            "valid, and nobody is asked to believe it."
        ),
        page="issuer:keys",
        link=_("Signing keys"),
        arguments=_ORGANISATION,
    ),
)

LEARNER: Final = (
    TourStep(
        role=ANYBODY,
        text=_(
            "Open the letter in the demo mailbox, or type its claim code: the award is "
            "shown before anybody signs in."
        ),
        page="claim-code",
        link=_("Enter a claim code"),
    ),
    TourStep(
        role="learner",
        text=_("Accept it, or ask for a correction first; then skills come first and documents second."),
        page="learner:awards",
        link=_("My micro-credentials"),
    ),
    TourStep(
        role="learner",
        text=_(
            "Accept the second award as well: together with the first it makes up a larger micro-credential. "
            "Apply for it; the issuer finds the application on the first page."
        ),
        page="learner:larger",
        link=_("Stacking"),
    ),
    TourStep(
        role="learner",
        text=_(
            "Share one credential by a link: choose single fields, an end date, "
            "and see when it was looked at."
        ),
        page="learner:awards",
        link=_("My micro-credentials"),
    ),
    TourStep(
        role="learner",
        text=_("Bring a credential of another school and put what belongs together under one cover."),
        page="learner:collections",
        link=_("Collections"),
    ),
    TourStep(
        role="learner",
        text=_("See the map of your skills, confirmed and declared, and plan the way to another occupation."),
        page="learner:skills",
        link=_("My skills"),
    ),
    TourStep(
        role=ANYBODY,
        text=_(
            "Plan without an account, or start from a job offer; compare what the catalogue has side by side."
        ),
        page="public:plan",
        link=_("The way to a new occupation"),
    ),
)

EMPLOYER: Final = (
    TourStep(
        role=ANYBODY,
        text=_(
            "Give the file, the link or the short code that you were shown: one sentence "
            "first, every check behind it."
        ),
        page="verifier:check",
        link=_("Verify"),
    ),
    TourStep(
        role=ANYBODY,
        text=_("Change one letter of the file and try again: the page names what was changed."),
        page="verifier:check",
        link=_("Verify"),
    ),
    TourStep(
        role=ANYBODY,
        text=_(
            "Ask a candidate for credentials; answer as the learner and read the answer on "
            "the page of the request."
        ),
        page="verifier:ask",
        link=_("Ask a candidate"),
    ),
    TourStep(
        role=ANYBODY,
        text=_("Look up who vouches for an issuer, since when and on what grounds."),
        page="verifier:registry",
        link=_("Lists of issuers"),
    ),
    TourStep(
        role=ANYBODY,
        text=_("Verify a folder of credentials at once and take the table with you."),
        page="verifier:batch",
        link=_("Verify many at once"),
    ),
    TourStep(
        role="issuer",
        text=_("Revoke the credential as the institution and verify once more."),
        page="issuer:awards",
        link=_("Awards"),
        arguments=_ORGANISATION,
    ),
)

PARTS: Final = (
    ("issuer-steps", _("1. As the institution"), INSTITUTION),
    ("learner-steps", _("2. As the learner"), LEARNER),
    ("verifier-steps", _("3. As an employer"), EMPLOYER),
)
