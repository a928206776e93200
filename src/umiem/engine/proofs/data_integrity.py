"""The four plain suites: eddsa and ecdsa, over canonical RDF or canonical JSON.

VC Data Integrity EdDSA Cryptosuites 1.0 (sections 3.2 and 3.3) and ECDSA Cryptosuites 1.0 (3.2
and 3.3). In each the signed bytes are hash(proof configuration) followed by hash(document).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from umiem.engine.canonical.jcs import canonicalize_json
from umiem.engine.canonical.rdfc import canonicalize_quads
from umiem.engine.canonical.to_rdf import document_to_quads
from umiem.engine.identifiers.multibase import decode_multibase, encode_multibase
from umiem.engine.keys import verify_signature
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.proofs.suite import Cryptosuite, HashedParts, UnsecuredDocument
from umiem.errors import MalformedInputError

HASH_OF_KEY = {"Ed25519": "sha256", "P-256": "sha256", "P-384": "sha384"}
SIGNATURE_BYTES = {"Ed25519": 64, "P-256": 64, "P-384": 96}


class _Configuration(str):
    """A configuration as the key under which its hash is remembered: what ``repr`` writes of it.

    That tells ``1`` and ``True`` apart, and is quicker to make than JSON.
    """

    __slots__ = ("members",)
    members: dict[str, Any]

    def __new__(cls, members: dict[str, Any]) -> _Configuration:
        key = super().__new__(cls, repr(members))
        key.members = members
        return key


def _rdf_configuration(unsecured: UnsecuredDocument, config: Mapping[str, Any], algorithm: str) -> bytes:
    """The configuration is read with the ``@context`` of the document, never with one of its own."""
    if "@context" not in unsecured.document:
        raise MalformedInputError("context-missing", path="/@context")
    options = _without_value(config) | {"@context": unsecured.document["@context"]}
    return rdf_config_hash(_Configuration(options), algorithm)


@lru_cache(maxsize=1024)
def rdf_config_hash(config: _Configuration, algorithm: str) -> bytes:
    """Return the hash of a proof configuration with its ``@context``.

    An issuer uses one configuration for a whole batch, so it is remembered.
    """
    quads = document_to_quads(config.members)
    return canonicalize_quads(quads, algorithm=algorithm).digest(algorithm)


def _json_configuration(unsecured: UnsecuredDocument, config: Mapping[str, Any], algorithm: str) -> bytes:
    return _json_config_hash(_Configuration(_without_value(config)), algorithm)


@lru_cache(maxsize=1024)
def _json_config_hash(config: _Configuration, algorithm: str) -> bytes:
    return _HASHES[algorithm](canonicalize_json(config.members)).digest()


def _rdf_document(unsecured: UnsecuredDocument, algorithm: str) -> bytes:
    return unsecured.rdf_digest(algorithm)


def _json_document(unsecured: UnsecuredDocument, algorithm: str) -> bytes:
    return _HASHES[algorithm](unsecured.json).digest()


_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}
_RDF = HashedParts(of_configuration=_rdf_configuration, of_document=_rdf_document)
_JSON = HashedParts(of_configuration=_json_configuration, of_document=_json_document)
rdf_hash_data, json_hash_data = _RDF.both, _JSON.both
"""What a ``…-rdfc-…`` and a ``…-jcs-…`` suite sign; the algorithm is sha256 or sha384 throughout."""


def signature_of(proof: Mapping[str, Any], key: PublicKey) -> bytes:
    """Decode ``proofValue``: base58btc multibase of exactly the key's signature length."""
    signature = decode_multibase(proof.get("proofValue"))
    if len(signature) != SIGNATURE_BYTES[key.algorithm]:
        raise MalformedInputError("proof-value-length", length=len(signature))
    return signature


def _create_rdf(unsecured: UnsecuredDocument, config: Mapping[str, Any], signer: Signer) -> str:
    algorithm = HASH_OF_KEY[signer.public_key.algorithm]
    return encode_multibase(signer.sign(rdf_hash_data(unsecured, config, algorithm)))


def _verify_rdf(unsecured: UnsecuredDocument, proof: Mapping[str, Any], key: PublicKey) -> bool:
    _check_proof_context(unsecured.document, proof)
    data = rdf_hash_data(unsecured, proof, HASH_OF_KEY[key.algorithm])
    return verify_signature(key, signature_of(proof, key), data)


def _create_json(unsecured: UnsecuredDocument, config: Mapping[str, Any], signer: Signer) -> str:
    algorithm = HASH_OF_KEY[signer.public_key.algorithm]
    return encode_multibase(signer.sign(json_hash_data(unsecured, config, algorithm)))


def _verify_json(unsecured: UnsecuredDocument, proof: Mapping[str, Any], key: PublicKey) -> bool:
    _check_proof_context(unsecured.document, proof)
    unsecured = _with_proof_context(unsecured, proof)
    data = json_hash_data(unsecured, proof, HASH_OF_KEY[key.algorithm])
    return verify_signature(key, signature_of(proof, key), data)


def _check_proof_context(document: Mapping[str, Any], proof: Mapping[str, Any]) -> None:
    """A ``@context`` in the proof must be the first contexts of the document, in that order."""
    if "@context" not in proof:
        return
    stated, actual = _as_list(proof["@context"]), _as_list(document.get("@context"))
    if actual[: len(stated)] != stated:
        raise MalformedInputError("proof-context-mismatch")


def _with_proof_context(unsecured: UnsecuredDocument, proof: Mapping[str, Any]) -> UnsecuredDocument:
    """Verification reads the document with the context of the proof (EdDSA suites, 3.3.2 step 3.2)."""
    if "@context" not in proof or unsecured.document.get("@context") == proof["@context"]:
        return unsecured
    return UnsecuredDocument({**unsecured.document, "@context": proof["@context"]})


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _without_value(proof: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in proof.items() if name != "proofValue"}


_EDDSA_KEYS = frozenset(("Ed25519",))
_ECDSA_KEYS = frozenset(("P-256", "P-384"))

EDDSA_RDFC_2022 = Cryptosuite(
    name="eddsa-rdfc-2022", key_algorithms=_EDDSA_KEYS, create=_create_rdf, verify=_verify_rdf, parts=_RDF
)
EDDSA_JCS_2022 = Cryptosuite(
    name="eddsa-jcs-2022", key_algorithms=_EDDSA_KEYS, create=_create_json, verify=_verify_json, parts=_JSON
)
ECDSA_RDFC_2019 = Cryptosuite(
    name="ecdsa-rdfc-2019", key_algorithms=_ECDSA_KEYS, create=_create_rdf, verify=_verify_rdf, parts=_RDF
)
ECDSA_JCS_2019 = Cryptosuite(
    name="ecdsa-jcs-2019", key_algorithms=_ECDSA_KEYS, create=_create_json, verify=_verify_json, parts=_JSON
)
ED25519_SIGNATURE_2020 = Cryptosuite(
    name="Ed25519Signature2020", key_algorithms=_EDDSA_KEYS, create=None, verify=_verify_rdf
)
"""The older proof type of VCDM 1.1 documents: same hashing, verify only."""
