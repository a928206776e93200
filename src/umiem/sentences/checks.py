"""What each check is called, and one sentence for what it found out.

Failed and unknown checks are told by their reason where people can do something about it, and by the
check itself otherwise. The stable code of the reason is always beside the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from umiem.sentences import N_
from umiem.sentences.seals import SEAL_SENTENCES
from umiem.sentences.translate import fill, translate

CHECK_TITLES: dict[str, str] = {
    "format": N_("Format"),
    "proof": N_("Signature"),
    "issuer-binding": N_("Key of the issuer"),
    "certificate": N_("Certificate"),
    "time-stamp": N_("Time stamp"),
    "validity-period": N_("Dates"),
    "revocation": N_("Revocation"),
    "suspension": N_("Suspension"),
    "status-message": N_("Further status"),
    "issuer-known": N_("Issuer known"),
    "schema": N_("Structure"),
    "context": N_("Meaning of the terms"),
    "key-binding": N_("Shown by the holder"),
    "holder-binding": N_("Holder"),
    "type-metadata": N_("Description of the type"),
    "related-resource": N_("Attached resources"),
    "key-state": N_("Former key"),
    "presentation": N_("Presentation"),
    "credential": N_("Credential inside"),
}

# (check, outcome) → what that means
_FOUND: dict[tuple[str, str], str] = {
    ("format", "passed"): N_("We can read it."),
    ("format", "failed"): N_("This is not a credential in a format that we know, or it is damaged."),
    ("format", "unknown"): N_("We do not know this format yet."),
    ("proof", "passed"): N_("The signature fits: nothing was changed after signing."),
    ("proof", "failed"): N_(
        "The signature does not fit. The data were changed after signing, or were never signed."
    ),
    ("proof", "unknown"): N_("The signature could not be checked."),
    ("issuer-binding", "passed"): N_("The key that signed belongs to the issuer."),
    ("issuer-binding", "failed"): N_("It was not signed with a key of the issuer."),
    ("issuer-binding", "unknown"): N_("We could not find out whether the key belongs to the issuer."),
    ("certificate", "passed"): N_(
        "The certificate fits the seal and is in date. Whether it is qualified was not checked."
    ),
    ("certificate", "failed"): N_("The certificate is not good for this signature."),
    ("certificate", "unknown"): N_(
        "We could not find out whether the certificate was in date when it sealed."
    ),
    ("time-stamp", "passed"): N_("The time stamp fits the seal."),
    ("time-stamp", "failed"): N_("The time stamp does not fit the seal."),
    ("time-stamp", "not-applicable"): N_("The seal has no time stamp."),
    ("validity-period", "passed"): N_("It is in date."),
    ("validity-period", "failed"): N_("It is not in date."),
    ("validity-period", "unknown"): N_("The dates could not be read."),
    ("revocation", "passed"): N_("The issuer has not revoked it."),
    ("revocation", "failed"): N_("The status entry of the credential is not in order."),
    ("revocation", "unknown"): N_("The issuer's list of revoked credentials could not be read now."),
    ("revocation", "not-applicable"): N_("The issuer keeps no list of revoked credentials for it."),
    ("suspension", "passed"): N_("It is not suspended."),
    ("suspension", "failed"): N_("The status entry of the credential is not in order."),
    ("suspension", "unknown"): N_("The issuer's list of suspended credentials could not be read now."),
    ("suspension", "not-applicable"): N_("The issuer keeps no list of suspended credentials for it."),
    ("issuer-known", "passed"): N_("This site knows the issuer as {name}."),
    ("issuer-known", "not-applicable"): N_(
        "The issuer is not in a list that this site uses. That says nothing against it: compare its address "
        "with the one you know."
    ),
    ("schema", "passed"): N_("Everything that belongs in such a credential is there."),
    ("schema", "failed"): N_("A part that belongs in such a credential is missing or wrong."),
    ("schema", "not-applicable"): N_("We have no rules for credentials of this type."),
    ("context", "passed"): N_("Every term has a known meaning, and none was left unsigned."),
    ("context", "failed"): N_("It uses a term that nothing defines, or redefines one."),
    ("context", "unknown"): N_("It uses a vocabulary that we do not know, so we cannot say what was signed."),
    ("key-binding", "passed"): N_("It was shown by the person who holds its key."),
    ("key-binding", "failed"): N_("It was not shown by the person who holds its key."),
    ("holder-binding", "passed"): N_(
        "The key that signed that it is shown belongs to the holder named there."
    ),
    ("holder-binding", "failed"): N_(
        "The key that signed that it is shown does not belong to the holder named there."
    ),
    ("presentation", "passed"): N_(
        "Somebody signed that they show it, and nothing was changed since. Whether that is the person named "
        "is for you to find out."
    ),
    ("presentation", "failed"): N_(
        "What is around the credential was changed after somebody signed that they show it, "
        "or its time is over."
    ),
    ("presentation", "unknown"): N_("Who signed that they show it could not be checked."),
    ("presentation", "not-applicable"): N_(
        "Nobody signed that they show it. That says nothing about the credential inside."
    ),
    ("credential", "passed"): N_("It is in order."),
    ("credential", "failed"): N_("It is not in order. Check it by itself to see why."),
    ("credential", "unknown"): N_("Not everything could be checked. Check it by itself to see what."),
    ("key-state", "passed"): N_(
        "The issuer uses a newer key today; this signature is older and still counts."
    ),
    ("related-resource", "failed"): N_("An attached resource is not the one that was signed."),
}

_BY_OUTCOME: dict[str, str] = {
    "passed": N_("In order."),
    "failed": N_("Not in order."),
    "unknown": N_("This could not be checked now. Try again later."),
    "not-applicable": N_("There is nothing to check here."),
}

# reason → what that means; used before the sentence of the check
_SAID_ALWAYS = ("issuer-not-proven", "status-not-proven")
_REASONS: dict[str, str] = {
    "status-not-proven": N_(
        "The entry on the list may be another one’s: without a good signature nobody knows whose it is."
    ),
    "issuer-not-proven": N_(
        "It names {name} as its issuer, whom this site knows; without a good signature that proves nothing."
    ),
    "revoked": N_("The issuer has revoked it."),
    "suspended": N_("The issuer has suspended it. That may be lifted again."),
    "expired": N_("Its last day has passed."),
    "not-yet-valid": N_("Its first day has not come yet."),
    "proof-missing": N_("It carries no signature."),
    "signature-invalid": N_("The signature does not fit: the data were changed after signing."),
    "proof-controller-mismatch": N_("It was signed with somebody else's key, not the issuer's."),
    "proof-created-in-future": N_("The signature claims to be from the future."),
    "proof-expired": N_("The signature itself has expired."),
    "cryptosuite-unknown": N_("It was signed in a way that we do not know yet."),
    "proof-type-unknown": N_("It was signed in a way that we do not know yet."),
    "verification-method-unknown": N_("The issuer does not publish the key that signed."),
    "verification-method-not-authorized": N_("The issuer does not allow this key to sign credentials."),
    "verification-method-revoked": N_("The issuer has withdrawn the key that signed."),
    "verification-method-expired": N_("The key that signed is out of date."),
    "key-compromised-not-logged": N_(
        "The key that signed was stolen, and the issuer's log does not hold this signature: "
        "it is not the issuer's."
    ),
    "key-compromised-before": N_(
        "The key that signed was stolen, and this was signed after that. The issuer signs such credentials "
        "again: ask the person for the new one."
    ),
    "did-method-unsupported": N_("We cannot look up issuers of this kind yet."),
    "no-answer": N_("The issuer's server did not answer in time. Try again later."),
    "no-connection": N_("The issuer's server cannot be reached. Try again later."),
    "server-answered": N_("The issuer's server did not give what we asked for. Try again later."),
    "host-unknown": N_("The issuer's server does not exist under the address given."),
    "offline": N_("This needs the network, and we were asked not to use it."),
    "STATUS_RETRIEVAL_ERROR": N_("The issuer's status list could not be fetched. Try again later."),
    "STATUS_VERIFICATION_ERROR": N_("The issuer's status list is not in order, so we do not rely on it."),
    "jwt-vc-claim": N_(
        "This is a token of the older kind, with the credential inside a claim, which is not accepted "
        "any more. Its issuer can give one of the kind of today."
    ),
    "input-is-web-page": N_(
        "This is a web page, not the credential: often the page on which one has to sign in first. "
        "Download the credential there and choose that file."
    ),
    "input-is-archive": N_(
        "This is an archive of files. Those in a ZIP are checked together under “Verify many at once”; "
        "an archive inside another one has to be unpacked first."
    ),
    "input-is-office-document": N_(
        "This is a document of an office program: anybody could have written it. "
        "Ask for the credential file, the PDF certificate or the badge image."
    ),
    "input-is-letter": N_("This is an e-mail. Save what is attached to it, or follow its link."),
    "input-is-list": N_(
        "These are several things at once. Save each as a file of its own, "
        "and choose them all under “Verify many at once”."
    ),
    "input-is-encoded": N_(
        "The text is written in another form (Base64 or the like). "
        "Choose the file that was downloaded as the credential instead."
    ),
    "url-not-https": N_("It is published at an address without https, which we do not follow."),
    "address-not-public": N_("It is published at an address inside a network, which we do not follow."),
    "badge-differs-from-hosted": N_(
        "The badge that its issuer publishes at its address says something else."
    ),
    "badge-not-of-issuer": N_("It is not published by the issuer whom it names, or not signed with its key."),
    "badge-verification-type": N_(
        "The badge is neither hosted nor signed in a way that we know: badges from a blockchain, for one, "
        "are checked where they were issued."
    ),
    "json-syntax": N_("The text is not complete: part of it is missing, or a character was changed."),
    "json-duplicate-member": N_(
        "The text says the same thing twice in different ways, so nobody can know what was meant."
    ),
    "json-too-deep": N_("The text is nested deeper than any credential needs."),
    "json-too-large": N_("The text is larger than any credential needs."),
    "json-not-utf8": N_(
        "The text is not in UTF-8: it was saved anew on the way. Choose the file as it was downloaded."
    ),
    "container-unsupported": N_("This kind of file does not hold a credential."),
    "image-without-credential": N_(
        "The image holds no credential. Ask for the original file, or type the code or the address "
        "that stands beside a QR code."
    ),
    "document-without-credential": N_("The document holds no credential. Ask for the original file."),
    "context-not-pinned": N_("It uses a vocabulary that we do not know, so we cannot say what was signed."),
    "context-inline": N_("It brings a vocabulary of its own, so we cannot say what was signed."),
    "term-undefined": N_("It holds a term that no vocabulary defines, which a signature would not cover."),
    "graph-too-complex": N_("Checking it would take more work than we do for one credential."),
}


class Check(Protocol):
    """A check of a verification report."""

    @property
    def code(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


def reason_sentence(reason: str, language: str) -> str:
    """Return what a reason means to people and what they can do, or nothing for one without words."""
    return translate(_REASONS[reason], language) if reason in _REASONS else ""


def check_title(code: str, language: str) -> str:
    """Return what the check is called, or its code when it has no name here."""
    return translate(CHECK_TITLES.get(code, code), language)


def check_sentence(check: Check, language: str) -> str:
    """Return the sentence for what the check found out."""
    outcome = str(check.outcome)
    template = _FOUND.get((check.code, outcome), _BY_OUTCOME[outcome])
    reason = str(check.params.get("reason"))
    if check.params.get("cause") == "offline":
        reason = "offline"  # nothing was fetched because nobody wanted it to be
    if outcome in ("failed", "unknown") or reason in _SAID_ALWAYS:
        template = _REASONS.get(reason) or SEAL_SENTENCES.get(reason, template)
    return fill(translate(template, language), check.params)
