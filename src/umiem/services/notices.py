"""What learners are told, and when: the award, and each change of its status."""

from __future__ import annotations

import hashlib
import secrets

from umiem import wiring
from umiem.domain.text import LocalizedText
from umiem.sentences.mail import mail_text
from umiem.services import mail
from umiem.services.definitions import view_of
from umiem.storage.models import Award, Credential, User


def tell_award(award: Award) -> None:
    """Queue the mail about an award, with a link to claim it; only the hash of the link's code is stored.

    Call it inside the transaction that releases the credential, so that neither comes without the other.
    """
    code = secrets.token_urlsafe(18)
    Award.objects.filter(pk=award.pk).update(claim_hash=claim_hash(code))
    language = _language(award.email, view_of(award.definition_version).specification.primary_language)
    _queue(award, "award-made", key=f"award-made:{award.public_id}", language=language, path=f"claim/{code}/")


def tell_status(credential: Credential, kind: str, *, reason: str = "") -> None:
    """Queue a mail about a change of status; ``kind`` is a key of the table of mails."""
    award = credential.award
    count = award.mails.count()
    language = _language(award.email, "pl")
    params = {"reason": reason} if reason else {}
    path = f"{award.public_id}/"
    _queue(award, kind, key=f"{kind}:{award.public_id}:{count}", language=language, path=path, **params)


def claim_hash(code: str) -> str:
    """Return what is stored of a claim code; its 144 random bits need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()


def _queue(award: Award, kind: str, *, key: str, language: str, path: str, **more: str) -> None:
    organisation = award.organisation
    params = {
        "name": f"{award.given_name} {award.family_name}",
        "organisation": LocalizedText(organisation.names).best(language)[0],
        "title": LocalizedText(award.definition_version.titles).best(language)[0],
        "link": f"{wiring.installation().base_url}/wallet/{path}",
        **more,
    }
    subject, body = mail_text(kind, language, params)
    mail.queue(
        key=key,
        kind=kind,
        recipient=award.email,
        subject=subject,
        body=body,
        organisation=organisation,
        award=award,
    )


def _language(email: str, otherwise: str) -> str:
    known = User.objects.filter(email=email).values_list("language", flat=True).first()
    return known or (otherwise if otherwise in ("pl", "en") else "en")
