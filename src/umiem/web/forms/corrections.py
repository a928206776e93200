"""Correcting and renewing an award, answering a report, reporting an error."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.credential.corrections import LONGEST_NAME
from umiem.services.notice.reports import LONGEST_MESSAGE


class CorrectionForm(forms.Form):
    """What is right: the present values to begin with."""

    given_name = forms.CharField(max_length=LONGEST_NAME, label=_("Given name"))
    family_name = forms.CharField(max_length=LONGEST_NAME, label=_("Family name"))
    awarded_on = forms.DateField(
        label=_("Day of the award"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    grade = forms.CharField(max_length=80, required=False, empty_value=None, label=_("Grade"))


class RenewalForm(forms.Form):
    """The new last day."""

    valid_until = forms.DateField(
        required=False,
        label=_("New last day of validity"),
        help_text=_("Without a day: as long as the micro-credential says, counted from today."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class AnswerForm(forms.Form):
    """The answer to a report."""

    text = forms.CharField(
        max_length=LONGEST_MESSAGE,
        label=_("Answer"),
        help_text=_("The learner gets it by mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
