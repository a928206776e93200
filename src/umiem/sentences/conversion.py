"""What is wrong when a credential is converted, sealed or set in type, and what to do."""

from __future__ import annotations

from umiem.sentences import N_

CONVERSION_SENTENCES: dict[str, str] = {
    "representation-element-missing": N_(
        "The credential lacks element {elements} of Annex I, which the format “{representation}” needs. "
        "Nothing was written. Complete the definition or choose another format."
    ),
    "representation-picture-missing": N_("A European Digital Credential needs a picture for each language."),
    "representation-unreadable": N_(
        "Only Open Badges 3.0, European Digital Credentials and learning credentials can be converted. "
        "This is: {types}."
    ),
    "conversion-key-missing": N_("The format “{target}” is signed. Give a key file with --key."),
    "conversion-target-unknown": N_("The format “{target}” is not known. Choose one of: {known}."),
    "salt-too-short": N_(
        "The learner's address could be guessed from this badge, so it was not written. "
        "Tell the operator of this site."
    ),
    "badge-without-title": N_("A badge needs a title, and the credential has none (element M2)."),
    "edc-not-conformant": N_("This does not conform to the European Digital Credential profile: {faults}"),
    "seal-file-unreadable": N_(
        "The seal file cannot be read: it must be PEM with private key and certificate, or PKCS#12, "
        "and the passphrase must be right."
    ),
    "seal-certificate-of-another-key": N_("The certificate does not belong to the private key in the file."),
    "seal-certificate-of-another-organisation": N_(
        "The certificate is for {certificate}, but the credential names {issuer} as issuer. "
        "Use the certificate of the issuing organisation."
    ),
    "seal-certificate-period": N_("The certificate is not in date (it ends on {until}). Get a new one."),
    "seal-missing": N_(
        "The organisation has no certificate to seal with. An administrator sets one: Organisation, Seal."
    ),
    "seal-needs-legal-identifier": N_(
        "A seal names the organisation by its legal identifier, and {organisation} has none. Add it to "
        "its details, or run: umiem organisation change {organisation} --legal-id VAT=…"
    ),
    "time-stamp-refused": N_("The time-stamping service {url} refused the request ({status}). Try later."),
    "time-stamp-address-wrong": N_("This is no web address of a time-stamping service: {value}"),
    "credential-invalid": N_(
        "Nothing was converted: the check of this credential failed, and a new file would make a forged one "
        "look genuine. What failed is told by: umiem verify"
    ),
    "short-code-unknown": N_(
        "No certificate and no link has this code now. Compare it letter by letter; "
        "a link may also have been stopped or have ended."
    ),
    "printed-code-unknown": N_("No certificate has this code. Compare it letter by letter."),
    "design-unknown": N_("There is no such design. The designs are: {known}."),
    "logo-unreadable": N_("This file is no picture that can be read. Take a PNG or JPEG file."),
    "logo-too-large": N_("The logo is too large. Take one of at most {limit} bytes and 16 million pixels."),
    "signatories-wrong": N_(
        "At most {most} people can sign, and names and offices have at most {longest} characters."
    ),
    "no-definition-yet": N_("There is no definition yet to show a certificate of. Import one first."),
    "seal-certificate-missing": N_("There is no certificate beside the key."),
    "seal-key-unsupported": N_("A key of this type cannot seal. Use RSA, P-256, P-384 or Ed25519."),
    "seal-signature-not-confirmed": N_("The new seal did not verify and was not given out. Check the key."),
    "document-language-unsupported": N_("Documents can be made in Polish and English, not in: {languages}."),
    "document-attachment-not-text": N_("The credential to attach is not text."),
    "document-letters-missing": N_(
        "No font of this installation has the letter “{letters}”, so the document cannot be made. The signed "
        "credential and the badge are complete without it. The operator can install a font of that script, "
        "for instance Debian's fonts-noto-cjk."
    ),
    "document-template-failed": N_("The document could not be set in type: {message}"),
}
