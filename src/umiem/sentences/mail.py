"""The texts of mails: kind → subject and body, in English, translated by gettext.

An organisation may have texts of its own (``services.notice.mail_texts``); ``PLACES`` says what may stand
in them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

from umiem.errors import MalformedInputError
from umiem.sentences import N_
from umiem.sentences.translate import fill, translate

MAILS: dict[str, tuple[str, str]] = {
    "award-made": (
        N_("{organisation} has awarded you: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has awarded you the micro-credential “{title}”.\n\n"
            "See it, and accept it, here:\n{link}\n\n"
            "Or open {page} and type this code:\n{code}\n\n"
            "{deadline}\n\n"
            "You sign in with this e-mail address; you need no password.\n"
            "If this is not meant for you, you need to do nothing."
        ),
    ),
    "award-moved": (
        N_("{organisation} has given an award to another address: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has given the award “{title}” to another address than yours. "
            "It is no longer in your account, and links to it show nothing any more.\n\n"
            "If you think this is a mistake, please write to {organisation}."
        ),
    ),
    "credential-revoked": (
        N_("{organisation} has revoked: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has revoked your micro-credential “{title}”.\n"
            "Reason: {reason}\n\n"
            "See it here:\n{link}\n\n"
            "If you think this is a mistake, please answer to {organisation}."
        ),
    ),
    "credential-suspended": (
        N_("{organisation} has suspended: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has suspended your micro-credential “{title}” for now.\n"
            "Reason: {reason}\n\n"
            "See it here:\n{link}"
        ),
    ),
    "suspension-lifted": (
        N_("Valid again: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has lifted the suspension of your micro-credential “{title}”. "
            "It is valid again.\n\n"
            "See it here:\n{link}"
        ),
    ),
    "claim-reminder": (
        N_("Still waiting for you: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has awarded you the micro-credential “{title}”. You have not accepted it yet.\n\n"
            "See it, and accept it, here:\n{link}\n\n"
            "{deadline}\n\n"
            "If this is not meant for you, you need to do nothing."
        ),
    ),
    "credential-corrected": (
        N_("Corrected: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has corrected your micro-credential “{title}”. The corrected one takes the place "
            "of the earlier one, which is not valid any more.\n\n"
            "See it, and download the new file, here:\n{link}\n\n"
            "The links you gave to others lead to the corrected one already."
        ),
    ),
    "credential-renewed": (
        N_("Renewed: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has renewed your micro-credential “{title}”. It is valid until {until} now.\n\n"
            "See it, and download the new file, here:\n{link}"
        ),
    ),
    "credentials-reissued": (
        N_("{organisation} has signed your micro-credentials again"),
        N_(
            "Hello {name},\n\n"
            "{organisation} has a new signing key, because the old one is not safe any more. Your "
            "micro-credentials were signed again; nothing else in them has changed. The files you downloaded "
            "earlier are not valid any more.\n\n"
            "Download the new files here:\n{link}\n\n"
            "The links you gave to others lead to the new ones already."
        ),
    ),
    "expiry-reminder": (
        N_("Ends on {until}: {title}"),
        N_(
            "Hello {name},\n\n"
            "your micro-credential “{title}” from {organisation} is valid until {until}.\n\n"
            "See it here:\n{link}\n\n"
            "If it can be renewed, {organisation} will tell you how."
        ),
    ),
    "report-answered": (
        N_("Answer of {organisation}: {title}"),
        N_(
            "Hello {name},\n\n"
            "you reported an error in your micro-credential “{title}”. {organisation} answers:\n\n"
            "{answer}\n\n"
            "See it here:\n{link}"
        ),
    ),
    "application-refused": (
        N_("{organisation} has decided on your application: {title}"),
        N_(
            "Hello {name},\n\n"
            "you applied for the micro-credential “{title}”. {organisation} does not award it:\n\n"
            "{answer}\n\n"
            "What you hold stays as it is. You see what counts, and apply again, here:\n{link}"
        ),
    ),
    "peer-asked": (
        N_("{organisation} asks for your opinion: {title}"),
        N_(
            "Hello {name},\n\n"
            "{organisation} asks you, as somebody who knows the field, what you think of its "
            "micro-credential “{title}”: whether the learning outcomes are clear, the workload is as "
            "stated, the assessment is fair.\n\n"
            "Read the description and answer here:\n{link}\n\n"
            "The link is for you alone and works until {until}; you need no account. Your name and your "
            "answer are shown to the staff of the institution.\n\n"
            "If this is not meant for you, you need to do nothing."
        ),
    ),
}

_ALWAYS = frozenset(("name", "organisation", "title", "link"))
PLACES: Mapping[str, frozenset[str]] = {
    "award-made": _ALWAYS | {"deadline", "code", "page"},
    "award-moved": _ALWAYS - {"link"},
    "claim-reminder": _ALWAYS | {"deadline"},
    "credential-revoked": _ALWAYS | {"reason"},
    "credential-suspended": _ALWAYS | {"reason"},
    "suspension-lifted": _ALWAYS,
    "credential-corrected": _ALWAYS,
    "credential-renewed": _ALWAYS | {"until"},
    "credentials-reissued": _ALWAYS - {"title"},
    "expiry-reminder": _ALWAYS | {"until"},
    "report-answered": _ALWAYS | {"answer"},
    "application-refused": _ALWAYS | {"answer"},
    "peer-asked": _ALWAYS | {"until"},
}
"""What each kind of mail knows; only these names may stand in braces in an organisation's own text."""

