"""Mails about an account, from the site and from no organisation."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_
from umiem.sentences.translate import fill, translate

_MAILS: Mapping[str, tuple[str, str]] = {
    "mailbox-proof": (
        N_("Your code for Umiem"),
        N_(
            "Hello,\n\n"
            "somebody who is signed in to an account on Umiem wants to show that this mailbox is theirs, "
            "too.\n\nIf that is you, enter this code there:\n{code}\n\n"
            "It ends in a quarter of an hour. If it is not you, do nothing and give the code to nobody."
        ),
    ),
    "accounts-merged": (
        N_("Two accounts on Umiem are one now"),
        N_(
            "Hello,\n\n"
            "two accounts on Umiem were merged; this address belongs to the one that stayed.\n\n"
            "If that was not you, write to the organisation that awarded you something: "
            "it can give the award anew."
        ),
    ),
    "address-ends": (
        N_("Your address {address} ends on {day}"),
        N_(
            "Hello,\n\n"
            "the address {address} is to end on {day}. After that day it does not let you into your account "
            "on Umiem by itself.\n\n"
            "Add a private address before that day:\n{link}\n\n"
            "What you accepted stays yours."
        ),
    ),
}


def account_mail(kind: str, language: str, params: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and body of a mail in ``language``."""
    subject, body = _MAILS[kind]
    return fill(translate(subject, language), params), fill(translate(body, language), params)
