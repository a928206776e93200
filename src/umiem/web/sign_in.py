"""How allauth behaves in Umiem: addresses are folded, no passwords, a passkey is a second way in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from umiem.services.holder import second_facts
from umiem.web.throttle import sender


class SignInAdapter(DefaultAccountAdapter):
    """Lets anyone with a mailbox have an account: a learner needs one to hold a credential."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _(
            "This code does not fit. Copy it from the newest message; older ones no longer work."
        ),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then ask for a new code."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count an IPv6 network of 64 bits as one sender, as the other limits do."""
        return sender(str(super().get_client_ip(request)))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def pre_login(self, request: HttpRequest, user: Any, *, email: str | None, **more: Any) -> Any:
        """Ask for a second fact where the mailbox may have passed to somebody else; a passkey needs none."""
        answer = super().pre_login(request, user, email=email, **more)
        if answer is None:
            second_facts.note_sign_in(user, email)
        return answer

    def clean_email(self, email: str) -> str:
        """Addresses are compared without regard to case, as every large mail provider does."""
        cleaned: Any = super().clean_email(email)
        return str(cleaned).casefold()


class PasskeyAdapter(DefaultMFAAdapter):
    """A passkey signs in instead of the mailed code, not on top of it: a lost device locks nobody out."""

    def is_mfa_enabled(self, user: Any, types: Sequence[str] | None = None) -> bool:
        """Deny a second step; only who asks for one kind, to confirm a change, is told of the passkey."""
        return types is not None and len(types) == 1 and bool(super().is_mfa_enabled(user, types))
