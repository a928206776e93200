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
    from umiem.engine.bulk import Workers, issue_in_processes, verify_many
    from umiem.engine.canonical.strict_json import parse_json_object
    from umiem.engine.compiled.template import CompiledTemplate, issue_many
    from umiem.engine.containers.png import bake_png
    from umiem.engine.containers.svg import bake_svg
    from umiem.engine.credential import Credential, PreparedCredential, SecuredCredential
    from umiem.engine.derive import derive_credential
    from umiem.engine.envelopes.enveloped import envelop
    from umiem.engine.envelopes.open_badges_jwt import sign_open_badge_jwt
    from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
    from umiem.engine.envelopes.sd_jwt.presenting import (
        KeyBindingExpectation,
        bind_to_key,
        select_disclosures,
    )
    from umiem.engine.envelopes.sd_jwt.token import SdJwt, parse_sd_jwt
    from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
    from umiem.engine.envelopes.vc_jwt import sign_vc_jwt, sign_vc_sd_jwt, verify_vc_jwt
    from umiem.engine.envelopes.vp_jwt import sign_vp_jwt, verify_vp_jwt
    from umiem.engine.further_proofs import add_further_proof
    from umiem.engine.issue import prepare_credential, sign_credential
    from umiem.engine.policy import Sources, VerificationPolicy, offline_sources
    from umiem.engine.ports import (
        DocumentSource,
        PublicKey,
        Signer,
        StatusListSource,
        VerificationMethodResolver,
    )
    from umiem.engine.presentation import sign_presentation, verify_presentation
    from umiem.engine.profiles.open_badges_3 import OPEN_BADGES_3
    from umiem.engine.profiles.profile import PLAIN_CREDENTIAL, Profile
    from umiem.engine.recognition import recognise, verify_any
    from umiem.engine.report import Check, Outcome, Verdict, VerificationReport, VerifiedClaims
    from umiem.engine.signers import InMemorySigner
    from umiem.engine.status.bitstring import (
        StatusEntry,
        decode_status_list,
        encode_status_list,
        status_list_document,
    )
    from umiem.engine.status.token import TokenStatusList, sign_status_list_token
    from umiem.engine.verify import verify_credential

_HOMES = {
    "BbsKey": "bbs.signer",
    "Check": "report",
    "CompiledTemplate": "compiled.template",
    "Credential": "credential",
    "DisclosurePlan": "envelopes.sd_jwt.issuing",
    "DocumentSource": "ports",
    "InMemorySigner": "signers",
    "KeyBindingExpectation": "envelopes.sd_jwt.presenting",
    "OPEN_BADGES_3": "profiles.open_badges_3",
    "Outcome": "report",
    "PLAIN_CREDENTIAL": "profiles.profile",
    "PreparedCredential": "credential",
    "Profile": "profiles.profile",
    "PublicKey": "ports",
    "SdJwt": "envelopes.sd_jwt.token",
    "SecuredCredential": "credential",
    "Signer": "ports",
    "Sources": "policy",
    "StatusEntry": "status.bitstring",
    "StatusListSource": "ports",
    "TokenStatusList": "status.token",
    "Verdict": "report",
    "VerificationMethodResolver": "ports",
    "VerificationPolicy": "policy",
    "VerificationReport": "report",
    "VerifiedClaims": "report",
    "Workers": "bulk",
    "add_further_proof": "further_proofs",
    "bake_png": "containers.png",
    "bake_svg": "containers.svg",
    "bind_to_key": "envelopes.sd_jwt.presenting",
    "decode_status_list": "status.bitstring",
    "derive_credential": "derive",
    "encode_status_list": "status.bitstring",
    "envelop": "envelopes.enveloped",
    "issue_in_processes": "bulk",
    "issue_many": "compiled.template",
    "offline_sources": "policy",
    "parse_json_object": "canonical.strict_json",
    "parse_sd_jwt": "envelopes.sd_jwt.token",
    "prepare_credential": "issue",
    "recognise": "recognition",
    "select_disclosures": "envelopes.sd_jwt.presenting",
    "sign_credential": "issue",
    "sign_open_badge_jwt": "envelopes.open_badges_jwt",
    "sign_presentation": "presentation",
    "sign_sd_jwt_vc": "envelopes.sd_jwt_vc",
    "sign_status_list_token": "status.token",
    "sign_vc_jwt": "envelopes.vc_jwt",
    "sign_vc_sd_jwt": "envelopes.vc_jwt",
    "sign_vp_jwt": "envelopes.vp_jwt",
    "status_list_document": "status.bitstring",
    "verify_any": "recognition",
    "verify_credential": "verify",
    "verify_many": "bulk",
    "verify_presentation": "presentation",
    "verify_sd_jwt_vc": "envelopes.sd_jwt_vc",
    "verify_vc_jwt": "envelopes.vc_jwt",
    "verify_vp_jwt": "envelopes.vp_jwt",
}
"""Public name → module of this package that defines it."""

__all__ = [
    "OPEN_BADGES_3",
    "PLAIN_CREDENTIAL",
    "BbsKey",
    "Check",
    "CompiledTemplate",
    "Credential",
    "DisclosurePlan",
    "DocumentSource",
    "InMemorySigner",
    "KeyBindingExpectation",
    "Outcome",
    "PreparedCredential",
    "Profile",
    "PublicKey",
    "SdJwt",
    "SecuredCredential",
    "Signer",
    "Sources",
    "StatusEntry",
    "StatusListSource",
    "TokenStatusList",
    "Verdict",
    "VerificationMethodResolver",
    "VerificationPolicy",
    "VerificationReport",
    "VerifiedClaims",
    "Workers",
    "add_further_proof",
    "bake_png",
    "bake_svg",
    "bind_to_key",
    "decode_status_list",
    "derive_credential",
    "encode_status_list",
    "envelop",
    "issue_in_processes",
    "issue_many",
    "offline_sources",
    "parse_json_object",
    "parse_sd_jwt",
    "prepare_credential",
    "recognise",
    "select_disclosures",
    "sign_credential",
    "sign_open_badge_jwt",
    "sign_presentation",
    "sign_sd_jwt_vc",
    "sign_status_list_token",
    "sign_vc_jwt",
    "sign_vc_sd_jwt",
    "sign_vp_jwt",
    "status_list_document",
    "verify_any",
    "verify_credential",
    "verify_many",
    "verify_presentation",
    "verify_sd_jwt_vc",
    "verify_vc_jwt",
    "verify_vp_jwt",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_HOMES)
