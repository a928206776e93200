"""An organisation's own texts of mails: read, changed, previewed, tried on oneself, put back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.domain.claim_code import written
from umiem.domain.text import LocalizedText
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.sentences.mail import PLACES, check_own_text, mail_text, usual_text
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.notice import mail
from umiem.services.notice.deadlines import day_in, deadline_told
from umiem.services.notice.notice_settings import settings_of
from umiem.storage.models import MailText, Organisation, User

KINDS = tuple(PLACES)
LANGUAGES = ("pl", "en")
LONGEST_SUBJECT = 200
LONGEST_BODY = 5_000
_EXAMPLE_CODE = "ABCD2345EFGH6789"
"""It opens nothing: codes are drawn by chance, and only their hashes are stored."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text with its ``{places}``; ``own`` tells whether it is the organisation's own."""

    kind: str
    language: str
    subject: str
    body: str
    own: bool


def render(
    organisation: Organisation, kind: str, language: str, params: Mapping[str, str]
) -> tuple[str, str]:
    """Return subject and body of a mail of ``organisation``, in its own words where it has some."""
    return mail_text(kind, language, params, text=own_text(organisation, kind, language))


def own_text(organisation: Organisation, kind: str, language: str) -> tuple[str, str] | None:
    """Return subject and body in the organisation's own words, None where it has none."""
    row = MailText.objects.filter(organisation=organisation, kind=kind, language=language).first()
    return None if row is None else (row.subject, row.body)


def texts(actor: Actor, organisation: str) -> tuple[Text, ...]:
    """Return every text in every language, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    return tuple(_text(found, kind, language) for kind in KINDS for language in LANGUAGES)


def text(actor: Actor, organisation: str, kind: str, language: str) -> Text:
    """Return one text; raises ``NotFoundError`` for a kind or language that there is not."""
    found = authorise(actor, organisation, Permission.READ)
    _known(kind, language)
    return _text(found, kind, language)


def change(actor: Actor, organisation: str, kind: str, language: str, *, subject: str, body: str) -> Text:
    """Store an own text; for administrators. Raises ``MalformedInputError`` for unknown places in braces."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    subject, body = _checked(kind, language, subject, body)
    with transaction.atomic():
        MailText.objects.update_or_create(
            organisation=found,
            kind=kind,
            language=language,
            defaults={
                "subject": subject,
                "body": body,
                "changed_by": actor.name,
                "changed_at": timezone.now(),
            },
        )
        audit.record(actor, found, "mail-text-changed", kind, language=language)
    return _text(found, kind, language)


def reset(actor: Actor, organisation: str, kind: str, language: str) -> Text:
    """Go back to the usual text."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    _known(kind, language)
    with transaction.atomic():
        deleted, _ = MailText.objects.filter(organisation=found, kind=kind, language=language).delete()
        if deleted:
            audit.record(actor, found, "mail-text-reset", kind, language=language)
    return _text(found, kind, language)


def preview(
    actor: Actor, organisation: str, kind: str, language: str, *, subject: str, body: str
) -> tuple[str, str]:
    """Return subject and body as a learner of the example would get them; nothing is stored or sent."""
    found = authorise(actor, organisation, Permission.READ)
    own = _checked(kind, language, subject, body)
    return mail_text(kind, language, _example(found, language), text=own)


def send_to_oneself(
    actor: Actor, organisation: str, kind: str, language: str, *, subject: str, body: str
) -> str:
    """Send the example to the person who asks; return the address."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    person = User.objects.filter(pk=actor.user_id).first() if actor.user_id is not None else None
    if person is None:
        raise RefusedError("sign-in-needed")
    told = preview(actor, organisation, kind, language, subject=subject, body=body)
    mail.queue(
        key=f"example:{uuid.uuid4()}",
        kind="example",
        recipient=person.email,
        subject=told[0],
        body=told[1],
        organisation=found,
    )
    return person.email


def _text(organisation: Organisation, kind: str, language: str) -> Text:
    row = MailText.objects.filter(organisation=organisation, kind=kind, language=language).first()
    subject, body = usual_text(kind, language) if row is None else (row.subject, row.body)
    return Text(kind=kind, language=language, subject=subject, body=body, own=row is not None)


def _known(kind: str, language: str) -> None:
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFoundError("mail-text-unknown")


def _checked(kind: str, language: str, subject: str, body: str) -> tuple[str, str]:
    _known(kind, language)
    subject, body = subject.strip(), body.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not subject or len(subject) > LONGEST_SUBJECT or any(not letter.isprintable() for letter in subject):
        raise MalformedInputError("mail-subject-wrong", limit=LONGEST_SUBJECT)
    if not body or len(body) > LONGEST_BODY or "\0" in body:
        raise MalformedInputError("mail-body-wrong", limit=LONGEST_BODY)
    check_own_text(kind, subject, body)
    return subject, body


def _example(organisation: Organisation, language: str) -> dict[str, str]:
    today, polish, base = timezone.localdate(), language == "pl", wiring.installation().base_url
    reminders = settings_of(organisation).claim_reminders
    return {
        "name": "Świętosława Żółć",
        "organisation": LocalizedText(organisation.names).best(language)[0],
        "title": "Podstawy języka Python" if polish else "Python basics",
        "link": f"{base}/wallet/claim/{_EXAMPLE_CODE}/",
        "page": f"{base}/claim/",
        "code": written(_EXAMPLE_CODE),
        "reason": "error",
        "until": day_in(language, today),
        "deadline": deadline_told(organisation, today, language, reminders=reminders),
        "answer": "…",
    }
