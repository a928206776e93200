"""What is said when credentials are handed to wallets: to their holders, and to those who build wallets."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

WALLET_SENTENCES: Mapping[str, str] = {
    # to holders
    "credential-not-in-force": N_(
        "Only a credential that is in force can be handed to a wallet. Its state is shown on its page."
    ),
    "too-many-offers": N_("You have made {limit} offers to wallets within a day. Try again tomorrow."),
    "offer-unknown": N_(
        "This offer was used, withdrawn, or has ended. Make a new one on the credential's page."
    ),
    # to wallets
    "offer-not-open": N_("The pre-authorised code is unknown, was used or withdrawn, or has ended."),
    "tx-code-wrong": N_("The transaction code is not the one on the holder's page."),
    "grant-type-unknown": N_("Only pre-authorised codes are exchanged here."),
    "wallet-request-malformed": N_(
        "Send a form with grant_type, pre-authorized_code and tx_code, of at most 64 KiB."
    ),
    "wallet-token-unknown": N_(
        "The access token is missing from the Authorization header, unknown, or has ended."
    ),
    "credential-request-malformed": N_(
        "Send JSON of at most 64 KiB with credential_configuration_id and, where the metadata say so, proofs."
    ),
    "credential-configuration-unknown": N_("The offer does not name the configuration {configuration}."),
    "credential-identifier-unknown": N_(
        "No credential_identifier was given out: use credential_configuration_id."
    ),
    "encryption-not-supported": N_(
        "Answers are not encrypted beyond the connection; the metadata name no keys."
    ),
    "key-proof-wrong": N_("The proof of the wallet's key is not in order: {reason}."),
    "nonce-wrong": N_(
        "The nonce of the proof is not of this issuer, or older than five minutes. Ask for a new one."
    ),
    "too-many-copies": N_(
        "{limit} copies were made from this offer already. The holder can make a new offer."
    ),
    "wallet-event-unknown": N_("Send JSON with notification_id and an event that the standard knows."),
    "notification-unknown": N_("No copy was made under this notification_id with this token."),
    # what may be wrong with a proof
    "key-proof-malformed": N_("The proof cannot be read."),
    "key-proof-count": N_("Exactly one proof is taken."),
    "key-proof-type": N_("The type of the proof is {type}, not openid4vci-proof+jwt."),
    "key-proof-without-jwk": N_("The header of the proof must hold the key in jwk, and in nothing else."),
    "key-proof-signature": N_("The signature of the proof does not fit its key: {reason}."),
    "key-proof-other-audience": N_("The proof is for {audience}, not for this issuer."),
    "key-proof-not-now": N_("The proof is from the future, has ended, or is older than five minutes."),
    "key-proof-without-nonce": N_("The proof holds no nonce."),
}
