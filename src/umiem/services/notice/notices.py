"""What learners are told, and when: the award, each change of its status, what takes its place.

Every mail is queued in the transaction of what it tells about. Of offers (the award and its reminders) an
address gets at most ``mail.MOST_OFFERS`` for one award, whoever asks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial

from django.utils import timezone

from umiem import wiring
from umiem.domain.claim_code import written
from umiem.domain.text import LocalizedText
from umiem.sentences.mail import mail_text
from umiem.services.definition.definitions import public_titles, view_of
from umiem.services.holder import claim_codes
from umiem.services.notice import mail, mail_texts
from umiem.services.notice.deadlines import day_in, deadline_told
from umiem.services.notice.notice_settings import settings_of
from umiem.storage import bulk
from umiem.storage.models import (
    Award,
    Batch,
    Credential,
    DefinitionVersion,
    Organisation,
    OutboxMail,
    PeerInvitation,
    Report,
    StackApplication,
    User,
)

_CLAIM = re.compile(r"/wallet/claim/([A-Za-z0-9_-]{12,64})/")


def tell_award(award: Award) -> None:
    """Queue the mail about an award, with a link and a code to claim it; only the code's hash is stored.

    Call it inside the transaction that releases the credential, so that neither comes without the other.
    """
    tell_awards([award], batch=None)


def tell_awards(awards: Sequence[Award], *, batch: Batch | None) -> None:
    """Queue the mails about awards of one organisation, each like ``tell_award``, with few questions.

    ``batch`` is the batch that made the awards, so that its page can say what became of its mails.
    """
    if not awards:
        return
    organisation = awards[0].organisation
    reminders = settings_of(organisation).claim_reminders
    codes = claim_codes.renew_all(awards)
    if batch is None:
        languages = {award.pk: language_for(award) for award in awards}
    else:
        languages = _languages_of_many(awards, batch.language)
    own = cache(lambda language: mail_texts.own_text(organisation, "award-made", language))
    deadline = cache(partial(deadline_told, organisation, reminders=reminders))
    page = f"{wiring.installation().base_url}/claim/"
    letters = []
    for award in awards:
        code, language = codes[award.pk], languages[award.pk]
        more = {
            "code": written(code),
            "page": page,
            "deadline": deadline(begun_on(award), language),
        }
        params = _params(award, organisation, language, path=f"claim/{code}/") | more
        text = mail_text("award-made", language, params, text=own(language))
        letters.append(_letter(award, "award-made", text, key=_offer_key(award), batch=batch))
    mail.queue_all(letters)


def _offer_key(award: Award) -> str:
    """One mail for each award, and one more each time it is given to somebody anew."""
    key = f"award-made:{award.public_id}"
    return key if award.rebound_at is None else f"{key}:{award.mails.count()}"


def remind_of_claim(award: Award, *, number: int, last: bool) -> bool:
    """Queue a reminder of an award that waits; return False when the address had enough mail about it."""
    if mail.offers_sent(award) >= mail.MOST_OFFERS:
        return False
    language = language_for(award)
    _queue(
        award,
        "claim-reminder",
        key=f"claim-reminder:{award.public_id}:{number}",
        language=language,
        path=_claim_path(award),
        deadline=deadline_told(award.organisation, begun_on(award), language, reminders=(), last=last),
    )
    return True


def remind_of_end(credential: Credential, *, days: int) -> None:
    """Queue a reminder that the validity ends; once for each number of days."""
    award, language = credential.award, language_for(credential.award)
    until = day_in(language, timezone.localdate(credential.valid_until))
    key = f"expiry-reminder:{credential.public_id}:{days}"
    _queue(award, "expiry-reminder", key=key, language=language, path=f"{award.public_id}/", until=until)


def tell_status(credential: Credential, kind: str, *, reason: str = "") -> None:
    """Queue a mail about a change of status; ``kind`` is a key of the table of mails."""
    award = credential.award
    key = f"{kind}:{award.public_id}:{award.mails.count()}"
    params = {"reason": reason} if reason else {}
    path, language = f"{award.public_id}/", language_for(award)
    _queue(award, kind, key=key, language=language, path=path, **params)


def tell_replaced(credential: Credential) -> None:
    """Queue the one mail about a correction or a renewal."""
    award, language = credential.award, language_for(credential.award)
    kind = {"correction": "credential-corrected", "renewal": "credential-renewed"}[
        str(credential.replacement)
    ]
    until = (
        "" if credential.valid_until is None else day_in(language, timezone.localdate(credential.valid_until))
    )
    key = f"{kind}:{credential.public_id}"
    _queue(award, kind, key=key, language=language, path=f"{award.public_id}/", until=until)


def tell_all_renewed(batch: Batch, pairs: Sequence[tuple[Award, Credential]]) -> None:
    """Queue the mails about renewals of a batch, each like ``tell_replaced``, with few questions."""
    organisation, kind = batch.organisation, "credential-renewed"
    languages = _languages_of_many([award for award, _ in pairs], batch.language)
    own = cache(lambda language: mail_texts.own_text(organisation, kind, language))
    letters = []
    for award, credential in pairs:
        language = languages[award.pk]
        until = day_in(language, timezone.localdate(credential.valid_until))
        params = _params(award, organisation, language, path=f"{award.public_id}/") | {"until": until}
        text = mail_text(kind, language, params, text=own(language))
        letters.append(_letter(award, kind, text, key=f"{kind}:{credential.public_id}", batch=batch))
    mail.queue_all(letters)


def tell_all_reissued(organisation: Organisation, awards: Sequence[Award], *, occasion: str) -> None:
    """Queue the mails about new signatures: one for each address and ``occasion``, however many awards."""
    _tell_once(organisation, awards, "credentials-reissued", occasion=occasion)


def tell_status_of_many(
    batch: Batch, awards: Sequence[Award], kind: str, *, occasion: str, reason: str = ""
) -> None:
    """Queue the mails about a change of status of a batch: one for each address and ``occasion``."""
    _tell_once(batch.organisation, awards, kind, occasion=occasion, batch=batch, reason=reason)


def _tell_once(
    organisation: Organisation,
    awards: Sequence[Award],
    kind: str,
    *,
    occasion: str,
    batch: Batch | None = None,
    reason: str = "",
) -> None:
    by_address = {award.email: award for award in awards if award.email}
    languages = _languages_of_many(list(by_address.values()), "" if batch is None else batch.language)
    own = cache(lambda language: mail_texts.own_text(organisation, kind, language))
    letters = []
    for address, award in by_address.items():
        language = languages[award.pk]
        path = "" if batch is None else f"{award.public_id}/"
        params = _params(award, organisation, language, path=path) | ({"reason": reason} if reason else {})
        text = mail_text(kind, language, params, text=own(language))
        digest = hashlib.sha256(address.encode()).hexdigest()[:32]
        letters.append(_letter(award, kind, text, key=f"{kind}:{occasion}:{digest}", batch=batch))
    mail.queue_all(letters)


def tell_answer(report: Report) -> None:
    """Queue the answer of the staff to a learner's report."""
    award = report.award
    key = f"report-answered:{report.public_id}"
    path, language = f"{award.public_id}/", language_for(award)
    _queue(award, "report-answered", key=key, language=language, path=path, answer=report.answer)


