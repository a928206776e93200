"""Asking for a code: one form for everybody, whether they have an account or not."""

from __future__ import annotations

from allauth.account.forms import RequestLoginCodeForm

from umiem.services import accounts


class SignInForm(RequestLoginCodeForm):  # type: ignore[misc]
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
