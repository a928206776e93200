"""What is wrong with a credential or a key, by the family of the code: the details are in the code itself.

The longest prefix counts. Technical readers have the code and its parameters; these sentences say to
everybody else what kind of fault it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

ENGINE_SENTENCES: Mapping[str, str] = {
    "json-syntax": N_(
        "This is not complete, correct JSON. Copy the whole text, from the first { to the last }."
    ),
    "json-duplicate-member": N_("“{name}” is written twice, so readers could understand it differently."),
    "json-too-": N_("This document is larger or more deeply nested than a credential may be."),
    "json-": N_("This is not the strict JSON that a signature needs."),
    "context-not-pinned": N_("It uses a vocabulary that we do not know."),
    "context-": N_("Its vocabulary gives terms another meaning than they have."),
    "term-undefined": N_("It uses the term “{term}”, whose meaning nobody has given."),
    "type-undefined": N_("It uses the type “{type}”, whose meaning nobody has given."),
    "graph-too-complex": N_("It is built so that checking it would take far too long."),
    "too-many-": N_("It is built so that checking it would take far too long."),
    "proof-missing": N_("It is not signed."),
    "proof-expired": N_("Its signature has expired."),
    "proof-": N_("Its signature is not as it should be."),
    "signature-": N_("Its signature does not fit its content."),
    "cryptosuite-": N_("It is signed in a way that we do not know."),
    "issuer-": N_("Who signed it and who it says issued it do not fit together."),
    "verification-method-": N_("The key it was signed with is not a key of its issuer."),
    "did-": N_("The identifier of its issuer cannot be read, or its document cannot be found."),
    "key-": N_("Its key is not usable for this."),
    "public-key-": N_("Its public key is broken."),
    "secret-key-": N_("The private key is broken."),
    "multi": N_("A key or a signature in it is not written as it should be."),
    "jwk-": N_("Its public key is broken, or not one that may be published."),
    "jws-": N_("It looks like a signed text, but is not a correct one."),
    "jwt-": N_("It looks like a signed text, but is not a correct one."),
    "sd-jwt-disclosure-unreferenced": N_("A field in it was changed or added after it was signed."),
    "sd-jwt-": N_("It looks like a selectively disclosed credential, but is not a correct one."),
    "enveloped-": N_("It wraps another document, but not as it should."),
    "media-type-unsupported": N_("We do not know this kind of file."),
    "status-": N_("Where its status should be said, there is nothing that we can use."),
    "STATUS_": N_("Where its status should be said, there is nothing that we can use."),
    "RANGE_ERROR": N_("Its place in the status list is outside the list."),
    "MALFORMED_VALUE_ERROR": N_("What it says about its status cannot be read."),
    "token-status-": N_("Where its status should be said, there is nothing that we can use."),
    "timestamp-": N_("A date in it is not written as it should be."),
    "time-stamp-": N_("Its time stamp is not as it should be."),
    "seal-": N_("Its electronic seal is not as it should be."),
    "png-": N_("This picture is damaged, or was made to mislead."),
    "svg-": N_("This picture is damaged, or was made to mislead."),
    "pdf-": N_("This PDF is damaged, or was made to mislead."),
    "image-without-credential": N_("This picture holds no credential. Ask for the original file."),
    "image-": N_("This picture cannot be read as a credential."),
    "document-without-credential": N_("This document holds no credential. Ask for the original file."),
    "document-": N_("This document cannot be made or read."),
    "type-metadata-": N_("The description of its type cannot be had, or does not fit."),
    "bbs-": N_("Its signature is not written as it should be."),
    "esco-": N_("The files of ESCO cannot be read."),
    "representation-": N_("It cannot be written in this format."),
    "edc-": N_("It is not a complete European Digital Credential."),
    "learner-not-identified": N_("The learner cannot be named in the credential. Check the names."),
    "no-awarding-body": N_("The definition names no awarding body."),
}
GENERAL_SENTENCES: Mapping[str, str] = {
    "MalformedInputError": N_("This cannot be read as what it should be."),
    "UnsupportedError": N_("We do not know this kind."),
    "VerificationError": N_("This credential is not valid."),
    "UnavailableError": N_("This could not be found out now. Try again later."),
    "RefusedError": N_("The rules do not allow this."),
    "NotFoundError": N_("There is no such thing."),
    "ConfigurationError": N_("This installation is not set up correctly."),
}


def family_sentence(code: str) -> str | None:
    """Return the English sentence for the longest prefix of ``code`` that has one."""
    fitting = [prefix for prefix in ENGINE_SENTENCES if code.startswith(prefix)]
    return ENGINE_SENTENCES[max(fitting, key=len)] if fitting else None
