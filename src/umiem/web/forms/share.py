"""Making a public link: what it is for, what it shows, when it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.services.holder.disclosure import FIELDS, USUAL
from umiem.services.holder.share_links import PAGE, PROOF, WHOLE
from umiem.services.holder.sharing import LONGEST_SHARE_DAYS

_UNTIL_STOPPED = "0"
_ON_A_DAY = "day"
LANGUAGES_OF_FILES = (("pl", _("Polish")), ("en", _("English")))
FIELD_WORDS = {
    "name": _("Name"),
    "identifier": _("Student number or address"),
    "outcomes": _("Learning outcomes"),
    "grade": _("Grade"),
    "workload": _("Workload"),
    "level": _("Level"),
    "quality": _("Quality assurance"),
    "other": _("Prerequisites and stackability"),
}


def reading_language() -> str:
    """Return the one of the two languages in which the page is read."""
    return "pl" if (get_language() or "pl").startswith("pl") else "en"


class ShareForm(forms.Form):
    """What the link is for, what is behind it, and when it ends."""

    purpose = forms.CharField(
        required=False,
        max_length=120,
        label=_("What it is for"),
        help_text=_("Only you see this, for instance “application to Nowak & Co”."),
    )
    kind = forms.ChoiceField(
        required=False,
        label=_("What the link gives"),
        initial=WHOLE,
        widget=forms.RadioSelect,
        choices=[
            (WHOLE, _("The whole credential, as it was signed")),
            (PROOF, _("Only what I choose, with a proof of just that (wallet format SD-JWT VC)")),
            (PAGE, _("Only what I choose, on the page alone: no file, so nobody can check it elsewhere")),
        ],
    )
    shown = forms.MultipleChoiceField(
        required=False,
        label=_("What I choose"),
        help_text=_(
            "Title, issuer, date and kind of assessment are always shown. "
            "The Open Badge itself is signed as one piece and cannot hide fields."
        ),
        initial=list(USUAL),
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, FIELD_WORDS[name]) for name in FIELDS],
    )
    language = forms.ChoiceField(
        required=False,
        label=_("Language of the file"),
        help_text=_("The wallet format holds one language: choose that of the reader."),
        choices=LANGUAGES_OF_FILES,
    )
    days = forms.ChoiceField(
        label=_("The link ends"),
        initial="90",
        choices=[
            ("7", _("in a week")),
            ("30", _("in a month")),
            ("90", _("in three months")),
            ("365", _("in a year")),
            (_ON_A_DAY, _("after the day below")),
            (_UNTIL_STOPPED, _("when I stop it")),
        ],
    )
    last_day = forms.DateField(
        required=False, label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["language"].initial = reading_language()

    def clean(self) -> dict[str, Any] | None:
        """A link that ends on a day needs the day."""
        given = super().clean() or {}
        if given.get("days") == _ON_A_DAY and "last_day" not in self.errors:
            last = given.get("last_day")
            days = 0 if last is None else (last - timezone.localdate() + timedelta(days=1)).days
            if not 1 <= days <= LONGEST_SHARE_DAYS:
                self.add_error("last_day", _("Choose today or a later day, at most ten years from now."))
        return given

    def choices(self) -> dict[str, Any]:
        """Return what ``create_share`` takes."""
        given = self.cleaned_data
        days: int | None = None
        if given["days"] == _ON_A_DAY:
            days = (given["last_day"] - timezone.localdate() + timedelta(days=1)).days
        elif given["days"] != _UNTIL_STOPPED:
            days = int(given["days"])
        return {
            "purpose": given["purpose"],
            "days": days,
            "kind": given["kind"] or WHOLE,
            "fields": given["shown"],
            "language": given["language"] or reading_language(),
        }
