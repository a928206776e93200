"""Public links to one credential: made and ended by its holder, with a purpose, an end, chosen fields."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.adapters.documents.drawings import qr_code
from umiem.domain.text import LocalizedText
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import public_tokens
from umiem.services.access import ANONYMOUS, Actor
from umiem.services.credential import credentials, learning_credentials
from umiem.services.files import File
from umiem.services.holder import disclosure, foreign_claims, portfolio, share_links, view_counts
from umiem.services.holder.disclosure import ShownField
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.holder.share_links import CODE_LENGTH, PAGE, PROOF, WHOLE
from umiem.services.verifying import verification
from umiem.storage.models import AwardState, ShareLink, ShareView, User

LONGEST_SHARE_DAYS = 3_650
MOST_SHARES = 50
KEEP_VIEWS_DAYS = 90
TOKEN_KIND = "share"  # noqa: S105 (names a family of tokens, is none)
_GROUP = 4


@dataclass(frozen=True, kw_only=True)
class NewShare:
    """A link just made: its address, and the short code that leads to it."""

    link: ShareLink
    url: str
    code: str


@dataclass(frozen=True, kw_only=True)
class SharedCredential:
    """What stands behind a link, checked at this moment.

    ``fields`` are what is shown of it where the holder chose; none: the whole credential.
    """

    link: ShareLink
    held: HeldCredential
    report: verification.CheckResult
    fields: tuple[ShownField, ...] = ()

    @property
    def kind(self) -> str:
        return self.link.kind or WHOLE


def shares(actor: Actor, award_id: uuid.UUID) -> Sequence[ShareLink]:
    """Return the person's links to one credential, ended ones too, each with its log of views."""
    held = portfolio.get_held(actor, award_id)
    view_counts.write()
    rows = ShareLink.objects.filter(owner_id=actor.user_id, credential__award=held.award)
    return tuple(rows.prefetch_related("view_log"))


def get_share(actor: Actor, share_id: uuid.UUID) -> ShareLink:
    """Return one of the person's links; raises ``NotFoundError`` for anybody else's."""
    view_counts.write()
    rows = ShareLink.objects.filter(owner_id=actor.user_id, public_id=share_id)
    link = None if actor.user_id is None else rows.select_related("credential__award").first()
    if link is None:
        raise NotFoundError("share-unknown")
    return link


def create_share(
    actor: Actor,
    award_id: uuid.UUID,
    *,
    purpose: str = "",
    days: int | None = 90,
    kind: str = WHOLE,
    fields: Sequence[str] = (),
    language: str = "pl",
) -> NewShare:
    """Make a public link to an accepted credential, ending after ``days`` (None: when it is stopped).

    ``kind`` "proof" hands out an SD-JWT VC that discloses ``fields`` and nothing else the holder may hide;
    "page" shows them on the page only. Raises ``RefusedError`` where the award cannot be written in the
    format that hides fields.
    """
    found = portfolio.get_held(actor, award_id)
    if found.award.state != AwardState.ACCEPTED or actor.user_id is None:
        raise RefusedError("accept-first")
    if days is not None and not 1 <= days <= LONGEST_SHARE_DAYS:
        raise MalformedInputError("share-days-wrong", limit=LONGEST_SHARE_DAYS)
    if "\0" in purpose or kind not in (WHOLE, PROOF, PAGE):
        raise MalformedInputError("text-wrong")
    chosen = disclosure.check_fields(fields)
    disclosed = None
    if kind == PROOF:
        file = learning_credentials.learning_credential(found.credential, language=language)
        disclosed = replace(file, data=disclosure.disclose(file.data, chosen))
    public_id = uuid.uuid4()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.user_id)  # counted one at a time
        if _running(actor) >= MOST_SHARES:
            raise RefusedError("too-many-shares", limit=MOST_SHARES)
        link = ShareLink.objects.create(
            public_id=public_id,
            organisation=found.organisation,
            credential=found.credential,
            owner_id=actor.user_id,
            token_hash=public_tokens.hash_for(TOKEN_KIND, public_id),
            code_hash=share_links.code_hash(share_links.code_for(public_id)),
            purpose=purpose.strip()[:120],
            expires_at=None if days is None else timezone.now() + timedelta(days=days),
            kind=kind,
            language=language[:8],
            included=None if kind == WHOLE else list(chosen),
            data=None if disclosed is None else disclosed.data,
            media_type=None if disclosed is None else disclosed.media_type,
        )
    return NewShare(link=link, url=url_of(link) or "", code=code_of(link) or "")


