"""A second signature on a credential: beside the first (a proof set) or over it (a proof chain)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.credential import SecuredCredential
from umiem.engine.issue import make_proof, proof_configuration, proof_options, serialize, suite_for
from umiem.engine.limits import MAX_PROOFS
from umiem.engine.ports import Signer
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.errors import MalformedInputError, RefusedError


def add_further_proof(
    secured: SecuredCredential,
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str = "eddsa-rdfc-2022",
    previous: Sequence[str] = (),
    proof_id: str | None = None,
    expires: datetime | None = None,
) -> SecuredCredential:
    """Return the credential with one more proof (VC Data Integrity 1.0, 2.1.1, 2.1.2 and 4.3).

    Without ``previous`` the new proof covers the claims, like those that are there. ``previous``
    are the identifiers of proofs that it also covers: they can be neither removed nor replaced
    without breaking it. The bytes are new, so whoever stored the former ones stores these as well.
    Whether the proofs that are there are good is not checked. Raises ``MalformedInputError`` (no
    proof to begin with, ``previous-proof-missing``) and ``RefusedError`` (``too-many-proofs``).
    """
    document = parse_json_object(secured.data)
    stated = document.pop("proof", [])
    proofs: list[Mapping[str, Any]] = stated if isinstance(stated, list) else [stated]
    if not proofs:
        raise MalformedInputError("proof-missing")
    if len(proofs) >= MAX_PROOFS:
        raise RefusedError("too-many-proofs", limit=MAX_PROOFS)
    covered = [_named(proofs, identifier) for identifier in previous]
    suite = suite_for(cryptosuite, signer.public_key)
    config = proof_configuration(
        document, signer, created=created, cryptosuite=cryptosuite, purpose="assertionMethod"
    )
    config |= proof_options(proof_id=proof_id, expires=expires)
    if previous:
        config["previousProof"] = list(previous) if len(previous) > 1 else previous[0]
    unsecured = UnsecuredDocument(document | ({"proof": covered} if covered else {}))
    proof = make_proof(unsecured, config, suite, signer)
    return SecuredCredential(serialize({**document, "proof": [*proofs, proof]}), secured.media_type)


def _named(proofs: Sequence[Mapping[str, Any]], identifier: str) -> Mapping[str, Any]:
    found = [proof for proof in proofs if proof.get("id") == identifier]
    if len(found) != 1:
        raise MalformedInputError("previous-proof-missing", id=identifier)
    return found[0]