def tell_refusal(application: StackApplication) -> None:
    """Queue the mail about an application for a larger micro-credential that was refused, with the reason."""
    organisation, kind, applicant = application.organisation, "application-refused", application.applicant
    language = applicant.language
    params = {
        "name": applicant.name or applicant.email,
        "organisation": LocalizedText(organisation.names).best(language)[0],
        "title": public_titles(application.definition).best(language)[0],
        "link": f"{wiring.installation().base_url}/wallet/larger/",
        "answer": application.reason,
    }
    subject, body = mail_texts.render(organisation, kind, language, params)
    key, recipient = f"{kind}:{application.public_id}", applicant.email
    mail.queue(key=key, kind=kind, recipient=recipient, subject=subject, body=body, organisation=organisation)


def ask_peer(invitation: PeerInvitation, *, email: str, url: str, language: str) -> OutboxMail:
    """Queue the mail that asks a peer for an opinion, with their link; return the message.

    Call it inside the transaction that makes the invitation.
    """
    organisation, kind = invitation.organisation, "peer-asked"
    params = {
        "name": invitation.name,
        "organisation": LocalizedText(organisation.names).best(language)[0],
        "title": LocalizedText(invitation.version.titles).best(language)[0],
        "link": url,
        "until": day_in(language, timezone.localdate(invitation.expires_at)),
    }
    subject, body = mail_texts.render(organisation, kind, language, params)
    key = f"{kind}:{invitation.public_id}"
    mail.queue(key=key, kind=kind, recipient=email, subject=subject, body=body, organisation=organisation)
    return OutboxMail.objects.get(key=key)