def url_of(link: ShareLink) -> str | None:
    """Return the address of a link, or None for one whose token is not derived (made before that)."""
    token = public_tokens.token_for(TOKEN_KIND, link.public_id)
    if public_tokens.token_hash(token) != link.token_hash:
        return None
    return f"{wiring.installation().base_url}/s/{token}/"


def code_of(link: ShareLink) -> str | None:
    """Return the short code of a link in groups of four, or None where it was not derived (older links)."""
    code = share_links.code_for(link.public_id)
    if share_links.code_hash(code) != link.code_hash:
        return None
    return "-".join(code[start : start + _GROUP] for start in range(0, CODE_LENGTH, _GROUP))


def qr_of(actor: Actor, share_id: uuid.UUID) -> str:
    """Return the address of one of the person's links as a QR code in SVG; it holds our own host only."""
    url = url_of(get_share(actor, share_id))
    if url is None:
        raise NotFoundError("share-unknown")
    return qr_code(url)


def fields_given(link: ShareLink, held: HeldCredential) -> tuple[str, ...]:
    """Return the chosen fields that the award has: a link cannot give what nobody awarded."""
    chosen = [name for name in link.included or () if name in disclosure.FIELDS]
    if not chosen:
        return ()
    language = link.language or "pl"
    claims = learning_credentials.claims_for_reading(held.credential, language=language)
    return disclosure.fields_in(claims, chosen)


def stop_share(actor: Actor, share_id: uuid.UUID) -> None:
    """End one of the person's links at once; the credential itself goes on."""
    link = get_share(actor, share_id)
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def open_share(
    token: str, *, reader: Actor = ANONYMOUS, count: bool = True, language: str = "pl"
) -> SharedCredential:
    """Return what a link shows to anyone; a stopped, ended or wrong link is ``NotFoundError``.

    The view is counted, unless the owner looks at their own page.
    """
    link = share_links.find(token)
    found = portfolio.held_by_id(link.credential.award_id)
    if found is None:
        raise NotFoundError("share-unknown")
    if count and (reader.user_id is None or reader.user_id != link.owner_id):
        view_counts.count(link)
    if link.kind == PROOF:
        return _proved(link, found)
    report = verification.check(credentials.file_of(found.credential).data, source="link")
    if link.kind != PAGE:
        return SharedCredential(link=link, held=found, report=report)
    claims = learning_credentials.claims_for_reading(found.credential, language=language)
    fields = disclosure.shown_fields(disclosure.only(claims, link.included or ()))
    if report.summary is not None and "name" not in (link.included or ()):
        report = replace(report, summary=replace(report.summary, learner_name=""))
    return SharedCredential(link=link, held=found, report=report, fields=fields)


def shared_file(token: str) -> File:
    """Return what a link hands out, for anyone who has it."""
    return share_links.file_behind(share_links.find(token))


def forget_old_views(now: datetime) -> int:
    """Delete the entries of view logs after ninety days; return how many."""
    oldest = now - timedelta(days=KEEP_VIEWS_DAYS)
    return ShareView.objects.filter(hour__lt=oldest).delete()[0]


def _proved(link: ShareLink, found: HeldCredential) -> SharedCredential:
    """Check the derived credential: what is shown is what its own proof covers."""
    _follow_correction(link, found)
    report = verification.check(share_links.file_behind(link).data, source="link")
    fields: tuple[ShownField, ...] = ()
    if report.summary is not None:
        claims = report.summary.document
        said = foreign_claims.read_claims(claims, with_skills=False)
        fields = disclosure.shown_fields(claims)
        titles = LocalizedText(dict(said.title))
        report = replace(
            report,
            summary=replace(
                report.summary, titles=titles, learner_name=said.person, valid_from=said.valid_from
            ),
        )
    return SharedCredential(link=link, held=found, report=report, fields=fields)


def _follow_correction(link: ShareLink, found: HeldCredential) -> None:
    """After a correction the same fields are disclosed from the credential in the first one's place."""
    if link.credential_id == found.credential.pk:
        return
    file = learning_credentials.learning_credential(found.credential, language=link.language or "pl")
    link.data = disclosure.disclose(file.data, link.included or ())
    link.credential = found.credential
    link.save(update_fields=("data", "credential"))


def _running(actor: Actor) -> int:
    mine = ShareLink.objects.filter(owner_id=actor.user_id, revoked_at=None)
    return mine.exclude(expires_at__lt=timezone.now()).count()
