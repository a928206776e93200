"""Asking a candidate: an employer makes a link, the candidate chooses, the answer comes back to one page.

Nobody needs an account to ask, so nobody's name is believed: the candidate's page says so. An answer consists
of ordinary links of the candidate, made for this request: they end with it, their views are counted, and the
candidate can stop them at any time. Credentials from elsewhere are shown on that page alone, whole, as long
as the answer stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.domain.catalogue import CatalogueCard
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import public_tokens
from umiem.services.access import Actor
from umiem.services.files import File
from umiem.services.holder import imports, portfolio, share_links, sharing
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.skill import catalogue
from umiem.storage.models import (
    AwardState,
    CandidateRequest,
    ImportedCredential,
    RequestAnswer,
    ShareLink,
)

EMPLOYER, CANDIDATE = "request-employer", "request-candidate"
LONGEST_DAYS = 30
MOST_SKILLS = 20
MOST_CHOSEN = 20
MOST_DEFINITIONS = 20
MOST_OPEN = 5_000
"""Requests that are open at once on this site; more are refused until some end."""
KEPT_AFTER_END = timedelta(days=30)
_LONGEST = {"employer": 120, "purpose": 200, "wanted": 2_000}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an employer writes; ``definitions`` are identifiers of the catalogue, ``organisation/slug``."""

    employer: str
    purpose: str
    wanted: str = ""
    skills: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    days: int = 14


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A credential that the candidate answers with: the whole, or chosen fields with a proof."""

    award_id: uuid.UUID
    kind: str = share_links.WHOLE
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownAnswer:
    """An answer as the employer sees it: the links that still run, each with its address, and what is from
    elsewhere.
    """

    answer: RequestAnswer
    links: tuple[tuple[ShareLink, str], ...]
    elsewhere: tuple[ImportedCredential, ...] = ()


def ask(actor: Actor, asked: Asked) -> CandidateRequest:
    """Make a request; its two addresses are ``employer_url`` and ``candidate_url``.

    What the catalogue does not name (any more) is left out of the definitions. Raises ``MalformedInputError``
    for what cannot be stored or is too long, ``RefusedError`` when very many requests are open.
    """
    if len(asked.definitions) > MOST_DEFINITIONS:
        raise MalformedInputError("request-definitions-too-many", limit=MOST_DEFINITIONS)
    texts = {name: _text(name, getattr(asked, name)) for name in _LONGEST}
    if not texts["employer"] or not texts["purpose"]:
        raise MalformedInputError("request-incomplete")
    if not 1 <= asked.days <= LONGEST_DAYS:
        raise MalformedInputError("share-days-wrong", limit=LONGEST_DAYS)
    now, public_id = timezone.now(), uuid.uuid4()
    delete_ended()
    if CandidateRequest.objects.filter(expires_at__gt=now, closed_at=None).count() >= MOST_OPEN:
        raise RefusedError("too-many-open-requests")
    skills = [_text("employer", skill) for skill in asked.skills[:MOST_SKILLS]]
    return CandidateRequest.objects.create(
        public_id=public_id,
        employer_hash=public_tokens.hash_for(EMPLOYER, public_id),
        candidate_hash=public_tokens.hash_for(CANDIDATE, public_id),
        skills=[skill for skill in skills if skill],
        definitions=[card.identifier for card in catalogue.cards_named(asked.definitions)],
        created_by_id=actor.user_id,
        expires_at=now + timedelta(days=asked.days),
        **texts,
    )


def wanted_cards(request: CandidateRequest) -> tuple[CatalogueCard, ...]:
    """Return the definitions that are asked for, as the catalogue shows them now."""
    return catalogue.cards_named(request.definitions)


def employer_token(request: CandidateRequest) -> str:
    """Return the secret of the employer's page."""
    return public_tokens.token_for(EMPLOYER, request.public_id)


def candidate_url(request: CandidateRequest) -> str:
    """Return the address that the employer gives to the candidate."""
    token = public_tokens.token_for(CANDIDATE, request.public_id)
    return f"{wiring.installation().base_url}/answer/{token}/"


