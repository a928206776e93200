"""Claiming: the code of a letter, and the second fact where a mailbox is not enough."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The code as somebody types it."""

    code = forms.CharField(
        max_length=60,
        label=_("Claim code"),
        help_text=_(
            "16 letters and digits, as in the letter or on the slip. Hyphens and case do not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class FactForm(forms.Form):
    """What the organisation knows the learner by."""

    fact = forms.CharField(
        required=False,
        max_length=200,
        label=_("Student or employee number"),
        help_text=_("The number under which the organisation knows you."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddressForm(forms.Form):
    """To which address the staff give an award."""

    email = forms.CharField(max_length=320, label=_("New e-mail address of the learner"))
