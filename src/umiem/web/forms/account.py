"""The account: proving more than a mailbox, merging, addresses that end."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SecondFactForm(forms.Form):
    """One of several ways to prove oneself; ``step`` says which."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("send", "code", "number", "anew")])
    address = forms.IntegerField(required=False)
    code = forms.CharField(required=False, max_length=40, label=_("Code"))
    number = forms.CharField(required=False, max_length=200, label=_("Student or employee number"))


class MergeForm(forms.Form):
    """The address of the other account."""

    email = forms.CharField(
        max_length=320,
        label=_("An address of your other account"),
        help_text=_("We send a code to it, if there is an account with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class MailCodeForm(forms.Form):
    """The code that came to the other mailbox."""

    code = forms.CharField(
        max_length=40,
        label=_("Code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class EndForm(forms.Form):
    """When an address ends; empty: it does not."""

    email = forms.CharField(max_length=320, widget=forms.HiddenInput)
    ends_on = forms.DateField(required=False)


class DomainForm(forms.Form):
    """A domain of the organisation whose addresses end."""

    domain = forms.CharField(
        max_length=300, label=_("Domain"), help_text=_("For instance student.example.edu.")
    )
    ends_on = forms.DateField(
        required=False,
        label=_("Last day"),
        help_text=_("Leave it empty to take the domain off the list."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
