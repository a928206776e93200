"""Reasons why an electronic seal, its certificate or its time stamp is not good."""

from __future__ import annotations

from umiem.sentences import N_

SEAL_SENTENCES: dict[str, str] = {
    "certificate-expired-no-proof-of-time": N_(
        "The certificate has expired, and no trusted time stamp proves that it was sealed before."
    ),
    "edc-not-conformant": N_("It does not follow the shapes of the European profile; places: {count}."),
    "edc-type": N_("What was sealed is not a European Digital Credential."),
    "issuer-not-the-certificate-holder": N_(
        "The seal was made by {certificate}, but the credential names {issuer} as issuer."
    ),
    "payload-not-a-document": N_("What was sealed is not a credential."),
    "seal-algorithm-unsupported": N_("The seal uses the algorithm {algorithm}, which is not accepted."),
    "seal-certificate-authority": N_("A certificate in the chain may not issue certificates."),
    "seal-certificate-chain-broken": N_("The certificates do not form a chain."),
    "seal-certificate-digest": N_("The certificate is not the one that was sealed."),
    "seal-certificate-key-usage": N_("The certificate is not for signatures or seals."),
    "seal-critical-unsupported": N_("The seal demands something that we do not know: {names}."),
    "seal-missing": N_("This European Digital Credential carries no seal: anybody may have written it."),
    "seal-in-the-future": N_("The seal says that it was made in the future."),
    "seal-outside-certificate-period": N_("It was sealed at a time when the certificate was not in date."),
    "seal-unprotected-parameter": N_("Something was added that the seal does not cover."),
    "time-stamp-not-of-this-document": N_("The time stamp belongs to another document."),
    "time-stamp-spoilt": N_("The time stamp was changed after it was made."),
    "time-stamp-unreadable": N_("The time stamp cannot be read."),
}