def for_employer(token: str) -> CandidateRequest:
    """Return a request by the employer's secret; a closed or ended one is ``NotFoundError``."""
    return _open_one(employer_hash=public_tokens.token_hash(token))


def for_candidate(token: str) -> CandidateRequest:
    """Return a request by the candidate's address; a closed or ended one is ``NotFoundError``."""
    return _open_one(candidate_hash=public_tokens.token_hash(token))


def answers_of(request: CandidateRequest) -> tuple[ShownAnswer, ...]:
    """Return the answers that were not withdrawn, newest first; for the employer's page only."""
    rows = request.answers.filter(withdrawn_at=None).prefetch_related("links", "imported")
    return tuple(
        ShownAnswer(answer=row, links=_running(row), elsewhere=tuple(row.imported.all())) for row in rows
    )


def file_from_elsewhere(token: str, imported_id: uuid.UUID) -> File:
    """Return the bytes of a credential from elsewhere in an answer that stands, by the employer's secret."""
    standing = for_employer(token).answers.filter(withdrawn_at=None)
    row = ImportedCredential.objects.filter(public_id=imported_id, pk__in=standing.values("imported")).first()
    if row is None:
        raise NotFoundError("answer-unknown")
    return imports.file_of(row)


def fitting(actor: Actor, request: CandidateRequest) -> tuple[tuple[HeldCredential, bool], ...]:
    """Return the accepted credentials of the person; those asked for or with a wanted skill first, marked."""
    named = set(request.definitions)
    held = [one for one in portfolio.held(actor) if one.award.state == AwardState.ACCEPTED]
    marked = [(one, _name_of(one) in named or _fits(request, _words_of(one))) for one in held]
    return tuple(sorted(marked, key=lambda pair: (_name_of(pair[0]) not in named, not pair[1])))


def fitting_elsewhere(actor: Actor, request: CandidateRequest) -> tuple[tuple[ImportedCredential, bool], ...]:
    """Return the person's credentials from elsewhere that are not known to be bad; fitting ones first."""
    rows = [row for row in imports.imported(actor) if row.is_proved and row.verdict != "invalid"]
    marked = [(row, _fits(request, _words_from_elsewhere(row))) for row in rows]
    return tuple(sorted(marked, key=lambda pair: not pair[1]))


def answer_of(actor: Actor, request: CandidateRequest) -> RequestAnswer | None:
    """Return the answer of the person that stands now, if there is one."""
    return request.answers.filter(owner_id=actor.user_id, withdrawn_at=None).exclude(owner=None).first()


