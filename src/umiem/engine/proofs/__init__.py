"""Data Integrity proofs: one literal table of cryptosuites, one file per family."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.engine.proofs.bbs_2023 import BBS_2023
from umiem.engine.proofs.data_integrity import (
    ECDSA_JCS_2019,
    ECDSA_RDFC_2019,
    ED25519_SIGNATURE_2020,
    EDDSA_JCS_2022,
    EDDSA_RDFC_2022,
)
from umiem.engine.proofs.ecdsa_sd_2023 import ECDSA_SD_2023
from umiem.engine.proofs.suite import Cryptosuite

SUITES: Mapping[str, Cryptosuite] = {
    "eddsa-rdfc-2022": EDDSA_RDFC_2022,
    "eddsa-jcs-2022": EDDSA_JCS_2022,
    "ecdsa-rdfc-2019": ECDSA_RDFC_2019,
    "ecdsa-jcs-2019": ECDSA_JCS_2019,
    "ecdsa-sd-2023": ECDSA_SD_2023,
    "bbs-2023": BBS_2023,
}
"""``cryptosuite`` of a ``DataIntegrityProof`` → how it is made and checked."""

LEGACY_PROOF_TYPES: Mapping[str, Cryptosuite] = {"Ed25519Signature2020": ED25519_SIGNATURE_2020}
"""Proof types from before cryptosuites had names of their own: verified, never made."""
