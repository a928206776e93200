"""Applying for a larger micro-credential, and refusing an application."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.stacking.applications import LONGEST_TEXT
from umiem.web.forms.award import run_field


class ApplicationForm(forms.Form):
    """What the learner adds to an application."""

    message = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("What you want to add"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EditionForm(forms.Form):
    """In which edition several applications are awarded."""

    run = run_field()


class RefusalForm(forms.Form):
    """Why an application is refused."""

    reason = forms.CharField(
        max_length=LONGEST_TEXT,
        label=_("Reason"),
        help_text=_("The learner gets it by mail, word for word."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
