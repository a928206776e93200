"""Making a public link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_UNTIL_STOPPED = "0"


class ShareForm(forms.Form):
    """What the link is for, and when it ends."""

    purpose = forms.CharField(
        required=False,
        max_length=120,
        label=_("What it is for"),
        help_text=_("Only you see this, for instance “application to Nowak & Co”."),
    )
    days = forms.ChoiceField(
        label=_("The link ends"),
        initial="90",
        choices=[
            ("7", _("in a week")),
            ("30", _("in a month")),
            ("90", _("in three months")),
            ("365", _("in a year")),
            (_UNTIL_STOPPED, _("when I stop it")),
        ],
    )

    def choices(self) -> dict[str, Any]:
        """Return what ``create_share`` takes."""
        days = self.cleaned_data["days"]
        return {
            "purpose": self.cleaned_data["purpose"],
            "days": None if days == _UNTIL_STOPPED else int(days),
        }