DEADLINES: Mapping[str, str] = {
    "reminders": N_("If you have not accepted it by then, we will remind you on {dates}."),
    "last-reminder": N_("This is our last reminder."),
    "end": N_("This link works until {date}. After that, write to {organisation}."),
}
_BLANK_LINES = re.compile(r"\n{3,}")

REASONS: dict[str, str] = {
    "error": N_("it contains an error"),
    "withdrawn": N_("the award was withdrawn"),
    "fraud": N_("the result was obtained dishonestly"),
    "superseded": N_("a corrected credential replaces it"),
    "requested-by-learner": N_("the learner asked for it"),
    "under-review": N_("it is under review"),
    "key-compromised": N_("the signing key was stolen"),
    "other": N_("another reason"),
}


def usual_text(kind: str, language: str) -> tuple[str, str]:
    """Return subject and body of a kind of mail with its ``{places}``."""
    subject, body = MAILS[kind]
    return translate(subject, language), translate(body, language)


def mail_text(
    kind: str, language: str, params: Mapping[str, str], *, text: tuple[str, str] | None = None
) -> tuple[str, str]:
    """Return subject and body of a mail in ``language``; line breaks never reach the subject.

    ``text`` is an organisation's own subject and body, which ``check_own_text`` let pass.
    """
    subject, body = text or usual_text(kind, language)
    if "reason" in params:
        params = {**params, "reason": translate(REASONS.get(params["reason"], params["reason"]), language)}
    one_line = {name: " ".join(value.split()) for name, value in params.items()}
    filled = _BLANK_LINES.sub("\n\n", fill(body, params)).strip()
    return fill(subject, one_line), filled


def check_own_text(kind: str, subject: str, body: str) -> None:
    """Refuse a text whose braces hold anything but the plain names of ``PLACES``, or that has no ``{link}``.

    Raises ``MalformedInputError`` (mail-text-place, mail-text-braces, mail-text-link).
    """
    for part in (subject, body):
        try:
            found = list(string.Formatter().parse(part))
        except ValueError as problem:
            raise MalformedInputError("mail-text-braces") from problem
        for _, name, form, conversion in found:
            if name is None:
                continue
            if name not in PLACES[kind] or form or conversion:
                known = ", ".join(f"{{{place}}}" for place in sorted(PLACES[kind]))
                raise MalformedInputError("mail-text-place", place=f"{{{name}}}"[:60], known=known)
    if "link" in PLACES[kind] and "link" not in {name for _, name, _, _ in string.Formatter().parse(body)}:
        raise MalformedInputError("mail-text-link")