def answer(
    actor: Actor,
    token: str,
    choices: Sequence[Choice],
    *,
    elsewhere: Sequence[uuid.UUID] = (),
    note: str = "",
    language: str = "pl",
) -> RequestAnswer:
    """Answer a request with chosen credentials, also from ``elsewhere``.

    An earlier answer of the same person is withdrawn.

    Raises ``RefusedError`` when nobody is signed in or nothing is chosen, ``NotFoundError`` for a request
    that ended or a credential of somebody else.
    """
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    if not 1 <= len(choices) + len(elsewhere) <= MOST_CHOSEN:
        raise MalformedInputError("nothing-chosen", limit=MOST_CHOSEN)
    request = for_candidate(token)
    foreign = [imports.get_imported(actor, one) for one in elsewhere]
    days = max(1, -((timezone.now() - request.expires_at) // timedelta(days=1)))
    with transaction.atomic():
        for earlier in request.answers.select_for_update(no_key=True).filter(
            owner_id=actor.user_id, withdrawn_at=None
        ):
            _withdraw(earlier, timezone.now())
        links = [
            sharing.create_share(
                actor,
                choice.award_id,
                purpose=f"{request.employer}: {request.purpose}"[:120],
                days=days,
                kind=choice.kind,
                fields=choice.fields,
                language=language,
            ).link
            for choice in choices
        ]
        ShareLink.objects.filter(pk__in=[link.pk for link in links]).update(expires_at=request.expires_at)
        made = RequestAnswer.objects.create(
            request=request, owner_id=actor.user_id, note=_text("wanted", note)[:1_000]
        )
        made.links.set(links)
        made.imported.set(foreign)
    return made


def my_answers(actor: Actor) -> tuple[RequestAnswer, ...]:
    """Return what the person answered, to whom, withdrawn ones too, newest first."""
    if actor.user_id is None:
        return ()
    rows = RequestAnswer.objects.filter(owner_id=actor.user_id)
    return tuple(
        rows.select_related("request").prefetch_related("links__credential__award__definition", "imported")
    )


def withdraw(actor: Actor, answer_id: uuid.UUID) -> RequestAnswer:
    """Take an answer back: its links end at once. Raises ``NotFoundError`` for anybody else's."""
    with transaction.atomic():
        row = (
            RequestAnswer.objects.select_for_update(no_key=True)
            .filter(owner_id=actor.user_id, public_id=answer_id)
            .first()
        )
        if row is None or actor.user_id is None:
            raise NotFoundError("answer-unknown")
        if row.withdrawn_at is None:
            _withdraw(row, timezone.now())
    return row


def close(token: str) -> CandidateRequest:
    """End a request at once; the links of its answers end too. By the employer's secret."""
    request, now = for_employer(token), timezone.now()
    with transaction.atomic():
        for row in request.answers.filter(withdrawn_at=None):
            _stop_links(row, now)
        CandidateRequest.objects.filter(pk=request.pk).update(closed_at=now)
    return request


def delete_ended() -> int:
    """Delete requests and answers thirty days after their end; the background worker calls this."""
    oldest = timezone.now() - KEPT_AFTER_END
    return CandidateRequest.objects.filter(expires_at__lt=oldest).delete()[0]


def _open_one(**which: str) -> CandidateRequest:
    found = CandidateRequest.objects.filter(**which, expires_at__gt=timezone.now(), closed_at=None).first()
    if found is None:
        raise NotFoundError("request-unknown")
    return found


def _running(row: RequestAnswer) -> tuple[tuple[ShareLink, str], ...]:
    now = timezone.now()
    found = []
    for link in row.links.all():
        url = sharing.url_of(link)
        if url is not None and link.revoked_at is None and (link.expires_at is None or link.expires_at > now):
            found.append((link, url))
    return tuple(found)


def _withdraw(row: RequestAnswer, now: datetime) -> None:
    _stop_links(row, now)
    RequestAnswer.objects.filter(pk=row.pk).update(withdrawn_at=now)
    row.withdrawn_at = now


def _stop_links(row: RequestAnswer, now: datetime) -> None:
    row.links.filter(revoked_at=None).update(revoked_at=now)


def _name_of(held: HeldCredential) -> str:
    return f"{held.organisation.slug}/{held.award.definition.slug}"


@dataclass(frozen=True)
class _Words:
    """What a credential is called and what it names, in lower case."""

    titles: tuple[str, ...]
    skills: tuple[str, ...]


def _words_of(held: HeldCredential) -> _Words:
    specification = held.definition.specification
    labels = (skill.label for outcome in specification.learning_outcomes for skill in outcome.skills)
    return _Words(_lower([specification.title]), _lower(labels))


def _words_from_elsewhere(row: ImportedCredential) -> _Words:
    return _Words(_lower([row.title]), _lower(skill["label"] for skill in row.skills or ()))


def _lower(texts: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(text.casefold() for each in texts for text in each.values() if text)


def _fits(request: CandidateRequest, said: _Words) -> bool:
    wanted = request.wanted.casefold()
    if any(title in wanted for title in said.titles):
        return True
    words = [word.casefold() for word in request.skills if word]
    return any(word in text for word in words for text in (*said.titles, *said.skills))


def _text(name: str, value: str) -> str:
    text = " ".join(value.split()) if name != "wanted" else value.strip()
    if "\0" in text or len(text) > _LONGEST[name]:
        raise MalformedInputError("text-wrong")
    return text
