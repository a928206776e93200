"""Handing in a definition, deciding on it, and the rule of the organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.definition.definition_decisions import LONGEST_REASON
from umiem.web.words import APPROVAL_RULES


class SubmitForm(forms.Form):
    """A word to the reviewers."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label=_("Note to the reviewers"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    """A decision with its reason, about the bytes that were read."""

    decision = forms.CharField(max_length=40)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("One or two sentences. It is kept with your name and the day."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give a reason. It is kept in the records.")},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class RuleForm(forms.Form):
    """Who must agree before a definition is published."""

    rule = forms.ChoiceField(
        label=_("Before a definition is published"),
        choices=list(APPROVAL_RULES.items()),
        widget=forms.RadioSelect,
    )
