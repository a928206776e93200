"""The wallet's side: the code for a token, the token and a proven key for a credential (OpenID4VCI 1.0).

Not done: the authorisation code flow, attestations of wallets and keys, DPoP, batches, deferred answers and
encrypted ones. The metadata say so, and what is asked for all the same is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from umiem.engine.envelopes.key_proof import MAX_PROOF_AGE_SECONDS, KeyProof, verify_key_proof
from umiem.engine.identifiers.jwk import jwk_thumbprint
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError
from umiem.services import audit, public_tokens
from umiem.services.access import SYSTEM
from umiem.services.credential import credentials, learning_credentials
from umiem.services.holder import portfolio
from umiem.services.key import signer_log
from umiem.services.wallet.configurations import OPEN_BADGE, endpoints
from umiem.services.wallet.offers import (
    MOST_WRONG_CODES,
    configurations_of,
    state_of,
    tx_code_of,
)
from umiem.storage.models import (
    Credential,
    CredentialOffer,
    Organisation,
    SigningKey,
    WalletCopy,
)

ACCESS_SECONDS = 600
MOST_COPIES = 5
EVENTS = ("credential_accepted", "credential_failure", "credential_deleted")
_NONCE_SALT = "umiem.openid4vci.nonce"


@dataclass(frozen=True, kw_only=True)
class AccessToken:
    """What the code was exchanged for; it is good for ``seconds`` and this offer only."""

    token: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class IssuedCopy:
    """A credential as the wallet gets it, a text or JSON, and the name under which it may report on it."""

    credential: str | dict[str, Any]
    notification_id: str


def exchange(slug: str, code: str, tx_code: str) -> AccessToken:
    """Exchange a pre-authorised code, once, for an access token (section 6).

    Raises ``RefusedError`` offer-not-open (unknown, used, withdrawn, ended) or tx-code-wrong; after
    ``MOST_WRONG_CODES`` wrong ones the offer is withdrawn.
    """
    with transaction.atomic():
        rows = CredentialOffer.objects.select_for_update(no_key=True, of=("self",))
        row = rows.filter(organisation__slug=slug, code_hash=public_tokens.token_hash(code)).first()
        now = timezone.now()
        if row is None or state_of(row) != "open":
            raise RefusedError("offer-not-open")
        right = tx_code.strip() == tx_code_of(row)
        if right:
            token = public_tokens.new_token()
            row.used_at, row.access_hash = now, public_tokens.token_hash(token)
            row.access_until = now + timedelta(seconds=ACCESS_SECONDS)
        else:
            row.wrong_codes += 1
            row.withdrawn_at = now if row.wrong_codes >= MOST_WRONG_CODES else None
        row.save()
    if not right:
        raise RefusedError("tx-code-wrong")
    return AccessToken(token=token, seconds=ACCESS_SECONDS)


def new_nonce(organisation: Organisation) -> str:
    """Return a nonce for a proof of a key (section 7); it says itself from whom and when it is."""
    return signing.dumps(
        [str(organisation.public_id), public_tokens.new_token()], salt=_NONCE_SALT, compress=False
    )


def issue(slug: str, access_token: str, configuration: str, proofs: Sequence[str]) -> IssuedCopy:
    """Give a wallet the credential of its offer, bound to the key it proves (section 8).

    ``configuration`` is one that the offer names; ``proofs`` are JWTs, exactly one where the credential is
    bound to a key. Raises ``NotFoundError`` wallet-token-unknown, ``RefusedError``
    credential-configuration-unknown, key-proof-wrong with the reason, nonce-wrong or credential-not-in-force.
    """
    offer = _offer_of(slug, access_token)
    credential = _credential_of(offer)
    if configuration not in configurations_of(credential, language=offer.language):
        raise RefusedError("credential-configuration-unknown", configuration=configuration[:60])
    if configuration == OPEN_BADGE:
        file = credentials.file_of(credential)
        copy = _noted(offer, credential, configuration, file.data)
        return IssuedCopy(credential=json.loads(file.data), notification_id=copy.public_id.hex)
    proof = _proven(offer.organisation, proofs)
    data, key = learning_credentials.bound_to_wallet(
        credential, language=offer.language, holder_key=proof.jwk
    )
    copy = _noted(offer, credential, configuration, data, proof=proof, key=key)
    return IssuedCopy(credential=data.decode("ascii"), notification_id=copy.public_id.hex)


def note_event(slug: str, access_token: str, notification_id: str, event: str) -> None:
    """Keep what a wallet says became of its copy (section 11); saying it again changes nothing.

    Raises ``MalformedInputError`` wallet-event-unknown or notification-unknown, ``NotFoundError``
    wallet-token-unknown.
    """
    offer = _offer_of(slug, access_token)
    if event not in EVENTS:
        raise MalformedInputError("wallet-event-unknown", event=event[:40])
    copies = {copy.public_id.hex: copy for copy in offer.copies.all()}
    if notification_id not in copies:
        raise MalformedInputError("notification-unknown")
    WalletCopy.objects.filter(pk=copies[notification_id].pk).update(event=event)


def _offer_of(slug: str, access_token: str) -> CredentialOffer:
    rows = CredentialOffer.objects.filter(
        organisation__slug=slug,
        access_hash=public_tokens.token_hash(access_token),
        access_until__gt=timezone.now(),
    )
    row = rows.select_related("organisation", "award__organisation", "award__definition").first()
    if row is None:
        raise NotFoundError("wallet-token-unknown")
    return row


def _credential_of(offer: CredentialOffer) -> Credential:
    """The credential that counts now, as long as its holder is who made the offer."""
    held = portfolio.held_by_id(offer.award_id)
    if held is None or held.award.holder_id != offer.owner_id or not held.is_in_force:
        raise RefusedError("credential-not-in-force")
    return held.credential


def _proven(organisation: Organisation, proofs: Sequence[str]) -> KeyProof:
    if len(proofs) != 1:
        raise RefusedError("key-proof-wrong", reason="key-proof-count")
    try:
        audience = endpoints(organisation).issuer
        proof = verify_key_proof(proofs[0], audience=audience, at=timezone.now())
    except UmiemError as error:
        raise RefusedError("key-proof-wrong", reason=error.code) from error
    try:
        whose, _ = signing.loads(proof.nonce, salt=_NONCE_SALT, max_age=MAX_PROOF_AGE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise RefusedError("nonce-wrong") from error
    if whose != str(organisation.public_id):
        raise RefusedError("nonce-wrong")
    return proof


def _noted(
    offer: CredentialOffer,
    credential: Credential,
    configuration: str,
    data: bytes,
    *,
    proof: KeyProof | None = None,
    key: SigningKey | None = None,
) -> WalletCopy:
    """Note a copy before it is handed over, with its signature; raises ``RefusedError`` too-many-copies."""
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        CredentialOffer.objects.select_for_update(no_key=True).get(pk=offer.pk)
        if offer.copies.count() >= MOST_COPIES:
            raise RefusedError("too-many-copies", limit=MOST_COPIES)
        copy = WalletCopy.objects.create(
            organisation=offer.organisation,
            offer=offer,
            credential=credential,
            configuration=configuration,
            key_thumbprint="" if proof is None else jwk_thumbprint(proof.jwk),
            digest=digest,
        )
        if key is not None:
            signature = signer_log.Signature(
                key=key,
                subject=f"wallet:{copy.public_id}",
                intent_digest=credential.digest,
                signed_digest=digest,
            )
            signer_log.append(offer.organisation, [signature])
        audit.record(SYSTEM, offer.organisation, "wallet-copy-issued", str(offer.award.public_id))
    return copy
