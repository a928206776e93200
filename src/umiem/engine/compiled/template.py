"""Issuing many credentials of one kind: the general work once, then fill, sign and write.

What is signed is byte for byte what ``sign_credential`` would have made; property tests compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.compiled.cache import ShapeCache, shaped
from umiem.engine.compiled.shape import Shape, ShapedDocument
from umiem.engine.credential import PreparedCredential, SecuredCredential, mark_prepared
from umiem.engine.identifiers.multibase import encode_multibase
from umiem.engine.issue import (
    check_claims,
    make_proof,
    prepare_credential,
    proof_configuration,
    require_issuers_key,
    serialize,
    sign_credential,
    suite_for,
    write_json,
)
from umiem.engine.ports import Signer
from umiem.engine.profiles.profile import Profile
from umiem.engine.proofs.data_integrity import HASH_OF_KEY
from umiem.engine.proofs.suite import Cryptosuite, HashedParts
from umiem.errors import MalformedInputError, UnsupportedError

_TEMPLATE_SUITES = frozenset(("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"))


@dataclass
class CompiledTemplate:
    """Prepares and signs credentials of a few kinds for one signer at one ``created`` time.

    Kinds (same members, types and contexts, other texts) are compiled as they appear; a credential
    that fits no compiled kind takes the general path. ``verify_each`` checks every signature with
    the public key before it is released. Without it only the first is checked, which shows a wrong
    key but not a fault in the middle of a batch: the caller then verifies what it stores.

    ``shapes`` may be shared by templates for one signer at different times. Not safe for several threads at
    once; make one for each.
    """

    signer: Signer
    created: datetime
    cryptosuite: str = "eddsa-rdfc-2022"
    verify_each: bool = True
    shapes: ShapeCache = field(default_factory=ShapeCache)
    _signed: int = field(default=0, init=False)
    _constants: _Constants | None = field(default=None, init=False)

    def prepare(self, document: Mapping[str, Any], profile: Profile) -> PreparedCredential:
        """Check a credential like ``prepare_credential``, quickly when its kind is known."""
        text = _text(document)
        found = self.shapes.find(text)
        if found is None:
            return prepare_credential(document, profile)
        check_claims(document, profile)
        return mark_prepared(document, profile, canonical=shaped(document, found).json, text=text)

    def sign(self, prepared: PreparedCredential) -> SecuredCredential:
        """Sign a prepared credential; the result and the errors are those of ``sign_credential``."""
        found = self.shapes.find(prepared.text)
        if found is None:
            return self._sign_generally(prepared)
        require_issuers_key(prepared.issuer, self.signer)
        proof = self._prove(shaped(prepared.document, found))
        if prepared.profile.proof_as_list:
            proof = f"[{proof}]"
        return SecuredCredential(f'{prepared.text[:-1]},"proof":{proof}}}'.encode())

    def _sign_generally(self, prepared: PreparedCredential) -> SecuredCredential:
        secured = sign_credential(prepared, self.signer, created=self.created, cryptosuite=self.cryptosuite)
        if self.cryptosuite in _TEMPLATE_SUITES:
            document = parse_json_object(prepared.text.encode("utf-8"))
            algorithm = HASH_OF_KEY[self.signer.public_key.algorithm]
            self.shapes.learn(prepared.text, document, algorithm)
        return secured

    def _prove(self, unsecured: ShapedDocument) -> str:
        """Return the proof as JSON."""
        constant = self._constants_of(unsecured)
        self._signed += 1
        if self.verify_each or self._signed == 1:
            return write_json(make_proof(unsecured, constant.configuration, constant.suite, self.signer))
        digest = constant.parts.of_document(unsecured, constant.algorithm)
        value = encode_multibase(self.signer.sign(constant.configuration_hash + digest))
        return f'{constant.opening}{value}"}}'

    def _constants_of(self, unsecured: ShapedDocument) -> _Constants:
        """What the proofs of one shape share: its contexts are the same in all its documents."""
        known = self._constants
        if known is None or known.shape is not unsecured.shape:
            known = self._constants = self._work_out_constants(unsecured)
        return known

    def _work_out_constants(self, unsecured: ShapedDocument) -> _Constants:
        key = self.signer.public_key
        suite = suite_for(self.cryptosuite, key)
        if suite.parts is None:
            raise UnsupportedError("cryptosuite-verify-only", cryptosuite=suite.name)
        config = proof_configuration(
            unsecured.document,
            self.signer,
            created=self.created,
            cryptosuite=self.cryptosuite,
            purpose="assertionMethod",
        )
        algorithm = HASH_OF_KEY[key.algorithm]
        return _Constants(
            shape=unsecured.shape,
            suite=suite,
            parts=suite.parts,
            configuration=config,
            configuration_hash=suite.parts.of_configuration(unsecured, config, algorithm),
            algorithm=algorithm,
            opening=write_json(config | {"proofValue": ""}).removesuffix('"}'),
        )


@dataclass(frozen=True, kw_only=True)
class _Constants:
    """The part of the work that is the same for every credential of a shape in one batch."""

    shape: Shape
    suite: Cryptosuite
    parts: HashedParts
    configuration: dict[str, Any]
    configuration_hash: bytes
    algorithm: str
    opening: str
    """The proof as JSON up to its value."""


def issue_many(
    prepared: Iterable[PreparedCredential],
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str = "eddsa-rdfc-2022",
) -> Iterator[SecuredCredential]:
    """Sign prepared credentials one after the other, in order, each checked before it is released.

    Raises what ``sign_credential`` raises, at the credential that is refused; those before it have
    been yielded. For several processes see ``umiem.engine.bulk``.
    """
    template = CompiledTemplate(signer, created, cryptosuite)
    for credential in prepared:
        yield template.sign(credential)


def _text(document: Mapping[str, Any]) -> str:
    try:
        return serialize(document).decode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedInputError("json-lone-surrogate") from error
