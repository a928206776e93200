"""The credential engine: makes, secures, checks and describes credential documents.

It is pure: no clock, network, database or wording. Whoever calls passes the time, the keys and the
sources. The names below are loaded when they are first used, so that importing the engine costs
next to nothing. The manual with runnable examples is docs/engine.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from umiem.engine.bbs.signer import BbsKey
    from umiem.engine.canonical.strict_json import parse_json_object
    from umiem.engine.compiled.template import CompiledTemplate, issue_many
    from umiem.engine.credential import Credential, PreparedCredential, SecuredCredential
    from umiem.engine.derive import derive_credential
    from umiem.engine.issue import prepare_credential, sign_credential
    from umiem.engine.policy import Sources, VerificationPolicy, offline_sources
    from umiem.engine.ports import PublicKey, Signer, StatusListSource, VerificationMethodResolver
    from umiem.engine.presentation import sign_presentation, verify_presentation
    from umiem.engine.profiles.open_badges_3 import OPEN_BADGES_3
    from umiem.engine.profiles.profile import PLAIN_CREDENTIAL, Profile
    from umiem.engine.report import Check, Outcome, Verdict, VerificationReport, VerifiedClaims
    from umiem.engine.signers import InMemorySigner
    from umiem.engine.status.bitstring import (
        StatusEntry,
        decode_status_list,
        encode_status_list,
        status_list_document,
    )
    from umiem.engine.verify import verify_credential

_HOMES = {
    "BbsKey": "bbs.signer",
    "Check": "report",
    "CompiledTemplate": "compiled.template",
    "Credential": "credential",
    "InMemorySigner": "signers",
    "OPEN_BADGES_3": "profiles.open_badges_3",
    "Outcome": "report",
    "PLAIN_CREDENTIAL": "profiles.profile",
    "PreparedCredential": "credential",
    "Profile": "profiles.profile",
    "PublicKey": "ports",
    "SecuredCredential": "credential",
    "Signer": "ports",
    "Sources": "policy",
    "StatusEntry": "status.bitstring",
    "StatusListSource": "ports",
    "VerificationMethodResolver": "ports",
    "VerificationPolicy": "policy",
    "VerificationReport": "report",
    "Verdict": "report",
    "VerifiedClaims": "report",
    "decode_status_list": "status.bitstring",
    "derive_credential": "derive",
    "encode_status_list": "status.bitstring",
    "issue_many": "compiled.template",
    "offline_sources": "policy",
    "parse_json_object": "canonical.strict_json",
    "prepare_credential": "issue",
    "sign_credential": "issue",
    "sign_presentation": "presentation",
    "status_list_document": "status.bitstring",
    "verify_credential": "verify",
    "verify_presentation": "presentation",
}
"""Public name → module of this package that defines it."""

__all__ = [
    "OPEN_BADGES_3",
    "PLAIN_CREDENTIAL",
    "BbsKey",
    "Check",
    "CompiledTemplate",
    "Credential",
    "InMemorySigner",
    "Outcome",
    "PreparedCredential",
    "Profile",
    "PublicKey",
    "SecuredCredential",
    "Signer",
    "Sources",
    "StatusEntry",
    "StatusListSource",
    "Verdict",
    "VerificationMethodResolver",
    "VerificationPolicy",
    "VerificationReport",
    "VerifiedClaims",
    "decode_status_list",
    "derive_credential",
    "encode_status_list",
    "issue_many",
    "offline_sources",
    "parse_json_object",
    "prepare_credential",
    "sign_credential",
    "sign_presentation",
    "status_list_document",
    "verify_credential",
    "verify_presentation",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_HOMES)
