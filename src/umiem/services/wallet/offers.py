"""The holder's side: an offer of one of their credentials to a wallet, shown once more, withdrawn, looked up.

An offer is for one wallet and a few minutes. Whoever finds its address also needs the transaction code, which
stands on the holder's page only (OpenID4VCI 1.0, sections 4.1.1 and 13.6).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from umiem.adapters.documents.drawings import qr_code
from umiem.errors import NotFoundError, RefusedError, UnsupportedError
from umiem.services import audit, public_tokens
from umiem.services.access import Actor
from umiem.services.credential import learning_credentials
from umiem.services.credential.current import current_credential
from umiem.services.credential.representations.sd_jwt_learning import VCT
from umiem.services.holder import portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.wallet.configurations import (
    LEARNING,
    LEARNING_WITHOUT_LEVEL,
    OPEN_BADGE,
    PRE_AUTHORIZED,
    endpoints,
)
from umiem.storage.models import AwardState, Credential, CredentialOffer, User, WalletCopy

OFFER_MINUTES = 10
MOST_OFFERS_A_DAY = 50
MOST_WRONG_CODES = 5
TX_CODE_DIGITS = 6
KIND = "openid4vci"
_SCHEME = "openid-credential-offer://"


@dataclass(frozen=True, kw_only=True)
class ShownOffer:
    """An offer as its maker sees it: the address for the wallet, the code to type, and how far it is.

    ``state`` is open, used, withdrawn or ended.
    """

    row: CredentialOffer
    address: str
    tx_code: str
    state: str


def make_offer(actor: Actor, award_id: uuid.UUID, *, language: str) -> CredentialOffer:
    """Offer an accepted credential in force to a wallet; an open offer of the same award is withdrawn.

    Raises ``RefusedError`` accept-first, credential-not-in-force or too-many-offers.
    """
    held = portfolio.get_held(actor, award_id)
    if held.award.state != AwardState.ACCEPTED or actor.user_id is None:
        raise RefusedError("accept-first")
    if not held.is_in_force:
        raise RefusedError("credential-not-in-force", status=held.status)
    if language not in ("pl", "en"):
        raise UnsupportedError("document-language-unsupported", languages=language[:8])
    now, public_id = timezone.now(), uuid.uuid4()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.user_id)  # counted one at a time
        rows = CredentialOffer.objects.filter(owner_id=actor.user_id)
        if rows.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_OFFERS_A_DAY:
            raise RefusedError("too-many-offers", limit=MOST_OFFERS_A_DAY)
        rows.filter(award=held.award, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
        made = CredentialOffer.objects.create(
            public_id=public_id,
            organisation=held.organisation,
            award=held.award,
            owner_id=actor.user_id,
            language=language,
            code_hash=public_tokens.hash_for(KIND, public_id),
            expires_at=now + timedelta(minutes=OFFER_MINUTES),
        )
        audit.record(actor, held.organisation, "wallet-offer-made", str(held.award.public_id))
    return made


def withdraw_offer(actor: Actor, award_id: uuid.UUID) -> None:
    """Withdraw the open offers of one of the person's awards; a copy that a wallet has stays there."""
    held = portfolio.get_held(actor, award_id)
    rows = CredentialOffer.objects.filter(owner_id=actor.user_id, award=held.award, withdrawn_at=None)
    rows.filter(used_at=None).update(withdrawn_at=timezone.now())


def newest_offer(actor: Actor, held: HeldCredential) -> ShownOffer | None:
    """Return the person's newest offer of an award, whatever became of it."""
    rows = CredentialOffer.objects.filter(owner_id=actor.user_id, award=held.award)
    row = None if actor.user_id is None else rows.select_related("organisation").first()
    return None if row is None else _shown(row)


def copies_of(actor: Actor, held: HeldCredential) -> Sequence[WalletCopy]:
    """Return what the person's wallets took of an award, newest first; a former holder's are not told."""
    return tuple(WalletCopy.objects.filter(offer__award=held.award, offer__owner_id=actor.user_id))


def qr_of(actor: Actor, award_id: uuid.UUID) -> str:
    """Return the address of the open offer of an award as a QR code in SVG."""
    shown = newest_offer(actor, portfolio.get_held(actor, award_id))
    if shown is None or shown.state != "open":
        raise NotFoundError("offer-unknown")
    return qr_code(shown.address)


def offer_document(slug: str, code: str) -> dict[str, Any]:
    """Return an open offer as a wallet reads it (section 4.1.1); raises ``NotFoundError``."""
    row = (
        CredentialOffer.objects.filter(organisation__slug=slug, code_hash=public_tokens.token_hash(code))
        .select_related("organisation", "award")
        .first()
    )
    if row is None or state_of(row) != "open":
        raise NotFoundError("offer-unknown")
    tx_code = {"input_mode": "numeric", "length": TX_CODE_DIGITS}
    return {
        "credential_issuer": endpoints(row.organisation).issuer,
        "credential_configuration_ids": list(
            configurations_of(current_credential(row.award), language=row.language)
        ),
        "grants": {PRE_AUTHORIZED: {"pre-authorized_code": code, "tx_code": tx_code}},
    }


def configurations_of(credential: Credential, *, language: str) -> tuple[str, ...]:
    """Return what a wallet may take: the learning credential where its type can hold the award, the badge."""
    try:
        vct = learning_credentials.type_of(credential, language=language)
    except RefusedError:
        return (OPEN_BADGE,)
    return (LEARNING if vct == VCT else LEARNING_WITHOUT_LEVEL, OPEN_BADGE)


def tx_code_of(row: CredentialOffer) -> str:
    """Return the digits that the holder types into the wallet (section 4.1.1, ``tx_code``)."""
    digest = salted_hmac("umiem.openid4vci.tx-code", row.public_id.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**TX_CODE_DIGITS:0{TX_CODE_DIGITS}d}"


def state_of(row: CredentialOffer) -> str:
    """Return how far an offer is: open, used, withdrawn or ended."""
    if row.used_at is not None:
        return "used"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "open" if row.expires_at > timezone.now() else "ended"


def _shown(row: CredentialOffer) -> ShownOffer:
    where = endpoints(row.organisation).offer(public_tokens.token_for(KIND, row.public_id))
    return ShownOffer(
        row=row,
        address=f"{_SCHEME}?credential_offer_uri={quote(where, safe='')}",
        tx_code=tx_code_of(row),
        state=state_of(row),
    )
