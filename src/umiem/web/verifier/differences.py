"""What was changed, in words: which part of the credential, and what the visitor's copy says there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umiem.services.verifying.tampering import Difference
from umiem.services.verifying.verdicts import UNSURE

# What a place is called, by the last names in its path; the first that fits counts.
_PLACES = (
    (
        r"identityHash|givenName|familyName|fullName|given_name|family_name",
        gettext_lazy("the name of the person"),
    ),
    (r"grade|result", gettext_lazy("the grade or result")),
    (
        r"validFrom|issuanceDate|^(iat|nbf)$",
        gettext_lazy("the day from which it is valid"),
    ),
    (r"validUntil|expirationDate|^date_of_expiry|^exp$", gettext_lazy("the last day of validity")),
    (r"awardedDate|awardedOn|^date_of_", gettext_lazy("the day of the award")),
    (r"credentialStatus", gettext_lazy("where its status is published")),
    (r"^issuer", gettext_lazy("the issuer")),
    (r"learningOutcome|learning_outcomes|alignment", gettext_lazy("a learning outcome or skill")),
    (r"workload|ects|hours|creditsAvailable|study_time", gettext_lazy("the workload or credits")),
    (r"level|eqfLevel", gettext_lazy("the level")),
    (r"name$|title|achievement\.name", gettext_lazy("the title")),
    (r"^proof", gettext_lazy("the signature")),
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")
_PRINTED = {
    "person": gettext_lazy("the name of the person"),
    "title": gettext_lazy("the title"),
    "grade": gettext_lazy("the grade"),
    "outcome": gettext_lazy("a learning outcome"),
}


@dataclass(frozen=True)
class DifferenceLine:
    """One difference: a sentence, and the text it is about."""

    sentence: str
    shown: str
    place: str = ""


def difference_lines(differences: tuple[Difference, ...]) -> tuple[DifferenceLine, ...]:
    """Say each difference in the reader's language."""
    return tuple(_line(difference) for difference in differences)


def _line(difference: Difference) -> DifferenceLine:
    if difference.kind == "not-printed" and difference.place == "page":
        return DifferenceLine(
            _("The page could not be read, so it was not compared with the signed data."), ""
        )
    if difference.kind == "not-printed":
        what = _PRINTED.get(difference.place, difference.place)
        return DifferenceLine(
            _("On the page is not what was signed: {what}. Signed is:").format(what=what), difference.shown
        )
    on_page = difference.place == "page"
    if difference.kind == "not-signed" and on_page:
        return DifferenceLine(_("On the page stands a text that nobody signed:"), difference.shown)
    if difference.kind == "not-signed":
        return DifferenceLine(_("On the picture stands a text that nobody signed:"), difference.shown)
    if difference.kind in UNSURE:
        return DifferenceLine(_unsure(difference.kind, on_page=on_page), "")
    what = next((name for path, name in _PLACES if re.search(path, difference.place)), _("a part"))
    if difference.kind == "added":
        sentence = _("Added after signing: {what}. Your copy says:")
    elif difference.shown:
        sentence = _("Changed after signing: {what}. Your copy says:")
    else:
        sentence = _("Changed after signing: {what}. Your copy leaves it out.")
    return DifferenceLine(sentence.format(what=what), _read(difference.shown), difference.place)


def _unsure(kind: str, *, on_page: bool) -> str:
    if kind == "redrawn" and on_page:
        return _(
            "The page is not the one that this site made: it was saved anew or drawn over. "
            "No text was found on it that the original does not have."
        )
    if kind == "redrawn":
        return _("The picture is not the one that this site made: it was saved anew or drawn over.")
    if on_page:
        return _(
            "The page is none of those that this site keeps for the credential. "
            "It was looked through for what must be on it, not for what was added."
        )
    return _("The picture could not be compared with the one that this site makes.")


def _read(text: str) -> str:
    """A moment as a person reads it; everything else as it stands."""
    moment = parse_datetime(text) if _MOMENT.fullmatch(text) else None
    return text if moment is None else date_format(localtime(moment), "DATETIME_FORMAT")
