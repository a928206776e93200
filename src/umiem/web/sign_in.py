"""How allauth behaves in Umiem: mails go to the outbox, addresses are folded, no passwords."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Lets anyone with a mailbox have an account: a learner needs one to hold a credential."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def clean_email(self, email: str) -> str:
        """Addresses are compared without regard to case, as every large mail provider does."""
        cleaned: Any = super().clean_email(email)
        return str(cleaned).casefold()