def tell_moved(award: Award, former: User) -> None:
    """Tell the former holder that the organisation has given an award to another address."""
    key = f"award-moved:{award.public_id}:{award.mails.count()}"
    _queue(award, "award-moved", key=key, language=former.language, path="", recipient=former.email)


def language_for(award: Award) -> str:
    """Return the language of mails about an award: the person's, else the batch's, else the definition's."""
    known = User.objects.filter(email=award.email).values_list("language", flat=True).first()
    if known:
        return known
    told = OutboxMail.objects.filter(award=award, kind="award-made").exclude(batch=None)
    chosen = told.values_list("batch__language", flat=True).first()
    return chosen or _primary_language(award.definition_version)


def _languages_of_many(awards: Sequence[Award], of_batch: str) -> dict[int, str]:
    """Return the language of mails about each award, by primary key: as ``language_for``, with few questions.

    ``of_batch`` is that of the batch they are told about with, "" for none.
    """
    asked = bulk.look_up(
        User, ("email", "language"), column="email", values=[award.email for award in awards], where={}
    )
    chosen: dict[str, str] = dict(asked)
    primary = _primary_languages(awards)
    return {
        award.pk: chosen.get(award.email) or of_batch or primary[award.definition_version_id]
        for award in awards
    }


def _primary_languages(awards: Iterable[Award]) -> dict[int, str]:
    """Return the first language of each definition that was awarded, by its version; each is read once."""
    versions = {award.definition_version_id: award for award in awards}
    return {pk: _primary_language(award.definition_version) for pk, award in versions.items()}


def _primary_language(version: DefinitionVersion) -> str:
    primary = view_of(version).specification.primary_language
    return primary if primary in ("pl", "en") else "en"


def begun_on(award: Award) -> date:
    """Return the day from which reminders count: of the award, or of its move to another address."""
    return timezone.localdate(award.rebound_at or award.created_at)


def _claim_path(award: Award) -> str:
    """The link of the newest mail about the award while its code works, else the page behind the sign-in."""
    mails = OutboxMail.objects.filter(award=award, kind="award-made", recipient=award.email)
    for body in mails.values_list("body", flat=True)[:1]:
        known = _CLAIM.search(body)
        if known is not None and claim_codes.stored_hash(known[1]) == award.claim_hash:
            return f"claim/{known[1]}/"
    return ""


def _queue(
    award: Award,
    kind: str,
    *,
    key: str,
    language: str,
    path: str,
    recipient: str = "",
    **more: str,
) -> None:
    organisation: Organisation = award.organisation
    params = _params(award, organisation, language, path=path) | more
    text = mail_texts.render(organisation, kind, language, params)
    mail.queue_all([_letter(award, kind, text, key=key, recipient=recipient)])


def _letter(
    award: Award,
    kind: str,
    text: tuple[str, str],
    *,
    key: str,
    recipient: str = "",
    batch: Batch | None = None,
) -> mail.Letter:
    """Put a mail about an award together; it goes to the award's address unless there is a ``recipient``."""
    subject, body = text
    return mail.Letter(
        key=key,
        kind=kind,
        recipient=recipient or award.email,
        subject=subject,
        body=body,
        organisation=award.organisation,
        award=award,
        batch=batch,
    )


def _params(award: Award, organisation: Organisation, language: str, *, path: str) -> dict[str, str]:
    """What every mail about an award may say."""
    return {
        "name": f"{award.given_name} {award.family_name}",
        "organisation": LocalizedText(organisation.names).best(language)[0],
        "title": LocalizedText(award.definition_version.titles).best(language)[0],
        "link": f"{wiring.installation().base_url}/wallet/{path}",
    }
