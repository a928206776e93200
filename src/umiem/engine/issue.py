"""Making credentials: prepare (everything is checked), then sign (nothing else is accepted)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from umiem.engine.canonical.rdfc import canonicalize_quads
from umiem.engine.canonical.strict_json import check_value
from umiem.engine.canonical.to_rdf import document_to_quads
from umiem.engine.claim_checks import related_resource_check
from umiem.engine.credential import PreparedCredential, SecuredCredential, mark_prepared
from umiem.engine.data_model import check_credential
from umiem.engine.limits import MAX_DOCUMENT_BYTES
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.problems import raise_first
from umiem.engine.profiles.profile import Profile
from umiem.engine.proofs import find_suite
from umiem.engine.proofs.suite import Cryptosuite, UnsecuredDocument
from umiem.engine.report import Outcome
from umiem.engine.timestamps import format_timestamp
from umiem.errors import MalformedInputError, RefusedError, UnsupportedError

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def prepare_credential(document: Mapping[str, Any], profile: Profile) -> PreparedCredential:
    """Check a credential completely, so that signing it cannot go wrong for a reason of content.

    1. JSON: types, sizes, strings (RFC 8259, RFC 7493).  2. VCDM 2.0 or 1.1 data model.
    3. What ``profile`` demands.  4. Digests of related resources that are known here.  5. JSON-LD
    with pinned contexts, nothing undefined or dropped.  6. RDF canonicalisation within the work
    budget.

    Whether the claims are true, whether the issuer is the signer, and dates against a clock are not
    looked at. Raises ``MalformedInputError`` naming the first fault with its JSON pointer,
    ``UnsupportedError`` for an unknown context, ``RefusedError`` for a graph that is too complex.
    """
    check_value(dict(document))
    if "proof" in document:
        raise MalformedInputError("proof-unexpected", path="/proof")
    check_claims(document, profile)
    canonicalize_quads(document_to_quads(dict(document)))
    canonical = UnsecuredDocument(document).json
    return mark_prepared(document, profile, canonical=canonical, text=serialize(document).decode("utf-8"))


def check_claims(document: Mapping[str, Any], profile: Profile) -> None:
    """Make the checks of ``prepare_credential`` that need no conversion: steps 2 to 4."""
    raise_first(check_credential(document))
    raise_first(profile.check(document))
    related = related_resource_check(document)
    if related.outcome is Outcome.FAILED:
        raise MalformedInputError(str(related.params["reason"]), path="/relatedResource")


def sign_credential(
    prepared: PreparedCredential,
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str = "eddsa-rdfc-2022",
    bind_issuer: bool = True,
    mandatory_pointers: Sequence[str] = (),
    proof_id: str | None = None,
    expires: datetime | None = None,
) -> SecuredCredential:
    """Sign a prepared credential with a Data Integrity proof and check the result before release.

    ``created`` goes into the proof, to the second. ``bind_issuer`` False lets the verification
    method belong to someone else than the issuer: for conformance runs only.
    ``mandatory_pointers`` are JSON pointers to what a holder must always show (ecdsa-sd-2023,
    bbs-2023; the result is a base proof, for the holder's eyes only). ``proof_id`` names the proof for
    a chain (``add_further_proof``); ``expires`` ends the proof, not the credential. Raises
    ``RefusedError`` (the signer is not the issuer's, the document changed since it was prepared,
    the signer's answer does not verify) and ``UnsupportedError`` (suite and key do not fit).

    >>> from datetime import UTC, datetime
    >>> from umiem.engine import InMemorySigner, PLAIN_CREDENTIAL
    >>> signer = InMemorySigner.generate()
    >>> document = {
    ...     "@context": ["https://www.w3.org/ns/credentials/v2"],
    ...     "type": ["VerifiableCredential"],
    ...     "issuer": signer.did,
    ...     "credentialSubject": {"id": "did:example:learner"},
    ... }
    >>> prepared = prepare_credential(document, PLAIN_CREDENTIAL)
    >>> sign_credential(prepared, signer, created=datetime.now(UTC)).media_type
    'application/vc'
    """
    if document_digest(UnsecuredDocument(prepared.document)) != prepared.digest:
        raise RefusedError("prepared-document-changed")
    if bind_issuer:
        require_issuers_key(prepared.issuer, signer)
    secured = add_proof(
        dict(prepared.document),
        signer,
        created=created,
        cryptosuite=cryptosuite,
        purpose="assertionMethod",
        options=proof_options(proof_id=proof_id, expires=expires),
        mandatory_pointers=mandatory_pointers,
    )
    if prepared.profile.proof_as_list:
        secured["proof"] = [secured["proof"]]
    return SecuredCredential(serialize(secured))


def proof_options(*, proof_id: str | None, expires: datetime | None) -> dict[str, Any]:
    """Return the members of a proof that not every proof has (VC Data Integrity 1.0, 2.1)."""
    options = {"id": proof_id, "expires": None if expires is None else format_timestamp(expires)}
    return {name: value for name, value in options.items() if value is not None}


def add_proof(
    document: dict[str, Any],
    signer: Signer,
    *,
    created: datetime | None,
    cryptosuite: str,
    purpose: str,
    options: Mapping[str, Any] | None = None,
    mandatory_pointers: Sequence[str] = (),
) -> dict[str, Any]:
    """Return ``document`` with a proof; ``options`` are further members (domain, challenge, …)."""
    suite = suite_for(cryptosuite, signer.public_key)
    config = proof_configuration(document, signer, created=created, cryptosuite=cryptosuite, purpose=purpose)
    config |= options or {}
    unsecured = UnsecuredDocument(document)
    proof = make_proof(unsecured, config, suite, signer, mandatory_pointers=mandatory_pointers)
    return {**document, "proof": proof}


def proof_configuration(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    created: datetime | None,
    cryptosuite: str,
    purpose: str,
) -> dict[str, Any]:
    """Return a proof without its value; the JCS suites carry the document's ``@context`` in it."""
    config: dict[str, Any] = {"type": "DataIntegrityProof", "cryptosuite": cryptosuite}
    if created is not None:
        config["created"] = format_timestamp(created)
    config |= {"verificationMethod": signer.verification_method, "proofPurpose": purpose}
    if "-jcs-" in cryptosuite:
        config["@context"] = document["@context"]
    return config


def make_proof(
    unsecured: UnsecuredDocument,
    config: dict[str, Any],
    suite: Cryptosuite,
    signer: Signer,
    *,
    mandatory_pointers: Sequence[str] = (),
) -> dict[str, Any]:
    """Create a proof value and verify it with the public key before anybody sees it."""
    if suite.create is None:
        raise UnsupportedError("cryptosuite-verify-only", cryptosuite=suite.name)
    if suite.create_selectively is not None:
        value = suite.create_selectively(unsecured, config, signer, mandatory_pointers)
    elif mandatory_pointers:
        raise UnsupportedError("mandatory-pointers-unsupported", cryptosuite=suite.name)
    else:
        value = suite.create(unsecured, config, signer)
    proof = config | {"proofValue": value}
    verify = suite.verify_base or suite.verify
    if not verify(unsecured, proof, signer.public_key):
        raise RefusedError("signature-does-not-verify", verification_method=signer.verification_method)
    return proof


def suite_for(cryptosuite: str, key: PublicKey) -> Cryptosuite:
    """Return the suite; ``UnsupportedError`` when it is unknown or the key is of another kind."""
    suite = find_suite(cryptosuite)
    if suite is None:
        raise UnsupportedError("cryptosuite-unknown", cryptosuite=cryptosuite)
    if key.algorithm not in suite.key_algorithms:
        raise UnsupportedError("key-algorithm", algorithm=key.algorithm, cryptosuite=cryptosuite)
    return suite


def require_issuers_key(issuer: str | None, signer: Signer) -> None:
    """Raise ``RefusedError`` unless the signer's verification method is one of the issuer's DID."""
    if issuer is None or signer.verification_method.split("#", 1)[0] != issuer:
        raise RefusedError(
            "issuer-is-not-signer", issuer=issuer, verification_method=signer.verification_method
        )


def document_digest(unsecured: UnsecuredDocument) -> str:
    """Return the SHA-256 (hex) of the RFC 8785 form of a document."""
    return hashlib.sha256(unsecured.json).hexdigest()


def write_json(value: Mapping[str, Any]) -> str:
    """Write a document as it is stored: no spaces, members in the order they have."""
    return _ENCODE(value)


def serialize(document: Mapping[str, Any]) -> bytes:
    """Return the bytes of a secured document: ``write_json`` as UTF-8, within the size limit."""
    data = write_json(document).encode("utf-8")
    if len(data) > MAX_DOCUMENT_BYTES:
        raise MalformedInputError("json-too-large", size=len(data), limit=MAX_DOCUMENT_BYTES)
    return data
