"""What learners are told, and when: the award, and each change of its status."""

from __future__ import annotations

from umiem import wiring
from umiem.domain.claim_code import written
from umiem.domain.text import LocalizedText
from umiem.sentences.mail import mail_text
from umiem.services import claim_codes, mail
from umiem.services.definitions import view_of
from umiem.storage.models import Award, Credential, User


def tell_award(award: Award) -> None:
    """Queue the mail about an award, with a link and a code to claim it; only the code's hash is stored.

    Call it inside the transaction that releases the credential, so that neither comes without the other.
    """
    code = claim_codes.renew(award)
    language = _language(award.email, view_of(award.definition_version).specification.primary_language)
    key = f"award-made:{award.public_id}"
    if award.rebound_at is not None:
        key = f"{key}:{award.mails.count()}"
    typed = {"code": written(code), "page": f"{wiring.installation().base_url}/claim/"}
    _queue(award, "award-made", key=key, language=language, path=f"claim/{code}/", **typed)


def tell_status(credential: Credential, kind: str, *, reason: str = "") -> None:
    """Queue a mail about a change of status; ``kind`` is a key of the table of mails."""
    award = credential.award
    count = award.mails.count()
    language = _language(award.email, "pl")
    params = {"reason": reason} if reason else {}
    path = f"{award.public_id}/"
    _queue(award, kind, key=f"{kind}:{award.public_id}:{count}", language=language, path=path, **params)


def tell_moved(award: Award, former: User) -> None:
    """Tell the former holder that the organisation has given an award to another address."""
    key = f"award-moved:{award.public_id}:{award.mails.count()}"
    _queue(award, "award-moved", key=key, language=former.language, path="", recipient=former.email)


def _queue(
    award: Award, kind: str, *, key: str, language: str, path: str, recipient: str = "", **more: str
) -> None:
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
        recipient=recipient or award.email,
        subject=subject,
        body=body,
        organisation=organisation,
        award=award,
    )


def _language(email: str, otherwise: str) -> str:
    known = User.objects.filter(email=email).values_list("language", flat=True).first()
    return known or (otherwise if otherwise in ("pl", "en") else "en")
