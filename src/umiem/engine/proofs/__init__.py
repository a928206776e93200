"""Data Integrity proofs: one literal table of cryptosuites, one file per family.

A family is loaded when one of its suites is first asked for: pairings and CBOR are not needed to check an
EdDSA proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from umiem.engine.proofs.suite import Cryptosuite

SUITES: Mapping[str, tuple[str, str]] = {
    "eddsa-rdfc-2022": ("data_integrity", "EDDSA_RDFC_2022"),
    "eddsa-jcs-2022": ("data_integrity", "EDDSA_JCS_2022"),
    "ecdsa-rdfc-2019": ("data_integrity", "ECDSA_RDFC_2019"),
    "ecdsa-jcs-2019": ("data_integrity", "ECDSA_JCS_2019"),
    "ecdsa-sd-2023": ("ecdsa_sd_2023", "ECDSA_SD_2023"),
    "bbs-2023": ("bbs_2023", "BBS_2023"),
}
"""``cryptosuite`` of a ``DataIntegrityProof`` → the file and the record that make and check it."""

LEGACY_PROOF_TYPES: Mapping[str, tuple[str, str]] = {
    "Ed25519Signature2020": ("data_integrity", "ED25519_SIGNATURE_2020")
}
"""Proof types from before cryptosuites had names of their own: verified, never made."""


def find_suite(name: str) -> Cryptosuite | None:
    """Return the suite of this name, or None when there is none."""
    return _loaded(SUITES[name]) if name in SUITES else None


def find_legacy_suite(proof_type: str) -> Cryptosuite | None:
    """Return the suite of this older proof type, or None when there is none."""
    return _loaded(LEGACY_PROOF_TYPES[proof_type]) if proof_type in LEGACY_PROOF_TYPES else None


@cache
def _loaded(home: tuple[str, str]) -> Cryptosuite:
    module, record = home
    suite: Cryptosuite = getattr(import_module(f"{__name__}.{module}"), record)
    return suite
