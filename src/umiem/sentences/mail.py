"""The texts of mails: kind → subject and body, in English, translated by gettext."""

from __future__ import annotations

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
}

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


def mail_text(kind: str, language: str, params: dict[str, str]) -> tuple[str, str]:
    """Return subject and body of a mail in ``language``; line breaks never reach the subject."""
    subject, body = MAILS[kind]
    if "reason" in params:
        params = params | {"reason": translate(REASONS.get(params["reason"], params["reason"]), language)}
    one_line = {name: " ".join(value.split()) for name, value in params.items()}
    return fill(translate(subject, language), one_line), fill(translate(body, language), params)
