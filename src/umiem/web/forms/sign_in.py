"""Signing in: asking for a code, the same for everybody; naming a passkey."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from umiem.services.holder import accounts


class SignInForm(RequestLoginCodeForm):
    """Opens an account for an address that has none: a learner must not be sent to another form first.

    The account is good for nothing until the code from its mailbox was entered, and the answer is the
    same for known and unknown addresses.
    """

    def clean_email(self) -> str:
        """Check the address and the rate limit as allauth does, then see to the account."""
        email = str(super().clean_email())
        if email and self._user is None:
            self._user = accounts.open_account(email)
        return email


class PasskeyForm(AddWebAuthnForm):
    """Adds a passkey that signs in by itself, as the pages promise; who wants a lesser one says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["passwordless"].label = _("Sign in with this passkey alone")
        self.fields["passwordless"].help_text = _("The device then asks for your fingerprint, face or PIN.")
        self.fields["passwordless"].initial = True
