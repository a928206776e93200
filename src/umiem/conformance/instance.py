"""The verbs of a conformance instance: from a request body to a response body."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from umiem.conformance import shapes
from umiem.conformance.issuers import JWT, Issuer, new_issuers
from umiem.conformance.status_lists import StatusLists
from umiem.engine import (
    PLAIN_CREDENTIAL,
    Sources,
    VerificationPolicy,
    VerificationReport,
    derive_credential,
    envelop,
    offline_sources,
    prepare_credential,
    sign_credential,
    sign_vc_jwt,
    verify_any,
    verify_credential,
    verify_presentation,
)
from umiem.errors import MalformedInputError, NotFoundError

CONTEXT_V1 = "https://www.w3.org/2018/credentials/v1"
CONTEXT_DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Issuers, status lists and a clock."""

    issuers: Mapping[str, Issuer]
    status_lists: StatusLists
    now: Callable[[], datetime]

    @classmethod
    def start(cls, base_url: str, now: Callable[[], datetime]) -> Instance:
        """Return an instance with fresh keys, known to the outside as ``base_url``."""
        issuers = new_issuers()
        lists = StatusLists(base_url=base_url, issuer=issuers["status"], now=now)
        return cls(issuers=issuers, status_lists=lists, now=now)

    def dids(self) -> dict[str, str]:
        """Return the DID of each issuer by name."""
        return {name: issuer.did for name, issuer in self.issuers.items()}

    def issue(self, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /{name}/credentials/issue``: secure a credential as that issuer does."""
        issuer = self.issuers.get(name)
        if issuer is None:
            raise NotFoundError("issuer-unknown", name=name[:100])
        credential, options = shapes.member(body, "credential"), shapes.options(body)
        shapes.check_document(credential)
        shapes.check_subject(credential)
        if name == "status":
            credential = self._with_status(credential)
        return {"verifiableCredential": self._secure(issuer, credential, options)}

    def derive(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /credentials/derive``: show a part of a credential."""
        credential, options = shapes.member(body, "verifiableCredential"), shapes.options(body)
        derived = derive_credential(
            _written(credential), selective_pointers=shapes.pointers(options, "selectivePointers")
        )
        return {"verifiableCredential": json.loads(derived.data)}

    def verify_credential(self, body: Mapping[str, Any]) -> VerificationReport:
        """``POST /credentials/verify``: every check the options do not leave out."""
        credential, options = shapes.member(body, "verifiableCredential"), shapes.options(body)
        policy, sources = self._policy(options), self._sources()
        if shapes.is_enveloped(credential):
            return verify_any(_written(credential), policy=policy, at=self.now(), sources=sources)
        shapes.check_document(credential)
        shapes.check_subject(credential)
        shapes.check_proofs(credential)
        return verify_credential(_written(credential), policy=policy, at=self.now(), sources=sources)

    def verify_presentation(self, body: Mapping[str, Any]) -> VerificationReport:
        """``POST /presentations/verify``: the presentation and every credential in it."""
        presentation, options = shapes.member(body, "verifiablePresentation"), shapes.options(body)
        policy, sources = self._policy(options), self._sources()
        if shapes.is_enveloped(presentation):
            return verify_any(_written(presentation), policy=policy, at=self.now(), sources=sources)
        shapes.check_proofs(presentation)
        return verify_presentation(
            _written(presentation),
            policy=policy,
            at=self.now(),
            sources=sources,
            challenge=shapes.text(options, "challenge"),
            domain=shapes.text(options, "domain"),
        )

    def set_status(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """``POST /credentials/status``: set the status of a credential that was issued here."""
        entry, credential_id = shapes.member(body, "credentialStatus"), body.get("credentialId")
        purpose, status = entry.get("statusPurpose"), body.get("status", True)
        if not isinstance(credential_id, str) or not isinstance(purpose, str) or not isinstance(status, bool):
            raise MalformedInputError("request-member-malformed", member="credentialStatus")
        self.status_lists.set(credential_id, purpose, status=status)
        return {"credentialId": credential_id, "statusPurpose": purpose, "status": status}

    def _secure(
        self, issuer: Issuer, credential: Mapping[str, Any], options: Mapping[str, Any]
    ) -> dict[str, Any]:
        if issuer.secures_with == JWT:
            prepared = prepare_credential(credential, PLAIN_CREDENTIAL)
            return envelop(sign_vc_jwt(prepared, issuer.signer))
        prepared = prepare_credential(_with_proof_context(credential), PLAIN_CREDENTIAL)
        secured = sign_credential(
            prepared,
            issuer.signer,
            created=self.now(),
            cryptosuite=issuer.secures_with,
            mandatory_pointers=shapes.pointers(options, "mandatoryPointers"),
        )
        result: dict[str, Any] = json.loads(secured.data)
        return result

    def _with_status(self, credential: Mapping[str, Any]) -> dict[str, Any]:
        identifier = credential.get("id")
        entries = self.status_lists.allocate(identifier if isinstance(identifier, str) else None)
        return {**credential, "credentialStatus": [entry.as_json() for entry in entries]}

    def _policy(self, options: Mapping[str, Any]) -> VerificationPolicy:
        """Proofs of the suites are made with keys of nobody: issuer binding is off, by name, here only."""
        checks = options.get("checks")
        read_status = not isinstance(checks, list) or bool(
            {"credentialStatus", "status"} & set(map(str, checks))
        )
        return VerificationPolicy(issuer_binding=False, inline_contexts=True, status=read_status)

    def _sources(self) -> Sources:
        return Sources(resolver=offline_sources().resolver, status_lists=self.status_lists)


def _with_proof_context(credential: Mapping[str, Any]) -> dict[str, Any]:
    """VCDM 1.1 has no terms for Data Integrity proofs: add the context that defines them."""
    contexts = credential.get("@context")
    if not isinstance(contexts, list) or contexts[:1] != [CONTEXT_V1] or CONTEXT_DATA_INTEGRITY in contexts:
        return dict(credential)
    return {**credential, "@context": [*contexts, CONTEXT_DATA_INTEGRITY]}


def _written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
